//! Rows below a known header: quotes, line ends, field counts, values.
#![no_main]

mod common;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut file = b"Fallnummer;Eingangsdatum;Erledigt am;Art;Anliegen 1;Bewertung;Einreicher;Erfasserbemerkung;Stand\r\n".to_vec();
    file.extend(bytes);
    common::read(&file);
});
