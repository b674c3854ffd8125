"""Relational databases: what each must be, and how what uses one gets at it.

Written from the Aurora User Guide: Serverless v2, the Data API, IAM database authentication, RDS Proxy.
"""

from judge.aws.networks import PORTS, home, subnets_of, together
from judge.aws.world import World
from judge.design import Flow, Node, days
from judge.recording import Resource, as_list

INSTANCE = "aws:rds/clusterInstance:ClusterInstance"
PARAMETERS = "aws:rds/clusterParameterGroup:ClusterParameterGroup"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
ADMINISTRATOR = "masterUserSecrets.0.secretArn"
ENGINES = {"postgres": "aurora-postgresql", "mysql": "aurora-mysql"}
TLS = {"postgres": ("rds.force_ssl", {"1"}), "mysql": ("require_secure_transport", {"ON", "1"})}
OLDEST = {"postgres": "ssl_min_protocol_version", "mysql": "tls_version"}

QUERY = {"rds-data:ExecuteStatement"}
CHANGE = QUERY | {"rds-data:BatchExecuteStatement"}
TRANSACTION = {"rds-data:BeginTransaction", "rds-data:CommitTransaction", "rds-data:RollbackTransaction"}


def sql(world: World, node: Node, cluster: Resource) -> None:
    """A database is as drawn: of its engine and size, private, encrypted, backed up, kept, logged and watched."""
    engine = node.get("engine")
    version = str(node.get("version") or "")
    same = {
        "engine": ENGINES[engine],
        "engineMode": "provisioned",
        "port": PORTS[engine],
        "storageEncrypted": True,
        "manageMasterUserPassword": True,
        "iamDatabaseAuthenticationEnabled": True,
        "copyTagsToSnapshot": True,
        "backupRetentionPeriod": days(node.get("backup")),
        "deletionProtection": bool(node.get("deletion_protection")),
        "skipFinalSnapshot": not node.get("deletion_protection"),
    }
    for key, wanted in same.items():
        world.need(cluster.get(key) == wanted, node.id, f"{key} is {cluster.get(key)!r}; the design says {wanted!r}")
    stated = str(cluster.get("engineVersion"))
    world.need(stated == version or (not version and stated != "None"), node.id, f"its version is {stated}")
    for key, path in (("minCapacity", "min"), ("maxCapacity", "max")):
        size, wanted = cluster.get("serverlessv2ScalingConfiguration", key), node.get("capacity", path)
        world.need(size == wanted, node.id, f"{key} is {size}; the design says {wanted}")
    if node.get("deletion_protection"):
        world.need(cluster.get("finalSnapshotIdentifier"), node.id, "no snapshot is taken when it is deleted")
        world.need(cluster.raw["protect"] and cluster.raw["retainOnDelete"], node.id, "its data can be deleted")
    key = cluster.get("kmsKeyId")
    world.need(bool(key) == bool(node.get("encryption_key")), node.id, f"its key is {key}")
    stands(world, node, cluster)
    instances(world, node, cluster)
    parameters(world, node, cluster)
    logs(world, node, cluster)
    for metric in ("ACUUtilization", "CPUUtilization", "Deadlocks"):
        told, wanted = watched(world, cluster, metric), node.get("alarms") is not False
        world.need(told == wanted, node.id, f"somebody is told of its {metric}: {told}, not {wanted}")
    limited = node.get("max_connections") is not None
    told = watched(world, cluster, "DatabaseConnections")
    world.need(told == limited, node.id, f"somebody is told when its connections run out: {told}")
    proxied(world, node, cluster)


def stands(world: World, node: Node, cluster: Resource) -> None:
    """Assert that it stands in the private subnets of its network, with a security group of its own."""
    network = home(world, node)
    group = world.recording.owner(cluster.get("dbSubnetGroupName"), "aws:rds/subnetGroup:SubnetGroup")
    ids = set(as_list(group.get("subnetIds"))) if group else set()
    if network:
        world.need(ids == subnets_of(world, network), node.id, f"it stands in {sorted(ids)}")
    others = [item for item in world.recording.of("aws:rds/cluster:Cluster") if item != cluster]
    alone = all(item.get("dbSubnetGroupName") != cluster.get("dbSubnetGroupName") for item in others)
    world.need(alone, node.id, "it shares its subnet group, which goes with the other database")
    groups = as_list(cluster.get("vpcSecurityGroupIds"))
    world.need(len(groups) == 1, node.id, f"it has {len(groups)} security groups")
    sharing = [
        item
        for kind in ("aws:rds/cluster:Cluster", "aws:rds/proxy:Proxy")
        for item in world.recording.of(kind)
        if item != cluster and set(groups) & set(as_list(item.get("vpcSecurityGroupIds")))
    ]
    world.need(not sharing, node.id, f"it shares its security group with {[str(item) for item in sharing]}")


def instances(world: World, node: Node, cluster: Resource) -> None:
    """Assert that it has a copy in another zone where drawn so, none public, all watched from inside."""
    own = [
        item
        for item in world.recording.of(INSTANCE)
        if item.get("clusterIdentifier") in cluster.outputs("id", "clusterIdentifier")
    ]
    wanted = 2 if node.get("multi_zone") else 1
    world.need(len(own) == wanted, node.id, f"it has {len(own)} instances, not {wanted}")
    for item in own:
        world.need(item.get("instanceClass") == "db.serverless", item, f"its size is {item.get('instanceClass')}")
        world.need(not item.get("publiclyAccessible"), item, "it has a public address")
        world.need(item.get("performanceInsightsEnabled") is True, item, "nobody sees what makes it slow")
        world.need(item.get("engine") == cluster.get("engine"), item, "its engine is not that of its cluster")
        kept = item.raw["protect"] and item.raw["retainOnDelete"]
        world.need(kept or not node.get("deletion_protection"), item, "it can be deleted")


def parameters(world: World, node: Node, cluster: Resource) -> None:
    """Assert that connections are encrypted as drawn, and as many as drawn."""
    group = world.recording.owner(cluster.get("dbClusterParameterGroupName"), PARAMETERS)
    if not world.need(group, node.id, "it has no parameters of its own") or group is None:
        return
    engine = node.get("engine")
    stated = {item["name"]: item["value"] for item in as_list(group.get("parameters"))}
    name, yes = TLS[engine]
    asked = stated.get(name) in yes
    world.need(asked == bool(node.get("require_tls")), node.id, f"connections must be encrypted: {asked}")
    oldest = str(stated.get(OLDEST[engine]))
    accepted = "TLSv1.2" in oldest
    world.need(accepted == (node.get("min_tls") == 1.2), node.id, f"it accepts TLS from {oldest}")
    wanted = node.get("max_connections")
    number = stated.get("max_connections")
    world.need(number == (None if wanted is None else str(wanted)), node.id, f"it takes {number} connections")
    family = str(group.get("family"))
    major = family.removeprefix(ENGINES[engine])
    world.need(str(cluster.get("engineVersion")).startswith(major), node.id, f"{family} is for another version")


def logs(world: World, node: Node, cluster: Resource) -> None:
    """Assert that its logs go to groups that are there before it writes, and that forget."""
    names = {item.get("name"): item for item in world.recording.of("aws:cloudwatch/logGroup:LogGroup")}
    exported = as_list(cluster.get("enabledCloudwatchLogsExports"))
    world.need(exported, node.id, "its logs are not kept")
    for log in exported:
        group = names.get(f"/aws/rds/cluster/{cluster.output('clusterIdentifier')}/{log}")
        if world.need(group, node.id, f"its {log} log is kept for ever") and group:
            world.claim(group)
            for item in world.recording.of(INSTANCE):
                if item.get("clusterIdentifier") == cluster.id:
                    world.need(group.urn in item.raw["dependencies"], item, "it writes before its log group is there")


def watched(world: World, cluster: Resource, metric: str) -> bool:
    """Return whether somebody is told of a metric of the cluster."""
    return any(
        item.get("metricName") == metric
        and item.get("dimensions", "DBClusterIdentifier") == cluster.output("clusterIdentifier")
        and as_list(item.get("alarmActions"))
        for item in world.recording.of(ALARM)
    )


def proxied(world: World, node: Node, cluster: Resource) -> None:
    """Assert that a proxy stands before it where drawn so, takes identities alone, and may be no other user."""
    found = world.proxies(cluster)
    world.need(len(found) == (1 if node.get("proxy") else 0), node.id, f"{len(found)} proxies stand before it")
    for item in found:
        world.need(item.get("requireTls") is bool(node.get("require_tls")), item, "connections may be in the clear")
        world.need(item.get("defaultAuthScheme") == "IAM_AUTH", item, "it takes passwords")
        world.need(not item.get("auths"), item, "it holds passwords")
        role = world.recording.owner(item.get("roleArn"), "aws:iam/role:Role")
        for flow in world.design.flows_to(node):
            if flow.kind in ("read", "write", "read-write") and by_identity(world, flow):
                world.grant(
                    role, f"{flow} (its proxy)", {"rds-db:connect"}, {user_arn(world, cluster, user_of(world, flow))}
                )
        waits = [policy.urn in item.raw["dependencies"] for policy, _ in world.role_policies(role)] if role else []
        world.need(all(waits), item, "it may sign in before its role has its permissions")


def by_identity(world: World, flow: Flow) -> bool:
    """Return whether the flow's source signs in as itself."""
    return together(world, flow) and flow.get("auth") == "identity"


def rights(world: World, flow: Flow) -> str:
    """Return what the flow's source does in the database, all its flows taken together."""
    own = [
        one for one in world.design.flows_from(flow.source, "read", "write", "read-write") if one.target == flow.target
    ]
    reads = any(one.kind in ("read", "read-write") for one in own)
    writes = any(one.kind in ("write", "read-write") for one in own)
    return ("r" if reads else "") + ("w" if writes else "")


def user_of(world: World, flow: Flow) -> str:
    """Return the user that the flow's source signs in as: the variable beside that of the address."""
    cluster, environment = world.main(flow.target), world.holder(flow.source)
    if cluster is None:
        return ""
    holders = [cluster, *world.proxies(cluster)]
    addresses = {holder.output(name) for holder in holders for name in ("endpoint", "readerEndpoint")}
    beside = [f"{name.removesuffix('HOST')}USER" for name, value in environment.items() if value in addresses]
    return next((str(environment[name]) for name in beside if name in environment), "")


def resource_id(holder: Resource) -> str:
    """Return what ARNs of users name a cluster or a proxy by: the latter's is the end of its own ARN."""
    if holder.type == "aws:rds/proxy:Proxy":
        return holder.arn
    return holder.output("clusterResourceId")


def user_arn(world: World, holder: Resource, user: str) -> str:
    """Return the ARN of a user of a cluster, or of its proxy."""
    return f"arn:<partition>:rds-db:{world.design.region}:<account>:dbuser:{resource_id(holder)}/{user}"


def used(world: World, flow: Flow) -> None:
    """What uses a database gets there as drawn: as a user of its own rights, with the secret, or by the Data API."""
    cluster, role = world.main(flow.target), world.role_of(flow.source)
    if cluster is None:
        return
    environment = world.holder(flow.source)
    values = [value for value in environment.values() if isinstance(value, str)]
    world.need("app" in values, flow, "it does not know the name of the database")
    secret = cluster.output(ADMINISTRATOR)
    if not together(world, flow):
        world.need(cluster.arn in values and secret in values, flow, "it does not know the cluster, or its secret")
        actions = QUERY if flow.kind == "read" else CHANGE
        world.grant(role, flow, actions, {cluster.arn}, set() if flow.kind == "read" else TRANSACTION)
        world.grant(role, flow, {"secretsmanager:GetSecretValue"}, {secret})
        world.need(cluster.raw["read"] or cluster.get("enableHttpEndpoint") is True, flow, "the Data API is off")
        return
    port = str(PORTS[flow.target.get("engine")])
    world.need(port in values, flow, f"it does not know the port {port}")
    if flow.get("auth") == "password":
        world.need(cluster.output("endpoint") in values and secret in values, flow, "it does not know how to sign in")
        world.grant(role, flow, {"secretsmanager:GetSecretValue"}, {secret})
        return
    holder = next(iter(world.proxies(cluster)), cluster)
    hosts = {holder.output("endpoint")}
    if holder == cluster and rights(world, flow) == "r":
        hosts.add(cluster.output("readerEndpoint"))
    world.need(hosts & set(values), flow, "it does not know the address of the database")
    user = user_of(world, flow)
    world.need(user, flow, "it does not know as whom to sign in")
    world.grant(role, flow, {"rds-db:connect"}, {user_arn(world, holder, user)})
    for other in world.design.flows_to(flow.target, "read", "write", "read-write"):
        if by_identity(world, other) and user_of(world, other) == user:
            alike = rights(world, other) == rights(world, flow)
            world.need(alike, flow, f"it is the same user as {other.source.id}, which may do other things")
