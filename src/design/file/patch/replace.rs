//! Writing a value anew in the place of another.

use crate::design::file::tree::{Item, Style};
use crate::design::file::write::{self, Quotes};
use crate::value::Value;

use super::rows::is_absent;
use super::splice::Splice;
use super::{Irregular, Patch, Slot};

impl Patch<'_> {
    pub(super) fn replace(
        &self,
        splices: &mut Vec<Splice>,
        item: &Item,
        slot: &Slot,
        wanted: &Value,
        path: &[&str],
    ) -> Result<(), Irregular> {
        let quotes = match item.style {
            Style::SingleQuoted => Quotes::Single,
            Style::DoubleQuoted => Quotes::Double,
            _ => Quotes::Plain,
        };
        let in_flow = |wanted: &Value| match wanted {
            Value::List(_) | Value::Map(_) => write::flow(wanted),
            scalar => write::scalar_like(scalar, true, quotes),
        };
        match slot {
            Slot::Root => Err(Irregular),
            Slot::FlowKey { key } if is_absent(item) => {
                let colon = self.colon(key.end).filter(|colon| *colon <= item.span.end.max(key.end));
                let (at, text) = match colon {
                    Some(colon) => (colon + 1, format!(" {}", in_flow(wanted))),
                    None => (key.end, format!(": {}", in_flow(wanted))),
                };
                splices.push(Splice::new(at..at, text));
                Ok(())
            }
            Slot::FlowKey { .. } | Slot::FlowItem => {
                splices.push(Splice::new(item.span.clone(), in_flow(wanted)));
                Ok(())
            }
            Slot::Key { key, indent } => {
                let colon = self.colon(key.end).ok_or(Irregular)?;
                let name = self.text.get(key.clone()).ok_or(Irregular)?;
                self.replace_lines(splices, item, colon + 1, &format!("{name}:"), *indent, wanted, quotes, path);
                Ok(())
            }
            Slot::Dash { dash, indent } => {
                self.replace_lines(splices, item, dash + 1, "-", *indent, wanted, quotes, path);
                Ok(())
            }
        }
    }

    /// Replaces what stands after a key or a dash (`prefix`, which ends at `from`).
    #[expect(clippy::too_many_arguments, reason = "the place and the value, each of several parts")]
    fn replace_lines(
        &self,
        splices: &mut Vec<Splice>,
        item: &Item,
        from: usize,
        prefix: &str,
        indent: usize,
        wanted: &Value,
        quotes: Quotes,
        path: &[&str],
    ) {
        let mut lines = Vec::new();
        write::write(&mut lines, path, prefix, wanted, indent);
        let mut lines = lines.into_iter();
        let first = lines.next().unwrap_or_default();
        let first = first.get(indent + prefix.len()..).unwrap_or_default();
        let rest = lines.fold(String::new(), |rest, line| rest + self.end_of_line + &line);
        let is_scalar = !matches!(wanted, Value::List(_) | Value::Map(_));
        let in_place = item.as_scalar().is_some() && item.style != Style::BlockScalar && !item.span.is_empty();
        if is_scalar && rest.is_empty() && (in_place || item.alias) {
            // Only the scalar itself: spaces and an anchor before it stay.
            splices.push(Splice::new(item.span.clone(), write::scalar_like(wanted, false, quotes)));
            return;
        }
        let end = self.end_of_content(item, false).max(from);
        let line_end = self.end_of_text_on_line(from);
        let after = self.text.get(from..line_end).unwrap_or_default();
        if line_end < end && after.trim_start().starts_with('#') {
            // A comment on the line of the key stays there.
            splices.push(Splice::new(from..from, first));
            splices.push(Splice::new(line_end..end, rest));
            return;
        }
        let line_end = self.end_of_text_on_line(end);
        let after = self.text.get(end..line_end).unwrap_or_default();
        if !rest.is_empty() && after.trim_start().starts_with('#') {
            // A comment behind the old value stays behind the key.
            splices.push(Splice::new(from..end, first));
            splices.push(Splice::new(line_end..line_end, rest));
            return;
        }
        splices.push(Splice::new(from..end, format!("{first}{rest}")));
    }

    /// Where the line with the offset ends, its line feed aside.
    fn end_of_text_on_line(&self, offset: usize) -> usize {
        let next = self.lines.start_of_next_line(self.text, offset);
        let line = self.text.get(offset..next).unwrap_or_default();
        offset + line.trim_end_matches(['\n', '\r']).len()
    }
}
