"""Ways to break what programs for Google Cloud register, each of which the judge must notice."""

import copy
from collections.abc import Callable, Iterator
from typing import Any

from judge.breaks import Break, Data, adding, copy_of, dropping, exchanging, of, option, setting
from judge.gcp.world import BUCKET, CONTAINER, FUNCTION, GATEWAY, INVOKER, MEMBERS, PROJECT_MEMBER, SUBSCRIPTION, TOPIC

JOB = "gcp:cloudscheduler/job:Job"
DATABASE = "gcp:firestore/database:Database"
INSTANCE = "gcp:sql/databaseInstance:DatabaseInstance"
CONFIG = "gcp:apigateway/apiConfig:ApiConfig"
NOTIFICATION = "gcp:storage/notification:Notification"
POOL = "gcp:identityplatform/config:Config"
WORKFLOW = "gcp:workflows/workflow:Workflow"
URL_MAP = "gcp:compute/uRLMap:URLMap"
SERVICE = "gcp:compute/backendService:BackendService"
SECRET_VERSION = "gcp:secretmanager/secretVersion:SecretVersion"  # noqa: S105 A type, not a secret.


def members(change: Callable[[dict[str, Any]], None]) -> Callable[[Data], Iterator[Break]]:
    """Break by changing the inputs of each member of a role."""

    def places(data: Data) -> Iterator[Break]:
        for kind in MEMBERS:
            found = [at for at in of(data, kind) if data["resources"][at]["inputs"]["member"] != "allUsers"]
            for at in found[:3]:
                yield lambda made, at=at: change(made["resources"][at]["inputs"])

    return places


def drop_member(data: Data) -> Iterator[Break]:
    """Break by taking a right away that is not the builder's."""
    for kind in MEMBERS:
        for at in of(data, kind):
            item = data["resources"][at]
            if "function-build" not in item["name"]:
                yield lambda made, at=at: made["resources"].pop(at)
                break


def lose_variable(data: Data) -> Iterator[Break]:
    """Break by losing a variable that points at something."""
    for at in of(data, FUNCTION):
        variables = data["resources"][at]["inputs"]["serviceConfig"].get("environmentVariables", {})
        values = list(variables.values())
        for name, value in variables.items():
            if isinstance(value, str) and "<" in value and values.count(value) == 1:
                yield lambda made, at=at, name=name: made["resources"][at]["inputs"]["serviceConfig"][
                    "environmentVariables"
                ].pop(name)
                break


def reveal_secret(data: Data) -> Iterator[Break]:
    """Break by writing a secret's value in the clear."""
    for at in of(data, SECRET_VERSION):
        yield lambda made, at=at: made["resources"][at]["inputs"].update({"secretData": "in the clear"})


def no_condition(data: Data) -> Iterator[Break]:
    """Break by giving a role for all of its kind."""
    for at in of(data, PROJECT_MEMBER):
        if "condition" in data["resources"][at]["inputs"]:
            yield lambda made, at=at: made["resources"][at]["inputs"].pop("condition")


def forget_apis(data: Data) -> Iterator[Break]:
    """Break by making things before their APIs are there."""
    for at in of(data, "pulumi:providers:gcp"):
        yield lambda made, at=at: made["resources"][at].update({"dependencies": []})


def sources(change: Callable[[Any], bool]) -> Callable[[Data], Iterator[Break]]:
    """Break by changing the first part of each workflow's source that can be changed so."""

    def altered(value: Any) -> bool:
        if isinstance(value, dict) and change(value):
            return True
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
        return any(altered(item) for item in inner)

    def places(data: Data) -> Iterator[Break]:
        for at in of(data, WORKFLOW):
            if altered(copy.deepcopy(data["resources"][at]["inputs"]["sourceContents"])):
                yield lambda made, at=at: altered(made["resources"][at]["inputs"]["sourceContents"])

    return places


def exchange(key: str, value: Any) -> Callable[[Any], bool]:
    """Change a field to another value, where it is there and is not that."""

    def change(found: dict[str, Any]) -> bool:
        if key not in found or found[key] == value:
            return False
        found[key] = value
        return True

    return change


def lose(key: str) -> Callable[[Any], bool]:
    """Take a field away."""
    return lambda found: found.pop(key, None) is not None


MUTATIONS: dict[str, Callable[[Data], Iterator[Break]]] = {
    "take a right away": drop_member,
    "let anyone": members(lambda inputs: inputs.update({"member": "allUsers"})),
    "give all rights": members(lambda inputs: inputs.update({"role": "roles/editor"})),
    "give a role for everything": no_condition,
    "add a right": copy_of(INVOKER, member="serviceAccount:other@example.com"),
    "let two functions share an account": exchanging(FUNCTION, "serviceConfig.serviceAccountEmail"),
    "lose a variable": lose_variable,
    "give a function other memory": setting(FUNCTION, "serviceConfig.availableMemory", "131Mi"),
    "give a function another timeout": setting(FUNCTION, "serviceConfig.timeoutSeconds", 3599),
    "run other code": exchanging(FUNCTION, "buildConfig.source.storageSource.object"),
    "deploy old code": setting(FUNCTION, "buildConfig.source.storageSource.generation", None),
    "follow another table": setting(FUNCTION, "eventTrigger.eventFilters.value", "<other::database#name>"),
    "lose changes that failed": setting(FUNCTION, "eventTrigger.retryPolicy", "RETRY_POLICY_DO_NOT_RETRY"),
    "push to another": exchanging(SUBSCRIPTION, "pushConfig.pushEndpoint"),
    "push without a name": setting(SUBSCRIPTION, "pushConfig.oidcToken", None),
    "take every message": setting(SUBSCRIPTION, "filter", None),
    "let a subscription expire": setting(SUBSCRIPTION, "expirationPolicy", {"ttl": "2678400s"}),
    "set nothing aside": setting(SUBSCRIPTION, "deadLetterPolicy", None),
    "give up early": setting(SUBSCRIPTION, "deadLetterPolicy.maxDeliveryAttempts", 99),
    "forget messages": setting(SUBSCRIPTION, "messageRetentionDuration", "600s"),
    "wait too short": setting(SUBSCRIPTION, "ackDeadlineSeconds", 11),
    "drop a subscription": dropping(SUBSCRIPTION),
    "keep messages elsewhere": setting(TOPIC, "messageStoragePolicy", None),
    "add a topic": copy_of(TOPIC),
    "run at another time": setting(JOB, "schedule", "1 2 3 4 *"),
    "run by another clock": setting(JOB, "timeZone", "Pacific/Kiritimati"),
    "start another": exchanging(JOB, "httpTarget.uri"),
    "drop a job": dropping(JOB),
    "open an API": setting(CONFIG, "openapiDocuments.document.contents", None),
    "call functions as another": setting(
        CONFIG, "gatewayConfig.backendConfig.googleServiceAccount", "other@example.com"
    ),
    "drop a gateway": dropping(GATEWAY),
    "keep no history of a table": setting(DATABASE, "pointInTimeRecoveryEnablement", "POINT_IN_TIME_RECOVERY_DISABLED"),
    "let a table be deleted": setting(DATABASE, "deleteProtectionState", "DELETE_PROTECTION_DISABLED"),
    "put a table elsewhere": setting(DATABASE, "locationId", "nam5"),
    "drop an index": dropping("gcp:firestore/index:Index"),
    "keep documents for ever": dropping("gcp:firestore/field:Field"),
    "open a bucket": setting(BUCKET, "publicAccessPrevention", "inherited"),
    "keep no versions": setting(BUCKET, "versioning.enabled", False),
    "tell of other files": setting(NOTIFICATION, "objectNamePrefix", "other/"),
    "drop a notification": dropping(NOTIFICATION),
    "write a secret in the clear": reveal_secret,
    "change a parameter": setting("gcp:parametermanager/parameterVersion:ParameterVersion", "parameterData", "other"),
    "ask for no second factor": setting(POOL, "mfa.state", "DISABLED"),
    "let people come back elsewhere": setting(POOL, "authorizedDomains", ["other.example"]),
    "let people sign in otherwise": setting(POOL, "signIn.email.enabled", False),
    "ask nobody before a sign-up": setting(POOL, "blockingFunctions", None),
    "give a database a public address": setting(INSTANCE, "settings.ipConfiguration.ipv4Enabled", True),
    "take connections in the clear": setting(
        INSTANCE, "settings.ipConfiguration.sslMode", "ALLOW_UNENCRYPTED_AND_ENCRYPTED"
    ),
    "keep fewer backups": setting(INSTANCE, "settings.backupConfiguration.backupRetentionSettings.retainedBackups", 1),
    "let a database be deleted": setting(INSTANCE, "deletionProtection", False),
    "drop a user of a database": dropping("gcp:sql/user:User"),
    "put a function into no network": setting(FUNCTION, "serviceConfig.directVpcNetworkInterfaces", None),
    "move a subnet": setting("gcp:compute/subnetwork:Subnetwork", "ipCidrRange", "10.99.0.0/16"),
    "keep logs for a month": dropping("gcp:logging/projectSink:ProjectSink"),
    "keep logs otherwise": setting("gcp:logging/projectBucketConfig:ProjectBucketConfig", "retentionDays", 3),
    "serve a site from afar": setting("gcp:compute/backendBucket:BackendBucket", "enableCdn", False),
    "tell browsers nothing": setting("gcp:compute/backendBucket:BackendBucket", "customResponseHeaders", []),
    "show a site under another name": setting(URL_MAP, "hostRules.hosts", ["other.example"]),
    "hand other paths to an API": setting(URL_MAP, "pathMatchers.pathRules.paths", ["/other/*"]),
    "ask an API under another name": setting(SERVICE, "customRequestHeaders", ["Host: other.example"]),
    "ask an API in the clear": setting(SERVICE, "protocol", "HTTP"),
    "lead to another API": setting("gcp:compute/globalNetworkEndpoint:GlobalNetworkEndpoint", "fqdn", "other"),
    "guard nothing": setting(SERVICE, "securityPolicy", None),
    "log no requests": setting(SERVICE, "logConfig.enable", False),
    "speak old TLS": setting("gcp:compute/sSLPolicy:SSLPolicy", "minTlsVersion", "TLS_1_0"),
    "certify another name": setting(
        "gcp:compute/managedSslCertificate:ManagedSslCertificate", "managed.domains", ["other.example"]
    ),
    "show a site in the clear": setting(URL_MAP, "defaultUrlRedirect.httpsRedirect", False),
    "let nobody into a site": dropping("gcp:compute/globalForwardingRule:GlobalForwardingRule"),
    "forget a record": dropping("gcp:dns/recordSet:RecordSet"),
    "run another image": setting(CONTAINER, "template.containers.image", "docker.io/library/other:1"),
    "listen elsewhere": setting(CONTAINER, "template.containers.ports.containerPort", 1),
    "give a container other processors": setting(CONTAINER, "template.containers.resources.limits.cpu", "3"),
    "let a container stand still": setting(CONTAINER, "template.containers.resources.cpuIdle", True),
    "keep no copy of a container": setting(CONTAINER, "template.scaling.minInstanceCount", 900),
    "run too many copies": setting(CONTAINER, "template.scaling.maxInstanceCount", 901),
    "ask a container nothing": setting(CONTAINER, "template.containers.livenessProbe", None),
    "take a container out of its network": setting(CONTAINER, "template.vpcAccess", None),
    "let a container out otherwise": setting(CONTAINER, "template.vpcAccess.egress", "OTHER"),
    "open a container": setting(CONTAINER, "ingress", "OTHER"),
    "run a container as another": setting(CONTAINER, "template.serviceAccount", "other@example.com"),
    "lose a variable of a container": setting(CONTAINER, "template.containers.envs", []),
    "start another workflow": setting("gcp:eventarc/trigger:Trigger", "destination.workflow", "other"),
    "start runs as another": setting("gcp:eventarc/trigger:Trigger", "serviceAccount", "other@example.com"),
    "wait for other events": setting("gcp:eventarc/trigger:Trigger", "matchingCriterias", []),
    "start no runs": dropping("gcp:eventarc/trigger:Trigger"),
    "hand on events as they are": sources(lose("unwrap")),
    "let two workflows share an account": exchanging(WORKFLOW, "serviceAccount"),
    "log otherwise": setting(WORKFLOW, "callLogLevel", "LOG_LEVEL_OTHER"),
    "call another function in a step": sources(exchange("url", "https://other.example")),
    "sign in to nothing in a step": sources(lose("auth")),
    "publish elsewhere in a step": sources(exchange("topic", "projects/other/topics/other")),
    "try a step more often": sources(exchange("max_retries", 77)),
    "let a step take for ever": sources(exchange("timeout", 1800)),
    "swallow a failure": sources(lose("raise")),
    "go on elsewhere": sources(exchange("next", "nowhere")),
    "choose otherwise": sources(lose("condition")),
    "work on more at once": sources(exchange("concurrency_limit", 20)),
    "share no answers": sources(lose("shared")),
    "undo nothing": sources(lose("except")),
    "keep no answer": sources(exchange("assign", [])),
    "tell nobody": dropping("gcp:monitoring/alertPolicy:AlertPolicy"),
    "make things before their APIs": forget_apis,
    "turn an API off": setting("gcp:projects/service:Service", "disableOnDestroy", True),
    "label nothing": setting("pulumi:providers:gcp", "defaultLabels", None),
    "fix a function's name": adding(FUNCTION, name="fixed"),
    "put a resource outside of all components": option(FUNCTION, "parent", ""),
    "leave the labelling provider": option(DATABASE, "provider", ""),
}

# Of alarms only those that the judge asks for are noticed; and a builder's rights may be exchanged for no others.
TOLERATED = {"tell nobody", "take every message"}
