//! Writes the sample exports to `input/exports/`. All data are synthetic: every case is invented,
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
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("input/exports");
    let mut files = Vec::new();
    for export in exports::EXPORTS {
        let text = export.text(&cases);
        let (bytes, _, unmappable) = encoding_rs::WINDOWS_1252.encode(&text);
        if unmappable {
            return Err(format!("{}: a character has no place in Windows-1252", export.name).into());
        }
        files.push((export.name, bytes.into_owned()));
    }
    std::fs::create_dir_all(&folder)?;
    for (name, bytes) in files {
        std::fs::write(folder.join(name), bytes)?;
    }
    println!("{}", totals.join("\n"));
    Ok(())
}
