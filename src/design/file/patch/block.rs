//! Changing a collection in lines: whole lines come and go, all others stay.

use crate::design::file::tree::Style;
use crate::design::file::write;
use crate::value::Value;

use super::plan::{Arrival, Cell, Origin, Outcome, Plan, Target, cells_of_map};
use super::rows::Row;
use super::splice::{Splice, splice};
use super::{Irregular, Patch, Slot};

impl Patch<'_> {
    pub(super) fn block(&self, plan: &Plan<'_>, path: &[&str]) -> Result<Vec<Splice>, Irregular> {
        let rows = self.rows(&plan.cells)?;
        let first = rows.first().ok_or(Irregular)?;
        let front = plan.arrivals.iter().any(|arrival| arrival.after.is_none());
        if first.shared && (front || matches!(plan.outcomes.first(), Some(Outcome::Dropped))) {
            return Err(Irregular);
        }
        let mut splices = Vec::new();
        for ((cell, outcome), row) in plan.cells.iter().zip(&plan.outcomes).zip(&rows) {
            match outcome {
                Outcome::Untouched => {}
                Outcome::Kept(target) => self.cell(&mut splices, cell, row, target, path)?,
                Outcome::Dropped => splices.push(self.removal(row)),
            }
        }
        for arrival in &plan.arrivals {
            splices.push(self.arrival(arrival, plan, &rows, first.indent, path)?);
        }
        Ok(splices)
    }

    /// Makes an entry that stays say what is wanted.
    fn cell(
        &self,
        splices: &mut Vec<Splice>,
        cell: &Cell<'_>,
        row: &Row,
        target: &Target<'_>,
        path: &[&str],
    ) -> Result<(), Irregular> {
        let (slot, step) = match &cell.key {
            Some((key, span)) => {
                if target.name.is_some_and(|name| name != *key) {
                    splices.push(Splice::new(span.clone(), write::key(target.name.unwrap_or_default())));
                }
                (Slot::Key { key: span.clone(), indent: row.indent }, *key)
            }
            None => (Slot::Dash { dash: row.start, indent: row.indent }, ""),
        };
        let path: Vec<&str> = path.iter().copied().chain([step]).collect();
        self.value(splices, cell.value, &slot, target.base, target.wanted, &path)
    }

    /// Takes an entry's lines away; where it stood between two empty lines, one of them too.
    fn removal(&self, row: &Row) -> Splice {
        let start = self.empty_line_above(row.lead).filter(|_| self.is_empty_line(row.end)).unwrap_or(row.lead);
        Splice::new(start..row.end, "")
    }

    fn arrival(
        &self,
        arrival: &Arrival<'_>,
        plan: &Plan<'_>,
        rows: &[Row],
        indent: usize,
        path: &[&str],
    ) -> Result<Splice, Irregular> {
        let moved = match &arrival.origin {
            Origin::Cell(index) => {
                let (cell, row) = (plan.cells.get(*index).ok_or(Irregular)?, rows.get(*index).ok_or(Irregular)?);
                if row.shared { None } else { Some(self.moved(cell, row, &arrival.target, indent, path)?) }
            }
            Origin::Elsewhere(nodes, index) if nodes.style == Style::Block && !nodes.alias => {
                let cells = nodes.as_map().map(cells_of_map).unwrap_or_default();
                let rows = self.rows(&cells)?;
                let (cell, row) = (cells.get(*index).ok_or(Irregular)?, rows.get(*index).ok_or(Irregular)?);
                if row.shared { None } else { Some(self.moved(cell, row, &arrival.target, indent, path)?) }
            }
            Origin::New | Origin::Elsewhere(..) => None,
        };
        let mut text = moved.unwrap_or_else(|| self.lines_of(&arrival.target, indent, path));
        let position = match arrival.after {
            Some(index) => rows.get(index).ok_or(Irregular)?.end,
            None => rows.first().ok_or(Irregular)?.lead,
        };
        if self.wants_empty_line(plan, rows, &arrival.target, path) {
            if arrival.after.is_some() {
                text.insert_str(0, self.end_of_line);
            } else {
                text.push_str(self.end_of_line);
            }
        }
        if position == self.text.len() && !self.text.ends_with('\n') {
            // The last line of the text has no end; the new last line has none either.
            text.insert_str(0, self.end_of_line);
            text.truncate(text.trim_end_matches(['\r', '\n']).len());
        }
        Ok(Splice::new(position..position, text))
    }

    /// The lines of an entry that is new.
    fn lines_of(&self, target: &Target<'_>, indent: usize, path: &[&str]) -> String {
        let step = target.name.unwrap_or_default();
        let path: Vec<&str> = path.iter().copied().chain([step]).collect();
        let lines = match target.name {
            Some(name) => write::entry_lines(&path, name, target.wanted, indent),
            None => write::item_lines(&path, target.wanted, indent),
        };
        lines.into_iter().map(|line| line + self.end_of_line).collect()
    }

    /// The lines of an entry that stood elsewhere, with its comments, indented as here.
    fn moved(
        &self,
        cell: &Cell<'_>,
        row: &Row,
        target: &Target<'_>,
        indent: usize,
        path: &[&str],
    ) -> Result<String, Irregular> {
        let mut splices = Vec::new();
        self.cell(&mut splices, cell, row, target, path)?;
        let text = splice(self.text, row.lead..row.end, splices);
        let mut result = String::new();
        for line in text.split_inclusive('\n') {
            if line.trim().is_empty() {
                result.push_str(line);
            } else if indent >= row.indent {
                result.push_str(&" ".repeat(indent - row.indent));
                result.push_str(line);
            } else {
                let surplus = row.indent - indent;
                if !line.bytes().take(surplus).all(|byte| byte == b' ') {
                    return Err(Irregular);
                }
                result.push_str(line.get(surplus..).unwrap_or_default());
            }
        }
        if !result.ends_with('\n') {
            result.push_str(self.end_of_line);
        }
        Ok(result)
    }

    /// Whether entries of the collection are set apart by empty lines, so that a new one is too.
    fn wants_empty_line(&self, plan: &Plan<'_>, rows: &[Row], target: &Target<'_>, path: &[&str]) -> bool {
        let gaps = rows.iter().skip(1).filter(|row| self.empty_line_above(row.lead).is_some()).count();
        if path.is_empty() {
            let section = |value: &Value| matches!(value, Value::Map(_) | Value::List(_));
            let only_head = plan.cells.iter().all(|cell| cell.value.as_scalar().is_some());
            return section(target.wanted) && (gaps > 0 || only_head);
        }
        gaps * 2 > rows.len().saturating_sub(1)
    }
}
