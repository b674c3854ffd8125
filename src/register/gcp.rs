//! What the support modules of programs for Google Cloud make and give back: as much as tells who may do what, and what
//! is wired to what. The proof compares it with what the modules register.

use crate::program::Origin;

use super::Registered;
use super::evaluate::companion;
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
const SUBSCRIPTION: &str = "gcp:pubsub/subscription:Subscription";
const SUBSCRIPTION_MEMBER: &str = "gcp:pubsub/subscriptionIAMMember:SubscriptionIAMMember";
const TOPIC: &str = "gcp:pubsub/topic:Topic";
const TOPIC_MEMBER: &str = "gcp:pubsub/topicIAMMember:TopicIAMMember";

/// A field of an object of a support class.
pub(super) fn field(id: &ResourceId, name: &str) -> Option<Value> {
    let part = |kind: &str, suffix: &str| Some(Value::Resource(companion(id, kind, suffix)));
    match (id.kind.as_str(), name) {
        ("CloudFunction", "account") => Some(Value::Resource(account(id))),
        ("CloudFunction", "function") => part(FUNCTION, ""),
        ("CloudFunction", "uri") => Some(output(&companion(id, FUNCTION, ""), "serviceConfig.uri")),
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
        _ => None,
    }
}

/// What makes the resources of a support class or function.
type Makes = fn(&Registered) -> Vec<Registered>;

const MAKES: &[(&str, Makes)] = &[
    ("CloudFunction", function),
    ("DeadLetters", dead_letters),
    ("Delivery", delivery),
    ("FunctionBuild", build),
    ("HttpApi", http_api),
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
        "userName" | "json" | "run" if !arguments.is_empty() => arguments.swap_remove(0),
        _ => Value::Unknown,
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn output(id: &ResourceId, name: &str) -> Value {
    Value::Output(id.clone(), name.to_owned())
}

fn object<const COUNT: usize>(entries: [(&str, Value); COUNT]) -> Value {
    Value::Object(present(entries))
}

fn present<const COUNT: usize>(entries: [(&str, Value); COUNT]) -> Vec<(String, Value)> {
    let kept = entries.into_iter().filter(|(_, value)| *value != Value::Absent);
    kept.map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The account of a function. Its name may be shorter than the function's.
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

fn given(whole: &Registered, name: &str) -> Value {
    whole.input(name).cloned().unwrap_or(Value::Absent)
}

fn function(whole: &Registered) -> Vec<Registered> {
    let own = whole.origin.clone();
    let account = account(&whole.id);
    let function = companion(&whole.id, FUNCTION, "");
    let mut made = vec![of(account.clone(), Vec::new(), own.clone())];
    let secrets = given(whole, "secrets");
    for secret in secrets.items() {
        let variable = secret.get("variable").map(Value::readable).unwrap_or_default();
        let suffix = format!("-reads-{}", variable.to_lowercase().replace('_', "-"));
        let inputs = present([
            ("secretId", secret.get("secretId").cloned().unwrap_or(Value::Absent)),
            ("role", text("roles/secretmanager.secretAccessor")),
            ("member", output(&account, "member")),
        ]);
        made.push(member(whole, SECRET_MEMBER, &suffix, inputs, secret.origins()));
    }
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
        ("environmentVariables", given(whole, "environment")),
    ]);
    let inputs = present([("description", given(whole, "description")), ("serviceConfig", service)]);
    made.push(of(function, inputs, own.clone()));
    made.push(of(companion(&whole.id, ALERT, "-errors"), Vec::new(), own));
    made
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
    vec![
        of(topic.clone(), Vec::new(), own()),
        of(companion(&whole.id, SUBSCRIPTION, ""), present([("topic", output(&topic, "id"))]), own()),
        member(whole, TOPIC_MEMBER, "-set-aside", inputs, &[]),
        of(companion(&whole.id, ALERT, "-waiting"), Vec::new(), own()),
    ]
}

fn delivery(whole: &Registered) -> Vec<Registered> {
    let subscription = companion(&whole.id, SUBSCRIPTION, "");
    let inputs = present([("topic", given(whole, "topic")), ("filter", given(whole, "filter"))]);
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

fn alarm(whole: &Registered) -> Vec<Registered> {
    let inputs = present([("displayName", given(whole, "description")), ("filter", given(whole, "filter"))]);
    vec![of(companion(&whole.id, ALERT, ""), inputs, whole.origin.clone())]
}
