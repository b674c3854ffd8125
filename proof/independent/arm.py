"""A recording as a template of Azure Resource Manager, for judges who read templates.

Pulumi's provider for Azure is made from Azure's own descriptions: what stands under `properties` there stands beside
the name here, mostly by the same names.
"""

import re
from typing import Any

from independent.concrete import concrete

STORAGE = "Microsoft.Storage/storageAccounts"

# The types that judges know, by Pulumi's tokens, and arguments that have other names in templates.
TYPES: dict[str, tuple[str, dict[str, str]]] = {
    "apimanagement:ApiManagementService": ("Microsoft.ApiManagement/service", {}),
    "app:ContainerApp": ("Microsoft.App/containerApps", {}),
    "cache:Redis": ("Microsoft.Cache/redis", {}),
    "cosmosdb:DatabaseAccount": ("Microsoft.DocumentDB/databaseAccounts", {}),
    "dbforpostgresql:Server": ("Microsoft.DBforPostgreSQL/flexibleServers", {}),
    "eventgrid:Topic": ("Microsoft.EventGrid/topics", {}),
    "eventhub:Namespace": ("Microsoft.EventHub/namespaces", {}),
    "frontdoor:Policy": ("Microsoft.Network/FrontDoorWebApplicationFirewallPolicies", {}),
    "keyvault:Secret": ("Microsoft.KeyVault/vaults/secrets", {}),
    "keyvault:Vault": ("Microsoft.KeyVault/vaults", {}),
    "network:NetworkSecurityGroup": ("Microsoft.Network/networkSecurityGroups", {}),
    "network:VirtualNetwork": ("Microsoft.Network/virtualNetworks", {}),
    "search:Service": ("Microsoft.Search/searchServices", {}),
    "servicebus:Namespace": ("Microsoft.ServiceBus/namespaces", {}),
    "signalrservice:SignalR": ("Microsoft.SignalRService/SignalR", {}),
    "storage:BlobContainer": ("Microsoft.Storage/storageAccounts/blobServices/containers", {}),
    "storage:StorageAccount": (
        STORAGE,
        {"enableHttpsTrafficOnly": "supportsHttpsTrafficOnly", "networkRuleSet": "networkAcls"},
    ),
    "web:AppServicePlan": ("Microsoft.Web/serverfarms", {}),
    "web:WebApp": ("Microsoft.Web/sites", {}),
    "webpubsub:WebPubSub": ("Microsoft.SignalRService/webPubSub", {}),
}

# What stands beside `properties` in a template.
BESIDE = {"sku", "kind", "identity", "tags", "location", "zones", "extendedLocation", "plan"}


def entry(design: str, item: dict[str, Any]) -> dict[str, Any]:
    """Return a resource as a template has it."""
    token = item["type"].partition(":")[2]
    kind, others = TYPES[token]
    inputs = concrete(item["inputs"])
    beside = {name: value for name, value in inputs.items() if name in BESIDE}
    within = {others.get(name, name): value for name, value in inputs.items() if name not in {*BESIDE, "properties"}}
    return {
        "type": kind,
        "apiVersion": "2025-01-01",
        "name": re.sub("[^a-z0-9]", "", item["name"])[:24] if kind == STORAGE else f"{design}-{item['name']}",
        **beside,
        "properties": {**within, **inputs.get("properties", {})},
    }


def template(recordings: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return one template of all recordings."""
    return {
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion": "1.0.0.0",
        "resources": [
            entry(design, item)
            for design, recording in recordings.items()
            for item in recording["resources"]
            if item["type"].startswith("azure-native:") and item["type"].partition(":")[2] in TYPES and not item["read"]
        ],
    }
