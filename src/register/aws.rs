//! What the support modules of AWS programs make and give back: as much as tells who may do what, and what is wired to
//! what. The proof compares it with what the modules register.

mod placed;

use super::Registered;
use super::evaluate::companion;
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
            let principal = Value::Object(vec![("Service".to_owned(), service)]);
            statement("Allow", sid, Some(principal), next(), next(), next())
        }
        "allowAccount" => placed::allow_account(next()),
        "allowAnyone" => {
            let anyone = Some(Value::Text("*".to_owned()));
            statement("Allow", next(), anyone, next(), next(), Value::Absent)
        }
        "denyInsecureTransport" => {
            let secure = object([("aws:SecureTransport", Value::Text("false".to_owned()))]);
            let (action, resources) = (next(), next());
            let sid = Value::Text("DenyInsecureTransport".to_owned());
            let anyone = Some(Value::Text("*".to_owned()));
            statement("Deny", sid, anyone, action, resources, object([("Bool", secure)]))
        }
        "trust" => {
            let service = Value::Object(vec![("Service".to_owned(), next())]);
            let action = Value::Text("sts:AssumeRole".to_owned());
            policy(vec![statement("Allow", Value::Absent, Some(service), action, Value::Absent, next())])
        }
        "after" => next(),
        _ => Value::Unknown,
    }
}

fn policy(statements: Vec<Value>) -> Value {
    object([("Version", Value::Text("2012-10-17".to_owned())), ("Statement", Value::List(statements))])
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
        ("Effect", Value::Text(effect.to_owned())),
        ("Principal", principal.unwrap_or(Value::Absent)),
        ("Action", actions),
        ("Resource", resources),
        ("Condition", condition),
    ];
    Value::Object(present(entries))
}

fn object<const COUNT: usize>(entries: [(&str, Value); COUNT]) -> Value {
    Value::Object(present(entries))
}

fn present<const COUNT: usize>(entries: [(&str, Value); COUNT]) -> Vec<(String, Value)> {
    let kept = entries.into_iter().filter(|(_, value)| *value != Value::Absent);
    kept.map(|(name, value)| (name.to_owned(), value)).collect()
}

fn texts(items: &[&str]) -> Value {
    Value::List(items.iter().map(|item| Value::Text((*item).to_owned())).collect())
}

fn output(id: &ResourceId, name: &str) -> Value {
    Value::Output(id.clone(), name.to_owned())
}

/// A resource of a support component.
fn of(whole: &Registered, kind: &str, suffix: &str, inputs: Vec<(String, Value)>) -> Registered {
    Registered {
        id: companion(&whole.id, kind, suffix),
        inputs,
        existing: false,
        protect: None,
        origin: whole.origin.clone(),
    }
}

fn function(whole: &Registered) -> Vec<Registered> {
    let given = |name: &str| whole.input(name).cloned().unwrap_or(Value::Absent);
    let traced = whole.input("tracing").is_none_or(|value| value.holds() != Some(false));
    let logs = companion(&whole.id, LOG_GROUP, "-logs");
    let role = companion(&whole.id, ROLE, "-role");
    let function = companion(&whole.id, FUNCTION, "");
    let mut statements = vec![statement(
        "Allow",
        Value::Text("WriteLogs".to_owned()),
        None,
        texts(&["logs:CreateLogStream", "logs:PutLogEvents"]),
        Value::List(vec![Value::Joined(vec![output(&logs, "arn"), Value::Text(":*".to_owned())])]),
        Value::Absent,
    )];
    if traced {
        let actions = texts(&["xray:PutTraceSegments", "xray:PutTelemetryRecords"]);
        let sid = Value::Text("WriteTraces".to_owned());
        statements.push(statement("Allow", sid, None, actions, texts(&["*"]), Value::Absent));
    }
    if given("vpcConfig") != Value::Absent {
        statements.push(placed::join_network());
    }
    statements.extend(given("statements").items().into_iter().cloned());
    let trust = call("trust", vec![Value::Text("lambda.amazonaws.com".to_owned())]);
    let environment = match given("environment") {
        Value::Absent => Value::Absent,
        variables => object([("variables", variables)]),
    };
    let mut made = vec![
        of(whole, LOG_GROUP, "-logs", present([("retentionInDays", given("logRetentionDays"))])),
        of(whole, ROLE, "-role", present([("assumeRolePolicy", trust)])),
        of(whole, ROLE_POLICY, "-policy", present([("role", output(&role, "id")), ("policy", policy(statements))])),
        of(
            whole,
            FUNCTION,
            "",
            present([
                ("description", given("description")),
                ("memorySize", given("memoryMb")),
                ("timeout", given("timeoutSeconds")),
                ("role", output(&role, "arn")),
                ("environment", environment),
            ]),
        ),
    ];
    if given("provisionedConcurrency") != Value::Absent {
        let kind = "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig";
        let count = given("provisionedConcurrency");
        let inputs = present([("functionName", output(&function, "name")), ("provisionedConcurrentExecutions", count)]);
        made.push(of(whole, kind, "-provisioned", inputs));
    }
    let alias = [("name", Value::Text("live".to_owned())), ("functionName", output(&function, "name"))];
    made.push(of(whole, ALIAS, "-live", present(alias)));
    let mut watched = vec![("-errors", "Errors", "fails"), ("-throttles", "Throttles", "is throttled")];
    let counts = |name: &str| given(name).holds() != Some(false);
    if counts("reservedConcurrency") {
        watched.push(("-concurrency", "ConcurrentExecutions", "uses almost all of its reserved concurrency"));
    }
    if counts("provisionedConcurrency") {
        watched.push(("-spillover", "ProvisionedConcurrencySpilloverInvocations", "has too few warm copies"));
    }
    if given("alarmTopicArn") == Value::Absent {
        watched.clear();
    }
    for (suffix, metric, what) in watched {
        let name = &whole.id.name;
        let inputs = present([
            ("alarmDescription", Value::Text(format!("The {name} function {what}"))),
            ("namespace", Value::Text("AWS/Lambda".to_owned())),
            ("metricName", Value::Text(metric.to_owned())),
            ("threshold", Value::Integer(0)),
            ("alarmActions", Value::List(vec![given("alarmTopicArn")])),
        ]);
        made.push(of(whole, ALARM, suffix, inputs));
    }
    made
}

fn route(whole: &Registered) -> Vec<Registered> {
    let given = |name: &str| whole.input(name).cloned().unwrap_or(Value::Absent);
    let handler = match given("handler").plain() {
        Value::Resource(id) => Some(id.clone()),
        _ => None,
    };
    let handler = |part: &str, name: &str| {
        handler.as_ref().and_then(|id| self::part(id, part)).map_or(Value::Unknown, |id| output(&id, name))
    };
    let (method, path) = (given("method").readable(), given("path").readable());
    let pattern = pattern(&path);
    let methods = if method == "ANY" { "*" } else { method.as_str() };
    let source = Value::Joined(vec![given("executionArn"), Value::Text(format!("/*/{methods}{pattern}"))]);
    let integration = companion(&whole.id, INTEGRATION, "-integration");
    let target = Value::Joined(vec![Value::Text("integrations/".to_owned()), output(&integration, "id")]);
    let authorization = match given("authorization") {
        Value::Absent => Value::Text("NONE".to_owned()),
        other => other,
    };
    vec![
        of(
            whole,
            INTEGRATION,
            "-integration",
            present([
                ("apiId", given("apiId")),
                ("integrationUri", handler("alias", "invokeArn")),
                ("timeoutMilliseconds", given("timeoutMilliseconds")),
            ]),
        ),
        of(
            whole,
            ROUTE,
            "-route",
            present([
                ("apiId", given("apiId")),
                ("routeKey", Value::Text(format!("{method} {path}"))),
                ("target", target),
                ("authorizationType", authorization),
                ("authorizerId", given("authorizerId")),
                ("authorizationScopes", given("scopes")),
            ]),
        ),
        of(
            whole,
            PERMISSION,
            "-permission",
            present([
                ("action", Value::Text("lambda:InvokeFunction".to_owned())),
                ("principal", Value::Text("apigateway.amazonaws.com".to_owned())),
                ("function", handler("function", "name")),
                ("qualifier", handler("alias", "name")),
                ("sourceArn", source),
            ]),
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
    let text = |text: &str| Value::Text(text.to_owned());
    let bucket = companion(&whole.id, BUCKET, "-files");
    let files = || Value::Joined(vec![output(&bucket, "arn"), text("/*")]);
    let source = output(&companion(&whole.id, DISTRIBUTION, ""), "arn");
    let condition = object([("ArnEquals", object([("aws:SourceArn", source)]))]);
    let service = text("cloudfront.amazonaws.com");
    let read =
        call("allowService", vec![text("ReadByCloudFront"), service, texts(&["s3:GetObject"]), files(), condition]);
    let whole_bucket = Value::List(vec![output(&bucket, "arn"), files()]);
    let secure = call("denyInsecureTransport", vec![text("s3:*"), whole_bucket]);
    let inputs = present([("bucket", output(&bucket, "bucket")), ("policy", policy(vec![read, secure]))]);
    vec![
        of(whole, BUCKET, "-files", Vec::new()),
        of(whole, DISTRIBUTION, "", Vec::new()),
        of(whole, BUCKET_POLICY, "-files-policy", inputs),
    ]
}

fn alarm(whole: &Registered) -> Vec<Registered> {
    let given = |name: &str| whole.input(name).cloned().unwrap_or(Value::Absent);
    let inputs = present([
        ("alarmDescription", given("description")),
        ("namespace", given("namespace")),
        ("metricName", given("metric")),
        ("dimensions", given("dimensions")),
        ("threshold", given("threshold")),
        ("alarmActions", Value::List(vec![given("topicArn")])),
    ]);
    vec![of(whole, ALARM, "", inputs)]
}
