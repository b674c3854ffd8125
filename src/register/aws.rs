//! What the support modules of AWS programs make and give back: as much as tells who may do what, and what is wired to
//! what. The proof compares it with what the modules register.

mod placed;

use super::Registered;
use super::evaluate::companion;
use super::parts::{given, object, of, output, text};
use super::value::{ResourceId, Value};

const ALARM: &str = "aws:cloudwatch/metricAlarm:MetricAlarm";
const BUCKET: &str = "aws:s3/bucket:Bucket";
const BUCKET_POLICY: &str = "aws:s3/bucketPolicy:BucketPolicy";
const DISTRIBUTION: &str = "aws:cloudfront/distribution:Distribution";
const ALIAS: &str = "aws:lambda/alias:Alias";
const FUNCTION: &str = "aws:lambda/function:Function";
const INTEGRATION: &str = "aws:apigatewayv2/integration:Integration";
const LOG_GROUP: &str = "aws:cloudwatch/logGroup:LogGroup";
const PERMISSION: &str = "aws:lambda/permission:Permission";
const ROLE: &str = "aws:iam/role:Role";
const ROLE_POLICY: &str = "aws:iam/rolePolicy:RolePolicy";
const ROUTE: &str = "aws:apigatewayv2/route:Route";

/// What a part of a support component is.
struct Part {
    /// The component's class and the part's name.
    of: (&'static str, &'static str),
    kind: &'static str,
    /// What follows the component's name in the part's.
    suffix: &'static str,
}

const PARTS: &[Part] = &[
    Part { of: ("LambdaFunction", "function"), kind: FUNCTION, suffix: "" },
    Part { of: ("LambdaFunction", "alias"), kind: ALIAS, suffix: "-live" },
    Part { of: ("LambdaFunction", "role"), kind: ROLE, suffix: "-role" },
    Part { of: ("StaticSite", "bucket"), kind: BUCKET, suffix: "-files" },
    Part { of: ("StaticSite", "distribution"), kind: DISTRIBUTION, suffix: "" },
];

/// A part of a support component.
pub(super) fn part(id: &ResourceId, name: &str) -> Option<ResourceId> {
    let part = PARTS.iter().chain(placed::PARTS).find(|part| part.of == (id.kind.as_str(), name))?;
    Some(companion(id, part.kind, part.suffix))
}

/// What makes the resources of a support class or function.
type Makes = fn(&Registered) -> Vec<Registered>;

const MAKES: &[(&str, Makes)] = &[
    ("ContainerTask", placed::task),
    ("DatabaseProxy", placed::proxy),
    ("HttpRoute", route),
    ("InterfaceEndpoints", placed::endpoints),
    ("LambdaFunction", function),
    ("Network", placed::network),
    ("StaticSite", static_site),
    ("createAlarm", alarm),
];

/// What a support class or function makes; of one that is not known, itself.
pub(super) fn made(item: &str, registered: Registered) -> Vec<Registered> {
    match MAKES.iter().find(|(name, _)| *name == item) {
        Some((_, make)) => make(&registered),
        None => vec![registered],
    }
}

/// What a function of a support module gives back.
pub(super) fn call(item: &str, mut arguments: Vec<Value>) -> Value {
    arguments.retain(|value| *value != Value::Absent);
    let mut arguments = arguments.into_iter();
    let mut next = || arguments.next().unwrap_or(Value::Absent);
    match item {
        "policy" | "policyText" => policy(arguments.collect()),
        "allow" => statement("Allow", next(), None, next(), next(), next()),
        "allowService" => {
            let (sid, service) = (next(), next());
            let principal = object([("Service", service)]);
            statement("Allow", sid, Some(principal), next(), next(), next())
        }
        "allowAccount" => placed::allow_account(next()),
        "allowAnyone" => {
            let anyone = Some(text("*"));
            statement("Allow", next(), anyone, next(), next(), Value::Absent)
        }
        "denyInsecureTransport" => {
            let secure = object([("aws:SecureTransport", text("false"))]);
            let (action, resources) = (next(), next());
            let sid = text("DenyInsecureTransport");
            let anyone = Some(text("*"));
            statement("Deny", sid, anyone, action, resources, object([("Bool", secure)]))
        }
        "trust" => {
            let service = object([("Service", next())]);
            let action = text("sts:AssumeRole");
            policy(vec![statement("Allow", Value::Absent, Some(service), action, Value::Absent, next())])
        }
        "after" => next(),
        _ => Value::Unknown,
    }
}

fn policy(statements: Vec<Value>) -> Value {
    object([("Version", text("2012-10-17")), ("Statement", Value::List(statements))])
}

fn statement(
    effect: &str,
    sid: Value,
    principal: Option<Value>,
    actions: Value,
    resources: Value,
    condition: Value,
) -> Value {
    let entries = [
        ("Sid", sid),
        ("Effect", text(effect)),
        ("Principal", principal.unwrap_or(Value::Absent)),
        ("Action", actions),
        ("Resource", resources),
        ("Condition", condition),
    ];
    object(entries)
}

fn texts(items: &[&str]) -> Value {
    Value::List(items.iter().map(|item| text(*item)).collect())
}

fn function(whole: &Registered) -> Vec<Registered> {
    let traced = whole.input("tracing").is_none_or(|value| value.holds() != Some(false));
    let logs = companion(&whole.id, LOG_GROUP, "-logs");
    let role = companion(&whole.id, ROLE, "-role");
    let function = companion(&whole.id, FUNCTION, "");
    let mut statements = vec![statement(
        "Allow",
        text("WriteLogs"),
        None,
        texts(&["logs:CreateLogStream", "logs:PutLogEvents"]),
        Value::List(vec![Value::Joined(vec![output(&logs, "arn"), text(":*")])]),
        Value::Absent,
    )];
    if traced {
        let actions = texts(&["xray:PutTraceSegments", "xray:PutTelemetryRecords"]);
        let sid = text("WriteTraces");
        statements.push(statement("Allow", sid, None, actions, texts(&["*"]), Value::Absent));
    }
    if given(whole, "vpcConfig") != Value::Absent {
        statements.push(placed::join_network());
    }
    statements.extend(given(whole, "statements").items().into_iter().cloned());
    let trust = call("trust", vec![text("lambda.amazonaws.com")]);
    let environment = match given(whole, "environment") {
        Value::Absent => Value::Absent,
        variables => object([("variables", variables)]),
    };
    let mut made = vec![
        of(whole, LOG_GROUP, "-logs", [("retentionInDays", given(whole, "logRetentionDays"))]),
        of(whole, ROLE, "-role", [("assumeRolePolicy", trust)]),
        of(whole, ROLE_POLICY, "-policy", [("role", output(&role, "id")), ("policy", policy(statements))]),
        of(
            whole,
            FUNCTION,
            "",
            [
                ("description", given(whole, "description")),
                ("memorySize", given(whole, "memoryMb")),
                ("timeout", given(whole, "timeoutSeconds")),
                ("role", output(&role, "arn")),
                ("environment", environment),
            ],
        ),
    ];
    if given(whole, "provisionedConcurrency") != Value::Absent {
        let kind = "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig";
        let count = given(whole, "provisionedConcurrency");
        let inputs = [("functionName", output(&function, "name")), ("provisionedConcurrentExecutions", count)];
        made.push(of(whole, kind, "-provisioned", inputs));
    }
    let alias = [("name", text("live")), ("functionName", output(&function, "name"))];
    made.push(of(whole, ALIAS, "-live", alias));
    let mut watched = vec![("-errors", "Errors", "fails"), ("-throttles", "Throttles", "is throttled")];
    let counts = |name: &str| given(whole, name).holds() != Some(false);
    if counts("reservedConcurrency") {
        watched.push(("-concurrency", "ConcurrentExecutions", "uses almost all of its reserved concurrency"));
    }
    if counts("provisionedConcurrency") {
        watched.push(("-spillover", "ProvisionedConcurrencySpilloverInvocations", "has too few warm copies"));
    }
    if given(whole, "alarmTopicArn") == Value::Absent {
        watched.clear();
    }
    for (suffix, metric, what) in watched {
        let name = &whole.id.name;
        let inputs = [
            ("alarmDescription", Value::Text(format!("The {name} function {what}"))),
            ("namespace", text("AWS/Lambda")),
            ("metricName", text(metric)),
            ("threshold", Value::Integer(0)),
            ("alarmActions", Value::List(vec![given(whole, "alarmTopicArn")])),
        ];
        made.push(of(whole, ALARM, suffix, inputs));
    }
    made
}

fn route(whole: &Registered) -> Vec<Registered> {
    let handler = match given(whole, "handler").plain() {
        Value::Resource(id) => Some(id.clone()),
        _ => None,
    };
    let handler = |part: &str, name: &str| {
        handler.as_ref().and_then(|id| self::part(id, part)).map_or(Value::Unknown, |id| output(&id, name))
    };
    let (method, path) = (given(whole, "method").readable(), given(whole, "path").readable());
    let pattern = pattern(&path);
    let methods = if method == "ANY" { "*" } else { method.as_str() };
    let source = Value::Joined(vec![given(whole, "executionArn"), Value::Text(format!("/*/{methods}{pattern}"))]);
    let integration = companion(&whole.id, INTEGRATION, "-integration");
    let target = Value::Joined(vec![text("integrations/"), output(&integration, "id")]);
    let authorization = match given(whole, "authorization") {
        Value::Absent => text("NONE"),
        other => other,
    };
    vec![
        of(
            whole,
            INTEGRATION,
            "-integration",
            [
                ("apiId", given(whole, "apiId")),
                ("integrationUri", handler("alias", "invokeArn")),
                ("timeoutMilliseconds", given(whole, "timeoutMilliseconds")),
            ],
        ),
        of(
            whole,
            ROUTE,
            "-route",
            [
                ("apiId", given(whole, "apiId")),
                ("routeKey", Value::Text(format!("{method} {path}"))),
                ("target", target),
                ("authorizationType", authorization),
                ("authorizerId", given(whole, "authorizerId")),
                ("authorizationScopes", given(whole, "scopes")),
            ],
        ),
        of(
            whole,
            PERMISSION,
            "-permission",
            [
                ("action", text("lambda:InvokeFunction")),
                ("principal", text("apigateway.amazonaws.com")),
                ("function", handler("function", "name")),
                ("qualifier", handler("alias", "name")),
                ("sourceArn", source),
            ],
        ),
    ]
}

/// The path with `*` for each parameter.
fn pattern(path: &str) -> String {
    let mut pattern = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((_, behind)) = after.split_once('}') else { break };
        pattern.push_str(before);
        pattern.push('*');
        rest = behind;
    }
    pattern + rest
}

/// A site's bucket, which its distribution alone may read.
fn static_site(whole: &Registered) -> Vec<Registered> {
    let bucket = companion(&whole.id, BUCKET, "-files");
    let files = || Value::Joined(vec![output(&bucket, "arn"), text("/*")]);
    let source = output(&companion(&whole.id, DISTRIBUTION, ""), "arn");
    let condition = object([("ArnEquals", object([("aws:SourceArn", source)]))]);
    let service = text("cloudfront.amazonaws.com");
    let read =
        call("allowService", vec![text("ReadByCloudFront"), service, texts(&["s3:GetObject"]), files(), condition]);
    let whole_bucket = Value::List(vec![output(&bucket, "arn"), files()]);
    let secure = call("denyInsecureTransport", vec![text("s3:*"), whole_bucket]);
    let inputs = [("bucket", output(&bucket, "bucket")), ("policy", policy(vec![read, secure]))];
    vec![
        of(whole, BUCKET, "-files", Vec::new()),
        of(whole, DISTRIBUTION, "", Vec::new()),
        of(whole, BUCKET_POLICY, "-files-policy", inputs),
    ]
}

fn alarm(whole: &Registered) -> Vec<Registered> {
    let inputs = [
        ("alarmDescription", given(whole, "description")),
        ("namespace", given(whole, "namespace")),
        ("metricName", given(whole, "metric")),
        ("dimensions", given(whole, "dimensions")),
        ("threshold", given(whole, "threshold")),
        ("alarmActions", Value::List(vec![given(whole, "topicArn")])),
    ];
    vec![of(whole, ALARM, "", inputs)]
}
