//! The runbook: what each alarm means, what to look at and what to do; how to send again what was set aside.
//!
//! What alarms and dead letters are on a cloud is a file for each.

mod aws;
mod azure;
mod gcp;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::register::Registered;

use super::Project;
use super::markdown::{code, table, text};

pub(super) use aws::AWS;
pub(super) use azure::AZURE;
pub(super) use gcp::GCP;

/// What raises an alarm on a cloud, and what to do about it.
pub(super) struct Alarms {
    /// The type of alarms.
    kind: &'static str,
    /// How they are told, as a sentence; `{}` stands for the setting.
    told: &'static str,
    /// What an alarm watches.
    read: fn(&Registered) -> Alarm,
    /// What alarms on metrics mean, in the order of the pages.
    metrics: &'static [Metric],
    /// The section on what was set aside; empty where nothing is.
    set_aside: fn(&[Registered]) -> String,
}

/// What an alarm on a metric asks for.
struct Metric {
    name: &'static str,
    /// What it tells.
    means: &'static str,
    /// What to look at.
    look: &'static str,
    /// What to do.
    act: &'static str,
}

/// What one alarm watches.
struct Alarm {
    metric: String,
    /// When it goes off.
    when: String,
    said: String,
}

/// Whether there is a runbook: where something can raise an alarm.
pub(super) fn is_there(project: &Project<'_>) -> bool {
    project.registration.last.iter().any(|resource| resource.id.kind == project.cloud().alarms.kind)
}

/// The runbook; empty where nothing can raise an alarm.
pub(super) fn text_of(project: &Project<'_>) -> String {
    let cloud = &project.cloud().alarms;
    let resources = &project.registration.last;
    let alarms: Vec<&Registered> = resources.iter().filter(|resource| resource.id.kind == cloud.kind).collect();
    if alarms.is_empty() {
        return String::new();
    }
    let mut page =
        format!("# Runbook of {}\n\n{}\n", text(&project.design.name), cloud.told.replace("{}", &code("alarmEmail")));
    page.push_str(&by_metric(cloud, &alarms));
    page.push_str(&(cloud.set_aside)(resources));
    page
}

fn by_metric(cloud: &Alarms, alarms: &[&Registered]) -> String {
    let mut groups: BTreeMap<String, Vec<(&Registered, Alarm)>> = BTreeMap::new();
    for alarm in alarms {
        let watched = (cloud.read)(alarm);
        groups.entry(watched.metric.clone()).or_default().push((alarm, watched));
    }
    let place = |metric: &str| cloud.metrics.iter().position(|row| row.name == metric).unwrap_or(cloud.metrics.len());
    let mut ordered: Vec<(&String, &Vec<(&Registered, Alarm)>)> = groups.iter().collect();
    ordered.sort_by_key(|(metric, _)| (place(metric), metric.as_str()));
    let mut page = String::new();
    for (metric, alarms) in ordered {
        let _ = write!(page, "\n## {}\n\n", code(metric));
        if let Some(Metric { means, look, act, .. }) = cloud.metrics.iter().find(|row| row.name == metric) {
            let _ = write!(page, "{means}\n\n- **Look at:** {look}\n- **Do:** {act}\n\n");
        }
        let rows: Vec<Vec<String>> = alarms
            .iter()
            .map(|(alarm, watched)| {
                vec![
                    code(&format!("{}.{}", alarm.id.service, alarm.id.name)),
                    text(&watched.said),
                    watched.when.clone(),
                ]
            })
            .collect();
        page.push_str(&table(&["Alarm", "What it says", "When"], &rows));
    }
    page
}

/// A resource as people find it: its service and its name.
fn place(resource: &crate::register::ResourceId) -> String {
    code(&format!("{}.{}", resource.service, resource.name))
}
