//! Puts a scene on a surface: frames, then lines and labels, then boxes; what is on its way and what is being selected
//! last.

use crate::check::Severity;
use crate::design::NodeId;
use crate::layout::{Point, Rect};

use super::canvas::Canvas;
use super::cells::{fit, look};
use super::lines::Pattern;
use super::scene::{Item, Scene, Subject};
use super::surface::{Cell, Ink, Surface};
use super::view::{Charset, Focus, View};

impl Scene {
    /// Draws what the view shows of the scene; what else is on the surface stays.
    pub fn draw(&self, surface: &mut Surface, view: &View) {
        let mut canvas = Canvas { surface, view };
        let dimmed = view.lit.is_some() || !view.targets.is_empty();
        for (frame, rect) in self.frames.iter().zip(&self.drawing.groups) {
            if canvas.shows(*rect) {
                let focused = matches!(&view.focus, Some(Focus::Service(name)) if *name == frame.name);
                let ink = match (focused, dimmed) {
                    (true, _) => Ink::Focus,
                    (false, true) => Ink::Dim,
                    (false, false) => Ink::Service(frame.hue),
                };
                canvas.frame(*rect, &frame.name, focused, ink);
            }
        }
        self.draw_links(&mut canvas);
        for (item, rect) in self.items.iter().zip(&self.drawing.nodes) {
            if canvas.shows(*rect) {
                let away = matches!(&item.subject, Subject::Node(id) if view.moved.contains_key(id));
                draw_item(&mut canvas, item, *rect, away);
            }
        }
        for (id, Point { x, y }) in &view.moved {
            let item = self.by_node.get(id).filter(|item| !self.is_service(**item));
            if let Some((item, rect)) =
                item.and_then(|item| Some((self.items.get(*item)?, self.drawing.nodes.get(*item)?)))
            {
                draw_item(&mut canvas, item, Rect { x: *x, y: *y, ..*rect }, false);
            }
        }
        if let Some(Rect { x, y, width, height }) = view.band {
            // Around what it holds, not on its borders.
            let band = Rect { x: x - 1, y: y - 1, width: width + 2, height: height + 2 };
            canvas.border(band, 1, true, Pattern::Dotted, Ink::Focus);
        }
    }
}

/// How a box stands out.
struct Standing {
    focused: bool,
    selected: bool,
    dimmed: bool,
    /// The letters that lead there.
    letters: Option<String>,
}

impl Standing {
    fn of(item: &Item, view: &View, away: bool) -> Self {
        let (focus, selected, lit) = match &item.subject {
            Subject::Node(id) => (
                Focus::Node(id.clone()),
                view.selected.contains(id),
                view.lit.as_ref().is_none_or(|lit| lit.nodes.contains(id)),
            ),
            Subject::Service(name) => {
                let lit = view.lit.as_ref().is_none_or(|lit| lit.nodes.iter().any(|id| id.service == *name));
                (Focus::Service(name.clone()), false, lit)
            }
        };
        let focused = !away && view.focus.as_ref() == Some(&focus);
        let letters = view.targets.get(&focus).cloned();
        let dimmed = !focused && (away || !lit || (!view.targets.is_empty() && letters.is_none()));
        Self { focused, selected: selected && !away, dimmed, letters }
    }
}

fn draw_item(canvas: &mut Canvas, item: &Item, rect: Rect, away: bool) {
    let view = canvas.view;
    let Standing { focused, selected, dimmed, letters } = Standing::of(item, view, away);
    let pick = |ink: Ink| if dimmed { Ink::Dim } else { ink };
    let hue = pick(item.hue.map_or(Ink::Shared, Ink::Border));
    let face = &item.face;
    let inner = if face.bordered {
        canvas.outline(rect, if focused { 2 } else { 1 }, if focused || selected { Ink::Focus } else { hue });
        Rect { x: rect.x + 2, y: rect.y + 1, width: rect.width - 4, height: rect.height - 2 }
    } else {
        canvas.blank(rect);
        Rect { x: rect.x + 1, width: rect.width - 2, ..rect }
    };
    let glyph = if view.charset == Charset::Unicode { face.glyph } else { face.ascii };
    let name = if focused {
        Cell { reverse: !face.bordered, bold: true, ..look(Ink::Focus) }
    } else if selected {
        Cell { reverse: true, ..look(Ink::Focus) }
    } else {
        look(pick(Ink::Name))
    };
    if (focused || selected) && !face.bordered {
        canvas.text(rect.x, rect.y, &" ".repeat(rect.width.max(0) as usize), name);
    }
    let sign = if focused || selected { name } else { look(hue) };
    canvas.text(inner.x, inner.y, &format!("{glyph} "), sign);
    canvas.text(inner.x + 2, inner.y, &fit(&face.name, (inner.width - 2).max(0) as usize), name);
    for (row, note) in face.notes(view.charset).iter().enumerate() {
        let ink = if row == 0 { pick(Ink::Label) } else { Ink::Dim };
        canvas.text(inner.x, inner.y + 1 + row as i32, note, look(ink));
    }
    // A chip has room for one mark, behind its name, and an `i` there would read as a letter of it.
    let worst = worst(&item.subject, view).filter(|severity| face.bordered || *severity != Severity::Info);
    if let Some(severity) = worst {
        let (ink, symbol) = match (severity, view.charset) {
            (Severity::Error, Charset::Unicode) => (Ink::Error, '✗'),
            (Severity::Error, Charset::Ascii) => (Ink::Error, 'x'),
            (Severity::Warning, _) => (Ink::Warning, '!'),
            (Severity::Info, _) => (Ink::Dim, 'i'),
        };
        let x = if face.bordered { rect.right() - 3 } else { rect.right() - 1 };
        canvas.text(x, rect.y, &symbol.to_string(), Cell { bold: true, ..look(ink) });
    }
    if let Some(letters) = letters {
        let x = if face.bordered { rect.x + 1 } else { rect.x };
        canvas.text(x, rect.y, &letters, Cell { bold: true, reverse: true, ..look(Ink::Target) });
    }
}

/// The worst finding of a box.
fn worst(subject: &Subject, view: &View) -> Option<Severity> {
    match subject {
        Subject::Node(id) => view.findings.get(id).copied(),
        Subject::Service(name) => {
            let first = NodeId::new(name.clone(), String::new());
            let of_service = view.findings.range(first..).take_while(|(id, _)| id.service == *name);
            of_service.map(|(_, severity)| *severity).min()
        }
    }
}
