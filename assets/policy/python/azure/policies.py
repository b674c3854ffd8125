"""The rules that the design stands by."""

# What resources hold is not typed.
# pyright: basic

import re
from collections.abc import Callable, Mapping
from typing import Any

from pulumi_policy import (
    EnforcementLevel,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
)

Json = Any
Properties = Mapping[str, Any]
Check = Callable[[Properties, ReportViolation], None]

# Resources that are otherwise because the design says so.
EXEMPT: list[str] = {{exempt}}

TAGS = ["project", "environment", "managed-by"]

# Roles over everything that Azure has built in, by their ids.
BROAD = {
    "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9": "User Access Administrator",
    "8e3af657-a8ff-443c-a75c-2fe8c4bcb635": "Owner",
    "b24988ac-6180-42a0-ab88-20f7382dd24c": "Contributor",
}


def rule(name: str, description: str, types: list[str], check: Check) -> ResourceValidationPolicy:
    """Return a rule about resources of some types, which nothing may break."""

    def validate(args: ResourceValidationArgs, report: ReportViolation) -> None:
        if args.resource_type in types and args.name not in EXEMPT:
            check(args.props, report)

    return ResourceValidationPolicy(
        name=name,
        description=description,
        enforcement_level=EnforcementLevel.MANDATORY,
        validate=validate,
    )


def storage_closed(properties: Properties, report: ReportViolation) -> None:
    """Nothing in a storage account can be made public."""
    if properties.get("allowBlobPublicAccess") is not False:
        report("Set allow_blob_public_access to False.", None)
    if properties.get("enableHttpsTrafficOnly") is not True:
        report("Set enable_https_traffic_only.", None)
    if properties.get("minimumTlsVersion") not in ("TLS1_2", "TLS1_3"):
        report("Set minimum_tls_version to TLS1_2.", None)


def storage_without_keys(properties: Properties, report: ReportViolation) -> None:
    """Storage accounts have no keys."""
    if properties.get("allowSharedKeyAccess") is not False:
        report("Set allow_shared_key_access to False.", None)


def containers_closed(properties: Properties, report: ReportViolation) -> None:
    """No container can be read by everybody."""
    if properties.get("publicAccess") not in (None, "None"):
        report("Leave public_access out.", None)


def without_keys(properties: Properties, report: ReportViolation) -> None:
    """Services have no keys."""
    if properties.get("disableLocalAuth") is not True:
        report("Set disable_local_auth.", None)


def recoverable(properties: Properties, report: ReportViolation) -> None:
    """Databases of Cosmos DB are backed up all the time."""
    if part(properties.get("backupPolicy"), "type") != "Continuous":
        report("Set backup_policy to Continuous.", None)


def asks_for_roles(properties: Properties, report: ReportViolation) -> None:
    """Vaults know who may read a secret by roles."""
    if part(properties.get("properties"), "enableRbacAuthorization") is not True:
        report("Set properties.enable_rbac_authorization.", None)


def apps_over_tls(properties: Properties, report: ReportViolation) -> None:
    """Apps answer over TLS only, and run as identities."""
    if properties.get("httpsOnly") is not True:
        report("Set https_only.", None)
    if not part(properties.get("identity"), "type"):
        report("Set identity.", None)
    if part(properties.get("siteConfig"), "minTlsVersion") not in ("1.2", "1.3"):
        report("Set site_config.min_tls_version to 1.2.", None)


def without_passwords(properties: Properties, report: ReportViolation) -> None:
    """Nobody publishes to an app with a user name and a password."""
    if properties.get("allow") is not False:
        report("Set allow to False.", None)


def no_broad_roles(properties: Properties, report: ReportViolation) -> None:
    """Roles name what is allowed."""
    role = BROAD.get(str(properties.get("roleDefinitionId")).rpartition("/")[2])
    if role:
        report(f"Name what is allowed instead of {role}.", None)


def on_resources(properties: Properties, report: ReportViolation) -> None:
    """Roles are given on one resource."""
    wide = r"/subscriptions/[^/]+(/resourceGroups/[^/]+)?/?"
    if re.fullmatch(wide, str(properties.get("scope")), re.IGNORECASE):
        report("Give the role on a resource.", None)


def logs_end(properties: Properties, report: ReportViolation) -> None:
    """Logs have a retention."""
    if not properties.get("retentionInDays"):
        report("Set retention_in_days.", None)


def tagged(properties: Properties, report: ReportViolation) -> None:
    """What holds data or costs money has tags."""
    for tag in TAGS:
        if not part(properties.get("tags"), tag):
            report(f"Add the tag {tag}.", None)


def part(value: Json, name: str) -> Json:
    """Return a part of what may not be there."""
    return (value or {}).get(name)


policies = [
    rule(
        "storage-closed",
        "Nothing in a storage account can be made public, and nobody gets in without TLS.",
        ["azure-native:storage:StorageAccount"],
        storage_closed,
    ),
    rule(
        "storage-without-keys",
        "Storage accounts know people and services by their identities, and have no keys.",
        ["azure-native:storage:StorageAccount"],
        storage_without_keys,
    ),
    rule(
        "containers-not-public",
        "No container can be read by everybody.",
        ["azure-native:storage:BlobContainer"],
        containers_closed,
    ),
    rule(
        "services-without-keys",
        "Services know who calls by identity, and have no keys.",
        [
            "azure-native:appconfiguration:ConfigurationStore",
            "azure-native:applicationinsights:Component",
            "azure-native:cosmosdb:DatabaseAccount",
            "azure-native:eventgrid:Topic",
            "azure-native:eventhub:Namespace",
            "azure-native:servicebus:Namespace",
            "azure-native:webpubsub:WebPubSub",
        ],
        without_keys,
    ),
    rule(
        "tables-recoverable",
        "Databases of Cosmos DB are backed up all the time.",
        ["azure-native:cosmosdb:DatabaseAccount"],
        recoverable,
    ),
    rule(
        "vaults-ask-for-roles",
        "Vaults know who may read a secret by roles, one secret at a time.",
        ["azure-native:keyvault:Vault"],
        asks_for_roles,
    ),
    rule(
        "apps-over-tls",
        "Apps answer over TLS only, and run as identities.",
        ["azure-native:web:WebApp"],
        apps_over_tls,
    ),
    rule(
        "apps-without-passwords",
        "Nobody publishes to an app with a user name and a password.",
        ["azure-native:web:WebAppFtpAllowed", "azure-native:web:WebAppScmAllowed"],
        without_passwords,
    ),
    rule(
        "no-broad-roles",
        "Roles name what is allowed.",
        ["azure-native:authorization:RoleAssignment"],
        no_broad_roles,
    ),
    rule(
        "roles-on-resources",
        "Roles are given on one resource, and on no subscription or group.",
        ["azure-native:authorization:RoleAssignment"],
        on_resources,
    ),
    rule(
        "logs-have-a-retention",
        "Logs are not kept for ever.",
        ["azure-native:operationalinsights:Workspace"],
        logs_end,
    ),
    rule(
        "everything-is-tagged",
        f"What holds data or costs money has the tags {', '.join(TAGS)}.",
        [
            "azure-native:apimanagement:ApiManagementService",
            "azure-native:cdn:AFDEndpoint",
            "azure-native:cdn:Profile",
            "azure-native:cosmosdb:DatabaseAccount",
            "azure-native:frontdoor:Policy",
            "azure-native:keyvault:Vault",
            "azure-native:logic:Workflow",
            "azure-native:operationalinsights:Workspace",
            "azure-native:resources:ResourceGroup",
            "azure-native:servicebus:Namespace",
            "azure-native:storage:StorageAccount",
            "azure-native:web:WebApp",
            "azure-native:webpubsub:WebPubSub",
        ],
        tagged,
    ),
]
