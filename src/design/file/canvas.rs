//! The canvas file `NAME.canvas.yaml` beside a design: where a person has pinned nodes.
//!
//! One sorted line a node, so that it never conflicts with a change of the design. Holds nothing else.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::design::model::NodeId;
use crate::value::Value;

use super::tree::{Item, parse};

/// Where a node was pinned, in cells of the canvas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pin {
    /// From the left.
    pub x: i32,
    /// From the top.
    pub y: i32,
}

/// The pinned nodes.
pub type Pins = BTreeMap<NodeId, Pin>;

/// The canvas file of a design: `shop.yaml` has `shop.canvas.yaml`.
pub fn path_beside(design: &Path) -> PathBuf {
    design.with_extension("canvas.yaml")
}

/// Reads the text of a canvas file; an empty text pins nothing. What cannot be read is left out and reported, one
/// sentence each.
pub fn read(text: &str) -> (Pins, Vec<String>) {
    let (root, faults) = parse(text);
    let mut problems: Vec<String> = faults.into_iter().map(|fault| fault.message).collect();
    let mut pins = Pins::new();
    let Some(root) = root.filter(|root| !root.is_null()) else { return (pins, problems) };
    let Some(entries) = root.as_map() else {
        problems.push("the canvas file is not a map of nodes to positions".to_owned());
        return (pins, problems);
    };
    for (key, entry) in entries {
        match (NodeId::parse(key), coordinate(&entry.value, "x"), coordinate(&entry.value, "y")) {
            (Some(id), Some(x), Some(y)) => {
                pins.insert(id, Pin { x, y });
            }
            _ => problems.push(format!("{key} has no position of the form {{ x: 42, y: 10 }}")),
        }
    }
    (pins, problems)
}

fn coordinate(item: &Item, key: &str) -> Option<i32> {
    item.get(key)?.as_scalar().and_then(Value::as_integer).and_then(|value| i32::try_from(value).ok())
}

/// The text of a canvas file.
pub fn write(pins: &Pins) -> String {
    let mut text = String::new();
    for (id, pin) in pins {
        let _ = writeln!(text, "{id}: {{ x: {}, y: {} }}", pin.x, pin.y);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pins_are_written_sorted_and_read_back() {
        let pins: Pins =
            [(NodeId::new("orders", "b"), Pin { x: 42, y: -10 }), (NodeId::new("orders", "a"), Pin { x: 0, y: 1 })]
                .into_iter()
                .collect();
        let text = write(&pins);
        assert_eq!(text, "orders.a: { x: 0, y: 1 }\norders.b: { x: 42, y: -10 }\n");
        assert_eq!(read(&text), (pins, Vec::new()));
    }

    #[test]
    fn what_is_broken_is_left_out_and_reported() {
        let (pins, problems) = read("a.b: { x: 1, y: 2 }\nnode: { x: 1, y: 2 }\nc.d: { x: one }\n");
        assert_eq!(pins.len(), 1);
        assert_eq!(problems.len(), 2);
        assert_eq!(read("[1"), (Pins::new(), vec!["this is not YAML: unclosed bracket '['".to_owned()]));
        assert_eq!(read(""), (Pins::new(), Vec::new()));
        assert_eq!(path_beside(Path::new("a/shop.yaml")), Path::new("a/shop.canvas.yaml"));
    }
}
