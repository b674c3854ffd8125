//! The runbook's part on Azure: metric alerts, dead letters of Service Bus and of Event Grid.

use crate::register::{Registered, Value};

use super::super::markdown::{commands, table};
use super::{Alarm, Alarms, Metric, place};

/// What keeps dead letters in Service Bus, and what it is called.
const KEEPS: &[(&str, &str)] =
    &[("azure-native:servicebus:Queue", "queue"), ("azure-native:servicebus:Subscription", "subscription")];

const UNDELIVERED: &str = "-undelivered";
const CONTAINER: &str = "azure-native:storage:BlobContainer";

pub(in crate::project::files) const AZURE: Alarms = Alarms {
    kind: "azure-native:monitor:MetricAlert",
    told: "Alarms go to one action group; the setting {} says who gets mail.",
    read,
    metrics: METRICS,
    set_aside,
};

fn read(alarm: &Registered) -> Alarm {
    let criteria = alarm.input("criteria").and_then(|criteria| criteria.get("allOf"));
    let criterion = criteria.and_then(|criteria| criteria.items().into_iter().next());
    let text = |name: &str| criterion.and_then(|value| value.get(name)).map(Value::readable).unwrap_or_default();
    Alarm {
        metric: text("metricName"),
        when: format!("above {}", text("threshold")),
        said: alarm.input("description").map(Value::readable).unwrap_or_default(),
    }
}

const METRICS: &[Metric] = &[
    Metric {
        name: "requests/failed",
        means: "A function ended with an error, or ran out of time or memory.",
        look: "Failures in Application Insights, from the time of the alarm: the exception, and the call that failed in the \
               transaction.",
        act: "If a deployment came just before, deploy the version before it again. If a service it calls fails, Service Bus \
              tries again; watch the dead letters below.",
    },
    Metric {
        name: "DeadletteredMessages",
        means: "Something could not be worked off and was set aside.",
        look: "One of the messages with its reason (`DeadLetterReason`), and the errors of the function that should have worked \
               it off.",
        act: "Mend the cause first, then send the messages again as below.",
    },
    Metric {
        name: "Requests",
        means: "The API answered with server errors.",
        look: "Failures in Application Insights: the operation names the route, and the dependency the function that failed.",
        act: "As for errors of functions.",
    },
    Metric {
        name: "RestartCount",
        means: "A container ended, or did not answer its check, and was started again several times.",
        look: "The console log and the system log of the app in Log Analytics (`ContainerAppConsoleLogs`, \
               `ContainerAppSystemLogs`): how it ended, and whether memory ran out.",
        act: "If a new image came just before, deploy the image before it again. If memory runs out, raise `cpu` and \
              `memory` together.",
    },
    Metric {
        name: "cpu_percent",
        means: "A database is at work without a break, and answers slowly.",
        look: "Query Performance Insight of the server: which statements take the time, and since when.",
        act: "If one statement stands out, give it an index. If there is simply more to do, raise `capacity.min`.",
    },
    Metric {
        name: "storage_percent",
        means: "The room of a database is nearly used up. It grows by itself where it may, and takes no writes where not.",
        look: "Storage used and its growth in Azure Monitor, and which tables are the largest.",
        act: "Delete what nobody needs. If the server cannot grow by itself any more, give it more room (`storage` under \
              `extra`).",
    },
    Metric {
        name: "connections_failed",
        means: "A database turned connections away.",
        look: "The log of the server in Log Analytics (`PGSQLServerLogs`): whether users are missing or tokens wrong, or \
               all connections are taken.",
        act: "If a user is missing, an administrator makes it as the comment at the database says. If connections run out, \
              lower `concurrency.reserved` of the functions, or raise `max_connections`.",
    },
    Metric {
        name: "RunsFailed",
        means: "A run of a workflow failed: a step did for good, or the run was ended on purpose.",
        look: "The run in the runs history of the logic app: the action that failed, and what it was answered.",
        act: "Mend the cause, then submit the run again from the runs history; what the run had done was undone where the \
              design says so, and the error names what could not be.",
    },
    Metric {
        name: "ServerLoad",
        means: "Open connections send and get nearly as much as their service can carry.",
        look: "Connection count and traffic of the service in Azure Monitor: whether more people came, or few send much.",
        act: "If more people came, give the service more units (`sku.capacity` under `extra`). If few send much, find their \
              connections in the messaging log.",
    },
];

fn set_aside(resources: &[Registered]) -> String {
    let there = || resources.iter().filter(|resource| !resource.existing);
    let kept: Vec<Vec<String>> = there()
        .filter_map(|resource| {
            let (_, what) = KEEPS.iter().find(|(kind, _)| *kind == resource.id.kind)?;
            Some(vec![place(&resource.id), format!("dead letters of the {what}")])
        })
        .collect();
    let undelivered: Vec<Vec<String>> = there()
        .filter(|resource| resource.id.kind == CONTAINER && resource.id.name.ends_with(UNDELIVERED))
        .map(|resource| vec![place(&resource.id), "events that could not be delivered".to_owned()])
        .collect();
    if kept.is_empty() && undelivered.is_empty() {
        return String::new();
    }
    let rows: Vec<Vec<String>> = kept.iter().chain(&undelivered).cloned().collect();
    let mut page =
        format!("\n## Sending again what was set aside\n\n{}", table(&["Where", "What is set aside there"], &rows));
    if !kept.is_empty() {
        page.push_str(
            "\nIn the portal, Service Bus Explorer of the queue or subscription shows the dead letters without taking them \
             out (Peek), and sends those that are picked to where they came from (Re-send selected messages).\n",
        );
    }
    if !undelivered.is_empty() {
        let look =
            "az storage blob list --auth-mode login --account-name ACCOUNT --container-name CONTAINER --output table";
        page.push_str("\nEvents that could not be delivered are blobs, a list of events each, with the reason:\n\n");
        page.push_str(&commands(&[look]));
        page.push_str("\nPublish them to their topic again, or run what a file would have started once more.\n");
    }
    page
}
