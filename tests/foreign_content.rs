//! What others put into a project, and what a file says, does nothing: no logo, template, style, chapter, label or name of a
//! file runs, loads, hides or commands anything.

use crate::support::{Run, Sandbox, files, root};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">";

/// A project with this file as its logo.
fn with_logo(name: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let theme = format!("[theme]\nlogo = \"{name}\"\nlogo_alt = \"Wappen\"\n\n[exports]\n#");
    sandbox.edit("report.toml", "[exports]\n#", &theme);
    sandbox
}

fn assert_refused(run: &Run, words: &str) {
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains(words), "{words}: {}", run.stderr);
    assert!(run.stderr.contains("--> report.toml:"), "{}", run.stderr);
}

#[test]
fn a_logo_is_a_picture_that_stands_alone() {
    let sandbox = with_logo("logo.svg");
    sandbox.write("logo.svg", &format!("{SVG}<path d=\"M0 0h9v9z\"/></svg>")).build();
    for (content, words) in [
        (format!("{SVG}<script>alert(1)</script></svg>"), "enthält `<script>`"),
        (format!("{SVG}<image href=\"https://example.org/x.png\"/></svg>"), "enthält `<image>`"),
        (format!("{SVG}<g onload=\"alert(1)\"/></svg>"), "enthält `onload="),
        (format!("{SVG}<style>@import 'x';</style></svg>"), "im Stilblatt `@import`"),
        (format!("{SVG}{}</svg>", " ".repeat(70_000)), "ist zu groß"),
        ("Fallnummer;Eingang am\n".to_owned(), "ist kein"),
    ] {
        assert_refused(&sandbox.write("logo.svg", &content).run(&["check"]), words);
    }
}

#[test]
fn a_logo_is_no_export_and_no_file_outside_the_project() {
    let sandbox = with_logo("exports/logo.svg");
    sandbox.write("exports/logo.svg", &format!("{SVG}</svg>"));
    assert_refused(&sandbox.run(&["check"]), "liegt nicht, wo ein Logo liegen darf");
    let sandbox = with_logo("../logo.svg");
    sandbox.write("../logo.svg", &format!("{SVG}</svg>"));
    assert_refused(&sandbox.run(&["check"]), "liegt nicht, wo ein Logo liegen darf");
    #[cfg(unix)]
    {
        let sandbox = with_logo("logo.svg");
        sandbox.write("../other.svg", &format!("{SVG}</svg>"));
        let link = sandbox.path("input/logo.svg");
        std::os::unix::fs::symlink(sandbox.path("other.svg"), link).unwrap();
        assert_refused(&sandbox.run(&["check"]), "liegt nicht, wo ein Logo liegen darf");
    }
}

#[test]
fn a_page_or_style_that_runs_or_loads_something_is_not_published() {
    let page = std::fs::read_to_string(root().join("templates/page.html")).unwrap();
    let style = std::fs::read_to_string(root().join("templates/style.css")).unwrap();
    let sandbox = Sandbox::new();
    sandbox.build();
    let before = files(&sandbox.path("output"));
    let behind = |what: &str| page.replace("<footer", &format!("{what}\n<footer"));
    for (name, text, what) in [
        ("page.html", behind("<script>let a = b;</script>"), "<script>"),
        ("page.html", behind("<iframe src=\"about:blank\"></iframe>"), "<iframe>"),
        ("page.html", behind("<p onmouseover=\"f()\">x</p>"), "<p onmouseover=…>"),
        ("page.html", behind("<img src=\"https://example.org/a.png\" alt=\"\">"), "<img src=…>"),
        ("page.html", behind("<a href=\"/\\example.org\">x</a>"), "<a href=…>"),
        ("page.html", behind("<link rel=\"stylesheet\" href=\"a.css\">"), "<link href=…>"),
        ("page.html", behind("<p>\u{202e}x</p>"), "U+202E"),
        ("style.css", format!("@import \"a.css\";\n{style}"), "@import"),
        ("style.css", format!("{style}\nbody{{background:url(a.png)}}"), "url(a.png)"),
    ] {
        let run = sandbox.write(&format!("templates/{name}"), &text).run(&["build"]);
        assert_eq!(run.code, 1, "{what}: {}", run.stderr);
        let message = format!("Fehler[K508]: in `report.html` steht `{what}`");
        assert!(run.stderr.contains(&message), "{what}: {}", run.stderr);
        assert!(run.stderr.contains(&format!("--> templates/{name}:")), "{what}: {}", run.stderr);
        assert_eq!(files(&sandbox.path("output")), before, "the last good output stays");
        sandbox.remove(&format!("templates/{name}"));
    }
}

#[test]
fn what_a_style_prints_is_a_text_of_the_report_whatever_its_property() {
    let style = std::fs::read_to_string(root().join("templates/style.css")).unwrap();
    let sandbox = Sandbox::new();
    for declaration in
        ["content : \"4711\"", "CONTENT:\"4711\"", "list-style-type:\"4711\"", "--x:\"4711\""]
    {
        let text = format!("{style}\np::after{{{declaration}}}\n");
        let run = sandbox.write("templates/style.css", &text).run(&["build"]);
        assert_eq!(run.code, 1, "{declaration}: {}", run.stderr);
        assert!(run.stderr.contains("Fehler[K501]: in `report.html`"), "{}", run.stderr);
    }
}

#[test]
fn what_nobody_sees_in_a_chapter_is_left_out_and_told_where_it_stands() {
    let sandbox = Sandbox::new();
    let chapter = "# Eigenes\n\nAm \u{202e}Ende\u{1b}[2J \u{e000}\u{e0041}.\n\nUnd &#x2066;hier.\n";
    sandbox.write("chapters/90-own.md", chapter);
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for place in ["U+202E), wird nicht übernommen\n  --> chapters/90-own.md:3:4", "U+2066)"] {
        assert!(run.stderr.contains(place), "{place} {}", run.stderr);
    }
    for file in ["index.html", "report.md"] {
        let text = sandbox.read(&format!("output/2017/{file}"));
        assert!(text.contains("Und hier."), "{file}");
        let unseen = ['\u{202e}', '\u{1b}', '\u{e000}', '\u{e0041}', '\u{2066}'];
        assert!(!text.contains(unseen), "{file}");
    }
}

#[cfg(unix)]
#[test]
fn no_chapter_and_no_template_is_an_export_or_a_file_of_elsewhere() {
    for goal in ["../exports/2017-H1.csv", "../../other.md"] {
        for name in ["chapters/90-own.md", "templates/style.css"] {
            let sandbox = Sandbox::new();
            std::fs::write(sandbox.path("other.md"), "# Fremdes\n\nText\n").unwrap();
            let folder = sandbox.path("input").join(name).parent().unwrap().to_path_buf();
            std::fs::create_dir_all(folder).unwrap();
            std::os::unix::fs::symlink(goal, sandbox.path("input").join(name)).unwrap();
            let run = sandbox.run(&["build"]);
            assert_eq!(run.code, 1, "{name} → {goal}: {}", run.stderr);
            assert!(run.stderr.contains("oder zu einem Export führt"), "{}", run.stderr);
            assert!(run.stderr.contains(&format!("--> {name}")), "{}", run.stderr);
        }
    }
}

#[test]
fn no_label_is_a_formula_in_what_readers_open() {
    let sandbox = Sandbox::new();
    let label = "=cmd|' /C calc'!A0;-2";
    sandbox.edit("report.toml", "label = \"Sanktionen\"", &format!("label = \"{label}\""));
    sandbox.edit(
        "report.toml",
        "[\"Sanktion\", \"Minderung\"]",
        "[\"Sanktion\", \"Minderung\", \"Sanktionen\"]",
    );
    sandbox.build();
    let page = sandbox.read("output/2017/report.html");
    let downloads: Vec<String> = page
        .split("data:text/csv;charset=utf-8;base64,")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .map(|code| String::from_utf8(STANDARD.decode(code).unwrap()).unwrap())
        .collect();
    let rows: Vec<&str> = downloads.iter().flat_map(|file| file.lines()).collect();
    let mut guarded = rows.iter().filter(|row| row.contains("cmd|"));
    assert!(guarded.clone().count() > 0);
    assert!(guarded.all(|row| row.contains("\"'=cmd|' /C calc'!A0;'-2\";")), "{rows:#?}");
    // Programs get labels as they are.
    let data = sandbox.read("output/2017/data/topics.csv");
    assert!(data.contains(&format!(",{label},")), "{data}");
}

#[test]
fn a_sign_for_masked_values_can_be_seen() {
    for mark in ["\u{200b}", "\u{feff}", "\u{301}"] {
        let sandbox = Sandbox::new();
        sandbox.edit("report.toml", "mark = \".\"", &format!("mark = \"{mark}\""));
        let run = sandbox.run(&["check"]);
        assert_refused(&run, "das kann kein Geheimhaltungszeichen sein");
    }
}

#[test]
fn a_link_is_read_as_a_browser_reads_it() {
    let sandbox = Sandbox::new();
    let links =
        "[a](/\\example.org) [b](\\\\\\\\example.org/x) [c](<java\tscript:x>) [d](data\\a.csv)";
    sandbox.write("chapters/90-links.md", &format!("# Links\n\n{links}\n"));
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.stderr.matches("Warnung[K304]").count(), 3, "{}", run.stderr);
    let page = sandbox.read("output/2017/index.html");
    assert!(!page.contains("href=\"/\\") && !page.contains("href=\"\\"));
}

#[test]
fn what_nobody_sees_in_a_text_is_told_where_it_stands() {
    let sandbox = Sandbox::new();
    sandbox.edit("report.toml", "label = \"Sanktionen\"", "label = \"Sank\u{202e}tionen\"");
    sandbox.edit("network.toml", "title = \"", "title = \"\\u001b[2J");
    let run = sandbox.run(&["check"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("(U+202E)") && run.stderr.contains("(U+001B)"), "{}", run.stderr);
    let line = |file: &str, what: &str| {
        let text = sandbox.read(&format!("input/{file}"));
        text.lines().position(|line| line.contains(what)).unwrap() + 1
    };
    for (file, what) in [("report.toml", "\u{202e}"), ("network.toml", "u001b")] {
        let place = format!("--> {file}:{}:", line(file, what));
        assert!(run.stderr.contains(&place), "{place} {}", run.stderr);
    }
    assert!(!run.stderr.contains('\u{202e}') && !run.stderr.contains('\u{1b}'));

    let sandbox = Sandbox::new();
    sandbox.edit("report.toml", "label = \"Sanktionen\"", "label = \" \u{200b}\"");
    let run = sandbox.run(&["check"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("`label` ist leer"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn no_name_and_no_heading_of_a_file_reaches_the_terminal_as_it_is() {
    let sandbox = Sandbox::new();
    let heading = "Spalte \u{1b}[31m\u{202e}";
    sandbox.write(
        "exports/a\n::error::b\u{1b}[2J.csv",
        &format!("Fallnummer;Eingang am;Art;{heading}\n1;1.1.2017;Beschwerde;x\n"),
    );
    let name = "input/exports/a\n::error::b\u{1b}[2J.csv";
    for arguments in [
        &["check"] as &[&str],
        &["build"],
        &["check", "--message-format", "json"],
        &["check", "--message-format", "sarif"],
        &["check", "--message-format", "github"],
        &["inspect", name],
        &["inspect", name, "--suggest"],
        &["inspect", "::warning::missing.csv"],
        &["strip", name, "--to", "::warning::x"],
        &["explain", "::warning::x"],
    ] {
        let run = sandbox.run(arguments);
        for text in [&run.stdout, &run.stderr] {
            assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{arguments:?} {text}");
            for line in text.lines().filter(|line| line.trim_start().starts_with("::")) {
                let is_ours = arguments.contains(&"github") && line.contains(" title=K");
                assert!(is_ours, "{arguments:?}: {line}");
            }
        }
    }
}

#[test]
fn an_identifier_is_a_name_for_files_everywhere_and_no_sign() {
    let table = |id: &str| {
        format!(
            "\n[[table]]\nid = \"{id}\"\ntitle = \"A\"\nrows = \"channel\"\ncolumns = [\"total\"]\n"
        )
    };
    let chart = |id: &str| {
        format!("\n[[chart]]\nid = \"{id}\"\ntitle = \"A\"\nform = \"bars\"\ntable = \"topics\"\n")
    };
    let long = "a".repeat(61);
    for id in ["con", "aux", "nul", "com1", "lpt9", "x", "../x", "a b", &long] {
        for entry in [table(id), chart(id)] {
            let sandbox = Sandbox::new();
            let config = sandbox.read("input/report.toml") + &entry;
            let run = sandbox.write("report.toml", &config).run(&["check"]);
            assert_refused(&run, &format!("`{id}` kann keine Kennung sein"));
        }
    }
    let sandbox = Sandbox::new();
    let config = sandbox.read("input/report.toml") + &chart("mine") + &chart("mine");
    let run = sandbox.write("report.toml", &config).run(&["check"]);
    assert_refused(&run, "das Diagramm `mine` ist zweimal beschrieben");
}

#[test]
fn no_text_passes_for_a_figure_or_for_a_place_in_the_report() {
    let sandbox = Sandbox::new();
    let contact = "[report]\ncontact = \"Frau \\uE0003\\uE001\"";
    sandbox.edit("report.toml", "[report]", contact);
    assert_refused(&sandbox.run(&["build"]), "U+E000");

    let sandbox = Sandbox::new();
    let chapter = "# Eigenes\n\nWort `\u{e002}1` und `a\u{e003}` und &#xE000;3&#xE001;.\n\n\
        **Fett {{ sentence(about=\"not_recorded\") }}** und **{{ sentence(about=\"not_recorded\") }}** bleibt.\n";
    sandbox.write("chapters/90-own.md", chapter).build();
    let text = sandbox.read("output/2017/report.md");
    let (_, own) = text.rsplit_once("## 13 Eigenes\n\n").unwrap();
    assert!(own.starts_with("Wort `1` und `a` und 3.\n\n**Fett**  und  bleibt.\n"), "{own}");
}
