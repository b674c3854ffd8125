//! The sizes that Fargate offers.

use crate::design::{NodeId, Place};
use crate::program::{Expression, Literal, SettingKind};
use crate::value::Value;

use super::super::Aws;

/// Processor units, and the memory that goes with them in MiB: from, to, and in which steps. Source: Amazon ECS Developer
/// Guide, task CPU and memory on Fargate, 2026-11.
const SIZES: &[(i64, i64, i64, i64)] = &[
    (256, 512, 2048, 512),
    (512, 1024, 4096, 1024),
    (1024, 2048, 8192, 1024),
    (2048, 4096, 16_384, 1024),
    (4096, 8192, 30_720, 1024),
    (8192, 16_384, 61_440, 4096),
    (16_384, 32_768, 122_880, 8192),
];

/// Processors as units of which 1024 are one.
fn in_units(value: &Value) -> Option<i64> {
    value.as_number().map(|processors| (processors * 1024.0).round() as i64)
}

/// The processor units.
pub(super) fn units(cx: &mut Aws, id: &NodeId) -> Option<Expression> {
    cx.vary(id, &["cpu"], &SettingKind::Text, "units", |value| {
        in_units(value).map(|units| Literal::Text(units.to_string()))
    })
}

/// The memory, when it is one that goes with the processors.
fn fits(units: i64, memory: i64) -> bool {
    SIZES.iter().any(|(size, from, to, step)| {
        // The smallest size has 512 MiB and whole GiB.
        let steps = *size != 256 || memory != 1536;
        *size == units && (*from..=*to).contains(&memory) && memory % step == 0 && steps
    })
}

/// Refuses a size that is not offered.
pub(super) fn check(cx: &mut Aws, id: &NodeId) {
    let environments: Vec<Option<String>> = if cx.design.environments.is_empty() {
        vec![None]
    } else {
        cx.design.environments.keys().cloned().map(Some).collect()
    };
    for environment in environments {
        let value = |property: &str| cx.design.effective(id, &[property], environment.as_deref());
        let (Some(processors), Some(memory)) = (value("cpu"), value("memory").and_then(|value| value.as_integer()))
        else {
            continue;
        };
        let Some(units) = in_units(&processors) else { continue };
        if fits(units, memory) {
            continue;
        }
        let offered = SIZES.iter().find(|(size, ..)| *size == units);
        let help = offered.map_or_else(
            || "set cpu to 0.25, 0.5, 1, 2, 4, 8 or 16".to_owned(),
            |(_, from, to, step)| format!("set memory from {from} to {to} in steps of {step}, or other processors"),
        );
        cx.refuse(
            Place::property(id, if offered.is_some() { "memory" } else { "cpu" }),
            format!("{id} asks for cpu {processors} with memory {memory} MiB, which Fargate does not offer"),
            help,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_goes_with_processors() {
        assert!(fits(256, 512));
        assert!(fits(256, 2048));
        assert!(!fits(256, 1536));
        assert!(!fits(512, 512));
        assert!(fits(8192, 20_480));
        assert!(!fits(8192, 17_408));
        assert!(!fits(300, 512));
    }
}
