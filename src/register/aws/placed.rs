//! What the support modules make for networks and for what stands in them, as much as tells who may do what.

use super::super::Registered;
use super::super::evaluate::companion;
use super::super::parts::{given, object, of, output, text};
use super::super::value::Value;
use super::{LOG_GROUP, Part, ROLE, ROLE_POLICY, call, policy, statement, texts};

const CLUSTER: &str = "aws:rds/cluster:Cluster";
const DEFINITION: &str = "aws:ecs/taskDefinition:TaskDefinition";
const ENDPOINT: &str = "aws:ec2/vpcEndpoint:VpcEndpoint";
const GROUP: &str = "aws:ec2/securityGroup:SecurityGroup";
const PROXY: &str = "aws:rds/proxy:Proxy";
const VPC: &str = "aws:ec2/vpc:Vpc";

/// The parts of the components.
pub(super) const PARTS: &[Part] = &[
    Part { of: ("Network", "vpc"), kind: VPC, suffix: "" },
    Part { of: ("InterfaceEndpoints", "securityGroup"), kind: GROUP, suffix: "" },
    Part { of: ("Database", "cluster"), kind: CLUSTER, suffix: "" },
    Part { of: ("Database", "securityGroup"), kind: GROUP, suffix: "-security-group" },
    // The secret is RDS's own, and is told by the cluster that it belongs to.
    Part { of: ("Database", "secretArn"), kind: CLUSTER, suffix: "" },
    Part { of: ("DatabaseProxy", "proxy"), kind: PROXY, suffix: "" },
    Part { of: ("DatabaseProxy", "resourceId"), kind: PROXY, suffix: "" },
    Part { of: ("DatabaseProxy", "securityGroup"), kind: GROUP, suffix: "-security-group" },
    Part { of: ("ContainerTask", "definition"), kind: DEFINITION, suffix: "" },
    Part { of: ("ContainerTask", "role"), kind: ROLE, suffix: "-role" },
    Part { of: ("ContainerTask", "executionRole"), kind: ROLE, suffix: "-execution-role" },
    Part { of: ("LoadBalancer", "balancer"), kind: "aws:lb/loadBalancer:LoadBalancer", suffix: "" },
    Part { of: ("LoadBalancer", "listener"), kind: "aws:lb/listener:Listener", suffix: "" },
    Part { of: ("LoadBalancer", "securityGroup"), kind: GROUP, suffix: "-security-group" },
];

fn allow(sid: &str, actions: &[&str], resources: Vec<Value>) -> Value {
    statement("Allow", text(sid), None, texts(actions), Value::List(resources), Value::Absent)
}

fn same_account(whole: &Registered) -> Value {
    object([("StringEquals", object([("aws:SourceAccount", given(whole, "accountId"))]))])
}

/// A role of a component, with the policy that it holds where there are statements.
fn role(whole: &Registered, suffix: &str, trust: Value, statements: Vec<Value>) -> Vec<Registered> {
    let id = companion(&whole.id, ROLE, &format!("{suffix}-role"));
    let mut made = vec![of(whole, ROLE, &format!("{suffix}-role"), [("assumeRolePolicy", trust)])];
    if !statements.is_empty() {
        let inputs = [("role", output(&id, "id")), ("policy", policy(statements))];
        made.push(of(whole, ROLE_POLICY, &format!("{suffix}-policy"), inputs));
    }
    made
}

/// What lets a function into a network: only Lambda itself, which asks for all resources.
pub(super) fn join_network() -> Value {
    statement(
        "Allow",
        text("JoinNetwork"),
        None,
        texts(&[
            "ec2:AssignPrivateIpAddresses",
            "ec2:CreateNetworkInterface",
            "ec2:DeleteNetworkInterface",
            "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeSubnets",
            "ec2:UnassignPrivateIpAddresses",
        ]),
        texts(&["*"]),
        object([("Null", object([("lambda:SourceFunctionArn", text("true"))]))]),
    )
}

/// The identities of an account, whatever they do, in the policy of an endpoint.
pub(super) fn allow_account(account: Value) -> Value {
    let condition = object([("StringEquals", object([("aws:PrincipalAccount", account)]))]);
    statement("Allow", text("AllowThisAccount"), Some(text("*")), text("*"), text("*"), condition)
}

pub(super) fn network(whole: &Registered) -> Vec<Registered> {
    let logs = companion(&whole.id, LOG_GROUP, "-logs");
    let trust = call("trust", vec![text("vpc-flow-logs.amazonaws.com"), same_account(whole)]);
    let actions = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"];
    let write = allow("WriteLogs", &actions, vec![Value::Joined(vec![output(&logs, "arn"), text(":*")])]);
    let mut made = vec![
        of(whole, VPC, "", [("cidrBlock", given(whole, "cidr"))]),
        of(whole, LOG_GROUP, "-logs", [("retentionInDays", Value::Integer(30))]),
    ];
    made.extend(role(whole, "-logs", trust, vec![write]));
    made
}

pub(super) fn endpoints(whole: &Registered) -> Vec<Registered> {
    let services = given(whole, "services");
    let names = services.items().into_iter().map(Value::readable);
    names
        .map(|name| {
            let inputs = [("policy", policy(vec![allow_account(given(whole, "accountId"))]))];
            of(whole, ENDPOINT, &format!("-{}", name.replace('.', "-")), inputs)
        })
        .collect()
}

pub(super) fn proxy(whole: &Registered) -> Vec<Registered> {
    let users = given(whole, "userArns").items().into_iter().cloned().collect();
    let trust = call("trust", vec![text("rds.amazonaws.com")]);
    let mut made = role(whole, "", trust, vec![allow("SignIn", &["rds-db:connect"], users)]);
    made.push(of(whole, PROXY, "", Vec::new()));
    made
}

pub(super) fn task(whole: &Registered) -> Vec<Registered> {
    let logs = companion(&whole.id, LOG_GROUP, "-logs");
    let trust = call("trust", vec![text("ecs-tasks.amazonaws.com"), same_account(whole)]);
    let lines = Value::Joined(vec![output(&logs, "arn"), text(":*")]);
    let mut starting = vec![allow("WriteLogs", &["logs:CreateLogStream", "logs:PutLogEvents"], vec![lines])];
    starting.extend(pulls(whole));
    if let Value::Object(secrets) = given(whole, "secrets").plain() {
        starting.extend(secrets.iter().map(|(variable, arn)| {
            let sid = format!("Read{}", variable.replace('_', ""));
            allow(&sid, &["secretsmanager:GetSecretValue"], vec![arn.clone()])
        }));
    }
    let keys: Vec<Value> = given(whole, "secretKeyArns").items().into_iter().cloned().collect();
    if !keys.is_empty() {
        starting.push(allow("DecryptSecrets", &["kms:Decrypt"], keys));
    }
    let mut own = Vec::new();
    if given(whole, "tracing").holds() != Some(false) {
        let actions = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"];
        own.push(allow("WriteTraces", &actions, vec![text("*")]));
    }
    own.extend(given(whole, "statements").items().into_iter().cloned());
    let mut made = vec![of(whole, LOG_GROUP, "-logs", [("retentionInDays", given(whole, "logRetentionDays"))])];
    made.extend(role(whole, "-execution", trust.clone(), starting));
    made.extend(role(whole, "", trust, own));
    made.push(of(whole, DEFINITION, "", [("image", given(whole, "image"))]));
    made
}

/// What it takes to pull the image, where it lies in a repository of ECR.
fn pulls(whole: &Registered) -> Vec<Value> {
    let image = given(whole, "image").readable();
    let Some((registry, path)) = image.split_once('/') else { return Vec::new() };
    let parts: Vec<&str> = registry.split('.').collect();
    let [account, "dkr", "ecr", region, "amazonaws", "com", ..] = parts.as_slice() else { return Vec::new() };
    let repository = path.split([':', '@']).next().unwrap_or_default();
    let arn = Value::Joined(vec![
        text("arn:"),
        given(whole, "partition"),
        text(format!(":ecr:{region}:{account}:repository/{repository}")),
    ]);
    let actions = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
    vec![allow("SignInToEcr", &["ecr:GetAuthorizationToken"], vec![text("*")]), allow("PullImage", &actions, vec![arn])]
}
