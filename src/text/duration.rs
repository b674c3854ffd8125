//! Durations as people write them: `500ms`, `30s`, `5m`, `2h`, `14d`.

use std::fmt;

/// A span of time in whole milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Duration {
    milliseconds: u64,
}

impl Duration {
    /// So many seconds.
    pub const fn from_seconds(seconds: u64) -> Self {
        Self { milliseconds: seconds.saturating_mul(1000) }
    }

    /// So many milliseconds.
    pub const fn from_milliseconds(milliseconds: u64) -> Self {
        Self { milliseconds }
    }

    /// The number of milliseconds.
    pub const fn milliseconds(self) -> u64 {
        self.milliseconds
    }

    /// The number of whole seconds, a part counting as one more.
    pub const fn seconds(self) -> u64 {
        self.milliseconds.div_ceil(1000)
    }

    /// The number of whole days, a part counting as one more.
    pub const fn days(self) -> u64 {
        self.seconds().div_ceil(86_400)
    }

    /// Reads `500ms`, `30s`, `5m`, `2h` or `14d`; nothing else is a duration.
    pub fn parse(text: &str) -> Option<Self> {
        let split = text.find(|character: char| !character.is_ascii_digit())?;
        let (number, unit) = text.split_at(split);
        let factor = match unit {
            "ms" => 1,
            "s" => 1000,
            "m" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            _ => return None,
        };
        let number: u64 = number.parse().ok()?;
        Some(Self { milliseconds: number.checked_mul(factor)? })
    }
}

/// The shortest way to write it: `90s` stays `90s`, `120s` is `2m`.
impl fmt::Display for Duration {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000)];
        if self.milliseconds == 0 {
            return formatter.write_str("0s");
        }
        for (unit, factor) in units {
            if self.milliseconds.is_multiple_of(factor) {
                return write!(formatter, "{}{unit}", self.milliseconds / factor);
            }
        }
        write!(formatter, "{}ms", self.milliseconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_each_unit_and_refuses_the_rest() {
        for text in ["500ms", "30s", "5m", "2h", "14d", "0s"] {
            assert_eq!(Duration::parse(text).map(|duration| duration.to_string()).as_deref(), Some(text));
        }
        for text in ["", "s", "30", "30 s", "-5s", "1.5h", "5w", "99999999999999999999d", "18446744073709551615d"] {
            assert_eq!(Duration::parse(text), None, "{text}");
        }
        assert_eq!(Duration::from_seconds(120).to_string(), "2m");
        assert_eq!(Duration::from_milliseconds(1500).seconds(), 2);
    }
}
