//! Writes the sample exports to `input/exports/`, and the archive of two years before, which the
//! program releases itself, to `input/archive/`. All data are synthetic: every case is invented,
//! and only the totals of the year are those of the published report of 2017. The same seed gives
//! the same bytes on every machine.
//!
//! ```text
//! cargo run --example generate_sample
//! ```
#![allow(clippy::print_stdout, reason = "the totals are what the person running it wants to see")]

mod calendar;
mod cases;
mod check;
mod earlier;
mod exports;
mod quotas;
mod random;
mod remarks;
mod words;

use random::Random;
use std::error::Error;
use std::path::Path;

const SEED: u64 = 2017;

fn main() -> Result<(), Box<dyn Error>> {
    let cases = cases::all(&mut Random::new(SEED));
    let totals = check::Totals::of(&cases)?;
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("input");
    let mut files = Vec::new();
    for export in exports::EXPORTS {
        files.push((export.name, exports::encoded(&export, &cases)?));
    }
    std::fs::create_dir_all(sample.join("exports"))?;
    for (name, bytes) in files {
        std::fs::write(sample.join("exports").join(name), bytes)?;
    }
    earlier::archive(&sample, &cases)?;
    println!("{}", totals.join("\n"));
    Ok(())
}
