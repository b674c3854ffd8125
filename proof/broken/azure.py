"""How to break the preset shop for Azure: the module, the edit, and words of the test that must notice."""

from broken.edits import Edit, dropping_call, replacing, swapping

# Names that differ between the languages are written with both in mind.
MUTATIONS: dict[str, tuple[str, Edit, str]] = {
    "drop a right": (
        "orders",
        dropping_call(r"roles\.allow\(\s*\"use-payment-key\""),
        "use from orders.settle-payment to orders.payment-key",
    ),
    "give a wider role": (
        "orders",
        replacing(r"(\"read-orders\",\s*\"Cosmos DB Built-in Data )Reader", r"\1Contributor"),
        "read from orders.get-order to orders.orders",
    ),
    "give it on another table": (
        "orders",
        replacing(r"(\"read-payments\",[\s\S]*?(?:this|self)\.)payments(_?[tT]able)", r"\1orders\2"),
        "read from orders.get-order to orders.payments",
    ),
    "give it on all that there is": (
        "function-app",
        replacing(
            r"(\"read-code\", \"Storage Blob Data Contributor\", )code\.id",
            lambda found: (
                found[1]
                + ("platform.resource_group.id" if ".resource_group" in found.string else "platform.resourceGroup.id")
            ),
        ),
        "the identity login may do nothing else",
    ),
    "let a function send in place of taking": (
        "orders",
        replacing(r"(\"receive-from-payment-requests\",\s*\"Azure Service Bus Data )Receiver", r"\1Sender"),
        "subscribe from orders.payment-requests to orders.settle-payment",
    ),
    "give a function one right more": (
        "notifications",
        replacing(
            r"(roles\.allow\(\"use-mail-key\", \"Key Vault Secrets User\", (\w+\.id)\),)",
            r'\1 roles.allow("once-more", "Storage Blob Data Owner", \2),',
        ),
        "the identity notify may do nothing else",
    ),
    "swap two variables": (
        "orders",
        swapping(
            r"\"?ORDERS_TABLE\"?: ([\w.]+),\s*\"?ORDERS_ENDPOINT\"?: [\w.]+,\s*\"?ORDERS_DATABASE\"?: [\w.]+,\s*"
            r"\"?PAYMENTS_TABLE\"?: ([\w.]+)"
        ),
        "read from orders.get-order to orders.orders",
    ),
    "lose a variable": (
        "orders",
        replacing(r"\"?PAYMENT_MODE\"?: [\w.]+,\s*", ""),
        "use from orders.settle-payment to orders.payment-mode",
    ),
    "put a secret into a variable": (
        "notifications",
        replacing(r"(\"?SENT_ENDPOINT\"?: )[\w.]+", r'\1"AccountKey=secret"'),
        "secrets",
    ),
    "connect to another namespace": (
        "orders",
        replacing(r"\"?fullyQualifiedNamespace\"?: ", r'"fullyQualifiedNamespaces": '),
        "publish OrderPlaced from orders.announce-order",
    ),
    "change a route's path": (
        "orders",
        replacing(r"\"/orders/\{orderId\}/cancel\"", '"/orders/{orderId}/undo"'),
        "route POST /orders/{orderId}/cancel",
    ),
    "change a route's method": (
        "auth",
        replacing(r"method(: |=)\"PUT\"", r'method\1"DELETE"'),
        "route PUT /me",
    ),
    "open a route": (
        "orders",
        replacing(r"tokens(: |=)\{[\s\S]*?\},", ""),
        "route POST /orders from shared.api",
    ),
    "let another function answer": (
        "orders",
        replacing(
            r"(host_?[nN]ame(?:: |=))get_?[oO]rder(\.app)",
            lambda found: found[1] + ("placeOrder" if "getOrder" in found[0] else "place_order") + found[2],
        ),
        "route GET /orders from shared.api",
    ),
    "ask for tokens of anybody": (
        "http-route",
        replacing(r"<audience>", "<audience>any"),
        "route POST /orders from shared.api",
    ),
    "match another event": (
        "orders",
        replacing(r"sys\.Label IN \('OrderPlaced', 'OrderCancelled'\)", "sys.Label IN ('OrderPlaced')"),
        "subscribe OrderPlaced from shared.news to orders.payment-requests",
    ),
    "forward to nobody": (
        "notifications",
        replacing(r"forward_?[tT]o(?:: |=)[\w.]+,", ""),
        "from shared.news to notifications.news",
    ),
    "try for ever": (
        "orders",
        replacing(r"(max_?[dD]elivery_?[cC]ount(?:: |=))10", r"\g<1>2000"),
        "subscribe OrderPlaced from shared.news to orders.payment-requests",
    ),
    "lose what starts a function": (
        "notifications",
        replacing(r"\"?DAILY_SCHEDULE\"?: ", '"SOME_SCHEDULE": '),
        "invoke from notifications.daily to notifications.digest",
    ),
    "fix a name": (
        "function-app",
        replacing(r"kind(: |=)\"functionapp,linux\",", r'kind\1"functionapp,linux", name\1"fixed",'),
        "physical names",
    ),
}
