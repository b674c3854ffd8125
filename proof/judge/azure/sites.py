"""Sites: files behind Front Door, with the drawn APIs and nothing else behind one address."""

from judge.azure.world import World
from judge.design import Flow, Node
from judge.recording import Resource

ACCOUNT = "azure-native:storage:StorageAccount"
BLOB = "azure-native:storage:Blob"
DIAGNOSTICS = "azure-native:monitor:DiagnosticSetting"
DOMAIN = "azure-native:cdn:AFDCustomDomain"
ENDPOINT = "azure-native:cdn:AFDEndpoint"
FIREWALL = "azure-native:frontdoor:Policy"
GUARD = "azure-native:cdn:SecurityPolicy"
GROUP = "azure-native:cdn:AFDOriginGroup"
ORIGIN = "azure-native:cdn:AFDOrigin"
ROUTE = "azure-native:cdn:Route"
RULE = "azure-native:cdn:Rule"
RULES = "azure-native:cdn:RuleSet"
WEBSITE = "azure-native:storage:StorageAccountStaticWebsite"
WORKSPACE = "azure-native:operationalinsights:Workspace"


def listed(value: object) -> list[object]:
    """Return a list, of which recordings leave out the brackets where it has one item."""
    return value if isinstance(value, list) else [] if value is None else [value]


def parts(world: World, profile: Resource, kind: str) -> list[Resource]:
    """Return the parts of a site's Front Door of a type."""
    return [item for item in world.recording.of(kind) if item.get("profileName") == profile.output("name")]


def files_of(world: World, profile: Resource) -> list[Resource]:
    """Return the accounts that hold the files of a site."""
    return [item for item in world.recording.of(ACCOUNT) if item.parent == profile.parent]


def shown(world: World) -> list[Resource]:
    """Return the accounts whose files anybody may read, since they are those of sites."""
    sites = [world.main(node) for node in world.design.of("static-site")]
    return [account for profile in sites if profile for account in files_of(world, profile)]


def behind(world: World, profile: Resource, route: Resource) -> list[Resource]:
    """Return where a route leads to."""
    group = world.recording.owner(route.get("originGroup", "id"), GROUP)
    name = group.output("name") if group else ""
    return [item for item in parts(world, profile, ORIGIN) if item.get("originGroupName") == name]


def site(world: World, node: Node, profile: Resource) -> None:
    """A site shows its files and only them, by HTTPS, from near its readers."""
    accounts = files_of(world, profile)
    pages = [item for item in world.recording.of(WEBSITE) if item.parent == profile.parent]
    if not world.expect(len(accounts) == len(pages) == 1, f"{node.id}: there are no files behind it"):
        return
    account, page = accounts[0], pages[0]
    world.expect(page.get("accountName") == account.output("name"), f"{node.id}: its page is another's")
    world.expect(page.get("indexDocument") == "index.html", f"{node.id}: begins with {page.get('indexDocument')}")
    stored = [item for item in world.recording.of(BLOB) if item.get("accountName") == account.output("name")]
    there = {item.get("blobName") for item in stored if item.get("containerName") == page.output("containerName")}
    world.expect("index.html" in there, f"{node.id}: its files are {sorted(map(str, there))}")
    routes = parts(world, profile, ROUTE)
    drawn = {
        pattern for flow in world.design.flows_from(node, "call") for pattern in world.design.patterns(flow.target)
    }
    stated = {path for item in routes for path in listed(item.get("patternsToMatch"))}
    world.expect(stated == drawn | {"/*"}, f"{node.id}: hands on {sorted(map(str, stated))}")
    whole = [item for item in routes if listed(item.get("patternsToMatch")) == ["/*"]]
    if world.expect(len(whole) == 1, f"{node.id}: {len(whole)} routes lead to its files"):
        hosts = [item.get("hostName") for item in behind(world, profile, whole[0])]
        wanted = account.output("primaryEndpoints.web")
        world.expect(hosts == [wanted], f"{node.id}: other paths lead to {hosts}")
        rules(world, node, profile, whole[0])
    entrance(world, node, profile, routes)
    guarded(world, node, profile)
    logged(world, node, profile)


def rules(world: World, node: Node, profile: Resource, route: Resource) -> None:
    """Judge what browsers are told with files, what is kept near them, and which paths the page answers."""
    set_ = world.recording.owner((listed(route.get("ruleSets")) or [{}])[0].get("id"), RULES)
    mine = [item for item in parts(world, profile, RULE) if set_ and item.get("ruleSetName") == set_.output("name")]
    world.expect(bool(mine), f"{node.id}: no rules are held against its requests")
    always = [item for item in mine if not item.get("conditions")]
    told = {
        action["parameters"].get("headerName"): action["parameters"].get("value")
        for item in always
        for action in item.unfolded.get("actions") or []
    }
    wanted = {"Strict-Transport-Security", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy"}
    world.expect(wanted <= set(told), f"{node.id}: browsers are told only {sorted(map(str, told))}")
    world.expect(told.get("Cache-Control") == "no-cache", f"{node.id}: browsers keep old pages")
    kept = [
        action["parameters"]["cacheConfiguration"]
        for item in mine
        for action in item.unfolded.get("actions") or []
        if action["name"] == "RouteConfigurationOverride"
        and any(one["parameters"].get("negateCondition") for one in item.unfolded.get("conditions") or [])
    ]
    near = len(kept) == 1 and kept[0].get("cacheDuration") == "01:00:00"
    world.expect(near, f"{node.id}: files are kept near browsers otherwise")
    rewritten = [
        action["parameters"].get("destination")
        for item in mine
        for action in item.unfolded.get("actions") or []
        if action["name"] == "UrlRewrite" and "LessThan" in str(item.get("conditions"))
    ]
    page = ["/index.html"] if node.get("spa") else []
    world.expect(rewritten == page, f"{node.id}: paths without a file are answered by {rewritten}")


def entrance(world: World, node: Node, profile: Resource, routes: list[Resource]) -> None:
    """Expect that a site is reached by HTTPS alone, under its name where it has one."""
    endpoints = parts(world, profile, ENDPOINT)
    world.expect(len(endpoints) == 1, f"{node.id}: has {len(endpoints)} entrances")
    domains = parts(world, profile, DOMAIN)
    names = [item.get("hostName") for item in domains]
    named = node.get("domain")
    world.expect(names == ([named] if named else []), f"{node.id}: answers to {names}")
    for item in domains:
        oldest = item.get("tlsSettings", "minimumTlsVersion")
        world.expect(oldest == "TLS12", f"{node.id}: speaks {oldest}")
        made = item.get("tlsSettings", "certificateType")
        world.expect(made == "ManagedCertificate", f"{node.id}: its certificate is {made}")
    for item in routes:
        world.expect(item.get("httpsRedirect") == "Enabled", f"{node.id}: {item} answers in the clear")
        world.expect(item.get("forwardingProtocol") == "HttpsOnly", f"{node.id}: {item} asks in the clear")
        for origin in behind(world, profile, item):
            right = origin.get("originHostHeader") == origin.get("hostName")
            world.expect(right, f"{node.id}: {origin} is asked under another name")
            checked = origin.get("enforceCertificateNameCheck") is True
            world.expect(checked, f"{node.id}: {origin} is believed, whoever answers")
            waits = origin.urn in item.raw["dependencies"]
            world.expect(waits, f"{node.id}: {item} is made before it leads anywhere")
        ends = [one.output("name") for one in endpoints]
        world.expect(item.get("endpointName") in ends, f"{node.id}: {item} is of another entrance")
        own = [one.get("id") for one in item.unfolded.get("customDomains") or []]
        world.expect(own == [one.id for one in domains], f"{node.id}: {item} answers to other names")
        open_ = item.get("linkToDefaultDomain") == ("Disabled" if named else "Enabled")
        world.expect(open_, f"{node.id}: {item} answers to Front Door's name otherwise")


def guarded(world: World, node: Node, profile: Resource) -> None:
    """Expect that floods and attacks are turned away where the design asks for it."""
    wanted = bool(node.get("waf"))
    tier = profile.get("sku", "name")
    world.expect(str(tier).startswith("Premium") is wanted, f"{node.id}: the tier is {tier}")
    guards = parts(world, profile, GUARD)
    if not world.expect(len(guards) == wanted, f"{node.id}: {len(guards)} firewalls guard it") or not wanted:
        return
    policy = world.recording.owner(guards[0].get("parameters", "wafPolicy", "id"), FIREWALL)
    places = guards[0].unfolded["parameters"].get("associations") or []
    domains = [one.id for one in parts(world, profile, DOMAIN)] or [one.id for one in parts(world, profile, ENDPOINT)]
    covered = [one.get("id") for place in places for one in place.get("domains") or []]
    paths = [path for place in places for path in place.get("patternsToMatch") or []]
    world.expect(covered == domains and paths == ["/*"], f"{node.id}: the firewall guards {covered} {paths}")
    if not world.expect(policy is not None, f"{node.id}: its firewall has no rules") or policy is None:
        return
    mode = policy.get("policySettings", "mode")
    world.expect(mode == "Prevention", f"{node.id}: its firewall only looks on: {mode}")
    sets = {one["ruleSetType"] for one in policy.unfolded["managedRules"].get("managedRuleSets") or []}
    known = {"Microsoft_DefaultRuleSet", "Microsoft_BotManagerRuleSet"}
    world.expect(sets == known, f"{node.id}: its firewall knows {sorted(sets)}")
    kinds = [one.get("ruleType") for one in policy.unfolded["customRules"].get("rules") or []]
    world.expect(kinds == ["RateLimitRule"], f"{node.id}: its firewall lets floods through")


def logged(world: World, node: Node, profile: Resource) -> None:
    """Expect that requests are logged where the design asks for it."""
    found = [item for item in world.recording.of(DIAGNOSTICS) if item.get("resourceUri") == profile.id]
    wanted = bool(node.get("access_logs"))
    if not world.expect(len(found) == wanted, f"{node.id}: {len(found)} logs are kept") or not wanted:
        return
    kept = world.recording.of(WORKSPACE)
    place = found[0].get("workspaceId")
    world.expect([one.id for one in kept] == [place], f"{node.id}: its log is kept in {place}")
    written = [one.get("category") for one in found[0].unfolded.get("logs") or [] if one.get("enabled")]
    world.expect("FrontDoorAccessLog" in written, f"{node.id}: writes down {written}")


def call(world: World, flow: Flow) -> None:
    """What begins as the API's routes goes on to the API, under the API's own name."""
    profile, api = world.main(flow.source), world.main(flow.target)
    if profile is None or api is None:
        return
    wanted = world.design.patterns(flow.target)
    routes = [
        item for item in parts(world, profile, ROUTE) if wanted & set(map(str, listed(item.get("patternsToMatch"))))
    ]
    if not world.expect(len(routes) == 1, f"{flow}: {len(routes)} routes lead there"):
        return
    world.expect(set(listed(routes[0].get("patternsToMatch"))) == wanted, f"{flow}: hands on otherwise than drawn")
    world.expect(not listed(routes[0].get("ruleSets")), f"{flow}: answers of the API are changed on their way")
    origins = behind(world, profile, routes[0])
    if world.expect(len(origins) == 1, f"{flow}: {len(origins)} places answer"):
        host = api.output("gatewayUrl")
        world.expect(origins[0].get("hostName") == host, f"{flow}: requests go to {origins[0].get('hostName')}")
