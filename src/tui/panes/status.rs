//! The lines around the panels: title above; status and hints below; and the keys that may follow a prefix.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::check::Severity;
use crate::render::Focus;
use crate::tui::action::{Scope, actions, continuations};
use crate::tui::overlay::{hints, window};
use crate::tui::panes::cut;
use crate::tui::session::{Clearer, Mode, Panel, Session};
use crate::tui::state::State;
use crate::tui::theme::Sign;

/// Draws the title line: the design, its cloud, what is unsaved, what the checks say.
pub(crate) fn title(state: &State, session: &Session, frame: &mut Frame, area: Rect) {
    let theme = state.theme;
    let design = session.design();
    let safe = crate::text::safe::safe;
    let mut left = vec![Span::styled(format!(" {} ", cut(&safe(&design.name), 30)), theme.heading())];
    if session.is_dirty() {
        left.push(Span::styled(format!("{} unsaved ", theme.sign(Sign::Bullet)), theme.severity(Severity::Warning)));
    }
    let region = safe(design.region.as_deref().unwrap_or_default());
    left.push(Span::styled(format!(" {} {region}", design.provider().title()), theme.dim()));
    if let Some(environment) = &session.environment {
        left.push(Span::styled(format!("  {environment} only"), theme.overridden()));
    }
    if state.readonly {
        left.push(Span::styled("  reading only", theme.severity(Severity::Warning)));
    }
    let mut right = Vec::new();
    let counts = session.counts;
    for (severity, count) in [Severity::Error, Severity::Warning, Severity::Info].into_iter().zip(counts) {
        if count > 0 {
            let plural = if count == 1 || severity == Severity::Info { "" } else { "s" };
            right.push(Span::styled(
                format!("{} {count} {}{plural}  ", theme.severity_glyph(severity), severity.name()),
                theme.severity(severity),
            ));
        }
    }
    if right.is_empty() && !session.waiting {
        right.push(Span::styled(format!("{} no problems  ", theme.sign(Sign::Done)), theme.good()));
    }
    let right = Line::from(right);
    let width = right.width() as u16;
    let left = Line::from(left);
    let free = area.width.saturating_sub(width + left.width() as u16 + 2);
    if let Some(offer) = session.clearer().and_then(|clearer| offer(state, clearer, free)) {
        let offered = offer.width() as u16;
        frame.render_widget(offer, Rect { x: area.right() - width - offered, width: offered, ..area });
    }
    frame.render_widget(left, Rect { width: area.width.saturating_sub(width), ..area });
    frame.render_widget(right, Rect { x: area.right().saturating_sub(width), width: width.min(area.width), ..area });
}

/// The offer of a clearer drawing, as far as there is room for it.
fn offer(state: &State, clearer: &Clearer, room: u16) -> Option<Line<'static>> {
    let theme = state.theme;
    let again = actions().find(|action| action.id == "lay-out-again")?;
    let [before, after] = clearer.clarity;
    let arrow = theme.sign(Sign::Arrow);
    let gain = if after.crossings < before.crossings {
        format!(": crossings {} {arrow} {}", before.crossings, after.crossings)
    } else {
        format!(": lines {} % shorter", 100 - 100 * after.length / before.length.max(1))
    };
    [gain, String::new()]
        .into_iter()
        .map(|gain| {
            let words = Span::styled(format!(" lays out again{gain}   "), theme.dim());
            Line::from(vec![Span::styled(again.key(), theme.key()), words])
        })
        .find(|line| line.width() <= usize::from(room))
}

/// What the keys do now, in a word.
fn mode_name(state: &State) -> &'static str {
    let session = state.session.as_ref();
    match (state.overlays.last(), session.map(|session| (&session.mode, session.panel))) {
        (Some(overlay), _) => overlay.name(),
        (None, None) => "START",
        (None, Some((Mode::Connect(_), Panel::Canvas))) => "CONNECT",
        (None, Some((Mode::Move(_), Panel::Canvas))) => "MOVE",
        (None, Some((Mode::Jump(_), Panel::Canvas))) => "JUMP",
        (None, Some((Mode::Select(_), Panel::Canvas))) => "SELECT",
        (None, Some((_, Panel::Canvas))) => "NORMAL",
        (None, Some((_, Panel::Inspector))) => "INSPECT",
        (None, Some((_, Panel::Problems))) => "PROBLEMS",
        (None, Some((_, Panel::Code))) => "CODE",
    }
}

/// What was said last, with its sign, in two parts: what fits the status line, and what is left for the line below.
fn notice_parts(state: &State, width: u16) -> Option<(String, String)> {
    let notice = state.notice.as_ref()?;
    let theme = state.theme;
    let sign = if notice.bad { theme.severity_glyph(Severity::Error) } else { theme.sign(Sign::Done) };
    let text = format!("{sign} {}", crate::text::safe::safe(&notice.text));
    let room = usize::from(width).saturating_sub(mode_name(state).len() + 4);
    if Span::raw(text.as_str()).width() <= room {
        return Some((text, String::new()));
    }
    let mut first = String::new();
    let mut rest: Vec<&str> = Vec::new();
    for word in text.split(' ') {
        if rest.is_empty() && Span::raw(first.as_str()).width() + Span::raw(word).width() < room {
            first.push_str(word);
            first.push(' ');
        } else {
            rest.push(word);
        }
    }
    Some((first, rest.join(" ")))
}

/// Draws the status line: the mode, what was said last, or what is in focus.
pub(crate) fn status(state: &State, frame: &mut Frame, area: Rect) {
    let theme = state.theme;
    let session = state.session.as_ref();
    let name = mode_name(state);
    let mut spans = vec![Span::styled(format!(" {name} "), theme.mode()), Span::raw(" ")];
    let connecting = session.and_then(|session| match &session.mode {
        Mode::Connect(connect) => Some(connect),
        _ => None,
    });
    if let (Some(notice), Some((text, _))) = (&state.notice, notice_parts(state, area.width)) {
        spans.push(Span::styled(text, if notice.bad { theme.bad() } else { theme.good() }));
    } else if let Some(name) = &state.opening {
        spans.push(Span::styled(format!("Opening {}…", crate::text::safe::safe(name)), theme.dim()));
    } else if let Some(connect) = connecting {
        let at = connect.at.as_ref();
        let kinds = at.and_then(|at| connect.targets.get(at)).map(|target| target.kinds.as_slice()).unwrap_or_default();
        let arrow = theme.sign(Sign::Arrow);
        let to = at.map_or("?".to_owned(), ToString::to_string);
        spans.push(Span::raw(format!("{} {arrow} {to}  ", connect.from)));
        spans.push(Span::styled((*kinds.first().unwrap_or(&"")).to_owned(), theme.key()));
        if kinds.len() > 1 {
            spans.push(Span::styled(format!("  or {}", kinds.get(1..).unwrap_or_default().join(", ")), theme.dim()));
        }
    } else if let Some(session) = session {
        spans.extend(focus_words(state, session));
    }
    let selected = session.map_or(0, |session| session.selected.len());
    let followed = session.and_then(|session| session.followed.as_ref()).filter(|_| state.notice.is_none());
    let right = match followed {
        Some(followed) => format!("{} ", crate::text::safe::safe(&followed.words())),
        None if selected > 0 => format!("{selected} selected "),
        None => String::new(),
    };
    let left = Rect { width: area.width.saturating_sub(Span::raw(right.as_str()).width() as u16), ..area };
    frame.render_widget(Line::from(spans), left);
    let end = Rect { x: left.right(), width: area.width - left.width, ..area };
    frame.render_widget(Line::styled(right, theme.strong()), end);
}

fn focus_words(state: &State, session: &Session) -> Vec<Span<'static>> {
    let theme = state.theme;
    let design = session.design();
    match session.focus() {
        Some(Focus::Node(id)) => {
            let Some(node) = design.node(id) else { return Vec::new() };
            let kind = crate::catalog::catalog().kind(&node.kind);
            let description = node.get("description").and_then(crate::value::Value::as_str).unwrap_or_default();
            let cloud = kind.and_then(|kind| kind.cloud_name(design.provider())).unwrap_or(&node.kind).to_owned();
            vec![
                Span::styled(id.to_string(), theme.strong()),
                Span::styled(format!("  {cloud}"), theme.dim()),
                Span::styled(format!("  {}", crate::text::safe::safe(description)), theme.dim()),
            ]
        }
        Some(Focus::Flow(id)) => {
            let Some(flow) = design.flow(*id) else { return Vec::new() };
            let with = session.scene.flows_with(*id).len();
            let more = if with > 1 { format!("  1 of {with} on this line") } else { String::new() };
            vec![
                Span::styled(flow.kind.clone(), theme.key()),
                Span::styled(format!("  {} {} {}", flow.from, theme.sign(Sign::Arrow), flow.to), theme.strong()),
                Span::styled(more, theme.dim()),
            ]
        }
        Some(Focus::Service(name)) => {
            let service = design.services.get(name);
            let description = service.and_then(|service| service.description.clone()).unwrap_or_default();
            vec![
                Span::styled(format!("service {name}"), theme.strong()),
                Span::styled(format!("  {}", crate::text::safe::safe(&description)), theme.dim()),
            ]
        }
        None => Vec::new(),
    }
}

/// Draws the line of hints: the most useful keys of what has the focus, or the rest of a long notice.
pub(crate) fn hint(state: &State, frame: &mut Frame, area: Rect) {
    let theme = state.theme;
    if let (Some(notice), Some((_, rest))) = (&state.notice, notice_parts(state, area.width))
        && !rest.is_empty()
    {
        let style = if notice.bad { theme.bad() } else { theme.good() };
        frame.render_widget(Line::styled(format!(" {rest}"), style), area);
        return;
    }
    let pairs = pairs(state);
    // The way to all other keys is always there.
    let always = if state.overlays.is_empty() { "? keys " } else { "" };
    let mut spans = vec![Span::raw(" ")];
    let mut used = 1 + always.len();
    for (key, what) in pairs {
        let width = key.chars().count() + what.chars().count() + 3;
        if used + width > usize::from(area.width) {
            break;
        }
        used += width;
        spans.push(Span::styled(key, theme.key()));
        spans.push(Span::styled(format!(" {what}  "), theme.dim()));
    }
    frame.render_widget(Line::from(spans), area);
    if let Some((key, what)) = always.split_once(' ') {
        let line = Line::from(vec![Span::styled(key, theme.key()), Span::styled(format!(" {what}"), theme.dim())]);
        let width = always.len() as u16;
        frame.render_widget(line, Rect { x: area.right().saturating_sub(width), width, ..area }.intersection(area));
    }
}

/// The hints in order; those that have no room are never asked for.
fn pairs(state: &State) -> Box<dyn Iterator<Item = (String, String)>> {
    if let Some(overlay) = state.overlays.last() {
        return Box::new(overlay.hints(state).into_iter());
    }
    let fixed =
        |pairs: &[(&str, &str)]| -> Box<dyn Iterator<Item = (String, String)>> { Box::new(hints(pairs).into_iter()) };
    let Some(session) = &state.session else {
        return fixed(&[
            ("Enter", "choose"),
            ("j k", "move"),
            ("h l", "cloud"),
            ("n", "new"),
            ("o", "open"),
            ("q", "quit"),
        ]);
    };
    match (&session.mode, session.panel) {
        (Mode::Connect(_), Panel::Canvas) => fixed(&[
            ("Enter", "connect"),
            ("Space", "another kind"),
            ("h j k l", "other target"),
            ("letter", "jump"),
            ("Esc", "give up"),
        ]),
        (Mode::Move(_), Panel::Canvas) => {
            fixed(&[("h j k l", "move"), ("H J K L", "further"), ("Enter", "drop"), ("Esc", "put back")])
        }
        (Mode::Select(_), Panel::Canvas) => {
            fixed(&[("h j k l", "stretch"), ("Enter", "keep"), ("d m > P", "do it to them"), ("Esc", "give up")])
        }
        (Mode::Jump(_), Panel::Canvas) => fixed(&[("letters", "jump"), ("Esc", "stay")]),
        (_, panel) => {
            let scope = Scope::of(panel);
            let own = actions().filter(move |action| !action.hint.is_empty() && action.scope == scope);
            let others = actions().filter(|action| !action.hint.is_empty() && action.scope == Scope::Everywhere);
            let known = own.chain(others).map(|action| (action.key(), action.hint.to_owned()));
            let (first, last) = match panel {
                Panel::Canvas => (hints(&[("h j k l", "go")]), Vec::new()),
                _ => (hints(&[("j k", "go")]), hints(&[("Esc", "canvas")])),
            };
            Box::new(first.into_iter().chain(known).chain(last))
        }
    }
}

/// Draws the keys that may follow those pressed so far, in the lower right corner.
pub(crate) fn following(state: &State, frame: &mut Frame, above: Rect) {
    if state.prefix.is_empty() {
        return;
    }
    let theme = state.theme;
    let rows = continuations(state.panel(), &state.prefix);
    let pressed: Vec<String> = state.prefix.iter().map(ToString::to_string).collect();
    let width = rows.iter().map(|(keys, action)| keys.len() + action.title.len() + 8).max().unwrap_or(20) as u16;
    let (width, height) = (width.min(above.width), (rows.len() as u16 + 2).min(above.height));
    let area = Rect { x: above.right() - width, y: above.bottom() - height, width, height };
    let inner = window(state, frame, area, &pressed.join(" "));
    for (row, (keys, action)) in rows.iter().enumerate().take(usize::from(inner.height)) {
        let line = Line::from(vec![Span::styled(format!("{keys:<3}"), theme.key()), Span::raw(action.title)]);
        frame.render_widget(line, Rect { y: inner.y + row as u16, height: 1, ..inner });
    }
}
