//! The palettes: which colour each role has.
//!
//! The first is the 16 colours of the user's terminal. The others are of 24 bits; their service colours start from Paul
//! Tol's and Okabe and Ito's sets and are moved until each two differ for people with any of the three colour
//! deficiencies, and text keeps the contrast that WCAG 2.2 asks for (4.5, or 7 in high contrast). Tests at the end hold
//! them to that.

use ratatui::style::Color;

/// A named set of colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Palette {
    /// The terminal's own 16 colours.
    #[default]
    Terminal,
    /// Light on dark.
    Dark,
    /// Dark on light.
    Light,
    /// As bright as can be on black.
    HighContrast,
}

/// The colours of each role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Colors {
    /// Text and what lies behind it; none for the terminal's own.
    pub(crate) ground: Option<(Color, Color)>,
    pub(crate) dim: Color,
    /// Headings, keys, what floats, the mode.
    pub(crate) accent: Color,
    pub(crate) written: Color,
    pub(crate) overridden: Color,
    pub(crate) good: Color,
    pub(crate) bad: Color,
    pub(crate) warning: Color,
    pub(crate) focus: Color,
    pub(crate) target: Color,
    pub(crate) label: Color,
    pub(crate) services: [Color; 6],
}

impl Palette {
    /// Every palette, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Terminal, Self::Dark, Self::Light, Self::HighContrast];

    /// What it is asked for by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Terminal => "terminal",
            Self::Dark => "dark",
            Self::Light => "light",
            Self::HighContrast => "high-contrast",
        }
    }

    /// What it is, in a few words.
    pub const fn summary(self) -> &'static str {
        match self {
            Self::Terminal => "the 16 colours of your terminal",
            Self::Dark => "light on dark, 24-bit colours",
            Self::Light => "dark on light, 24-bit colours",
            Self::HighContrast => "bright on black, 24-bit colours",
        }
    }

    /// The palette of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|palette| palette.name() == name)
    }

    /// Its colours.
    pub(crate) const fn colors(self) -> &'static Colors {
        match self {
            Self::Terminal => &TERMINAL,
            Self::Dark => &DARK,
            Self::Light => &LIGHT,
            Self::HighContrast => &HIGH_CONTRAST,
        }
    }
}

const fn rgb(value: u32) -> Color {
    Color::Rgb((value >> 16) as u8, (value >> 8) as u8, value as u8)
}

const TERMINAL: Colors = Colors {
    ground: None,
    dim: Color::DarkGray,
    accent: Color::Cyan,
    written: Color::Yellow,
    overridden: Color::Magenta,
    good: Color::Blue,
    bad: Color::LightRed,
    warning: Color::Yellow,
    focus: Color::LightCyan,
    target: Color::LightGreen,
    label: Color::Gray,
    services: [Color::Blue, Color::Magenta, Color::Green, Color::Cyan, Color::LightBlue, Color::LightMagenta],
};

const DARK: Colors = Colors {
    ground: Some((rgb(0x00D6_D9DC), rgb(0x0016_181A))),
    dim: rgb(0x0082_888F),
    accent: rgb(0x0056_B4E9),
    written: rgb(0x00F0_E442),
    overridden: rgb(0x00CC_79A7),
    good: rgb(0x0056_B4E9),
    bad: rgb(0x00FF_7A5C),
    warning: rgb(0x00E6_9F00),
    focus: rgb(0x00FF_FFFF),
    target: rgb(0x0044_DDAA),
    label: rgb(0x00B4_B9BE),
    services: [
        rgb(0x0099_DDFF),
        rgb(0x0000_9E73),
        rgb(0x00FF_AABB),
        rgb(0x00EE_DD88),
        rgb(0x00B2_88E0),
        rgb(0x00D5_5E00),
    ],
};

const LIGHT: Colors = Colors {
    ground: Some((rgb(0x0024_282C), rgb(0x00FA_FAFA))),
    dim: rgb(0x006A_7078),
    accent: rgb(0x0000_5FA8),
    written: rgb(0x0080_4B00),
    overridden: rgb(0x0099_2277),
    good: rgb(0x0000_5FA8),
    bad: rgb(0x00B3_1B00),
    warning: rgb(0x008A_5300),
    focus: rgb(0x0000_0000),
    target: rgb(0x0000_6B4F),
    label: rgb(0x0050_565C),
    services: [
        rgb(0x0044_77AA),
        rgb(0x00AA_3377),
        rgb(0x0066_6633),
        rgb(0x0033_2288),
        rgb(0x008C_5A00),
        rgb(0x0066_3333),
    ],
};

const HIGH_CONTRAST: Colors = Colors {
    ground: Some((rgb(0x00FF_FFFF), rgb(0x0000_0000))),
    dim: rgb(0x00B8_B8B8),
    accent: rgb(0x0066_CCEE),
    written: rgb(0x00FF_DD44),
    overridden: rgb(0x00FF_AABB),
    good: rgb(0x0066_CCEE),
    bad: rgb(0x00FF_9A80),
    warning: rgb(0x00FF_DD44),
    focus: rgb(0x00FF_FFFF),
    target: rgb(0x0044_DDAA),
    label: rgb(0x00E0_E0E0),
    services: [
        rgb(0x0099_FFDD),
        rgb(0x00FF_7744),
        rgb(0x00AA_88EE),
        rgb(0x00CC_FF55),
        rgb(0x00DD_99CC),
        rgb(0x0077_AA88),
    ],
};

#[cfg(test)]
mod tests {
    use super::*;

    type Linear = [f64; 3];

    fn linear(color: Color) -> Linear {
        let Color::Rgb(red, green, blue) = color else { return [0.0; 3] };
        [red, green, blue].map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        })
    }

    fn times(matrix: &[Linear; 3], color: Linear) -> Linear {
        matrix.map(|row| row.iter().zip(color).map(|(one, other)| one * other).sum())
    }

    /// WCAG 2.2, contrast ratio.
    fn contrast(one: Color, other: Color) -> f64 {
        let luminance = |color| {
            let [red, green, blue] = linear(color);
            0.2126 * red + 0.7152 * green + 0.0722 * blue
        };
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// CIE L*a*b* of linear sRGB.
    fn lab(color: Linear) -> Linear {
        let color = color.map(|part| part.clamp(0.0, 1.0));
        let xyz = times(&[[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]], color);
        let [x, y, z] = [xyz[0] / 0.95047, xyz[1], xyz[2] / 1.08883]
            .map(|part| if part > 0.008_856 { part.cbrt() } else { 7.787 * part + 16.0 / 116.0 });
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    /// Machado, Oliveira, Fernandes: A physiologically-based model for simulation of color vision deficiency, 2009;
    /// full severity.
    const DEFICIENCIES: [(&str, [Linear; 3]); 4] = [
        ("none", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
        (
            "protanopia",
            [
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ],
        ),
        (
            "deuteranopia",
            [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]],
        ),
        (
            "tritanopia",
            [
                [1.255_528, -0.076_749, -0.178_779],
                [-0.078_411, 0.930_809, 0.147_602],
                [0.004_733, 0.691_367, 0.303_900],
            ],
        ),
    ];

    #[test]
    fn service_colours_differ_for_everybody() {
        for palette in [Palette::Dark, Palette::Light, Palette::HighContrast] {
            let services = palette.colors().services;
            for (deficiency, matrix) in &DEFICIENCIES {
                let seen = services.map(|color| lab(times(matrix, linear(color))));
                for (index, one) in seen.iter().enumerate() {
                    for other in seen.iter().skip(index + 1) {
                        let distance = one.iter().zip(other).map(|(one, other)| (one - other).powi(2)).sum::<f64>();
                        assert!(distance.sqrt() > 12.0, "{} {deficiency} {index}", palette.name());
                    }
                }
            }
        }
    }

    #[test]
    fn text_can_be_read_on_its_ground() {
        for palette in [Palette::Dark, Palette::Light, Palette::HighContrast] {
            let colors = palette.colors();
            let (text, ground) = colors.ground.unwrap_or_default();
            let least = if palette == Palette::HighContrast { 7.0 } else { 4.5 };
            let roles = [
                text,
                colors.dim,
                colors.accent,
                colors.written,
                colors.overridden,
                colors.good,
                colors.bad,
                colors.warning,
                colors.focus,
                colors.target,
                colors.label,
            ];
            for (index, color) in roles.into_iter().chain(colors.services).enumerate() {
                assert!(contrast(color, ground) >= least, "{} {index} {color:?}", palette.name());
            }
        }
    }
}
