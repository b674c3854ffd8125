//! Values that nobody chose: made at random once, and kept in the state. Knows no cloud.

use crate::design::{NodeId, Place};
use crate::program::{Expression, Origin};

use super::draft::{New, Stage, of};
use super::values::Context;

const PASSWORD: &str = "random.RandomPassword";

/// The value of a secret whose design asks to generate it; none where it asks for something else.
pub(super) fn generated<Facts>(cx: &mut Context<Facts>, id: &NodeId) -> Option<Expression> {
    if !cx.flag(id, &["generate"]) {
        return None;
    }
    if cx.design.effective(id, &["value"], None).is_some() {
        cx.refuse(
            Place::property(id, "value"),
            format!("{id} has both generate and value, and can have one"),
            "leave one of them out",
        );
    }
    let key = format!("{id}/password");
    let name = cx.companion(id, PASSWORD, &format!("{}-generated", id.node));
    let aliases = cx.former(id, &name);
    let item = New::sdk(PASSWORD, &key, name.clone(), Origin::Node(id.to_string()))
        .variable(name, "password")
        .argument("length", cx.integer(id, &["length"]))
        .aliases(aliases)
        .at(cx.position(id, Stage::Before));
    cx.push(&id.service, item);
    Some(of(&key, "result"))
}
