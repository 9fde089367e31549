//! The comparison with earlier years: what was printed is copied, what is masked stays masked, and
//! what a reader could not work out himself is not told.

use crate::support::{Sandbox, assert_same_files, files, sealed};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Changes the archived report of a year.
fn edit_archive(sandbox: &Sandbox, year: i32, edit: impl FnOnce(&mut Value)) {
    let file = format!("archive/{year}.json");
    let mut archived: Value =
        serde_json::from_str(&sandbox.read(&format!("input/{file}"))).unwrap();
    edit(&mut archived);
    sandbox.write(&file, &sealed(&archived));
}

/// The sample after a report of 2016 that printed this of a figure.
fn after(id: &str, value: Value) -> Sandbox {
    let sandbox = Sandbox::new();
    edit_archive(&sandbox, 2016, |archived| archived["figures"][id] = value);
    sandbox
}

/// The sample after a report of 2016 that printed this of the cases open at its end.
fn after_stock(value: &Value) -> Sandbox {
    let sandbox = Sandbox::new();
    edit_archive(&sandbox, 2016, |archived| {
        for id in ["cases.open", "cases.open:half_year=2"] {
            assert!(archived["figures"].get(id).is_some(), "the sample prints {id}");
            archived["figures"][id] = value.clone();
        }
    });
    sandbox
}

/// The cells of a row of the table of counts: 2015, 2016, 2017, change, change in percent.
fn row(sandbox: &Sandbox, label: &str) -> Vec<String> {
    let table = sandbox.read("output/2017/data/earlier_years.csv");
    let start = format!(",{label},");
    let line = table.lines().find(|line| line.contains(&start)).unwrap();
    line.split_once(&start).unwrap().1.split(',').map(str::to_owned).collect()
}

fn page(sandbox: &Sandbox) -> String {
    sandbox
        .read("output/2017/index.html")
        .replace(['\u{a0}', '\u{202f}'], " ")
        .replace('\u{ad}', "")
}

/// Status and value of every figure.
fn figures(sandbox: &Sandbox) -> BTreeMap<String, (String, Option<String>)> {
    let data: Value = serde_json::from_str(&sandbox.read("output/2017/data/figures.json")).unwrap();
    let figures = data["figures"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    figures
        .map(|it| (text(&it["id"]).unwrap(), (text(&it["status"]).unwrap(), text(&it["value"]))))
        .collect()
}

#[test]
fn without_an_earlier_year_there_is_no_trace_of_a_comparison() {
    let sandbox = Sandbox::new();
    sandbox.remove("archive/2015.json").remove("archive/2016.json").build();
    for (name, bytes) in files(&sandbox.path("output/2017")) {
        let text = String::from_utf8_lossy(&bytes);
        for trace in
            ["Vergleich mit früheren", "earlier", "Veränderung gegenüber", "cases_by_year", "n.v."]
        {
            assert!(!name.contains(trace) && !text.contains(trace), "{name}: {trace}");
        }
    }
}

#[test]
fn earlier_values_stand_as_they_were_printed_and_changes_are_their_differences() {
    let sandbox = after("cases", json!({ "count": 246 }));
    sandbox.build();
    assert_eq!(row(&sandbox, "eingegangen")[1..], ["246", "286", "40", "16.3"]);
    let page = page(&sandbox);
    assert!(page.contains("<th scope=\"col\">2016</th>"));
    assert!(page.contains(">+40<"));
    assert!(page.contains(">+16,3<") && page.contains("+16,3 %"));

    let fewer = after("cases", json!({ "count": 300 }));
    fewer.build();
    assert_eq!(row(&fewer, "eingegangen")[1..], ["300", "286", "-14", "-4.7"]);
    assert!(self::page(&fewer).contains(">\u{2212}14<"));
    let same = after("cases", json!({ "count": 286 }));
    same.build();
    assert_eq!(row(&same, "eingegangen")[1..], ["286", "286", "0", "0.0"]);
}

#[test]
fn completions_without_those_of_earlier_cases_are_not_compared_with_a_year_that_had_them() {
    let sandbox = Sandbox::new();
    sandbox.build();
    assert_eq!(row(&sandbox, "im Jahr erledigt")[3..], ["49", "21.5"]);
    // Neither the export of the year before nor a case of it in those of the year.
    sandbox.remove("exports/2016-H2.csv");
    for file in ["2017-H1.csv", "2017-H2.csv"] {
        let path = sandbox.path("input/exports").join(file);
        let mut reader = csv::ReaderBuilder::new();
        let reader = reader.delimiter(b';').has_headers(false).flexible(true).from_path(&path);
        let records: Vec<csv::ByteRecord> =
            reader.unwrap().byte_records().map(Result::unwrap).collect();
        let mut writer = csv::WriterBuilder::new();
        let writer = writer.delimiter(b';').flexible(true).from_path(&path);
        let mut writer = writer.unwrap();
        let is_kept = |record: &&csv::ByteRecord| !record[1].ends_with(b".2016");
        records.iter().filter(is_kept).for_each(|it| writer.write_byte_record(it).unwrap());
        writer.flush().unwrap();
    }
    let run = sandbox.run(&["build"]);
    assert!(run.code == 0 && run.stderr.contains("[K154]"), "{}", run.stderr);
    assert_eq!(row(&sandbox, "im Jahr erledigt")[3..], ["x", "x"]);
    assert_eq!(row(&sandbox, "eingegangen")[3..], ["55", "23.8"], "receipts are all there");
}

#[test]
fn a_mask_of_an_earlier_year_stays_a_mask_and_hides_the_change() {
    let sandbox = after("cases:category=complaint", json!("masked"));
    sandbox.build();
    assert_eq!(row(&sandbox, "darunter Beschwerden")[1..], [".", "275", ".", "."]);
}

#[test]
fn what_an_earlier_report_does_not_have_has_a_sign_of_its_own() {
    let sandbox = Sandbox::new();
    sandbox.build();
    let supported = row(&sandbox, "darunter von Dritten unterstützt");
    assert_eq!(supported[0], "n.v.");
    let page = page(&sandbox);
    assert!(page.contains("n.v. = im Bericht jenes Jahres so nicht enthalten"));
    assert!(page.contains("Zeichenerklärung"));
    let sandbox = Sandbox::new();
    edit_archive(&sandbox, 2016, |archived| {
        archived["figures"].as_object_mut().unwrap().remove("cases.closed");
    });
    sandbox.build();
    assert_eq!(row(&sandbox, "im Jahr erledigt")[3..], ["n.v.", "n.v."]);
}

#[test]
fn what_an_earlier_report_recorded_in_part_is_told_below_the_table() {
    let told = "Im Bericht 2016 war „Bewertung“ nur zum Teil erfasst; Veränderungen dazu";
    let of_shares = "Anteile bezogen sich dort auf die Fälle, zu denen die Angabe erfasst war";
    for lacks_share in [false, true] {
        let sandbox = Sandbox::new();
        edit_archive(&sandbox, 2016, |archived| {
            archived["format_version"] = json!(2);
            archived["recorded_in_part"] = json!(["assessment"]);
            let figures = archived["figures"].as_object_mut().unwrap();
            let is_share = |id: &String| id.starts_with("share") && id.contains("assessment");
            assert!(figures.keys().any(is_share));
            figures.retain(|id, _| !(lacks_share && is_share(id)));
        });
        sandbox.build();
        let page = page(&sandbox);
        assert!(page.contains(told), "{page}");
        assert_eq!(page.contains(of_shares), lacks_share);
    }
}

#[test]
fn of_nothing_there_is_no_percentage() {
    let sandbox = after("cases:category=complaint", json!({ "count": 0 }));
    sandbox.build();
    assert_eq!(row(&sandbox, "darunter Beschwerden")[1..], ["0", "275", "275", "x"]);
}

#[test]
fn a_word_of_the_exports_that_counted_elsewhere_is_a_break_and_a_new_one_is_none() {
    let spellings = |sandbox: &Sandbox, edit: &dyn Fn(&str, &mut Vec<Value>)| {
        edit_archive(sandbox, 2016, |archived| {
            for topic in archived["definitions"]["lists"]["topic"].as_array_mut().unwrap() {
                let id = topic["id"].as_str().unwrap().to_owned();
                edit(&id, topic["spellings"].as_array_mut().unwrap());
            }
        });
        sandbox.build();
    };
    let municipal = |sandbox: &Sandbox| row(sandbox, "darunter zu kommunalen Leistungen");
    let told = "„Kommunale Leistungen“ ist aus anderen Wörtern der Datenbank gebildet als 2016";
    // „Umzug“ counted as conduct of the staff then.
    let sandbox = Sandbox::new();
    spellings(&sandbox, &|id, words| match id {
        "relocation" => words.retain(|word| word != "umzug"),
        "conduct" => words.push("umzug".into()),
        _ => {}
    });
    assert_eq!(municipal(&sandbox)[3..], ["x", "x"]);
    assert_ne!(row(&sandbox, "eingegangen")[3], "x");
    assert!(page(&sandbox).contains(told), "{}", page(&sandbox));
    // It was not known then: more is read now, and nothing else.
    let sandbox = Sandbox::new();
    spellings(&sandbox, &|_, words| words.retain(|word| word != "umzug"));
    assert_ne!(municipal(&sandbox)[3], "x");
    // Nobody knows.
    let sandbox = Sandbox::new();
    edit_archive(&sandbox, 2016, |archived| {
        for topic in archived["definitions"]["lists"]["topic"].as_array_mut().unwrap() {
            topic.as_object_mut().unwrap().remove("spellings");
        }
        archived["definitions"].as_object_mut().unwrap().remove("exceptions");
    });
    sandbox.build();
    assert_ne!(municipal(&sandbox)[3], "x");
    // Another phrase that is no marker leaves out other cases.
    let sandbox = Sandbox::new();
    edit_archive(&sandbox, 2016, |archived| {
        archived["definitions"]["exceptions"] = json!(["ombudsmann der versicherung"]);
    });
    sandbox.build();
    assert_eq!(row(&sandbox, "eingegangen")[3..], ["x", "x"]);
}

#[test]
fn a_changed_definition_is_told_and_no_change_is_printed_across_it() {
    // Another name for the same is told.
    let sandbox = Sandbox::new();
    edit_archive(&sandbox, 2016, |archived| {
        archived["definitions"]["lists"]["category"][0]["label"] = json!("Reklamation");
        archived["threshold"] = json!(5);
    });
    sandbox.build();
    let text = page(&sandbox);
    assert!(text.contains("„Beschwerde“ hieß 2016 „Reklamation“."));
    assert!(text.contains(
        "Im Bericht 2016 galt für die Geheimhaltung der Schwellenwert 5, in diesem gilt 3."
    ));
    assert_ne!(row(&sandbox, "darunter Beschwerden")[3], "x");

    // A group that was made of other topics is something else.
    let sandbox = Sandbox::new();
    edit_archive(&sandbox, 2016, |archived| {
        let topics = archived["definitions"]["lists"]["topic"].as_array_mut().unwrap();
        topics.retain(|topic| topic["id"] != "relocation");
    });
    sandbox.build();
    assert!(page(&sandbox).contains(
        "„Kommunale Leistungen“ war 2016 anders abgegrenzt; die Werte sind nicht vergleichbar"
    ));
    let municipal = row(&sandbox, "darunter zu kommunalen Leistungen");
    assert_ne!(municipal[1], "x", "the value as printed stays");
    assert_eq!(municipal[3..], ["x", "x"]);
    assert_ne!(row(&sandbox, "darunter Beschwerden")[3], "x");

    // Other cases altogether.
    let sandbox = Sandbox::new();
    edit_archive(&sandbox, 2016, |archived| archived["definitions"]["markers"] = json!(["om"]));
    sandbox.build();
    assert!(
        page(&sandbox).contains("Welche Fälle zur Ombudsstelle gehören, war 2016 anders bestimmt")
    );
    assert!(page(&sandbox).contains("nicht vergleichbar"));
    assert_eq!(row(&sandbox, "eingegangen")[3..], ["x", "x"]);

    // Nothing is known of it: that is told, too.
    let sandbox = Sandbox::new();
    edit_archive(&sandbox, 2016, |archived| {
        archived.as_object_mut().unwrap().remove("definitions");
        // As the first form of the file had it.
        archived["format_version"] = json!(1);
    });
    sandbox.build();
    assert!(
        page(&sandbox)
            .contains("Wie die Kennzahlen 2016 abgegrenzt waren, ist nicht festgehalten.")
    );
}

#[test]
fn at_most_five_years_are_shown_the_oldest_first_and_the_latest_edition_of_each() {
    let sandbox = Sandbox::new();
    let archived: Value = serde_json::from_str(&sandbox.read("input/archive/2015.json")).unwrap();
    for (year, name) in [(2011, "2011"), (2012, "2012"), (2013, "2013"), (2013, "2013-2")] {
        let mut archived = archived.clone();
        archived["year"] = json!(year);
        archived["as_of"] = json!(format!("{}-05-03", year + 1));
        archived["figures"]["cases"] = json!({ "count": if name == "2013-2" { 977 } else { 970 } });
        sandbox.write(&format!("archive/{name}.json"), &sealed(&archived));
    }
    sandbox.build();
    let table = sandbox.read("output/2017/data/earlier_years.csv");
    let head = "id,label,year_2012,year_2013,year_2015,year_2016,total,change,change_percent";
    assert_eq!(table.lines().next().unwrap(), head);
    assert_eq!(row(&sandbox, "eingegangen")[..2], ["970", "977"]);
    assert!(page(&sandbox).contains("Jahre 2012, 2013, 2015, 2016 und 2017"));

    // Without the year before there is no change to tell.
    sandbox.remove("archive/2016.json").build();
    let table = sandbox.read("output/2017/data/earlier_years.csv");
    assert_eq!(
        table.lines().next().unwrap(),
        "id,label,year_2011,year_2012,year_2013,year_2015,total"
    );
}

#[test]
fn no_change_tells_a_masked_figure_of_this_year_or_of_another() {
    // Of the open complaints some groups hold one or two, and others are masked with them.
    let sandbox = Sandbox::new();
    let mut config = sandbox.read("input/report.toml");
    config.push_str("\n[[table]]\nid = \"mine\"\ntitle = \"x\"\nrows = \"topic_group\"\nconditions = \"category=complaint,assessment=open\"\ncolumns = [\"earlier\", \"total\", \"change\", \"change_percent\"]\n");
    sandbox.write("report.toml", &config);
    sandbox.write("chapters/90-mine.md", "# Eigenes\n\n{{ table(id=\"mine\") }}\n");
    sandbox.build();
    let open: Vec<String> = figures(&sandbox)
        .keys()
        .filter_map(|id| id.strip_prefix("change:2016/"))
        .filter(|id| id.contains("topic_group=") && id.contains("assessment=open"))
        .map(str::to_owned)
        .collect();
    assert!(open.len() >= 5, "{open:?}");
    edit_archive(&sandbox, 2016, |archived| {
        for (position, id) in open.iter().enumerate() {
            archived["figures"][id] =
                if position == 0 { json!("masked") } else { json!({ "count": position + 2 }) };
        }
    });
    sandbox.build();
    let figures = figures(&sandbox);
    let archived: Value = serde_json::from_str(&sandbox.read("input/archive/2016.json")).unwrap();
    let (mut told, mut hidden) = (0, 0);
    for (id, (status, value)) in &figures {
        let Some(of) = id.strip_prefix("change:2016/") else { continue };
        let now = &figures[of];
        let before = archived["figures"].get(of).map(|before| before["count"].as_i64());
        let percent = &figures[&format!("change_percent:2016/{of}")];
        match (now.0.as_str(), before) {
            ("published", Some(Some(before))) => {
                told += 1;
                let now: i64 = now.1.as_ref().unwrap().parse().unwrap();
                assert_eq!(value.as_ref().unwrap(), &(now - before).to_string(), "{id}");
            }
            (_, None) => assert_eq!((status.as_str(), &percent.0), ("not_available", status)),
            _ => {
                hidden += 1;
                assert_eq!((status.as_str(), percent.0.as_str()), ("masked", "masked"), "{id}");
                assert!(value.is_none() && percent.1.is_none());
            }
        }
    }
    assert!(told >= 6 && hidden >= 2, "{told} {hidden}");
}

#[test]
fn what_was_masked_of_the_stock_is_not_printed_as_carried_forward() {
    let sandbox = after_stock(&json!("masked"));
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(!run.stderr.contains("K407"), "{}", run.stderr);
    let figures = figures(&sandbox);
    for id in ["cases.carried_forward", "cases.carried_forward:half_year=1"] {
        assert_eq!(figures[id].0, "masked", "{id}");
    }
    // Nor can it be computed from what was received, closed and left open.
    let record: Value =
        serde_json::from_str(&sandbox.read("output/2017-internal/disclosure.json")).unwrap();
    let proofs = record["proofs"].as_array().unwrap();
    let stock = proofs.iter().find(|proof| proof["figure"] == "cases.carried_forward").unwrap();
    assert_eq!(stock["protected"], true, "{stock}");
    assert!(proofs.iter().all(|proof| proof["protected"] == true));
    let flow = ["cases.carried_forward", "cases.closed", "cases.open"];
    assert!(flow.iter().filter(|id| figures[**id].0 == "masked").count() >= 2);
}

#[test]
fn a_stock_that_contradicts_the_report_before_is_told_without_its_value() {
    for (value, printed) in [
        // Nine are carried forward. One more or less is one person.
        (json!({ "count": 8 }), false),
        (json!({ "count": 11 }), false),
        (json!({ "count": 30 }), true),
    ] {
        let sandbox = after_stock(&value);
        let run = sandbox.run(&["build"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let told = run.stderr.lines().find(|line| line.contains("Warnung[K407]")).unwrap();
        assert!(told.contains("`cases.carried_forward`"), "{told}");
        let digits: String = told.replace("K407", "").replace("2016", "");
        assert!(!digits.chars().any(|c| c.is_ascii_digit()), "{told}");
        let status = &figures(&sandbox)["cases.carried_forward"].0;
        assert_eq!(status == "published", printed, "{value}");
    }
    // The sample's own archive agrees with its exports.
    let run = Sandbox::new().run(&["check"]);
    assert!(!run.stderr.contains("K407"), "{}", run.stderr);
}

#[test]
fn a_sentence_can_name_a_change_where_there_is_a_year_before() {
    let sandbox = after("cases", json!({ "count": 246 }));
    sandbox.write(
        "chapters/90-mine.md",
        "# Eigenes\n\n{% if known(archive=\"year_before\") %}Mehr: {{ change(of=\"cases\") }} ({{ change_percent(of=\"cases\") }}), vorher {{ year_before(of=\"cases\") }}.{% endif %}\n",
    );
    sandbox.build();
    let report = sandbox.read("output/2017/report.md").replace('\u{a0}', " ").replace('\\', "");
    assert!(report.contains("Mehr: +40 (+16,3 %), vorher 246."), "{report}");

    sandbox.write("chapters/90-mine.md", "# Eigenes\n\n{{ change(of=\"median_days.closed\") }}\n");
    let run = sandbox.run(&["check"]);
    assert!(
        run.stderr.contains("Fehler[K302]") && run.stderr.contains("nur von Anzahlen"),
        "{}",
        run.stderr
    );

    sandbox.remove("archive/2016.json");
    sandbox.write("chapters/90-mine.md", "# Eigenes\n\n{{ change(of=\"cases\") }}\n");
    let run = sandbox.run(&["check"]);
    assert!(run.stderr.contains("known(archive=\"year_before\")"), "{}", run.stderr);
}

#[test]
fn a_change_is_read_back_with_its_sign_from_the_finished_page() {
    let template =
        std::fs::read_to_string(crate::support::root().join("templates/table.html")).unwrap();
    for (from, to) in [("+", ""), ("\u{2212}", "+")] {
        let sandbox = after("cases", json!({ "count": if from == "+" { 246 } else { 300 } }));
        let text = format!(
            "{{% if cell.text is starting_with(pat=\"{from}\") %}}{to}{{% endif %}}{{{{ cell.text | trim_start(pat=\"{from}\") }}}}{{% endif %}}"
        );
        let broken = template.replace("{{ cell.text }}{% endif %}", &text);
        assert_ne!(broken, template);
        sandbox.write("templates/table.html", &broken);
        let run = sandbox.run(&["build"]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(run.stderr.contains("Fehler[K502]"), "{}", run.stderr);
    }
}

#[test]
fn a_release_records_its_own_year_and_nothing_of_others() {
    let sandbox = Sandbox::new();
    sandbox.build();
    let run = sandbox.run(&["release", "--output", "released"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_same_files(&sandbox.path("output/2017"), &sandbox.path("released/2017"));
    let archived: Value = serde_json::from_str(&sandbox.read("input/archive/2017.json")).unwrap();
    let ids = archived["figures"].as_object().unwrap().keys();
    assert!(ids.clone().all(|id| !id.contains("2016")), "{ids:?}");
    assert_eq!(archived["definitions"]["target_days"], 14);
    assert_eq!(archived["definitions"]["markers"].as_array().unwrap().len(), 2);
}

/// What the report of 2016 printed, as somebody types it from paper.
fn typed(archived: &Value) -> String {
    let mut text = String::from(
        "# Abgeschrieben aus der Anlage zur Vorlage 12/2017\nformat_version = 1\nas_of = 2017-05-03\nthreshold = 3\noffice = \"Ombudsstelle\"\nsource = \"Jahresbericht 2016\"\n\n[figures]\n",
    );
    for (id, value) in archived["figures"].as_object().unwrap() {
        let number = |key: &str| value.get(key).and_then(Value::as_u64);
        let value = match (number("count"), number("half_days"), value.get("share")) {
            (Some(count), _, _) => count.to_string(),
            (_, Some(half_days), _) if half_days % 2 == 0 => (half_days / 2).to_string(),
            (_, Some(half_days), _) => format!("{}.5", half_days / 2),
            (_, _, Some(share)) => {
                format!("{{ part = {}, base = {} }}", share["part"], share["base"])
            }
            _ => value.to_string(),
        };
        text.push_str(&format!("\"{id}\" = {value}\n"));
    }
    text
}

#[test]
fn a_year_typed_from_paper_is_compared_as_one_that_was_released() {
    let sandbox = Sandbox::new();
    let file = sandbox.read("input/archive/2016.json");
    let mut archived: Value = serde_json::from_str(&file).unwrap();
    // Paper does not say what its figures rest on.
    archived["format_version"] = json!(1);
    for key in ["definitions", "checksum"] {
        archived.as_object_mut().unwrap().remove(key);
    }
    sandbox.write("archive/2016.json", &archived.to_string()).build();
    let paper = Sandbox::new();
    paper.remove("archive/2016.json").write("archive/2016.toml", &typed(&archived)).build();
    assert_same_files(&sandbox.path("output/2017"), &paper.path("output/2017"));
}

#[test]
fn a_year_without_a_figure_or_of_another_age_is_none() {
    let empty = "format_version = 1\nas_of = 2017-05-03\nthreshold = 3\noffice = \"O\"\nsource = \"B\"\n\n[figures]\n";
    for (name, words) in
        [("2016.toml", "enthält keine Kennzahl"), ("16.toml", "kein Name für eine Ausgabe")]
    {
        let sandbox = Sandbox::new();
        sandbox.remove("archive/2016.json").write(&format!("archive/{name}"), empty);
        let run = sandbox.run(&["check"]);
        assert_eq!(run.code, 2, "{name}: {}", run.stderr);
        assert!(
            run.stderr.contains("Fehler[K006]") && run.stderr.contains(words),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn what_cannot_have_been_printed_is_told_in_the_line_that_was_typed() {
    let archived: Value =
        serde_json::from_str(&Sandbox::new().read("input/archive/2016.json")).unwrap();
    let paper = typed(&archived);
    let share = paper.lines().find(|line| line.contains("{ part")).unwrap();
    for (from, to, words) in [
        ("\"cases.closed\" = 228", "\"cases.closed\" = 2280000000000", "keinen Wert dieser Art"),
        (
            "\"cases:category=complaint\" = ",
            "\"cases:category=complaint\" = 9",
            "größer als das Ganze",
        ),
        ("\"cases\" = 231", "\"cases\" = 231.5", "so kann `cases` nicht gedruckt sein"),
        ("\"cases\" = 231", "\"cases\" = \"viele\"", "so kann `cases` nicht gedruckt sein"),
        ("\"cases\" = 231", "\"cases:catgory=complaint\" = 3\n\"cases\" = 231", "catgory"),
        ("\"cases\" = 231", "\"cases\" = 231\n\"cases\" = 232", "steht zweimal"),
        (share, &share.replace("base = ", "base = 0 + "), ""),
        (
            share,
            &format!("{} {{ part = 9, base = 3 }}", share.split('{').next().unwrap()),
            "keinen Wert dieser Art",
        ),
        ("as_of = 2017-05-03", "as_of = \"im Mai\"", ""),
        ("as_of = 2017-05-03", "as_of = 2016-05-03", "kein Datum ab dem Ende des Zeitraums 2016"),
        ("threshold = 3", "threshold = 0", "Schwellenwert ist nicht möglich"),
    ] {
        let sandbox = Sandbox::new();
        assert!(paper.contains(from), "{from}");
        sandbox
            .remove("archive/2016.json")
            .write("archive/2016.toml", &paper.replacen(from, to, 1));
        let run = sandbox.run(&["check"]);
        assert_eq!(run.code, 2, "{to}: {}", run.stderr);
        assert!(run.stderr.contains(words), "{to}: {}", run.stderr);
        let told = run
            .stderr
            .split("--> archive/2016.toml:")
            .nth(1)
            .unwrap_or_else(|| panic!("{to}: {}", run.stderr));
        assert!(!told.starts_with("1:"), "{to}: {}", run.stderr);
    }
    let sandbox = Sandbox::new();
    let run = sandbox.write("archive/2016.toml", &paper).run(&["check"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(
        run.stderr.contains("diese Ausgabe steht schon in `archive/2016.json`"),
        "{}",
        run.stderr
    );
}

#[test]
fn numbers_typed_from_paper_that_contradict_each_other_are_told_in_their_lines() {
    let head = "format_version = 1\nas_of = 2017-05-02\noffice = \"Ombudsstelle\"\nthreshold = 3\nsource = \"Papier\"\n[figures]\n";
    for (figures, code, line) in [
        ("\"cases\" = 9\n\"cases:channel=email\" = 10", "Fehler[K006]", 8),
        (
            "\"cases:topic_group=housing\" = 9\n\"cases:topic=rental_deposit\" = 10",
            "Fehler[K006]",
            8,
        ),
        ("\"cases:half_year=1\" = 9\n\"cases:quarter=1\" = 10", "Fehler[K006]", 8),
        ("\"cases.krm\" = 9\n\"cases\" = 10", "Fehler[K006]", 8),
        (
            "\"cases:category=complaint\" = 9\n\"cases:category=complaint,channel=email\" = 10",
            "Fehler[K006]",
            8,
        ),
        ("\"cases:channel=email,category=complaint\" = 9", "Fehler[K003]", 7),
        ("\"cases\" = 9\n\"cases:half_year=1\" = 5\n\"cases:half_year=2\" = 5", "Warnung[K011]", 7),
        (
            "\"cases\" = 9\n\"cases:category=complaint\" = 5\n\"cases:category=praise\" = 5",
            "Warnung[K011]",
            7,
        ),
        (
            "\"cases:category=complaint\" = 9\n\"share:assessment=justified/category=complaint\" = { part = 3, base = 8 }",
            "Warnung[K011]",
            8,
        ),
        ("\"median_days\" = 9\n\"p90_days\" = 8.5", "Warnung[K011]", 8),
        // Not all parts are printed, and several topics are no sum.
        (
            "\"cases\" = 9\n\"cases:half_year=1\" = 5\n\"cases:half_year=2\" = 4\n\"cases:topic_group=housing\" = 8\n\"cases:topic_group=livelihood\" = 8",
            "",
            0,
        ),
    ] {
        let sandbox = Sandbox::new();
        sandbox
            .remove("archive/2016.json")
            .write("archive/2016.toml", &format!("{head}{figures}\n"));
        let run = sandbox.run(&["check"]);
        let place = format!("--> archive/2016.toml:{line}:");
        if code.is_empty() {
            assert!(run.stderr.contains("0 Fehler, 0 Warnungen"), "{figures}: {}", run.stderr);
            continue;
        }
        assert_eq!(
            run.code,
            if code.starts_with('F') { 2 } else { 0 },
            "{figures}: {}",
            run.stderr
        );
        let told =
            run.stderr.split(code).nth(1).unwrap_or_else(|| panic!("{figures}: {}", run.stderr));
        assert!(told.lines().nth(1).unwrap().contains(&place), "{figures}: {told}");
    }
}

#[test]
fn values_that_seem_exchanged_since_the_year_before_are_asked_about_without_a_number() {
    let told = |changes: &[(&str, u64)]| {
        let sandbox = Sandbox::new();
        let file = "archive/2016.json";
        let mut archived: Value =
            serde_json::from_str(&sandbox.read(&format!("input/{file}"))).unwrap();
        for (topic, count) in changes {
            archived["figures"][format!("cases:topic={topic}")] =
                serde_json::json!({ "count": count });
        }
        sandbox.write(file, &sealed(&archived));
        let run = sandbox.run(&["check", "--message-format", "json"]);
        assert_eq!(run.code, 0, "{}", run.stdout);
        let lines: Vec<String> =
            run.stdout.lines().filter(|line| line.contains("K410")).map(str::to_owned).collect();
        lines
    };
    let exchanged = told(&[("conduct", 47), ("housing_costs", 4)]);
    let [line] = exchanged.as_slice() else { panic!("{exchanged:?}") };
    let finding: Value = serde_json::from_str(line).unwrap();
    let message = finding["message"].as_str().unwrap();
    assert!(message.contains("vertauscht oder umbenannt?"), "{message}");
    assert!(!message.contains(|c: char| c.is_ascii_digit()), "{message}");
    let help = finding["help"].as_str().unwrap();
    assert!(help.contains("`lists.topic`") && help.contains("synonyms"), "{help}");
    // One that fell where none rose by as much, and a few cases, are no question.
    assert!(told(&[("conduct", 47)]).is_empty());
    assert!(told(&[("conduct", 47), ("housing_costs", 20)]).is_empty());
    assert!(told(&[("education_participation", 29), ("conduct", 2)]).is_empty());
}
