"""Domain names of APIs: which API they lead to, by which certificate, and which records prove and find them."""

from judge.aws.world import World
from judge.design import Node
from judge.recording import Resource, as_list

DOMAIN = "aws:apigatewayv2/domainName:DomainName"
MAPPING = "aws:apigatewayv2/apiMapping:ApiMapping"
CERTIFICATE = "aws:acm/certificate:Certificate"
VALIDATION = "aws:acm/certificateValidation:CertificateValidation"
RECORD = "aws:route53/record:Record"
ZONE = "Z0MADEUP"


def domain(world: World, node: Node, api: Resource, stage: Resource) -> None:
    """Assert that the API has the drawn domain, and none that is not drawn."""
    mappings = [item for item in world.recording.of(MAPPING) if item.get("apiId") == api.id]
    wanted = node.get("domain")
    if wanted is None:
        world.need(not mappings, node.id, "it has a domain that is not drawn")
        return
    if not world.need(len(mappings) == 1, node.id, f"{len(mappings)} domains lead to it"):
        return
    mapping = mappings[0]
    named = world.recording.owner(mapping.get("domainName"), DOMAIN)
    world.need(mapping.get("stage") == stage.id, node.id, f"its domain leads to the stage {mapping.get('stage')}")
    if not world.need(named, node.id, "what leads to it is no domain") or named is None:
        return
    stated = named.get("domainName")
    world.need(stated == wanted, node.id, f"its domain is {stated}, not {wanted}")
    oldest = named.get("domainNameConfiguration", "securityPolicy")
    world.need(oldest == "TLS_1_2", node.id, f"its domain accepts {oldest}")
    told = f"https://{wanted}" in str(world.recording.outputs)
    world.need(told, node.id, "its domain is no output of the stack")
    certificate = named.get("domainNameConfiguration", "certificateArn")
    if node.get("certificate"):
        world.need(certificate == node.get("certificate"), node.id, f"its certificate is {certificate}")
        leads = "domainNameConfiguration.targetDomainName" in str(world.recording.outputs)
        world.need(leads, node.id, "nobody learns where its domain must lead")
        return
    proved(world, node, certificate)
    target = f"<{named.urn}#domainNameConfiguration.targetDomainName>"
    records = [item for item in world.recording.of(RECORD) if item.get("aliases", "name") == target]
    if world.need(len(records) == 1, node.id, f"{len(records)} records lead its domain to it"):
        record = records[0]
        same = record.get("name") == wanted and record.get("type") == "A" and record.get("zoneId") == ZONE
        world.need(same, node.id, f"{record.get('name')} {record.get('type')} leads to it, not {wanted}")


def proved(world: World, node: Node, stated: object) -> None:
    """Assert that a certificate is made for the domain, proved by a record, and used once it is issued."""
    found = [item for item in world.recording.of(CERTIFICATE) if item.get("domainName") == node.get("domain")]
    if not world.need(len(found) == 1, node.id, f"{len(found)} certificates are for its domain"):
        return
    certificate = found[0]
    world.need(certificate.get("validationMethod") == "DNS", node.id, "its certificate is proved by mail")
    waits = [item for item in world.recording.of(VALIDATION) if item.get("certificateArn") == certificate.arn]
    used = any(stated == item.output("certificateArn") for item in waits)
    world.need(waits and used, node.id, f"it uses the certificate {stated} before that is issued")
    value = f"<{certificate.urn}#domainValidationOptions.0.resourceRecordValue>"
    records = [item for item in world.recording.of(RECORD) if value in as_list(item.get("records"))]
    if world.need(len(records) == 1, node.id, f"{len(records)} records prove its certificate"):
        world.need(records[0].get("zoneId") == ZONE, node.id, "the record that proves it stands in another zone")
        names = [name for item in waits for name in as_list(item.get("validationRecordFqdns"))]
        world.need(records[0].output("fqdn") in names, node.id, "nothing waits for the record that proves it")
