//! Rows below a known header, read in small blocks: the same must be read and said as from the
//! file as a whole.
#![no_main]

mod common;

/// The last tells that a file is in Windows-1252.
const HEADERS: [&[u8]; 4] = [
    b"Fallnummer;Eingangsdatum;Erledigt am;Art;Anliegen 1;Bewertung;Einreicher;Erfasserbemerkung;Stand\r\n",
    b"Liste\nFallnummer\tEingangsdatum\tArt\tErfasserbemerkung\n",
    b"\xef\xbb\xbfsep=,\nErfasserbemerkung,Art,Eingangsdatum,Fallnummer,Anliegen 1,Anliegen 2\n",
    b"Fallnummer;Eingangsdatum;Eingangsbest\xe4tigung am;Art;Erfasserbemerkung\r\n",
];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let [header, block, rows @ ..] = bytes else { return };
    let mut file = HEADERS[usize::from(header % 4)].to_vec();
    file.extend(rows);
    common::read_in_blocks(&file, usize::from(*block) + 1);
});
