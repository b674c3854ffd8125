"""How to break the preset shop for Google Cloud: the module, the edit, and words of the test that must notice."""

from broken.edits import Edit, dropping_call, replacing, swapping

# Names that differ between the languages are written with both in mind.
MUTATIONS: dict[str, tuple[str, Edit, str]] = {
    "drop a right": (
        "orders",
        dropping_call(r"(?:new )?gcp\.projects\.IAMMember\(\s*\"place-order-writes-orders\""),
        "write from orders.place-order to orders.orders",
    ),
    "give a wider role": (
        "orders",
        replacing(r"(\"get-order-reads-orders\",[\s\S]*?roles/datastore\.)viewer", r"\1owner"),
        "read from orders.get-order to orders.orders",
    ),
    "give it on another database": (
        "orders",
        replacing(r"(\"get-order-reads-payments\",[\s\S]*?(?:this|self)\.)payments(_?[tT]able)", r"\1orders\2"),
        "read from orders.get-order to orders.payments",
    ),
    "give it on all databases": (
        "orders",
        replacing(
            r"(\"cancel-order-reads-and-writes-orders\",[\s\S]*?)condition(?:: |=)\{[\s\S]*?`,?\s*\},|"
            r"(\"cancel-order-reads-and-writes-orders\",[\s\S]*?)condition=\{[\s\S]*?\),\s*\},",
            r"\1\2",
        ),
        "read-write from orders.cancel-order to orders.orders",
    ),
    "give it to everybody": (
        "orders",
        replacing(r"(\"settle-payment-uses-payment-key\",[\s\S]*?member(?:: |=))[\w.]+", r'\1"allUsers"'),
        "services of google",
    ),
    "drop the right to publish": (
        "orders",
        dropping_call(r"(?:new )?gcp\.pubsub\.TopicIAMMember\(\s*\"announce-order-publishes-to-news\""),
        "publish OrderPlaced from orders.announce-order",
    ),
    "give a function one right more": (
        "notifications",
        replacing(
            r"(\"notify-uses-mail-key\",[\s\S]*?)roles/secretmanager\.secretAccessor",
            r"\1roles/secretmanager.admin",
        ),
        "the account notify may do nothing else",
    ),
    "swap two variables": (
        "orders",
        swapping(r"\"?ORDERS_TABLE\"?: ([\w.]+),\s*\"?PAYMENTS_TABLE\"?: ([\w.]+)"),
        "read from orders.get-order to orders.orders",
    ),
    "lose a variable": (
        "orders",
        replacing(r"\"?PAYMENT_MODE\"?: [\w.]+,\s*", ""),
        "use from orders.settle-payment to orders.payment-mode",
    ),
    "change a route's path": (
        "api-gateway",
        replacing(r"\"/orders/\{orderId\}/cancel\"", '"/orders/{orderId}/undo"'),
        "route POST /orders/{orderId}/cancel",
    ),
    "change a route's method": (
        "api-gateway",
        replacing(r"\"put\"", '"delete"'),
        "route PUT /me",
    ),
    "open a route": (
        "api-gateway",
        replacing(r"(\"get\",\s*\"?path\"?: \"/me\",[\s\S]*?),\s*\"?security\"?: \"people\"", r"\1"),
        "route GET /me",
    ),
    "let another function answer": (
        "api-gateway",
        replacing(r"(\"/auth/login\",\s*\"?uri\"?: (?:args\.)?)login", r"\1register"),
        "route POST /auth/login",
    ),
    "let no gateway call a function": (
        "orders",
        dropping_call(r"(?:new )?gcp\.cloudrunv2\.ServiceIamMember\(\s*\"api-calls-place-order\""),
        "route POST /orders from shared.api",
    ),
    "match every event": (
        "orders",
        replacing(r"filter(?:: |=)'attributes\.type[^']*',", ""),
        "subscribe OrderPlaced from shared.news to orders.payment-requests",
    ),
    "call a function as nobody": (
        "delivery",
        replacing(r"serviceAccountEmail: push\.account,|\"service_account_email\": push\[\"account\"\],", ""),
        "from shared.news to notifications.news",
    ),
    "set nothing aside": (
        "orders",
        replacing(r"dead_?[lL]etters(?:: |=)\{[\s\S]*?\},", ""),
        "from shared.news to orders.payment-requests",
    ),
    "start at another time zone": (
        "notifications",
        replacing(r"Europe/Amsterdam", "Pacific/Chatham"),
        "invoke from notifications.daily to notifications.digest",
    ),
    "start another function": (
        "notifications",
        replacing(r"(\"?uri\"?(?:: |=))digest\.uri", r"\1notify.uri"),
        "invoke from notifications.daily to notifications.digest",
    ),
    "run functions as one account": (
        "cloud-function",
        replacing(
            r"serviceAccountEmail: this\.account\.email|service_account_email=self\.account\.email",
            lambda found: (
                found[0].replace("this.account", "build.account").replace("self.account", "args.build.account")
            ),
        ),
        "an account of its own",
    ),
    "fix a name": (
        "delivery",
        replacing(r"topic(: |=)args\.topic,", r'topic\1args.topic, name\1"fixed",'),
        "physical names",
    ),
}
