//! Changing a collection in braces or brackets: its entries stay as they are written, commas and spaces follow.

use std::ops::Range;

use crate::design::file::tree::{Item, Style};
use crate::design::file::write::{self, Quotes};
use crate::value::Value;

use super::plan::{Cell, Origin, Outcome, Plan, Target};
use super::rows::is_absent;
use super::splice::{Splice, splice};
use super::{Irregular, Patch, Slot};

/// An entry with the text around it.
struct Element {
    span: Range<usize>,
    /// From the bracket or comma before it.
    lead: Range<usize>,
    /// To the comma after it.
    trail: Range<usize>,
}

impl Patch<'_> {
    pub(super) fn flow(&self, item: &Item, plan: &Plan<'_>, path: &[&str]) -> Result<Vec<Splice>, Irregular> {
        if !plan.changes_structure() {
            let mut splices = Vec::new();
            for (cell, outcome) in plan.cells.iter().zip(&plan.outcomes) {
                if let Outcome::Kept(target) = outcome {
                    self.flow_cell(&mut splices, cell, target, path)?;
                }
            }
            return Ok(splices);
        }
        if plan.cells.is_empty() {
            return Err(Irregular);
        }
        let (elements, tail) = self.elements(item, &plan.cells)?;
        let slice = |range: &Range<usize>| self.text.get(range.clone()).unwrap_or_default();
        let first_lead = elements.first().map_or("", |element| slice(&element.lead));
        let usual_lead = match elements.get(1).map(|element| slice(&element.lead)) {
            Some(lead) if !lead.contains('#') => lead,
            None if first_lead.contains('\n') && !first_lead.contains('#') => first_lead,
            _ => " ",
        };
        // A new text among quoted ones is quoted too.
        let all = |style| plan.cells.iter().all(|cell| cell.value.style == style);
        let quotes = match () {
            () if all(Style::DoubleQuoted) => Quotes::Double,
            () if all(Style::SingleQuoted) => Quotes::Single,
            () => Quotes::Plain,
        };
        let mut pieces: Vec<(String, String, String)> = Vec::new();
        let mut kept_comments = String::new();
        let arrive = |pieces: &mut Vec<(String, String, String)>, after: Option<usize>| -> Result<(), Irregular> {
            for arrival in plan.arrivals.iter().filter(|arrival| arrival.after == after) {
                let text = match arrival.origin {
                    Origin::Cell(index) => {
                        let (Some(cell), Some(element)) = (plan.cells.get(index), elements.get(index)) else {
                            return Err(Irregular);
                        };
                        self.flow_text(cell, &element.span, &arrival.target, path)?
                    }
                    _ => match arrival.target.name {
                        Some(name) => write::flow_entry(name, arrival.target.wanted),
                        None => match arrival.target.wanted {
                            text @ Value::String(_) => write::scalar_like(text, true, quotes),
                            wanted => write::flow(wanted),
                        },
                    },
                };
                pieces.push((usual_lead.to_owned(), text, String::new()));
            }
            Ok(())
        };
        arrive(&mut pieces, None)?;
        for (index, ((cell, outcome), element)) in plan.cells.iter().zip(&plan.outcomes).zip(&elements).enumerate() {
            let lead = slice(&element.lead);
            let text = match outcome {
                Outcome::Dropped => {
                    // A comment before it may belong to the line above: it stays.
                    if let Some((comment, _)) = lead.rsplit_once('\n').filter(|_| lead.contains('#')) {
                        kept_comments.push_str(comment);
                    }
                    arrive(&mut pieces, Some(index))?;
                    continue;
                }
                Outcome::Untouched => slice(&element.span).to_owned(),
                Outcome::Kept(target) => self.flow_text(cell, &element.span, target, path)?,
            };
            let lead = if index == 0 && !pieces.is_empty() && !lead.contains('#') { usual_lead } else { lead };
            pieces.push((std::mem::take(&mut kept_comments) + lead, text, slice(&element.trail).to_owned()));
            arrive(&mut pieces, Some(index))?;
        }
        if let Some((lead, ..)) = pieces.first_mut()
            && !lead.contains('#')
            && !first_lead.contains('#')
        {
            first_lead.clone_into(lead);
        }
        let tail = slice(&tail);
        let mut result = slice(&(item.span.start..item.span.start + 1)).to_owned();
        let last = pieces.len().saturating_sub(1);
        for (index, (lead, text, trail)) in pieces.into_iter().enumerate() {
            result.push_str(&lead);
            result.push_str(&text);
            if index < last {
                result.push_str(&trail);
                result.push(',');
            }
        }
        if kept_comments.contains('#') {
            result.push_str(&kept_comments);
            result.push_str(self.end_of_line);
        }
        result.push_str(tail);
        result.push_str(slice(&(item.span.end - 1..item.span.end)));
        Ok(vec![Splice::new(item.span.clone(), result)])
    }

    fn flow_cell(
        &self,
        splices: &mut Vec<Splice>,
        cell: &Cell<'_>,
        target: &Target<'_>,
        path: &[&str],
    ) -> Result<(), Irregular> {
        let (slot, step) = match &cell.key {
            Some((key, span)) => {
                if target.name.is_some_and(|name| name != *key) {
                    splices.push(Splice::new(span.clone(), write::key(target.name.unwrap_or_default())));
                }
                (Slot::FlowKey { key: span.clone() }, *key)
            }
            None => (Slot::FlowItem, ""),
        };
        let path: Vec<&str> = path.iter().copied().chain([step]).collect();
        self.value(splices, cell.value, &slot, target.base, target.wanted, &path)
    }

    fn flow_text(
        &self,
        cell: &Cell<'_>,
        span: &Range<usize>,
        target: &Target<'_>,
        path: &[&str],
    ) -> Result<String, Irregular> {
        let mut splices = Vec::new();
        self.flow_cell(&mut splices, cell, target, path)?;
        Ok(splice(self.text, span.clone(), splices))
    }

    /// The elements of a flow collection, and what is between the last one (its comma included) and the bracket.
    fn elements(&self, item: &Item, cells: &[Cell<'_>]) -> Result<(Vec<Element>, Range<usize>), Irregular> {
        let close = item.span.end - 1;
        let spans: Vec<Range<usize>> = cells.iter().map(|cell| self.element_span(cell)).collect();
        let mut elements = Vec::with_capacity(spans.len());
        let mut lead_start = item.span.start + 1;
        for (index, span) in spans.iter().enumerate() {
            let next = spans.get(index + 1).map(|next| next.start);
            let comma = self.comma(span.end, next.unwrap_or(close));
            if lead_start > span.start || span.end > close || (next.is_some() && comma.is_none()) {
                return Err(Irregular);
            }
            let trail = span.end..comma.unwrap_or(span.end);
            elements.push(Element { span: span.clone(), lead: lead_start..span.start, trail });
            // A comma after the last element goes with the tail.
            lead_start = if next.is_some() { comma.map_or(close, |comma| comma + 1) } else { span.end };
        }
        Ok((elements, lead_start..close))
    }

    fn element_span(&self, cell: &Cell<'_>) -> Range<usize> {
        match &cell.key {
            None => cell.value.span.clone(),
            Some((_, key)) if is_absent(cell.value) => {
                let end = self.colon(key.end).filter(|colon| *colon <= cell.value.span.end.max(key.end));
                key.start..end.map_or(key.end, |colon| colon + 1)
            }
            Some((_, key)) => key.start..cell.value.span.end,
        }
    }

    /// The comma between two offsets, comments aside.
    fn comma(&self, from: usize, to: usize) -> Option<usize> {
        let mut comment = false;
        for (offset, character) in self.text.get(from..to)?.char_indices() {
            match character {
                '#' => comment = true,
                '\n' => comment = false,
                ',' if !comment => return Some(from + offset),
                _ => {}
            }
        }
        None
    }
}
