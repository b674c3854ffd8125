"""Sites: files that anyone may read, behind a certificate, with the drawn APIs and nothing else behind one name."""

from judge.design import Flow, Node
from judge.gcp.world import BUCKET, World
from judge.recording import Resource

URL_MAP = "gcp:compute/uRLMap:URLMap"
BACKEND_BUCKET = "gcp:compute/backendBucket:BackendBucket"
BACKEND_SERVICE = "gcp:compute/backendService:BackendService"
ENDPOINT = "gcp:compute/globalNetworkEndpoint:GlobalNetworkEndpoint"
GROUP = "gcp:compute/globalNetworkEndpointGroup:GlobalNetworkEndpointGroup"
PROXY = "gcp:compute/targetHttpsProxy:TargetHttpsProxy"
PLAIN_PROXY = "gcp:compute/targetHttpProxy:TargetHttpProxy"
RULE = "gcp:compute/globalForwardingRule:GlobalForwardingRule"
CERTIFICATE = "gcp:compute/managedSslCertificate:ManagedSslCertificate"
POLICY = "gcp:compute/sSLPolicy:SSLPolicy"
FIREWALL = "gcp:compute/securityPolicy:SecurityPolicy"
RECORD = "gcp:dns/recordSet:RecordSet"
OBJECT = "gcp:storage/bucketObject:BucketObject"
BUCKET_MEMBER = "gcp:storage/bucketIAMMember:BucketIAMMember"
OLDEST = {1.0: "TLS_1_0", 1.1: "TLS_1_1", 1.2: "TLS_1_2", 1.3: "TLS_1_3"}


def paths(resource: Resource) -> list[dict[str, object]]:
    """Return the rules of a map, by paths."""
    matchers = resource.inputs.get("pathMatchers") or []
    return [rule for matcher in matchers for rule in matcher.get("pathRules", [])]


def files_of(world: World, resource: Resource) -> Resource | None:
    """Return the bucket with a site's files."""
    backend = world.recording.owner(resource.get("defaultService"), BACKEND_BUCKET)
    return world.recording.owner(backend.get("bucketName"), BUCKET) if backend else None


def shown(world: World) -> list[Resource]:
    """Return the buckets that anyone may read, since they hold the files of a site."""
    sites = [world.main(node) for node in world.design.nodes.values() if node.kind == "static-site"]
    found = [files_of(world, resource) for resource in sites if resource]
    return [bucket for bucket in found if bucket]


def site(world: World, node: Node, resource: Resource) -> None:
    """A site shows its files and only them, under its name, by HTTPS, from near its readers."""
    backend = world.recording.owner(resource.get("defaultService"), BACKEND_BUCKET)
    bucket = files_of(world, resource)
    if not world.need(backend and bucket, node.id, "there are no files behind it") or not backend or not bucket:
        return
    world.need(backend.get("enableCdn") is True, node.id, "it is not served from near its readers")
    headers = " ".join(backend.inputs.get("customResponseHeaders") or [])
    secured = all(name in headers for name in ("Strict-Transport-Security", "nosniff", "X-Frame-Options"))
    world.need(secured, node.id, f"browsers are told only {headers!r}")
    world.need(bucket.get("uniformBucketLevelAccess") is True, node.id, "its files have rights of their own")
    world.grant(node.id, BUCKET_MEMBER, "roles/storage.legacyObjectReader", "allUsers", bucket.outputs("name"))
    stored = {item.get("name") for item in world.recording.of(OBJECT) if item.get("bucket") == bucket.output("name")}
    world.need("index.html" in stored, node.id, f"its files are {sorted(map(str, stored))}")
    hosts = resource.get("hostRules", "hosts")
    hosts = hosts if isinstance(hosts, list) else [hosts]
    world.need(hosts == [node.get("domain")], node.id, f"it answers to {hosts}")
    calls = world.design.flows_from(node, "call")
    drawn = {pattern for flow in calls for pattern in world.design.patterns(flow.target)}
    stated = {path for rule in paths(resource) for path in rule["paths"]} - {"/*"}
    world.need(stated == drawn, node.id, f"it hands on {sorted(stated ^ drawn)} otherwise than drawn")
    whole = [rule for rule in paths(resource) if rule["paths"] == ["/*"]]
    shown = len(whole) == 1 and whole[0].get("service") == backend.output("id")
    world.need(shown, node.id, "other paths do not lead to its files")
    policy = whole[0].get("customErrorResponsePolicy") if whole else None
    single = bool(policy) and all(
        rule.get("path") == "/index.html" and rule.get("overrideResponseCode") == 200
        for rule in policy.get("errorResponseRules", [])
    )
    world.need(single == bool(node.get("spa")), node.id, f"the page answers unknown paths: {single}")
    guarded(world, node, resource)
    entrance(world, node, resource)


def guarded(world: World, node: Node, resource: Resource) -> None:
    """Assert that the APIs behind a site are guarded and logged as drawn."""
    for rule in paths(resource):
        service = world.recording.owner(rule.get("service"), BACKEND_SERVICE)
        if service is None:
            continue
        firewall = world.recording.owner(service.get("securityPolicy"), FIREWALL)
        world.need(bool(firewall) == bool(node.get("waf")), node.id, f"a firewall guards it: {bool(firewall)}")
        rules = (firewall.inputs.get("rules") or []) if firewall else []
        actions = [one.get("action") for one in sorted(rules, key=lambda one: one["priority"])]
        right = not firewall or (actions[-1] == "allow" and "throttle" in actions and "deny(403)" in actions)
        world.need(right, node.id, f"its firewall does {actions}")
        logged = service.get("logConfig", "enable")
        world.need(logged == bool(node.get("access_logs")), node.id, f"requests are logged: {logged}")


def entrance(world: World, node: Node, resource: Resource) -> None:
    """Assert that a site is reached by HTTPS with a certificate for its name, and by HTTP only to be sent on."""
    proxies = [item for item in world.recording.of(PROXY) if item.get("urlMap") == resource.output("id")]
    plain = [item for item in world.recording.of(PLAIN_PROXY) if item.get("urlMap") == resource.output("id")]
    world.need(not plain, node.id, "it is reached in the clear")
    if not world.need(len(proxies) == 1, node.id, f"{len(proxies)} entrances lead to it"):
        return
    proxy = proxies[0]
    given = proxy.get("sslCertificates")
    given = given[0] if isinstance(given, list) else given
    made = world.recording.owner(given, CERTIFICATE)
    if node.get("certificate"):
        world.need(given == node.get("certificate"), node.id, f"its certificate is {given}")
    else:
        domains = made.get("managed", "domains") if made else None
        right = domains in (node.get("domain"), [node.get("domain")])
        world.need(right, node.id, f"its certificate is for {domains}")
    policy = world.recording.owner(proxy.get("sslPolicy"), POLICY)
    oldest = policy.get("minTlsVersion") if policy else None
    world.need(oldest == OLDEST[float(node.get("min_tls"))], node.id, f"it speaks {oldest}")
    rules = world.recording.of(RULE)
    secure = [item for item in rules if item.get("target") == proxy.output("id") and item.get("portRange") == "443"]
    world.need(len(secure) == 1, node.id, "nobody gets in by HTTPS")
    address = secure[0].get("ipAddress") if secure else None
    beside = [item for item in rules if item.get("ipAddress") == address and item.get("portRange") == "80"]
    sent = [
        world.recording.owner(world.recording.owner(item.get("target"), PLAIN_PROXY).get("urlMap"), URL_MAP)
        for item in beside
        if world.recording.owner(item.get("target"), PLAIN_PROXY)
    ]
    on = len(sent) == 1 and sent[0] is not None and sent[0].get("defaultUrlRedirect", "httpsRedirect") is True
    world.need(on, node.id, "who comes by HTTP is not sent on to HTTPS")
    records = [item for item in world.recording.of(RECORD) if item.get("name") == f"{node.get('domain')}."]
    world.need(bool(records) == bool(node.get("zone")), node.id, f"{len(records)} records hold its address")
    for record in records:
        world.need(record.get("managedZone") == node.get("zone"), node.id, "its address stands in another zone")


def call(world: World, flow: Flow) -> None:
    """What begins as the API's routes goes on to the API, under the API's own name."""
    resource, gateway = world.main(flow.source), world.main(flow.target)
    if resource is None or gateway is None:
        return
    wanted = world.design.patterns(flow.target)
    rules = [rule for rule in paths(resource) if set(rule["paths"]) & wanted]
    if not world.need(len(rules) == 1 and set(rules[0]["paths"]) == wanted, flow, f"the site hands on {rules}"):
        return
    service = world.recording.owner(rules[0].get("service"), BACKEND_SERVICE)
    if not world.need(service, flow, "nothing leads to the API") or service is None:
        return
    host = gateway.output("defaultHostname")
    headers = service.inputs.get("customRequestHeaders")
    world.need(headers == [f"Host: {host}"], flow, f"the API is asked as {headers}")
    world.need(service.get("protocol") == "HTTPS", flow, "the API is asked in the clear")
    group = world.recording.owner(service.get("backends", "group"), GROUP)
    points = [
        item
        for item in world.recording.of(ENDPOINT)
        if group and item.get("globalNetworkEndpointGroup") in group.outputs("name", "id")
    ]
    reached = [item.get("fqdn") for item in points]
    world.need(reached == [host], flow, f"requests go to {reached}")
    waits = all(item.urn in service.raw["dependencies"] for item in points)
    world.need(waits, flow, "it is made before it leads anywhere")
