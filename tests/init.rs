//! A new project: what `init` makes, and the beginning of the instructions, command by command.

use crate::support::{Sandbox, files, root};
use std::fs;
use std::path::Path;

/// The sample's exports in the folder of a new project.
fn add_exports(sandbox: &Sandbox, project: &str) {
    for (name, bytes) in files(&root().join("input/exports")) {
        fs::write(sandbox.path(project).join("exports").join(name), bytes).unwrap();
    }
}

/// Replaces a line of a text file, that begins like this.
fn set_line(file: &Path, beginning: &str, line: &str) {
    let text = fs::read_to_string(file).unwrap();
    let old = text.lines().find(|line| line.starts_with(beginning)).unwrap();
    fs::write(file, text.replacen(old, line, 1)).unwrap();
}

#[test]
fn a_new_project_has_settings_and_empty_folders_and_says_what_to_do_next() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["init", "bericht-2025"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    for said in ["seinen Ordner `exports`", "krm-report check bericht-2025\n", "Jahr 2025"] {
        assert!(run.stdout.contains(said), "{said}: {}", run.stdout);
    }
    let project = sandbox.path("bericht-2025");
    let names: Vec<String> = files(&project).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, [".gitignore", "network.toml", "report.toml"]);
    for folder in ["archive", "chapters", "exports"] {
        assert!(project.join(folder).is_dir(), "{folder}");
    }
    let settings = sandbox.read("bericht-2025/report.toml");
    assert!(settings.contains("\nyear = 2025\n"), "{settings}");
    assert!(!settings.contains("{year}") && !settings.contains("{as_of}"), "{settings}");

    let check = sandbox.run(&["check", "bericht-2025"]);
    assert_eq!(check.code, 1, "{}", check.stderr);
    assert!(check.stderr.contains("1 Fehler, 0 Warnungen, 0 Hinweise"), "{}", check.stderr);
    assert!(check.stderr.contains("im Ordner `exports` liegt kein Export"), "{}", check.stderr);
    assert!(check.stderr.contains("legen Sie die Dateien ungeöffnet"), "{}", check.stderr);
}

#[test]
fn a_new_project_from_exports_knows_their_columns_period_and_lists() {
    let sandbox = Sandbox::new();
    let mut text = "Ticketnr;Meldedatum;Erledigt;Anliegenart;Thema;berechtigt\n".to_owned();
    for number in 1..=60 {
        let kind = ["Beschwerde", "Lob"][number % 2];
        let upheld = if kind == "Lob" { "" } else { ["J", "N"][number / 2 % 2] };
        let (day, month) = (number % 27 + 1, number % 12 + 1);
        text += &format!(
            "{number};{day:02}.{month:02}.2024;{:02}.{month:02}.2024;{kind};Miete;{upheld}\n",
            day + 1
        );
    }
    fs::write(sandbox.path("anliegen.csv"), text).unwrap();
    let run = sandbox.run(&["init", "neu", "--from", "anliegen.csv"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.contains("das Jahr 2024"), "{}", run.stdout);
    let settings = sandbox.read("neu/report.toml");
    assert!(settings.contains("received_on = [\"Meldedatum\"]"), "{settings}");
    assert!(settings.contains("\nall = true\n") && !settings.contains("\nmarkers ="), "{settings}");
    assert!(!settings.contains("{year}") && settings.contains("\nyear = 2024\n"), "{settings}");
    assert!(settings.contains("#channel = ["), "what the export does not tell stays a comment");
    let check = sandbox.run(&["check", "neu"]);
    assert_eq!(check.code, 0, "{}", check.stderr);
    let run = sandbox.run(&["build", "neu"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let report = sandbox.read("output/2024/report.md");
    assert!(report.contains("Von 30 Beschwerden wurden 15 als begründet"), "{report}");

    // Nothing is begun with what is no export, or with two of one name.
    fs::create_dir(sandbox.path("alt")).unwrap();
    fs::copy(sandbox.path("anliegen.csv"), sandbox.path("alt/anliegen.csv")).unwrap();
    for (from, said) in [
        (&["anliegen.csv", "alt/anliegen.csv"][..], "zwei Exporte heißen `anliegen.csv`"),
        (&["fehlt.csv"][..], "`fehlt.csv`: Lesen ist nicht möglich"),
    ] {
        let run = sandbox.run(&[&["init", "zwei", "--from"][..], from].concat());
        assert!(run.code != 0 && run.stderr.contains(said), "{}", run.stderr);
        assert!(!sandbox.path("zwei").exists());
    }
}

#[test]
fn exports_of_other_houses_become_a_project_that_knows_what_they_can_tell() {
    let sandbox = Sandbox::new();
    let rows = |row: &dyn Fn(usize) -> String| -> String { (0..48).map(row).collect() };
    let day = |at: usize, year: &str| format!("{:02}.{:02}.{year}", at % 27 + 1, at / 4 + 1);
    // A hospital: years of two digits, no day of completion, kinds under a heading that nobody knows.
    let kind = |at: usize| ["Beschwerde", "Beschwerde", "Dank", "Anfrage"][at % 4];
    let hospital = rows(&|at| format!("{};{};{}\n", at + 1, day(at, "24"), kind(at)));
    // A county: English headings and values, days as in a database.
    let english = |at: usize| (["complaint", "praise"][at % 2], ["web", "phone"][at / 2 % 2]);
    let county = rows(&|at| {
        let ((kind, channel), day, month) = (english(at), at % 27 + 1, at / 4 + 1);
        format!("T{at},2024-{month:02}-{day:02},2024-{month:02}-{:02},{kind},{channel}\n", day + 1)
    });
    for (name, head, rows, expected) in [
        (
            "hospital",
            "Nr;Tag;Anlass",
            hospital,
            &[
                "two_digit_years = true",
                "case_id = [\"Nr\"]",
                "received_on = [\"Tag\"]",
                "category = [\"Anlass\"] # ähnelt: Werte wie „Beschwerde“",
                "{ id = \"praise\", label = \"Dank\" }",
            ][..],
        ),
        (
            "county",
            "ticket_id,created_at,closed_at,type,channel",
            county,
            &[
                "label = \"Beschwerde\", plural = \"Beschwerden\", synonyms = [\"complaint\"]",
                "label = \"Online-Formular\", synonyms = [\"web\"]",
            ],
        ),
    ] {
        let file = format!("{name}.csv");
        fs::write(sandbox.path(&file), format!("{head}\n{rows}")).unwrap();
        let run = sandbox.run(&["init", name, "--from", &file]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{name}");
        let settings = sandbox.read(&format!("{name}/report.toml"));
        for words in expected.iter().chain(&["\nyear = 2024\n"]) {
            assert!(settings.contains(words), "{name}: {words}\n{settings}");
        }
        let check = sandbox.run(&["check", name]);
        assert_eq!(check.code, 0, "{name}: {}", check.stderr);
    }
}

#[test]
fn a_new_project_with_exports_checks_without_an_error_or_a_warning() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["init", "neu", "--year", "2017"]).code, 0);
    add_exports(&sandbox, "neu");
    let settings = sandbox.path("neu/report.toml");
    // The day of the exports is not known yet; what was closed later asks for it.
    let run = sandbox.run(&["check", "neu"]);
    assert!(
        run.stderr.contains("stellen Sie `as_of` in report.toml auf den Tag"),
        "{}",
        run.stderr
    );
    set_line(&settings, "as_of", "as_of = 2018-05-02");
    let run = sandbox.run(&["check", "neu", "--deny-warnings"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("286 der Ombudsstelle von 1214"), "{}", run.stdout);
}

#[test]
fn what_a_new_project_offers_in_comments_can_be_taken_as_it_stands() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["init", "neu-2017"]).code, 0);
    for name in ["report.toml", "network.toml"] {
        let text = sandbox.read(&format!("neu-2017/{name}"));
        let lines = text.lines().map(|line| match line.strip_prefix('#') {
            Some(offered) if !offered.starts_with(' ') => offered,
            _ => line,
        });
        let taken: Vec<&str> = lines.collect();
        assert!(taken.iter().any(|line| line.starts_with("[[partner]]") || *line == "[words]"));
        fs::write(sandbox.path("neu-2017").join(name), taken.join("\n")).unwrap();
    }
    let run = sandbox.run(&["check", "neu-2017"]);
    assert!(run.stderr.contains("K101"), "{}", run.stderr);
    assert!(run.stderr.contains("1 Fehler, 0 Warnungen"), "{}", run.stderr);
}

#[test]
fn a_new_project_holds_nothing_of_the_sample() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["init", "bericht-2025"]).code, 0);
    let new: String = files(&sandbox.path("bericht-2025"))
        .into_iter()
        .map(|(_, bytes)| String::from_utf8(bytes).unwrap())
        .collect();
    let parsed = |name: &str| -> toml::Table { sandbox.read(name).parse().unwrap() };
    let (settings, network) = (parsed("input/report.toml"), parsed("input/network.toml"));
    let mut of_the_sample: Vec<&str> =
        settings["report"].as_table().unwrap().values().filter_map(toml::Value::as_str).collect();
    for list in ["partner", "activity"] {
        for entry in network[list].as_array().unwrap() {
            of_the_sample.extend(entry.as_table().unwrap().values().filter_map(|it| it.as_str()));
        }
    }
    // Identifiers are words of the field.
    of_the_sample.retain(|text| text.contains(|c: char| c.is_uppercase() || c == ' '));
    of_the_sample.extend(["Dresden", "eispielprojekt", "künstlich", "erfunden", "2017", "2016"]);
    for text in of_the_sample {
        assert!(!new.contains(text), "{text}");
    }
}

#[test]
fn a_folder_with_something_in_it_becomes_no_project() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["init", "input", "--year", "2025"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("liegt schon ein Projekt"), "{}", run.stderr);
    fs::create_dir(sandbox.path("akten-2025")).unwrap();
    fs::write(sandbox.path("akten-2025/brief.txt"), "an das Haus").unwrap();
    let run = sandbox.run(&["init", "akten-2025"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("`akten-2025` ist nicht leer"), "{}", run.stderr);
    assert_eq!(files(&sandbox.path("akten-2025")).len(), 1);
    let run = sandbox.run(&["init", "akten-2025/brief.txt", "--year", "2025"]);
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("kein Ordner"), "{}", run.stderr);
    // An empty one does, and the next call is told as it can be typed.
    fs::create_dir(sandbox.path("leer-2025")).unwrap();
    assert_eq!(sandbox.run(&["init", "leer-2025"]).code, 0);
    let run = sandbox.run(&["init", "mein bericht 2025"]);
    assert!(run.stdout.contains("krm-report check \"mein bericht 2025\"\n"), "{}", run.stdout);
}

#[test]
fn a_project_is_about_a_year_that_somebody_names() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["init", "bericht"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("krm-report init bericht --year 2025"), "{}", run.stderr);
    assert!(!sandbox.path("bericht").exists());
    assert_eq!(sandbox.run(&["init", "bericht", "--year", "25"]).code, 2);
    assert_eq!(sandbox.run(&["init", "bericht-2024", "--year", "2025"]).code, 0);
    assert!(sandbox.read("bericht-2024/report.toml").contains("\nyear = 2025\n"));
}

#[test]
fn without_a_project_every_command_points_to_init() {
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.path("leer")).unwrap();
    for folder in ["nowhere", "leer"] {
        for command in ["check", "build", "release"] {
            let run = sandbox.run(&[command, folder]);
            assert_eq!(run.code, 2, "{command} {folder}");
            assert!(run.stderr.contains("`krm-report init ORDNER`"), "{}", run.stderr);
        }
    }
}

#[test]
fn a_report_is_not_final_while_it_does_not_say_who_reports() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["init", "bericht-2025"]).code, 0);
    let settings = sandbox.path("bericht-2025/report.toml");
    set_line(&settings, "status", "status = \"final\"");
    let run = sandbox.run(&["check", "bericht-2025"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    for key in ["office", "organisation"] {
        let said = format!("`{key}` ist noch nicht ausgefüllt");
        assert!(run.stderr.contains(&said), "{said}: {}", run.stderr);
    }
}

/// The calls of the program in the console blocks of a document, from one heading to another, in their order.
fn calls(document: &str, from: &str, to: &str) -> Vec<String> {
    let text = fs::read_to_string(root().join(document)).unwrap();
    let (_, text) = text.split_once(from).unwrap();
    let (text, _) = text.split_once(to).unwrap();
    let calls = text.lines().filter_map(|line| line.trim().strip_prefix("$ krm-report "));
    calls.map(str::to_owned).collect()
}

/// Two years of cases under the usual headings, one a day, of which two of three are the office's.
fn export(last_year: i16) -> String {
    let mut text =
        String::from("Fallnummer;Eingangsdatum;Erledigt am;Art der Kundenreaktion;Bemerkung\n");
    let mut day = jiff::civil::date(last_year - 1, 1, 2);
    for number in 1000.. {
        if day.year() > last_year {
            break;
        }
        let kind = if number % 5 == 0 { "Anregung" } else { "Beschwerde" };
        let remark = if number % 3 == 0 { "Telefonat" } else { "über die Ombudsstelle" };
        let closed = day.saturating_add(jiff::Span::new().days(9 + number % 5));
        let date = |day: jiff::civil::Date| day.strftime("%d.%m.%Y").to_string();
        text.push_str(&format!("{number};{};{};{kind};{remark}\n", date(day), date(closed)));
        day = day.tomorrow().unwrap();
    }
    text
}

/// Runs what a document tells to call, doing before some calls what it says in words.
fn follow(sandbox: &Sandbox, calls: &[String], before: impl Fn(usize)) {
    for (number, call) in calls.iter().enumerate() {
        before(number);
        let arguments: Vec<&str> = call.split_whitespace().collect();
        let run = sandbox.run(&arguments);
        assert_eq!(run.code, 0, "{call}: {}", run.stderr);
        for warned in ["Fehler[", "Warnung["] {
            assert!(!run.stderr.contains(warned), "{call}: {}", run.stderr);
        }
    }
}

/// What both documents say to enter once the project is there.
fn fill_in(sandbox: &Sandbox, project: &str, as_of: &str) {
    let settings = sandbox.path(project).join("report.toml");
    set_line(&settings, "office =", "office = \"Ombudsstelle\"");
    set_line(&settings, "organisation =", "organisation = \"Jobcenter Neustadt\"");
    set_line(&settings, "as_of", &format!("as_of = {as_of}"));
}

#[test]
fn the_instructions_lead_from_an_empty_folder_to_a_released_report() {
    let calls = calls("docs/anleitung.md", "## 2 Probelauf", "## 8 ");
    let position = |beginning: &str| calls.iter().position(|call| call.starts_with(beginning));
    assert_eq!(calls[..2], ["build", "init bericht-2025"]);
    assert!(position("check bericht-2025") > position("inspect"), "{calls:?}");
    let strict = calls.iter().position(|call| call.ends_with("--deny-warnings")).unwrap();
    assert_eq!(position("release"), Some(calls.len() - 1));
    let sandbox = Sandbox::new();
    follow(&sandbox, &calls, |number| {
        if number == 2 {
            sandbox.write("../bericht-2025/exports/export.csv", &export(2025));
            fill_in(&sandbox, "bericht-2025", "2026-01-15");
        }
        if number == strict {
            let settings = sandbox.path("bericht-2025/report.toml");
            set_line(&settings, "status", "status = \"final\"");
        }
    });
    // The report has no word and no year of the sample.
    let report = sandbox.read("mein-bericht/2025/report.md");
    assert!(report.contains("Jobcenter Neustadt"), "{report}");
    for foreign in ["Dresden", "Beispielp", "künstlich", "2015", "2016", "2017"] {
        assert!(!report.contains(foreign), "{foreign}: {report}");
    }
    assert!(sandbox.read("bericht-2025/archive/2025.json").contains("\"office_id\": \"buero_"));
}

#[test]
fn a_foreign_export_becomes_a_first_report_in_a_few_commands_and_lines() {
    let calls = calls("docs/anleitung.md", "## 9 In Kürze", "Weiter geht es bei");
    assert!(calls.len() <= 10, "{calls:?}");
    let sandbox = Sandbox::new();
    let mut export = "ticket_id,created_at,closed_at,type,channel\n".to_owned();
    let mut day = jiff::civil::date(2023, 1, 1);
    for number in 0..731 {
        let closed = day.saturating_add(jiff::Span::new().days(5 + number % 19));
        let (kind, channel) = (["complaint", "suggestion"], ["email", "phone", "web"]);
        let (kind, channel) = (kind[number as usize % 2], channel[number as usize % 3]);
        export += &format!("T{number},{day},{closed},{kind},{channel}\n");
        day = day.tomorrow().unwrap();
    }
    fs::write(sandbox.path("export.csv"), export).unwrap();
    let settings = sandbox.path("bericht/report.toml");
    follow(&sandbox, &calls, |number| {
        if number == 2 {
            set_line(&settings, "office =", "office = \"Beschwerdestelle\"");
            set_line(&settings, "organisation =", "organisation = \"Landkreis Neustadt\"");
            set_line(&settings, "#[words]", "[words]");
            set_line(
                &settings,
                "#office",
                "office = { noun = \"Beschwerdestelle\", gender = \"f\" }",
            );
            set_line(&settings, "#house", "house = { noun = \"Kreisverwaltung\", gender = \"f\" }");
            set_line(&settings, "#people", "people = { noun = \"Bürgerinnen und Bürger\" }");
        }
    });
    let text = fs::read_to_string(&settings).unwrap();
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).count();
    assert!(lines <= 60, "{lines} lines of settings");
    let report = sandbox.read("erster-bericht/2024/report.md").replace('\u{a0}', " ");
    for words in [
        "Im Jahr 2024 gingen bei der Beschwerdestelle 366 Kundenreaktionen ein",
        "| Beschwerde | 183 |",
        "| Online-Formular | 122 |",
    ] {
        assert!(report.contains(words), "{words}\n{report}");
    }
    for foreign in ["Jobcenter", "KRM", "Ombuds", "Leistungsberecht", "complaint"] {
        assert!(!report.contains(foreign), "{foreign}\n{report}");
    }
}

#[test]
fn the_readme_leads_from_an_empty_folder_to_a_released_report() {
    let calls = calls("README.md", "## In ten minutes", "\n## ");
    assert!(calls[0].starts_with("init my-office"), "{calls:?}");
    assert!(calls.last().unwrap().starts_with("release my-office"), "{calls:?}");
    let sandbox = Sandbox::new();
    follow(&sandbox, &calls, |number| {
        if number == 1 {
            add_exports(&sandbox, "my-office");
            fill_in(&sandbox, "my-office", "2018-05-02");
        }
        if number == calls.len() - 1 {
            set_line(&sandbox.path("my-office/report.toml"), "status", "status = \"final\"");
        }
    });
    assert!(sandbox.path("my-report/2017/index.html").exists());
}

#[test]
fn the_archive_of_the_sample_or_of_another_office_is_nobodys_past_but_its_own() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["init", "neu-2017"]).code, 0);
    fs::copy(sandbox.path("input/archive/2016.json"), sandbox.path("neu-2017/archive/2016.json"))
        .unwrap();
    let run = sandbox.run(&["check", "neu-2017"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    for said in [
        "Fehler[K009]: die Datei gehört zum Büro `beispielprojekt`",
        "--> archive/2016.json:7",
        "nehmen Sie die Datei aus `archive`",
        "office_id = \"beispielprojekt\"",
    ] {
        assert!(run.stderr.contains(said), "{said}: {}", run.stderr);
    }
    // An office that is renamed keeps its id and its past.
    let settings = sandbox.path("neu-2017/report.toml");
    set_line(&settings, "office_id", "office_id = \"beispielprojekt\"");
    set_line(&settings, "office =", "office = \"Schiedsstelle\"");
    let run = sandbox.run(&["check", "neu-2017"]);
    assert!(!run.stderr.contains("K009"), "{}", run.stderr);
    // One that says no id has no claim to what says one.
    set_line(&settings, "office_id", "# none");
    let run = sandbox.run(&["check", "neu-2017"]);
    assert!(run.stderr.contains("Fehler[K009]"), "{}", run.stderr);
    assert!(run.stderr.contains("ist es Ihr Büro, schreiben Sie"), "{}", run.stderr);
}

#[test]
fn a_copy_of_the_sample_is_not_taken_for_an_office_of_its_own() {
    let sandbox = Sandbox::new();
    let notice = sandbox.read("input/report.toml");
    let notice = notice.lines().find(|line| line.starts_with("notice")).unwrap();
    let run = sandbox.edit("report.toml", notice, "").run(&["check"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("ist die Kennung des Beispiels"), "{}", run.stderr);
    assert!(run.stderr.contains("krm-report init ORDNER"), "{}", run.stderr);
    let run = sandbox.edit("report.toml", "\"beispielprojekt\"", "\"neustadt\"").run(&["check"]);
    assert_eq!(run.stderr.matches("Fehler[K009]").count(), 2, "{}", run.stderr);
    // A chapter that was deleted has its name in an edition still.
    let run = sandbox.remove("chapters/05b-published-base.md").run(&["check"]);
    assert!(run.stderr.contains("löschen Sie auch seinen Namen hier"), "{}", run.stderr);
}

#[test]
fn an_archive_that_says_no_office_is_asked_about_and_read() {
    let sandbox = Sandbox::new();
    let text = sandbox.read("input/archive/2016.json");
    let mut archived: serde_json::Value = serde_json::from_str(&text).unwrap();
    archived.as_object_mut().unwrap().remove("office_id");
    sandbox.write("archive/2016.json", &crate::support::sealed(&archived));
    let run = sandbox.run(&["check", "--deny-warnings"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("Hinweis[K010]"), "{}", run.stderr);
    assert!(run.stderr.contains("--> archive/2016.json:6"), "{}", run.stderr);
    // Where the project has no id either, there is nothing to ask.
    sandbox.remove("archive/2015.json").edit("report.toml", "office_id", "#office_id");
    let run = sandbox.run(&["check"]);
    assert!(!run.stderr.contains("K009") && !run.stderr.contains("K010"), "{}", run.stderr);
    let run = sandbox.edit("report.toml", "#office_id = \"b", "office_id = \"B").run(&["check"]);
    assert!(run.stderr.contains("kann keine Kennung des Büros sein"), "{}", run.stderr);
}

#[test]
fn a_report_released_before_its_office_had_an_id_is_released_still() {
    let sandbox = Sandbox::new();
    for year in ["2015", "2016"] {
        sandbox.remove(&format!("archive/{year}.json"));
    }
    sandbox.edit("report.toml", "office_id", "#office_id");
    assert_eq!(sandbox.run(&["release"]).code, 0);
    sandbox.edit("report.toml", "#office_id", "office_id");
    let run = sandbox.run(&["release"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("ist bereits freigegeben"), "{}", run.stderr);
}
