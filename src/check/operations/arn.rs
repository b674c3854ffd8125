//! Names of AWS resources, as far as rules look into them.

/// What the name of an AWS resource says of where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Arn<'a> {
    /// The region, empty where the service has none.
    pub(super) region: &'a str,
    /// The account of twelve digits, or empty.
    pub(super) account: &'a str,
}

/// The first name of a resource inside a text: `arn:aws:sqs:eu-west-1:123456789012:orders`.
pub(super) fn find(text: &str) -> Option<Arn<'_>> {
    let mut parts = text.get(text.find("arn:aws")?..)?.splitn(6, ':').skip(3);
    let (region, account) = (parts.next()?, parts.next()?);
    parts.next()?;
    Some(Arn {
        region: if is_region(region) { region } else { "" },
        account: if is_account(account) { account } else { "" },
    })
}

/// The region of a resource by its name or its address.
pub(super) fn region(text: &str) -> Option<&str> {
    if let Some(arn) = find(text) {
        return Some(arn.region).filter(|region| !region.is_empty());
    }
    let host = text.strip_prefix("https://")?.split('/').next()?;
    host.ends_with(".amazonaws.com").then(|| host.split('.').find(|part| is_region(part))).flatten()
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether the text looks like `eu-west-1` or `us-gov-east-1`.
fn is_region(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return false };
    (3..=4).contains(&parts.len())
        && first.len() == 2
        && last.len() == 1
        && last.bytes().all(|byte| byte.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_addresses_tell_their_region() {
        let queue = "arn:aws:sqs:eu-west-1:123456789012:orders";
        assert_eq!(find(queue), Some(Arn { region: "eu-west-1", account: "123456789012" }));
        assert_eq!(find("arn:aws:s3:::files"), Some(Arn { region: "", account: "" }));
        assert_eq!(find("arn:aws"), None);
        assert_eq!(region(queue), Some("eu-west-1"));
        assert_eq!(region("https://sqs.us-gov-east-1.amazonaws.com/123456789012/orders"), Some("us-gov-east-1"));
        assert_eq!(region("https://example.com/eu-west-1"), None);
        assert_eq!(region("orders"), None);
    }
}
