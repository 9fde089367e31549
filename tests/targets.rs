//! Deadlines of an office (`[[processing.target]]`): by condition, in calendar or working days, until completion or acknowledgement.

use super::support::{Sandbox, sealed};
use serde_json::Value;
use std::collections::BTreeMap;

const ACKNOWLEDGEMENT: &str = "\nland = \"SN\"\n\n[[processing.target]]\nid = \"acknowledgement\"\nlabel = \"Eingangsbestätigung\"\nworking_days = 3\nuntil = \"acknowledged_on\"\n";
const ANSWER: &str = "\n[[processing.target]]\nid = \"answer\"\nlabel = \"Antwort auf Beschwerden\"\ndays = 35\nconditions = \"category=complaint\"\n";

/// The sample with further deadlines.
fn sample(targets: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let bands = "bands = [3, 7, 14, 28, 56]\n";
    sandbox.edit("report.toml", bands, &format!("{bands}{targets}"));
    sandbox
}

fn figures(sandbox: &Sandbox) -> BTreeMap<String, Value> {
    let data = sandbox.read("output/2017/data/figures.json");
    let data: Value = serde_json::from_str(&data).unwrap();
    let figures = data["figures"].as_array().unwrap().iter();
    figures.map(|it| (it["id"].as_str().unwrap().to_owned(), it["value"].clone())).collect()
}

fn count(figures: &BTreeMap<String, Value>, id: &str) -> u64 {
    figures[id].as_str().unwrap().parse().unwrap()
}

#[test]
fn each_deadline_has_its_section_its_table_and_its_definition() {
    let sandbox = sample(&format!("{ACKNOWLEDGEMENT}{ANSWER}"));
    sandbox.build();
    let figures = figures(&sandbox);
    let of = |target: &str, of: &str| {
        ["met", "missed", "pending"]
            .map(|value| count(&figures, &format!("cases:{of}{target}={value}")))
    };
    assert_eq!(of("acknowledgement", "").iter().sum::<u64>(), count(&figures, "cases"));
    let complaints = of("answer", "category=complaint,");
    assert_eq!(complaints.iter().sum::<u64>(), count(&figures, "cases:category=complaint"));
    let page = sandbox.read("output/2017/report.md");
    for words in [
        "Eingangsbestätigung\n",
        "innerhalb von 3 Arbeitstagen bestätigt oder erledigt (",
        "ohne die gesetzlichen Feiertage in Sachsen",
        "Antwort auf Beschwerden\n",
        "Das betrifft nur Fälle, für die gilt: Art der Kundenreaktion: „Beschwerde“.",
        "innerhalb von 35 Kalendertagen erledigt (",
        "Einhaltung der Zielfrist",
    ] {
        assert!(page.replace('\u{a0}', " ").contains(words), "{words}: {page}");
    }
}

#[test]
fn working_days_are_those_of_the_land() {
    let export =
        "Fallnummer;Eingangsdatum;Eingangsbestätigung am;Erledigt am;Art;Erfasserbemerkung\n";
    // Reformationstag was a holiday everywhere in 2017, Buß- und Bettag in Saxony alone.
    let rows = |day: &str, acknowledged: &str| {
        (0..20)
            .map(|at| format!("{day}{at};{day};{acknowledged};;Beschwerde;Ombudsstelle\n"))
            .collect::<String>()
    };
    let rows = [rows("27.10.2017", "02.11.2017"), rows("20.11.2017", "24.11.2017")].concat();
    for (land, met) in [("SN", 40), ("BE", 20), ("NW", 20)] {
        let sandbox = sample(&ACKNOWLEDGEMENT.replace("\"SN\"", &format!("\"{land}\"")));
        for file in ["2016-H2.csv", "2017-H1.csv", "2017-H2.csv"] {
            sandbox.remove(&format!("exports/{file}"));
        }
        sandbox.write("exports/2017.csv", &format!("{export}{rows}"));
        sandbox.build();
        let figures = figures(&sandbox);
        assert_eq!(count(&figures, "cases:acknowledgement=met"), met, "{land}");
    }
}

#[test]
fn an_office_with_deadlines_of_its_own_has_no_other_unless_it_says_so() {
    let sandbox = sample(ANSWER);
    sandbox.edit("report.toml", "target_days = 14\n", "");
    sandbox.build();
    let page = sandbox.read("output/2017/report.md");
    assert!(!page.contains("Zielfrist") && page.contains("innerhalb von 35"), "{page}");
}

#[test]
fn without_acknowledgements_nothing_is_said_of_them() {
    let sandbox = sample(ACKNOWLEDGEMENT);
    sandbox.edit(
        "report.toml",
        "[exports]\n",
        "[exports]\nignore = [\"Eingangsbestätigung am\"]\nnot_recorded = { acknowledged_on = true }\n",
    );
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let page = sandbox.read("output/2017/report.md");
    assert!(!page.contains("bestätigt oder erledigt"), "{page}");
    assert!(run.stdout.contains("Tag der Eingangsbestätigung"), "{}", run.stdout);
}

#[test]
fn a_deadline_that_was_another_is_a_break() {
    let sandbox = sample(ANSWER);
    assert_eq!(sandbox.run(&["release", "--output", "released"]).code, 0);
    let archived: Value = serde_json::from_str(&sandbox.read("input/archive/2017.json")).unwrap();
    let rule = "days=35,until=closed_on/category=complaint";
    assert_eq!(archived["definitions"]["targets"]["answer"], rule);
    let mut before = archived.clone();
    before["year"] = 2016.into();
    before["as_of"] = "2017-05-02".into();
    before["definitions"]["targets"]["answer"] = rule.replace("35", "20").into();
    sandbox.remove("archive/2017.json").write("archive/2016.json", &sealed(&before));
    let table = "\n[[table]]\nid = \"years\"\ntitle = \"Beschwerden nach Frist\"\nrows = \"answer\"\nconditions = \"category=complaint\"\ncolumns = [\"earlier\", \"total\", \"change\"]\n";
    let report = sandbox.read("input/report.toml");
    sandbox.write("report.toml", &format!("{report}{table}"));
    sandbox.write("chapters/13-fristen.md", "# Fristen\n\n{{ table(id=\"years\") }}\n").build();
    let page = sandbox.read("output/2017/report.md").replace('\u{a0}', " ");
    assert!(page.contains("„Antwort auf Beschwerden“ war 2016 anders abgegrenzt"), "{page}");
}

#[test]
fn what_cannot_be_a_deadline_is_told_at_its_place() {
    for (from, to, told) in [
        ("land = \"SN\"", "land = \"XX\"", "das Land `XX` gibt es nicht"),
        ("\nland = \"SN\"\n", "\n", "die Feiertage für die Arbeitstage von `acknowledgement`"),
        ("working_days = 3", "working_days = 3\ndays = 3", "steht nicht eindeutig da"),
        ("working_days = 3", "working_days = 0", "steht nicht eindeutig da"),
        ("\"acknowledged_on\"", "\"received_on\"", "bis `received_on` reicht keine Frist"),
        ("id = \"acknowledgement\"", "id = \"topics\"", "`topics` bedeutet schon etwas anderes"),
        ("id = \"acknowledgement\"", "id = \"answer\"", "die Kennung `answer` steht zweimal da"),
        ("label = \"Eingangsbestätigung\"", "label = \" \"", "hat kein `label`"),
        ("category=complaint", "category=gone", "`conditions`"),
        ("category=complaint", "half_year=1", "`conditions` kann keinen Teil des Jahres"),
    ] {
        let sandbox = sample(&format!("{ACKNOWLEDGEMENT}{ANSWER}").replacen(from, to, 1));
        let run = sandbox.run(&["check"]);
        assert_eq!(run.code, 2, "{to}: {}", run.stderr);
        assert!(run.stderr.contains(told) && run.stderr.contains("K002"), "{to}: {}", run.stderr);
    }
}

#[test]
fn page_one_tells_the_first_deadline_of_the_office() {
    let page_one = |targets: &str| {
        let sandbox = sample(targets);
        sandbox.build();
        let page = sandbox.read("output/2017/report.md").replace('\u{a0}', " ");
        let end = page.find("## 2 ").unwrap();
        page[..end].to_owned()
    };
    let page = page_one(&format!("{ACKNOWLEDGEMENT}{ANSWER}"));
    let line = page.lines().find(|line| line.starts_with("- **Eingangsbestätigung:** "));
    let line = line.unwrap_or_else(|| panic!("{page}"));
    assert!(
        line.contains("Von 286 Fällen wurden ")
            && line.contains(" innerhalb von 3 Arbeitstagen bestätigt oder erledigt ("),
        "{line}"
    );
    assert!(page.contains("Anteil der Fälle, die innerhalb von 3 Arbeitstagen bestätigt oder erledigt wurden, an allen Fällen"), "{page}");
    assert!(
        !page.contains("Antwort auf Beschwerden"),
        "the second has its place in its chapter: {page}"
    );
    // Of a deadline for some cases the sentence says so.
    let page = page_one(ANSWER);
    assert!(
        page.contains(
            "- **Antwort auf Beschwerden:** Von 274 Fällen, für die diese Frist gilt, wurden "
        ) || page.contains(" Fällen, für die diese Frist gilt, wurden "),
        "{page}"
    );
}

#[test]
fn an_office_without_a_deadline_says_so_with_a_zero() {
    let sandbox = Sandbox::new();
    sandbox.edit("report.toml", "target_days = 14", "target_days = 0").build();
    let page = sandbox.read("output/2017/report.md");
    assert!(!page.contains("Zielfrist"), "{page}");
    let run = sandbox.run(&["check", "--message-format", "json"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
}

#[test]
fn of_two_deadlines_and_of_bands_no_few_cases_follow() {
    // Closed after 5, 10 or 20 days: twelve within a week, two more within a fortnight.
    let of = |number: usize, closed: &str| {
        let row = format!("03.04.2017;{closed};Beschwerde;Ombudsstelle\n");
        (0..number).map(|at| format!("{closed}{at};{row}")).collect::<String>()
    };
    let rows = [of(12, "08.04.2017"), of(2, "13.04.2017"), of(16, "23.04.2017")].concat();
    let week = "\n[[processing.target]]\nid = \"week\"\nlabel = \"Woche\"\ndays = 7\n";
    let sandbox = sample(week);
    for file in ["2016-H2.csv", "2017-H1.csv", "2017-H2.csv"] {
        sandbox.remove(&format!("exports/{file}"));
    }
    sandbox.write(
        "exports/2017.csv",
        &format!("Fallnummer;Eingangsdatum;Erledigt am;Art;Erfasserbemerkung\n{rows}"),
    );
    sandbox.build();
    let figures = figures(&sandbox);
    let shown = |id: &str| figures.get(id).and_then(|it| it.as_str()?.parse::<i64>().ok());
    let told = ["cases:week=met", "cases:target=met"].map(shown);
    assert!(!matches!(told, [Some(12), Some(14)]), "{told:?}");
    let bands = ["cases.closed:duration_band=to_7", "cases.closed:duration_band=to_14"];
    let bands = bands.map(|id| shown(id).unwrap_or(-1));
    assert!(told != [Some(12), None] || bands != [12, 2], "{bands:?}");
}

/// Thirty cases of praise, and so many complaints by day of receipt and acknowledgement.
fn complaints(of: &[(usize, &str, &str)]) -> String {
    let mut export = "Fallnummer;Eingangsdatum;Eingangsbestätigung am;Art\n".to_owned();
    let praise = (0..30).map(|_| ("01.02.2017", "02.02.2017", "Lob"));
    let complaints = of.iter().flat_map(|(number, received, acknowledged)| {
        (0..*number).map(move |_| (*received, *acknowledged, "Beschwerde"))
    });
    for (at, (received, acknowledged, kind)) in praise.chain(complaints).enumerate() {
        export += &format!("{at};{received};{acknowledged};{kind}\n");
    }
    export
}

/// What page one says of the deadline of an office, which is for complaints.
fn page_one(export: &str, as_of: &str) -> Vec<String> {
    let target =
        ACKNOWLEDGEMENT.replace("\nland", "land") + "conditions = \"category=complaint\"\n";
    let report = format!(
        "format_version = 1\n[report]\ntitle = \"Bericht\"\noffice = \"Ombudsstelle\"\norganisation = \"Haus\"\nyear = 2017\nas_of = {as_of}\nstatus = \"final\"\n[exports]\ncomplete = {{ from = 2016-01-01, to = 2017-12-31 }}\n[scope]\nall = true\n[processing]\n{target}[lists]\ncategory = [{{ id = \"complaint\", label = \"Beschwerde\", plural = \"Beschwerden\" }}, {{ id = \"praise\", label = \"Lob\", plural = \"Lob\" }}]\n"
    );
    let sandbox = Sandbox::case("tests/cases/sentences");
    sandbox.write("report.toml", &report).write("exports/all.csv", export).build();
    let folder = if as_of < "2017-12-31" { "2017-interim" } else { "2017" };
    let page = sandbox.read(&format!("output/{folder}/report.md")).replace('\u{a0}', " ");
    let page = page[..page.find("## 2 ").unwrap()].to_owned();
    let of_target = |line: &&str| line.contains("Eingangsbestätigung") && line.starts_with("- **");
    page.lines().filter(of_target).map(str::to_owned).collect()
}

#[test]
fn what_page_one_says_of_a_deadline_reads_well_whatever_came_of_it() {
    let (in_time, late, still) =
        (("06.03.2017", "07.03.2017"), ("06.03.2017", "31.03.2017"), ("14.08.2017", ""));
    let of = |number: usize, (received, acknowledged)| (number, received, acknowledged);
    let (end, interim) = ("2018-05-02", "2017-08-15");
    let figure = |share: &str| {
        format!(
            "- **{share} %** Anteil der Fälle, die innerhalb von 3 Arbeitstagen bestätigt oder erledigt wurden, an allen Fällen, für die diese Frist gilt (Eingangsbestätigung)"
        )
    };
    let cases = ", für die diese Frist gilt,";
    for (of, as_of, said, share) in [
        (
            vec![of(30, late)],
            end,
            format!(
                "Von 30 Fällen{cases} wurde keiner innerhalb von 3 Arbeitstagen bestätigt oder erledigt."
            ),
            Some("0,0"),
        ),
        (
            vec![of(30, in_time)],
            end,
            format!(
                "Alle 30 Fälle{cases} wurden innerhalb von 3 Arbeitstagen bestätigt oder erledigt."
            ),
            Some("100,0"),
        ),
        (
            vec![of(30, still)],
            interim,
            format!("Bei allen 30 Fällen{cases} läuft die Frist noch."),
            None,
        ),
        (
            vec![of(24, late), of(6, still)],
            interim,
            format!(
                "Von 30 Fällen{cases} wurde bisher keiner innerhalb von 3 Arbeitstagen bestätigt oder erledigt. Bei 6 läuft die Frist noch."
            ),
            None,
        ),
        (
            vec![of(24, in_time), of(6, still)],
            interim,
            format!(
                "Von 30 Fällen{cases} wurden 24 innerhalb von 3 Arbeitstagen bestätigt oder erledigt (80,0 %). Bei 6 läuft die Frist noch."
            ),
            Some("80,0"),
        ),
        // Masked, a single case, none.
        (vec![of(28, in_time), of(2, late)], end, String::new(), None),
        (vec![of(1, in_time)], end, String::new(), None),
        (vec![], end, String::new(), None),
    ] {
        let line = format!("- **Eingangsbestätigung:** {said}");
        let mut expected: Vec<String> =
            Some(line).filter(|_| !said.is_empty()).into_iter().collect();
        expected.extend(share.map(figure));
        assert_eq!(page_one(&complaints(&of), as_of), expected, "{of:?}");
    }
    // Nobody records it.
    let export =
        complaints(&[of(30, late)]).replace(";31.03.2017;", ";").replace(";02.02.2017;", ";");
    let export = export.replace("Eingangsbestätigung am;", "");
    assert!(page_one(&export, end).is_empty());
}
