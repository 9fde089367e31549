//! A header the fuzzer may disturb: titles, delimiters, quotes and line ends around known columns.
#![no_main]

mod common;

const COLUMNS: [&str; 5] =
    ["Fallnummer", "Eingangsdatum", "Art", "Erfasserbemerkung", "Anliegen 1"];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let [delimiter, quote, at, rest @ ..] = bytes else { return };
    let delimiter = [';', ',', '\t', '|'][usize::from(delimiter % 4)];
    let quote = ["", "\"", "'"][usize::from(quote % 3)];
    let header: Vec<String> =
        COLUMNS.iter().map(|column| format!("{quote}{column}{quote}")).collect();
    let header = header.join(&delimiter.to_string());
    let at = usize::from(*at).min(rest.len());
    let mut file = rest[..at].to_vec();
    file.extend(header.as_bytes());
    file.extend(&rest[at..]);
    common::read(&file);
});
