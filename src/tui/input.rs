//! What a person does at the terminal, in our own words: no terminal library is named here.

/// Something a person did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key went down, or repeats.
    Key(KeyPress),
    /// The mouse did something.
    Mouse(Mouse),
    /// Text was pasted. It is data, never keys.
    Paste(String),
    /// The terminal has another size: columns and rows.
    Resize(u16, u16),
}

/// A key with its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyPress {
    /// The key; a letter carries its case, so that shift is no modifier of letters.
    pub key: Key,
    /// Whether control is held.
    pub ctrl: bool,
    /// Whether alt is held.
    pub alt: bool,
}

/// A key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A character.
    Char(char),
    /// Enter.
    Enter,
    /// Escape.
    Escape,
    /// Tab.
    Tab,
    /// Shift and Tab.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// A function key.
    F(u8),
}

/// A mouse event at a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    /// What happened.
    pub kind: MouseKind,
    /// The column, from 0.
    pub column: u16,
    /// The row, from 0.
    pub row: u16,
    /// Whether control or alt is held.
    pub ctrl: bool,
}

/// What the mouse did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MouseKind {
    /// The left button went down.
    Press,
    /// The left button went down a second time at the same cell, soon after the first.
    DoublePress,
    /// The mouse moved with the left button down.
    Drag,
    /// The left button came up.
    Release,
    /// The right button went down.
    RightPress,
    /// The mouse moved with the right button down.
    RightDrag,
    /// The right button came up.
    RightRelease,
    /// The wheel turned away from the person.
    WheelUp,
    /// The wheel turned towards the person.
    WheelDown,
    /// The wheel was pushed to the left.
    WheelLeft,
    /// The wheel was pushed to the right.
    WheelRight,
}

impl KeyPress {
    /// The key without modifiers.
    pub const fn plain(key: Key) -> Self {
        Self { key, ctrl: false, alt: false }
    }

    /// The character, when the key is one and no modifier is held.
    pub const fn character(self) -> Option<char> {
        match self.key {
            Key::Char(character) if !self.ctrl && !self.alt => Some(character),
            _ => None,
        }
    }
}

/// Reads keys as the table of actions and tests write them: characters stand for themselves, `<enter>`, `<C-s>`,
/// `<A-enter>`, `<F1>` and `<lt>` for what has no character.
pub fn parse_keys(text: &str) -> Vec<KeyPress> {
    let mut keys = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|inside| inside.split_once('>'));
        if let Some((key, after)) = named.and_then(|(name, after)| Some((named_key(name)?, after))) {
            keys.push(key);
            rest = after;
            continue;
        }
        keys.push(KeyPress::plain(Key::Char(first)));
        rest = rest.get(first.len_utf8()..).unwrap_or_default();
    }
    keys
}

const NAMES: [(&str, Key, &str); 16] = [
    ("enter", Key::Enter, "Enter"),
    ("esc", Key::Escape, "Esc"),
    ("tab", Key::Tab, "Tab"),
    ("backtab", Key::BackTab, "Shift-Tab"),
    ("backspace", Key::Backspace, "Backspace"),
    ("del", Key::Delete, "Delete"),
    ("up", Key::Up, "Up"),
    ("down", Key::Down, "Down"),
    ("left", Key::Left, "Left"),
    ("right", Key::Right, "Right"),
    ("home", Key::Home, "Home"),
    ("end", Key::End, "End"),
    ("pageup", Key::PageUp, "PageUp"),
    ("pagedown", Key::PageDown, "PageDown"),
    ("space", Key::Char(' '), "Space"),
    ("lt", Key::Char('<'), "<"),
];

fn named_key(name: &str) -> Option<KeyPress> {
    if let Some(rest) = name.strip_prefix("C-") {
        return named_key(rest).map(|key| KeyPress { ctrl: true, ..key });
    }
    if let Some(rest) = name.strip_prefix("A-") {
        return named_key(rest).map(|key| KeyPress { alt: true, ..key });
    }
    if let Some((_, key, _)) = NAMES.iter().find(|(word, _, _)| *word == name) {
        return Some(KeyPress::plain(*key));
    }
    if let Some(number) = name.strip_prefix('F').and_then(|number| number.parse().ok()) {
        return Some(KeyPress::plain(Key::F(number)));
    }
    let mut characters = name.chars();
    match (characters.next(), characters.next()) {
        (Some(character), None) => Some(KeyPress::plain(Key::Char(character))),
        _ => None,
    }
}

/// The key as people read it: `Ctrl-S`, `Enter`, `a`.
impl std::fmt::Display for KeyPress {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.ctrl {
            formatter.write_str("Ctrl-")?;
        }
        if self.alt {
            formatter.write_str("Alt-")?;
        }
        match self.key {
            Key::F(number) => write!(formatter, "F{number}"),
            Key::Char(character) if character != ' ' => write!(formatter, "{character}"),
            key => {
                let name = NAMES.iter().find(|(_, known, _)| *known == key).map_or("?", |(_, _, name)| *name);
                formatter.write_str(name)
            }
        }
    }
}

/// A sequence of keys as people read it: `z f`.
pub(crate) fn show_keys(text: &str) -> String {
    parse_keys(text).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_and_shown() {
        assert_eq!(show_keys("zf"), "z f");
        assert_eq!(show_keys("<C-s>"), "Ctrl-s");
        assert_eq!(show_keys("<space>a<lt><F1><A-enter>"), "Space a < F1 Alt-Enter");
        assert_eq!(parse_keys("<unknown>").len(), 9);
    }
}
