//! The runbook's part on Google Cloud: alert policies, and topics in which Pub/Sub sets messages aside.

use std::collections::BTreeMap;

use crate::register::{Registered, ResourceId, Value};

use super::super::markdown::{commands, table};
use super::{Alarm, Alarms, Metric, place};

const SUBSCRIPTION: &str = "gcp:pubsub/subscription:Subscription";
const TOPIC: &str = "gcp:pubsub/topic:Topic";

pub(in crate::project::files) const GCP: Alarms = Alarms {
    kind: "gcp:monitoring/alertPolicy:AlertPolicy",
    told: "Alarms are incidents of Cloud Monitoring; the setting {} says who gets mail.",
    read,
    metrics: METRICS,
    set_aside,
};

fn read(alarm: &Registered) -> Alarm {
    let condition = alarm.input("conditions").and_then(|conditions| conditions.items().into_iter().next());
    let watched = condition.and_then(|condition| condition.get("conditionThreshold"));
    let text = |name: &str| watched.and_then(|watched| watched.get(name)).map(Value::readable).unwrap_or_default();
    let filter = text("filter");
    let metric = filter.split("metric.type = \"").nth(1).and_then(|rest| rest.split('"').next());
    let when = metric.map_or_else(|| "when it is logged".to_owned(), |_| format!("above {}", text("thresholdValue")));
    Alarm {
        metric: metric.unwrap_or(LOGGED).to_owned(),
        when,
        said: alarm.input("displayName").map(Value::readable).unwrap_or_default(),
    }
}

const METRICS: &[Metric] = &[
    Metric {
        name: "run.googleapis.com/request_count",
        means: "A function or a container answered with an error of the server (5xx): it failed, ran out of time or \
                memory, or could not start. Or a container turned requests away (429), since all of its copies were busy.",
        look: "Its logs from the time of the alarm, in Logs Explorer: `resource.type=\"cloud_run_revision\" severity>=ERROR`; \
               then the trace, which shows the call that failed.",
        act: "If a deployment came just before, deploy the version before it again. If a service it calls fails, Pub/Sub tries \
              again; watch what is set aside below. Where copies are busy, raise `max` of the container.",
    },
    Metric {
        name: "pubsub.googleapis.com/subscription/num_undelivered_messages",
        means: "Something could not be worked off and was set aside.",
        look: "One of the messages, and the errors of the function that should have worked it off. The attribute \
               `CloudPubSubDeadLetterSourceSubscription` names the subscription it came from.",
        act: "Mend the cause first, then send the messages again as below.",
    },
    Metric {
        name: "pubsub.googleapis.com/topic/oldest_unacked_message_age_by_region",
        means: "Eventarc could not start runs of a workflow for more than ten minutes. It tries for a day.",
        look: "The trigger's state, `gcloud eventarc triggers describe TRIGGER --location REGION`, and the quotas of \
               Workflows.",
        act: "Mend what is in the way within a day; messages that are older are lost.",
    },
    Metric {
        name: LOGGED,
        means: "A schedule could not start what it should, after all attempts.",
        look: "Its line in the logs, which holds the answer (`resource.type=\"cloud_scheduler_job\" severity>=ERROR`), and the \
               errors of what it starts.",
        act: "Mend the cause, then start it by hand: `gcloud scheduler jobs run JOB --location REGION`.",
    },
];

/// The heading of alarms that look for a line in the logs.
const LOGGED: &str = "cloud_scheduler_job";

fn set_aside(resources: &[Registered]) -> String {
    let mut found: BTreeMap<&ResourceId, Vec<&ResourceId>> = BTreeMap::new();
    for resource in resources.iter().filter(|resource| resource.id.kind == SUBSCRIPTION) {
        let policy = resource.input("deadLetterPolicy").and_then(|policy| policy.get("deadLetterTopic"));
        if let Some(topic) = policy.and_then(Value::resource).filter(|id| id.kind == TOPIC) {
            found.entry(topic).or_default().push(&resource.id);
        }
    }
    if found.is_empty() {
        return String::new();
    }
    let rows: Vec<Vec<String>> = found
        .iter()
        .map(|(topic, sources)| {
            let sources: Vec<String> = sources.iter().map(|id| place(id)).collect();
            vec![place(topic), sources.join(", ")]
        })
        .collect();
    let look = "gcloud pubsub subscriptions pull SUBSCRIPTION --limit 10 --format json";
    let again = [
        "gcloud pubsub topics publish TOPIC --message BODY --attribute type=EVENT",
        "gcloud pubsub subscriptions ack SUBSCRIPTION --ack-ids ID",
    ];
    format!(
        "\n## Sending again what was set aside\n\n{}\nEach topic of the left column has a subscription of its name, which keeps \
         messages for two weeks. What is in it, without taking it out:\n\n{}\nTo send a message again, publish its body (in \
         base64 under `data`) with its attributes to the topic that it came from, then take it out. All who subscribe to \
         that topic get it once more:\n\n{}",
        table(&["Set aside in", "By the subscription"], &rows),
        commands(&[look]),
        commands(&again),
    )
}
