//! Exporting: language, folder, and what became of each file.

use std::path::PathBuf;

use ratatui::text::{Line, Span};

use crate::catalog::{Language, Provider};
use crate::project::Report;
use crate::tui::effect::Effect;
use crate::tui::panes::page::Page;
use crate::tui::panes::picker::{Choice, Picker, Row};
use crate::tui::panes::prompt::{Prompt, Question};
use crate::tui::state::State;
use crate::tui::theme::Sign;

/// Begins an export, or says why it cannot be.
pub(crate) fn open(state: &mut State) {
    let Some(session) = &state.session else { return };
    if state.exporting {
        state.complain("An export is running already");
        return;
    }
    let provider = session.design().provider();
    if provider != Provider::Aws {
        state.complain(format!("Export for {} comes later; designing and checking work", provider.title()));
        return;
    }
    let [errors, ..] = session.counts;
    if errors > 0 {
        let word = if errors == 1 { "1 error stands" } else { &format!("{errors} errors stand") };
        let text = format!("{word} in the way of an export; p shows the problems");
        state.complain(text);
        return;
    }
    let at = Language::ALL.iter().position(|language| *language == session.design().language()).unwrap_or(0);
    let picker = Picker::new(Languages, state).at(at);
    state.show(picker);
}

#[derive(Debug)]
struct Languages;

impl Choice for Languages {
    fn name(&self) -> &'static str {
        "EXPORT"
    }

    fn title(&self, _state: &State) -> String {
        "Export a Pulumi program in".to_owned()
    }

    fn rows(&self, _state: &State) -> Vec<Row> {
        let row = |language: &Language| Row {
            label: language.title().to_owned(),
            detail: match language {
                Language::TypeScript => "on Node.js",
                Language::Python => "with type hints",
            }
            .to_owned(),
            ..Row::default()
        };
        Language::ALL.iter().map(row).collect()
    }

    fn accept(&mut self, state: &mut State, row: usize) -> Vec<Effect> {
        let Some(language) = Language::ALL.get(row).copied() else { return Vec::new() };
        let Some(session) = &state.session else { return Vec::new() };
        let name = format!("{}-{}", session.design().name, language.name());
        let folder = session.path().and_then(|path| path.parent()).map(|parent| parent.join(&name));
        let folder = folder.unwrap_or_else(|| PathBuf::from(name));
        state.show(Prompt::line(Folder { language }, &folder.display().to_string()));
        Vec::new()
    }
}

#[derive(Debug)]
struct Folder {
    language: Language,
}

impl Question for Folder {
    fn name(&self) -> &'static str {
        "EXPORT"
    }

    fn title(&self, _state: &State) -> String {
        format!("Export {} into", self.language.title())
    }

    fn help(&self, _state: &State) -> String {
        "A folder. Files that were changed by hand since the last export are kept and listed.".to_owned()
    }

    fn check(&self, _state: &State, text: &str) -> Result<String, String> {
        if text.trim().is_empty() { Err("Type the path of a folder".to_owned()) } else { Ok(String::new()) }
    }

    fn accept(&mut self, state: &mut State, text: &str) -> Vec<Effect> {
        let Some(design) = state.shared_design() else { return Vec::new() };
        state.exporting = true;
        state.tell("Exporting…");
        vec![Effect::Export { design, language: self.language, folder: PathBuf::from(text.trim()) }]
    }
}

/// Shows what became of an export.
pub(crate) fn done(state: &mut State, result: Result<Report, String>) {
    match result {
        Ok(report) => {
            let lines = report_lines(state, &report);
            let title = if report.is_clean() { "Nothing to write" } else { "Exported" };
            state.tell(format!("{title}: {}", report.folder.display()));
            state.show(Page::new("EXPORTED", title, lines));
        }
        Err(reason) => {
            let safe = crate::text::safe::safe_lines(&reason);
            let lines = safe.lines().map(|line| Line::raw(line.to_owned())).collect();
            state.complain("Not exported");
            state.show(Page::new("EXPORT", "Not exported", lines));
        }
    }
}

fn report_lines(state: &State, report: &Report) -> Vec<Line<'static>> {
    let theme = state.theme;
    let safe = crate::text::safe::safe;
    let warning = theme.severity(crate::check::Severity::Warning);
    let counts = [
        (report.written().count(), "written"),
        (report.unchanged.len() + report.handlers_left.len(), "left as they are"),
        (report.kept.len(), "kept, changed by hand"),
        (report.removed.len(), "removed"),
    ];
    let words = counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
    let mut lines = vec![
        Line::from(vec![
            Span::styled(safe(&report.folder.display().to_string()), theme.strong()),
            Span::styled(format!("  {}", report.language.title()), theme.dim()),
        ]),
        Line::styled(words.collect::<Vec<_>>().join(", "), theme.dim()),
    ];
    lines.push(Line::default());
    lines.push(Line::styled("To deploy", theme.heading()));
    lines.extend(report.next_steps().into_iter().map(|step| Line::raw(format!("  {}", safe(&step)))));
    lines.push(Line::default());
    let mut file = |sign: &'static str, style, path: &dyn std::fmt::Display, note: String| {
        lines.push(Line::from(vec![
            Span::styled(format!("{sign} "), style),
            Span::raw(safe(&path.to_string())),
            Span::styled(safe(&note), theme.dim()),
        ]));
    };
    for (path, reason) in &report.kept {
        file("!", warning, path, format!("  kept: {reason}"));
    }
    for path in report.created.iter().chain(&report.updated) {
        file(theme.sign(Sign::Done), theme.good(), path, String::new());
    }
    for path in &report.handlers_created {
        file(theme.sign(Sign::Done), theme.good(), path, "  yours from now on".to_owned());
    }
    for path in &report.removed {
        file("-", theme.bad(), path, "  removed".to_owned());
    }
    for renamed in &report.renamed {
        let note = format!("  looks like {} under another id: write was: {0} to keep what is deployed", renamed.from);
        file("!", warning, &renamed.to, note);
    }
    for path in &report.handlers_abandoned {
        file("!", warning, path, "  belongs to a function that is gone; it stays".to_owned());
    }
    lines
}
