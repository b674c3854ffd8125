"""Ways to break what programs for Azure register, each of which the judge must notice."""

import copy
import json
import re
from collections.abc import Callable, Iterator, Mapping

from judge.azure.world import APP, ASSIGNMENT, CONTAINER, TABLE_ASSIGNMENT
from judge.breaks import Break, Data, copy_of, dropping, exchanging, of, option, setting
from judge.recording import open_secret

ALERT = "azure-native:monitor:MetricAlert"
BACKEND = "azure-native:apimanagement:Backend"
OPERATION = "azure-native:apimanagement:ApiOperation"
AUTHENTICATION = "azure-native:web:WebAppAuthSettingsV2"
POLICY = "azure-native:apimanagement:ApiOperationPolicy"
QUEUE = "azure-native:servicebus:Queue"
RULE = "azure-native:servicebus:Rule"
SENDS = "azure-native:communication:CommunicationService"
CONTAINERS = "azure-native:app:ContainerApp"
POSTGRES = "azure-native:dbforpostgresql"
SERVER = f"{POSTGRES}:Server"
STORAGE = "azure-native:storage:StorageAccount"
SUBNET = "azure-native:network:Subnet"
WORKFLOW = "azure-native:logic:Workflow"
SUBSCRIPTION = "azure-native:servicebus:Subscription"

ROLES = "/subscriptions/<subscription>/providers/Microsoft.Authorization/roleDefinitions"
CONTRIBUTOR = f"{ROLES}/b24988ac-6180-42a0-ab88-20f7382dd24c"


def rewriting(kind: str, path: str, pattern: str, by: str) -> Callable[[Data], Iterator[Break]]:
    """Break by changing a part of a text of each resource of a type."""

    def places(data: Data) -> Iterator[Break]:
        for at in of(data, kind):
            text = data["resources"][at]["inputs"].get(path)
            if isinstance(text, str) and re.search(pattern, text, re.DOTALL):

                def change(made: Data, at: int = at) -> None:
                    inputs = made["resources"][at]["inputs"]
                    inputs[path] = re.sub(pattern, by, inputs[path], count=1, flags=re.DOTALL)

                yield change

    return places


def without_setting(keep: Callable[[str], bool]) -> Callable[[Data], Iterator[Break]]:
    """Break by taking away a setting of an app."""

    def places(data: Data) -> Iterator[Break]:
        for at in of(data, APP):
            for number, row in enumerate(data["resources"][at]["inputs"]["siteConfig"]["appSettings"]):
                if keep(row["name"]):

                    def change(made: Data, at: int = at, number: int = number) -> None:
                        made["resources"][at]["inputs"]["siteConfig"]["appSettings"].pop(number)

                    yield change

    return places


def to_group(data: Data) -> Iterator[Break]:
    """Break by giving a role on the whole resource group."""
    for at in of(data, ASSIGNMENT):
        yield lambda made, at=at: made["resources"][at]["inputs"].update(scope="<group#id>")


def to_account(data: Data) -> Iterator[Break]:
    """Break by giving a role on all tables of an account."""
    for at in of(data, TABLE_ASSIGNMENT):

        def change(made: Data, at: int = at) -> None:
            inputs = made["resources"][at]["inputs"]
            inputs["scope"] = inputs["scope"].split("/dbs/")[0]

        yield change


def another_event(data: Data) -> Iterator[Break]:
    """Break by letting another event through."""
    for at in of(data, RULE):

        def change(made: Data, at: int = at) -> None:
            inputs = made["resources"][at]["inputs"]
            if "correlationFilter" in inputs:
                inputs["correlationFilter"]["label"] = "Other"
            else:
                inputs["sqlFilter"]["sqlExpression"] = "1=1"

        yield change


def twice(data: Data) -> Iterator[Break]:
    """Break by giving a role twice."""
    for at in of(data, ASSIGNMENT):

        def change(made: Data, at: int = at) -> None:
            item = copy.deepcopy(made["resources"][at])
            item["urn"] += "-again"
            item["name"] += "-again"
            made["resources"].append(item)

        yield change


def turned(data: Data) -> Iterator[Break]:
    """Break by letting strangers connect where none may, and nobody where all may."""
    for at in of(data, "azure-native:webpubsub:WebPubSubHub"):

        def change(made: Data, at: int = at) -> None:
            properties = open_secret(made["resources"][at]["inputs"]["properties"])
            policy = properties["anonymousConnectPolicy"]
            properties["anonymousConnectPolicy"] = "deny" if policy == "allow" else "allow"
            made["resources"][at]["inputs"]["properties"] = properties

        yield change


def deaf(data: Data) -> Iterator[Break]:
    """Break by taking away who takes an event."""
    for at in of(data, "azure-native:webpubsub:WebPubSubHub"):

        def change(made: Data, at: int = at) -> None:
            properties = open_secret(made["resources"][at]["inputs"]["properties"])
            properties["eventHandlers"].pop()
            made["resources"][at]["inputs"]["properties"] = properties

        yield change


def keyless(data: Data) -> Iterator[Break]:
    """Break by asking a function without the key of its app."""
    for at in of(data, "azure-native:webpubsub:WebPubSubHub"):

        def change(made: Data, at: int = at) -> None:
            text = json.dumps(made["resources"][at]["inputs"])
            made["resources"][at]["inputs"] = json.loads(text.replace("?code=", "?id=", 1))

        yield change


def rules_of(direction: str, **inputs: str) -> Callable[[Data], Iterator[Break]]:
    """Break by changing a rule of each group that guards a part of a network."""

    def places(data: Data) -> Iterator[Break]:
        for at in of(data, "azure-native:network:NetworkSecurityGroup"):
            for number, rule in enumerate(data["resources"][at]["inputs"].get("securityRules") or []):
                if rule["direction"] != direction or all(rule.get(key) == value for key, value in inputs.items()):
                    continue

                def change(made: Data, at: int = at, number: int = number) -> None:
                    made["resources"][at]["inputs"]["securityRules"][number].update(inputs)

                yield change

    return places


def actions_in(actions: Data) -> Iterator[tuple[Data, str]]:
    """Yield every action of a definition: what holds it, and its name."""
    for name, action in actions.items():
        yield actions, name
        yield from actions_in(action.get("actions", {}))


def in_workflows(fits: Callable[[Data], bool], change: Callable[[Data], None]) -> Callable[[Data], Iterator[Break]]:
    """Break by changing an action of a workflow that fits."""

    def places(data: Data) -> Iterator[Break]:
        for at in of(data, WORKFLOW):
            listed = list(actions_in(data["resources"][at]["inputs"]["definition"]["actions"]))
            for number, (holder, name) in enumerate(listed):
                if not fits(holder[name]):
                    continue

                def breaks(made: Data, at: int = at, number: int = number) -> None:
                    inside = list(actions_in(made["resources"][at]["inputs"]["definition"]["actions"]))
                    held, called = inside[number]
                    change(held[called])

                yield breaks

    return places


def is_open(action: Data) -> bool:
    """Return whether an action asks as the workflow's identity."""
    return action["type"] == "Http" and "authentication" in action["inputs"]


def of_type(kind: str) -> Callable[[Data], bool]:
    """Return whether actions are of a type."""
    return lambda action: action["type"] == kind


def admitted(change: Callable[[Data], None]) -> Callable[[Data], Iterator[Break]]:
    """Break by changing whom a workflow lets in."""

    def places(data: Data) -> Iterator[Break]:
        for at in of(data, WORKFLOW):
            if "accessControl" in data["resources"][at]["inputs"]:

                def breaks(made: Data, at: int = at) -> None:
                    control = made["resources"][at]["inputs"]["accessControl"]
                    change(control["triggers"]["openAuthenticationPolicies"]["policies"])

                yield breaks

    return places


def forget_one(policies: Data) -> None:
    """Let one of those in no more."""
    policies.pop(sorted(policies)[0])


def admit_all(policies: Data) -> None:
    """Let in whoever has a token of the tenant."""
    for policy in policies.values():
        policy["claims"] = [claim for claim in policy["claims"] if claim["name"] != "oid"]


def other_times(data: Data) -> Iterator[Break]:
    """Break by starting runs at other times."""
    for at in of(data, WORKFLOW):
        for name, trigger in data["resources"][at]["inputs"]["definition"]["triggers"].items():
            if trigger["type"] == "Recurrence":

                def change(made: Data, at: int = at, name: str = name) -> None:
                    made["resources"][at]["inputs"]["definition"]["triggers"][name]["recurrence"]["interval"] = 77

                yield change


MUTATIONS: Mapping[str, Callable[[Data], Iterator[Break]]] = {
    "leave a role out": dropping(ASSIGNMENT),
    "give a greater role": setting(ASSIGNMENT, "roleDefinitionId", CONTRIBUTOR),
    "give a role on the whole group": to_group,
    "give a role to another function": exchanging(ASSIGNMENT, "principalId"),
    "give a role on something else": exchanging(ASSIGNMENT, "scope"),
    "give a role twice": twice,
    "leave the role of a table out": dropping(TABLE_ASSIGNMENT),
    "let a reader of a table write": rewriting(TABLE_ASSIGNMENT, "roleDefinitionId", "0001$", "0002"),
    "let a writer of a table only read": rewriting(TABLE_ASSIGNMENT, "roleDefinitionId", "0002$", "0001"),
    "give the role of a table on all": to_account,
    "give the role of another table": exchanging(TABLE_ASSIGNMENT, "scope"),
    "leave an app's variable out": without_setting(lambda name: name.endswith(("_QUEUE", "_TOPIC", "_TABLE"))),
    "leave a connection out": without_setting(lambda name: name.endswith("__fullyQualifiedNamespace")),
    "leave telemetry out": without_setting(lambda name: name == "APPLICATIONINSIGHTS_CONNECTION_STRING"),
    "leave the timeout out": without_setting(lambda name: name.endswith("functionTimeout")),
    "answer without TLS": setting(APP, "httpsOnly", False),
    "give an app more memory": setting(APP, "functionAppConfig.scaleAndConcurrency.instanceMemoryMB", 4096),
    "let more copies run": setting(APP, "functionAppConfig.scaleAndConcurrency.maximumInstanceCount", 1000),
    "publish with a password": setting("azure-native:web:WebAppScmAllowed", "allow", True),
    "publish by FTP": dropping("azure-native:web:WebAppFtpAllowed"),
    "leave a route out": dropping(OPERATION),
    "take another method": setting(OPERATION, "method", "DELETE"),
    "ask another function": exchanging(BACKEND, "url"),
    "ask for no token": rewriting(POLICY, "value", r"<validate-jwt.*?</validate-jwt>", ""),
    "take tokens for anybody": rewriting(POLICY, "value", r"<audience>[^<]*</audience>", ""),
    "take tokens of anybody": rewriting(POLICY, "value", r"<openid-config[^>]*/>", ""),
    "show a function's key": setting("azure-native:apimanagement:NamedValue", "secret", False),
    "call without a key": setting(BACKEND, "credentials", None),
    "let every page call": rewriting("azure-native:apimanagement:ApiPolicy", "value", r"<origin>[^<]*<", "<origin>*<"),
    "log no requests": setting("azure-native:apimanagement:ApiDiagnostic", "sampling", None),
    "try messages without end": setting(QUEUE, "maxDeliveryCount", 2000),
    "lose what expires": setting(QUEUE, "deadLetteringOnMessageExpiration", False),
    "let messages wait a day": setting(QUEUE, "defaultMessageTimeToLive", "P1D"),
    "leave a subscription out": dropping(SUBSCRIPTION),
    "send messages elsewhere": setting(SUBSCRIPTION, "forwardTo", "elsewhere"),
    "deliver no events": dropping("azure-native:eventgrid:TopicEventSubscription"),
    "deliver all events": setting("azure-native:eventgrid:TopicEventSubscription", "filter.includedEventTypes", None),
    "lose what cannot be delivered": setting(
        "azure-native:eventgrid:TopicEventSubscription", "deadLetterWithResourceIdentity", None
    ),
    "tell of no files": dropping("azure-native:eventgrid:SystemTopicEventSubscription"),
    "tell of all files": setting(
        "azure-native:eventgrid:SystemTopicEventSubscription", "filter.subjectBeginsWith", "/"
    ),
    "let keys open a bus": setting("azure-native:eventgrid:Topic", "disableLocalAuth", False),
    "leave a rule out": dropping(RULE),
    "let another event through": another_event,
    "leave a reader's group out": dropping("azure-native:eventhub:ConsumerGroup"),
    "keep records longer": setting("azure-native:eventhub:EventHub", "retentionDescription", None),
    "leave a table out": dropping(CONTAINER),
    "spread a table otherwise": setting(CONTAINER, "resource.partitionKey.paths", ["/other"]),
    "forget to keep a table": option(CONTAINER, "protect", False),
    "let keys open a namespace": setting("azure-native:servicebus:Namespace", "disableLocalAuth", False),
    "let keys open tables": setting("azure-native:cosmosdb:DatabaseAccount", "disableLocalAuth", False),
    "let keys open parameters": setting("azure-native:appconfiguration:ConfigurationStore", "disableLocalAuth", False),
    "let keys open storage": setting(STORAGE, "allowSharedKeyAccess", True),
    "let anybody read storage": setting(STORAGE, "allowBlobPublicAccess", True),
    "keep no versions": setting("azure-native:storage:BlobServiceProperties", "isVersioningEnabled", False),
    "keep files for ever": dropping("azure-native:storage:ManagementPolicy"),
    "open a vault by policies": setting("azure-native:keyvault:Vault", "properties.enableRbacAuthorization", False),
    "let a vault be purged": setting("azure-native:keyvault:Vault", "properties.enablePurgeProtection", None),
    "leave a parameter's value": setting("azure-native:appconfiguration:KeyValue", "value", "other"),
    "let strangers ask": setting(
        "azure-native:web:WebAppAuthSettingsV2", "globalValidation.requireAuthentication", False
    ),
    "let strangers have steps done": setting(
        "azure-native:web:WebAppAuthSettingsV2",
        "identityProviders.azureActiveDirectory.validation.defaultAuthorizationPolicy.allowedApplications",
        ["<stranger>"],
    ),
    "leave a workflow out": dropping(WORKFLOW),
    "run as somebody else": setting(WORKFLOW, "identity.userAssignedIdentities", ["<stranger#id>"]),
    "switch a workflow off": setting(WORKFLOW, "state", "Disabled"),
    "let one who starts runs in no more": admitted(forget_one),
    "let everybody start runs": admitted(admit_all),
    "start runs at other times": other_times,
    "ask as somebody else": in_workflows(
        is_open, lambda action: action["inputs"]["authentication"].update(identity="x")
    ),
    "bring no token": in_workflows(is_open, lambda action: action["inputs"].pop("authentication")),
    "ask at another address": in_workflows(of_type("Http"), lambda action: action["inputs"].update(uri="https://x")),
    "hand something else on": in_workflows(of_type("Http"), lambda action: action["inputs"].update(body={"x": 1})),
    "try requests more often": in_workflows(
        of_type("Http"), lambda action: action["inputs"].update(retryPolicy={"type": "fixed", "count": 77})
    ),
    "never take the way of a failure": in_workflows(
        of_type("If"), lambda action: action.update(expression={"or": [{"equals": ["x", "y"]}]})
    ),
    "wait otherwise": in_workflows(
        of_type("Wait"), lambda action: action["inputs"].update(interval={"count": 77, "unit": "Day"})
    ),
    "end a run well that fails": in_workflows(
        of_type("Terminate"), lambda action: action.update(type="Compose", inputs="all is well")
    ),
    "work on more items at once": in_workflows(
        of_type("Foreach"), lambda action: action["runtimeConfiguration"]["concurrency"].update(repetitions=49)
    ),
    "leave a hub out": dropping("azure-native:webpubsub:WebPubSubHub"),
    "let somebody not take events": deaf,
    "turn who may connect about": turned,
    "call a hub otherwise": setting("azure-native:webpubsub:WebPubSubHub", "hubName", "other"),
    "ask a function of a hub without a key": keyless,
    "let keys open connections": setting("azure-native:webpubsub:WebPubSub", "disableLocalAuth", False),
    "leave an API of a site out": dropping("azure-native:cdn:Route"),
    "answer to another name": setting("azure-native:cdn:AFDCustomDomain", "hostName", "elsewhere.example"),
    "take old versions of TLS": setting("azure-native:cdn:AFDCustomDomain", "tlsSettings.minimumTlsVersion", "TLS10"),
    "show a site in the clear": setting("azure-native:cdn:Route", "httpsRedirect", "Disabled"),
    "ask an API in the clear": setting("azure-native:cdn:Route", "forwardingProtocol", "MatchRequest"),
    "hand on to another API": exchanging("azure-native:cdn:AFDOrigin", "hostName"),
    "ask an API under another name": setting("azure-native:cdn:AFDOrigin", "originHostHeader", "www.example"),
    "believe whoever answers": setting("azure-native:cdn:AFDOrigin", "enforceCertificateNameCheck", False),
    "leave a site's rule out": dropping("azure-native:cdn:Rule"),
    "lose a site's page": dropping("azure-native:storage:StorageAccountStaticWebsite"),
    "guard no site": dropping("azure-native:cdn:SecurityPolicy"),
    "only look at attacks": setting("azure-native:frontdoor:Policy", "policySettings.mode", "Detection"),
    "let floods through": setting("azure-native:frontdoor:Policy", "customRules.rules", []),
    "log no visits": dropping("azure-native:monitor:DiagnosticSetting"),
    "run another image": setting(CONTAINERS, "template.containers.image", "elsewhere.example/other:1"),
    "give a container more memory": setting(CONTAINERS, "template.containers.resources.memory", "8Gi"),
    "let more containers run": setting(CONTAINERS, "template.scale.maxReplicas", 1000),
    "let fewer containers run": setting(CONTAINERS, "template.scale.minReplicas", 7),
    "ask no container how it is": setting(CONTAINERS, "template.containers.probes", None),
    "ask another port": setting(CONTAINERS, "configuration.ingress.targetPort", 99),
    "answer from a container without TLS": setting(CONTAINERS, "configuration.ingress.allowInsecure", True),
    "hide a container": setting(CONTAINERS, "configuration.ingress", None),
    "fetch an image as somebody else": setting(CONTAINERS, "configuration.registries.identity", "<more#id>"),
    "read another secret": setting(CONTAINERS, "configuration.secrets.keyVaultUrl", "https://elsewhere.example"),
    "act as somebody else": exchanging(CONTAINERS, "identity.userAssignedIdentities"),
    "run containers elsewhere": setting(CONTAINERS, "environmentId", "<more#id>"),
    "let passwords open a database": setting(SERVER, "authConfig.passwordAuth", "Enabled"),
    "let no identity open a database": setting(SERVER, "authConfig.activeDirectoryAuth", "Disabled"),
    "move a database": exchanging(SERVER, "network.delegatedSubnetResourceId"),
    "give a database another size": setting(SERVER, "sku.name", "Standard_D96ds_v5"),
    "keep fewer backups": setting(SERVER, "backup.backupRetentionDays", 8),
    "leave a second copy out": setting(SERVER, "highAvailability.mode", "SameZone"),
    "run another version": setting(SERVER, "version", "11"),
    "forget to keep a database": option(SERVER, "protect", False),
    "let a database be deleted": option(SERVER, "retainOnDelete", False),
    "let one person administer": setting(f"{POSTGRES}:AdministratorsMicrosoftEntra", "principalType", "User"),
    "let nobody administer": dropping(f"{POSTGRES}:AdministratorsMicrosoftEntra"),
    "ask a database for no TLS": setting(f"{POSTGRES}:Configuration", "value", "off"),
    "leave a parameter out": dropping(f"{POSTGRES}:Configuration"),
    "leave a database's content out": dropping(f"{POSTGRES}:Database"),
    "hide a database's name": dropping("azure-native:privatedns:VirtualNetworkLink"),
    "take a function out of its network": setting(APP, "virtualNetworkSubnetId", None),
    "divide a network otherwise": setting(SUBNET, "addressPrefix", "10.40.0.0/16"),
    "leave a part unguarded": setting(SUBNET, "networkSecurityGroup", None),
    "keep a part for something else": setting(SUBNET, "delegations.serviceName", "Microsoft.Web/serverFarms"),
    "leave endpoints out": setting(SUBNET, "serviceEndpoints", None),
    "leave a way out": setting(SUBNET, "natGateway", None),
    "let everybody in": rules_of("Inbound", access="Allow"),
    "let everything out": rules_of("Outbound", access="Allow"),
    "let others in": rules_of("Inbound", sourceAddressPrefix="10.0.0.0/8"),
    "reach other services": rules_of("Outbound", destinationAddressPrefix="Sql"),
    "let keys send mail": setting(SENDS, "disableLocalAuth", False),
    "send from a domain too early": setting(SENDS, "linkedDomains", ["<more#id>"]),
    "keep mail elsewhere": setting(SENDS, "dataLocation", "Africa"),
    "send from another domain": setting("azure-native:communication:Domain", "domainName", "elsewhere.example"),
    "watch readers": setting("azure-native:communication:Domain", "userEngagementTracking", "Enabled"),
    "send as somebody else": setting("azure-native:communication:SenderUsername", "username", "other"),
    "leave an alarm out": dropping(ALERT),
    "tell nobody": setting(ALERT, "actions", []),
    "watch something else": setting(ALERT, "scopes", ["<elsewhere#id>"]),
    "leave tags out": setting(STORAGE, "tags", {}),
    "keep logs a day": setting("azure-native:operationalinsights:Workspace", "retentionInDays", 1),
    "stand in another group": setting(QUEUE, "resourceGroupName", "other"),
    "add a role that nobody has drawn": copy_of(ASSIGNMENT, scope="<more#id>"),
}

TOLERATED: tuple[str, ...] = ()
