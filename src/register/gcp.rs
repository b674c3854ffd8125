//! What the support modules of programs for Google Cloud make and give back: as much as tells who may do what, and what
//! is wired to what. The proof compares it with what the modules register.

use crate::program::Origin;

use super::Registered;
use super::evaluate::companion;
use super::parts::{given, object, output, present, text};
use super::value::{ResourceId, Value};

const ACCOUNT: &str = "gcp:serviceaccount/account:Account";
const ALERT: &str = "gcp:monitoring/alertPolicy:AlertPolicy";
const BUCKET: &str = "gcp:storage/bucket:Bucket";
const BUCKET_MEMBER: &str = "gcp:storage/bucketIAMMember:BucketIAMMember";
const CONFIG: &str = "gcp:apigateway/apiConfig:ApiConfig";
const FUNCTION: &str = "gcp:cloudfunctionsv2/function:Function";
const GATEWAY: &str = "gcp:apigateway/gateway:Gateway";
const IMAGES: &str = "gcp:artifactregistry/repository:Repository";
const IMAGES_MEMBER: &str = "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember";
const INVOKER: &str = "gcp:cloudrunv2/serviceIamMember:ServiceIamMember";
const PROJECT_MEMBER: &str = "gcp:projects/iAMMember:IAMMember";
const SECRET_MEMBER: &str = "gcp:secretmanager/secretIamMember:SecretIamMember";
const SERVICE: &str = "gcp:cloudrunv2/service:Service";
const SUBSCRIPTION: &str = "gcp:pubsub/subscription:Subscription";
const SUBSCRIPTION_MEMBER: &str = "gcp:pubsub/subscriptionIAMMember:SubscriptionIAMMember";
const TOPIC: &str = "gcp:pubsub/topic:Topic";
const URL_MAP: &str = "gcp:compute/uRLMap:URLMap";
const TOPIC_MEMBER: &str = "gcp:pubsub/topicIAMMember:TopicIAMMember";

/// A field of an object of a support class.
pub(super) fn field(id: &ResourceId, name: &str) -> Option<Value> {
    let part = |kind: &str, suffix: &str| Some(Value::Resource(companion(id, kind, suffix)));
    match (id.kind.as_str(), name) {
        ("CloudFunction" | "ContainerService", "account") => Some(Value::Resource(account(id))),
        ("CloudFunction", "function") => part(FUNCTION, ""),
        ("CloudFunction", "uri") => Some(output(&companion(id, FUNCTION, ""), "serviceConfig.uri")),
        ("ContainerService", "service") => part(SERVICE, ""),
        ("ContainerService", "uri") => Some(output(&companion(id, SERVICE, ""), "uri")),
        ("DeadLetters", "topic") => part(TOPIC, ""),
        ("Delivery", "subscription") => part(SUBSCRIPTION, ""),
        ("FunctionBuild", "bucket") => part(BUCKET, "-code"),
        ("FunctionBuild", "images") => part(IMAGES, "-images"),
        ("FunctionBuild", "account") => part(ACCOUNT, ""),
        ("HttpApi", "gateway") => part(GATEWAY, ""),
        ("HttpApi", "url") => {
            let host = output(&companion(id, GATEWAY, ""), "defaultHostname");
            Some(Value::Joined(vec![text("https://"), host]))
        }
        ("StaticSite", "bucket") => part(BUCKET, "-files"),
        ("StaticSite", "urlMap") => part(URL_MAP, ""),
        ("StaticSite", "address") => part("gcp:compute/globalAddress:GlobalAddress", ""),
        _ => None,
    }
}

/// What makes the resources of a support class or function.
type Makes = fn(&Registered) -> Vec<Registered>;

const MAKES: &[(&str, Makes)] = &[
    ("CloudFunction", function),
    ("ContainerService", container),
    ("DeadLetters", dead_letters),
    ("Delivery", delivery),
    ("FunctionBuild", build),
    ("HttpApi", http_api),
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
    match item {
        "userName" if !arguments.is_empty() => arguments.swap_remove(0),
        _ => Value::Unknown,
    }
}

/// The account of a function or a container. Its name may be shorter than theirs.
fn account(id: &ResourceId) -> ResourceId {
    let name = crate::catalog::names::shorten(&id.name, 22);
    ResourceId { service: id.service.clone(), kind: ACCOUNT.to_owned(), name }
}

/// A resource of a support component.
fn of(id: ResourceId, inputs: Vec<(String, Value)>, origin: Origin) -> Registered {
    Registered { id, inputs, existing: false, protect: None, origin }
}

/// A member of a role, as a part of a support component.
fn member(
    whole: &Registered,
    kind: &str,
    suffix: &str,
    inputs: Vec<(String, Value)>,
    origins: &[Origin],
) -> Registered {
    let origin = origins.first().unwrap_or(&whole.origin).clone();
    of(companion(&whole.id, kind, suffix), inputs, origin)
}

fn function(whole: &Registered) -> Vec<Registered> {
    let own = whole.origin.clone();
    let account = account(&whole.id);
    let function = companion(&whole.id, FUNCTION, "");
    let mut made = vec![of(account.clone(), Vec::new(), own.clone())];
    made.extend(readers(whole, &account));
    let follows = given(whole, "follows");
    if follows != Value::Absent {
        let begin: String = account.name.chars().take(14).collect();
        let trigger = ResourceId {
            service: whole.id.service.clone(),
            kind: ACCOUNT.to_owned(),
            name: format!("{begin}-trigger"),
        };
        made.push(of(trigger.clone(), Vec::new(), own.clone()));
        let inputs = present([
            ("project", given(whole, "project")),
            ("role", text("roles/eventarc.eventReceiver")),
            ("member", output(&trigger, "member")),
        ]);
        made.push(member(whole, PROJECT_MEMBER, "-receives-changes", inputs, follows.origins()));
        let inputs = present([
            ("name", output(&function, "name")),
            ("role", text("roles/run.invoker")),
            ("member", output(&trigger, "member")),
        ]);
        made.push(member(whole, INVOKER, "-called-by-trigger", inputs, follows.origins()));
    }
    let service = object([
        ("serviceAccountEmail", output(&account, "email")),
        ("timeoutSeconds", given(whole, "timeoutSeconds")),
        ("environmentVariables", variables(whole)),
    ]);
    let inputs = present([("description", given(whole, "description")), ("serviceConfig", service)]);
    made.push(of(function, inputs, own.clone()));
    let failing = Value::Joined(vec![
        text("resource.type = \"cloud_run_revision\" AND resource.labels.service_name = \""),
        output(&companion(&whole.id, FUNCTION, ""), "name"),
        text(
            "\" AND metric.type = \"run.googleapis.com/request_count\" AND metric.labels.response_code_class = \"5xx\"",
        ),
    ]);
    let told = text(format!("The {} function fails", whole.id.name));
    made.push(of(companion(&whole.id, ALERT, "-errors"), alert(whole, told, failing, Value::Integer(0), false), own));
    made
}

/// The account's rights to read the secrets of its variables.
fn readers(whole: &Registered, account: &ResourceId) -> Vec<Registered> {
    let secrets = given(whole, "secrets");
    let reader = |secret: &Value| {
        let variable = secret.get("variable").map(Value::readable).unwrap_or_default();
        let suffix = format!("-reads-{}", variable.to_lowercase().replace('_', "-"));
        let inputs = present([
            ("secretId", secret.get("secretId").cloned().unwrap_or(Value::Absent)),
            ("role", text("roles/secretmanager.secretAccessor")),
            ("member", output(account, "member")),
        ]);
        member(whole, SECRET_MEMBER, &suffix, inputs, secret.origins())
    };
    secrets.items().into_iter().map(reader).collect()
}

fn container(whole: &Registered) -> Vec<Registered> {
    let own = || whole.origin.clone();
    let account = account(&whole.id);
    let service = companion(&whole.id, SERVICE, "");
    let mut made = vec![of(account.clone(), Vec::new(), own())];
    made.extend(readers(whole, &account));
    let environment = given(whole, "environment");
    let entries = match environment.plain() {
        Value::Object(entries) => entries.as_slice(),
        _ => &[],
    };
    let envs = entries.iter().map(|(name, value)| object([("name", text(name)), ("value", value.clone())]));
    let runs = object([("image", given(whole, "image")), ("envs", Value::List(envs.collect()))]);
    let template = object([("serviceAccount", output(&account, "email")), ("containers", Value::List(vec![runs]))]);
    let inputs = present([
        ("description", given(whole, "description")),
        ("ingress", given(whole, "ingress")),
        ("template", template),
    ]);
    made.push(of(service.clone(), inputs, own()));
    if given(whole, "alarmChannel") != Value::Absent {
        let requests = |label: &str| {
            Value::Joined(vec![
                text("resource.type = \"cloud_run_revision\" AND resource.labels.service_name = \""),
                output(&service, "name"),
                text(format!("\" AND metric.type = \"run.googleapis.com/request_count\" AND metric.labels.{label}")),
            ])
        };
        let alarms = [
            ("-errors", format!("The {} container fails", whole.id.name), "response_code_class = \"5xx\""),
            (
                "-refused",
                format!("The copies of the {} container cannot take all requests", whole.id.name),
                "response_code = \"429\"",
            ),
        ];
        made.extend(alarms.map(|(suffix, told, label)| {
            let inputs = alert(whole, text(&told), requests(label), Value::Integer(0), false);
            of(companion(&whole.id, ALERT, suffix), inputs, own())
        }));
    }
    made
}

/// The variables of a function: those that it is given, after one that every function has.
fn variables(whole: &Registered) -> Value {
    let mut entries = vec![("LOG_EXECUTION_ID".to_owned(), text("true"))];
    if let Value::Object(given) = given(whole, "environment").plain() {
        entries.extend(given.iter().cloned());
    }
    Value::Object(entries)
}

fn build(whole: &Registered) -> Vec<Registered> {
    let own = || whole.origin.clone();
    let account = companion(&whole.id, ACCOUNT, "");
    let bucket = companion(&whole.id, BUCKET, "-code");
    let images = companion(&whole.id, IMAGES, "-images");
    let builder = || output(&account, "member");
    let copies = object([
        ("title", text("Copies of code")),
        ("expression", text("resource.name.startsWith(\"projects/_/buckets/gcf-v2-sources-\")")),
    ]);
    let project = || given(whole, "project");
    vec![
        of(bucket.clone(), Vec::new(), own()),
        of(images.clone(), Vec::new(), own()),
        of(account.clone(), Vec::new(), own()),
        member(
            whole,
            PROJECT_MEMBER,
            "-writes-logs",
            present([("project", project()), ("role", text("roles/logging.logWriter")), ("member", builder())]),
            &[],
        ),
        member(
            whole,
            IMAGES_MEMBER,
            "-pushes-images",
            present([
                ("repository", output(&images, "name")),
                ("role", text("roles/artifactregistry.writer")),
                ("member", builder()),
            ]),
            &[],
        ),
        member(
            whole,
            BUCKET_MEMBER,
            "-reads-code",
            present([
                ("bucket", output(&bucket, "name")),
                ("role", text("roles/storage.objectViewer")),
                ("member", builder()),
            ]),
            &[],
        ),
        member(
            whole,
            PROJECT_MEMBER,
            "-reads-copies",
            present([
                ("project", project()),
                ("role", text("roles/storage.objectViewer")),
                ("member", builder()),
                ("condition", copies),
            ]),
            &[],
        ),
    ]
}

fn dead_letters(whole: &Registered) -> Vec<Registered> {
    let own = || whole.origin.clone();
    let topic = companion(&whole.id, TOPIC, "");
    let inputs = present([
        ("topic", output(&topic, "name")),
        ("role", text("roles/pubsub.publisher")),
        ("member", given(whole, "pubsubAgent")),
    ]);
    let subscription = companion(&whole.id, SUBSCRIPTION, "");
    let waiting = Value::Joined(vec![
        text("resource.type = \"pubsub_subscription\" AND resource.labels.subscription_id = \""),
        output(&subscription, "name"),
        text("\" AND metric.type = \"pubsub.googleapis.com/subscription/num_undelivered_messages\""),
    ]);
    let alarm = alert(whole, given(whole, "description"), waiting, Value::Integer(0), true);
    let kept = present([
        ("topic", output(&topic, "id")),
        ("messageRetentionDuration", text("1209600s")),
        ("expirationPolicy", object([("ttl", text(""))])),
    ]);
    vec![
        of(topic.clone(), Vec::new(), own()),
        of(subscription, kept, own()),
        member(whole, TOPIC_MEMBER, "-set-aside", inputs, &[]),
        of(companion(&whole.id, ALERT, "-waiting"), alarm, own()),
    ]
}

fn delivery(whole: &Registered) -> Vec<Registered> {
    let subscription = companion(&whole.id, SUBSCRIPTION, "");
    let part = |whole: &Value, name: &str| whole.get(name).cloned().unwrap_or(Value::Absent);
    let some = |value: &Value, made: Value| if *value == Value::Absent { Value::Absent } else { made };
    let (aside, push) = (given(whole, "deadLetters"), given(whole, "push"));
    let token = object([("serviceAccountEmail", part(&push, "account")), ("audience", part(&push, "uri"))]);
    let inputs = present([
        ("topic", given(whole, "topic")),
        ("filter", given(whole, "filter")),
        ("ackDeadlineSeconds", given(whole, "ackDeadlineSeconds")),
        ("messageRetentionDuration", seconds(given(whole, "retentionSeconds"))),
        ("enableMessageOrdering", given(whole, "ordered")),
        ("expirationPolicy", object([("ttl", text(""))])),
        ("retryPolicy", object([("minimumBackoff", text("10s")), ("maximumBackoff", text("600s"))])),
        (
            "deadLetterPolicy",
            some(
                &aside,
                object([("deadLetterTopic", part(&aside, "topic")), ("maxDeliveryAttempts", part(&aside, "attempts"))]),
            ),
        ),
        ("pushConfig", some(&push, object([("pushEndpoint", part(&push, "uri")), ("oidcToken", token)]))),
    ]);
    let mut made = vec![of(subscription.clone(), inputs, whole.origin.clone())];
    if given(whole, "deadLetters") != Value::Absent {
        let inputs = present([
            ("subscription", output(&subscription, "name")),
            ("role", text("roles/pubsub.subscriber")),
            ("member", given(whole, "pubsubAgent")),
        ]);
        made.push(member(whole, SUBSCRIPTION_MEMBER, "-set-aside", inputs, &[]));
    }
    made
}

fn http_api(whole: &Registered) -> Vec<Registered> {
    let own = || whole.origin.clone();
    vec![
        of(companion(&whole.id, "gcp:apigateway/api:Api", ""), Vec::new(), own()),
        of(companion(&whole.id, CONFIG, ""), present([("routes", given(whole, "routes"))]), own()),
        of(companion(&whole.id, GATEWAY, ""), Vec::new(), own()),
    ]
}

/// A number of seconds as Google's APIs write it.
fn seconds(value: Value) -> Value {
    match value {
        Value::Integer(count) => text(format!("{count}s")),
        other => Value::Joined(vec![other, text("s")]),
    }
}

fn static_site(whole: &Registered) -> Vec<Registered> {
    let own = || whole.origin.clone();
    let files = companion(&whole.id, BUCKET, "-files");
    let inputs = present([
        ("bucket", output(&files, "name")),
        ("role", text("roles/storage.legacyObjectReader")),
        ("member", text("allUsers")),
    ]);
    let open =
        present([("uniformBucketLevelAccess", Value::Boolean(true)), ("publicAccessPrevention", text("inherited"))]);
    vec![
        of(files.clone(), open, own()),
        member(whole, BUCKET_MEMBER, "-shown-to-anyone", inputs, &[]),
        of(companion(&whole.id, URL_MAP, ""), present([("apis", given(whole, "apis"))]), own()),
    ]
}

fn alarm(whole: &Registered) -> Vec<Registered> {
    let highest = given(whole, "aligner").as_text() == Some("ALIGN_MAX");
    let (told, metric) = (given(whole, "description"), given(whole, "metric"));
    let inputs = alert(whole, told, metric, given(whole, "threshold"), highest);
    vec![of(companion(&whole.id, ALERT, ""), inputs, whole.origin.clone())]
}

/// What an alert policy is: it counts, or takes the highest, over five minutes.
fn alert(whole: &Registered, told: Value, metric: Value, threshold: Value, highest: bool) -> Vec<(String, Value)> {
    let (aligner, reducer) = if highest { ("ALIGN_MAX", "REDUCE_MAX") } else { ("ALIGN_DELTA", "REDUCE_SUM") };
    let aggregation = object([
        ("alignmentPeriod", text("300s")),
        ("perSeriesAligner", text(aligner)),
        ("crossSeriesReducer", text(reducer)),
    ]);
    let watched = object([
        ("filter", metric),
        ("comparison", text("COMPARISON_GT")),
        ("thresholdValue", threshold),
        ("duration", text("0s")),
        ("aggregations", Value::List(vec![aggregation])),
    ]);
    let condition = object([("displayName", told.clone()), ("conditionThreshold", watched)]);
    let channel = ["channel", "alarmChannel"].map(|name| given(whole, name));
    let channels = channel.into_iter().filter(|channel| *channel != Value::Absent).collect();
    present([
        ("displayName", told),
        ("conditions", Value::List(vec![condition])),
        ("notificationChannels", Value::List(channels)),
    ])
}
