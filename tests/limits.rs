//! No input takes a run out of all proportion to its size: it is refused with a finding, or read in time. No clock decides here;
//! each of these ran for minutes, filled the memory or broke the program off before, so a test that does not end has failed.

use crate::support::Sandbox;
use std::fmt::Write;

/// What `check` says of a project it refuses.
fn refusal(sandbox: &Sandbox, code: i32) -> String {
    let run = sandbox.run(&["check"]);
    assert_eq!(run.code, code, "{}", run.stderr);
    run.stderr
}

fn with_chapter(text: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("chapters/90-own.md", &format!("# Eigenes\n\n{text}\n"));
    sandbox
}

#[test]
fn the_place_of_a_bad_character_is_found_at_the_end_of_a_long_file() {
    let sandbox = Sandbox::new();
    let mut bytes = "Fallnummer;Eingang am;Art;Erfasserbemerkung\n".as_bytes().to_vec();
    for number in 0..200_000 {
        bytes.extend(format!("{number};3.5.2017;Beschwerde;ä\n").into_bytes());
    }
    bytes.extend(b"x;3.5.2017;Beschwerde;\xff\n");
    std::fs::write(sandbox.path("input/exports/long.csv"), bytes).unwrap();
    let said = refusal(&sandbox, 1);
    assert!(said.contains("--> exports/long.csv:200002:"), "{said}");
}

#[test]
fn a_text_of_the_configuration_has_a_length_that_somebody_would_read() {
    for (text, what) in [
        ("Sanktion".repeat(12_500), "1000 Zeichen"),
        (format!("S{}", "\u{301}\u{323}".repeat(50_000)), "1000 Zeichen"),
    ] {
        let sandbox = Sandbox::new();
        sandbox.edit("report.toml", "label = \"Sanktionen\"", &format!("label = \"{text}\""));
        let said = refusal(&sandbox, 2);
        assert!(said.contains("der Text ist zu lang") && said.contains(what), "{said:.500}");
        assert!(said.len() < 3_000, "a finding shows a part of the line: {} bytes", said.len());
    }
}

#[test]
fn a_list_has_as_many_values_as_a_table_can_have_rows() {
    let sandbox = Sandbox::new();
    let mut topics = String::from("topic = [");
    for number in 0..5_000 {
        let _ = write!(
            topics,
            "\n  {{ id = \"t{number}\", label = \"Thema {number}\", group = \"housing\" }},"
        );
    }
    sandbox.edit("report.toml", "topic = [", &topics);
    let said = refusal(&sandbox, 2);
    assert!(said.contains("die Liste `topic` hat mehr als 500 Werte"), "{said:.500}");

    let sandbox = Sandbox::new();
    let bands: Vec<String> = (1..=3_650).map(|day| day.to_string()).collect();
    let bands = format!("bands = [{}]", bands.join(", "));
    sandbox.edit("report.toml", "bands = [3, 7, 14, 28, 56]", &bands);
    let said = refusal(&sandbox, 2);
    assert!(said.contains("mehr als 100 Dauerklassen"), "{said:.500}");
}

#[test]
fn ten_thousand_activities_are_listed_and_more_than_a_house_can_have_are_refused() {
    let sandbox = Sandbox::new();
    let network = sandbox.read("input/network.toml");
    let kind = network.split("kind = \"").nth(1).unwrap().split('"').next().unwrap();
    let many = |count: usize| {
        let activity =
            format!("\n[[activity]]\ndate = 2017-03-15\nkind = \"{kind}\"\ntitle = \"Treffen\"\n");
        format!("{network}{}", activity.repeat(count))
    };
    let run = sandbox.write("network.toml", &many(10_000)).run(&["check"]);
    assert_eq!(run.code, 0, "{:.2000}", run.stderr);
    let said = refusal(sandbox.write("network.toml", &many(20_001)), 2);
    assert!(said.contains("mehr als 20000 Veranstaltungen"), "{said:.500}");
    let mut partners = network.clone();
    let group = network.split("group = \"").nth(1).unwrap().split('"').next().unwrap();
    for number in 0..2_001 {
        let _ = write!(
            partners,
            "\n[[partner]]\nid = \"p{number}\"\nname = \"Partner {number}\"\ngroup = \"{group}\"\n"
        );
    }
    let said = refusal(sandbox.write("network.toml", &partners), 2);
    assert!(said.contains("mehr als 2000 Partner"), "{said:.500}");
}

#[test]
fn a_chapter_cannot_loop_for_years_or_fill_the_memory() {
    let nested = "{% for a in [1, 2] %}".repeat(40) + &"{% endfor %}".repeat(40);
    let doubled = "{% set a = \"xxxxxxxx\" %}".to_owned() + &"{% set a = a ~ a %}".repeat(40);
    let grown =
        "{{ \"x\"".to_owned() + &" | replace(from=\"x\", to=\"xxxxxxxxxx\")".repeat(40) + " }}";
    for (text, words) in [
        (nested, "steht zu tief in anderen"),
        (
            "{% for a in range(end=100000) %}x{% endfor %}".to_owned(),
            "`range` lässt sich hier nicht",
        ),
        ("{{ [a for a in [b for b in [1, 2]]] }}".to_owned(), "`for` lässt sich hier nicht"),
        (doubled, "`a` steht in einem anderen `set`"),
        (grown, "den Filter `replace` gibt es hier nicht"),
        ("x ".repeat(100_001), "das Kapitel ist zu lang"),
        (
            format!(
                "{{% for a in [{}] %}}{}{{% endfor %}}",
                "1,".repeat(10_000),
                "x".repeat(9_000)
            ),
            "der Text wird zu lang",
        ),
    ] {
        let said = refusal(&with_chapter(&text), 1);
        assert!(
            said.contains(words) && said.contains("--> chapters/90-own.md"),
            "{words}: {said:.900}"
        );
    }
}

#[test]
fn a_template_of_the_page_cannot_either() {
    let page = std::fs::read_to_string(crate::support::root().join("templates/page.html")).unwrap();
    for (text, words) in [
        ("{% for a in range(end=100000) %}{% endfor %}", "`range` lässt sich hier nicht"),
        (
            "{% for a in chapters %}{% for b in chapters %}{% for c in chapters %}{% endfor %}{% endfor %}{% endfor %}",
            "zu tief",
        ),
        ("{% include \"page.html\" %}", "die Anweisung `include` gibt es in einer Vorlage nicht"),
    ] {
        let sandbox = Sandbox::new();
        sandbox.write("templates/page.html", &page.replace("<footer", &format!("{text}<footer")));
        let said = refusal(&sandbox, 1);
        assert!(
            said.contains(words) && said.contains("--> templates/page.html:"),
            "{words}: {said}"
        );
    }
}

#[test]
fn a_report_has_as_many_chapters_as_contents_can_list() {
    let sandbox = Sandbox::new();
    for number in 0..200 {
        sandbox.write(&format!("chapters/20-{number:03}.md"), "# Kapitel\n\nText.\n");
    }
    let said = refusal(&sandbox, 1);
    assert!(said.contains("Fehler[K301]: der Bericht hat mehr als 200 Kapitel"), "{said:.900}");
}

#[test]
fn what_is_nested_deeper_than_anybody_reads_is_left_out() {
    let run = with_chapter(&format!("{}tief\n\nGleich.", "> ".repeat(20_000))).run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.stderr.matches("zu tief geschachtelt").count(), 1, "{}", run.stderr);
}

#[test]
fn many_findings_in_one_long_line_show_a_part_of_it_each() {
    let text = "7 Fälle und 8 Leute. ".repeat(5_000);
    let run = with_chapter(&text).run(&["check"]);
    assert_eq!(run.code, 0, "{:.900}", run.stderr);
    assert!(run.stderr.contains("`7` ist von Hand geschrieben"), "{:.900}", run.stderr);
    assert!(run.stderr.len() < 300_000, "{} bytes", run.stderr.len());
}

#[test]
fn a_header_with_too_many_columns_is_told_as_what_it_is() {
    let sandbox = Sandbox::new();
    let columns: String = (0..1_500).map(|number| format!(";Spalte {number}")).collect();
    sandbox.write("exports/wide.csv", &format!("Fallnummer;Eingang am;Art{columns}\n"));
    let said = refusal(&sandbox, 1);
    assert!(said.contains("Fehler[K106]: die Kopfzeile hat mehr als 1000 Spalten"), "{said}");
}

#[test]
fn a_table_has_columns_that_fit_and_a_typed_year_figures_that_somebody_printed() {
    let sandbox = Sandbox::new();
    let columns = "\"total\", ".repeat(5_000);
    let table = format!(
        "\n[[table]]\nid = \"mine\"\ntitle = \"A\"\nrows = \"channel\"\ncolumns = [{columns}]\n"
    );
    let config = sandbox.read("input/report.toml") + &table;
    let said = refusal(sandbox.write("report.toml", &config), 2);
    assert!(said.contains("die Tabelle hat zu viele Spalten"), "{said}");

    let sandbox = Sandbox::new();
    let mut paper = "format_version = 1\nas_of = 2015-04-28\noffice = \"O\"\nthreshold = 3\nsource = \"B\"\n[figures]\n".to_owned();
    for number in 0..100_000 {
        let _ = writeln!(paper, "\"cases:site=x{number}\" = 1");
    }
    let said = refusal(sandbox.write("archive/2014.toml", &paper), 2);
    assert!(said.contains("die Datei enthält zu viele Kennzahlen"), "{said}");
}

#[test]
fn a_project_has_topics_of_a_case_nesting_and_years_that_can_be_read() {
    let sandbox = Sandbox::new();
    sandbox.edit("report.toml", "topics_per_case = 3", "topics_per_case = 21");
    assert!(refusal(&sandbox, 2).contains("eine Zahl von 1 bis 20"));

    let sandbox = Sandbox::new();
    let config = sandbox.read("input/report.toml");
    let nested = format!("{config}\nx = {}{}\n", "[".repeat(50_000), "]".repeat(50_000));
    let said = refusal(sandbox.write("report.toml", &nested), 2);
    assert!(said.contains("Fehler[K001]") && said.contains("--> report.toml:"), "{said:.500}");

    let sandbox = Sandbox::new();
    for year in 2012..2015 {
        let edition = format!(
            "{{\"format_version\":1,\"program\":\"x\",\"year\":{year},\"as_of\":\"{}-05-02\",\"office\":\"O\",\"threshold\":3,\"figures\":{{\"cases\":{{\"count\":212}}}}}}",
            year + 1
        );
        sandbox.write(&format!("archive/{year}.json"), &edition);
    }
    sandbox.build();
    let report = sandbox.read("output/2017/report.md");
    assert!(report.contains("2013") && !report.contains("2012"), "the latest four are compared");
}

#[test]
fn a_header_is_searched_at_the_top_and_a_row_is_read_however_long() {
    let sandbox = Sandbox::case("tests/cases/recording/topics-missing");
    let export = sandbox.read("input/exports/a.csv");
    sandbox.write("exports/a.csv", &format!("{}{export}", "Notiz\n".repeat(60)));
    assert!(refusal(&sandbox, 1).contains("Fehler[K106]"));

    let sandbox = Sandbox::case("tests/cases/recording/topics-missing");
    let (header, rest) = export.split_once('\n').unwrap();
    let (first, rest) = rest.split_once('\n').unwrap();
    // Longer than a block: the file is read as a whole, and lines are counted all the same.
    let long = format!("{header}\n{first}{}\n", " ".repeat(17 * 1024 * 1024));
    let rest = rest.replacen("2017", "20170", 1);
    sandbox.write("exports/a.csv", &format!("{long}{rest}"));
    let said = refusal(&sandbox, 1);
    assert!(said.contains("--> exports/a.csv:3"), "{said:.900}");
}

#[test]
fn a_chapter_of_nothing_but_openings_or_branches_is_told_at_once() {
    for (text, words) in [
        ("{{".repeat(90_000), "wird nicht geschlossen"),
        ("{% x %}".repeat(25_000), "gibt es in einem Kapitel nicht"),
        ("{{ count() }}".repeat(14_000), "kleben Ziffern"),
        (
            format!("{{% if true %}}{}{{% endif %}}", "{% elif true %}".repeat(9_000)),
            "ein Zweig zu viel",
        ),
    ] {
        let said = refusal(&with_chapter(&text), 1);
        assert!(said.contains(words), "{words}: {said:.500}");
        assert!(said.matches("[K30").count() <= 60, "{words}");
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_or_a_device_in_place_of_a_file_is_refused() {
    use std::os::unix::fs::symlink;
    for (file, code) in [
        ("report.toml", 2),
        ("network.toml", 2),
        ("archive/2016.json", 2),
        ("chapters/90-own.md", 1),
        ("templates/page.html", 1),
        ("exports/more.csv", 1),
    ] {
        let sandbox = Sandbox::new();
        let path = sandbox.path("input").join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        if path.exists() {
            sandbox.remove(file);
        }
        // Never ends, as a pipe does into which nobody writes.
        symlink("/dev/zero", &path).unwrap();
        let said = refusal(&sandbox, code);
        assert!(said.contains("sondern etwas wie eine Pipe oder ein Gerät"), "{file}: {said}");
        sandbox.remove(file);
        let made = std::process::Command::new("mkfifo").arg(&path).status();
        if made.is_ok_and(|made| made.success()) {
            let said = refusal(&sandbox, code);
            assert!(said.contains("sondern etwas wie eine Pipe oder ein Gerät"), "{file}: {said}");
        }
    }
}
