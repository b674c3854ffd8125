"""Sites for browsers: private files behind CloudFront, with APIs and buckets behind the same address."""

import re
from fnmatch import fnmatchcase
from typing import Any

from judge.aws.delivery import policies_of
from judge.aws.domains import ZONE
from judge.aws.world import World
from judge.design import Flow, Node, retention
from judge.recording import Resource, as_list

BUCKET = "aws:s3/bucket:Bucket"
SERVICE = "cloudfront.amazonaws.com"
GLOBAL = "us-east-1"

# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html and
# …/using-managed-response-headers-policies.html, …/using-managed-origin-request-policies.html
CACHE, NO_CACHE = "658327ea-f89d-4fab-a63d-7e88639e58f6", "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
SECURE_HEADERS, ALL_BUT_HOST = "67f7725c-6f97-4210-82d7-5512b31e9d03", "b689b0a8-53d0-40ab-baf2-68738e2966ac"

CLASSES = {"europe-america": "PriceClass_100", "most": "PriceClass_200", "all": "PriceClass_All"}


def behaviors(resource: Resource) -> list[dict[str, Any]]:
    """Return how paths of their own are served, in order."""
    return as_list(resource.get("orderedCacheBehaviors"))


def origin_of(resource: Resource, behavior: dict[str, Any]) -> dict[str, Any]:
    """Return where the answers to a behaviour's requests come from."""
    origins: list[dict[str, Any]] = as_list(resource.get("origins"))
    return next((one for one in origins if one.get("originId") == behavior.get("targetOriginId")), {})


def readable(world: World, subject: object, bucket: Resource, site: Resource, origin: dict[str, Any]) -> None:
    """Assert that one distribution, and nobody else, reads a bucket for browsers."""
    control = world.recording.owner(
        origin.get("originAccessControlId"), "aws:cloudfront/originAccessControl:OriginAccessControl"
    )
    signed = control and control.get("signingBehavior") == "always" and control.get("signingProtocol") == "sigv4"
    world.need(signed, subject, f"CloudFront does not sign its requests to {bucket}")
    for policy, item in policies_of(world, bucket):
        named = item.effect == "Allow" and SERVICE in item.services
        if named and item.condition_values("aws:SourceArn") == [site.arn]:
            exact = item.actions == ("s3:GetObject",) and item.resources == (f"{bucket.arn}/*",)
            world.need(exact, subject, f"{policy} lets CloudFront {item.actions} on {item.resources}")
            world.claim(policy, f"{SERVICE} {site.arn}")
            return
    world.need(False, subject, f"no policy lets CloudFront read {bucket} for {site}")


def sealed(world: World, subject: object, bucket: Resource) -> None:
    """Assert that a bucket is encrypted in a way that CloudFront can read: by S3 itself."""
    kind = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
    found = [item for item in world.recording.of(kind) if item.get("bucket") in bucket.outputs("id", "bucket")]
    methods = [item.get("rules", "applyServerSideEncryptionByDefault", "sseAlgorithm") for item in found]
    world.need(methods == ["AES256"], subject, f"{bucket} is encrypted by {methods}, which CloudFront cannot read")


def static_site(world: World, node: Node, resource: Resource) -> None:
    """A site is served from private files over TLS, with its pages, domain, firewall and log as drawn."""
    default: dict[str, Any] = resource.get("defaultCacheBehavior") or {}
    origin = origin_of(resource, default)
    bucket = world.recording.owner(origin.get("domainName"), BUCKET)
    world.need(resource.get("enabled") is True, node.id, "it is switched off")
    if world.need(bucket, node.id, "its files are in no bucket") and bucket:
        world.claim(bucket, "site files")
        files(world, node, resource, bucket, origin)
    for behavior in [default, *behaviors(resource)]:
        forced = behavior.get("viewerProtocolPolicy") in ("redirect-to-https", "https-only")
        world.need(forced, node.id, f"{behavior.get('pathPattern', 'it')} is served without TLS")
        headers = behavior.get("responseHeadersPolicyId") == SECURE_HEADERS
        world.need(headers, node.id, f"answers to {behavior.get('pathPattern', 'it')} lack the headers that protect")
    world.need(sorted(default.get("allowedMethods", [])) == ["GET", "HEAD"], node.id, "files take more than GET")
    pages(world, node, default)
    drawn = {pattern for flow in world.design.flows_from(node, "call", "read") for pattern in patterns(world, flow)}
    stated = {behavior.get("pathPattern") for behavior in behaviors(resource)}
    world.need(stated == drawn, node.id, f"the paths {sorted(map(str, stated))} are served otherwise, not {drawn}")
    world.need(resource.get("defaultRootObject") == "index.html", node.id, "its address alone shows nothing")
    wanted = CLASSES[node.get("served_from")]
    world.need(resource.get("priceClass") == wanted, node.id, f"it is served from {resource.get('priceClass')}")
    domain(world, node, resource)
    firewall(world, node, resource)
    logs(world, node, resource)


def files(world: World, node: Node, resource: Resource, bucket: Resource, origin: dict[str, Any]) -> None:
    """Assert that the files of a site are private, and there."""
    readable(world, node.id, bucket, resource, origin)
    sealed(world, node.id, bucket)
    kind = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
    blocks = [item for item in world.recording.of(kind) if item.get("bucket") in bucket.outputs("id", "bucket")]
    for key in ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"):
        closed = len(blocks) == 1 and blocks[0].get(key) is True
        world.need(closed, node.id, f"its files can be made public: {key} is not set")
    kind = "aws:s3/bucketObjectv2:BucketObjectv2"
    stored = [item for item in world.recording.of(kind) if item.get("bucket") in bucket.outputs("id", "bucket")]
    first = [item for item in stored if item.get("key") == "index.html"]
    page = len(first) == 1 and str(first[0].get("contentType")).startswith("text/html")
    world.need(page, node.id, "its first page is not among its files")
    world.need(page and first[0].get("cacheControl") == "no-cache", node.id, "browsers keep an old first page")


def pages(world: World, node: Node, default: dict[str, Any]) -> None:
    """Assert that paths lead to pages as drawn, and that no error page stands in for an API's answers."""
    code = ""
    for one in as_list(default.get("functionAssociations")):
        function = world.recording.owner(one.get("functionArn"), "aws:cloudfront/function:Function")
        if function and one.get("eventType") == "viewer-request" and function.get("publish") is True:
            code = str(function.get("code"))
    single = bool(re.search(r"uri = \"/index\.html\"", code))
    folders = bool(re.search(r"uri \+= \"index\.html\"", code))
    wanted = bool(node.get("spa"))
    world.need(single == wanted, node.id, f"the first page answers unknown paths: {single}")
    world.need(folders != wanted, node.id, f"folders show their own pages: {folders}")


def patterns(world: World, flow: Flow) -> set[str]:
    """Return the paths that go to the target of a flow."""
    if flow.kind == "read":
        return {f"/{flow.target.name}/*"}
    return world.design.patterns(flow.target)


def domain(world: World, node: Node, resource: Resource) -> None:
    """Assert that a domain of its own has a certificate, made in the one region where CloudFront looks for it."""
    name, stated = node.get("domain"), resource.get("viewerCertificate") or {}
    world.need(as_list(resource.get("aliases")) == ([name] if name else []), node.id, "it answers to another name")
    if not name:
        world.need(stated.get("cloudfrontDefaultCertificate") is True, node.id, "it has a certificate for no name")
        return
    oldest = {1.2: "TLSv1.2_2021", 1.3: "TLSv1.3_2025"}[node.get("min_tls")]
    version = stated.get("minimumProtocolVersion")
    world.need(version == oldest, node.id, f"browsers may speak {version}; the design says {oldest}")
    world.need(stated.get("sslSupportMethod") == "sni-only", node.id, "it pays for addresses of its own")
    zone = node.get("zone") or (None if node.get("certificate") else ZONE)
    if zone:
        records = [
            item
            for item in world.recording.of("aws:route53/record:Record")
            if item.get("aliases", "name") == resource.output("domainName") and item.get("name") == name
        ]
        kinds = sorted(str(item.get("type")) for item in records)
        world.need(kinds == ["A", "AAAA"], node.id, f"its name leads to it by {kinds}")
        zones = {item.get("zoneId") for item in records}
        world.need(zones == {zone}, node.id, f"its name stands in {zones}, not in {zone}")
    if node.get("certificate"):
        given = stated.get("acmCertificateArn")
        world.need(given == node.get("certificate"), node.id, f"its certificate is {given}")
        return
    made = world.recording.owner(stated.get("acmCertificateArn"), "aws:acm/certificate:Certificate")
    if world.need(made, node.id, "it has no certificate for its name") and made:
        fits = made.get("domainName") == name and made.get("region") == GLOBAL
        world.need(fits, node.id, f"its certificate is for {made.get('domainName')} in {made.get('region')}")
        waits = world.recording.of("aws:acm/certificateValidation:CertificateValidation")
        proven = any(item.get("certificateArn") == made.arn and item.get("region") == GLOBAL for item in waits)
        world.need(proven, node.id, "nobody waits for its certificate to be proven")
        value = f"<{made.urn}#domainValidationOptions.0.resourceRecordValue>"
        records = world.recording.of("aws:route53/record:Record")
        proof = any(value in as_list(item.get("records")) for item in records)
        world.need(proof, node.id, "no record proves its certificate")


def firewall(world: World, node: Node, resource: Resource) -> None:
    """Assert that attacks are turned away where drawn so."""
    wall = world.recording.owner(resource.get("webAclId"), "aws:wafv2/webAcl:WebAcl")
    world.need(bool(wall) == bool(node.get("waf")), node.id, f"a firewall stands in front: {bool(wall)}")
    if wall:
        fits = wall.get("scope") == "CLOUDFRONT" and wall.get("region") == GLOBAL
        world.need(fits, node.id, f"{wall} is for {wall.get('scope')} in {wall.get('region')}")
        rules = as_list(wall.get("rules"))
        limit = any(rule.get("statement", {}).get("rateBasedStatement") for rule in rules)
        managed = any(rule.get("statement", {}).get("managedRuleGroupStatement") for rule in rules)
        world.need(limit and managed, node.id, f"{wall} turns away too little")


def logs(world: World, node: Node, resource: Resource) -> None:
    """Assert that requests are logged where drawn so, by way of the region where CloudFront delivers logs."""
    recording = world.recording
    sources = [
        item
        for item in recording.of("aws:cloudwatch/logDeliverySource:LogDeliverySource")
        if item.get("resourceArn") == resource.arn
    ]
    if not node.get("access_logs"):
        world.need(not sources, node.id, "its requests are logged although that is switched off")
        return
    if not world.need(len(sources) == 1, node.id, f"{len(sources)} logs take its requests"):
        return
    world.need(sources[0].get("logType") == "ACCESS_LOGS", node.id, "its log holds no requests")
    found = [
        item
        for item in recording.of("aws:cloudwatch/logDelivery:LogDelivery")
        if item.get("deliverySourceName") in sources[0].outputs("name", "id")
    ]
    place = found and recording.owner(
        found[0].get("deliveryDestinationArn"), "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination"
    )
    group = place and recording.owner(place.get("deliveryDestinationConfiguration", "destinationResourceArn"))
    if world.need(group, node.id, "its log goes nowhere") and group and place:
        regions = {item.get("region") for item in (sources[0], found[0], place, group)}
        world.need(regions == {GLOBAL}, node.id, f"its log is in {regions}, and CloudFront delivers in {GLOBAL}")
        wanted, stated = retention(node.get("log_retention")), group.get("retentionInDays")
        world.need(stated == wanted, node.id, f"its log is kept {stated} days, not {wanted}")


def calls(world: World, flow: Flow) -> None:
    """Requests for each route of an API go on to it, whole and never from the cache."""
    resource, api = world.main(flow.source), world.main(flow.target)
    if resource is None or api is None:
        return
    address = api.output("apiEndpoint").removeprefix("https://")
    for route in world.design.flows_from(flow.target, "route"):
        path = re.sub(r"\{[^}]+\}", "x", str(route.get("path")))
        ways = [one for one in behaviors(resource) if fnmatchcase(path, str(one.get("pathPattern")))]
        if not world.need(ways, flow, f"{path} is looked for among the files"):
            continue
        origin = origin_of(resource, ways[0])
        world.need(origin.get("domainName") == address, flow, f"{path} goes on to {origin.get('domainName')}")
        secure = (origin.get("customOriginConfig") or {}).get("originProtocolPolicy") == "https-only"
        world.need(secure, flow, f"{path} goes on without TLS")
        whole = ways[0].get("originRequestPolicyId") == ALL_BUT_HOST and ways[0].get("cachePolicyId") == NO_CACHE
        world.need(whole, flow, f"requests for {path} go on in part, or answers come from the cache")
        world.need(len(ways[0].get("allowedMethods", [])) == 7, flow, f"{path} takes {ways[0].get('allowedMethods')}")


def shows(world: World, flow: Flow) -> None:
    """Files of a bucket are served below a folder, whose name is no part of theirs."""
    resource, bucket = world.main(flow.source), world.main(flow.target)
    if resource is None or bucket is None:
        return
    ways = [one for one in behaviors(resource) if one.get("pathPattern") in patterns(world, flow)]
    if not world.need(len(ways) == 1, flow, f"{len(ways)} folders of the site show it"):
        return
    origin = origin_of(resource, ways[0])
    world.need(origin.get("domainName") == bucket.output("bucketRegionalDomainName"), flow, "another bucket is shown")
    readable(world, flow, bucket, resource, origin)
    sealed(world, flow, bucket)
    world.need(ways[0].get("cachePolicyId") == CACHE, flow, "its files are fetched anew each time")
    function = world.recording.owner(
        next((one.get("functionArn") for one in as_list(ways[0].get("functionAssociations"))), None)
    )
    world.need(function and "replace(" in str(function.get("code")), flow, "names of files begin with the folder")
