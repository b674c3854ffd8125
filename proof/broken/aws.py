"""How to break the preset shop for AWS: the module, the edit, and words of the test that must notice.

What many tests notice has no words: it is tried alone, so that nothing else hides behind it.
"""

from broken.edits import Edit, dropping_call, replacing, swapping

# Names that differ between the languages are written with both in mind.
MUTATIONS: dict[str, tuple[str, Edit] | tuple[str, Edit, str]] = {
    "drop a statement of a role": (
        "orders",
        dropping_call(r"iam\.allow\(\s*\"WriteOrders\""),
        "place-order may do nothing else",
    ),
    "drop the right to read a secret": (
        "orders",
        dropping_call(r"iam\.allow\(\s*\"UsePaymentKey\""),
        "use from orders.settle-payment to orders.payment-key",
    ),
    "drop the right to take messages": (
        "orders",
        dropping_call(r"iam\.allow\(\s*\"ConsumePaymentRequests\""),
        "subscribe from orders.payment-requests to orders.settle-payment",
    ),
    "allow a statement on any resource": (
        "orders",
        replacing(r"(\"WriteOrders\",\s*\[[^]]*\],\s*)\[[^]]*\]", r'\1["*"]'),
        "write from orders.place-order to orders.orders",
    ),
    "allow it on another table": (
        "orders",
        replacing(r"(\"ReadPayments\",\s*\[[^]]*\],\s*\[(?:this|self)\.)payments(_?[tT]able)", r"\1orders\2"),
        "read from orders.get-order to orders.payments",
    ),
    "allow one action more": (
        "orders",
        replacing(r"(\"ReadOrders\",\s*\[)", r'\1"dynamodb:DeleteTable", '),
        "read from orders.get-order to orders.orders",
    ),
    "allow all of a service": (
        "orders",
        replacing(r"(\"ReadPayments\",\s*\[)[^]]*", r'\1"dynamodb:*"'),
        "read from orders.get-order to orders.payments",
    ),
    "allow one action less": (
        "notifications",
        replacing(r'"sqs:DeleteMessage",\s*', ""),
        "subscribe from notifications.news to notifications.notify",
    ),
    "publish whatever event": (
        "orders",
        replacing(r"\"events:detail-type\": \"OrderPlaced\"", '"events:detail-type": "Anything"'),
        "publish OrderPlaced from orders.announce-order to shared.bus",
    ),
    "swap two variables": (
        "orders",
        swapping(r"\"?ORDERS_TABLE\"?: ([\w.]+),\s*\"?PAYMENTS_TABLE\"?: ([\w.]+)"),
        "read from orders.get-order to orders.orders",
    ),
    "lose a variable": (
        "orders",
        replacing(r"\"?PAYMENT_KEY\"?: [\w.]+,\s*", ""),
        "use from orders.settle-payment to orders.payment-key",
    ),
    "point a variable elsewhere": (
        "notifications",
        replacing(r"(SENT_TABLE\"?: (?:this|self)\.sent_?[tT]able\.)name", r"\1arn"),
        "read-write from notifications.notify to notifications.sent",
    ),
    "change a route's path": (
        "orders",
        replacing(r"\"/orders/\{orderId\}/cancel\"", '"/orders/{orderId}/undo"'),
        "route POST /orders/{orderId}/cancel from shared.api to orders.cancel-order",
    ),
    "change a route's method": (
        "orders",
        replacing(r"method(: |=)\"GET\"", r'method\1"DELETE"'),
        "route GET /orders from shared.api to orders.get-order",
    ),
    "open a route": (
        "orders",
        replacing(r"authorization(: |=)\"JWT\",", ""),
        "route POST /orders from shared.api to orders.place-order",
    ),
    "let another function answer": (
        "orders",
        replacing(r"handler(: |=)cancel(_?[oO])rder\b", r"handler\1get\2rder"),
        "route POST /orders/{orderId}/cancel from shared.api to orders.cancel-order",
    ),
    "feed a function from another source": (
        "orders",
        replacing(r"(event_?[sS]ource_?[aA]rn(?:: |=)(?:this|self)\.payment_?[rR]equests_?[qQ]ueue\.)arn", r"\1url"),
        "subscribe from orders.payment-requests to orders.settle-payment",
    ),
    "change a batch size": (
        "orders",
        replacing(r"(batch_?[sS]ize(?:: |=))100", r"\g<1>10000"),
        "subscribe from orders.orders to orders.announce-order",
    ),
    "fail batches as a whole": (
        "orders",
        replacing(r"function_?[rR]esponse_?[tT]ypes(?:: |=)\[\"ReportBatchItemFailures\"\],?", ""),
        "subscribe from orders.orders to orders.announce-order",
    ),
    "match another event": (
        "orders",
        replacing(r"\"detail-type\": \[\s*\"OrderCancelled\"\s*\]", '"detail-type": ["OrderPlaced"]'),
        "subscribe OrderCancelled from shared.bus to orders.payment-requests",
    ),
    "match every source": (
        "notifications",
        replacing(r"\"?source\"?: \[\"shop\.orders\"\],\s*", ""),
        "subscribe OrderPlaced from shared.bus to notifications.news",
    ),
    "deliver to another queue": (
        "orders",
        replacing(
            r"(event_?[bB]us_?[nN]ame(?:: |=)shared\.bus\.name,\s*arn(?:: |=))(?:this|self)\.\w+\.arn",
            r'\1"arn:aws:sqs:eu-west-1:123456789012:other"',
        ),
        "subscribe OrderPlaced from shared.bus to orders.payment-requests",
    ),
    "let any rule send to a queue": (
        "orders",
        replacing(r"\{\s*\"?ArnEquals\"?: \{\s*\"aws:SourceArn\": \w+\.arn,?\s*\},?\s*\}", "{}"),
        "the policy of payment-requests-dead-letters-policy lets nobody else in",
    ),
    "let another service send": (
        "notifications",
        replacing(r"\"events\.amazonaws\.com\"", '"s3.amazonaws.com"'),
        "the policy of news-dead-letters-policy lets nobody else in",
    ),
    "let queues be used without TLS": (
        "notifications",
        dropping_call(r"iam\.deny_?[iI]nsecure_?[tT]ransport\("),
        "the policy of news-dead-letters-policy lets nobody else in",
    ),
    "keep messages in the clear": (
        "notifications",
        replacing(r"kms_?[mM]aster_?[kK]ey_?[iI]d(?:: |=)[\w.]+,?\s*", ""),
        "what queues and topics hold",
    ),
    "start at another time zone": (
        "notifications",
        replacing(r"Europe/Amsterdam", "Pacific/Chatham"),
        "invoke from notifications.daily to notifications.digest",
    ),
    "let anyone take a function's role": (
        "lambda-function",
        replacing(r"iam\.trust\(\"lambda\.amazonaws\.com\"\)", 'iam.trust("ec2.amazonaws.com")'),
    ),
    "keep logs for ever": (
        "lambda-function",
        replacing(r"retentionInDays: args\.logRetentionDays|retention_in_days=args\.log_retention_days,", ""),
        "no log",
    ),
    "let an API call on any route": (
        "http-route",
        replacing(r"/\*/\$\{methodPattern\}\$\{pathPattern\}|/\*/\{method_pattern\}\{path_pattern\}|\"/\*/\"", "/*"),
    ),
    "write logs of all": (
        "lambda-function",
        replacing(
            r"\[pulumi\.interpolate`\$\{logGroup\.arn\}:\*`\]|\[pulumi\.Output\.concat\(log_group\.arn, \":\*\"\)\]",
            '["*"]',
        ),
    ),
}
