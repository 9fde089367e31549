//! What chapters can and cannot do.

use crate::support::Sandbox;

/// The findings of the sample with one more chapter.
fn check(chapter: &str) -> String {
    let sandbox = Sandbox::new();
    sandbox.write("chapters/20-own.md", &format!("# Eigenes\n\n{chapter}\n"));
    sandbox.run(&["check"]).stderr
}

/// The report of the sample with one more chapter.
fn report(sandbox: &Sandbox, chapter: &str) -> String {
    sandbox.write("chapters/20-own.md", &format!("# Eigenes\n\n{chapter}\n")).build();
    sandbox.read("output/2017/report.md")
}

#[test]
fn a_figure_can_be_neither_compared_nor_reckoned_with_nor_changed() {
    for chapter in [
        "{{ \"a\" if count() == count(half_year=1) else \"b\" }}",
        "{% set n = count() %}{% if n == \"57\" %}x{% endif %}",
        "{%if count() == \"57\" %}x{% endif %}",
        "{{ count() == count() }}",
        "{{ count()|length }}",
        "{{ [count(), count()] }}",
        "{{ count() ~ count() }}",
        "{{ typed(text=count()) }}",
    ] {
        let findings = check(chapter);
        assert!(findings.contains("K305"), "{chapter}\n{findings}");
        assert!(findings.contains("chapters/20-own.md:3"), "{chapter}\n{findings}");
        assert_eq!(findings.matches("Fehler[").count(), 1, "{chapter}\n{findings}");
    }
}

#[test]
fn two_numbers_side_by_side_are_no_third() {
    for chapter in [
        "4{{ count() }} Fälle",
        "{{ count() }}.000 Fälle",
        "{{ share(category=\"complaint\", of=\"total\") }},5",
        "{{ count() }}**{{ count(half_year=1) }}**",
        "1,**{{ count() }}**",
        "{{ count() }}{{ share(category=\"complaint\", of=\"total\", text=\"{share}\") }}",
    ] {
        let findings = check(chapter);
        assert!(findings.contains("K305") && findings.contains("kleben"), "{chapter}\n{findings}");
        assert!(findings.contains("chapters/20-own.md:3"), "{chapter}\n{findings}");
    }
    for chapter in [
        "Es waren {{ count() }}. Das ist viel.",
        "({{ count() }}/{{ count(half_year=1) }})",
        "{{ count() }}{{ share(category=\"complaint\", of=\"total\", text=\" ({share})\") }}",
    ] {
        let findings = check(chapter);
        assert!(!findings.contains("K305"), "{chapter}\n{findings}");
    }
}

#[test]
fn a_number_beside_a_figure_is_told_wherever_it_was_typed() {
    for chapter in [
        "{{ count(one=\"Fall\", many=\"Fälle, davon 4711 neu\") }}",
        "{{ key_figure(figure=\"cases\", label=\"Fälle, davon 4711 neu\") }}",
        "Es waren 47\u{200b}11.",
    ] {
        let findings = check(chapter);
        assert!(findings.contains("K303]: `4711`"), "{chapter}\n{findings}");
    }
}

#[test]
fn numbers_in_words_and_parts_are_told_with_the_way_to_say_that_they_are_meant() {
    for (chapter, word) in [
        ("Es waren dreizehn Beschwerden.", "dreizehn"),
        ("Es waren 2/3 der Fälle.", "2/3"),
        ("Ein Drittel der Fälle blieb offen.", "Drittel"),
        ("Die Zahl hat sich verdoppelt.", "verdoppelt"),
        ("{{ key_figure(figure=\"cases\", label=\"Fälle, davon die Hälfte neu\") }}", "Hälfte"),
    ] {
        let findings = check(chapter);
        assert!(findings.contains(&format!("K303]: `{word}`")), "{chapter}\n{findings}");
        let help = format!("{{{{ typed(text=\"{word}\") }}}}");
        assert!(findings.contains(&help), "{chapter}\n{findings}");
        assert!(findings.contains("chapters/20-own.md:3"), "{chapter}\n{findings}");
    }
    for chapter in [
        "Ein {{ typed(text=\"Drittel\") }} der Fälle blieb offen.",
        "Die Hälfte war nach {{ median_days(population=\"closed\") }} Tagen erledigt.",
        "{{ sentence(about=\"median\", population=\"closed\", many=\"Die Hälfte dauerte {days} Tage\") }}",
        "Sprechzeit ist jeden zweiten Dienstag von 9 bis 12 Uhr; es gelten §§ 22 und 24 SGB II.",
    ] {
        let findings = check(chapter);
        assert!(!findings.contains("K303"), "{chapter}\n{findings}");
    }
}

#[test]
fn the_year_and_the_date_of_another_report_are_told() {
    for (chapter, words, line) in [
        ("Im Berichtsjahr 2012 war vieles neu.", "`2012` ist kein Jahr dieses Berichts", 3),
        ("Stand der\nDaten: 3. Mai 2017.", "`3. Mai 2017` ist nicht der Stand", 4),
        ("## Auftrag 2019\n\nText.", "`2019` ist kein Jahr dieses Berichts", 3),
        ("| Berichtsjahr 2019 | A |\n| --- | --- |\n| b | c |", "`2019`", 3),
    ] {
        let findings = check(chapter);
        assert!(
            findings.contains("Warnung[K313]") && findings.contains(words),
            "{chapter}\n{findings}"
        );
        let place = format!("chapters/20-own.md:{line}:");
        assert!(findings.contains(&place), "{chapter}\n{findings}");
    }
    for chapter in [
        "Im Berichtsjahr {{ report.year }}, Stand: {{ report.as_of }}, Stand: 2. Mai 2018.",
        "Im Berichtsjahr {{ typed(text=\"2012\") }}.",
        "Im Vergleich zum Berichtsjahr 2016; seit 2005, Beschluss vom 12.03.2014.",
        "## Beschluss vom 12.03.2014\n\nText.",
    ] {
        let findings = check(chapter);
        assert!(!findings.contains("K313"), "{chapter}\n{findings}");
    }
}

#[test]
fn nothing_can_catch_what_a_tag_prints() {
    for chapter in [
        "{% set n %}{{ count() }}{% endset %}{% if n == \"57\" %}x{% endif %}",
        "{% filter upper %}{{ count() }}{% endfilter %}",
    ] {
        let findings = check(chapter);
        assert!(findings.contains("gibt es in einem Kapitel nicht"), "{chapter}\n{findings}");
    }
}

#[test]
fn figures_may_stand_in_conditions_on_the_configuration_and_in_loops() {
    let sandbox = Sandbox::new();
    let text = report(
        &sandbox,
        "{% if known(category=\"complaint\") %}Beschwerden: {{ count(category=\"complaint\") }}.{% endif %}\n\n{% for half in [1, 2] %}Halb: {{ count(half_year=half) }}. {% endfor %}",
    );
    assert!(text.contains("Beschwerden: 275."), "{text}");
    assert!(text.contains("Halb: 119. Halb: 167."), "{text}");
}

#[test]
fn numbers_in_what_the_configuration_says_are_not_taken_for_typed_ones() {
    let sandbox = Sandbox::new();
    sandbox.edit(
        "report.toml",
        "grouping = \"space\"",
        "grouping = \"space\"\ncontact = \"Frau Müller (Zimmer 12), Telefon 0221 12345\"\ncouncil_paper = \"119\"",
    );
    sandbox.write(
        "chapters/20-own.md",
        "# Eigenes\n\nNummer: {{ report.council_paper }}. Es gab 119 Fälle.{% if report.contact == \"x\" %}gleich{% endif %}\n",
    );
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.stderr.matches("K303").count(), 1, "{}", run.stderr);
    assert!(run.stderr.contains("chapters/20-own.md:3:44"), "{}", run.stderr);
    let text = sandbox.read("output/2017/report.md");
    assert!(text.contains("Telefon 0221 12345"), "{text}");
    assert!(!text.contains("Fälle.gleich"), "{text}");
}

#[test]
fn an_empty_answer_of_the_configuration_is_false() {
    let sandbox = Sandbox::new();
    let chapter = "{% if report.contact %}Frage an {{ report.contact }}{% else %}ohne Kontakt{% endif %} und {% if report.resolution %}mit Beschluss{% endif %}";
    let text = report(&sandbox, chapter);
    assert!(text.contains("ohne Kontakt und mit Beschluss"), "{text}");
}

#[test]
fn a_chapter_can_ask_what_the_project_has() {
    let sandbox = Sandbox::new();
    let chapter = "{% for yes in [known(table=\"topics\"), known(chart=\"network\"), known(list=\"site\"), known(category=\"complaint+petition\"), known(network=\"partners\", chapter=\"20-own.md\")] %}{{ yes }} {% endfor %}";
    let text = report(&sandbox, chapter);
    assert!(text.contains("true true false false true"), "{text}");
    let findings = check("{% if known(table=\"tpoics\") %}x{% endif %}");
    assert!(findings.contains("meinten Sie `topics`?"), "{findings}");
}

#[test]
fn without_activities_nothing_is_said_about_the_network() {
    let sandbox = Sandbox::new();
    sandbox.write("network.toml", "").build();
    let text = sandbox.read("output/2017/report.md");
    for absent in ["Netzwerkarbeit", "Aktivitäten", "Veranstaltung", "Netzwerktreffen"] {
        assert!(!text.contains(absent), "{absent} is in\n{text}");
    }
    assert!(text.contains("Sicht der Fachleute"), "{text}");
}

#[test]
fn a_chapter_that_is_dropped_is_not_referred_to() {
    let sandbox = Sandbox::new();
    sandbox.write("chapters/06-outcome.md", "").write("chapters/12-method.md", "").build();
    let text = sandbox.read("output/2017/report.md");
    assert!(!text.contains("ein eigenes Kapitel"), "{text}");
    assert!(!text.contains("Kapitel zur Methode"), "{text}");
}

#[test]
fn a_chapter_of_nothing_but_headings_is_left_out() {
    let sandbox = Sandbox::new();
    let text = report(
        &sandbox,
        "{% if known(list=\"site\") %}{{ table(id=\"sites\") }}{% endif %}\n\n## Standorte\n",
    );
    assert!(!text.contains("Eigenes"), "{text}");
}

#[test]
fn slips_in_a_chapter_are_told_in_german_with_their_place() {
    for (chapter, words) in [
        ("{{ count(", "wird nicht geschlossen"),
        ("{{ report.title text }}", "erwartet war `}}`"),
        ("{{ count(category=complaint) }}", "die Angabe `category` ist leer"),
        ("{{ gruss }}", "`gruss` ist nicht bekannt"),
        ("{{ table(\"topics\") }}", "erwartet war"),
        ("{{ table() }}", "die Angabe `id=…` fehlt"),
        ("{{ table(id=3) }}", "eine Zahl statt ein Text"),
        ("{{ cuont() }}", "die Funktion `cuont` gibt es nicht"),
        ("{{ report.title | gross }}", "den Filter `gross` gibt es nicht"),
        ("{{ report.titel }}", "die Angabe `titel` gibt es nicht"),
        ("{% if report.title is schoen %}x{% endif %}", "die Prüfung `schoen` gibt es nicht"),
        ("{% include \"a.md\" %}", "die Anweisung `include` gibt es in einem Kapitel nicht"),
        ("{% if report.title %}x", "der Text endet, bevor"),
        ("{{ ranking(table=\"topics\", first=300) }}", "die Zahl `300` ist hier nicht möglich"),
        ("{{ count(category=\"complaint) }}", "oder ein Anführungszeichen in ihr"),
        ("{% if report.year > \"x\" %}x{% endif %}", "nicht vergleichen"),
        ("{{ count(month=99) }}", "möglich sind half_year=1 bis 2"),
        ("{{ count(month=13) }}", "nicht im Berichtszeitraum"),
    ] {
        let findings = check(chapter);
        assert!(findings.contains(words), "{chapter}\n{findings}");
        assert!(findings.contains("chapters/20-own.md:"), "{chapter}\n{findings}");
        for english in ["Found", "expected", "Unexpected", "nknown", "nvalid", "issing"] {
            assert!(!findings.contains(english), "{chapter}\n{findings}");
        }
    }
}

/// What `check` says about a sample project that has been changed.
fn told(change: impl FnOnce(&Sandbox)) -> String {
    let sandbox = Sandbox::new();
    change(&sandbox);
    sandbox.run(&["check"]).stderr
}

#[test]
fn what_is_no_chapter_is_told() {
    let text = told(|sandbox| {
        sandbox.write("chapters/20-own.txt", "# Eigenes\n");
        sandbox.write("chapters/more/30-own.md", "# Eigenes\n");
        sandbox.write("chapters/.hidden", "");
    });
    assert_eq!(text.matches("Warnung[K307]").count(), 2, "{text}");
    assert!(text.contains("chapters/20-own.txt") && text.contains("chapters/more"), "{text}");
    let text = told(|sandbox| {
        std::fs::remove_dir_all(sandbox.path("input/chapters")).unwrap();
        sandbox.write("chapters", "");
    });
    assert!(text.contains("Fehler[K301]: `chapters` ist kein Ordner"), "{text}");
}

#[test]
fn a_chapter_without_a_heading_is_told() {
    let text = told(|sandbox| {
        sandbox.write("chapters/20-own.md", "Ein Satz.\n");
        sandbox.write("chapters/21-own.md", "Mit Strich\n==========\n\nEin Satz.\n");
    });
    assert!(text.contains("Warnung[K308]") && text.contains("chapters/20-own.md:1"), "{text}");
    assert!(!text.contains("21-own"), "{text}");
}

#[test]
fn slips_in_the_configuration_are_told_in_german() {
    for (from, to, words) in [
        ("as_of = 2018-05-02", "as_of = 02.05.2018", "JJJJ-MM-TT"),
        ("as_of = 2018-05-02", "as_of = \"2018-05-02\"", "JJJJ-MM-TT"),
        ("as_of = 2018-05-02", "as_of = 2018-02-30", "diesen Tag gibt es im Kalender nicht"),
        ("year = 2017", "year =", "hinter `=` steht kein Wert"),
        ("year = 2017", "year", "fehlen `=` und ein Wert"),
        ("status = \"final\"", "status = final", "nicht in Anführungszeichen"),
        ("status = \"final\"", "status = \"final", "der Text ist nicht geschlossen"),
        ("status = \"final\"", "status = \"fertig\"", "einer der Werte `draft`, `final`"),
        ("label = \"Beschwerde\", ", "label = \"Beschwerde\" ", "fehlt ein Komma"),
        ("markers = [\"Ombudsstelle\", ", "markers = [\"Ombudsstelle\" ", "fehlt ein Komma"),
        ("topics_per_case = 3", "topics_per_case = 3,5", "hinter dem Wert steht ein Komma"),
    ] {
        let text = told(|sandbox| {
            sandbox.edit("report.toml", from, to);
        });
        assert!(text.contains(words), "{to}\n{text}");
        for english in ["expected", "missing", "invalid", "unexpected", "TOML", "newline"] {
            assert!(!text.contains(english), "{to}\n{text}");
        }
    }
}

#[test]
fn a_heading_named_for_two_fields_is_a_conflict_and_one_that_usually_means_another_is_not() {
    let told_with = |columns: &str| {
        told(|sandbox| {
            let columns = format!("[exports.columns]\n{columns}");
            sandbox.edit("report.toml", "[exports.columns]", &columns);
        })
    };
    let text = told_with("channel = [\"Weg\"]\nreceived_on = [\"Weg\"]");
    let conflict = "Fehler[K002]: die Überschrift `Weg` gehört schon zum Feld `channel`";
    assert!(
        text.contains(conflict) || text.contains("gehört schon zum Feld `received_on`"),
        "{text}"
    );
    assert!(!told_with("channel = [\"Eingang\"]").contains("gehört schon zum Feld"));
}

#[test]
fn a_spelling_that_stands_twice_has_no_further_consequences() {
    let text = told(|sandbox| {
        sandbox.edit(
            "report.toml",
            "synonyms = [\"Umzug\"]",
            "synonyms = [\"Umzug\", \"KdU\", \"BuT\"]",
        );
    });
    assert_eq!(text.matches("Fehler[").count(), 2, "{text}");
    assert!(text.contains("die Schreibweise `KdU`") && text.contains("`BuT`"), "{text}");
}

#[test]
fn a_group_without_a_list_of_groups_is_told_with_both_remedies() {
    let text = told(|sandbox| {
        sandbox.write(
            "report.toml",
            &sandbox.read("input/report.toml").replace("category_group = [", "site = [").replace(
                "{ id = \"complaint\", label = \"Beschwerden\" },\n  { id = \"suggestion_and_praise\", label = \"Anregungen und Lob\" },",
                "",
            ),
        );
    });
    assert!(text.contains("kein `group`, solange die Liste `category_group` leer ist"), "{text}");
}

#[test]
fn a_date_of_an_activity_can_be_a_quarter() {
    let text = told(|sandbox| {
        let network = sandbox.read("input/network.toml");
        let date = network.lines().find(|line| line.starts_with("date = ")).unwrap().to_owned();
        sandbox.edit("network.toml", &date, "date = \"im Frühjahr\"");
    });
    assert!(text.contains("\"2017-Q2\""), "{text}");
}

#[cfg(unix)]
#[test]
fn a_folder_in_the_place_of_a_file_is_told_in_german() {
    let text = told(|sandbox| {
        sandbox.remove("report.toml");
        std::fs::create_dir(sandbox.path("input/report.toml")).unwrap();
    });
    assert!(text.contains("`report.toml` ist ein Ordner"), "{text}");
}

#[test]
fn cases_without_a_category_are_a_row_of_their_own_where_the_office_says_so() {
    let sandbox = Sandbox::new();
    let path = sandbox.path("input/exports/2017-H2.csv");
    let bytes = std::fs::read(&path).unwrap();
    let mut emptied = 0;
    let line = |line: &[u8]| {
        let mut fields: Vec<&[u8]> = line.split(|byte| *byte == b';').collect();
        let is_meant = emptied < 6
            && fields.get(1).is_some_and(|day| day.ends_with(b".11.2017"))
            && line.windows(12).any(|text| text == b"Ombudsstelle");
        if is_meant {
            emptied += 1;
            fields[4] = b"";
        }
        fields.join(&b';')
    };
    let lines: Vec<Vec<u8>> = bytes.split(|byte| *byte == b'\n').map(line).collect();
    std::fs::write(&path, lines.join(&b'\n')).unwrap();
    assert_eq!(emptied, 6);
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("Fehler[K201]") && run.stderr.contains("empty_category"));
    sandbox.edit("report.toml", "[exports]", "[exports]\nempty_category = \"not_stated\"");
    sandbox.build();
    let categories = sandbox.read("output/2017/data/categories.csv");
    assert!(categories.lines().any(|line| line.contains("ohne Angabe") && line.contains(",6,")));
}
