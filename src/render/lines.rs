//! Line characters by the arms that leave a cell.

use super::view::Charset;

/// How heavy each arm of a cell is: 0 none, 1 light, 2 heavy; in the order up, right, down, left.
pub(super) type Arms = [u8; 4];

/// Up.
pub(super) const UP: usize = 0;
/// Right.
pub(super) const RIGHT: usize = 1;
/// Down.
pub(super) const DOWN: usize = 2;
/// Left.
pub(super) const LEFT: usize = 3;

/// The character of every combination of arms, at `27 * up + 9 * right + 3 * down + left`; corners of light lines are
/// round. Unicode chapter 22.6, Box Drawing, U+2500 to U+257F.
const TABLE: &str = concat!(
    " ╴╸╷╮┑╻┒┓",
    "╶─╾╭┬┭┎┰┱",
    "╺╼━┍┮┯┏┲┳",
    "╵╯┙│┤┥╽┧┪",
    "╰┴┵├┼┽┟╁╅",
    "┕┶┷┝┾┿┢╆╈",
    "╹┚┛╿┦┩┃┨┫",
    "┖┸┹┞╀╃┠╂╉",
    "┗┺┻┡╄╇┣╊╋",
);

/// What stands where four arms of lines that belong together meet; of lines that do not, a plain crossing does.
pub(super) const JOINT: char = '▪';

/// How a line is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pattern {
    /// Not at all: who waits, and data.
    Solid,
    /// In dashes: messages.
    Dashed,
    /// In dots: rights.
    Dotted,
}

/// The character for the arms.
pub(super) fn line(arms: Arms, pattern: Pattern, charset: Charset) -> char {
    let broken = match (arms, charset) {
        (_, Charset::Ascii) => return ascii(arms, pattern),
        ([0, 1, 0, 1], _) => ['╌', '┈'],
        ([0, 2, 0, 2], _) => ['╍', '┉'],
        ([1, 0, 1, 0], _) => ['╎', '┊'],
        ([2, 0, 2, 0], _) => ['╏', '┋'],
        _ => return whole(arms),
    };
    match pattern {
        Pattern::Solid => whole(arms),
        Pattern::Dashed => broken[0],
        Pattern::Dotted => broken[1],
    }
}

fn whole(arms: Arms) -> char {
    let place = arms.iter().fold(0, |sum, arm| sum * 3 + usize::from(*arm).min(2));
    // A blank of one byte comes first, and each character after it has three.
    let found = place.checked_sub(1).and_then(|before| TABLE.get(1 + 3 * before..)?.chars().next());
    found.unwrap_or(' ')
}

fn ascii(arms: Arms, pattern: Pattern) -> char {
    let heavy = arms.contains(&2);
    match arms.map(|arm| arm > 0) {
        [false, false, false, false] => ' ',
        [false, _, false, _] => match (heavy, pattern) {
            (true, _) => '=',
            (false, Pattern::Dashed) => '~',
            (false, Pattern::Dotted) => '.',
            (false, Pattern::Solid) => '-',
        },
        [_, false, _, false] => match (heavy, pattern) {
            (true, _) => '#',
            (false, Pattern::Dashed | Pattern::Dotted) => ':',
            (false, Pattern::Solid) => '|',
        },
        _ if heavy => '#',
        _ => '+',
    }
}

/// How a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tip {
    /// A filled arrow: a request, or a right.
    Filled,
    /// An open arrow: a message, as in UML.
    Open,
    /// A lozenge: data. Whoever reads them points at them too, so that an arrow would say the wrong thing.
    Lozenge,
}

/// The head of a line that comes in along that arm's opposite: `RIGHT` points right.
pub(super) fn head(direction: usize, tip: Tip, charset: Charset) -> char {
    let heads = match (charset, tip) {
        (Charset::Unicode, Tip::Filled) => ['▴', '►', '▾', '◄'],
        (Charset::Unicode, Tip::Open) => ['▵', '▻', '▿', '◅'],
        (Charset::Unicode, Tip::Lozenge) => ['◊'; 4],
        (Charset::Ascii, Tip::Filled | Tip::Open) => ['^', '>', 'v', '<'],
        (Charset::Ascii, Tip::Lozenge) => ['o'; 4],
    };
    heads.get(direction).copied().unwrap_or(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_and_rights_are_broken_and_no_other_line_is() {
        for (pattern, across, down) in
            [(Pattern::Solid, '─', '│'), (Pattern::Dashed, '╌', '╎'), (Pattern::Dotted, '┈', '┊')]
        {
            assert_eq!(line([0, 1, 0, 1], pattern, Charset::Unicode), across);
            assert_eq!(line([1, 0, 1, 0], pattern, Charset::Unicode), down);
            assert_eq!(line([1, 1, 1, 0], pattern, Charset::Unicode), '├');
        }
    }

    #[test]
    fn every_combination_of_arms_has_its_character() {
        assert_eq!(TABLE.chars().count(), 81);
        for (arms, expected) in [
            ([1, 1, 1, 1], '┼'),
            ([0, 1, 1, 0], '╭'),
            ([2, 0, 2, 0], '┃'),
            ([1, 2, 1, 2], '┿'),
            ([2, 1, 2, 1], '╂'),
            ([2, 2, 2, 1], '╊'),
            ([0, 1, 2, 2], '┱'),
            ([1, 0, 1, 1], '┤'),
            ([2, 2, 0, 0], '┗'),
            ([1, 1, 0, 1], '┴'),
            ([1, 2, 1, 0], '┝'),
        ] {
            assert_eq!(line(arms, Pattern::Solid, Charset::Unicode), expected, "{arms:?}");
        }
    }
}
