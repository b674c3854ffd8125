//! Presets and the fixtures of all rules, mangled at random, through reading, checking, fixing and saving: the body of
//! the fuzz target in `fuzz/` without its guidance.
//!
//! A run is short and always the same. `FUZZ_SECONDS=600 cargo test --release --test any_file` goes on for that long,
//! from a seed that it prints; `FUZZ_SEED` gives it one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

#[path = "support/design_file.rs"]
mod design_file;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant, SystemTime};

use pulumi_designer::check;

/// How many files a short run reads.
const FILES: usize = 300;

/// What is put in: what means something to YAML, to designs, or to a terminal.
const PIECES: &[&str] = &[
    ": ",
    "- ",
    "{ ",
    " }",
    "[",
    "]",
    "\n",
    "\n  ",
    "\t",
    "&a ",
    "*a",
    "|",
    ">-",
    "\"",
    "'",
    "#",
    "!!str ",
    "? ",
    "---\n",
    "\u{feff}",
    "\r\n",
    "\u{1b}[2J",
    "\u{202e}",
    "é",
    "null",
    "true",
    "-1",
    "1e999",
    "0x7f",
    "9223372036854775808",
    "30s",
    "0s",
    "99999999999999d",
    "kind: queue",
    "kind: function",
    "existing: x",
    "extra: { a: 1 }",
    "was: a.b",
    "setting: x",
    "dead_letters: false",
    "environments: { prod: {} }",
    "allow: []",
    "flows: []",
    "services: {}",
    "version: 2",
    "a.a",
    "main.main",
    "→",
    "shared",
    "concurrency: { provisioned: 5 }",
    "network: a.net",
    "{ kind: publish, from: a.f, to: a.q }",
];

/// A generator of numbers: xorshift by Marsaglia, 2003.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(below.max(1)).unwrap()).unwrap()
    }
}

fn beginnings() -> Vec<Vec<u8>> {
    let presets = pulumi_designer::presets::all().iter().map(|preset| preset.text.as_bytes().to_vec());
    let examples = check::examples().iter().flat_map(|example| [example.failing, example.passing]);
    presets.chain(examples.map(|text| text.as_bytes().to_vec())).collect()
}

fn mangle(numbers: &mut Numbers, beginnings: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = beginnings[numbers.next(beginnings.len())].clone();
    for _ in 0..=numbers.next(6) {
        let at = numbers.next(bytes.len() + 1);
        let end = (at + numbers.next(40)).min(bytes.len());
        match numbers.next(9) {
            0 => drop(bytes.drain(at..end)),
            1 => {
                let piece = bytes[at..end].to_vec();
                let to = numbers.next(bytes.len() + 1);
                bytes.splice(to..to, piece);
            }
            2 if at < bytes.len() => bytes[at] = u8::try_from(numbers.next(256)).unwrap(),
            3 => bytes.truncate(at),
            4 => {
                let other = &beginnings[numbers.next(beginnings.len())];
                let from = numbers.next(other.len() + 1);
                let piece = other[from..(from + numbers.next(200)).min(other.len())].to_vec();
                bytes.splice(at..end, piece);
            }
            5 | 6 => swap_values(numbers, &mut bytes),
            _ => drop(bytes.splice(at..at, PIECES[numbers.next(PIECES.len())].bytes())),
        }
    }
    bytes
}

/// The value of one entry becomes that of another, or a piece: mostly a design still.
fn swap_values(numbers: &mut Numbers, bytes: &mut Vec<u8>) {
    let places: Vec<usize> =
        bytes.windows(2).enumerate().filter(|(_, pair)| pair == b": ").map(|(at, _)| at + 2).collect();
    if places.is_empty() {
        return;
    }
    let end = |bytes: &[u8], from: usize| {
        from + bytes[from..].iter().position(|byte| b",}]\n".contains(byte)).unwrap_or(bytes.len() - from)
    };
    let (one, other) = (places[numbers.next(places.len())], places[numbers.next(places.len())]);
    let value = if numbers.next(2) == 0 {
        bytes[other..end(bytes, other)].to_vec()
    } else {
        PIECES[numbers.next(PIECES.len())].as_bytes().to_vec()
    };
    let until = end(bytes, one);
    bytes.splice(one..until, value);
}

#[test]
fn any_file_is_read_checked_fixed_and_saved_without_failing() {
    let setting = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let seconds = setting("FUZZ_SECONDS");
    let now = || SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(1, |time| time.as_secs());
    let seed = setting("FUZZ_SEED").unwrap_or_else(|| if seconds.is_some() { now() } else { 20_261_124 });
    let mut numbers = Numbers(seed.max(1));
    let beginnings = beginnings();
    let begun = Instant::now();
    let mut files = 0;
    let mut wrong = Vec::new();
    loop {
        let over = match seconds {
            Some(seconds) => Duration::from_secs(seconds) <= begun.elapsed(),
            None => FILES <= files,
        };
        if over || wrong.len() >= 5 {
            break;
        }
        let bytes = mangle(&mut numbers, &beginnings);
        if catch_unwind(AssertUnwindSafe(|| design_file::run(&bytes))).is_err() {
            wrong.push(String::from_utf8_lossy(&bytes).into_owned());
        }
        files += 1;
    }
    println!("{files} files in {:?} from the seed {seed}", begun.elapsed());
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n=======\n\n"));
}
