//! `release` and the archive: what has been printed is recorded once and known for ever.

use crate::support::{Sandbox, assert_same_files, files};
use serde_json::{Value, json};

/// The sample project with an edition of this year that printed these figures.
fn after_edition(figures: &Value) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("archive/2017.json", &edition(2017, figures));
    sandbox
}

fn edition(year: i32, figures: &Value) -> String {
    let edition = json!({
        "format_version": 1, "program": "krm-report 0.1.0", "year": year,
        "as_of": format!("{}-05-02", year + 1), "office": "Ombudsstelle", "threshold": 3,
        "figures": figures,
    });
    format!("{edition:#}\n")
}

#[test]
fn a_release_records_what_is_printed_and_afterwards_the_same_report_is_built_again() {
    let sandbox = Sandbox::new();
    sandbox.build();
    let archive = || files(&sandbox.path("input/archive")).into_iter().map(|(name, _)| name);
    let earlier: Vec<String> = archive().collect();
    assert_eq!(earlier, ["2015.json", "2016.json"], "build writes nothing into the project");
    let run = sandbox.run(&["release", "--output", "released"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("Freigegeben: input/archive/2017.json"), "{}", run.stderr);
    assert_same_files(&sandbox.path("output/2017"), &sandbox.path("released/2017"));

    let archive = sandbox.read("input/archive/2017.json");
    let archived: Value = serde_json::from_str(&archive).unwrap();
    assert_eq!(archived["year"], 2017);
    assert_eq!(archived["threshold"], 3);
    let archived = archived["figures"].as_object().unwrap();
    let data: Value = serde_json::from_str(&sandbox.read("output/2017/data/figures.json")).unwrap();
    // Comparisons follow from other files of the archive.
    let is_compared = |id: &str| id.starts_with("earlier:") || id.starts_with("change");
    let published: Vec<&Value> = data["figures"].as_array().unwrap().iter().collect();
    let published =
        published.into_iter().filter(|figure| !is_compared(figure["id"].as_str().unwrap()));
    let published: Vec<&Value> = published.collect();
    assert_eq!(archived.len(), published.len());
    for figure in published {
        let value = &archived[figure["id"].as_str().unwrap()];
        match figure["status"].as_str().unwrap() {
            "masked" => assert_eq!(*value, json!("masked"), "{figure}"),
            "no_base" => assert_eq!(*value, json!("no_base"), "{figure}"),
            "too_few_cases" => assert_eq!(*value, json!("too_few"), "{figure}"),
            _ => assert!(value.is_object(), "{figure}: {value}"),
        }
    }
    let share = &archived["share:assessment=justified/category=complaint"];
    assert_eq!(*share, json!({ "share": { "part": 84, "base": 275 } }));

    // What is known may not be masked, what was masked stays masked: nothing changes.
    let run = sandbox.run(&["release", "--output", "released"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("bereits freigegeben"), "{}", run.stderr);
    assert!(!run.stderr.contains("[K405]"), "nothing has changed: {}", run.stderr);
    assert_same_files(&sandbox.path("output/2017"), &sandbox.path("released/2017"));
    assert_eq!(sandbox.read("input/archive/2017.json"), archive);
    assert_eq!(files(&sandbox.path("input/archive")).len(), 3);
}

#[test]
fn another_report_of_a_released_year_is_a_correction_or_nothing() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["release", "--correction"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("noch nichts freigegeben"), "{}", run.stderr);

    sandbox.write("archive/2017.json", &edition(2017, &json!({ "cases": { "count": 286 } })));
    let run = sandbox.run(&["release"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("`archive/2017.json` hält eine andere"), "{}", run.stderr);
    assert!(!sandbox.path("output").exists(), "nothing is written");

    let run = sandbox.run(&["release", "--correction"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let names: Vec<String> =
        files(&sandbox.path("input/archive")).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["2015.json", "2016.json", "2017-2.json", "2017.json"]);
}

#[test]
fn a_draft_and_a_report_that_masks_nothing_are_not_released() {
    let sandbox = Sandbox::new();
    sandbox.edit("report.toml", "status = \"final\"", "status = \"draft\"");
    let run = sandbox.run(&["release"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("Entwurf"), "{}", run.stderr);

    let sandbox = Sandbox::new();
    sandbox.edit("report.toml", "threshold = 3", "threshold = 1");
    let run = sandbox.run(&["release"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("nichts geheim gehalten"), "{}", run.stderr);
    assert!(!sandbox.path("input/archive/2017.json").exists() && !sandbox.path("output").exists());
}

#[test]
fn a_damaged_archive_is_told_with_file_and_place() {
    let whole = edition(2017, &json!({ "cases": { "count": 286 } }));
    let twice = whole.replace("\"cases\":", "\"cases\": { \"count\": 1 },\n    \"cases\":");
    let unfit = whole.replace("\"count\"", "\"half_days\"");
    let parts = json!({ "cases": { "count": 286 }, "cases:category=complaint": { "count": 287 } });
    let more = edition(2017, &parts);
    let unknown = whole.replace("\"cases\":", "\"cases:category=complain\":");
    for (name, text, code, place) in [
        ("2017.json", whole.replace("\"office\"", "\"ofice\""), "K006", "archive/2017.json:"),
        ("2017.json", whole[..whole.len() / 2].to_owned(), "K006", "archive/2017.json:"),
        ("2017.json", twice, "K006", "archive/2017.json:"),
        ("2017.json", unfit, "K006", "archive/2017.json:"),
        ("2016.json", whole.clone(), "K006", "archive/2016.json:"),
        ("alt.json", whole.clone(), "K006", "archive/alt.json"),
        (
            "2017.json",
            whole.replace("\"format_version\": 1", "\"format_version\": 3"),
            "K005",
            "archive/2017.json:",
        ),
        ("2017.json", unknown.clone(), "K003", "archive/2017.json:"),
        ("2017.json", whole.replace("286", "18446744073709551615"), "K006", "archive/2017.json:"),
        ("2017.json", edition(2017, &json!({})), "K006", "archive/2017.json:"),
        ("2017.json", more, "K006", "archive/2017.json:"),
    ] {
        let sandbox = Sandbox::new();
        sandbox.write(&format!("archive/{name}"), &text);
        let run = sandbox.run(&["check"]);
        assert_eq!(run.code, 2, "{text}\n{}", run.stderr);
        assert!(run.stderr.contains(&format!("Fehler[{code}]")), "{}", run.stderr);
        assert!(run.stderr.contains(place), "{}", run.stderr);
    }
}

#[test]
fn a_number_that_was_printed_once_is_not_masked_again() {
    // Masked in the sample for the sake of another number.
    let sandbox = Sandbox::new();
    sandbox.build();
    let record: Value =
        serde_json::from_str(&sandbox.read("output/2017-internal/disclosure.json")).unwrap();
    let masked = record["masked"].as_array().unwrap();
    let count = |figure: &&Value| {
        figure["reason"] == "complementary"
            && figure["figure"].as_str().unwrap().starts_with("cases:")
    };
    let masked = masked.iter().find(count).unwrap();
    let id = masked["figure"].as_str().unwrap();
    let value: u64 = masked["exact"].as_str().unwrap().parse().unwrap();

    sandbox.write("archive/2017.json", &edition(2017, &json!({ id: { "count": value } })));
    sandbox.build();
    let data: Value = serde_json::from_str(&sandbox.read("output/2017/data/figures.json")).unwrap();
    let figure = data["figures"].as_array().unwrap().iter().find(|it| it["id"] == id).unwrap();
    assert_eq!(figure["status"], "published", "{figure}");
    let record: Value =
        serde_json::from_str(&sandbox.read("output/2017-internal/disclosure.json")).unwrap();
    for proof in record["proofs"].as_array().unwrap() {
        assert_eq!(proof["protected"], true, "{proof}");
    }
}

#[test]
fn what_only_an_earlier_edition_printed_is_known_but_not_printed() {
    let id = "cases:category=complaint,channel=email,half_year=1";
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["explain", id]);
    let value = run.stdout.lines().find_map(|line| line.strip_prefix("Wert")).unwrap();
    let value: u64 = value.trim().split(' ').next().unwrap().parse().unwrap();
    assert!(value >= 3, "the example is publishable: {}", run.stdout);
    sandbox.write("archive/2017.json", &edition(2017, &json!({ id: { "count": value } })));
    sandbox.build();
    assert!(!sandbox.read("output/2017/data/figures.json").contains(id));
    let record = sandbox.read("output/2017-internal/disclosure.json");
    assert!(!record.contains("\"protected\": false"));
}

/// Value and state of a figure in the data files.
fn printed(sandbox: &Sandbox, id: &str) -> Value {
    let data: Value = serde_json::from_str(&sandbox.read("output/2017/data/figures.json")).unwrap();
    let mut figures = data["figures"].as_array().unwrap().iter();
    figures.find(|it| it["id"] == id).unwrap_or_else(|| panic!("{id}")).clone()
}

#[test]
fn a_number_that_changed_by_a_small_number_stays_as_it_was_released_and_its_value_is_not_told() {
    for (figures, stays, value) in [
        (
            json!({ "cases:category=complaint": { "count": 274 } }),
            "cases:category=complaint",
            "274",
        ),
        // Five cases fewer, four of them complaints: one other.
        (
            json!({ "cases": { "count": 281 }, "cases:category=complaint": { "count": 271 } }),
            "cases:category=complaint",
            "271",
        ),
        (
            json!({ "share:assessment=justified/category=complaint": { "share": { "part": 82, "base": 275 } } }),
            "share:assessment=justified/category=complaint",
            "29.8",
        ),
    ] {
        let sandbox = after_edition(&figures);
        let run = sandbox.run(&["build"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let line = run.stderr.lines().find(|line| line.contains("Hinweis[K405]")).unwrap();
        assert!(line.contains(stays), "{line}");
        // Apart from how many figures are not named.
        let line = line.replace("K405", "");
        let told = line.rsplit_once(" und ").map_or(line.as_str(), |(told, _)| told);
        assert!(!told.chars().any(|c| c.is_ascii_digit()), "{line}");
        assert!(run.stderr.contains("archive/2017.json"), "{}", run.stderr);
        let figure = printed(&sandbox, stays);
        assert_eq!((&figure["value"], &figure["revised"]), (&json!(value), &Value::Null));
    }
}

#[test]
fn a_number_that_changed_by_more_is_revised_and_marked() {
    let sandbox = after_edition(&json!({ "cases:category=complaint": { "count": 265 } }));
    // What another year printed is another number.
    sandbox.write("archive/2016.json", &edition(2016, &json!({ "cases": { "count": 285 } })));
    sandbox.build();
    let figure = printed(&sandbox, "cases:category=complaint");
    assert_eq!((&figure["value"], &figure["revised"]), (&json!("275"), &json!(true)));
    let report = sandbox.read("output/2017/report.md");
    assert!(report.contains("275\u{a0}r"), "{report}");
    assert!(report.contains("r\u{a0}= berichtigt gegenüber einer früheren Ausgabe"));
    assert!(report.contains("Berichtigte Ausgabe"), "page one says it");
    assert!(!report.contains("Bisher gibt es keine Berichtigungen"));
}

/// Adds late cases: copies of the file's own under new numbers, each so many lines after the one before.
fn add_late_cases(sandbox: &Sandbox, number: usize, step: usize) {
    let path = sandbox.path("input/exports/2017-H2.csv");
    let bytes = std::fs::read(&path).unwrap();
    // Windows-1252; nothing here looks at letters beyond ASCII.
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let fields = text.lines().next().unwrap().matches(';').count();
    let whole = |line: &&str| {
        line.matches(';').count() == fields
            && line.matches('"').count().is_multiple_of(2)
            && line.contains("Ombuds")
            && line.split(';').nth(1).is_some_and(|day| day.ends_with("2017"))
    };
    let mut lines = text.lines().skip(1).filter(whole).step_by(step).cycle();
    let mut further = String::new();
    for position in 0..number {
        let (_, rest) = lines.next().unwrap().split_once(';').unwrap();
        further.push_str(&format!("{};{rest}\r\n", 9_000_000 + position));
    }
    let further: Vec<u8> = further.chars().map(|c| u8::try_from(c).unwrap()).collect();
    std::fs::write(&path, [bytes, further].concat()).unwrap();
}

#[test]
fn a_correction_by_any_number_of_late_cases_can_be_released_and_is_built_again() {
    for (number, step) in [(1, 1), (5, 3), (30, 7), (120, 1)] {
        let sandbox = Sandbox::new();
        assert_eq!(sandbox.run(&["release"]).code, 0);
        add_late_cases(&sandbox, number, step);
        let run = sandbox.run(&["release", "--correction"]);
        assert_eq!(run.code, 0, "{number}: {}", run.stderr);
        assert!(run.stderr.contains("archive/2017-2.json"), "{}", run.stderr);
        let received = printed(&sandbox, "cases");
        assert_eq!(received["value"], json!((286 + number).to_string()));
        assert_eq!(received["revised"], json!(true));
        let report = sandbox.read("output/2017/report.md");
        let run = sandbox.run(&["build"]);
        assert_eq!(run.code, 0, "{number}: {}", run.stderr);
        assert_eq!(sandbox.read("output/2017/report.md"), report, "{number}");
        let first: Value = serde_json::from_str(&sandbox.read("input/archive/2017.json")).unwrap();
        let second: Value =
            serde_json::from_str(&sandbox.read("input/archive/2017-2.json")).unwrap();
        // Whoever has both learns of no number that it changed by one or two.
        for (id, before) in first["figures"].as_object().unwrap() {
            let (Some(before), Some(now)) =
                (before["count"].as_u64(), second["figures"][id]["count"].as_u64())
            else {
                continue;
            };
            let is_open = ["cases", "cases.krm"].contains(&id.as_str()) || id.starts_with("ledger");
            assert!(is_open || ![1, 2].contains(&now.abs_diff(before)), "{id}: {before} → {now}");
        }
    }
}

#[test]
fn a_year_that_was_released_in_one_way_is_not_printed_in_another() {
    let sandbox = Sandbox::new();
    let mut before: Value =
        serde_json::from_str(&edition(2017, &json!({ "cases": { "count": 285 } }))).unwrap();
    before["rounded_to"] = json!(5);
    sandbox.write("archive/2017.json", &before.to_string());
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("Fehler[K408]: diese Ausgabe ist auf Vielfache von 5 gerundet, der Bericht wäre nicht gerundet"), "{}", run.stderr);
}

#[test]
fn a_released_file_counts_only_as_long_as_it_says_what_it_said() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["release"]).code, 0);
    let whole = sandbox.read("input/archive/2017.json");
    assert!(!sandbox.run(&["check"]).stderr.contains("K007"));
    // Other line ends and other blanks change nothing.
    let value: Value = serde_json::from_str(&whole).unwrap();
    for same in [whole.replace('\n', "\r\n"), value.to_string()] {
        sandbox.write("archive/2017.json", &same);
        let run = sandbox.run(&["check"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    let without = whole.rsplit_once(",\n  \"checksum\"").unwrap().0.to_owned() + "\n}\n";
    for changed in [
        whole.replace("\"count\": 286", "\"count\": 287"),
        whole.replace("\"threshold\": 3", "\"threshold\": 2"),
        whole.replace("\"format_version\": 2", "\"format_version\": 1"),
        without.clone(),
    ] {
        assert_ne!(changed, whole);
        sandbox.write("archive/2017.json", &changed);
        let run = sandbox.run(&["check"]);
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.contains("Die Prüfsumme passt nicht"), "{}", run.stderr);
    }
    let first = without.replace("\"format_version\": 2", "\"format_version\": 1");
    sandbox.write("archive/2017.json", &first);
    let run = sandbox.run(&["check", "--deny-warnings"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("Hinweis[K007]"), "{}", run.stderr);
}
