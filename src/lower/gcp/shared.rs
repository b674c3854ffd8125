//! What programs have without anyone drawing it: where functions are built, Pub/Sub's own identity, the channel of all
//! alarms. Each is made where something asks for it.

use crate::design::model::SHARED;
use crate::program::{Expression, Name, Origin, Part};

use super::super::draft::{Item, New, Position, Stage, of, whole};
use super::super::settings::Derived;
use super::{Gcp, region, support};

const BUILD: &str = "shared/function-build";
const CHANNEL: &str = "shared/alarm-channel";
const PUBSUB_AGENT: &str = "shared/pubsub-agent";
const STORAGE_AGENT: &str = "shared/storage-agent";
const FIRST: Position = (0, Stage::Before);

/// What is made without anyone drawing it, where something needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Undrawn {
    /// Where functions are built.
    Build,
    /// The channel that all alarms go to.
    Channel,
    /// The identity of Pub/Sub itself.
    PubsubAgent,
    /// The identity of Cloud Storage itself.
    StorageAgent,
}

impl Gcp<'_> {
    /// Where functions are built.
    pub(super) fn function_build(&mut self) -> Expression {
        self.facts.undrawn.insert(Undrawn::Build);
        whole(BUILD)
    }

    /// The channel that all alarms go to.
    pub(super) fn alarm_channel(&mut self) -> Expression {
        self.facts.undrawn.insert(Undrawn::Channel);
        of(CHANNEL, "name")
    }

    /// The member that Pub/Sub itself is.
    pub(super) fn pubsub_agent(&mut self) -> Expression {
        self.facts.undrawn.insert(Undrawn::PubsubAgent);
        of(PUBSUB_AGENT, "member")
    }

    /// The member that Cloud Storage itself is.
    pub(super) fn storage_agent(&mut self) -> Expression {
        self.facts.undrawn.insert(Undrawn::StorageAgent);
        of(STORAGE_AGENT, "")
    }

    /// An id that is the only one of its kind in the project: with the program's name and the environment in it.
    pub(super) fn own_id(suffix: &str) -> Expression {
        let setting = |name: &str| Part::Value(Expression::Setting(Name::known(name)));
        let mut parts = vec![setting("project"), Part::Text("-".to_owned()), setting("environment")];
        if !suffix.is_empty() {
            parts.push(Part::Text(format!("-{suffix}")));
        }
        Expression::Format(parts)
    }
}

/// Makes the frame's part of the shared component.
pub(super) fn lower(cx: &mut Gcp) {
    for undrawn in cx.facts.undrawn.clone() {
        match undrawn {
            Undrawn::Build => build(cx),
            Undrawn::Channel => channel(cx),
            Undrawn::PubsubAgent => pubsub_agent(cx),
            Undrawn::StorageAgent => storage_agent(cx),
        }
    }
}

fn build(cx: &mut Gcp) {
    cx.facts.support.insert(support::FUNCTION_BUILD);
    cx.facts.apis.extend(["artifactregistry", "cloudbuild", "cloudfunctions", "run", "storage"]);
    let project = cx.google_project();
    let class = "components/function-build:FunctionBuild";
    let name = cx.names.take(SHARED, class, "function-build", "shared");
    let item = New::component(class, BUILD, name.clone(), Origin::Frame)
        .variable(name, "shared")
        .argument("project", project)
        .argument("region", region())
        .argument("repositoryId", Gcp::own_id(""))
        .at(FIRST);
    cx.push(SHARED, item);
}

fn channel(cx: &mut Gcp) {
    cx.facts.apis.insert("monitoring");
    let setting = cx.settings.own_or_derived(Derived {
        wish: "alarm-email".to_owned(),
        documentation: "Where alarms are sent.".to_owned(),
        ..Derived::default()
    });
    let class = "gcp.monitoring.NotificationChannel";
    let name = cx.names.take(SHARED, class, "alarms", "shared");
    let title = Expression::Format(vec![
        Part::Text("Alarms of ".to_owned()),
        Part::Value(Expression::Setting(Name::known("project"))),
        Part::Text(" in ".to_owned()),
        Part::Value(Expression::Setting(Name::known("environment"))),
    ]);
    let item = New::sdk(class, CHANNEL, name, Origin::Frame)
        .variable("alarm-channel".to_owned(), "shared")
        .argument("displayName", title)
        .argument("type", Expression::text("email"))
        .argument("labels", Expression::data([("email_address", Expression::Setting(setting))]))
        .at(FIRST);
    cx.push(SHARED, item);
}

fn pubsub_agent(cx: &mut Gcp) {
    let class = "gcp.projects.ServiceIdentity";
    let name = cx.names.take(SHARED, class, "pubsub-agent", "shared");
    let item = New::sdk(class, PUBSUB_AGENT, name.clone(), Origin::Frame)
        .variable(name, "shared")
        .argument("service", Expression::text("pubsub.googleapis.com"))
        .comment("Pub/Sub's own identity, which sets messages aside.")
        .at(FIRST);
    cx.push(SHARED, item);
}

fn storage_agent(cx: &mut Gcp) {
    let question = Expression::Invoke {
        function: vec!["gcp".to_owned(), "storage".to_owned(), "getProjectServiceAccount".to_owned()],
        arguments: Vec::new(),
    };
    cx.push(SHARED, Item::value(STORAGE_AGENT, "storage-agent", question.property("member"), FIRST));
}
