//! What an office can set about the page beyond its chapters, and what the page carries within it.

use crate::support::{Sandbox, files};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

const CSV: &str = "data:text/csv;charset=utf-8;base64,";

/// Adds a line to the first section of `report.toml`.
fn set(sandbox: &Sandbox, line: &str) {
    sandbox.edit("report.toml", "status = \"final\"", &format!("status = \"final\"\n{line}"));
}

/// Puts a section before the first list.
fn section(sandbox: &Sandbox, text: &str) {
    sandbox.edit("report.toml", "[lists]", &format!("{text}\n\n[lists]"));
}

#[test]
fn every_table_can_be_saved_from_the_page_alone() {
    let sandbox = Sandbox::new();
    sandbox.build();
    let page = sandbox.read("output/2017/report.html");
    let mut downloads = 0;
    for link in page.split("<a href=\"").filter_map(|rest| rest.strip_prefix(CSV)) {
        let (code, rest) = link.split_once('"').unwrap();
        let (_, rest) = rest.split_once("download=\"").unwrap();
        let (name, _) = rest.split_once('"').unwrap();
        let file = String::from_utf8(STANDARD.decode(code).unwrap()).unwrap();
        // As a German spreadsheet program opens it: without the identifiers and heads for programs.
        let file = file.strip_prefix('\u{feff}').unwrap();
        let data = sandbox.read(&format!("output/2017/data/{name}"));
        let rows = |text: &str, separator: u8| -> Vec<Vec<String>> {
            let mut rows = csv::ReaderBuilder::new();
            let mut rows = rows.delimiter(separator).from_reader(text.as_bytes());
            rows.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
        };
        let data = rows(&data, b',').into_iter().map(|row| row[1..].to_vec());
        let number =
            |cell: &String| cell.parse::<f64>().map_or(cell.clone(), |_| cell.replace('.', ","));
        let data: Vec<Vec<String>> = data.map(|row| row.iter().map(number).collect()).collect();
        assert_eq!(rows(file, b';'), data, "{name}");
        assert_eq!(
            sandbox.read(&format!("output/2017/downloads/{name}")),
            format!("\u{feff}{file}")
        );
        downloads += 1;
    }
    assert_eq!(downloads, page.matches("<table>").count());
}

/// What a page links to or loads: the values of its attributes `href` and `src`.
fn goals(page: &str) -> Vec<&str> {
    let goals = [" href=\"", " src=\""].into_iter().flat_map(|start| page.split(start).skip(1));
    goals.map(|rest| rest.split('"').next().unwrap()).collect()
}

/// Whether an address leads to a file beside the page.
fn is_neighbour(goal: &&str) -> bool {
    !["#", "data:", "https:", "mailto:", "tel:"].iter().any(|start| goal.starts_with(start))
}

#[test]
fn the_page_in_a_folder_leads_only_to_files_that_are_there_and_the_one_alone_to_none() {
    for formats in ["html", "html,csv", "html,json,xlsx", "html,md,csv,json"] {
        let sandbox = Sandbox::new();
        let links = "# Links\n\n[Seite](index.html#method), *[Bild](assets/logo.svg)*, [Stelle](#method), [Ort](https://example.org/a).\n";
        sandbox.write("chapters/20-own.md", links);
        let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 2 1\"/>";
        sandbox.write("wappen.svg", drawing);
        section(&sandbox, "[theme]\nlogo = \"wappen.svg\"\nlogo_alt = \"Wappen\"");
        assert_eq!(sandbox.run(&["build", "--format", formats]).code, 0);
        let folder = sandbox.read("output/2017/index.html");
        let neighbours: Vec<&str> = goals(&folder).into_iter().filter(is_neighbour).collect();
        assert!(neighbours.contains(&"assets/style.css"), "{formats}");
        assert!(neighbours.contains(&"assets/logo.svg"), "{formats}");
        assert!(neighbours.contains(&"downloads/topics.csv"), "{formats}");
        for goal in neighbours.iter().filter_map(|goal| goal.split('#').next()) {
            assert!(sandbox.path("output/2017").join(goal).is_file(), "{formats}: {goal}");
        }
        let alone = sandbox.read("output/2017/report.html");
        assert_eq!(goals(&alone).into_iter().find(is_neighbour), None, "{formats}");
        let kept = "<p>Seite, <em>Bild</em>, <a href=\"#method\">Stelle</a>, <a href=\"https://example.org/a\">Ort</a>.</p>";
        assert!(alone.contains(kept), "{formats}");
    }
}

/// The pages of single tables and charts, by name.
fn embedded(sandbox: &Sandbox) -> Vec<(String, String)> {
    let files = files(&sandbox.path("output/2017/embed")).into_iter();
    files.map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap())).collect()
}

#[test]
fn each_table_and_chart_is_a_page_of_its_own_with_all_that_must_be_said_of_it() {
    let sandbox = Sandbox::new();
    sandbox.edit("report.toml", "status = \"final\"", "status = \"draft\"");
    sandbox.build();
    let report = sandbox.read("output/2017/index.html");
    let pages = embedded(&sandbox);
    let exhibits = report.matches("<table>").count() + report.matches("<figure class=").count();
    assert_eq!(pages.len(), exhibits);
    for (name, page) in &pages {
        for said in [
            "Quelle: ",
            "Stand: 2.\u{a0}Mai\u{a0}2018",
            "Beispielbericht mit erfundenen Daten",
            ">Entwurf<",
            "</table>",
        ] {
            // The chart of the network has a list in place of a table.
            let is_there =
                page.contains(said) || said == "</table>" && name == "chart-network.html";
            assert!(is_there, "{name}: {said}");
        }
        let kind = name.strip_suffix(".html").unwrap();
        assert!(page.contains(&format!("id=\"{kind}\"")), "{name}");
        for goal in goals(page) {
            match goal.strip_prefix('#') {
                Some(anchor) => {
                    assert!(page.contains(&format!("id=\"{anchor}\"")), "{name}: {goal}")
                }
                None => assert!(
                    sandbox.path("output/2017/embed").join(goal).is_file(),
                    "{name}: {goal}"
                ),
            }
        }
    }
    // What its chapter says once for several tables stands with each of them here, in signs as well.
    let table = sandbox.read("output/2017/embed/table-topics.html");
    assert!(table.contains("nicht veröffentlicht."), "{table}");
}

#[test]
fn the_page_in_a_folder_has_nothing_inside_that_a_strict_server_forbids() {
    let sandbox = Sandbox::new();
    sandbox.build();
    let index = [("index.html".to_owned(), sandbox.read("output/2017/index.html"))];
    for (name, page) in embedded(&sandbox).into_iter().chain(index) {
        for inside in ["<style", " style=", "data:", "<script", "unsafe-inline"] {
            assert!(!page.contains(inside), "{name}: {inside}");
        }
    }
    let style = sandbox.read("output/2017/assets/style.css");
    let mut fonts = 0;
    for goal in style.split("url(").skip(1) {
        let name = goal.split(')').next().unwrap();
        let font = std::fs::read(sandbox.path("output/2017/assets").join(name)).unwrap();
        assert!(font.starts_with(b"wOF2"), "{name}");
        fonts += 1;
    }
    assert_eq!(fonts, 3);
}

#[test]
fn a_file_within_the_page_that_says_something_else_is_not_published() {
    let table =
        std::fs::read_to_string(crate::support::root().join("templates/table.html")).unwrap();
    let secret = STANDARD.encode("\u{feff}Art;Fälle\na;2\n");
    for (address, name) in [
        (format!("{CSV}{secret}"), "{{ table.file }}"),
        (format!("{CSV}{secret}"), "notiz.csv"),
        (format!("DATA:text/plain;base64,{secret}"), "notiz.txt"),
        ("data:,2".to_owned(), "{{ table.file }}"),
    ] {
        let sandbox = Sandbox::new();
        let changed = table
            .replace("{{ table.csv | safe }}", &address)
            .replace("download=\"{{ table.file }}\"", &format!("download=\"{name}\""));
        assert_ne!(changed, table);
        sandbox.write("templates/table.html", &changed);
        let run = sandbox.run(&["build"]);
        assert_eq!(run.code, 1, "{address} {name}");
        assert!(run.stderr.contains("report.html"), "{}", run.stderr);
    }
}

#[test]
fn contact_statement_licence_and_next_report_stand_at_the_end() {
    let sandbox = Sandbox::new();
    set(
        &sandbox,
        "contact = \"ombudsstelle@example.org\"\naccessibility = \"https://example.org/barrierefreiheit\"\nnext_report = \"Juni 2019\"\nlicence = \"Datenlizenz Deutschland 2.0\"",
    );
    sandbox.build();
    let page = sandbox.read("output/2017/index.html");
    let (_, foot) = page.split_once("<footer").unwrap();
    for text in [
        "ombudsstelle@example.org",
        "<a href=\"https://example.org/barrierefreiheit\">Erklärung zur Barrierefreiheit</a>",
        "Nächster Bericht: Juni 2019",
        "Nutzung: Datenlizenz Deutschland 2.0",
    ] {
        assert!(foot.contains(text), "{text}\n{foot}");
    }
    let text = sandbox.read("output/2017/report.md");
    assert!(text.ends_with("- Nutzung: Datenlizenz Deutschland 2.0\n"), "{text}");
}

#[test]
fn an_address_that_leads_nowhere_harmless_is_refused() {
    let sandbox = Sandbox::new();
    set(&sandbox, "accessibility = \"javascript:alert(1)\"");
    let run = sandbox.run(&["check"]);
    assert!(run.stderr.contains("`accessibility` ist keine Adresse"), "{}", run.stderr);
}

#[test]
fn corrections_are_listed_oldest_first_and_their_absence_is_said() {
    let sandbox = Sandbox::new();
    let none = "Bisher gibt es keine Berichtigungen.";
    assert!(sandbox.build().read("output/2017/report.md").contains(none));
    section(
        &sandbox,
        "[[correction]]\ndate = 2018-08-01\ntext = \"Bezeichnung einer Stelle.\"\n\n[[correction]]\ndate = 2018-06-01\ntext = \"Tabelle zu den Zugangswegen.\"",
    );
    let text = sandbox.build().read("output/2017/report.md");
    let first = text.find("Tabelle zu den Zugangswegen.").unwrap();
    let second = text.find("Bezeichnung einer Stelle.").unwrap();
    assert!(first < second && !text.contains(none));
    assert!(
        text.replace(['\u{a0}', '\\'], " ").contains("1. Juni 2018")
            || text.contains("1\\.\u{a0}Juni\u{a0}2018"),
        "{text}"
    );
}

#[test]
fn a_chapter_in_easy_language_is_marked_as_such() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "chapters/01b-leichte-sprache.md",
        "# In Leichter Sprache\n\nDas ist ein Bericht.\n\nEr kommt von der Ombuds-Stelle.\n",
    );
    let page = sandbox.build().read("output/2017/index.html");
    assert!(page.contains("class=\"easy\" lang=\"de-simple\""));
    assert_eq!(page.matches("de-simple").count(), 1);
}

#[test]
fn the_accent_colours_light_and_dark_pages_and_must_be_readable() {
    let sandbox = Sandbox::new();
    section(&sandbox, "[theme]\naccent = \"#801650\"\nfont = \"Source Sans 3\"");
    let page = sandbox.build().read("output/2017/report.html");
    assert!(page.contains(":root{--accent:#801650}"));
    assert!(page.contains("prefers-color-scheme:dark){:root{--accent:#"));
    assert!(page.contains(":root{--font:\"Source Sans 3\",Inter}"));
    for (theme, message) in [
        ("accent = \"#f46a25\"", "hat nur 2,7 : 1"),
        ("accent = \"orange\"", "`orange` ist keine Farbe"),
        ("font = \"a;}\"", "`font` ist kein Name"),
        ("logo = \"wappen.svg\"", "das Logo hat keine Beschreibung"),
        ("logo = \"wappen.svg\"\nlogo_alt = \"Wappen\"", "lässt sich nicht lesen"),
        ("logo = \"../wappen.svg\"\nlogo_alt = \"Wappen\"", "lässt sich nicht lesen"),
        ("logo = \"wappen.gif\"\nlogo_alt = \"Wappen\"", "ist kein Bild"),
    ] {
        let sandbox = Sandbox::new();
        section(&sandbox, &format!("[theme]\n{theme}"));
        let run = sandbox.run(&["check"]);
        assert!(run.stderr.contains(message), "{theme}\n{}", run.stderr);
    }
}

#[test]
fn a_logo_stands_within_the_page_with_its_description() {
    let sandbox = Sandbox::new();
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 2 1\"><path d=\"M0 0h2v1H0z\"/></svg>";
    sandbox.write("wappen.svg", drawing);
    section(&sandbox, "[theme]\nlogo = \"wappen.svg\"\nlogo_alt = \"Wappen mit 3 Türmen\"");
    let page = sandbox.build().read("output/2017/report.html");
    let address = format!("data:image/svg+xml;base64,{}", STANDARD.encode(drawing));
    assert!(page.contains(&format!("src=\"{address}\" alt=\"Wappen mit 3 Türmen\"")));
    let page = sandbox.read("output/2017/index.html");
    assert!(page.contains("src=\"assets/logo.svg\" alt=\"Wappen mit 3 Türmen\""));
    assert_eq!(sandbox.read("output/2017/assets/logo.svg"), drawing);
}

/// What is told of a project with a template in which something is another.
fn told_of_template(name: &str, from: &str, to: &str) -> String {
    let sandbox = Sandbox::new();
    let standard = crate::support::root().join("templates").join(name);
    let text = std::fs::read_to_string(standard).unwrap().replacen(from, to, 1);
    let run = sandbox.write(&format!("templates/{name}"), &text).run(&["build"]);
    assert_eq!(run.code, 1, "{to}: {}", run.stderr);
    assert!(!sandbox.path("output").exists(), "{to}");
    run.stderr
}

#[test]
fn what_is_wrong_in_a_template_is_told_in_german_at_its_place() {
    let start = "{{ head.title }} –";
    for (to, words, column) in [
        ("{{ head.titel }} –", "die Angabe `titel` gibt es nicht", ":8:"),
        ("{{ haed.title }} –", "`haed` ist nicht bekannt", ":8:"),
        ("{{ head.title | gross }} –", "den Filter `gross` gibt es nicht", ":8:"),
        ("{{ zahl() }} –", "die Funktion `zahl` gibt es nicht", ":8:"),
        ("{{ head.title + }} –", "hier steht `}}`, erwartet war", ":8:"),
        ("{{ head.title –", "", ":8:"),
        ("{% if head.draft %}x", "der Text endet, bevor", ":"),
        ("{{ head.title - 1 }} –", "rechnen lässt sich nur mit Zahlen", ":8:"),
        ("{% for a in head.title.x %}{% endfor %}", "hinter `in` steht, ist keine Liste", ":8:"),
    ] {
        let told = told_of_template("page.html", start, to);
        assert!(told.contains("Fehler[K301]"), "{to}: {told}");
        assert!(told.contains(words), "{to}: {told}");
        assert!(told.contains(&format!("--> templates/page.html{column}")), "{to}: {told}");
        assert!(!told.contains("error:") && !told.contains("not defined"), "{to}: {told}");
    }
    let told = told_of_template("table.html", "{{ cell.text }}", "{{ cell.txt }}");
    assert!(told.contains("--> templates/table.html:10:"), "{told}");
}

#[test]
fn a_template_that_prints_nothing_of_the_report_is_told() {
    for name in ["page.html", "embed.html", "table.html", "chart.html"] {
        let sandbox = Sandbox::new();
        for text in ["", "<p>Bericht</p>\n", "{# chapters exhibit table chart #}"] {
            let run = sandbox.write(&format!("templates/{name}"), text).run(&["check"]);
            assert_eq!(run.code, 1, "{name}: {}", run.stderr);
            let words = "nicht, und ohne das fehlt der Inhalt des Berichts";
            assert!(run.stderr.contains(words), "{name}: {}", run.stderr);
            assert!(run.stderr.contains(&format!("--> templates/{name}")), "{}", run.stderr);
        }
    }
}

#[test]
fn a_table_of_details_is_folded_once_and_opened_by_the_configuration() {
    let sandbox = Sandbox::new();
    let page = sandbox.build().read("output/2017/index.html");
    let folded = |page: &str, id: &str| {
        let before = page.split(&format!("id=\"table-{id}\"")).next().unwrap();
        before.matches("<details ").count() - before.matches("</details>").count()
    };
    // The last stands below a chart, where every table folds.
    assert_eq!(
        ["outcomes", "channels", "ledger", "topics"].map(|id| folded(&page, id)),
        [0, 1, 1, 1]
    );
    let summary = "<summary>Tabelle&nbsp;24: Kundenreaktionen nach Eingangsweg</summary>";
    assert!(page.contains(summary), "{page}");
    let own =
        "[[table]]\nid = \"channels\"\ntitle = \"Wege\"\nrows = \"channel\"\ncolumns = [\"total\"]";
    section(&sandbox, own);
    assert_eq!(folded(&sandbox.build().read("output/2017/index.html"), "channels"), 0);
}

#[test]
fn what_a_template_says_wrongly_is_told_of_one_page() {
    let table =
        std::fs::read_to_string(crate::support::root().join("templates/table.html")).unwrap();
    let sandbox = Sandbox::new();
    sandbox.write("templates/table.html", &table.replace("{{ table.title }}", "Platz 4711"));
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("Fehler[K501]: in `report.html`"), "{}", run.stderr);
    assert!(!run.stderr.contains("index.html") && !run.stderr.contains("embed/"), "{}", run.stderr);
}
