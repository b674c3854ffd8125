"""How to break the preset shop for AWS: the module and the edit."""

from broken.edits import Edit, dropping_call, replacing, swapping

# Names that differ between the languages are written with both in mind.
MUTATIONS: dict[str, tuple[str, Edit]] = {
    "drop a statement of a role": ("orders", dropping_call(r"iam\.allow\(\s*\"WriteOrders\"")),
    "drop the right to read a secret": ("orders", dropping_call(r"iam\.allow\(\s*\"UsePaymentKey\"")),
    "drop the right to take messages": ("orders", dropping_call(r"iam\.allow\(\s*\"ConsumePaymentRequests\"")),
    "allow a statement on any resource": (
        "orders",
        replacing(r"(\"WriteOrders\",\s*\[[^]]*\],\s*)\[[^]]*\]", r'\1["*"]'),
    ),
    "allow it on another table": (
        "orders",
        replacing(r"(\"WriteOrders\",\s*\[[^]]*\],\s*\[(?:this|self)\.)orders(_?[tT]able)", r"\1payments\2"),
    ),
    "allow one action more": (
        "orders",
        replacing(r"(\"ReadOrders\",\s*\[)", r'\1"dynamodb:DeleteTable", '),
    ),
    "allow all of a service": ("orders", replacing(r"(\"ReadPayments\",\s*\[)[^]]*", r'\1"dynamodb:*"')),
    "allow one action less": ("notifications", replacing(r'"sqs:DeleteMessage",\s*', "")),
    "publish whatever event": (
        "orders",
        replacing(r"\"events:detail-type\": \"OrderPlaced\"", '"events:detail-type": "Anything"'),
    ),
    "swap two variables": (
        "orders",
        swapping(r"\"?ORDERS_TABLE\"?: ([\w.]+),\s*\"?PAYMENTS_TABLE\"?: ([\w.]+)"),
    ),
    "lose a variable": ("orders", replacing(r"\"?PAYMENT_KEY\"?: [\w.]+,\s*", "")),
    "point a variable elsewhere": (
        "notifications",
        replacing(r"(SENT_TABLE\"?: (?:this|self)\.)sent_?[tT]able(\.name)", r"\1sentTable\2 + 'x'"),
    ),
    "change a route's path": ("orders", replacing(r"\"/orders/\{orderId\}/cancel\"", '"/orders/{orderId}/undo"')),
    "change a route's method": ("orders", replacing(r"method(: |=)\"GET\"", r'method\1"DELETE"')),
    "open a route": ("orders", replacing(r"authorization(: |=)\"JWT\",", "")),
    "let another function answer": (
        "orders",
        replacing(r"handler(: |=)(?:cancelOrder|cancel_order)\b", r"handler\1get_order"),
    ),
    "feed a function from another source": (
        "orders",
        replacing(r"(event_?[sS]ource_?[aA]rn(?:: |=)(?:this|self)\.)payment_?[rR]equests_?[qQ]ueue\.arn", r"\1x"),
    ),
    "change a batch size": ("orders", replacing(r"(batch_?[sS]ize(?:: |=))100", r"\g<1>10000")),
    "fail batches as a whole": (
        "orders",
        replacing(r"function_?[rR]esponse_?[tT]ypes(?:: |=)\[\"ReportBatchItemFailures\"\],?", ""),
    ),
    "match another event": (
        "orders",
        replacing(r"\"detail-type\": \[\s*\"OrderCancelled\"\s*\]", '"detail-type": ["OrderPlaced"]'),
    ),
    "match every source": ("notifications", replacing(r"\"?source\"?: \[\"shop\.orders\"\],\s*", "")),
    "deliver to another queue": (
        "orders",
        replacing(
            r"(event_?[bB]us_?[nN]ame(?:: |=)shared\.bus\.name,\s*arn(?:: |=))(?:this|self)\.\w+\.arn",
            r'\1"arn:aws:sqs:eu-west-1:123456789012:other"',
        ),
    ),
    "let any rule send to a queue": (
        "orders",
        replacing(r"\{\s*\"?ArnEquals\"?: \{\s*\"aws:SourceArn\": \w+\.arn,?\s*\},?\s*\}", "{}"),
    ),
    "let another service send": (
        "notifications",
        replacing(r"\"events\.amazonaws\.com\"", '"s3.amazonaws.com"'),
    ),
    "let queues be used without TLS": (
        "notifications",
        dropping_call(r"iam\.deny_?[iI]nsecure_?[tT]ransport\("),
    ),
    "keep messages in the clear": (
        "notifications",
        replacing(r"kms_?[mM]aster_?[kK]ey_?[iI]d(?:: |=)[\w.]+,?\s*", ""),
    ),
    "start at another time zone": (
        "notifications",
        replacing(r"Europe/Amsterdam", "Pacific/Chatham"),
    ),
    "let anyone take a function's role": (
        "lambda-function",
        replacing(r"iam\.trust\(\"lambda\.amazonaws\.com\"\)", 'iam.trust("ec2.amazonaws.com")'),
    ),
    "keep logs for ever": (
        "lambda-function",
        replacing(r"\{ retentionInDays: args\.logRetentionDays \}|retention_in_days=args\.log_retention_days,", "{}"),
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
