"""What functions read, write, use and call."""

from judge.design import Flow
from judge.gcp.world import PROJECT, PROJECT_MEMBER, World

SECRET_MEMBER = "gcp:secretmanager/secretIamMember:SecretIamMember"  # noqa: S105 A type, not a secret.
SECRET_VERSION = "gcp:secretmanager/secretVersion:SecretVersion"  # noqa: S105 A type, not a secret.
PARAMETER_VERSION = "gcp:parametermanager/parameterVersion:ParameterVersion"
USER = "gcp:sql/user:User"


def table(world: World, flow: Flow) -> None:
    """A role of the project, on one database alone."""
    database = world.main(flow.target)
    if database is None:
        return
    role = "roles/datastore.viewer" if flow.kind == "read" else "roles/datastore.user"
    only = f'resource.name == "projects/{PROJECT}/databases/{database.output("name")}"'
    world.grant(flow, PROJECT_MEMBER, role, world.member_of(flow.source), {PROJECT}, only=only)
    world.points(flow, database.outputs("name", "id"))


def bucket(world: World, flow: Flow) -> None:
    """A role on the bucket."""
    place = world.main(flow.target)
    if place is None:
        return
    role = "roles/storage.objectViewer" if flow.kind == "read" else "roles/storage.objectUser"
    kind = "gcp:storage/bucketIAMMember:BucketIAMMember"
    world.grant(flow, kind, role, world.member_of(flow.source), place.outputs("name"))
    world.points(flow, place.outputs("name"))


def sql(world: World, flow: Flow) -> None:
    """The right to connect and to sign in, on one instance alone; a user; and a place in the network."""
    instance = world.main(flow.target)
    if instance is None:
        return
    member = world.member_of(flow.source)
    only = f'/instances/{instance.output("name")}"'
    for role in ("roles/cloudsql.client", "roles/cloudsql.instanceUser"):
        world.grant(flow, PROJECT_MEMBER, role, member, {PROJECT}, only=only)
    world.points(flow, instance.outputs("connectionName"))
    contents = [
        item
        for item in world.recording.of("gcp:sql/database:Database")
        if item.get("instance") == instance.output("name")
    ]
    world.points(flow, {value for item in contents for value in item.outputs("name")})
    account = world.account(world.main(flow.source))
    users = [
        item
        for item in world.recording.of(USER)
        if item.get("instance") == instance.output("name") and account and item.get("name") == account.output("email")
    ]
    if world.need(len(users) == 1, flow, f"it is {len(users)} users of the database"):
        world.claims.add(users[0].urn)
        world.need(users[0].get("type") == "CLOUD_IAM_SERVICE_ACCOUNT", flow, "it signs in with a password")
    network = world.recording.owner(instance.get("settings", "ipConfiguration", "privateNetwork"))
    joined = world.joined(flow.source)
    world.need(network and joined == network.output("name"), flow, "its code is not in the database's network")


def people(world: World, flow: Flow) -> None:
    """A role of the project, which has one pool of people."""
    role = {
        "read": "roles/firebaseauth.viewer",
        "write": "roles/firebaseauth.admin",
        "read-write": "roles/firebaseauth.admin",
    }.get(flow.kind)
    if role:
        world.grant(flow, PROJECT_MEMBER, role, world.member_of(flow.source), {PROJECT})
    world.points(flow, {PROJECT}, flow.values.get("as"))


def secret(world: World, flow: Flow) -> None:
    """The right to read the secret, and one version of it: by reference, or its value."""
    place = world.main(flow.target)
    if place is None:
        return
    world.grant(
        flow,
        SECRET_MEMBER,
        "roles/secretmanager.secretAccessor",
        world.member_of(flow.source),
        place.outputs("secretId"),
    )
    versions = [item for item in world.recording.of(SECRET_VERSION) if item.get("secret") in place.outputs("id")]
    if not world.need(len(versions) == 1, flow, f"the secret has {len(versions)} values"):
        return
    if flow.values.get("inject") != "value":
        world.points(flow, versions[0].outputs("name"), flow.values.get("as"))
        return
    pinned = [version for secret, version in world.injected(flow.source) if secret == place.output("secretId")]
    world.need(pinned == [versions[0].output("version")], flow, "its code does not get that version of the secret")


def parameter(world: World, flow: Flow) -> None:
    """The right to read the parameter alone, and its version."""
    place = world.main(flow.target)
    if place is None:
        return
    only = f'resource.name.startsWith("{place.output("name")}/versions/")'
    role = "roles/parametermanager.parameterAccessor"
    world.grant(flow, PROJECT_MEMBER, role, world.member_of(flow.source), {PROJECT}, only=only)
    versions = [item for item in world.recording.of(PARAMETER_VERSION) if item.get("parameter") in place.outputs("id")]
    if world.need(len(versions) == 1, flow, f"the parameter has {len(versions)} values"):
        world.points(flow, versions[0].outputs("name"), flow.values.get("as"))


def call(world: World, flow: Flow) -> None:
    """The address of what is called."""
    if flow.target.kind == "external":
        world.points(flow, {str(flow.target.get("url"))})
        return
    gateway = world.main(flow.target)
    world.points(flow, {f"https://{gateway.output('defaultHostname')}"} if gateway else set())
