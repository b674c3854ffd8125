//! Colours and characters: the one place that says how a role looks.
//!
//! By default the 16 colours of the user's terminal, so that our screens look at home there. Without colour every meaning
//! is still there: in a glyph, a word, bold, reverse or a heavy line.

mod palette;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

use crate::catalog::Class;
use crate::check::Severity;
use crate::render::{Charset, Ink};

use palette::Colors;
pub use palette::Palette;

/// How everything looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Theme {
    /// Whether colours may be used.
    pub color: bool,
    /// Which colours.
    pub palette: Palette,
    /// The characters that may be used.
    pub charset: Charset,
}

impl Theme {
    const fn colors(self) -> &'static Colors {
        self.palette.colors()
    }

    fn paint(self, color: Color) -> Style {
        if self.color { Style::new().fg(color) } else { Style::new() }
    }

    /// Gives all that has no colour of its own those of text and ground, where the palette has them.
    pub(crate) fn lay_ground(self, buffer: &mut Buffer) {
        let Some((text, ground)) = self.colors().ground.filter(|_| self.color) else { return };
        for cell in &mut buffer.content {
            if cell.fg == Color::Reset {
                cell.fg = text;
            }
            if cell.bg == Color::Reset {
                cell.bg = ground;
            }
        }
    }

    /// Plain text.
    #[expect(clippy::unused_self, reason = "every look is asked of the theme")]
    pub(crate) fn plain(self) -> Style {
        Style::new()
    }

    /// What steps back: defaults, help, counts.
    pub(crate) fn dim(self) -> Style {
        if self.color { self.paint(self.colors().dim) } else { Style::new().add_modifier(Modifier::DIM) }
    }

    /// What stands out without being in focus.
    #[expect(clippy::unused_self, reason = "every look is asked of the theme")]
    pub(crate) fn strong(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// Headings and names of panels.
    pub(crate) fn heading(self) -> Style {
        self.paint(self.colors().accent).add_modifier(Modifier::BOLD)
    }

    /// The key in a hint.
    pub(crate) fn key(self) -> Style {
        self.paint(self.colors().accent).add_modifier(Modifier::BOLD)
    }

    /// The row that keys act on.
    #[expect(clippy::unused_self, reason = "every look is asked of the theme")]
    pub(crate) fn cursor(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// The row that keys would act on if its panel had the focus.
    #[expect(clippy::unused_self, reason = "every look is asked of the theme")]
    pub(crate) fn resting(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// The frame around what floats.
    pub(crate) fn frame(self) -> Style {
        self.paint(self.colors().accent)
    }

    /// Lines between panels.
    pub(crate) fn rule(self) -> Style {
        self.dim()
    }

    /// A value that the design gives.
    pub(crate) fn written(self) -> Style {
        self.paint(self.colors().written)
    }

    /// A value that one environment gives.
    pub(crate) fn overridden(self) -> Style {
        self.paint(self.colors().overridden).add_modifier(Modifier::BOLD)
    }

    /// What matched in a search.
    pub(crate) fn matched(self) -> Style {
        self.paint(self.colors().written).add_modifier(Modifier::BOLD | Modifier::UNDERLINED)
    }

    /// Something went well.
    pub(crate) fn good(self) -> Style {
        self.paint(self.colors().good)
    }

    /// Something is wrong.
    pub(crate) fn bad(self) -> Style {
        self.paint(self.colors().bad)
    }

    /// The mode in the status line.
    pub(crate) fn mode(self) -> Style {
        self.paint(self.colors().accent).add_modifier(Modifier::BOLD | Modifier::REVERSED)
    }

    /// The sign and word of a severity.
    pub(crate) fn severity(self, severity: Severity) -> Style {
        match severity {
            Severity::Error => self.bad().add_modifier(Modifier::BOLD),
            Severity::Warning => self.paint(self.colors().warning),
            Severity::Info => self.dim(),
        }
    }

    /// The sign of a severity in the charset.
    pub(crate) fn severity_glyph(self, severity: Severity) -> &'static str {
        match (severity, self.charset) {
            (Severity::Error, Charset::Ascii) => "x",
            (severity, _) => severity.glyph(),
        }
    }

    /// The colour of the service at that position among those that have one.
    pub(crate) fn service(self, index: u16) -> Style {
        let colors = self.colors();
        self.paint(colors.services.get(usize::from(index) % colors.services.len()).copied().unwrap_or(colors.accent))
    }

    /// How an ink of the canvas looks.
    pub(crate) fn ink(self, ink: Ink) -> Style {
        let colors = self.colors();
        match ink {
            Ink::Dim | Ink::Flow(Class::Grant, _) => self.dim(),
            Ink::Plain | Ink::Name | Ink::Shared | Ink::Flow(_, None) => Style::new(),
            Ink::Service(index) => self.service(index).add_modifier(Modifier::BOLD),
            Ink::Border(index) | Ink::Flow(_, Some(index)) => self.service(index),
            Ink::Kind => self.paint(colors.accent),
            Ink::Label => self.paint(colors.label),
            Ink::Focus => self.paint(colors.focus).add_modifier(Modifier::BOLD),
            Ink::Target => self.paint(colors.target).add_modifier(Modifier::BOLD),
            Ink::Error => self.bad().add_modifier(Modifier::BOLD),
            Ink::Warning => self.paint(colors.warning).add_modifier(Modifier::BOLD),
        }
    }

    /// A sign that has an ASCII stand-in.
    pub(crate) fn sign(self, sign: Sign) -> &'static str {
        let ascii = self.charset == Charset::Ascii;
        match sign {
            Sign::Bullet if ascii => "*",
            Sign::Bullet => "•",
            Sign::Arrow if ascii => "->",
            Sign::Arrow => "→",
            Sign::Vertical if ascii => "|",
            Sign::Vertical => "│",
            Sign::Horizontal if ascii => "-",
            Sign::Horizontal => "─",
            Sign::Pointer if ascii => ">",
            Sign::Open if ascii => "v",
            Sign::Open => "▾",
            Sign::Closed | Sign::Done if ascii => "+",
            Sign::Closed | Sign::Pointer => "▸",
            Sign::Bar if ascii => "#",
            Sign::Bar => "▌",
            Sign::Done => "✓",
        }
    }
}

/// Signs outside the canvas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    /// In front of an item.
    Bullet,
    /// From one to another.
    Arrow,
    /// Between panels side by side.
    Vertical,
    /// Between panels above one another.
    Horizontal,
    /// In front of the chosen row.
    Pointer,
    /// In front of what is unfolded.
    Open,
    /// In front of what is folded.
    Closed,
    /// In front of the title of the focused panel.
    Bar,
    /// In front of what is done.
    Done,
}
