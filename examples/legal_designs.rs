//! Writes legal designs drawn at random, for the proof of their exports. The same numbers give the same designs.
//!
//!     cargo run --example legal_designs -- FOLDER SEED COUNT

#![allow(clippy::indexing_slicing, unreachable_pub)]

#[path = "../tests/support/legal/mod.rs"]
mod legal;
#[path = "../tests/support/refusals.rs"]
mod refusals;

use std::path::Path;

use anyhow::{Context, anyhow, ensure};
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
    (0..4000).map(next).collect()
}

fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [folder, seed, count] = words.as_slice() else {
        return Err(anyhow!("say where, from which seed on, and how many: FOLDER SEED COUNT"));
    };
    let (mut seed, count): (u64, usize) = (seed.parse().context(seed.clone())?, count.parse().context(count.clone())?);
    let mut written = 0;
    while written < count {
        let (design, refused) =
            legal::exportable(&mut Choices::of(numbers(seed))).map_err(|error| anyhow!("seed {seed}: {error}"))?;
        let strange = refused.iter().find(|message| !refusals::is_listed(message));
        ensure!(
            strange.is_none(),
            "seed {seed} is refused for no listed reason: {}",
            strange.map_or("", String::as_str)
        );
        if design.flows.len() >= WORTH {
            let path = Path::new(folder).join(format!("legal-{seed}.yaml"));
            std::fs::write(&path, save("", &[], &design).text).with_context(|| path.display().to_string())?;
            written += 1;
        }
        seed += 1;
    }
    Ok(())
}
