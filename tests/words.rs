//! Another office is configuration: no file of its report has a word of another house.

use super::support::{Sandbox, files};

/// What only an ombuds office in a Jobcenter says.
const OF_OMBUDS: [&str; 8] = [
    "Ombuds",
    "Jobcenter",
    "KRM-",
    "(KRM)",
    "Kundenreaktion",
    "Leistungsberechtigt",
    "SGB",
    "eine Frist versäumt",
];
/// What only the complaints management of the city says.
const OF_CITY: [&str; 6] = [
    "Beschwerdemanagement",
    "Stadtverwaltung",
    "Bürgerinnen",
    "Hinweisregister",
    "Vorgangsverwaltung",
    "Ortsr",
];
/// What only the housing association's says.
const OF_HOUSING: [&str; 5] =
    ["Schiedsstelle", "Verband", "Mieterinnen", "Meldewesen", "Mieterakte"];

/// All texts of a built report, those of the workbook's parts as well.
fn texts(house: &str) -> Vec<(String, String)> {
    texts_of(&Sandbox::case(&format!("tests/cases/words/{house}")), house)
}

fn texts_of(sandbox: &Sandbox, house: &str) -> Vec<(String, String)> {
    let formats = "html,md,csv,json,xlsx".split(',').flat_map(|it| ["--format", it]);
    let mut arguments = vec!["build", "--deny-warnings"];
    arguments.extend(formats);
    let run = sandbox.run(&arguments);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{house}");
    let mut texts = vec![("terminal".to_owned(), run.stdout)];
    for (name, bytes) in files(&sandbox.path("output")) {
        if !name.ends_with(".xlsx") {
            texts.push((name, String::from_utf8_lossy(&bytes).into_owned()));
            continue;
        }
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        for at in 0..archive.len() {
            let mut part = archive.by_index(at).unwrap();
            let part_name = part.name().unwrap().into_owned();
            let mut text = String::new();
            if std::io::Read::read_to_string(&mut part, &mut text).is_ok() {
                texts.push((format!("{name}/{part_name}"), text));
            }
        }
    }
    // A word may be divided where a line may end.
    texts.iter_mut().for_each(|(_, text)| *text = text.replace(['\u{ad}'], ""));
    texts
}

fn find_none(house: &str, texts: &[(String, String)], foreign: &[&str]) {
    for (name, text) in texts {
        for word in foreign {
            if let Some(at) = text.find(word) {
                let around: String = text[..at].chars().rev().take(60).collect();
                let around: String = around.chars().rev().collect();
                panic!("{house}: {name} has `{word}`: …{around}{word}");
            }
        }
    }
}

fn has(texts: &[(String, String)], file: &str, words: &[&str]) {
    let text = &texts.iter().find(|(name, _)| name.ends_with(file)).unwrap().1;
    for word in words {
        assert!(text.contains(word), "{file} lacks {word}: {text}");
    }
}

#[test]
fn the_report_of_the_ombuds_office_has_the_words_of_the_program() {
    let texts = texts("ombuds");
    find_none("ombuds", &texts, &[&OF_CITY[..], &OF_HOUSING].concat());
    has(
        &texts,
        "report.md",
        &[
            "vermittelt zwischen Leistungsberechtigten und dem Jobcenter",
            "Das Kundenreaktionsmanagement (KRM) des Hauses",
            "Das Jobcenter hatte zu lange gebraucht oder einen Fehler gemacht",
            "(§\u{a0}22 SGB\u{a0}II)",
        ],
    );
}

#[test]
fn the_report_of_a_city_has_no_word_of_another_house() {
    let texts = texts("city");
    find_none("city", &texts, &[&OF_OMBUDS[..], &OF_HOUSING, &["Anregung"]].concat());
    has(
        &texts,
        "report.md",
        &[
            "Das Beschwerdemanagement nimmt Beschwerden, Ideen und Lob entgegen",
            "vermittelt zwischen Bürgerinnen und Bürgern und der Stadtverwaltung",
            "womit es im Jahr 2017 befasst war",
            "beim Beschwerdemanagement",
            "Sicht der Bürgerinnen und Bürger",
            "Art des Anliegens",
        ],
    );
}

#[test]
fn the_report_of_a_housing_association_has_no_word_of_another_house() {
    let texts = texts("housing");
    find_none("housing", &texts, &[&OF_OMBUDS[..], &OF_CITY].concat());
    has(
        &texts,
        "report.md",
        &[
            "vermittelt zwischen Mieterinnen und Mietern und dem Verband",
            "Das Meldewesen des Hauses erfasst alle Rückmeldungen an den Verband",
            "Meldungen im Haus und bei der Schiedsstelle",
            "die in der Mieterakte erfasst ist",
            "Ergebnis: nicht „zurückgezogen“",
        ],
    );
}

#[test]
fn the_offices_of_the_examples_have_reports_without_a_word_of_another() {
    let of_jobcenter = ["Ombuds", "begründet", "Widerspruch und Klage"];
    let texts = texts_of(&Sandbox::case("examples/offices/jobcenter"), "jobcenter");
    let foreign = [&of_jobcenter[..], &OF_CITY, &OF_HOUSING].concat();
    let of_readers: Vec<_> =
        texts.into_iter().filter(|(name, _)| name.ends_with("report.md")).collect();
    find_none("jobcenter", &of_readers, &foreign);
    has(
        &of_readers,
        "report.md",
        &["als berechtigt bewertet", "Berechtigte Beschwerden nach Grund"],
    );

    // The city's export is generated: a few reports of defects are enough here.
    let city = Sandbox::case("examples/offices/city");
    let kinds = ["Wilder Müll", "Wilder Müll", "Ampel"];
    let rows = (0..360).map(|row| {
        let (kind, month, day) = (kinds[row % 3], row % 12 + 1, row / 12 % 28 + 1);
        format!("M{row},2024-{month:02}-{day:02} 10:00,{kind},Hafen,App,,,\n")
    });
    let header = "id,gemeldet,kategorie,stadtbezirk,weg,breite,laenge,beschreibung\n";
    city.write("exports/2024.csv", &format!("{header}{}", rows.collect::<String>()));
    let texts = texts_of(&city, "city");
    let of_others = ["Beschwerde", "Thema", "Themen", "Nennung", "Einreichende", "zufrieden"];
    let of_readers: Vec<_> =
        texts.into_iter().filter(|(name, _)| name.ends_with("report.md")).collect();
    let foreign = [&of_others[..], &OF_OMBUDS, &OF_HOUSING, &["begründet", "aus früheren Jahren"]];
    find_none("city", &of_readers, &foreign.concat());
    has(&of_readers, "report.md", &["Am häufigsten ging es um „Wilder Müll“ (240"]);

    let texts = texts_of(&Sandbox::case("examples/offices/housing"), "housing");
    find_none("housing", &texts, &[&OF_OMBUDS[..], &OF_CITY, &["Widerspruch"]].concat());
    has(&texts, "report.md", &["waren 226 Schlichtungen", "auf alle Schlichtungen"]);
}

#[test]
fn sentences_that_call_complaints_otherwise_than_their_list_are_asked_about() {
    let sandbox = Sandbox::case("examples/offices/housing");
    let named =
        "complaint = { noun = \"Schlichtung\", gender = \"f\", plural = \"Schlichtungen\" }\n";
    sandbox.edit("report.toml", named, "");
    let run = sandbox.run(&["check"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("K012") && run.stderr.contains(named.trim()), "{}", run.stderr);
    sandbox.edit(
        "report.toml",
        "[words]\n",
        "[words]\ncomplaint = { noun = \"Antrag\", gender = \"m\", plural = \"Anträge\" }\n",
    );
    assert_eq!(sandbox.run(&["build", "--deny-warnings"]).code, 0);
    let page = sandbox.read("output/2023/report.md");
    assert!(page.contains("darunter Anträge"), "{page}");
}

#[test]
fn a_word_that_cannot_be_used_is_a_finding() {
    for (from, to, said) in [
        ("gender = \"n\" }\nhouse", "}\nhouse", "das Geschlecht fehlt"),
        ("gender = \"n\" }\nhouse", "gender = \"pl\" }\nhouse", "steht in der Einzahl"),
        ("noun = \"Bürgerinnen und Bürger\"", "noun = \"Bürger\", gender = \"m\"", "Mehrzahl"),
        (", plural = \"Anliegen\"", "", "die Mehrzahl fehlt"),
        ("noun = \"Vorgangsverwaltung\"", "noun = \" \"", "ein Wort ist leer"),
        ("gender = \"n\" }\nhouse", "gender = \"x\" }\nhouse", "`m`, `f`, `n`"),
    ] {
        let sandbox = Sandbox::case("tests/cases/words/city");
        sandbox.edit("report.toml", from, to);
        let run = sandbox.run(&["check"]);
        assert_eq!(run.code, 2, "{said}: {}", run.stderr);
        assert!(run.stderr.contains(said), "{said}: {}", run.stderr);
    }
}
