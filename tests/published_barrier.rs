//! What is masked stays masked in every artifact. (That no other stage can make a published figure
//! is shown by the `compile_fail` examples in `src/disclosure/mod.rs`.)

use crate::support::{Sandbox, files};

#[test]
fn a_masked_cell_carries_its_sign_in_every_artifact_and_no_number() {
    let sandbox = Sandbox::new();
    sandbox.build();
    let figures = sandbox.read("output/2017/data/figures.json");
    let figures: serde_json::Value = serde_json::from_str(&figures).unwrap();
    let page = sandbox.read("output/2017/index.html");
    let masked: Vec<&serde_json::Value> = figures["figures"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|figure| figure["status"] == "masked")
        .collect();
    assert!(!masked.is_empty(), "the sample shows masking");
    let mut printed = 0;
    for figure in masked {
        assert!(figure.get("value").is_none(), "{figure}");
        let id = figure["id"].as_str().unwrap();
        for (at, found) in page.match_indices(&format!("data-figure=\"{id}\">")) {
            printed += 1;
            let cell = &page[at + found.len()..];
            let sign = "<span aria-hidden=\"true\">.</span><span class=\"spoken\">nicht veröffentlicht</span>";
            assert!(cell.starts_with(sign), "{id}: {cell:.120}");
        }
    }
    assert!(printed >= 3, "the masked cells of the sample's crossed tables are printed");

    // Livelihood × open: two complaints. The sign stands in its place in data, text and drawing.
    let table = sandbox.read("output/2017/data/assessment_by_topic_group.csv");
    // What is masked with it carries the same sign.
    assert!(
        table.contains("livelihood,Sicherung des Lebensunterhalts,25,.,49,.,86,29.1"),
        "{table}"
    );
    let report = sandbox.read("output/2017/report.md");
    assert!(report.contains("| Sicherung des Lebensunterhalts | 25 | . | 49 | . | 86 | 29,1 |"));
    let headline =
        "Beschwerden zum Thema „Weitere kommunale Leistungen“ (47,4 %, soweit entschieden)";
    let plain = report.replace('\u{a0}', " ");
    assert!(
        plain.contains(headline),
        "every share is published: masks of single cells say nothing against it, the open cases do"
    );
    let chart = sandbox.read("output/2017/charts/assessment_by_topic_group.svg");
    assert_eq!(chart.matches("class=\"x\"").count(), 2, "masked marks of a bar are one gap");
}

#[test]
fn mentions_are_masked_by_the_cases_behind_them() {
    let sandbox = Sandbox::new();
    let mut config = sandbox.read("input/report.toml");
    config.push_str("\n[[table]]\nid = \"mine\"\ntitle = \"x\"\nrows = \"outcome\"\nconditions = \"topic_group=work\"\ncolumns = [\"mentions\"]\n");
    sandbox.write("report.toml", &config);
    sandbox.write("chapters/90-mine.md", "# Eigenes\n\n{{ table(id=\"mine\") }}\n");
    sandbox.build();
    let table = sandbox.read("output/2017/data/mine.csv");
    let row = table.lines().find(|line| line.starts_with("withdrawn,")).unwrap();
    assert_eq!(row, "withdrawn,zurückgezogen,.");
}

#[test]
fn a_crossing_of_the_exempt_figure_is_given_up_in_a_sentence_and_withheld_in_a_table() {
    // One praise in the year is printed: a sign for "praise, handed in oneself" would mean 1.
    let sandbox = Sandbox::new();
    sandbox.write(
        "chapters/20-crossing.md",
        "# Kreuzung\n\nEigenes Lob: {{ count(category=\"praise\", support=\"own\") }}.\n",
    );
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("Warnung[K409]"), "{}", run.stderr);
    let report = sandbox.read("output/2017/report.md");
    assert!(report.contains("Eigenes Lob: nicht veröffentlicht."));
    assert!(report.contains("Das Zeichen kann auch für null stehen"));
    assert!(report.contains("Anstelle des Zeichens „.“ kann auch null stehen."), "below tables");
    let package = sandbox.read("output/2017/data/datapackage.json");
    assert!(package.contains("kann auch null stehen"), "and in their descriptions");

    let sandbox = Sandbox::new();
    let mut config = sandbox.read("input/report.toml");
    config.push_str("\n[[table]]\nid = \"mine\"\ntitle = \"Art und Unterstützung\"\nrows = \"category\"\ncolumns = [\"support\"]\n");
    sandbox.write("report.toml", &config);
    sandbox.write("chapters/90-mine.md", "# Eigenes\n\n{{ table(id=\"mine\") }}\n");
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("Warnung[K403]: die Tabelle `mine`"), "{}", run.stderr);
    let report = sandbox.read("output/2017/report.md");
    assert!(report.contains("Art und Unterstützung (zusammengefasst)"), "groups are safe");
    let figures = sandbox.read("output/2017/data/figures.json");
    assert!(!figures.contains("cases:category=praise,support=own"), "nor does a list name it");

    sandbox.edit("report.toml", "id = \"mine\"", "id = \"mine\"\ncoarser = false");
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let report = sandbox.read("output/2017/report.md");
    let sentence =
        "„Art und Unterstützung“ wird aus Gründen der Geheimhaltung nicht veröffentlicht.";
    assert!(report.contains(sentence));
    assert!(!sandbox.path("output/2017/data/mine.csv").exists());
    let figures = sandbox.read("output/2017/data/figures.json");
    assert!(!figures.contains("cases:category=praise,support=own"), "nor does a list name it");
}

#[test]
fn a_small_row_whose_cases_all_stand_in_one_column_is_told() {
    let sandbox = Sandbox::new();
    let mut config = sandbox.read("input/report.toml");
    config.push_str("\n[[table]]\nid = \"mine\"\ntitle = \"x\"\nrows = \"half_year\"\nconditions = \"category=complaint,outcome=withdrawn\"\ncolumns = [\"assessment\", \"total\"]\n");
    sandbox.write("report.toml", &config);
    sandbox.write("chapters/90-mine.md", "# Eigenes\n\n{{ table(id=\"mine\") }}\n");
    let run = sandbox.run(&["check"]);
    let told = "Warnung[K406]: in der Tabelle `mine` stehen alle Fälle einer kleinen Zeile in einer Spalte: „1.";
    assert!(run.stderr.contains(told), "{}", run.stderr);
}

#[test]
fn a_protected_property_of_a_small_row_is_hidden_together_with_its_zeros() {
    let sandbox = Sandbox::new();
    let mut config = sandbox
        .read("input/report.toml")
        .replace("mark = \".\"", "mark = \".\"\nprotect = [\"topic\"]");
    config.push_str("\n[[table]]\nid = \"mine\"\ntitle = \"x\"\nrows = \"submitter_group\"\nconditions = \"category=complaint,outcome=withdrawn\"\ncolumns = [\"topic_group\", \"total\"]\n");
    sandbox.write("report.toml", &config);
    sandbox.write("chapters/90-mine.md", "# Eigenes\n\n{{ table(id=\"mine\") }}\n");
    sandbox.build();
    let record = sandbox.read("output/2017-internal/disclosure.json");
    let record: serde_json::Value = serde_json::from_str(&record).unwrap();
    let hidden = record["masked"].as_array().unwrap().iter().filter(|it| it["exact"] == "0");
    assert!(hidden.count() > 0, "zeros are masked");
    let told = record["proofs"].as_array().unwrap().iter().filter(|proof| proof["exact"] == 0);
    let told: Vec<&serde_json::Value> = told.collect();
    assert!(!told.is_empty(), "there are small rows that stand in one column");
    for proof in told {
        assert_eq!(proof["protected"], true, "{proof}");
        assert!(proof["highest_possible"].as_u64() >= Some(1), "{proof}");
    }
    let report = sandbox.read("output/2017/report.md");
    assert!(report.contains("Besonders geschützt: Thema."));
    assert!(report.contains("Anstelle des Zeichens „.“ kann auch null stehen."));

    sandbox.edit("report.toml", "protect = [\"topic\"]", "protect = [\"weather\"]");
    let run = sandbox.run(&["check"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("`weather` ist keine Eigenschaft der Fälle"), "{}", run.stderr);
}

/// The sample without its exemption and with rounded numbers.
fn rounded() -> Sandbox {
    let sandbox = Sandbox::new();
    let config = sandbox.read("input/report.toml");
    let (before, rest) = config.split_once("[[disclosure.exempt]]").unwrap();
    let (_, after) = rest.split_once("[lists]").unwrap();
    sandbox.write("report.toml", &format!("{before}method = \"rounding\"\n\n[lists]{after}"));
    sandbox
}

#[test]
fn rounded_numbers_are_rounded_everywhere_and_the_reader_is_told() {
    let sandbox = rounded();
    sandbox.build();
    let figures = sandbox.read("output/2017/data/figures.json");
    let figures: serde_json::Value = serde_json::from_str(&figures).unwrap();
    let mut seen = 0;
    for figure in figures["figures"].as_array().unwrap() {
        if figure["id"].as_str().is_some_and(|id| id.starts_with("earlier:")) {
            continue; // copied as printed in its year
        }
        let of_persons = matches!(figure["unit"].as_str(), Some("cases" | "mentions"));
        if of_persons && !["masked", "not_comparable"].contains(&figure["status"].as_str().unwrap())
        {
            let value: u64 = figure["value"].as_str().unwrap().parse().unwrap();
            assert_eq!((value % 5, figure["status"].as_str()), (0, Some("rounded")), "{figure}");
            seen += 1;
        }
        assert!(figure["unit"] == "days" || figure["status"] != "masked", "{figure}");
    }
    assert!(seen > 100, "{seen}");
    let record = sandbox.read("output/2017-internal/disclosure.json");
    assert!(record.contains("\"rounded_to\": 5"), "the office's own record says so");
    let page = sandbox.read("output/2017/index.html");
    let head = page.split("<main").next().unwrap();
    assert!(head.contains("Gerundete Zahlen"), "page one says so");
    assert!(head.contains("Vielfache von 5"));
    let report = sandbox.read("output/2017/report.md").replace('\u{a0}', " ");
    assert!(report.contains("(n = 285)"), "286 cases are 285");
    assert!(!report.contains("286"));
    assert!(report.contains("auf ein Vielfaches von 5 gerundet, auch Summen"), "below the tables");
    assert!(report.contains("auf das nächste Vielfache von 5 gerundet"), "in the method chapter");
    assert!(!report.contains("nichts vorhanden"), "a rounded zero is not nothing");
    assert!(!report.contains("keine Fälle"));
}

#[test]
fn rounding_takes_no_exemption_and_no_base_that_gives_small_numbers_away() {
    let sandbox = rounded();
    sandbox.edit("report.toml", "method = \"rounding\"", "method = \"rounding\"\nbase = 4");
    let run = sandbox.run(&["check"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("schützt die Rundung nicht"), "{}", run.stderr);
    let sandbox = Sandbox::new();
    sandbox.edit("report.toml", "mark = \".\"", "mark = \".\"\nmethod = \"rounding\"");
    let run = sandbox.run(&["check"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("wo gerundet wird, gibt es keine Ausnahmen"), "{}", run.stderr);
    let sandbox = Sandbox::new();
    sandbox.edit("report.toml", "mark = \".\"", "mark = \".\"\nmethod = \"noise\"");
    assert!(sandbox.run(&["check"]).stderr.contains("dieses Verfahren gibt es nicht"));
}

#[test]
fn no_remark_no_name_and_no_case_id_leaves_intake() {
    let sandbox = Sandbox::new();
    sandbox.build();
    for folder in ["output/2017", "output/2017-internal"] {
        for (name, bytes) in files(&sandbox.path(folder)) {
            let text = String::from_utf8_lossy(&bytes);
            for personal in ["Beispielperson", "KRM-2017-", "bittet um"] {
                assert!(!text.contains(personal), "{folder}/{name} holds `{personal}`");
            }
        }
    }
}

#[test]
fn page_one_says_when_nothing_is_masked_and_the_method_chapter_what_is() {
    let sandbox = Sandbox::new();
    sandbox.build();
    let page = sandbox.read("output/2017/index.html");
    let head = page.split("<main").next().unwrap();
    assert!(!head.contains("Geheimhaltung"), "{head}");
    assert!(head.contains("erfundenen Daten"), "the sample says that it is synthetic");
    assert!(page.contains("lassen sich andere Fälle denken"));
    assert!(!page.contains("Besonders geschützt"));

    let config = sandbox.read("input/report.toml").replace("threshold = 3", "threshold = 1");
    sandbox.write("report.toml", &config);
    sandbox.build();
    let page = sandbox.read("output/2017/index.html");
    assert!(page.split("<main").next().unwrap().contains("Geheimhaltung: nicht angewendet"));
    assert!(
        !page.contains("lassen sich andere Fälle denken"),
        "there is no proof where nothing is masked"
    );
    assert!(page.contains("In diesem Bericht ist nichts zurückgehalten"));
}
