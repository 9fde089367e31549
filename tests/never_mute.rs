//! An office gets its report on the day it is due, however small its year: what cannot be shown is withheld and told.
//! The years are drawn from the cases of the sample, with a seed.

use crate::small_reports::Random;
use crate::support::{Run, Sandbox};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

/// The lines of a Windows-1252 export as records, which may hold line ends within quotes.
fn records(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut records = vec![Vec::new()];
    let mut quoted = false;
    for byte in bytes {
        quoted ^= *byte == b'"';
        records.last_mut().unwrap().push(*byte);
        if *byte == b'\n' && !quoted {
            records.push(Vec::new());
        }
    }
    records.retain(|record| !record.is_empty());
    records
}

fn is_of_office(record: &[u8]) -> bool {
    let text: String = record.iter().map(|byte| char::from(*byte)).collect();
    text.contains("Ombudsstelle") || text.contains("Ombudsperson")
}

/// So many random cases of the sample, of the office alone or of the whole house, under a policy, without an exempt figure.
fn year(seed: u64, cases: usize, office_alone: bool, policy: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    fs::remove_dir_all(sandbox.path("input/archive")).unwrap();
    sandbox.edit("report.toml", "threshold = 3", policy);
    let exempt = sandbox.read("input/report.toml");
    let from = exempt.find("[[disclosure.exempt]]").unwrap();
    let to = from + exempt[from..].find("\n\n").unwrap();
    sandbox.write("report.toml", &format!("{}{}", &exempt[..from], &exempt[to..]));
    let files = ["2016-H2.csv", "2017-H1.csv", "2017-H2.csv"];
    let exports: Vec<Vec<Vec<u8>>> = files
        .iter()
        .map(|file| records(&fs::read(sandbox.path(&format!("input/exports/{file}"))).unwrap()))
        .collect();
    let mut drawn: Vec<(usize, usize)> = Vec::new();
    for (file, records) in exports.iter().enumerate() {
        let all = records.iter().enumerate().skip(1);
        let meant = all.filter(|(_, record)| !office_alone || is_of_office(record));
        drawn.extend(meant.map(|(at, _)| (file, at)));
    }
    Random::new(seed).shuffle(&mut drawn);
    drawn.truncate(cases);
    drawn.sort_unstable();
    for (file, records) in exports.iter().enumerate() {
        let chosen = drawn.iter().filter(|(of, _)| *of == file).map(|(_, at)| &records[*at]);
        let bytes: Vec<u8> = [&records[0]].into_iter().chain(chosen).flatten().copied().collect();
        fs::write(sandbox.path(&format!("input/exports/{}", files[file])), bytes).unwrap();
    }
    sandbox
}

/// Whether a run ends in a report that tells how many cases came in.
fn gives_a_report(sandbox: &Sandbox, run: &Run) -> bool {
    run.code == 0 && sandbox.read("output/2017/report.md").contains("## 1 Das Wichtigste in Kürze")
}

/// Which small numbers of a stock follow from printed ones: carried forward and received cases are closed or open ones, under
/// any condition.
fn stock_that_follows(
    sandbox: &Sandbox,
    threshold: i64,
    opened: &BTreeMap<String, i64>,
) -> Vec<String> {
    const SIGNS: [(&str, i64); 4] =
        [("cases.carried_forward", 1), ("cases", 1), ("cases.closed", -1), ("cases.open", -1)];
    let json = sandbox.read("output/2017/data/figures.json");
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let figures = json["figures"].as_array().unwrap().iter();
    let published = || figures.clone().filter(|figure| figure["status"] == "published");
    // Then all that was closed was received in the year.
    let mut definitions = published().filter_map(|figure| figure["definition"].as_str());
    let lacks_earlier = definitions.any(|text| text.contains("eingegangen ab dem"));
    let mut numbers: BTreeMap<&str, i64> = published()
        .filter_map(|it| Some((it["id"].as_str()?, it["value"].as_str()?.parse().ok()?)))
        .collect();
    numbers.extend(opened.iter().map(|(id, value)| (id.as_str(), *value)));
    let conditions: BTreeSet<&str> =
        numbers.keys().map(|id| id.find(':').map_or("", |at| id.split_at(at).1)).collect();
    let mut found = Vec::new();
    for condition in conditions {
        let named =
            SIGNS.map(|(name, sign)| (numbers.get(format!("{name}{condition}").as_str()), sign));
        let known: Vec<i64> =
            named.iter().filter_map(|(it, sign)| Some(**it.as_ref()? * sign)).collect();
        let rest: i64 = known.iter().sum();
        let of_year = !["half_year", "quarter", "month"].iter().any(|it| condition.contains(it));
        let flows = named[1].0.is_some() && named[2].0.is_some();
        let is_told = known.len() == 3 || lacks_earlier && of_year && flows && known.len() == 2;
        if is_told && (1..threshold).contains(&rest.abs()) {
            found.push(format!("{condition}: {named:?}"));
        }
    }
    found
}

/// The masked figures that are no small number and stand for one of the stock, with their values.
fn masked_for_stock(sandbox: &Sandbox) -> BTreeMap<String, i64> {
    let json = sandbox.read("output/2017-internal/disclosure.json");
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let is_of_stock = |number: &serde_json::Value| {
        let id = number["figure"].as_str().unwrap();
        ["cases.carried_forward", "cases.closed", "cases.open"].iter().any(|it| id.starts_with(it))
    };
    let masked = json["masked"].as_array().unwrap().iter();
    let masked = masked.filter(|figure| {
        figure["reason"] == "complementary"
            && figure["for"].as_array().unwrap().iter().any(is_of_stock)
    });
    masked
        .filter_map(|it| {
            Some((it["figure"].as_str()?.to_owned(), it["exact"].as_str()?.parse().ok()?))
        })
        .collect()
}

#[test]
fn every_small_year_ends_in_a_report_under_every_policy() {
    let rounding = "threshold = 3\nmethod = \"rounding\"\nbase = 5";
    let mut mute = String::new();
    let mut open_without_masks = 0;
    for (seed, (cases, office_alone, policy)) in [
        (0, true, "threshold = 3"),
        (1, true, "threshold = 3"),
        (2, false, "threshold = 3"),
        (5, true, "threshold = 3"),
        (5, false, rounding),
        (20, true, "threshold = 3"),
        (20, true, rounding),
        (20, false, "threshold = 10"),
        (60, true, "threshold = 3"),
        (60, false, "threshold = 5"),
    ]
    .into_iter()
    .enumerate()
    {
        let sandbox = year(seed as u64 + 1, cases, office_alone, policy);
        let run = sandbox.run(&["build", "--format", "html,md,csv,json"]);
        if !gives_a_report(&sandbox, &run) {
            let _ = writeln!(mute, "{cases} cases, {office_alone}, {policy}: {}", run.stderr);
        }
        let threshold = policy.strip_prefix("threshold = ").and_then(|it| it.parse().ok());
        let Some(threshold) = threshold else { continue };
        let told = stock_that_follows(&sandbox, threshold, &BTreeMap::new());
        assert!(told.is_empty(), "{cases} cases, {office_alone}, {policy}: {told:?}");
        let told = stock_that_follows(&sandbox, threshold, &masked_for_stock(&sandbox));
        open_without_masks += usize::from(!told.is_empty());
    }
    assert!(mute.is_empty(), "{mute}");
    assert!(open_without_masks > 0, "the stock follows where its masks are taken off");
}

#[test]
fn a_year_of_one_case_tells_its_number_and_says_why_it_tells_no_more() {
    let sandbox = year(2, 1, true, "threshold = 3");
    let run = sandbox.run(&["build"]);
    assert!(gives_a_report(&sandbox, &run), "{}", run.stderr);
    assert!(run.stderr.contains("Warnung[K409]"), "{}", run.stderr);
    let report = sandbox.read("output/2017/report.md");
    assert!(
        report.contains(
            "**Zu wenige Fälle für Einzelheiten.** Über die Fälle ist nur veröffentlicht"
        )
    );
    // Chapters around numbers that are not there are not there either; the ledger keeps its place among the sources.
    assert!(report.contains("„Verbleib aller eingelesenen Zeilen und Datensätze“ wird aus Gründen der Geheimhaltung nicht veröffentlicht."));
    let page = sandbox.read("output/2017/index.html");
    for (chapter, is_left) in [
        ("Das Wichtigste in Kürze", true),
        ("Netzwerkarbeit", true),
        ("Methode und Begriffe", true),
        ("Bewertung der Beschwerden", false),
        ("Ergebnis und Klärung", false),
        ("Bewertung nach Themengruppen", false),
    ] {
        assert_eq!(report.contains(chapter), is_left, "{chapter}");
        assert_eq!(page.contains(chapter), is_left, "{chapter}");
    }
    let numbers = report.lines().filter_map(|line| line.strip_prefix("## ")?.split(' ').next());
    let numbers: Vec<usize> = numbers.filter_map(|it| it.parse().ok()).collect();
    assert_eq!(numbers, (1..=numbers.len()).collect::<Vec<_>>());
    assert!(report.contains("Kapitel und Abschnitte, von denen nichts bliebe, fehlen."));
    let figures: serde_json::Value =
        serde_json::from_str(&sandbox.read("output/2017/data/figures.json")).unwrap();
    let printed = figures["figures"].as_array().unwrap().iter();
    let of_cases = printed.filter(|it| it["status"] == "published" && it["unit"] == "cases");
    let ids: Vec<&str> = of_cases.map(|it| it["id"].as_str().unwrap()).collect();
    // Of the house the exports hold nothing else.
    assert_eq!(ids, ["cases"]);
}

#[test]
fn nothing_that_a_code_host_shows_tells_which_numbers_are_small_or_how_many() {
    let sandbox = year(3, 12, true, "threshold = 3");
    for format in ["github", "sarif"] {
        let run = sandbox.run(&["build", "--message-format", format]);
        let shown = format!("{}{}", run.stdout, run.stderr);
        assert!(shown.contains("der Schutz kleiner Zahlen hat etwas zu melden"), "{shown}");
        assert!(!shown.contains("zu klein") && !shown.contains("in der Tabelle"), "{shown}");
    }
}

#[test]
fn a_released_small_year_is_built_again_as_it_was() {
    for (seed, cases) in [(2, 1), (3, 12)] {
        let sandbox = year(seed, cases, true, "threshold = 3");
        let run = sandbox.run(&["release"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let archive = sandbox.read("input/archive/2017.json");
        assert!(archive.contains("\"measure\": \""), "masks alone do not protect it");
        let released = sandbox.read("output/2017/data/figures.json");
        let run = sandbox.run(&["build"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_eq!(sandbox.read("output/2017/data/figures.json"), released, "{cases} cases");
    }
}

#[test]
fn explain_says_that_the_year_as_a_whole_is_not_told() {
    let sandbox = year(1, 8, true, "threshold = 10");
    for figure in ["cases:category=complaint", "cases:topic=conduct", "ledger.records:counted"] {
        let run = sandbox.run(&["explain", figure]);
        let said = "Grund        über die Fälle wird nur veröffentlicht, wie viele im ganzen Jahr eingegangen sind";
        assert!(run.stdout.contains(said), "{}{}", run.stdout, run.stderr);
        assert!(run.stdout.contains("Gedruckt     nein, aus Gründen der Geheimhaltung\n"));
    }
}

#[test]
fn a_table_too_fine_for_its_year_is_shown_coarser_and_says_so_unless_the_office_forbids_it() {
    let table = "\n[[table]]\nid = \"fine\"\ntitle = \"Themen nach Monaten\"\nrows = \"topic\"\ncolumns = [\"month\", \"total\"]\n";
    let coarser = "die Tabelle `fine` erscheint gröber";
    // In some years there is no form of it that can be protected.
    let built = (0..8).map(|seed| {
        let sandbox = year(seed, 60, true, "threshold = 3");
        let report = sandbox.read("input/report.toml");
        sandbox.write("report.toml", &format!("{report}{table}"));
        sandbox.write("chapters/99-fine.md", "# Fein gegliedert\n\n{{ table(id=\"fine\") }}\n");
        let run = sandbox.run(&["build"]);
        assert!(gives_a_report(&sandbox, &run), "{}", run.stderr);
        assert!(run.stderr.matches(coarser).count() <= 1, "{}", run.stderr);
        (sandbox, run)
    });
    let mut built = built.into_iter();
    let (sandbox, _) = built.find(|(_, run)| run.stderr.contains(coarser)).unwrap();
    let is_coarse = |sandbox: &Sandbox| {
        let page = sandbox.read("output/2017/report.md");
        let heads = sandbox.read("output/2017/data/fine.csv");
        let heads = heads.lines().next().unwrap();
        let titles = ["Monaten (zusammengefasst)", "Quartalen", "Halbjahren"];
        let says_so = titles.iter().any(|it| page.contains(&format!("Themen nach {it}")))
            && page.contains("ist die Tabelle gröber gegliedert als vorgesehen: ");
        (says_so, !heads.contains("month_"))
    };
    assert_eq!(is_coarse(&sandbox), (true, true));
    let run = sandbox.run(&["explain", "cases:topic=relocation,month=3"]);
    assert!(run.stdout.contains("nein, aus Gründen der Geheimhaltung"), "{}", run.stdout);
    assert!(run.stdout.contains("Tabelle `fine`"), "{}", run.stdout);
    sandbox.edit("report.toml", "id = \"fine\"", "id = \"fine\"\ncoarser = false");
    // Too few cases for months: then the table may be withheld, and never coarser.
    let run = sandbox.run(&["build"]);
    assert!(gives_a_report(&sandbox, &run), "{}", run.stderr);
    assert!(!run.stderr.contains("`fine` erscheint gröber"), "{}", run.stderr);
}

#[test]
fn a_group_that_stands_for_its_topics_is_not_called_the_most_frequent_beside_topics_of_others() {
    let mut joined_in_part = 0;
    for seed in 0..8 {
        let sandbox = year(seed, 24, true, "threshold = 3");
        let page = sandbox.build().read("output/2017/report.md").replace('\u{a0}', " ");
        // Below the table stands which groups its rows are, where others are topics.
        let below = page.split_once("Kundenreaktionen nach Themen (zusammengefasst)**");
        let table = below.and_then(|(_, rest)| rest.split_once("[CSV](data/topics.csv)"));
        let note = table.and_then(|(table, _)| table.split_once("als vorgesehen: "));
        let note = note.and_then(|(_, note)| note.split_once("in einer Zeile"));
        let Some((note, _)) = note else { continue };
        let groups = note.split('„').filter_map(|it| Some(it.split_once('“')?.0));
        let groups: Vec<&str> = groups.collect();
        joined_in_part += 1;
        let said = ["Am häufigsten ging es um ", "Am häufigsten betrafen die Fälle diese Themen: "];
        let lines = page.lines().filter(|line| said.iter().any(|said| line.contains(said)));
        for line in lines {
            let named = groups.iter().find(|group| line.contains(**group));
            assert_eq!(named, None, "{seed}: {line}");
        }
    }
    assert!(joined_in_part > 1, "{joined_in_part}");
}

#[test]
fn a_small_year_with_a_record_that_cannot_be_counted_gets_its_report_where_the_office_goes_on() {
    let mut withheld = 0;
    for (seed, cases) in [(0, 2), (1, 6), (2, 20), (3, 20)] {
        let sandbox = year(seed, cases, true, "threshold = 3");
        let wrong = "Art-Nr. 1";
        for file in ["2017-H1.csv", "2017-H2.csv"] {
            let path = sandbox.path(&format!("input/exports/{file}"));
            let bytes = fs::read(&path).unwrap();
            let kind = b"Beschwerde;";
            let at = bytes.windows(kind.len()).position(|part| part == kind);
            let Some(at) = at.filter(|at| bytes[..*at].contains(&b'\n')) else { continue };
            let rest = &bytes[at + kind.len() - 1..];
            fs::write(&path, [&bytes[..at], wrong.as_bytes(), rest].concat()).unwrap();
        }
        let run = sandbox.run(&["build", "--allow-rejected"]);
        assert!(gives_a_report(&sandbox, &run), "{seed}: {}", run.stderr);
        let page = sandbox.read("output/2017/report.md");
        withheld += usize::from(page.contains("Wegen Fehlern nicht gezählte Datensätze"));
    }
    assert!(withheld > 0, "in no year the number of all records is withheld");
}

#[test]
fn a_table_that_became_as_coarse_as_another_one_is_shown_once() {
    let mut told_of = 0;
    for seed in 0..6 {
        let sandbox = year(seed, 20, true, "threshold = 3");
        let page = sandbox.build().read("output/2017/report.md");
        let told = "ist nur die Gliederung möglich, die schon [Tabelle 1](#";
        let count = page.matches(told).count();
        told_of += count;
        let is_shown = page.contains("data/months.csv");
        assert!(count <= 1 && (count == 0 || !is_shown), "{seed}: once, or as a table");
    }
    assert!(told_of > 0, "no year tells of it");
}
