//! Looking at a file, and writing exports without personal data.

use crate::intake::{cases, project_of};
use crate::support::{Sandbox, files, root};
use krm_report::commands::inspect::{View, inspect};
use krm_report::commands::strip::{StripError, strip};
use krm_report::domain::{Day, Dimension};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Copies the sample's exports to `target` and runs `strip` on them.
fn stripped(sandbox: &Sandbox) {
    let exports: Vec<String> = files(&sandbox.path("input/exports"))
        .into_iter()
        .map(|(name, _)| format!("input/exports/{name}"))
        .collect();
    let mut arguments = vec!["strip", "--to", "stripped"];
    arguments.extend(exports.iter().map(String::as_str));
    let run = sandbox.run(&arguments);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

/// Puts the stripped exports in the place of the sample's.
fn replace_exports(sandbox: &Sandbox) {
    for (name, bytes) in files(&sandbox.path("stripped")) {
        fs::write(sandbox.path("input/exports").join(name), bytes).unwrap();
    }
}

/// A sandbox without a key that trying `strip` in the repository may have left.
fn fresh() -> Sandbox {
    let sandbox = Sandbox::new();
    let _ = fs::remove_file(sandbox.path("input/strip.key"));
    sandbox
}

/// The codes of findings as they are printed, each with its line; line 0 is the whole file.
fn told(stderr: &str) -> Vec<String> {
    let mut told: Vec<(String, String)> = Vec::new();
    for line in stderr.lines() {
        if let Some((code, _)) = line.split_once("]: ").filter(|(code, _)| code.contains("[K")) {
            let code = code.rsplit('[').next().unwrap();
            told.push((code.to_owned(), "0".to_owned()));
        } else if let Some((_, place)) =
            line.strip_prefix("  --> ").and_then(|p| p.split_once(".csv:"))
        {
            told.last_mut().unwrap().1 = place.chars().take_while(char::is_ascii_digit).collect();
        }
    }
    told.into_iter().map(|(code, line)| format!("{code} {line}")).collect()
}

/// Beside each file stands what is put out for it and, where something is to be said, the codes and lines of the findings.
#[test]
fn any_csv_comes_out_in_one_form_with_a_finding_for_what_does_not_fit() {
    let folder = root().join("tests/cases/inspect");
    let sandbox = Sandbox::new();
    let mut count = 0;
    for (name, expected) in files(&folder) {
        let Some(stem) = name.strip_suffix(".expected.csv") else { continue };
        let file = folder.join(format!("{stem}.csv"));
        let findings = fs::read_to_string(folder.join(format!("{stem}.findings.txt")));
        let findings = findings.unwrap_or_default();
        let run = sandbox.run(&["inspect", file.to_str().unwrap(), "--to", "csv"]);
        assert_eq!(run.stdout.as_bytes(), expected, "{stem}: {}", run.stdout);
        assert_eq!(
            told(&run.stderr),
            findings.lines().collect::<Vec<_>>(),
            "{stem}: {}",
            run.stderr
        );
        let is_error = run.stderr.contains("Fehler[");
        assert_eq!(run.code, i32::from(is_error), "{stem}: {}", run.stderr);
        count += 1;
    }
    assert_eq!(count, 51);
}

#[test]
fn a_row_that_cannot_be_read_is_told_with_its_place_and_the_others_are_put_out() {
    let sandbox = Sandbox::new();
    for (text, code, place, rows) in [
        ("a,b\n1,2,3\n", "K110", "own.csv:2", "a,b 1,2,3"),
        ("a,b\n1,x \"y,z\"\n3,4\n5,6\n", "K112", "own.csv:2, Spalte 2 `b`", "a,b 3,4 5,6"),
        ("a,b\n1,\"x\" y,z\n", "K112", "own.csv:2, Spalte 2 `b`", "a,b"),
        ("a,b\n1,\"x,y\n", "K111", "own.csv:2, Spalte 2 `b`", "a,b"),
        ("PK\u{3}\u{4}", "K103", "own.csv", ""),
    ] {
        fs::write(sandbox.path("own.csv"), text).unwrap();
        let run = sandbox.run(&["inspect", "own.csv", "--to", "csv"]);
        assert_eq!(run.code, 1, "{text}");
        assert!(run.stderr.contains(code) && run.stderr.contains(place), "{text}: {}", run.stderr);
        let found = run.stdout.replace('"', "");
        assert_eq!(found.split_whitespace().collect::<Vec<_>>().join(" "), rows, "{text}");
    }
    assert_eq!(sandbox.run(&["inspect", "nowhere.csv"]).code, 3);
    assert_eq!(sandbox.run(&["inspect", "own.csv", "own.csv", "--to", "csv"]).code, 2);
    assert_eq!(sandbox.run(&["inspect", "own.csv", "--project", "nowhere"]).code, 2);
}

#[test]
fn an_export_is_explained_without_personal_text() {
    let sandbox = Sandbox::new();
    sandbox.edit_export("2017-H1.csv", ";Beschwerde;", ";Beschwehrde;");
    let file = "input/exports/2017-H1.csv";
    let alone = sandbox.run(&["inspect", file]);
    assert_eq!(alone.code, 0, "without a project no value is unknown: {}", alone.stderr);
    let within = sandbox.run(&["inspect", file, "--project", "input"]);
    assert_eq!(within.code, 1);
    assert!(within.stderr.contains("Fehler[K202]"), "{}", within.stderr);
    assert!(within.stdout.contains("1  Beschwehrde   nicht in der Liste"), "{}", within.stdout);
    assert!(within.stdout.contains("1  zurückgewiesen"), "{}", within.stdout);
    assert!(alone.stdout.contains("582  gelesen"), "{}", alone.stdout);
    for run in [&alone, &within] {
        for expected in [
            "Windows-1252 (kein gültiges UTF-8",
            "Trennzeichen   Semikolon",
            "Einreicher Name              submitter_name",
            "ohne Spalte: supporting_body",
            "Eingang vom 21.11.2016 bis zum 30.06.2017",
            "  Jan. 2017\n",
            "582  erste Zeilen von Datensätzen",
        ] {
            assert!(run.stdout.contains(expected), "{expected}: {}", run.stdout);
        }
        for personal in ["Beispielperson", "KRM-2017-", "0004518", "Mietvertrag"] {
            assert!(!run.stdout.contains(personal), "{personal}");
            assert!(!run.stderr.contains(personal), "{personal}");
        }
    }
}

#[test]
fn an_export_in_apostrophes_is_explained_and_comes_out_in_the_usual_form() {
    let sandbox = Sandbox::new();
    let text = "'Fallnummer';'Eingang';'Art';'Bemerkung'\n'1';'01.02.2017';'Lob';'it''s \"so\"'\n";
    fs::write(sandbox.path("own.csv"), text).unwrap();
    let run = sandbox.run(&["inspect", "own.csv"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("Texte in       einfachen Anführungszeichen"), "{}", run.stdout);
    let run = sandbox.run(&["inspect", "own.csv", "--to", "csv"]);
    let rows = "\"Fallnummer\",\"Eingang\",\"Art\",\"Bemerkung\"\n\"1\",\"01.02.2017\",\"Lob\",\"it's \"\"so\"\"\"\n";
    assert_eq!(run.stdout, rows, "{}", run.stderr);
}

#[test]
fn the_rows_of_an_export_come_out_as_read_and_are_marked_internal() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["inspect", "input/exports/2017-H1.csv", "--to", "csv"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.starts_with("INTERN"), "{}", run.stderr);
    assert!(run.stdout.starts_with("\"Fallnummer\",\"Eingangsdatum\",\"Eingangsbestätigung am\","));
    let mut reader = csv::Reader::from_reader(run.stdout.as_bytes());
    assert_eq!(reader.records().map(Result::unwrap).count(), 582);
    let without_remark = "Fallnummer;Eingang;Art\n1;nie;Lob\n";
    fs::write(sandbox.path("own.csv"), without_remark).unwrap();
    let run = sandbox.run(&["inspect", "own.csv", "--to", "csv"]);
    assert_eq!(run.code, 0, "what values mean is no matter here: {}", run.stderr);
    assert_eq!(run.stdout, "\"Fallnummer\",\"Eingang\",\"Art\"\n\"1\",\"nie\",\"Lob\"\n");
    fs::write(sandbox.path("own.csv"), format!("{without_remark}2;01.02.2017\n")).unwrap();
    assert_eq!(sandbox.run(&["inspect", "own.csv", "--to", "csv"]).code, 1);
}

#[test]
fn accepted_records_are_json_lines_with_canonical_names_and_labels() {
    let sandbox = Sandbox::new();
    sandbox.edit_export("2017-H1.csv", ";Beschwerde;", ";Beschwehrde;");
    let file = "input/exports/2017-H1.csv";
    let lines = |arguments: &[&str]| -> Vec<serde_json::Value> {
        let run = sandbox.run(arguments);
        assert!(run.stderr.starts_with("INTERN"), "{}", run.stderr);
        run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let records = lines(&["inspect", file, "--to", "jsonl", "--project", "input"]);
    assert_eq!(records.len(), 581, "one is rejected");
    let first = &records[0];
    assert_eq!(first["case_id"], "0004611");
    assert_eq!(first["received_on"], "2016-11-21");
    assert_eq!(first["category"], "Beschwerde", "a label, not as typed");
    assert_eq!(first["topics"][0], "Bearbeitungsdauer kommunaler Leistungen");
    assert_eq!(first["scope_answer"], "ja");
    assert_eq!(first["source"], serde_json::json!({ "file": file, "line": 2 }));
    assert!(first.get("outcome").is_some() && first.get("clarified_with").is_none());
    assert!(records.iter().all(|record| record.get("remark").is_none()));
    assert!(records.iter().all(|record| record.get("submitter_name").is_none()));
    let records = lines(&["inspect", file, "--to", "jsonl", "--with-remark"]);
    assert_eq!(records.len(), 582, "without a project no value is unknown");
    assert_eq!(records[0]["remark"], "Ombudsstelle");
    assert_eq!(records[0]["category"], "beschwerde");
}

#[test]
fn a_suggestion_for_an_unknown_export_can_be_read_as_configuration() {
    let sandbox = Sandbox::new();
    let text = "Liste der Vorgänge\n\
        Vorgangs-Nr.;Datum Eingang;Kundenreaktionsart;Art der Reaktion;Anliegen (Haupt);Bemerkungen;Telefon\n\
        1;01.02.2017;x;Lob;Öffnungszeiten;Beispielperson 01;0351\n\
        2;01.03.2017;x;lob;2. Mahnung;Beispielperson 02;0351\n\
        3;01.03.2017;x;Idee/Anregung;Öffnungszeiten;;0351\n\
        4;01.03.2017;x;Idee/Anregung;2. Mahnung;;0351\n\
        5;01.03.2017;x;Lob;Beispielperson 03;;0351\n\
        6;01.03.2017;x;Idee/Anregung;2. Mahnung;;0351\n\
        7;01.03.2017;x;Lob;Öffnungszeiten;;0351\n";
    fs::write(sandbox.path("unknown.csv"), text).unwrap();
    let run = sandbox.run(&["inspect", "unknown.csv", "--suggest"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(!run.stdout.contains("Beispielperson"), "rare values may be names: {}", run.stdout);
    assert!(run.stdout.contains("# nicht zugeordnet: \"Telefon\""), "{}", run.stdout);
    let suggestion: toml::Table = run.stdout.parse().unwrap();
    let columns = &suggestion["exports"]["columns"];
    assert_eq!(columns["case_id"][0].as_str(), Some("Vorgangs-Nr."));
    assert_eq!(columns["received_on"][0].as_str(), Some("Datum Eingang"));
    assert_eq!(columns["remark"][0].as_str(), Some("Bemerkungen"));
    let topics = suggestion["lists"]["topic"].as_array().unwrap();
    let ids: Vec<&str> = topics.iter().map(|entry| entry["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["wert_2_mahnung", "oeffnungszeiten"]);
}

#[test]
fn a_suggestion_knows_the_words_of_other_databases_and_keeps_what_a_project_says() {
    let sandbox = Sandbox::new();
    let mut text =
        "Ticketnr;Meldedatum;Anliegenart;Thema 1;Thema 2;berechtigt;Eingangsweg;Status\n"
            .to_owned();
    for number in 1..=40 {
        let (kind, upheld) = [("Beschwerde", "N"), ("Lob", ""), ("Beschwerde", "J")][number % 3];
        text += &format!(
            "{number};{:02}.{:02}.2024;{kind};Miete;;{upheld};E-Mail;zu\n",
            number % 28 + 1,
            number % 6 + 1
        );
    }
    text += "41;01.02.2023;Anregung;Heizung;Miete;;Brief;offen\n";
    fs::write(sandbox.path("other.csv"), &text).unwrap();
    let run = sandbox.run(&["inspect", "other.csv", "--suggest"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let suggested: toml::Table = run.stdout.parse().unwrap();
    assert_eq!(suggested["report"]["period"].as_str(), Some("2024-H1"), "{}", run.stdout);
    assert_eq!(suggested["report"]["as_of"].to_string(), "2024-06-30");
    assert_eq!(suggested["scope"]["all"].as_bool(), Some(true));
    assert_eq!(suggested["exports"]["not_recorded"]["closed_on"].as_bool(), Some(true));
    let columns = &suggested["exports"]["columns"];
    for (field, heading) in [
        ("case_id", "Ticketnr"),
        ("received_on", "Meldedatum"),
        ("category", "Anliegenart"),
        ("topics", "Thema 2"),
        ("assessment", "berechtigt"),
        ("channel", "Eingangsweg"),
    ] {
        let named = columns[field].as_array().unwrap();
        assert!(named.iter().any(|it| it.as_str() == Some(heading)), "{field}: {}", run.stdout);
    }
    let ids = |list: &toml::Value| -> Vec<String> {
        let entries = list.as_array().unwrap().iter();
        entries.map(|entry| entry["id"].as_str().unwrap().to_owned()).collect()
    };
    // Known ones stand in their usual order, also rare ones.
    assert_eq!(ids(&suggested["lists"]["category"]), ["complaint", "suggestion", "praise"]);
    assert_eq!(ids(&suggested["lists"]["assessment"]), ["justified", "unjustified"]);
    let justified = &suggested["lists"]["assessment"][0];
    assert_eq!(justified["label"].as_str(), Some("begründet"));
    assert_eq!(justified["synonyms"][0].as_str(), Some("J"));

    let run = sandbox.run(&["inspect", "other.csv", "--suggest", "--project", "input"]);
    let kept: toml::Table = run.stdout.parse().unwrap();
    assert!(kept.get("report").is_none() && kept.get("scope").is_none(), "{}", run.stdout);
    let topics = ids(&kept["lists"]["topic"]);
    assert!(topics.iter().any(|id| id == "rental_deposit"), "{}", run.stdout);
    assert_eq!(topics.last().map(String::as_str), Some("miete"), "{}", run.stdout);
    assert!(kept["lists"].get("category").is_none(), "{}", run.stdout);
}

#[test]
fn a_suggestion_asks_about_days_and_knows_what_divides_values() {
    let sandbox = Sandbox::new();
    let mut text = "Reference,Date Reported,Category,Topic,Fertig am,Notes\n".to_owned();
    for number in 1..=40 {
        let topic = ["Rent", "Heating", "Rent|Heating"][number % 3];
        let (month, day) = (number % 12 + 1, number % 27 + 1);
        text += &format!("{number},{month}/{day}/2024,complaint,{topic},{month}/{day}/2024,\n");
    }
    text += "41,2/3/2024,Praise,Rent,,a rare kind is shown where it is a known word\n";
    fs::write(sandbox.path("reports.csv"), &text).unwrap();
    let run = sandbox.run(&["inspect", "reports.csv", "--suggest"]);
    let suggested: toml::Table = run.stdout.parse().unwrap();
    assert_eq!(suggested["exports"]["date_order"].as_str(), Some("mdy"), "{}", run.stdout);
    assert_eq!(suggested["exports"]["value_separator"].as_str(), Some("|"), "{}", run.stdout);
    assert_eq!(suggested["report"]["year"].as_integer(), Some(2024), "{}", run.stdout);
    let kinds = suggested["lists"]["category"].as_array().unwrap();
    assert_eq!(kinds[1]["id"].as_str(), Some("praise"), "{}", run.stdout);
    // A column of days may be that of completion; then it is not said to be missing.
    assert!(suggested["exports"].get("not_recorded").is_none(), "{}", run.stdout);
    assert!(run.stdout.contains("# Tage stehen auch in \"Fertig am\""), "{}", run.stdout);
    let shown = sandbox.run(&["inspect", "reports.csv", "--suggest", "--show-values"]).stdout;
    assert!(shown.contains("label = \"Rent\"") && !shown.contains("Rent|Heating"), "{shown}");
    // Who has remarks has a marker.
    assert!(suggested.get("scope").is_none(), "{}", run.stdout);
}

#[test]
fn stripped_exports_hold_no_personal_data_and_say_the_same() {
    let sandbox = Sandbox::new();
    sandbox.build();
    let names = |sandbox: &Sandbox, folder: &str| -> Vec<String> {
        files(&sandbox.path(folder)).into_iter().map(|(name, _)| name).collect()
    };
    stripped(&sandbox);
    assert_eq!(names(&sandbox, "stripped"), names(&sandbox, "input/exports"));
    let key = sandbox.read("input/strip.key");
    for (name, bytes) in files(&sandbox.path("stripped")) {
        let text = String::from_utf8(bytes).unwrap();
        let (_, answer) = text.lines().next().unwrap().rsplit_once(';').unwrap();
        assert!(answer.starts_with("Ombudsstelle (ja/nein), Schlüssel "), "{name}: {answer}");
        assert!(!text.contains('\r') && !text.contains('"'), "{name}");
        for personal in ["Beispielperson", "KRM-2017-", "0004518", "Mietvertrag", key.trim()] {
            assert!(!text.contains(personal), "{name} holds `{personal}`");
        }
    }
    let before = [public(&sandbox), files(&sandbox.path("output/2017-internal"))];
    replace_exports(&sandbox);
    sandbox.build();
    let summary = sandbox.run(&["check"]).stdout;
    assert!(summary.contains("286 der Ombudsstelle") && !summary.contains("Merkmale"), "{summary}");
    let after = [public(&sandbox), files(&sandbox.path("output/2017-internal"))];
    for ((name, old), (new_name, new)) in before[0].iter().zip(&after[0]) {
        assert_eq!(name, new_name);
        let (old, new) = (String::from_utf8_lossy(old), String::from_utf8_lossy(new));
        // Remarks of several lines are gone, and with them their further lines.
        let of_lines = |text: &str| -> Vec<String> {
            text.lines().map(str::to_owned).filter(|line| !is_of_line_ledger(line)).collect()
        };
        match name.as_str() {
            "data/figures.json" => assert_eq!(figures(&old), figures(&new)),
            "data/datapackage.json" => {
                let facts = |text: &str| -> Vec<String> {
                    let of_content = |line: &&str| {
                        !["\"bytes\":", "\"hash\":"].iter().any(|it| line.contains(it))
                    };
                    text.lines().filter(of_content).map(str::to_owned).collect()
                };
                assert_eq!(facts(&old), facts(&new));
            }
            "data/ledger.csv"
            | "downloads/ledger.csv"
            | "embed/table-ledger.html"
            | "index.html"
            | "report.html"
            | "report.md" => {
                assert_eq!(of_lines(&old), of_lines(&new), "{name}");
            }
            _ => assert_eq!(old, new, "{name}"),
        }
    }
    let disclosure = |files: &[(String, Vec<u8>)]| {
        files.iter().find(|(name, _)| name == "disclosure.json").map(|(_, bytes)| bytes.clone())
    };
    assert_eq!(disclosure(&before[1]), disclosure(&after[1]));
}

/// The public files without the manifest, which holds hashes of the others, and the workbook, which tells of lines.
fn public(sandbox: &Sandbox) -> Vec<(String, Vec<u8>)> {
    let mut public = files(&sandbox.path("output/2017"));
    public.retain(|(name, _)| !["manifest.json", "tables.xlsx"].contains(&name.as_str()));
    public
}

/// Whether a line of an output tells further lines of records, or all lines.
fn is_of_line_ledger(line: &str) -> bool {
    ["Folgezeilen von Datensätzen", "Zeilen insgesamt", "download=\"ledger.csv\""]
        .iter()
        .any(|label| line.contains(label))
}

/// The figures without those that count further lines of records, or all lines.
fn figures(text: &str) -> serde_json::Value {
    let mut file: serde_json::Value = serde_json::from_str(text).unwrap();
    file["figures"].as_array_mut().unwrap().retain(|figure| {
        !["ledger.lines:continuation", "ledger.lines:all"].contains(&figure["id"].as_str().unwrap())
    });
    file
}

#[test]
fn every_sound_export_can_be_stripped_and_nothing_else() {
    let mut written = 0;
    for case in cases() {
        let folder = project_of(&case);
        let exports = folder.path().join("exports");
        let paths = files(&exports).into_iter().map(|(name, _)| exports.join(name));
        let paths: Vec<PathBuf> = paths
            .filter(|path| path.extension().is_some_and(|end| end.eq_ignore_ascii_case("csv")))
            .collect();
        let goal = folder.path().join("stripped");
        match strip(&paths, &goal, folder.path()) {
            Ok(_) => written += 1,
            Err(StripError::Stopped(stopped)) => {
                assert!(stopped.findings.has_errors() && !goal.exists(), "{}", case.display());
            }
            Err(error) => panic!("{}: {error}", case.display()),
        }
        if goal.exists() {
            let before = cases_read(folder.path());
            let originals = folder.path().join("originals");
            std::fs::rename(&exports, originals).unwrap();
            copy(&goal, &exports);
            assert_eq!(cases_read(folder.path()), before, "{}", case.display());
            for (name, bytes) in files(&goal) {
                let text = String::from_utf8(bytes).unwrap();
                for personal in ["Beispielperson", "vertraulich"] {
                    assert!(!text.contains(personal), "{}: {name}", case.display());
                }
            }
        }
    }
    assert!(written > 15, "{written}");
}

/// What JSON lines and the cases of a report have in common: days, scope, topics.
type Essence = (String, Option<String>, bool, BTreeSet<String>);

#[test]
fn the_cases_of_json_lines_are_those_a_report_is_made_of() {
    let mut settled = 0;
    for case in cases() {
        let folder = project_of(&case);
        let project = krm_report::project::load(folder.path()).0.unwrap();
        let (intake, _) = krm_report::intake::read(&project);
        let topics = project.taxonomy.list(Dimension::Topic).unwrap();
        let day = |day: Day| day.date().to_string();
        let mut counted: Vec<Essence> = intake
            .cases
            .iter()
            .filter(|case| case.received_on.date().year() == 2017)
            .map(|case| {
                let label =
                    |code: &krm_report::domain::ValueCode| topics.get(*code).unwrap().label.clone();
                let topics = case.topics().iter().map(label).collect();
                (day(case.received_on), case.closed_on.map(day), case.in_scope, topics)
            })
            .collect();
        let exports = folder.path().join("exports");
        let paths = files(&exports).into_iter().map(|(name, _)| exports.join(name));
        let paths: Vec<PathBuf> = paths
            .filter(|path| path.extension().is_some_and(|end| end.eq_ignore_ascii_case("csv")))
            .collect();
        let view = View::JsonLines { with_remark: false };
        let inspected = inspect(&paths, Some(folder.path()), view, false).unwrap();
        let records = inspected.output.lines().map(|line| {
            let record: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = |key: &str| record[key].as_str().map(str::to_owned);
            let topics = record["topics"].as_array().into_iter().flatten();
            let mut of_record: Vec<String> =
                topics.map(|t| t.as_str().unwrap().to_owned()).collect();
            let number = of_record.len();
            of_record.sort();
            of_record.dedup();
            assert_eq!(of_record.len(), number, "{}: a topic twice", case.display());
            let in_scope = text("scope_answer").as_deref() == Some("ja");
            (
                text("received_on").unwrap(),
                text("closed_on"),
                in_scope,
                of_record.into_iter().collect(),
            )
        });
        let mut told: Vec<Essence> =
            records.filter(|record: &Essence| record.0.starts_with("2017")).collect();
        told.sort();
        counted.sort();
        assert_eq!(told, counted, "{}", case.display());
        let others: usize = intake.files.iter().map(|file| file.other_rows.len()).sum();
        settled += usize::from(others > 0);
    }
    assert!(settled > 8, "{settled}");
}

/// What is read from the exports of a project, wherever it stands.
fn cases_read(folder: &Path) -> Vec<String> {
    let project = krm_report::project::load(folder).0.unwrap();
    let (intake, _) = krm_report::intake::read(&project);
    let mut cases: Vec<String> = intake
        .cases
        .into_iter()
        .map(|mut case| {
            case.source = krm_report::domain::Source { file: 0, line: 0 };
            // A stripped export says that a remark carries a marker, not which.
            case.marker = krm_report::domain::Case::NO_MARKER;
            format!("{case:?}")
        })
        .collect();
    cases.sort();
    cases
}

fn copy(from: &Path, to: &Path) {
    for (name, bytes) in files(from) {
        let path = to.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

#[test]
fn a_near_miss_stays_to_be_examined_and_repeats_stay_repeats() {
    let sandbox = Sandbox::new();
    let export = "Liste von Beispielperson 01\n\
        Fallnummer;Eingang;Art der Kundenreaktion;Erledigt am;Telefon;Bemerkung\n\
        =\"7\";01.02.2017;Lob;;0351;\"Obmudsstelle\nRückruf\"\n\
        k 8;02.02.2017;Lob;;;\"Om\u{ad}budsstelle\"\n\
        K  8;02.02.2017;Lob;03.02.2017;;Ombudsstelle, erledigt\n\
        \n\
        9;02.02.2017;Lob;;;x\n\
        9;02.02.2017;Lob;;;x\n\
        Summe;5;;;;\n\
        Erstellt am 02.05.2018 von Beispielperson 02;;;;;\n";
    for (name, _) in files(&sandbox.path("input/exports")) {
        sandbox.remove(&format!("exports/{name}"));
    }
    sandbox.write("exports/own.csv", export);
    let ledgers = |sandbox: &Sandbox| {
        let run = sandbox.run(&["inspect", "input/exports/own.csv", "--project", "input"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(run.stderr.contains("Warnung[K210]"), "{}", run.stderr);
        let from = run.stdout.find("\nZeilen\n").unwrap();
        let lines = run.stdout[from..].lines();
        let lines: Vec<String> =
            lines.filter(|line| !line.contains("Folgezeilen")).map(str::to_owned).collect();
        lines
    };
    let mut before = ledgers(&sandbox);
    stripped(&sandbox);
    let text = sandbox.read("stripped/own.csv");
    assert!(!text.contains("Beispielperson") && !text.contains("0351"), "{text}");
    let lines: Vec<&str> = text.lines().collect();
    let header =
        "Fallnummer;Eingang;Art der Kundenreaktion;Erledigt am;Ombudsstelle (ja/nein), Schlüssel ";
    assert!(lines[1].starts_with(header), "{}", lines[1]);
    assert!(lines[2].ends_with(";prüfen") && lines[3].ends_with(";ja"), "{text}");
    assert_eq!(lines[3][..24], lines[4][..24], "one case number, one pseudonym");
    assert_ne!(lines[2][..24], lines[3][..24]);
    replace_exports(&sandbox);
    let mut after = ledgers(&sandbox);
    // The sum of lines is one less: the remark of two lines is gone.
    let is_total = |line: &String| line.ends_with("insgesamt");
    let at = before.iter().position(is_total).unwrap();
    assert_eq!((before.remove(at), after.remove(at)), total(11, 10));
    assert_eq!(before, after);
}

fn total(before: u64, after: u64) -> (String, String) {
    (format!("  {before:>6}  insgesamt"), format!("  {after:>6}  insgesamt"))
}

#[test]
fn the_key_is_made_once_and_decides_the_pseudonyms() {
    let (one, other) = (fresh(), fresh());
    stripped(&one);
    let first = sandbox_files(&one);
    fs::remove_dir_all(one.path("stripped")).unwrap();
    stripped(&one);
    assert_eq!(first, sandbox_files(&one), "the same key, the same files");
    stripped(&other);
    assert_ne!(first, sandbox_files(&other), "another key, other pseudonyms");
    fs::write(one.path("input/strip.key"), "abc").unwrap();
    let run = one.run(&["strip", "input/exports/2017-H1.csv", "--to", "new"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(!run.stderr.contains("abc") && !one.path("new").exists(), "{}", run.stderr);
}

#[test]
fn files_of_two_keys_or_with_and_without_one_are_not_counted_together() {
    let (one, other) = (fresh(), fresh());
    stripped(&one);
    stripped(&other);
    let file = "2017-H1.csv";
    let mixed = |from: std::path::PathBuf, goal: &Sandbox| {
        fs::copy(from, goal.path("input/exports/mixed.csv")).unwrap();
        let run = goal.run(&["build"]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(run.stderr.contains("Fehler[K126]"), "{}", run.stderr);
        assert!(run.stderr.contains("würde zweimal gezählt"), "{}", run.stderr);
    };
    let of_other = other.path("stripped").join(file);
    mixed(of_other.clone(), &other);
    replace_exports(&one);
    mixed(of_other, &one);
    // What went through a key twice has other numbers than what went through it once.
    let sandbox = fresh();
    stripped(&sandbox);
    replace_exports(&sandbox);
    let export = format!("input/exports/{file}");
    let run = sandbox.run(&["strip", &export, "--to", "twice"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    mixed(sandbox.path("twice").join(file), &sandbox);
}

#[test]
fn strip_tells_what_an_earlier_run_has_left_before_it_removes_it() {
    let sandbox = fresh();
    let left = sandbox.path(".krm-report-staging/new");
    fs::create_dir_all(&left).unwrap();
    let run = sandbox.run(&["strip", "input/exports/2017-H1.csv", "--to", "stripped"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("Hinweis[K506]") && !left.exists(), "{}", run.stderr);
}

fn sandbox_files(sandbox: &Sandbox) -> Vec<(String, Vec<u8>)> {
    files(&sandbox.path("stripped"))
}

#[test]
fn strip_writes_nothing_where_it_could_do_harm() {
    let sandbox = fresh();
    let file = "input/exports/2017-H1.csv";
    let refused = |goal: &str, code: i32, words: &str| {
        let run = sandbox.run(&["strip", file, "--to", goal]);
        assert_eq!(run.code, code, "{goal}: {}", run.stderr);
        assert!(run.stderr.contains(words), "{goal}: {}", run.stderr);
    };
    refused("input/exports/neu", 2, "bei den Exporten");
    refused("input", 2, "nicht leer");
    sandbox.edit_export("2017-H1.csv", ";Beschwerde;", ";Beschwehrde;");
    refused("stripped", 1, "Es wurde nichts geschrieben");
    let same = sandbox.path("2017-H2.csv");
    fs::copy(sandbox.path("input/exports/2017-H2.csv"), same).unwrap();
    let run =
        sandbox.run(&["strip", "2017-H2.csv", "input/exports/2017-H2.csv", "--to", "stripped"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    for path in ["stripped", "input/strip.key", "input/exports/neu"] {
        assert!(!Path::new(&sandbox.path(path)).exists(), "{path}");
    }
}
