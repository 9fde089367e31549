//! Characters that the fonts of the annex cannot print: found before anything is set, so that they are told
//! by the text they stand in.

use crate::diagnostic::{Finding, FindingCode, Findings};
use serde_json::Value;
use std::collections::BTreeMap;
use typst::text::Font;

/// How many characters of a text are quoted, those around the one that is meant.
const QUOTED: usize = 40;

/// One finding for each character that a face lacks, with the first text that has it.
pub(super) fn missing(data: &Value, fonts: &[Font]) -> Findings {
    let mut found = BTreeMap::new();
    collect(data, fonts, &mut found);
    let mut findings = Findings::default();
    for (character, text) in found {
        let at = text.chars().position(|it| it == character).unwrap_or_default();
        let start = at.saturating_sub(QUOTED / 2);
        let quoted: String = text.chars().skip(start).take(QUOTED).collect();
        let [before, behind] = [start > 0, text.chars().count() > start + QUOTED]
            .map(|is_cut| if is_cut { "…" } else { "" });
        let message = format!(
            "die Schrift des PDF hat kein Zeichen „{character}“ (U+{:04X}); es steht in „{before}{quoted}{behind}“",
            u32::from(character)
        );
        let help = "schreiben Sie den Text ohne dieses Zeichen, oder erstellen Sie den Bericht ohne `pdf`: die Seite zeigt es";
        findings.push(Finding::new(FindingCode::CharacterMissing, message).help(help));
    }
    findings
}

fn collect<'a>(data: &'a Value, fonts: &[Font], found: &mut BTreeMap<char, &'a str>) {
    match data {
        Value::String(text) => {
            for character in text.chars().filter(|character| !is_printed(*character, fonts)) {
                // A drawing is no text that could be quoted.
                let known = found.entry(character).or_insert(text);
                if known.starts_with("<svg") {
                    *known = text;
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, fonts, found)),
        Value::Object(values) => values.values().for_each(|value| collect(value, fonts, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn is_printed(character: char, fonts: &[Font]) -> bool {
    character == '\n'
        || fonts.iter().all(|font| font.info().coverage.contains(u32::from(character)))
}
