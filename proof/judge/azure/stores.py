"""Databases, the networks they stand in, and mail: who reaches them, how they are kept, who signs in."""

from ipaddress import IPv4Network
from itertools import pairwise
from typing import Any

from judge.azure.alarms import alarm
from judge.azure.sites import DIAGNOSTICS, WORKSPACE, listed
from judge.azure.world import World
from judge.design import Flow, Node, days
from judge.recording import Resource

ADMINISTRATOR = "azure-native:dbforpostgresql:AdministratorsMicrosoftEntra"
CONTENT = "azure-native:dbforpostgresql:Database"
DOMAIN = "azure-native:communication:Domain"
GATEWAY = "azure-native:network:NatGateway"
GROUP = "azure-native:network:NetworkSecurityGroup"
LINK = "azure-native:privatedns:VirtualNetworkLink"
MAIL = "azure-native:communication:EmailService"
PARAMETER = "azure-native:dbforpostgresql:Configuration"
SENDER = "azure-native:communication:SenderUsername"
SUBNET = "azure-native:network:Subnet"
ZONE = "azure-native:privatedns:PrivateZone"

FUNCTIONS = "Microsoft.App/environments"
SERVERS = "Microsoft.DBforPostgreSQL/flexibleServers"

WAYS = {
    "bucket": "Storage",
    "event-bus": "AzureEventGrid",
    "parameter": "AppConfiguration",
    "queue": "ServiceBus",
    "secret": "AzureKeyVault",
    "stream": "EventHub",
    "table": "AzureCosmosDB",
    "topic": "ServiceBus",
}
"""The service tags of what functions use."""

ALWAYS = {"AzureActiveDirectory", "AzureFrontDoor.FirstParty", "AzureMonitor", "Storage"}
"""Those of what every function needs to start and to be watched."""

ENDPOINTS = {
    "bucket": "Microsoft.Storage",
    "queue": "Microsoft.ServiceBus",
    "secret": "Microsoft.KeyVault",
    "stream": "Microsoft.EventHub",
    "table": "Microsoft.AzureCosmosDB",
    "topic": "Microsoft.ServiceBus",
}
"""The service endpoints of what networks name."""

RECORDS = {"EmailSendMailOperational", "EmailStatusUpdateOperational"}
"""What is written down of mail: what was sent, and what became of it."""


def home(world: World, node: Node) -> Resource | None:
    """Return the network that a node names."""
    named = world.design.nodes.get(str(node.get("network")))
    return world.main(named) if named else None


def part(world: World, network: Resource, purpose: str) -> Resource | None:
    """Return the part of a network that is kept for a purpose."""
    found = [
        item
        for item in world.recording.of(SUBNET)
        if item.get("virtualNetworkName") == network.output("name")
        and [one.get("serviceName") for one in listed(item.unfolded.get("delegations"))] == [purpose]
    ]
    return found[0] if len(found) == 1 else None


def rules(world: World, subnet: Resource, direction: str) -> list[dict[str, Any]]:
    """Return the rules that guard a part of a network, the first that counts first."""
    group = world.recording.owner(subnet.get("networkSecurityGroup", "id"), GROUP)
    found = listed(group.unfolded.get("securityRules")) if group else []
    mine = [rule for rule in found if isinstance(rule, dict) and rule.get("direction") == direction]
    return sorted(mine, key=lambda rule: int(rule["priority"]))


def network(world: World, node: Node, resource: Resource) -> None:
    """A network has the drawn addresses, a part for functions, one for databases, and only the drawn way out."""
    whole = IPv4Network(node.get("cidr"))
    stated = listed((resource.unfolded.get("addressSpace") or {}).get("addressPrefixes"))
    world.expect(stated == [str(whole)], f"{node.id}: its addresses are {stated}")
    functions, databases = part(world, resource, FUNCTIONS), part(world, resource, SERVERS)
    apart = world.expect(functions is not None and databases is not None, f"{node.id}: it is not divided")
    if not apart or functions is None or databases is None:
        return
    ranges = [IPv4Network(item.get("addressPrefix")) for item in (functions, databases)]
    inside = all(one.subnet_of(whole) and one.prefixlen <= 27 for one in ranges)
    world.expect(inside and not ranges[0].overlaps(ranges[1]), f"{node.id}: its parts are {ranges}")
    world.expect(functions.urn in databases.raw["dependencies"], f"{node.id}: its parts are made at the same time")
    wanted = sorted({ENDPOINTS[name] for name in node.get("endpoints")})
    there = sorted(one["service"] for one in listed(functions.unfolded.get("serviceEndpoints")))
    world.expect(there == wanted, f"{node.id}: what stays in Azure is {there}")
    guarded(world, node, databases, [str(one) for one in ranges])
    leaving(world, node, functions)


def guarded(world: World, node: Node, databases: Resource, ranges: list[str]) -> None:
    """Expect that functions, drawn clients and other copies reach databases, and nobody else."""
    drawn = [
        address
        for store in world.design.of("sql")
        if store.get("network") == node.id
        for address in store.get("allow_from") or []
    ]
    held = rules(world, databases, "Inbound")
    open_ = {
        rule.get("sourceAddressPrefix"): rule.get("destinationPortRanges") or rule.get("destinationPortRange")
        for rule in held
        if rule["access"] == "Allow"
    }
    clients = {address: ["5432"] for address in [ranges[0], *drawn]}
    wanted = {**clients, ranges[1]: "*", "AzureLoadBalancer": "*"}
    world.expect(open_ == wanted, f"{node.id}: databases let in {open_}")
    last = held[-1] if held else {}
    closed = last.get("access") == "Deny" and last.get("sourceAddressPrefix") == "VirtualNetwork"
    world.expect(closed and last.get("protocol") == "*", f"{node.id}: databases let everybody else in")
    orderly = all(one["priority"] < other["priority"] for one, other in pairwise(held))
    world.expect(orderly, f"{node.id}: two rules have one priority")


def leaving(world: World, node: Node, functions: Resource) -> None:
    """Expect that functions get out as drawn: by one address, or to the services they use and nowhere else."""
    gateway = world.recording.owner(functions.get("natGateway", "id"), GATEWAY)
    out = node.get("nat") != "none"
    world.expect((gateway is not None) is out, f"{node.id}: the way out is {gateway}")
    held = rules(world, functions, "Outbound")
    if out:
        address = gateway.get("publicIpAddresses", "id") if gateway else None
        world.expect("PublicIPAddress" in str(address), f"{node.id}: its way out has no address")
        world.expect(not held, f"{node.id}: what leaves is held back")
        return
    kinds: set[str] = set()
    for one in world.design.of("function"):
        if one.get("network") == node.id:
            kinds |= {flow.target.kind for flow in world.design.flows_from(one)}
            taken = {flow.source.kind for flow in world.design.flows if flow.target == one and flow.kind == "subscribe"}
            kinds |= {"queue" if kind in ("bucket", "event-bus") else kind for kind in taken}
    wanted = ALWAYS | {WAYS[kind] for kind in kinds if kind in WAYS}
    open_ = {rule["destinationAddressPrefix"] for rule in held if rule["access"] == "Allow"}
    world.expect(open_ == wanted, f"{node.id}: functions reach {sorted(open_)}, not {sorted(wanted)}")
    ports = {port for rule in held if rule["access"] == "Allow" for port in listed(rule.get("destinationPortRanges"))}
    world.expect(ports == {"443", "5671"}, f"{node.id}: functions leave by {sorted(map(str, ports))}")
    last = held[-1] if held else {}
    closed = last.get("access") == "Deny" and last.get("destinationAddressPrefix") == "Internet"
    world.expect(closed and last.get("protocol") == "*", f"{node.id}: functions reach the internet")


def joined(world: World, node: Node, app: Resource) -> None:
    """Expect that a function stands in the network that it names, and in none otherwise."""
    network_ = home(world, node)
    subnet = part(world, network_, FUNCTIONS) if network_ else None
    wanted = subnet.id if subnet else None
    held = app.get("virtualNetworkSubnetId")
    world.expect(held == wanted, f"{node.id}: stands in {held}, not {wanted}")


def fits(node: Node, size: str) -> bool:
    """Return whether a machine is the smallest that has as many processors as drawn, and can have a copy."""
    if size == "Standard_B1ms":
        return node.get("capacity", "min") <= 1 and not node.get("multi_zone")
    count = int(size.removeprefix("Standard_D").removesuffix("ds_v5"))
    enough = count >= node.get("capacity", "min")
    smaller = [one for one in (2, 4, 8, 16, 32, 48, 64, 96) if one < count]
    least = not smaller or smaller[-1] < node.get("capacity", "min")
    return enough and least and (count > 2 or node.get("multi_zone") or node.get("capacity", "min") > 1)


def sql(world: World, node: Node, server: Resource) -> None:
    """A database is private, takes identities alone, encrypts, is backed up, kept and watched as drawn."""
    network_ = home(world, node)
    subnet = part(world, network_, SERVERS) if network_ else None
    stands = server.get("network", "delegatedSubnetResourceId")
    world.expect(subnet is not None and stands == subnet.id, f"{node.id}: stands in {stands}")
    zone = world.recording.owner(server.get("network", "privateDnsZoneArmResourceId"), ZONE)
    named = str(zone.get("privateZoneName")) if zone else ""
    world.expect(named.endswith(".postgres.database.azure.com"), f"{node.id}: its name stands in {named}")
    links = [
        item
        for item in world.recording.of(LINK)
        if zone
        and network_
        and item.get("privateZoneName") == zone.output("name")
        and item.get("virtualNetwork", "id") == network_.id
    ]
    readable = len(links) == 1 and links[0].urn in server.raw["dependencies"]
    world.expect(readable, f"{node.id}: its network does not know its name when it is made")
    world.expect(server.get("authConfig", "passwordAuth") == "Disabled", f"{node.id}: takes passwords")
    world.expect(server.get("authConfig", "activeDirectoryAuth") == "Enabled", f"{node.id}: knows no identities")
    login = {name for name in server.inputs if name.startswith("administratorLogin")}
    world.expect(not login, f"{node.id}: has an administrator with a password")
    version = server.get("version")
    world.expect(version == (node.get("version") or "17"), f"{node.id}: runs version {version}")
    size, tier = str(server.get("sku", "name")), server.get("sku", "tier")
    world.expect(fits(node, size), f"{node.id}: its size is {size}")
    burstable = size.startswith("Standard_B")
    world.expect(tier == ("Burstable" if burstable else "GeneralPurpose"), f"{node.id}: the tier of {size} is {tier}")
    copies = server.get("highAvailability", "mode")
    wanted = "ZoneRedundant" if node.get("multi_zone") else "Disabled"
    world.expect(copies == wanted, f"{node.id}: its copies are {copies}")
    kept = server.get("backup", "backupRetentionDays")
    world.expect(kept == days(node.get("backup")), f"{node.id}: backups are kept {kept} days")
    world.expect(server.get("storage", "autoGrow") == "Enabled", f"{node.id}: runs out of room")
    for store in (server, *owned(world, CONTENT, server)):
        held = store.raw["protect"] is store.raw["retainOnDelete"] is bool(node.get("deletion_protection"))
        world.expect(held, f"{node.id}: {store} is kept although it should not be, or the other way round")
    administered(world, node, server)
    told(world, node, server)
    logs(world, node.id, server, {"PostgreSQLLogs"})
    for metric, threshold in (("cpu_percent", 80), ("storage_percent", 85), ("connections_failed", 10)):
        watched = alarm(world, server.id, metric, threshold=threshold)
        world.expect(watched, f"{node.id}: nobody is told of its {metric}")


def owned(world: World, kind: str, server: Resource) -> list[Resource]:
    """Return what belongs to a server."""
    return [item for item in world.recording.of(kind) if item.get("serverName") == server.output("name")]


def administered(world: World, node: Node, server: Resource) -> None:
    """Expect that a group of people administers a database, and no function does."""
    found = owned(world, ADMINISTRATOR, server)
    if world.expect(len(found) == 1, f"{node.id}: {len(found)} principals administer it"):
        world.expect(found[0].get("principalType") == "Group", f"{node.id}: no group administers it")
        given = str(found[0].get("objectId"))
        world.expect("#" not in given, f"{node.id}: {given}, which the program makes, administers it")
    contents = owned(world, CONTENT, server)
    world.expect(len(contents) == 1, f"{node.id}: has {len(contents)} databases")


def told(world: World, node: Node, server: Resource) -> None:
    """Expect that a server asks for TLS, and takes as many connections as drawn."""
    found = owned(world, PARAMETER, server)
    given = {item.get("configurationName"): item.get("value") for item in found}
    wanted = {
        "require_secure_transport": "on" if node.get("require_tls") else "off",
        "ssl_min_protocol_version": f"TLSv{node.get('min_tls')}",
    }
    most = node.get("max_connections")
    if most is not None:
        wanted["max_connections"] = str(most)
    world.expect(given == wanted, f"{node.id}: is told {given}, not {wanted}")
    steps = [*owned(world, ADMINISTRATOR, server), *found, *owned(world, CONTENT, server)]
    before = [[other.urn for other in steps if other.urn in step.raw["dependencies"]] for step in steps]
    waited = [urn for row in before for urn in row]
    after = sorted(map(len, before)) == [0, *[1] * (len(steps) - 1)] and len(set(waited)) == len(waited)
    world.expect(after, f"{node.id}: is changed in two ways at the same time")


def logs(world: World, whose: str, resource: Resource, wanted: set[str]) -> None:
    """Expect that what happens is written down where all logs are kept."""
    found = [item for item in world.recording.of(DIAGNOSTICS) if item.get("resourceUri") == resource.id]
    places = [one.id for one in world.recording.of(WORKSPACE)]
    kept = [item.get("workspaceId") for item in found]
    world.expect(kept == places, f"{whose}: its logs are kept in {kept}")
    written = {one["category"] for item in found for one in listed(item.unfolded.get("logs")) if one.get("enabled")}
    world.expect(written == wanted, f"{whose}: writes down {sorted(written)}")


def email(world: World, node: Node, service: Resource) -> None:
    """A service sends from the drawn domain alone, near the program, and for identities alone."""
    user, _, name = str(node.get("from")).rpartition("@")
    world.expect(service.get("disableLocalAuth") is True, f"{node.id}: keys open it")
    domains = [item for item in world.recording.of(DOMAIN) if item.parent == service.parent]
    if not world.expect(len(domains) == 1, f"{node.id}: sends from {len(domains)} domains"):
        return
    domain = domains[0]
    world.expect(domain.get("domainName") == name, f"{node.id}: sends from {domain.get('domainName')}")
    world.expect(domain.get("domainManagement") == "CustomerManaged", f"{node.id}: the domain is Azure's")
    seen = domain.get("userEngagementTracking")
    world.expect(seen == "Disabled", f"{node.id}: watches its readers: {seen}")
    mail = world.recording.owner(domain.get("emailServiceName"), MAIL)
    places = {item.get("dataLocation") for item in (service, *([mail] if mail else []))}
    near = "United States" if world.design.region.endswith(("us", "us2", "us3")) else "Europe"
    world.expect(places == {near}, f"{node.id}: mail is kept in {sorted(map(str, places))}")
    verified = bool(world.design.settings.get("email_verified"))
    linked = listed(service.get("linkedDomains"))
    world.expect(linked == ([domain.id] if verified else []), f"{node.id}: sends from {linked}")
    senders = [item for item in world.recording.of(SENDER) if item.parent == service.parent]
    given = [item.get("username") for item in senders]
    world.expect(given == ([user] if verified and user else []), f"{node.id}: sends as {given}")
    waits = all(item.urn in service.raw["dependencies"] for item in senders)
    world.expect(waits, f"{node.id}: may send before its address is there")
    logs(world, node.id, service, RECORDS)


def use(world: World, flow: Flow) -> None:
    """A function stands in the database's network, and knows where it is and who it is there."""
    server = world.must(flow.target)
    if server is None:
        return
    world.expect(home(world, flow.source) is home(world, flow.target), f"{flow}: stands in another network")
    contents = owned(world, CONTENT, server)
    world.tell(flow, flow.source, server.output("fullyQualifiedDomainName"), "which server")
    world.tell(flow, flow.source, contents[0].output("name") if contents else None, "which database")
    world.tell(flow, flow.source, f"{flow.source.service}-{flow.source.name}", "who it is there")


def send(world: World, flow: Flow) -> None:
    """A function may send by one service, and knows its address and the sender."""
    service = world.must(flow.target)
    if service is None:
        return
    world.give(flow.source, "Communication and Email Service Owner", service.id, str(flow))
    written = str(flow.target.get("from"))
    world.tell(flow, flow.source, written if "@" in written else f"DoNotReply@{written}", "who sends")
    world.tell(flow, flow.source, f"https://{service.output('hostName')}", "which service")
