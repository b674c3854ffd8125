//! What queues and topics have in common: the namespace, its connection, and durations as the service writes them.

use crate::design::NodeId;
use crate::program::{Expression, Literal, Part, SettingKind};
use crate::text::duration::Duration;
use crate::value::Value;

use super::super::draft::of;
use super::Azure;
use super::access::Grant;
use super::platform::MESSAGES;

/// The connection of triggers and code to Service Bus.
pub(super) const CONNECTION: &str = "Messages";

impl Azure<'_> {
    /// A duration as ISO 8601 writes it.
    pub(super) fn iso(&mut self, id: &NodeId, path: &[&str]) -> Option<Expression> {
        self.vary(id, path, &SettingKind::Text, "", |value: &Value| {
            Some(Literal::Text(iso(Duration::parse(value.as_str()?)?.seconds())))
        })
    }
}

/// `PT30S`, `PT5M`, `P14D`.
pub(super) fn iso(seconds: u64) -> String {
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let (hours, minutes, seconds) = (rest / 3600, rest % 3600 / 60, rest % 60);
    let part = |count: u64, unit: char| if count == 0 { String::new() } else { format!("{count}{unit}") };
    let time = [part(hours, 'H'), part(minutes, 'M'), part(seconds, 'S')].concat();
    match (days, time.is_empty()) {
        (0, true) => "PT0S".to_owned(),
        (_, true) => format!("P{days}D"),
        (0, false) => format!("PT{time}"),
        _ => format!("P{days}DT{time}"),
    }
}

impl Grant {
    /// The connection to Service Bus.
    pub(super) fn messages(self) -> Self {
        self.connection(CONNECTION, "fullyQualifiedNamespace", host(MESSAGES))
    }
}

/// The host name of a namespace.
pub(super) fn host(namespace: &str) -> Expression {
    Expression::Interpolate(vec![Part::Value(of(namespace, "name")), Part::Text(".servicebus.windows.net".to_owned())])
}

#[cfg(test)]
mod tests {
    use super::iso;

    #[test]
    fn durations_are_written_as_iso_8601() {
        for (seconds, written) in
            [(0, "PT0S"), (30, "PT30S"), (300, "PT5M"), (3661, "PT1H1M1S"), (86_400, "P1D"), (90_000, "P1DT1H")]
        {
            assert_eq!(iso(seconds), written);
        }
    }
}
