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

/// The character for the arms.
pub(super) fn line(arms: Arms, dashed: bool, charset: Charset) -> char {
    match charset {
        Charset::Ascii => ascii(arms, dashed),
        Charset::Unicode => match (arms, dashed) {
            ([0, 1, 0, 1], true) => '╌',
            ([0, 2, 0, 2], true) => '╍',
            ([1, 0, 1, 0], true) => '╎',
            ([2, 0, 2, 0], true) => '╏',
            _ => TABLE.chars().nth(arms.iter().fold(0, |sum, arm| sum * 3 + usize::from(*arm).min(2))).unwrap_or(' '),
        },
    }
}

fn ascii(arms: Arms, dashed: bool) -> char {
    let heavy = arms.contains(&2);
    match arms.map(|arm| arm > 0) {
        [false, false, false, false] => ' ',
        [false, _, false, _] => match (heavy, dashed) {
            (true, _) => '=',
            (false, true) => '.',
            (false, false) => '-',
        },
        [_, false, _, false] => match (heavy, dashed) {
            (true, _) => '#',
            (false, true) => ':',
            (false, false) => '|',
        },
        _ if heavy => '#',
        _ => '+',
    }
}

/// The head of an arrow that comes in along that arm's opposite: `RIGHT` points right.
pub(super) fn head(direction: usize, charset: Charset) -> char {
    let heads = match charset {
        Charset::Unicode => ['▴', '►', '▾', '◄'],
        Charset::Ascii => ['^', '>', 'v', '<'],
    };
    heads.get(direction).copied().unwrap_or(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

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
            assert_eq!(line(arms, false, Charset::Unicode), expected, "{arms:?}");
        }
    }
}
