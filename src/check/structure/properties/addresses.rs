//! Ranges of addresses of networks.

use crate::check::limits;
use crate::check::prelude::*;

/// The range of a network must be one, and of a size that the cloud takes.
pub(super) fn run(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let length = |name: &str| limits::count(name, "network", context.provider);
    let (least, most) = (length("network-prefix-least"), length("network-prefix-most"));
    for network in context.nodes_of("network").filter(|node| !node.existing()) {
        report.each_stage(|stage| {
            let written = context.value(network, &["cidr"], stage)?.as_str()?;
            let fault = match prefix(written) {
                None => "is no range of addresses such as 10.0.0.0/16".to_owned(),
                Some(length) => {
                    let (least, most) = least.zip(most).filter(|(least, most)| !(*least..=*most).contains(&length))?;
                    format!("is no size that {} takes, /{least} to /{most}", context.provider.title())
                }
            };
            let message = format!("{}: cidr does not fit, {written} {fault}.", network.id);
            let outcome = Outcome::new(context.place_of(network, &["cidr"], stage), message);
            Some(outcome.mend("Take the default", context.mend(network, &["cidr"], None, stage)))
        });
    }
}

/// The length of the prefix of a range that begins where such a range may begin.
fn prefix(written: &str) -> Option<usize> {
    let (address, length) = written.split_once('/')?;
    let address: std::net::Ipv4Addr = address.parse().ok()?;
    let length: u32 = length.parse().ok().filter(|length| *length <= 32)?;
    let host = u32::MAX.checked_shr(length).unwrap_or(0);
    (u32::from(address) & host == 0).then_some(length as usize)
}

#[cfg(test)]
mod tests {
    use super::prefix;

    #[test]
    fn a_range_begins_where_its_prefix_ends() {
        assert_eq!(prefix("10.0.0.0/16"), Some(16));
        assert_eq!(prefix("10.1.2.3/32"), Some(32));
        assert_eq!(prefix("0.0.0.0/0"), Some(0));
        for wrong in ["10.0.0.0", "10.0.0.0/99", "10.0.0.1/16", "10.0.0/16", "fd00::/8", "10.0.0.0/-1", ""] {
            assert_eq!(prefix(wrong), None, "{wrong}");
        }
    }
}
