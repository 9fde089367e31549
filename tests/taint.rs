//! Personal text never leaves: an export with a marker in every cell that could hold some, at every place where it could
//! slip to, is handed to every command, and no marker comes out.

use crate::support::{Run, Sandbox, files};

/// Begins every text that nobody may see.
const MARKER: &str = "Zqmarker";
const COLUMNS: [&str; 16] = [
    "Fallnummer",
    "Eingangsdatum",
    "Eingangsbestätigung am",
    "Erledigt am",
    "Art der Kundenreaktion",
    "Anliegen 1",
    "Anliegen 2",
    "Anliegen 3",
    "Bewertung",
    "Begründungsgrund",
    "Eingangskanal",
    "Einreicher",
    "Einreicher Name",
    "Ergebnis",
    "Geklärt mit",
    "Erfasserbemerkung",
];

/// A sound row, whose case number, name and remark are markers.
fn row(number: usize) -> Vec<String> {
    let texts = [
        &format!("{MARKER}-{number:05}"),
        "01.02.2017",
        "02.02.2017",
        "20.02.2017",
        "Beschwerde",
        "Umzug",
        "",
        "",
        "unbegründet",
        "",
        "Telefon",
        "Migrationsberatung",
        &format!("{MARKER} Person {number}"),
        "weitergeleitet",
        "",
        &format!("{MARKER} Ombudsstelle {number}"),
    ];
    texts.into_iter().map(str::to_owned).collect()
}

fn export(rows: &[Vec<String>]) -> String {
    let mut text = format!("{}\n", COLUMNS.join(";"));
    rows.iter().for_each(|row| text.push_str(&format!("{}\n", row.join(";"))));
    text
}

/// Sound rows; rows with a marker in each column; rows that have slipped to the left and to the right from each column on.
fn tainted() -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = (0..60).map(row).collect();
    let mut add = |change: &dyn Fn(&mut Vec<String>)| {
        let mut changed = row(rows.len());
        change(&mut changed);
        changed.resize(COLUMNS.len(), String::new());
        rows.push(changed);
    };
    for column in 0..COLUMNS.len() {
        add(&|row| row[column] = format!("{MARKER} {column}"));
        add(&|row| row[column] = format!("Umzgu, {MARKER} {column}"));
        // The same in many rows of one column would be frequent; these are of several columns each.
        add(&|row| {
            row[column] = format!("{MARKER} beides");
            row[(column + 3) % COLUMNS.len()] = format!("{MARKER} beides");
        });
        for shift in 1..=5 {
            add(&|row| drop(row.drain(column..(column + shift).min(row.len()))));
            add(&|row| {
                (0..shift).for_each(|_| row.insert(column, String::new()));
                row.truncate(COLUMNS.len());
            });
        }
    }
    rows
}

fn assert_untainted(run: &Run, what: &str) {
    for (name, text) in [("stdout", &run.stdout), ("stderr", &run.stderr)] {
        let at = text.find(MARKER);
        let line = at.map(|at| text[..at].lines().count());
        let around = line.and_then(|line| text.lines().nth(line.saturating_sub(1)));
        assert_eq!(around, None, "{what}: {name}");
        assert_eq!(at, None, "{what}: {name}");
    }
}

/// Runs every command, in every form of messages, and looks at all that comes out.
fn assert_nothing_leaves(sandbox: &Sandbox, files_to_inspect: &[&str]) {
    for form in ["human", "json", "sarif", "github"] {
        for command in [&["check"][..], &["build", "--allow-rejected"], &["build"]] {
            let arguments: Vec<&str> =
                command.iter().copied().chain(["--message-format", form]).collect();
            assert_untainted(&sandbox.run(&arguments), &arguments.join(" "));
        }
    }
    for form in ["sarif", "github"] {
        let arguments = ["check", "--message-format", form, "--show-values"];
        assert_untainted(&sandbox.run(&arguments), &arguments.join(" "));
    }
    for file in files_to_inspect {
        for further in
            [&[][..], &["--project", "input"], &["--suggest"], &["--suggest", "--project", "input"]]
        {
            let arguments: Vec<&str> =
                ["inspect", file].into_iter().chain(further.iter().copied()).collect();
            assert_untainted(&sandbox.run(&arguments), &arguments.join(" "));
        }
        for form in ["csv", "jsonl"] {
            let run = sandbox.run(&["inspect", file, "--to", form]);
            let messages = Run { code: run.code, stdout: String::new(), stderr: run.stderr };
            assert_untainted(&messages, &format!("inspect {file} --to {form}"));
        }
        assert_untainted(&sandbox.run(&["strip", file, "--to", "stripped"]), "strip");
    }
    assert_untainted(&sandbox.run(&["explain", "cases:", "--rows"]), "explain");
    assert_untainted(&sandbox.run(&["explain", "cases:category=complaint", "--rows"]), "explain");
    if sandbox.path("output").exists() {
        for (name, bytes) in files(&sandbox.path("output")) {
            // The lines that were not counted are kept as they are, in the office.
            if !name.contains("-internal/rejected/") {
                let text = String::from_utf8_lossy(&bytes);
                assert!(!text.contains(MARKER) && !name.contains(MARKER), "{name}");
            }
        }
    }
}

/// The sample project with one export.
fn sandbox_with(export: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    for (name, _) in files(&sandbox.path("input/exports")) {
        sandbox.remove(&format!("exports/{name}"));
    }
    sandbox.write("exports/2017.csv", export);
    sandbox
}

#[test]
fn no_marker_comes_out_whatever_column_it_slips_to() {
    let sandbox = sandbox_with(&export(&tainted()));
    assert_nothing_leaves(&sandbox, &["input/exports/2017.csv"]);
    assert!(sandbox.path("output/2017-internal").exists(), "rejected rows do not stop the build");
    let shown = sandbox.run(&["check", "--show-values", "--message-format", "json"]);
    assert!(shown.stdout.contains(MARKER), "on request they are shown");
}

#[test]
fn no_marker_comes_out_of_a_name_column_that_is_taken_for_a_list() {
    for field in ["submitter_group", "outcome", "site", "clarified_with", "justified_reason"] {
        let columns = format!("[exports.columns]\n{field} = [\"Einreicher Name\"]\n");
        let mut rows: Vec<Vec<String>> = (0..300).map(row).collect();
        // Somebody who writes often.
        for (number, row) in rows.iter_mut().enumerate().filter(|(number, _)| number % 20 == 0) {
            row[12] = format!("{MARKER} Person 7");
            row[0] = format!("{MARKER}-0{number}");
        }
        let heading = match field {
            "submitter_group" => "Einreicher",
            "outcome" => "Ergebnis",
            "clarified_with" => "Geklärt mit",
            "justified_reason" => "Begründungsgrund",
            _ => "",
        };
        let text = export(&rows).replacen(&format!(";{heading};"), ";Weiteres;", 1);
        let sandbox = sandbox_with(&text);
        let report = sandbox.read("input/report.toml");
        let report = match report.contains("[exports.columns]\n") {
            true => report.replacen("[exports.columns]\n", &columns, 1),
            false => format!("{report}\n{columns}"),
        };
        sandbox.write("report.toml", &report);
        assert_nothing_leaves(&sandbox, &["input/exports/2017.csv"]);
    }
}

#[test]
fn no_marker_comes_out_of_a_file_that_has_no_header_or_more_than_one_row_in_it() {
    let rows: Vec<Vec<String>> = (0..9).map(row).collect();
    let sound = export(&rows);
    let (header, records) = sound.split_once('\n').unwrap();
    let broken = [
        ("headless", records.to_owned()),
        ("glued", format!("{header}{records}")),
        ("glued-with-delimiter", format!("{header};{records}")),
        ("titled", format!("{MARKER} Bericht;{MARKER}\n\n{sound}Stand: 02.05.2018 {MARKER}\n")),
        ("summed", format!("{sound}Summe {MARKER};9\nSeite 3 {MARKER};{MARKER}\n")),
        ("renamed", sound.replace("Fallnummer", "Laufendes").replace("Eingangsdatum", "Tag")),
        ("without-dates", "Zqmarker A;Zqmarker B;Zqmarker C\nZqmarker D;Zqmarker E;x\n".to_owned()),
        ("loose", sound.replace(';', "|;|")),
    ];
    let names: Vec<String> =
        broken.iter().map(|(name, _)| format!("input/exports/{name}.csv")).collect();
    let sandbox = sandbox_with(&sound);
    for (name, text) in &broken {
        sandbox.write(&format!("exports/{name}.csv"), text);
    }
    let bytes = [sound.as_bytes(), b"\xff\x81\n"].concat();
    std::fs::write(sandbox.path("input/exports/bytes.csv"), bytes).unwrap();
    let names: Vec<&str> =
        names.iter().map(String::as_str).chain(["input/exports/bytes.csv"]).collect();
    assert_nothing_leaves(&sandbox, &names);
}

#[test]
fn who_writes_often_stays_unnamed_though_rows_have_slipped() {
    // The name of one person in many rows, and a remark that is often the same; some of these rows have slipped in one
    // column only, so that all their other fields fit.
    let mut rows: Vec<Vec<String>> = (0..60).map(row).collect();
    for (number, row) in rows.iter_mut().enumerate() {
        row[12] = format!("{MARKER} Person");
        row[15] = if number % 2 == 0 { String::new() } else { format!("{MARKER} Ombudsstelle") };
        match number % 10 {
            2 => drop(row.remove(11)),
            3 => drop(row.remove(13)),
            _ => row.truncate(15),
        }
        row.resize(COLUMNS.len(), String::new());
    }
    for row in rows.iter_mut().step_by(7) {
        row[15] = format!("{MARKER} Ombudsstelle");
    }
    let sandbox = sandbox_with(&export(&rows));
    assert_nothing_leaves(&sandbox, &["input/exports/2017.csv"]);
}

#[test]
fn slips_of_the_pen_and_frequent_values_are_still_shown() {
    let mut rows: Vec<Vec<String>> = (0..60).map(row).collect();
    rows[3][8] = "unbegrüdnet".to_owned();
    (10..15).for_each(|at| rows[at][13] = "Vergleich".to_owned());
    rows[20][1] = "31.02.2017".to_owned();
    let sandbox = sandbox_with(&export(&rows));
    for arguments in [
        &["check"][..],
        &["check", "--message-format", "json"],
        &["inspect", "input/exports/2017.csv", "--project", "input"],
    ] {
        let run = sandbox.run(arguments);
        let all = format!("{}{}", run.stdout, run.stderr);
        for value in ["unbegrüdnet", "Vergleich", "31.02.2017"] {
            assert!(all.contains(value), "{arguments:?} {value}: {all}");
        }
    }
    for form in ["sarif", "github"] {
        let run = sandbox.run(&["check", "--message-format", form, "--show-values"]);
        for value in ["unbegrüdnet", "Vergleich", "31.02.2017"] {
            assert!(!run.stdout.contains(value), "{form} {value}: {}", run.stdout);
        }
    }
}

#[test]
fn a_name_that_comes_often_in_a_column_of_a_list_is_not_shown() {
    for column in [4, 5, 8, 9, 10, 11, 13, 14] {
        let mut rows: Vec<Vec<String>> = (0..60).map(row).collect();
        (10..17).for_each(|at| rows[at][column] = MARKER.to_owned());
        (20..26).for_each(|at| rows[at][column] = format!("Beratung {MARKER}"));
        (30..60).for_each(|at| rows[at][column] = format!("Herr {MARKER}"));
        let sandbox = sandbox_with(&export(&rows));
        assert_nothing_leaves(&sandbox, &["input/exports/2017.csv"]);
    }
}

#[test]
fn a_name_in_a_heading_is_not_shown_by_a_code_host() {
    let heading = format!("Sachbearbeitung ({MARKER})");
    for value in ["03.04.2017", "Telefon", "Miete"] {
        for (known, unknown) in [("", ""), ("Bewertung", "Anmerkung"), ("Erledigt am", "Anmerkung")]
        {
            let text = export(&(0..60).map(row).collect::<Vec<_>>());
            let (header, records) = text.split_once('\n').unwrap();
            let header =
                if known.is_empty() { header.to_owned() } else { header.replace(known, unknown) };
            let records = records.replace('\n', &format!(";{value}\n"));
            let sandbox = sandbox_with(&format!("{header};{heading}\n{records}"));
            for form in ["sarif", "github"] {
                let run = sandbox.run(&["check", "--message-format", form]);
                assert!(!run.stdout.is_empty(), "something is told of the column");
                assert_untainted(&run, form);
            }
            // People in the office see which column it is.
            assert!(sandbox.run(&["check"]).stderr.contains(&heading));
        }
    }
}
