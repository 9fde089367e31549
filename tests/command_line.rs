//! The commands as an officer, a web editor and a CI job call them.

use crate::support::{Sandbox, files};

#[test]
fn check_finds_nothing_in_the_sample_and_writes_nothing() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["check", "--deny-warnings"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("0 Fehler, 0 Warnungen"), "{}", run.stderr);
    assert!(!sandbox.path("output").exists());
}

#[test]
fn a_subset_of_formats_leaves_no_file_of_the_others() {
    let sandbox = Sandbox::new();
    sandbox.build();
    let run = sandbox.run(&["build", "--format", "json,html", "--deny-warnings"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let told = "Hinweis[K509]: `data/datapackage.json`, `report.md` und `tables.xlsx` in `2017` hat ein früherer";
    assert!(run.stderr.starts_with(told), "{}", run.stderr);
    let run = sandbox.run(&["build", "--format", "html,json"]);
    assert!(!run.stderr.contains("K509"), "the same formats: {}", run.stderr);
    let names: Vec<String> =
        files(&sandbox.path("output/2017")).into_iter().map(|(name, _)| name).collect();
    let of_page = |name: &String| {
        ["assets/", "downloads/", "embed/"].iter().any(|folder| name.starts_with(folder))
    };
    let (of_page, others): (Vec<String>, Vec<String>) = names.into_iter().partition(of_page);
    assert_eq!(others, ["data/figures.json", "index.html", "manifest.json", "report.html"]);
    assert!(of_page.contains(&"downloads/topics.csv".to_owned()), "{of_page:?}");
    let run = sandbox.run(&["build", "--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let names: Vec<String> =
        files(&sandbox.path("output/2017")).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["data/figures.json", "manifest.json"]);
}

#[test]
fn explain_tells_which_84() {
    let sandbox = Sandbox::new();
    let share = "share:assessment=justified/category=complaint";
    let run = sandbox.run(&["explain", share, "--rows"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.starts_with("INTERN"));
    assert!(run.stdout.contains("84 von 275, das sind 30,5\u{a0}%"), "{}", run.stdout);
    assert!(run.stdout.contains("Basis"), "{}", run.stdout);
    let rows = run.stdout.lines().filter(|line| line.starts_with("exports/")).count();
    assert_eq!(rows, 84);
}

#[test]
fn explain_refuses_a_figure_it_cannot_read_and_says_what_is_possible() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["explain", "cases:category=complain"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("complaint, suggestion, praise"), "{}", run.stderr);
}

#[test]
fn a_draft_says_so_on_every_page() {
    let sandbox = Sandbox::new();
    sandbox.edit("report.toml", "status = \"final\"", "status = \"draft\"").build();
    let page = sandbox.read("output/2017/index.html");
    assert!(page.contains("<title>Entwurf: "));
    assert!(page.contains("<p class=\"draft-mark\">Entwurf</p>"));
    let printed = "@top-right { content: \"Entwurf\"";
    assert!(sandbox.read("output/2017/report.html").contains(printed));
    assert!(sandbox.read("output/2017/assets/style.css").contains(printed));
    let report = sandbox.read("output/2017/report.md");
    assert!(report.starts_with("**Entwurf**"));
    assert!(report.matches("*Entwurf*").count() > 9, "each chapter says so");
    assert!(sandbox.read("output/2017/manifest.json").contains("\"status\": \"draft\""));
}

#[test]
fn wrong_usage_ends_with_2() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["build", "--format", "docx"]).code, 2);
    assert_eq!(sandbox.run(&["print"]).code, 2);
    assert_eq!(sandbox.run(&["build", "nowhere"]).code, 2);
}

#[test]
fn warnings_stop_a_build_only_when_asked_to() {
    let sandbox = Sandbox::new();
    sandbox.write("chapters/20-own.md", "# Eigenes\n\nEs waren 12 Fälle.\n");
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("Warnung[K303]: `12` ist von Hand geschrieben"), "{}", run.stderr);
    assert_eq!(sandbox.run(&["build", "--deny-warnings"]).code, 1);
}

#[test]
fn findings_for_machines_go_to_standard_output_and_keep_their_secrets() {
    let sandbox = Sandbox::new();
    sandbox.edit_export("2017-H1.csv", ";Beschwerde;", ";Beschwehrde;");
    let json = sandbox.run(&["check", "--message-format", "json"]);
    assert_eq!(json.code, 1);
    // The sample's overlapping exports are worth a note before it.
    let line = json.stdout.lines().find(|line| line.contains("\"K202\"")).unwrap();
    let first: serde_json::Value = serde_json::from_str(line).unwrap();
    assert_eq!(first["field"], "category");
    assert_eq!(first["file"], "exports/2017-H1.csv");
    assert!(first.get("case_id").is_none(), "{first}");
    let shown = sandbox.run(&["check", "--message-format", "json", "--show-values"]);
    assert!(shown.stdout.contains("\"case_id\":"), "{}", shown.stdout);

    let sarif = sandbox.run(&["check", "--message-format", "sarif", "--show-values"]);
    let log: serde_json::Value = serde_json::from_str(&sarif.stdout).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let result = results.iter().find(|result| result["ruleId"] == "K202").unwrap();
    let uri = &result["locations"][0]["physicalLocation"];
    assert_eq!(uri["artifactLocation"]["uri"], "input/exports/2017-H1.csv");
    assert!(!sarif.stdout.contains("KRM-2017"));

    let github = sandbox.run(&["check", "--message-format", "github"]);
    assert!(
        github.stdout.contains("\n::error title=K202,file=input/exports/2017-H1.csv,line="),
        "{}",
        github.stdout
    );
}

#[test]
fn gathered_findings_list_all_their_lines_for_machines_and_in_the_internal_folder() {
    let sandbox = Sandbox::new();
    let mut export = String::from("Fallnummer;Eingangsdatum;Art;Bemerkung\n");
    for number in 0..40 {
        let day = if number < 30 { format!("{:02}.01.17", number + 1) } else { "1.2.2017".into() };
        export.push_str(&format!("X{number};{day};Lob;Beispielperson\n"));
    }
    sandbox.write("exports/further.csv", &export);
    let fields = "assessment,topics,justified_reason,channel,submitter_group,outcome,clarified_with,closed_on";
    let missing: String =
        fields.split(',').map(|field| format!("{field} = [\"further.csv\"]\n")).collect();
    sandbox.edit("report.toml", "[scope]", &format!("[exports.not_recorded]\n{missing}\n[scope]"));
    let json = sandbox.run(&["check", "--message-format", "json"]);
    let found = |text: &str| -> serde_json::Value {
        let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
        lines.into_iter().find(|line: &serde_json::Value| line["code"] == "K203").unwrap()
    };
    let finding = found(&json.stdout);
    let lines: Vec<u64> = (2..32).collect();
    assert_eq!(finding["lines"], serde_json::json!(lines));
    assert_eq!(finding["count"], 30);
    let value = serde_json::json!({ "value": "30.01.17", "lines": [31] });
    assert_eq!(finding["values"][29], value, "{finding}");
    let run = sandbox.run(&["build", "--allow-rejected"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.stderr.matches("[K203]").count(), 1, "{}", run.stderr);
    assert!(run.stderr.contains("krm-report explain KENNUNG"), "{}", run.stderr);
    let internal = found(&sandbox.read("output/2017-internal/findings.jsonl"));
    assert_eq!(internal, finding);
}

#[test]
fn explain_tells_what_a_finding_means() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["explain", "k202", "nowhere"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.starts_with("K202 · Wert nicht in der Liste (Fehler)\n"), "{}", run.stdout);
    assert!(run.stdout.contains("synonyms"), "{}", run.stdout);
    let run = sandbox.run(&["explain", "K411"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("K407, K408, K409, K410"), "{}", run.stderr);
}

#[test]
fn no_message_points_to_a_file_the_officer_does_not_have() {
    for entry in walkdir::WalkDir::new(crate::support::root().join("src")) {
        let path = entry.unwrap().into_path();
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let told = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        for line in told.filter(|line| !line.contains("include_str!")) {
            assert!(!line.contains("docs/"), "{}: {line}", path.display());
        }
    }
}

#[test]
fn findings_name_the_field_wherever_the_column_is_known() {
    let sandbox = Sandbox::new();
    for (file, export) in [
        ("quote", "Fallnummer;Eingang;Art;Bewertung;Bemerkung\n1;01.02.2017;Lob;;a\"b\n"),
        ("twice", "Fallnummer;Vorgang;Eingang;Art;Bewertung;Bemerkung\n"),
        ("byte", "Fallnummer;Eingang;Art;Bewertung;Bemerkung\n1;01.02.2017;Lob;gr\u{fc};b\0\n"),
        (
            "state",
            "Fallnummer;Eingang;Art;Bemerkung\n1;01.02.2017;Lob;\n1;01.02.2017;Beschwerde;\n",
        ),
    ] {
        sandbox.write(&format!("exports/{file}.csv"), export);
    }
    let run = sandbox.run(&["check", "--message-format", "json"]);
    let findings: Vec<serde_json::Value> =
        run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for (file, code, field) in [
        ("quote", "K112", "remark"),
        ("twice", "K108", "case_id"),
        ("byte", "K104", "remark"),
        ("state", "K209", "case_id"),
    ] {
        let file = format!("exports/{file}.csv");
        let finding = findings
            .iter()
            .find(|finding| finding["file"] == file.as_str() && finding["code"] == code);
        let finding = finding.unwrap_or_else(|| panic!("{file}: {}", run.stdout));
        assert_eq!(
            (&finding["code"], &finding["field"]),
            (&code.into(), &field.into()),
            "{finding}"
        );
    }
    let contradiction = findings.iter().find(|finding| finding["code"] == "K209").unwrap();
    assert_eq!(contradiction["related"][0]["field"], "case_id");
}

#[test]
fn going_on_without_rejected_records_is_said_on_page_one_and_kept_in_the_office() {
    let sandbox = Sandbox::new();
    sandbox.edit_export("2017-H1.csv", ";Beschwerde;", ";Beschwehrde;");
    assert_eq!(sandbox.run(&["build"]).code, 1);
    let run = sandbox.run(&["build", "--allow-rejected"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let page = sandbox.read("output/2017/index.html");
    let head = page.split("<main").next().unwrap();
    assert!(head.contains("Unvollständige Daten"), "{head:.0}");
    assert!(head.contains("data-figure=\"ledger.records:rejected\">1</span> von"));
    let rejected = sandbox.read("output/2017-internal/rejected/exports/2017-H1.csv");
    assert!(rejected.contains(";Beschwehrde;"));
    assert!(rejected.starts_with("Fallnummer;"), "the header stands above the record");
    assert_eq!(rejected.matches(";Beschw").count(), 1, "only the rejected record");
    for (name, bytes) in files(&sandbox.path("output/2017")) {
        assert!(!String::from_utf8_lossy(&bytes).contains("Beschwehrde"), "{name}");
    }
}

#[test]
fn a_file_that_cannot_be_read_at_all_is_never_left_out() {
    let sandbox = Sandbox::new();
    sandbox.edit_export("2017-H1.csv", "Eingangsdatum", "Datum XY");
    let run = sandbox.run(&["build", "--allow-rejected"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
}

#[test]
fn a_long_list_of_findings_is_cut_and_counted() {
    let sandbox = Sandbox::new();
    let mut config = sandbox.read("input/report.toml");
    config = config.replace("\"KdU\", ", "").replace("\"Umzug\"", "\"Umzüge\"");
    sandbox.write("report.toml", &config);
    let all = sandbox.run(&["check"]);
    let cut = sandbox.run(&["check", "--max-findings", "1"]);
    assert_eq!(cut.code, 1);
    assert_eq!(cut.stderr.matches("Fehler[").count(), 1);
    assert!(cut.stderr.contains("weitere (mehr mit --max-findings)"));
    assert_eq!(all.stderr.lines().last(), cut.stderr.lines().last(), "the totals are never cut");
}

#[cfg(not(feature = "pdf"))]
#[test]
fn a_program_without_pdf_says_how_to_get_one_that_has_it() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["build", "--format", "html,pdf"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("ohne PDF gebaut"), "{}", run.stderr);
    assert!(run.stderr.contains("--features pdf"), "{}", run.stderr);
    assert!(!sandbox.path("output").exists());
}

#[test]
fn check_and_build_end_with_what_was_read_and_made() {
    let sandbox = Sandbox::new();
    let checked = sandbox.run(&["check"]);
    let built = sandbox.run(&["build"]);
    for run in [&checked, &built] {
        for line in [
            "Fälle         286 der Ombudsstelle von 1214 im Haus; 20 aus früheren Jahren für den Bestand\n",
            "Merkmale      „ombudsperson“ 55, „ombudsstelle“ 231\n",
            "Zeitraum      01.01.2017 bis 31.12.2017; Eingänge vom 02.01.2017 bis 29.12.2017\n",
            "582 Datensätze, 109 gezählt, 4 wiederholt, 45 überholt\n",
            "Erledigt am → closed_on",
            "Kennzahlen    490, davon 13 nicht veröffentlicht\n",
        ] {
            assert!(run.stdout.contains(line), "{line} is not in\n{}", run.stdout);
        }
        assert!(!run.stdout.contains("Nicht erfasst"), "{}", run.stdout);
    }
    // Where nothing can be built, what was read is seen all the same.
    sandbox.write("exports/x.csv", "Fallnummer;Eingang;Art;Bemerkung;Extra\n1;31.02.2017;Lob;;a\n");
    let stopped = sandbox.run(&["check"]);
    assert_eq!(stopped.code, 1);
    for text in ["1 Datensatz, 0 gezählt, 1 zurückgewiesen", "Nicht gelesen Extra (exports/x.csv)"]
    {
        assert!(stopped.stdout.contains(text), "{text} is not in\n{}", stopped.stdout);
    }
}

#[test]
fn the_summary_is_the_last_object_for_machines_and_in_no_public_log() {
    let sandbox = Sandbox::case("tests/cases/recording/half-year-missing");
    let json = sandbox.run(&["check", "--message-format", "json"]);
    let last: serde_json::Value =
        serde_json::from_str(json.stdout.lines().next_back().unwrap()).unwrap();
    let summary = &last["summary"];
    assert_eq!(summary["cases"], 63);
    assert_eq!(summary["not_covered"], serde_json::json!([["2017-06-25", "2017-12-31"]]));
    assert_eq!(summary["files"][0]["counted"], 63);
    assert_eq!(summary["markers"]["ombudsstelle"], 63);
    for format in ["sarif", "github"] {
        let run = sandbox.run(&["check", "--message-format", format]);
        assert!(!run.stdout.contains("63") && !run.stdout.contains("summary"), "{}", run.stdout);
    }
}

#[test]
fn machines_get_a_whole_document_whatever_stops_a_run() {
    let sandbox = Sandbox::new();
    std::fs::create_dir_all(sandbox.path("output/2017")).unwrap();
    std::fs::write(sandbox.path("output/2017/letter.txt"), "x").unwrap();
    let calls: [(&[&str], i32); 5] = [
        (&["build"], 3),
        (&["build", "--output", "input/x"], 2),
        (&["build", "missing"], 2),
        (&["build", "--no-such-option"], 2),
        (&["release", "--correction", "--output", "other"], 2),
    ];
    for (call, code) in calls {
        let with = |format| {
            let mut call = call.to_vec();
            call.extend(["--message-format", format]);
            let run = sandbox.run(&call);
            assert_eq!(run.code, code, "{call:?}: {}", run.stderr);
            run.stdout
        };
        let sarif: serde_json::Value = serde_json::from_str(&with("sarif")).unwrap();
        assert!(!sarif["runs"][0]["results"].as_array().unwrap().is_empty(), "{call:?}");
        let json = with("json");
        assert!(json.lines().count() > 0, "{call:?}");
        for line in json.lines() {
            serde_json::from_str::<serde_json::Value>(line).unwrap();
        }
    }
}

#[test]
fn wrong_usage_is_told_in_german() {
    let sandbox = Sandbox::new();
    for (call, told) in [
        (&["bild"][..], "den Befehl `bild` gibt es nicht; meinten Sie `build`?"),
        (
            &["build", "--fromat", "html"],
            "die Angabe `--fromat` gibt es hier nicht; meinten Sie `--format`?",
        ),
        (&["build", "a", "b"], "die Angabe `b` gibt es hier nicht"),
        (&["explain"], "es fehlt: <KENNUNG>"),
        (
            &["build", "--format", "exe"],
            "`exe` ist als `--format <FORMAT>` nicht möglich; möglich sind html, md",
        ),
        (&["release", "--edition"], "zu `--edition <NAME>` fehlt der Wert"),
    ] {
        let run = sandbox.run(call);
        assert_eq!(run.code, 2, "{call:?}");
        assert!(run.stderr.contains(told), "{call:?}: {}", run.stderr);
        for english in ["error", "Usage", "tip:", "possible", "information", "OPTIONS"] {
            assert!(!run.stderr.contains(english), "{call:?}: {}", run.stderr);
        }
    }
}

#[cfg(unix)]
#[test]
fn an_argument_that_is_no_text_is_wrong_usage() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_krm-report"))
        .args([OsStr::from_bytes(b"buil\xff"), OsStr::new("--message-format=json")])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        serde_json::from_str::<serde_json::Value>(line).unwrap();
    }
}

/// What a command ends with when one of its outputs goes to a file that takes nothing, or to nobody.
#[cfg(target_os = "linux")]
#[test]
fn an_output_that_nobody_reads_is_no_failure_and_a_full_disk_is_one() {
    use std::process::{Command, Stdio};
    let calls: [(&[&str], i32); 6] = [
        (&["check"], 0),
        (&["build", "--output", "output-a"], 0),
        (&["explain", "cases"], 0),
        (&["explain", "K202"], 0),
        (&["inspect", "input/exports/2017-H1.csv"], 0),
        (&["--help"], 0),
    ];
    let sandbox = Sandbox::new();
    for (call, code) in calls {
        let command = || {
            let mut command = Command::new(env!("CARGO_BIN_EXE_krm-report"));
            command.args(call).current_dir(sandbox.path(""));
            command
        };
        let mut child = command().stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop((child.stdout.take(), child.stderr.take()));
        assert_eq!(child.wait().unwrap().code(), Some(code), "{call:?}: nobody reads");
        let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = command().stdout(full()).output().unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(3), "{call:?}: {error}");
        assert!(error.contains("die Ausgabe ist nicht möglich"), "{call:?}: {error}");
        assert!(!error.contains("panicked"), "{error}");
    }
}

#[test]
fn explain_tells_why_a_figure_is_masked_and_what_would_help() {
    let sandbox = Sandbox::new();
    let open = "cases:category=complaint,topic_group=livelihood,assessment=open";
    let run = sandbox.run(&["explain", open]);
    assert!(run.stdout.contains("Grund        selbst zu klein: Gedruckt wird eine Anzahl ab 3\n"));
    let partly = "cases:category=complaint,topic_group=livelihood,assessment=partly";
    let run = sandbox.run(&["explain", partly]);
    for said in [
        "Grund        nicht selbst zu klein: Mit ihr ließe sich eine kleine Zahl errechnen",
        "Steht in     Tabelle `assessment_by_topic_group`: Bewertung der Beschwerden nach Themengruppen\n",
        &format!("Gesperrt für `{open}`: 2\n"),
        "Beweis       in einem erdachten Jahr, das denselben Bericht ergäbe, ist sie 8 statt 10;",
        "Abhilfe      in der Tabelle `assessment_by_topic_group`: zeigen Sie `responsible_body` statt `topic_group`\n",
        &format!("Abhilfe      nehmen Sie `{open}` mit `[[disclosure.exempt]]` aus"),
    ] {
        assert!(run.stdout.contains(said), "{said}\n{}", run.stdout);
    }
    let run = sandbox.run(&["explain", "cases:category=complaint,support=own"]);
    let difference = "Gesperrt für den Unterschied zwischen `cases:support=own` und `cases:category=complaint,support=own`: 1";
    let further = " weitere Zahlen, siehe `disclosure.json`";
    assert!(run.stdout.contains(difference) || run.stdout.contains(further), "{}", run.stdout);
    let run = sandbox.run(&["explain", "cases:category=complaint"]);
    assert!(!run.stdout.contains("Grund"), "what is printed needs no reason: {}", run.stdout);
}

#[test]
fn explain_tells_why_a_table_or_nearly_everything_is_not_published() {
    let sandbox = Sandbox::new();
    let config = sandbox.read("input/report.toml");
    let mine = "\n[[table]]\nid = \"mine\"\ntitle = \"Art und Unterstützung\"\nrows = \"category\"\ncolumns = [\"support\"]\n";
    sandbox.write("report.toml", &format!("{config}{mine}"));
    sandbox.write("chapters/90-mine.md", "# Eigenes\n\n{{ table(id=\"mine\") }}\n");
    let run = sandbox.run(&["explain", "cases:category=suggestion,support=supported"]);
    for said in [
        "Gedruckt     nein, aus Gründen der Geheimhaltung\n",
        "Steht in     Tabelle `mine`: Art und Unterstützung\n",
        "Grund        die Tabelle `mine` erscheint gröber (nicht nach „Unterstützung durch Dritte“): so fein wie vorgesehen wäre sie nicht zu schützen\n",
        "Abhilfe      ",
    ] {
        assert!(run.stdout.contains(said), "{said}\n{}", run.stdout);
    }
}
