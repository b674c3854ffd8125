//! What is said of a design that cannot be opened: why, and every problem with its line.

use ratatui::text::{Line, Span};

use crate::design::file::Problem;
use crate::tui::panes::page::Page;
use crate::tui::state::State;
use crate::tui::theme::Sign;

/// The most problems that are listed.
const LISTED: usize = 50;

/// Says why a design was not opened.
pub(crate) fn open(state: &mut State, name: &str, reason: &str, problems: &[Problem]) {
    let theme = state.theme;
    let safe = crate::text::safe::safe;
    let mut lines = vec![Line::raw(safe(reason)), Line::default()];
    for problem in problems.iter().take(LISTED) {
        let place = format!("{}:{}", problem.position.line, problem.position.column);
        lines.push(Line::from(vec![
            Span::styled(format!("{place:<8}"), theme.key()),
            Span::styled(format!("{:<8}", problem.level.name()), theme.bad()),
            Span::raw(safe(&problem.message)),
        ]));
        if let Some(help) = &problem.help {
            lines
                .push(Line::styled(format!("                {} {}", theme.sign(Sign::Arrow), safe(help)), theme.dim()));
        }
    }
    if problems.len() > LISTED {
        lines.push(Line::styled(format!("and {} more", problems.len() - LISTED), theme.dim()));
    }
    if !problems.is_empty() {
        lines.push(Line::default());
        lines.push(Line::styled("The file is as it was. Mend it in an editor and open it again.", theme.dim()));
    }
    state.show(Page::new("REFUSED", format!("{} was not opened", safe(name)), lines));
}
