//! Which rows of a file come out, and what is said about the others.

use super::*;
use proptest::prelude::*;

/// The rows with their fields joined by `|`, and the codes and lines of the findings.
fn read(bytes: &[u8], rules: &ExportRules) -> (Vec<String>, Vec<(&'static str, u32)>) {
    let mut rows = Vec::new();
    let findings = any_csv("a.csv", bytes, rules, |row| rows.push(row.join("|")));
    let said = findings
        .sorted()
        .into_iter()
        .map(|finding| (finding.code.id(), finding.place.as_ref().map_or(0, |place| place.line)));
    (rows, said.collect())
}

fn check(text: &str, rows: &[&str], said: &[(&'static str, u32)]) {
    let found = read(text.as_bytes(), &ExportRules::default());
    let rows: Vec<String> = rows.iter().map(|row| (*row).to_owned()).collect();
    assert_eq!(found, (rows, said.to_vec()), "{text}");
}

#[test]
fn a_row_of_another_width_is_handed_on_as_it_is_and_that_is_said() {
    check("a,b\n1,2,3\n4,5\n6\n", &["a|b", "1|2|3", "4|5", "6"], &[("K110", 2), ("K110", 4)]);
    check("a,b,c,d\n1,2,3\n4,5,6\n", &["a|b|c|d", "1|2|3", "4|5|6"], &[("K110", 1)]);
}

#[test]
fn a_row_that_cannot_be_read_is_left_out_and_the_next_is_read() {
    check("a,b\n1,\"x\"y,z\n3,4\n", &["a|b", "3|4"], &[("K112", 2)]);
    check("a,b,c\n1,\"x\n3,4,5\n6,7,8\n", &["a|b|c", "3|4|5", "6|7|8"], &[("K111", 2)]);
    check("a,b,c\n1,\"x\ny\"z,u\n3,4,5\n", &["a|b|c", "3|4|5"], &[("K112", 3)]);
    check("a,b,c\n1,\"x\n3,4,\"5\"\n6,7,8\n", &["a|b|c", "3|4|5", "6|7|8"], &[("K111", 2)]);
    check("a,b\n1,x\"y,z\"\n3,4\n", &["a|b", "3|4"], &[("K112", 2)]);
}

#[test]
fn a_quote_is_a_character_where_the_row_has_all_its_fields_only_so() {
    let said = &[("K140", 2)];
    check("a,b,c\n1,\"x,\"y, z\"\n3,4,5\n", &["a|b|c", "1|\"x|y, z", "3|4|5"], said);
    check("a,b,c\n1,\"\"x, y\",z\n3,4,5\n", &["a|b|c", "1|\"x, y|z", "3|4|5"], said);
    check("a,b,c\n1,2,\"\n3,4,5\n", &["a|b|c", "1|2|\"", "3|4|5"], said);
    check("a,b\n\"5\"\",\"x\"\n3,4\n", &["a|b", "5\"|x", "3|4"], said);
    check("a,b\n'1\",\"2\n3,4\n", &["a|b", "'1\"|\"2", "3|4"], said);
}

#[test]
fn a_quote_inside_a_plain_field_is_a_character_and_that_is_said() {
    let text = "Ort,Lage\nA,37°36'37.8\"N 2'17.9\"W\n=\"01\",\"c\"\"d\"\n";
    let rows = ["Ort|Lage", "A|37°36'37.8\"N 2'17.9\"W", "=\"01\"|c\"d"];
    check(text, &rows, &[("K122", 2)]);
}

#[test]
fn a_quoted_field_that_holds_rows_is_in_doubt() {
    let text = "a,b,c\n1,2,\"x\n3,4,5\n6,7,8\n9,9,y\"\n0,0,0\n";
    let rows = ["a|b|c", "1|2|x\n3,4,5\n6,7,8\n9,9,y", "0|0|0"];
    check(text, &rows, &[("K140", 2)]);
    check("a,b\n1,\"Guten Tag,\nes ging\ngut\"\n", &["a|b", "1|Guten Tag,\nes ging\ngut"], &[]);
}

#[test]
fn what_stands_above_the_header_and_further_headers_are_left_out() {
    let text = "Liste,,\n,,\nNr,Wann,Was\n1,2,3\nNr,Wann,Was\n4,5,6\n";
    check(text, &["Nr|Wann|Was", "1|2|3", "4|5|6"], &[("K142", 1), ("K143", 5)]);
    check("Titel,\n,1\nx,2\n", &["Titel|", "|1", "x|2"], &[]);
    check("a,b,c\n,,1\n", &["a|b|c", "||1"], &[]);
    check("Stand heute\n\nNr;Was\n1;2\n", &["Nr|Was", "1|2"], &[("K142", 1)]);
    check("0,0\n0,0\n", &["0|0", "0|0"], &[]);
}

#[test]
fn a_row_at_the_end_with_one_field_filled_may_be_none() {
    let table = "Nr,Wann,Was\n1,2,3\n4,5,6\n";
    let rows = ["Nr|Wann|Was", "1|2|3", "4|5|6", "Ende||"];
    check(&format!("{table}Ende,,\n"), &rows, &[("K140", 4)]);
    check("Nr,Wann,Was\n1,,\n4,5,6\n7,,\n", &["Nr|Wann|Was", "1||", "4|5|6", "7||"], &[]);
}

#[test]
fn a_second_table_with_other_columns_is_left_out() {
    let text = "Nr,Wann,Was\n1,2,3\n4,5,6\nNr,Was\n7,8\n9,0\n";
    check(text, &["Nr|Wann|Was", "1|2|3", "4|5|6"], &[("K114", 4)]);
}

#[test]
fn a_missing_header_is_said_and_no_field_of_it_is_named() {
    let text = "01.02.2026,Anna\n02.03.2026,x\"y\n03.04.2026,Carl\n";
    check(
        text,
        &["01.02.2026|Anna", "02.03.2026|x\"y", "03.04.2026|Carl"],
        &[("K144", 1), ("K122", 2)],
    );
    let findings = any_csv("a.csv", text.as_bytes(), &ExportRules::default(), |_| {});
    assert!(findings.iter().all(|finding| !format!("{finding:?}").contains("Anna")));
}

#[test]
fn a_file_without_rows_is_a_result() {
    check("", &[], &[("K145", 0)]);
    check("\n\r\n", &[], &[("K145", 0)]);
    check("a;b\n", &["a|b"], &[]);
}

#[test]
fn a_row_with_another_delimiter_is_read_with_it() {
    check("a,b,c\n1;2;3\n4,5,6\n", &["a|b|c", "1|2|3", "4|5|6"], &[("K140", 2)]);
    check("a b \"c\"\n4,5,6\n7,8,9\n", &["a|b|c", "4|5|6", "7|8|9"], &[("K140", 1)]);
}

#[test]
fn rows_whose_characters_cannot_be_told_are_left_out() {
    let rows = |bytes: &[u8]| read(bytes, &ExportRules::default());
    let kept = vec!["ä|b".to_owned(), "ö|4".to_owned()];
    assert_eq!(rows(b"\xc3\xa4;b\n\xfc;2\n\xc3\xb6;4\n"), (kept, vec![("K104", 2)]));
    let kept = vec!["a|b".to_owned(), "3|4".to_owned()];
    assert_eq!(rows(b"a;b\n1;\xa4\xb6\n3;4\n"), (kept, vec![("K104", 2)]));
    assert_eq!(rows(b"PK\x03\x04abc").1, [("K103", 0)]);
}

#[test]
fn quotes_are_apostrophes_where_the_configuration_says_so() {
    let rules = ExportRules { quote: Some('\''), ..ExportRules::default() };
    let found = read(b"'a;b';c\n'it''s';\"\n", &rules);
    assert_eq!(found.0, ["a;b|c", "it's|\""]);
}

#[test]
fn lines_that_nothing_parts_alike_are_handed_on_whole() {
    let text = "Text\nKam, sah, ging\nNichts\nDies, und das\nNoch etwas\nEnde\n";
    let lines: Vec<&str> = text.lines().collect();
    check(text, &lines, &[("K107", 1)]);
}

/// A table of several rows and columns, as text.
fn table() -> impl Strategy<Value = (Vec<Vec<String>>, String)> {
    let cell = "[a-dä]{1,3}([,;\"\n '|]{0,2}[a-d]{1,2})?";
    let grid = (2_usize..5).prop_flat_map(move |width| {
        prop::collection::vec(prop::collection::vec(cell, width), 5..9)
    });
    (grid, prop::sample::select(vec![b',', b';', b'\t', b'|']), any::<bool>()).prop_map(
        |(grid, delimiter, crlf)| {
            let end = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
            let mut writer = csv::WriterBuilder::new();
            writer.delimiter(delimiter).terminator(end);
            let mut writer = writer.from_writer(Vec::new());
            for row in &grid {
                writer.write_record(row).unwrap();
            }
            (grid, String::from_utf8(writer.into_inner().unwrap()).unwrap())
        },
    )
}

fn grid_of(text: &str) -> (Vec<Vec<String>>, usize) {
    let mut rows = Vec::new();
    let findings = any_csv("a.csv", text.as_bytes(), &ExportRules::default(), |row| {
        rows.push(row.iter().map(|cell| cell.to_string()).collect());
    });
    (rows, findings.len())
}

proptest! {
    #[test]
    fn a_valid_table_is_read_back_or_something_is_said((grid, text) in table()) {
        let (rows, findings) = grid_of(&text);
        prop_assert!(rows == grid || findings > 0, "{text}: {rows:?}");
    }

    #[test]
    fn a_lost_delimiter_quote_or_line_end_is_noticed((grid, text) in table(), at in any::<prop::sample::Index>()) {
        let signs: Vec<usize> = text
            .char_indices()
            .filter(|(_, sign)| matches!(sign, ',' | ';' | '|' | '\t' | '"' | '\n' | '\r'))
            .map(|(at, _)| at)
            .collect();
        let at = signs[at.index(signs.len())];
        let mut spoiled = text.clone();
        spoiled.remove(at);
        let (rows, findings) = grid_of(&spoiled);
        // A sign of a text, and a line end at the end, are no signs of the form.
        let cells = |rows: &[Vec<String>]| rows.iter().map(Vec::len).collect::<Vec<_>>();
        let is_same = cells(&rows) == cells(&grid);
        prop_assert!(is_same || findings > 0, "{spoiled}: {rows:?}");
    }

    #[test]
    fn any_bytes_are_read_twice_alike(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let rules = ExportRules::default();
        prop_assert_eq!(read(&bytes, &rules), read(&bytes, &rules));
    }

    #[test]
    fn every_line_of_a_text_is_handed_on_or_told(text in "[ab1,;\"'\\\\\n\r\t |é]{0,80}") {
        let (rows, said) = read(text.as_bytes(), &ExportRules::default());
        let filled = text.split(['\n', '\r']).filter(|line| !line.is_empty()).count();
        let lines: usize = rows.iter().map(|row| row.split(['\n', '\r']).count()).sum();
        prop_assert!(lines >= filled || !said.is_empty(), "{rows:?}");
    }
}
