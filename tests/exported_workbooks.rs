//! Exports as Excel workbooks: they say what the same cases say as CSV, and what only a workbook can hide is told.

use crate::support::{Sandbox, files};
use rust_xlsxwriter::{Format, Formula, Workbook};
use std::fs;

/// Each export by name, with its rows.
type Tables = Vec<(String, Vec<Vec<String>>)>;

/// The sample with its exports as plain CSV, each with its rows: no title, no line break within a cell.
fn plain() -> (Sandbox, Tables) {
    let sandbox = Sandbox::new();
    let mut tables = Vec::new();
    for (name, _) in files(&sandbox.path("input/exports")) {
        let run = sandbox.run(&["inspect", "--to", "csv", &format!("input/exports/{name}")]);
        let mut reader = csv::ReaderBuilder::new();
        let mut reader = reader.has_headers(false).from_reader(run.stdout.as_bytes());
        let row = |row: Result<csv::StringRecord, csv::Error>| -> Vec<String> {
            row.unwrap().iter().map(|cell| cell.replace(['\r', '\n'], " ")).collect()
        };
        let rows: Vec<Vec<String>> = reader.records().map(row).collect();
        let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
        rows.iter().for_each(|row| writer.write_record(row).unwrap());
        fs::write(sandbox.path("input/exports").join(&name), writer.into_inner().unwrap()).unwrap();
        tables.push((name, rows));
    }
    (sandbox, tables)
}

/// The number of a day as Excel counts, of `14.03.2017` and `2017-03-14`.
fn serial(cell: &str) -> Option<f64> {
    let parts: Vec<i16> = cell.split(['.', '-']).map_while(|part| part.parse().ok()).collect();
    let date = match (parts.as_slice(), cell.len()) {
        ([day, month, year], 10) if *day < 32 => (*year, *month, *day),
        ([year, month, day], 10) => (*year, *month, *day),
        _ => return None,
    };
    let date = jiff::civil::Date::new(date.0, date.1 as i8, date.2 as i8).ok()?;
    Some(f64::from((date - jiff::civil::date(1899, 12, 30)).get_days()))
}

/// The rows as a workbook, two of three days as days and one as text.
fn workbook(rows: &[Vec<String>]) -> Workbook {
    let mut workbook = Workbook::new();
    let day = Format::new().set_num_format("dd.mm.yyyy");
    let sheet = workbook.add_worksheet();
    for (number, row) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(row) {
            match serial(cell).filter(|_| number % 3 > 0) {
                Some(serial) => sheet.write_number_with_format(number, column, serial, &day),
                None => sheet.write_string(number, column, cell),
            }
            .unwrap();
        }
    }
    workbook
}

/// Puts workbooks in the place of the exports.
fn as_workbooks(sandbox: &Sandbox, tables: &Tables) {
    for (name, rows) in tables {
        let path = sandbox.path("input/exports").join(name);
        workbook(rows).save(path.with_extension("xlsx")).unwrap();
        fs::remove_file(path).unwrap();
    }
}

/// A sandbox whose only exports are these.
fn with_export(name: &str, bytes: &[u8]) -> Sandbox {
    let sandbox = Sandbox::new();
    fs::remove_dir_all(sandbox.path("input/exports")).unwrap();
    fs::create_dir(sandbox.path("input/exports")).unwrap();
    fs::write(sandbox.path("input/exports").join(name), bytes).unwrap();
    sandbox
}

fn row(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

#[test]
fn the_same_cases_give_the_same_report_as_csv_and_as_workbooks() {
    let (sandbox, tables) = plain();
    let read = |sandbox: &Sandbox| files(&sandbox.build().path("output/2017"));
    let as_csv = read(&sandbox);
    as_workbooks(&sandbox, &tables);
    assert!(read(&sandbox) == as_csv);
    // And so do those without personal data, under names that say what they are.
    let names: Vec<String> = files(&sandbox.path("input/exports"))
        .into_iter()
        .map(|(name, _)| format!("input/exports/{name}"))
        .collect();
    let mut arguments = vec!["strip", "--to", "stripped"];
    arguments.extend(names.iter().map(String::as_str));
    let run = sandbox.run(&arguments);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let stripped: Vec<String> =
        files(&sandbox.path("stripped")).into_iter().map(|(name, _)| name).collect();
    assert!(stripped.iter().all(|name| name.ends_with(".xlsx.csv")), "{stripped:?}");
}

#[test]
fn a_finding_names_the_cell_as_the_workbook_does() {
    let (_, tables) = plain();
    let rows = tables[0].1.clone();
    let column = |name: &str| rows[0].iter().position(|cell| cell == name).unwrap();
    let mut changed = rows.clone();
    changed[3][column("Bewertung")] = "vielleicht".to_owned();
    let sandbox = with_export("a.xlsx", &workbook(&changed).save_to_buffer().unwrap());
    let run = sandbox.run(&["check"]);
    let letter = char::from(b'A' + column("Bewertung") as u8);
    let place = format!("input/exports/a.xlsx:4, Spalte {letter} `Bewertung`");
    let place = place.trim_start_matches("input/");
    assert!(run.stderr.contains(place) || run.stdout.contains(place), "{}", run.stderr);
    assert_eq!(run.code, 1);
}

#[test]
fn case_numbers_that_a_workbook_ruins_are_found() {
    let (_, tables) = plain();
    let rows = &tables[0].1[..5];
    let id = rows[0].iter().position(|cell| cell == "Fallnummer").unwrap_or_default();
    let mut book = workbook(rows);
    let sheet = book.worksheet_from_index(0).unwrap();
    let column = u16::try_from(id).unwrap();
    sheet.write_number(1, column, 1_234_567_890_123_456_789_f64).unwrap();
    sheet.write_boolean(2, column, true).unwrap();
    sheet.write_formula(3, column, Formula::new("=A1").set_result("#N/A")).unwrap();
    let sandbox = with_export("a.xlsx", &book.save_to_buffer().unwrap());
    let run = sandbox.run(&["check", "--max-findings", "100"]);
    let told = run.stderr + &run.stdout;
    assert_eq!(told.matches("Fehler[K207]").count(), 2, "{told}");
    assert!(told.contains("a.xlsx:2, Spalte A"), "{told}");
    assert!(told.contains("(2×, zuerst Zeile 3, dann 4)"), "{told}");
}

#[test]
fn the_sheet_with_the_cases_is_named_and_can_be_chosen() {
    let (_, tables) = plain();
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Deckblatt").unwrap().write_string(0, 0, "Titel").unwrap();
    let sheet = book.add_worksheet().set_name("Fälle 2017").unwrap();
    for (number, row) in (0..).zip(&tables[0].1[..20]) {
        for (column, cell) in (0..).zip(row) {
            sheet.write_string(number, column, cell).unwrap();
        }
    }
    let sandbox = with_export("a.xlsx", &book.save_to_buffer().unwrap());
    let run = sandbox.run(&["check"]);
    let told = run.stderr + &run.stdout;
    assert!(told.contains("K106") && told.contains("das Blatt „Fälle 2017“"), "{told}");
    let run = sandbox.run(&["check", "--message-format", "github"]);
    assert!(!(run.stdout + &run.stderr).contains("Fälle 2017"));
    sandbox.edit("report.toml", "[exports]\n", "[exports]\nsheet = \"Beispielblatt\"\n");
    // A sheet may be called after a person, which no code host is told.
    let shown = |form: &str| {
        let run = sandbox.run(&["check", "--message-format", form]);
        run.stderr + &run.stdout
    };
    assert!(shown("human").contains("„Beispielblatt“, das sich lesen lässt, nur „Deckblatt“"));
    for form in ["sarif", "github"] {
        let told = shown(form);
        assert!(
            told.contains("kein Blatt „Beispielblatt“") && !told.contains("Deckblatt"),
            "{told}"
        );
    }
    sandbox.edit("report.toml", "sheet = \"Beispielblatt\"\n", "sheet = \"Fälle 2017\"\n");
    let run = sandbox.run(&["check"]);
    let told = run.stderr + &run.stdout;
    assert!(!told.contains("K106") && !told.contains("K131"), "{told}");
    assert!(told.contains("(Excel-Arbeitsmappe)"), "{told}");
}

#[test]
fn a_workbook_is_looked_at_like_any_export() {
    let rows = [row(&["Nr", "Eingang am", "Thema"]), row(&["007", "14.03.2017", "Geld\nWohnen"])];
    let sandbox = with_export("a.xlsx", &workbook(&rows).save_to_buffer().unwrap());
    let run = sandbox.run(&["inspect", "--to", "csv", "input/exports/a.xlsx"]);
    let expected = "\"Nr\",\"Eingang am\",\"Thema\"\n\"007\",\"2017-03-14\",\"Geld Wohnen\"\n";
    assert_eq!((run.code, run.stdout.as_str()), (0, expected), "{}", run.stderr);
    let run = sandbox.run(&["inspect", "input/exports/a.xlsx"]);
    assert!(
        run.stdout.contains("Excel-Arbeitsmappe (das erste Blatt mit Inhalt)"),
        "{}",
        run.stdout
    );
    assert!(!run.stdout.contains("Trennzeichen"), "{}", run.stdout);
}

#[test]
fn a_table_behind_a_cover_sheet_is_what_is_suggested() {
    let mut rows = vec![row(&["Ticketnr", "Eingang am", "Reaktionsart", "Dringend"])];
    rows.extend((1..29).map(|day| {
        let urgent = if day % 2 == 0 { "WAHR" } else { "FALSCH" };
        row(&[&format!("{day}"), &format!("{day:02}.03.2017"), "Beschwerde", urgent])
    }));
    let mut both = Workbook::new();
    let cover = both.add_worksheet().set_name("Deckblatt").unwrap();
    cover.write_string(0, 0, "Auszug aus der Datenbank").unwrap();
    let table = both.add_worksheet().set_name("Fälle").unwrap();
    for (number, row) in (0..).zip(&rows) {
        for (column, cell) in (0..).zip(row) {
            table.write_string(number, column, cell).unwrap();
        }
    }
    let sandbox = with_export("a.xlsx", &both.save_to_buffer().unwrap());
    let run = sandbox.run(&["inspect", "--suggest", "input/exports/a.xlsx"]);
    for part in ["sheet = \"Fälle\"", "case_id = [\"Ticketnr\"]", "Beschwerde"] {
        assert!(run.stdout.contains(part), "{part}: {}", run.stdout);
    }
}

#[test]
fn texts_of_any_ending_are_exports_unless_they_are_prose() {
    let (sandbox, tables) = plain();
    let as_csv = files(&sandbox.build().path("output/2017"));
    for ((name, rows), ending) in tables.iter().zip(["tsv", "txt"].into_iter().cycle()) {
        let path = sandbox.path("input/exports").join(name);
        let mut writer = csv::WriterBuilder::new().delimiter(b'\t').from_writer(Vec::new());
        rows.iter().for_each(|row| writer.write_record(row).unwrap());
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let unicode: Vec<u8> = "\u{feff}"
            .encode_utf16()
            .chain(text.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        fs::remove_file(&path).unwrap();
        fs::write(path.with_extension(ending), unicode).unwrap();
    }
    let prose = "Liebe Kollegin,\n\nhier liegen die Exporte, wie jedes Jahr, aus dem KRM.\n";
    fs::write(sandbox.path("input/exports/liesmich.txt"), prose).unwrap();
    assert!(files(&sandbox.build().path("output/2017")) == as_csv);
    let run = sandbox.run(&["check"]);
    let told = run.stderr + &run.stdout;
    assert!(told.contains("Hinweis[K120]") && told.contains("liesmich.txt"), "{told}");
}

#[test]
fn nothing_of_a_person_comes_out_of_a_workbook() {
    let (_, tables) = plain();
    let rows = &tables[0].1[..30];
    let column = |name: &str| rows[0].iter().position(|cell| cell == name).unwrap();
    let mut changed = rows.to_vec();
    for row in &mut changed[1..] {
        row[column("Erfasserbemerkung")] = "Zeugin Beispielperson wartet".to_owned();
        row[column("Bewertung")] = "Zeugin Beispielperson".to_owned();
    }
    let mut book = workbook(&changed);
    let of_author = rust_xlsxwriter::DocProperties::new().set_author("Zeugin Beispielperson");
    book.set_properties(&of_author);
    let sheet = book.worksheet_from_index(0).unwrap();
    sheet.insert_note(3, 3, &rust_xlsxwriter::Note::new("Zeugin Beispielperson")).unwrap();
    sheet.write_string(40, 25, "Zeugin Beispielperson").unwrap();
    let sandbox = with_export("a.xlsx", &book.save_to_buffer().unwrap());
    for form in ["human", "json", "sarif", "github"] {
        let run = sandbox.run(&["check", "--message-format", form]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(!(run.stdout + &run.stderr).contains("Beispielperson"), "{form}");
    }
    let run = sandbox.run(&["inspect", "input/exports/a.xlsx"]);
    assert!(!(run.stdout + &run.stderr).contains("Beispielperson"));
}

#[test]
fn a_note_beside_the_table_costs_no_case_and_is_told() {
    let (_, tables) = plain();
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Tabelle1").unwrap();
    book.push_worksheet(workbook(&tables[0].1[..30]).worksheets_mut().remove(0));
    let sheet = book.worksheet_from_index(1).unwrap();
    sheet.set_name("Export").unwrap().write_string(9, 25, "nachgefragt").unwrap();
    let sandbox = with_export("a.xlsx", &book.save_to_buffer().unwrap());
    let run = sandbox.run(&["check", "--max-findings", "100"]);
    let told = run.stderr + &run.stdout;
    assert!(told.contains("Warnung[K132]") && told.contains("(Spalte Z)"), "{told}");
    assert!(told.contains("exports/a.xlsx:10, Spalte Z"), "{told}");
    assert!(["K110", "K116", "K131"].iter().all(|code| !told.contains(code)), "{told}");
    assert!(told.contains("29 Datensätze") && !told.contains("zurückgewiesen"), "{told}");
    let run = sandbox.run(&["strip", "--to", "stripped", "input/exports/a.xlsx"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let stripped = fs::read_to_string(sandbox.path("stripped/a.xlsx.csv")).unwrap();
    assert!(!stripped.contains("nachgefragt") && !stripped.contains(";;;;;;;;;;"), "{stripped}");
}

#[test]
fn columns_in_messages_have_the_letters_of_the_workbook() {
    let (_, tables) = plain();
    let mut rows = tables[0].1[..5].to_vec();
    rows.iter_mut().for_each(|row| row.push(row[1].clone()));
    let sandbox = with_export("a.xlsx", &workbook(&rows).save_to_buffer().unwrap());
    for form in ["human", "github"] {
        let run = sandbox.run(&["check", "--message-format", form]);
        let told = run.stderr + &run.stdout;
        assert!(told.contains("die Spalten B `Eingangsdatum` und Q `Eingangsdatum`"), "{told}");
        assert!(told.contains("Spalte Q `Eingangsdatum`"), "{told}");
    }
}
