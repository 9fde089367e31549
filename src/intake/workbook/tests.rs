use super::*;
use proptest::prelude::*;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn packed(parts: &[(&str, &str)], method: CompressionMethod) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, text) in parts {
        archive.start_file(*name, options).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn relations(relations: &[(&str, &str, &str)]) -> String {
    let relation = |(id, kind, target): &(&str, &str, &str)| {
        format!("<Relationship Id=\"{id}\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"/>")
    };
    format!("<Relationships>{}</Relationships>", relations.iter().map(relation).collect::<String>())
}

/// A workbook with these sheets: name, state, and what stands in it; the first and last use every shared part.
fn workbook(property: &str, sheets: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut of_book = vec![
        ("s1".to_owned(), "styles", "styles.xml".to_owned()),
        ("s2".to_owned(), "sharedStrings", "/xl/sharedStrings.xml".to_owned()),
    ];
    let mut list = String::new();
    let mut parts = Vec::new();
    for (at, (name, state, content)) in sheets.iter().enumerate() {
        of_book.push((format!("r{at}"), "worksheet", format!("worksheets/sheet{at}.xml")));
        list +=
            &format!("<sheet name=\"{name}\" sheetId=\"{at}\" state=\"{state}\" r:id=\"r{at}\"/>");
        parts.push((
            format!("xl/worksheets/sheet{at}.xml"),
            format!("<worksheet>{content}</worksheet>"),
        ));
    }
    let of_book: Vec<(&str, &str, &str)> =
        of_book.iter().map(|(id, kind, target)| (&**id, *kind, &**target)).collect();
    let book = format!("<workbook><workbookPr {property}/><sheets>{list}</sheets></workbook>");
    let (root, of_book) =
        (relations(&[("a", "officeDocument", "xl/workbook.xml")]), relations(&of_book));
    let mut all = vec![
        ("_rels/.rels", root.as_str()),
        ("xl/workbook.xml", &book),
        ("xl/_rels/workbook.xml.rels", &of_book),
        (
            "xl/styles.xml",
            "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"00000\"/></numFmts>\
             <cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>\
             <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>",
        ),
        (
            "xl/sharedStrings.xml",
            "<sst><si><t>00123</t></si><si><r><t>K &amp; </t></r><r><t>K</t></r><rPh><t>kei</t></rPh></si>\
             <si><t>eins_x000D_\nzwei</t></si></sst>",
        ),
    ];
    all.extend(parts.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    packed(&all, CompressionMethod::Stored)
}

fn sheet(rows: &str) -> Vec<u8> {
    workbook("", &[("Fälle", "visible", &format!("<sheetData>{rows}</sheetData>"))])
}

fn read_by(bytes: &[u8], rules: &ExportRules) -> Result<(String, Vec<String>), String> {
    match read("a.xlsx", bytes, rules) {
        Ok(sheet) => {
            let findings = sheet.notes.findings("a.xlsx", 1, 5).into_iter();
            let told = findings.map(|it| format!("{} {}", it.code.id(), it.text()));
            Ok((sheet.text, told.collect()))
        }
        Err(finding) => Err(finding.text().to_owned()),
    }
}

fn text(bytes: &[u8]) -> String {
    read_by(bytes, &ExportRules::default()).unwrap().0
}

fn told(bytes: &[u8]) -> Vec<String> {
    read_by(bytes, &ExportRules::default()).unwrap().1
}

const TYPED: &str = "<row r=\"1\"><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c t=\"s\"><v>2</v></c></row>\
    <row r=\"3\"><c r=\"B3\" s=\"1\"><v>42736</v></c><c r=\"C3\" s=\"1\"><v>42736.4270833</v></c><c r=\"D3\" s=\"2\"><v>123</v></c></row>\
    <row><c><v>4.611E3</v></c><c t=\"b\"><v>1</v></c><c t=\"e\"><v>#N/A</v></c>\
    <c t=\"inlineStr\"><is><t>a\"b;</t></is></c><c t=\"str\"><f>A1</f><v></v></c></row>";

#[test]
fn typed_cells_become_one_line_for_each_row() {
    let expected = "00123;\"K & K\";\"eins  zwei\";\n\n\
        ;2017-01-01;\"2017-01-01 10:15:00\";00123\n4611;WAHR;\"#N/A\";\"a\"\"b;\"\n";
    assert_eq!(text(&sheet(TYPED)), expected);
    assert!(told(&sheet(TYPED)).is_empty());
    let rows = "<sheetData><row><c s=\"1\"><v>41274</v></c></row></sheetData>";
    assert_eq!(text(&workbook("date1904=\"1\"", &[("A", "visible", rows)])), "2017-01-01\n");
    let rules = ExportRules { delimiter: Some('|'), quote: Some('\''), ..ExportRules::default() };
    let (text, _) = read_by(&sheet(TYPED), &rules).unwrap();
    assert!(text.starts_with("00123|'K & K'|") && text.ends_with("|'#N/A'|'a\"b;'\n"), "{text}");
}

#[test]
fn what_the_officer_does_not_see_is_told() {
    let rows = "<cols><col min=\"2\" max=\"16384\" hidden=\"1\"/></cols><sheetData>\
        <row><c t=\"str\"><v>Liste</v></c></row><row hidden=\"1\"><c><v>1</v></c><c><v>2</v></c></row>\
        <row hidden=\"true\"><c><v>1</v></c><c><f>1+1</f></c></row><row hidden=\"1\"/>\
        <row><c><f>1</f><v/></c></row></sheetData>\
        <mergeCells><mergeCell ref=\"A1:E1\"/><mergeCell ref=\"A2:A3\"/><mergeCell ref=\"B7:B9\"/></mergeCells>";
    let bytes = workbook(
        "",
        &[
            ("Fälle", "visible", rows),
            ("Leer", "visible", "<sheetData><row><c s=\"1\"/></row></sheetData>"),
            ("Alt", "veryHidden", "<sheetData><row><c><v>1</v></c></row></sheetData>"),
        ],
    );
    assert_eq!(
        told(&bytes),
        [
            "K128 die Zellen A2 bis A3 sind verbunden: Nur die erste hat einen Wert, die übrigen sind leer",
            "K129 2 Formeln haben kein Ergebnis, zuerst hier; statt seiner steht `#FORMEL!`",
            "K130 2 Zeilen sind ausgeblendet, zuerst diese; ausgeblendet: Spalte B",
            "K131 gelesen ist nur das Blatt „Fälle“; nicht leer ist auch „Alt“",
        ]
    );
    assert_eq!(text(&bytes), "Liste;\n1;2\n1;\"#FORMEL!\"\n\n\"#FORMEL!\";\n");
    let rules = ExportRules { sheet: Some("ALT".to_owned()), ..ExportRules::default() };
    assert_eq!(read_by(&bytes, &rules), Ok(("1\n".to_owned(), Vec::new())));
    let rules = ExportRules { sheet: Some("Neu".to_owned()), ..ExportRules::default() };
    let message = read_by(&bytes, &rules).unwrap_err();
    assert!(message.contains("kein Blatt „Neu“") && message.contains("„Leer“"), "{message}");
}

#[test]
fn sheets_without_content_before_the_cases_are_passed_over() {
    let value = "<sheetData><row><c><v>7</v></c></row></sheetData>";
    let bytes = workbook(
        "",
        &[
            ("Leer", "visible", "<sheetData><row><c s=\"1\"/></row></sheetData>"),
            ("Alt", "hidden", value),
            ("Fälle", "visible", value),
        ],
    );
    let told = "K131 gelesen ist nur das Blatt „Fälle“; nicht leer ist auch „Alt“".to_owned();
    assert_eq!(read_by(&bytes, &ExportRules::default()), Ok(("7\n".to_owned(), vec![told])));
    assert_eq!(other_sheets(&bytes, &ExportRules::default()), ["Alt"]);
    let findings = read("a.xlsx", &bytes, &ExportRules::default()).ok().unwrap();
    let message = &findings.notes.findings("a.xlsx", 1, 5)[0].message;
    assert!(!message.contains("Alt") && !message.contains("Fälle"), "{message}");
}

#[test]
fn values_without_a_heading_beside_the_table_are_told() {
    let rows = "<row><c r=\"G1\"><v>1</v></c></row><row><c r=\"F2\"><v>1</v></c></row>\
        <row><c r=\"E3\"><v>1</v></c><c r=\"H3\"><v>1</v></c></row><row><c r=\"F4\"><v>1</v></c></row>";
    let findings = read("a.xlsx", &sheet(rows), &ExportRules::default()).ok().unwrap();
    let [finding] = &findings.notes.findings("a.xlsx", 1, 5)[..] else { panic!() };
    assert_eq!(finding.code, FindingCode::ValuesBeside);
    assert!(finding.message.contains("(Spalte F, H)"), "{}", finding.message);
    assert_eq!(finding.place.as_ref().map(|place| (place.line, place.column)), Some((4, 6)));
    assert!(findings.notes.findings("a.xlsx", 1, 8).is_empty());
    assert!(findings.notes.findings("a.xlsx", 4, 5).is_empty());
}

#[test]
fn what_is_no_workbook_is_named() {
    let packed_bytes = |parts: &[(&str, &str)]| packed(parts, CompressionMethod::Stored);
    let packed = |parts: &[(&str, &str)]| {
        read_by(&packed_bytes(parts), &ExportRules::default()).unwrap_err()
    };
    assert!(packed(&[("a.csv", "1;2")]).contains("ein ZIP-Archiv"));
    assert!(packed(&[("content.xml", "<a/>")]).contains("(.ods)"));
    let binary = relations(&[("a", "officeDocument", "xl/workbook.bin")]);
    assert!(packed(&[("_rels/.rels", &binary)]).contains("(.xlsb)"));
    assert!(is_archive(&packed_bytes(&[])) && packed(&[]).contains("ein ZIP-Archiv"));
    let value = "<sheetData><row><c><v>1</v></c></row></sheetData>";
    for sheets in [
        [("A", "hidden", value), ("B", "visible", "<sheetData/>")],
        [
            ("A", "visible", "<sheetData><row><c s=\"1\"/></row></sheetData>"),
            ("B", "veryHidden", value),
        ],
    ] {
        let message = read_by(&workbook("", &sheets), &ExportRules::default()).unwrap_err();
        assert!(message.contains("kein Blatt mit Inhalt"), "{message}");
    }
}

#[test]
fn a_damaged_workbook_is_refused_or_reads_the_same() {
    let bytes = sheet(TYPED);
    let whole = read_by(&bytes, &ExportRules::default());
    for end in 4..bytes.len() {
        let cut = read_by(&bytes[..end], &ExportRules::default());
        assert!(cut.is_err(), "cut at {end}: {cut:?}");
    }
    for at in 4..bytes.len() {
        for bit in [1, 16, 128] {
            let mut changed = bytes.clone();
            changed[at] ^= bit;
            // What a check sum does not cover: names of parts, dates of the archive.
            let read = read_by(&changed, &ExportRules::default());
            assert!(read.is_err() || read == whole || !is_in_content(&bytes, at), "{at}: {read:?}");
        }
    }
    for rows in [
        "<row r=\"2\"/><row r=\"1\"/>",
        "<row r=\"1048577\"/>",
        "<row r=\"x\"/>",
        "<row><c r=\"B1\"/><c r=\"A1\"/></row>",
        "<row><c r=\"XFE1\"/></row>",
        "<row><c r=\"1A\"/></row>",
        "<row><c t=\"s\"><v>3</v></c></row>",
        "<row><c><v>&unknown;</v></c></row>",
        "<row><c></row></c>",
    ] {
        assert!(read_by(&sheet(rows), &ExportRules::default()).is_err(), "{rows}");
    }
}

/// Whether a byte belongs to a part of the workbook, and not to what the archive says of it.
fn is_in_content(bytes: &[u8], at: usize) -> bool {
    let directory = bytes.windows(4).position(|part| part == b"PK\x01\x02").unwrap();
    at < directory
        && bytes[..=at].iter().rposition(|byte| *byte == b'<').is_some_and(|open| {
            bytes[open..].iter().position(|byte| *byte == b'>').is_some_and(|end| open + end >= at)
        })
}

#[test]
fn empty_cells_take_no_room_and_what_unfolds_without_end_is_refused() {
    // Formatted to the end, in the first and the last row.
    let cells: String = (0..16_384).map(|_| "<c s=\"1\"/>").collect();
    let last = format!("<row r=\"1048576\">{cells}</row>");
    let rows = format!("<row><c><v>1</v></c>{}</row>{last}", &cells[9..]);
    let bytes = workbook(
        "",
        &[(
            "A",
            "visible",
            &format!("<dimension ref=\"A1:XFD1048576\"/><sheetData>{rows}</sheetData>"),
        )],
    );
    assert_eq!(text(&bytes), "1\n");
    let too_large = |bytes: &[u8]| {
        let message = read_by(bytes, &ExportRules::default()).unwrap_err();
        assert!(message.contains("größer"), "{message}");
    };
    // A value in the last column, and as many rows as there can be: each would be a line of that width.
    let rows = format!(
        "<row><c r=\"XFD1\"><v>1</v></c></row>{}",
        "<row><c><v>1</v></c></row>".repeat(9_000)
    );
    too_large(&sheet(&rows));
    let blanks = " ".repeat(package::LARGEST + 1);
    let bomb = [("xl/workbook.xml", blanks.as_str())];
    too_large(&packed(&bomb, CompressionMethod::Deflated));
}

proptest! {
    /// Elements in whatever order are refused, or a table of as many fields in each line.
    #[test]
    fn a_sheet_of_any_elements_is_refused_or_a_table(
        parts in proptest::collection::vec(prop::sample::select(vec![
            "<row>", "<row r=\"5\" hidden=\"1\">", "</row>", "<row/>", "<c>", "<c r=\"B2\" t=\"s\">", "<c s=\"1\">",
            "<c t=\"inlineStr\">", "</c>", "<v>", "</v>", "<v>1</v>", "<f>", "</f>", "<is>", "</is>", "<t>", "</t>",
            "1", "&amp;", "&#10;", "<![CDATA[<]]>", "<!-- -->", "<rPh>", "</rPh>", "<mergeCell ref=\"A1:B9\"/>",
            "<mergeCell ref=\"B3:A1\"/>", "<col min=\"x\" max=\"9\" hidden=\"1\"/>", "<row><c><v>1</v></c></row>",
        ]), 0..25),
    ) {
        if let Ok((text, _)) = read_by(&sheet(&parts.concat()), &ExportRules::default()) {
            let widths = text.lines().filter(|line| !line.is_empty()).map(|line| line.matches(';').count());
            let widths: std::collections::BTreeSet<usize> = widths.collect();
            prop_assert!(widths.len() < 2, "{}", text);
        }
    }

    /// Whatever stands in its cells, a sheet is a table of as many fields in each line, and they hold what it holds.
    #[test]
    fn every_cell_comes_back(
        rows in proptest::collection::vec(proptest::collection::vec("([a-zA-Zü0-9;,|'\"\\\\\t\n =&<.-]{0,9}|_x000D_)", 1..6), 1..9),
        delimiter in prop::sample::select(vec![';', ',', '\t', '|']),
    ) {
        let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
        let cell = |text: &String| {
            format!("<c t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>", escaped(text))
        };
        let line = |row: &Vec<String>| format!("<row>{}</row>", row.iter().map(cell).collect::<String>());
        let bytes = sheet(&rows.iter().map(line).collect::<String>());
        let rules = ExportRules { delimiter: Some(delimiter), ..ExportRules::default() };
        let (text, _) = read_by(&bytes, &rules).unwrap();
        let filled = |cell: &str| match cell.replace(['\n', '\t'], " ").replace("_x000D_", " ") {
            cell if cell.trim().is_empty() => String::new(),
            cell => cell,
        };
        let mut expected: Vec<Vec<String>> =
            rows.iter().map(|row| row.iter().map(|cell| filled(cell)).collect()).collect();
        let is_empty = |row: &Vec<String>| row.iter().all(String::is_empty);
        while expected.last().is_some_and(is_empty) {
            expected.pop();
        }
        let used = |row: &Vec<String>| row.iter().rposition(|cell| !cell.is_empty()).map_or(0, |at| at + 1);
        let width = expected.iter().map(used).max().unwrap_or_default();
        prop_assert_eq!(text.lines().count(), expected.len());
        for (line, mut row) in text.lines().zip(expected) {
            row.resize(width, String::new());
            if is_empty(&row) {
                prop_assert_eq!(line, "");
                continue;
            }
            let mut reader = csv::ReaderBuilder::new();
            let mut reader =
                reader.has_headers(false).delimiter(delimiter as u8).from_reader(line.as_bytes());
            let read: Vec<String> =
                reader.records().next().unwrap().unwrap().iter().map(str::to_owned).collect();
            prop_assert_eq!(read, row);
        }
    }
}
