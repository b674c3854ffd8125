//! Writes legal designs drawn at random, for the proof of their exports. The same numbers give the same designs.
//!
//!     cargo run --example legal_designs -- CLOUD FOLDER             # a few that together have all that can be drawn
//!     cargo run --example legal_designs -- CLOUD FOLDER SEED COUNT  # so many, from a seed on

#![allow(clippy::indexing_slicing, unreachable_pub)]

#[path = "../tests/support/legal/mod.rs"]
mod legal;
#[path = "../tests/support/refusals.rs"]
mod refusals;

use std::path::Path;

use anyhow::{Context, anyhow, ensure};
use pulumi_designer::catalog::Provider;
use pulumi_designer::design::Design;
use pulumi_designer::design::file::save;

use legal::choices::Choices;

/// The fewest flows of a design that is worth proving.
const WORTH: usize = 8;

/// As many numbers as anything needs, from a seed: `SplitMix64`.
fn numbers(seed: u64) -> Vec<u32> {
    let mut state = seed;
    let next = |_| {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 32) as u32
    };
    (0..40_000).map(next).collect()
}

fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let usage =
        "say for which cloud and where, and for others from which seed on and how many: CLOUD FOLDER [SEED COUNT]";
    let [cloud, rest @ ..] = words.as_slice() else { return Err(anyhow!(usage)) };
    let provider: Provider = cloud.parse().map_err(|()| anyhow!(usage))?;
    let (folder, seed, count) = match rest {
        [folder] => return covering(provider, folder),
        [folder, seed, count] => (folder, seed, count),
        _ => return Err(anyhow!(usage)),
    };
    let (mut seed, count): (u64, usize) = (seed.parse().context(seed.clone())?, count.parse().context(count.clone())?);
    let mut written = 0;
    while written < count {
        let (design, refused) = legal::exportable(provider, &mut Choices::of(numbers(seed)))
            .map_err(|error| anyhow!("seed {seed}: {error}"))?;
        listed(provider, &refused).with_context(|| format!("seed {seed}"))?;
        if std::env::var_os("VERBOSE").is_some() {
            println!("{}", refused.join("\n"));
        }
        if design.flows.len() >= WORTH {
            write(folder, &format!("legal-{seed}"), &design)?;
            written += 1;
        }
        seed += 1;
    }
    Ok(())
}

/// The most designs that cover the vocabulary.
const MOST: usize = 10;

fn covering(provider: Provider, folder: &str) -> anyhow::Result<()> {
    let made = legal::cover::cover(provider, &mut Choices::of(numbers(1)), MOST).map_err(|error| anyhow!(error))?;
    listed(provider, &made.refused)?;
    // The proof asks each program for tests, which are of flows.
    let with_flows = made.designs.iter().filter(|design| !design.flows.is_empty());
    for (number, design) in (1..).zip(with_flows) {
        write(folder, &format!("legal-cover-{number}"), design)?;
    }
    let (wanted, left) = (made.wanted, made.left.len());
    println!("{} of {wanted} flows and properties in {} designs", wanted - left, made.designs.len());
    if std::env::var_os("VERBOSE").is_some() {
        println!("{:#?}\n{}", made.left, made.refused.join("\n"));
    }
    Ok(())
}

/// An error if something is refused for a reason that no table lists.
fn listed(provider: Provider, refused: &[String]) -> anyhow::Result<()> {
    let strange: Vec<&str> =
        refused.iter().map(String::as_str).filter(|message| !refusals::is_listed(provider, message)).collect();
    ensure!(strange.is_empty(), "refused for no listed reason:\n{}", strange.join("\n"));
    Ok(())
}

fn write(folder: &str, name: &str, design: &Design) -> anyhow::Result<()> {
    let path = Path::new(folder).join(format!("{name}.yaml"));
    std::fs::write(&path, save("", &[], design).text).with_context(|| path.display().to_string())
}
