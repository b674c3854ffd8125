//! Colours and characters: what a theme paints, and that nothing depends on colour.

use pulumi_designer::catalog::catalog;
use pulumi_designer::tui::{Options, Palette};
use ratatui::style::Color;
use unicode_width::UnicodeWidthChar as _;

use crate::driver::Session;

fn shop(color: bool, palette: Palette) -> Session {
    Session::start(&Options { preset: Some("shop".to_owned()), color, palette, ..Options::default() }, (120, 40))
}

#[test]
fn a_theme_of_24_bits_paints_every_cell() {
    for palette in [Palette::Dark, Palette::Light, Palette::HighContrast] {
        let mut session = shop(true, palette);
        for keys in ["", "a", "<esc>?"] {
            session.keys(keys);
            let buffer = session.buffer();
            let painted = |color| matches!(color, Color::Rgb(..));
            assert!(buffer.content.iter().all(|cell| painted(cell.fg) && painted(cell.bg)), "{}", palette.name());
        }
    }
}

#[test]
fn the_terminals_palette_uses_its_16_colours_alone() {
    let buffer = shop(true, Palette::Terminal).buffer();
    let named = |color| !matches!(color, Color::Rgb(..) | Color::Indexed(_));
    assert!(buffer.content.iter().all(|cell| named(cell.fg) && cell.bg == Color::Reset));
    assert!(buffer.content.iter().any(|cell| cell.fg != Color::Reset));
}

#[test]
fn without_colour_nothing_is_painted_and_the_words_are_the_same() {
    let (plain, colored) = (shop(false, Palette::Dark), shop(true, Palette::Terminal));
    assert_eq!(plain.screen(), colored.screen());
    assert!(plain.buffer().content.iter().all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset));
}

#[test]
fn the_theme_is_chosen_in_the_session() {
    let mut session = shop(true, Palette::Terminal);
    session.keys(":choose the colours<enter>").shows("high-contrast").keys("light<enter>").shows("Colours: light");
    assert!(session.buffer().content.iter().all(|cell| matches!(cell.bg, Color::Rgb(..))));
    let mut session = shop(false, Palette::Terminal);
    session.keys(":choose the colours<enter><enter>").shows("Colours are off");
}

#[test]
fn signs_of_kinds_are_one_cell_wide_in_every_terminal() {
    for kind in catalog().kinds.values() {
        for sign in kind.glyph.chars() {
            assert_eq!((sign.width(), sign.width_cjk()), (Some(1), Some(1)), "{} {sign}", kind.name);
        }
        assert!(kind.ascii.is_ascii() && kind.ascii.len() == 1, "{}", kind.name);
    }
}
