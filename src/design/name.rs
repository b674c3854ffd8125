//! The rules for names in a design.

/// What a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameKind {
    /// The project: as Pulumi allows it.
    Project,
    /// A service.
    Service,
    /// A node.
    Node,
    /// An environment.
    Environment,
    /// A setting.
    Setting,
    /// An event.
    Event,
}

/// The most characters of a name.
pub const MAXIMUM_NAME: usize = 40;

/// The most characters of a project's or an event's name.
pub const MAXIMUM_LONG_NAME: usize = 100;

impl NameKind {
    /// The word for what is named.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Project => "project",
            Self::Service => "service",
            Self::Node => "node",
            Self::Environment => "environment",
            Self::Setting => "setting",
            Self::Event => "event",
        }
    }

    /// Whether the name is legal; if not, what is wrong, as a sentence.
    pub fn check(self, name: &str) -> Result<(), String> {
        let word = self.word();
        let longest = match self {
            Self::Project | Self::Event => MAXIMUM_LONG_NAME,
            _ => MAXIMUM_NAME,
        };
        if name.is_empty() {
            return Err(format!("the {word} has no name"));
        }
        let length = name.chars().count();
        if length > longest {
            return Err(format!("the {word} name has {length} characters; at most {longest} are allowed"));
        }
        let first = name.chars().next().unwrap_or(' ');
        let legal = match self {
            Self::Project => name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)),
            Self::Event => first.is_ascii_uppercase() && name.chars().all(|c| c.is_ascii_alphanumeric()),
            Self::Service | Self::Node | Self::Environment | Self::Setting => {
                let underscore = matches!(self, Self::Environment | Self::Setting);
                first.is_ascii_lowercase()
                    && name
                        .chars()
                        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || (underscore && c == '_'))
            }
        };
        if legal {
            return Ok(());
        }
        Err(match self {
            Self::Project => {
                format!("\"{name}\" is not a project name: letters, digits, -, _ and . only")
            }
            Self::Event => {
                format!("\"{name}\" is not an event name: PascalCase, such as OrderPlaced")
            }
            Self::Environment | Self::Setting => format!(
                "\"{name}\" is not a legal {word} name: lower-case letters, digits, - and _, starting with a letter"
            ),
            Self::Service | Self::Node => {
                format!(
                    "\"{name}\" is not a legal {word} name: lower-case letters, digits and -, starting with a letter"
                )
            }
        })
    }

    /// A legal name that is near to what was written, when there is one.
    pub fn suggest(self, written: &str) -> Option<String> {
        let suggestion = match self {
            Self::Event => crate::text::words::pascal(written),
            Self::Setting => crate::text::words::snake(written),
            _ => crate::text::words::kebab(written),
        };
        let longest = if self == Self::Event { MAXIMUM_LONG_NAME } else { MAXIMUM_NAME };
        let suggestion: String = suggestion.chars().take(longest).collect();
        self.check(&suggestion).ok().map(|()| suggestion)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_rules_of_the_format() {
        for (kind, good, bad) in [
            (NameKind::Node, "create-order2", "createOrder"),
            (NameKind::Service, "a", "2a"),
            (NameKind::Setting, "log_level", "log.level"),
            (NameKind::Environment, "prod_eu", "Prod"),
            (NameKind::Event, "OrderPlaced2", "order-placed"),
            (NameKind::Project, "My.shop_1", "my shop"),
        ] {
            assert_eq!(kind.check(good), Ok(()), "{good}");
            assert!(kind.check(bad).is_err(), "{bad}");
        }
        assert!(NameKind::Node.check(&"a".repeat(40)).is_ok());
        assert!(NameKind::Node.check(&"a".repeat(41)).is_err());
        assert_eq!(NameKind::Node.suggest("Create Order").as_deref(), Some("create-order"));
        assert_eq!(NameKind::Event.suggest("order_placed").as_deref(), Some("OrderPlaced"));
        assert_eq!(NameKind::Node.suggest("42"), None);
    }
}
