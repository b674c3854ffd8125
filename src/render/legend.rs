//! What lines and signs mean: each drawn by the functions that draw it on the canvas, so that the two cannot differ.

use crate::catalog::Class;

use super::lines::{JOINT, Pattern, RIGHT, head, line};
use super::links::style;
use super::view::Charset;

/// The samples and what each means.
pub fn legend(charset: Charset) -> Vec<(String, &'static str)> {
    let across = |weight: u8, pattern: Pattern| line([0, weight, 0, weight], pattern, charset);
    let whole = |class: Class, weight: u8| {
        let (pattern, tip) = style(class);
        let line: String = std::iter::repeat_n(across(weight, pattern), 5).collect();
        format!("{line}{}", head(RIGHT, tip, charset))
    };
    let solid = across(1, Pattern::Solid);
    let joint = if charset == Charset::Unicode { JOINT } else { line([1, 1, 1, 1], Pattern::Solid, charset) };
    let junction = |arms| line(arms, Pattern::Solid, charset);
    let (error, ascii) = (if charset == Charset::Unicode { "✗" } else { "x" }, charset == Charset::Ascii);
    let mut legend = vec![
        (whole(Class::Synchronous, 1), "a request: somebody waits for the answer"),
        (whole(Class::Asynchronous, 1), "a message or an event: the sender goes on"),
        (whole(Class::Data, 1), "data are read or written: r, w, rw"),
        (whole(Class::Grant, 1), "a right: a secret may be read, an API trusts a user pool"),
        (whole(Class::Synchronous, 2), "joined with what is in focus"),
        (
            format!("{solid}{solid}{}{joint}{solid}{solid}", junction([0, 1, 1, 1])),
            "lines that belong together, of one source or to one target",
        ),
        (
            format!("{solid}{solid}{}{solid}{solid}", junction([1, 1, 1, 1])),
            "lines that have nothing to do with one another",
        ),
        (format!("{error} ! i"), "an error, a warning, advice"),
    ];
    if ascii {
        // ASCII has no second cross: where lines meet, their ends tell.
        legend.remove(6);
        if let Some((_, meaning)) = legend.get_mut(5) {
            *meaning = "lines that meet or cross";
        }
    }
    legend
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_kinds_of_lines_look_alike_whatever_the_characters() {
        for charset in [Charset::Unicode, Charset::Ascii] {
            let samples = legend(charset);
            let distinct: BTreeSet<&String> = samples.iter().map(|(sample, _)| sample).collect();
            assert_eq!(distinct.len(), samples.len(), "{samples:?}");
        }
    }
}
