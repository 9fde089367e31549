//! The workbook: what is in it, what can go wrong with labels and titles, and that every change to the
//! finished file is found.

use crate::finished::{REPORTS, sample, values, workbook::faults};
use crate::support::Sandbox;
use krm_report::commands::Report;
use krm_report::diagnostic::{Finding, FindingCode, Findings};
use krm_report::render::{Artifact, Format, Input};
use krm_report::report::{Block, Cell, Document, Note, Table};
use krm_report::reread::{self, reread};
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const PATH: &str = "tables.xlsx";
/// The sheet of the table `assessment_by_topic_group`.
const SHEET: &str = "xl/worksheets/sheet16.xml";

type Parts = BTreeMap<String, String>;

fn workbook(document: &Document) -> Vec<u8> {
    workbook_of(sample(), document)
}

fn workbook_of(report: &Report, document: &Document) -> Vec<u8> {
    let input = Input {
        document,
        drawings: &report.drawings,
        theme: &report.project.theme,
        templates: &report.project.templates,
        formats: &[Format::Xlsx],
        sources: &report.project.sources,
    };
    let mut files = Format::Xlsx.render(&input, &mut Findings::default()).unwrap();
    assert_eq!((files.len(), files[0].path.as_str()), (1, PATH));
    files.remove(0).bytes
}

fn findings(bytes: Vec<u8>, document: &Document) -> Vec<Finding> {
    let expectation = reread::Input { document, ..sample().expectation() };
    let artifact = Artifact { path: PATH.to_owned(), bytes };
    reread(&[artifact], &expectation).iter().cloned().collect()
}

fn parts(bytes: &[u8]) -> Parts {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let part = |name: String| {
        let mut text = String::new();
        archive.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
        (name, text)
    };
    names.into_iter().map(part).collect()
}

fn packed(parts: &Parts) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// The sample's workbook after one change.
fn changed(change: impl Fn(&mut Parts)) -> Vec<u8> {
    let before = parts(&workbook(&sample().document));
    let mut after = before.clone();
    change(&mut after);
    assert_ne!(after, before, "nothing was changed");
    packed(&after)
}

/// Replaces the first `from` in a part.
#[track_caller]
fn replaced(part: &str, (from, to): (&str, &str)) -> Vec<u8> {
    changed(|parts| {
        let text = parts.get_mut(part).unwrap();
        assert!(text.contains(from), "{part} does not hold {from}: {text:.3000}");
        *text = text.replacen(from, to, 1);
    })
}

/// Demands a finding of the gate with a code and a place after `from` became `to`.
#[track_caller]
fn told_in(part: &str, change: (&str, &str), code: FindingCode, place: &str) {
    let findings = findings(replaced(part, change), &sample().document);
    let told = findings.iter().any(|it| it.code == code && it.message.contains(place));
    assert!(told, "{code:?} at {place}: {findings:#?}");
}

/// What the tests find in a workbook that no office can change.
fn faults_of(bytes: &[u8]) -> Vec<String> {
    faults(bytes, &sample().document, &values(sample()))
}

/// Demands such a fault with some words after `from` became `to`.
#[track_caller]
fn found_in(part: &str, change: (&str, &str), words: &str) {
    let faults = faults_of(&replaced(part, change));
    assert!(faults.iter().any(|fault| fault.contains(words)), "{words}: {faults:#?}");
}

/// A cell as it is written: `<c r="C7" …>…</c>`.
fn cell<'t>(sheet: &'t str, reference: &str) -> &'t str {
    let from = sheet.find(&format!("<c r=\"{reference}\"")).unwrap();
    let rest = &sheet[from..];
    &rest[..rest.find("</c>").unwrap() + "</c>".len()]
}

/// The sample's document with its first table changed.
fn with_table(change: impl Fn(&mut Table)) -> Document {
    let mut document = sample().document.clone();
    let mut blocks = document.chapters.iter_mut().flat_map(|chapter| &mut chapter.blocks);
    let table = blocks.find_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    change(table.unwrap());
    document
}

#[test]
fn the_workbook_of_the_sample_reads_back_and_is_the_same_every_time() {
    let document = &sample().document;
    let bytes = workbook(document);
    let findings = findings(bytes.clone(), document);
    assert!(findings.is_empty(), "{findings:#?}");
    assert_eq!(bytes, workbook(document));
    assert_eq!(packed(&parts(&bytes)), packed(&parts(&bytes)), "the tests' own packing keeps all");
}

#[test]
fn every_number_of_the_tables_is_a_number_and_every_sign_a_text() {
    let document = &sample().document;
    let mut expected: BTreeMap<String, u32> = BTreeMap::new();
    for cell in document.tables().iter().flat_map(|table| &table.rows).flat_map(|row| &row.cells) {
        if let Cell::Figure(figure) = cell
            && let Ok(number) = figure.plain().parse::<f64>()
        {
            *expected.entry(number.to_string()).or_default() += 1;
        }
    }
    let mut read: BTreeMap<String, u32> = BTreeMap::new();
    let parts = parts(&workbook(document));
    for sheet in parts.iter().filter(|(name, _)| name.starts_with("xl/worksheets/")) {
        for cell in sheet.1.split("<c ").skip(1).filter(|cell| !cell.contains("t=\"s\"")) {
            let value = cell.split("<v>").nth(1).unwrap().split("</v>").next().unwrap();
            *read.entry(value.to_owned()).or_default() += 1;
        }
        assert!(!sheet.1.contains("<f>"), "{}", sheet.0);
    }
    assert_eq!(read, expected);
    assert!(expected.contains_key("30.5") && expected.contains_key("12.5"));
}

#[test]
fn a_sheet_is_set_up_for_paper_and_for_scrolling() {
    let parts = parts(&workbook(&sample().document));
    for (name, sheet) in parts.iter().filter(|(name, _)| name.starts_with("xl/worksheets/")) {
        for sign in ["paperSize=\"9\"", "fitToPage=\"1\"", "fitToHeight=\"0\"", "Seite &amp;P von"]
        {
            assert!(sheet.contains(sign), "{name}: {sign}");
        }
        let is_contents = name.ends_with("sheet1.xml");
        assert_eq!(sheet.contains("state=\"frozen\""), !is_contents, "{name}");
    }
    let repeated = parts["xl/workbook.xml"].matches("_xlnm.Print_Titles").count();
    assert_eq!(repeated, sample().document.tables().len());
    let properties = &parts["docProps/core.xml"];
    assert!(properties.contains(">2018-05-02T00:00:00Z</dcterms:created>"), "{properties}");
    assert!(properties.contains(">2018-05-02T00:00:00Z</dcterms:modified>"), "{properties}");
    assert!(properties.contains("<dc:creator>Serviceeinheit"), "{properties}");
}

#[test]
fn what_looks_like_a_formula_is_text() {
    let labels = ["=1+1", "+49 351", "-2", "@SUM(A1)", "{=A1}", "'x"];
    let document = with_table(|table| {
        let row = table.rows[0].clone();
        table.rows = labels
            .map(|label| krm_report::report::TableRow { label: label.into(), ..row.clone() })
            .into();
        table.row_header = "=A1".to_owned();
        table.title = "=HYPERLINK(\"https://example.org\")".to_owned();
    });
    let bytes = workbook(&document);
    let parts = parts(&bytes);
    for text in labels.into_iter().chain(["=A1"]) {
        assert!(parts["xl/sharedStrings.xml"].contains(&format!(">{text}<")), "{text}");
    }
    assert!(parts.values().all(|part| !part.contains("<f>") && !part.contains("<f ")));
    // What an apostrophe in front does in a spreadsheet program: a text stays a text when it is edited.
    let formats: Vec<&str> =
        parts["xl/styles.xml"].split("<cellXfs").nth(1).unwrap().split("<xf ").skip(1).collect();
    let is_marked = |reference: &str| {
        let style =
            cell(&parts["xl/worksheets/sheet3.xml"], reference).split(" s=\"").nth(1).unwrap();
        formats[style.split('"').next().unwrap().parse::<usize>().unwrap()]
            .contains("quotePrefix=\"1\"")
    };
    for (row, label) in (6..).zip(labels) {
        assert_eq!(
            is_marked(&format!("A{row}")),
            label.starts_with(['=', '+', '-', '@']),
            "{label}"
        );
    }
    assert!(findings(bytes, &document).is_empty());
}

#[test]
fn titles_and_labels_of_any_length_and_kind_make_a_workbook_that_reads_back() {
    let long = "x".repeat(300);
    for title in ["[a]:*?/\\", "'Titel'", &long, "A & B <c> \"d\"", " ", "Inhalt", "📊 Fälle"] {
        let document = with_table(|table| {
            table.title = title.to_owned();
            table.rows[0].label = long.clone();
            table.notes.push(Note { text: long.clone(), is_of_signs: false });
            table.columns[0].label = long.clone();
        });
        let findings = findings(workbook(&document), &document);
        assert!(findings.is_empty(), "{title}: {findings:#?}");
    }
    let mut document = with_table(|table| table.rows.clear());
    document.head.title = "Bericht & Lage ".repeat(40);
    let findings = findings(workbook(&document), &document);
    assert!(findings.is_empty(), "an empty table, a title too long for a foot: {findings:#?}");
}

#[test]
fn three_hundred_tables_of_one_title_have_a_sheet_each() {
    let mut document = sample().document.clone();
    let table = document.tables()[0].clone();
    let more = (100..400).map(|number| Block::Table(Box::new(Table { number, ..table.clone() })));
    document.chapters[0].blocks.extend(more);
    let bytes = workbook(&document);
    let sheets =
        parts(&bytes).into_keys().filter(|name| name.starts_with("xl/worksheets/")).count();
    assert_eq!(sheets, sample().document.tables().len() + 301);
    assert!(findings(bytes, &document).is_empty());
}

#[test]
fn every_workbook_shows_its_numbers_as_the_page_and_nothing_else() {
    for (name, report) in REPORTS.iter() {
        let bytes = workbook_of(report, &report.document);
        let faults = faults(&bytes, &report.document, &values(report));
        assert!(faults.is_empty(), "{name}: {faults:#?}");
        let artifact = Artifact { path: PATH.to_owned(), bytes };
        let findings = reread(&[artifact], &report.expectation());
        assert!(findings.is_empty(), "{name}: {findings:#?}");
    }
}

#[test]
fn a_change_to_a_cell_is_found() {
    let sheet = "Blatt von Tabelle `assessment_by_topic_group`";
    let place = &format!("{sheet}, Zeile „Unterkunft und Umzug“, Spalte „unbegründet“");
    told_in(SHEET, ("<v>73</v>", "<v>74</v>"), FindingCode::NumberDiffers, place);
    told_in(SHEET, ("<v>73</v>", "<v>73.4</v>"), FindingCode::NumberDiffers, place);
    told_in(SHEET, ("<v>73</v>", "<f>70+3</f><v>73</v>"), FindingCode::NumberDiffers, place);
    let more = "<row r=\"90\"><c r=\"A90\"><v>2</v></c></row></sheetData>";
    told_in(SHEET, ("</sheetData>", more), FindingCode::NumberUnaccounted, sheet);
    let twice = "<row r=\"90\"><c r=\"D6\"><v>73</v></c></row></sheetData>";
    found_in(SHEET, ("</sheetData>", twice), "cell D6");
    let swap = ("worksheets/sheet2.xml", "worksheets/sheet3.xml");
    found_in("xl/_rels/workbook.xml.rels", swap, "is worksheets/sheet3.xml");
}

#[test]
fn a_masked_cell_that_says_more_or_looks_otherwise_is_found() {
    let place = "Zeile „Sicherung des Lebensunterhalts“, Spalte „teilweise begründet“";
    let sheet = parts(&workbook(&sample().document)).remove(SHEET).unwrap();
    let masked = cell(&sheet, "C7");
    let style = masked.split("s=\"").nth(1).unwrap().split('"').next().unwrap();
    let number = format!("<c r=\"C7\" s=\"{style}\"><v>2</v></c>");
    told_in(SHEET, (masked, &number), FindingCode::MaskLeaks, place);
    told_in(SHEET, (masked, ""), FindingCode::NumberDiffers, "Zeile, Blatt von Tabelle");
    let other = masked.replace(&format!("s=\"{style}\""), "s=\"1\"");
    found_in(SHEET, (masked, &other), "of another look");
}

#[test]
fn a_change_to_what_is_not_in_a_cell_is_found() {
    let strings = ("</sst>", "<si><t>noch 2</t></si></sst>");
    found_in("xl/sharedStrings.xml", strings, "texts, of which");
    let format = ("formatCode=\"#,##0\"", "formatCode=\"&quot;7&quot;\"");
    found_in("xl/styles.xml", format, "is shown by \"7\"");
    let format = ("formatCode=\"#,##0.0\"", "formatCode=\"#,##0.00\"");
    found_in("xl/styles.xml", format, "is shown by #,##0.00");
    found_in("docProps/core.xml", ("bericht 2017", "bericht 2018"), "dc:title");
    found_in("docProps/core.xml", ("05-02T", "05-03T"), "dcterms:created");
    found_in("docProps/core.xml", ("T00:00:00Z", "T00:00:02Z"), "dcterms:created");
    found_in("docProps/app.xml", ("<vt:i4>29", "<vt:i4>30"), "vt:i4 30");
    found_in(SHEET, ("Stand: 2.", "Stand: 3."), "a foot");
    let link = "location=\"'Inhalt'!A1\"";
    found_in(SHEET, (link, &format!("{link} tooltip=\"2\"")), "a link");
    found_in(SHEET, (link, "location=\"'Fremd'!A1\""), "a link to 'Fremd'");
    let renamed = changed(|parts| {
        parts.values_mut().for_each(|part| *part = part.replace("15 Bewertung", "16 Bewertung"));
    });
    assert!(faults_of(&renamed).iter().any(|fault| fault.ends_with("is table 15")));
}

#[test]
fn something_unknown_in_a_workbook_is_found() {
    let hidden = ("<sheet name=\"2 ", "<sheet state=\"hidden\" name=\"2 ");
    found_in("xl/workbook.xml", hidden, "is hidden");
    let name = ("</definedNames>", "<definedName name=\"n\">2</definedName></definedNames>");
    found_in("xl/workbook.xml", name, "a name: 2");
    let rule = ("</sheetData>", "</sheetData><conditionalFormatting/>");
    found_in(SHEET, rule, "conditionalFormatting");
    found_in(SHEET, ("<sheetData>", "<!-- 2 --><sheetData>"), "sheet16.xml");
    let comment = changed(|parts| drop(parts.insert("xl/comments1.xml".into(), "<a/>".into())));
    assert!(faults_of(&comment).iter().any(|fault| fault.contains("comments1.xml")));
}

#[test]
fn a_workbook_that_cannot_be_read_is_not_published() {
    let lost = changed(|parts| drop(parts.remove("xl/sharedStrings.xml")));
    for bytes in [lost, b"PK".to_vec()] {
        let findings = findings(bytes, &sample().document);
        assert!(findings.iter().any(|finding| finding.code == FindingCode::ArtifactUnreadable));
    }
}

#[test]
fn a_name_that_looks_like_an_escape_of_workbooks_is_read_back_as_it_is() {
    let document = with_table(|table| table.rows[0].label = "Formular_x2017_neu".to_owned());
    let bytes = workbook(&document);
    assert!(parts(&bytes)["xl/sharedStrings.xml"].contains("Formular_x005F_x2017_neu"));
    assert!(findings(bytes, &document).is_empty());
}

#[test]
fn the_page_names_the_workbook_that_is_made_with_it() {
    let sandbox = Sandbox::new();
    sandbox.build();
    assert!(sandbox.path("output/2017").join(PATH).exists());
    assert!(sandbox.read("output/2017/index.html").contains("href=\"tables.xlsx\""));
    let run = sandbox.run(&["build", "--format", "html,csv"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(!sandbox.path("output/2017").join(PATH).exists());
    assert!(!sandbox.read("output/2017/index.html").contains(PATH));
}

fn rounded(case: &str) -> String {
    let sandbox = Sandbox::case(&format!("tests/cases/recording/{case}"));
    sandbox.edit("report.toml", "threshold = 3", "threshold = 3\nmethod = \"rounding\"\nbase = 5");
    let run = sandbox.run(&["build", "--format", "html,md,csv,json,xlsx"]);
    assert_eq!(run.code, 0, "{case}: {}", run.stderr);
    sandbox.read("output/2017/report.md")
}

#[test]
fn a_rounded_report_reads_back_in_every_form() {
    // No key figure of the first is zero, and cells of its tables are.
    for case in ["no-earlier-export", "month-missing", "office-opened-in-may"] {
        assert!(rounded(case).contains("= null oder auf null gerundet"), "{case}");
    }
}

#[test]
fn rounded_numbers_are_not_said_to_add_up() {
    let report = rounded("office-opened-in-year");
    assert!(report.contains("Bestand, Eingang und Erledigung"), "{report}");
    assert!(!report.contains("Vortrag und Eingang ergeben zusammen"), "{report}");
    assert!(report.contains("Vor der Rundung ergeben Vortrag und Eingang zusammen"), "{report}");
}
