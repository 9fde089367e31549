//! The last gate: the sample reads back as it was published, and every change to a finished file is
//! found at its place.

use crate::support::{Sandbox, files, root};
use krm_report::commands::{Options, Report, make_report, read_project};
use krm_report::diagnostic::{Finding, FindingCode, Findings};
use krm_report::project::Overrides;
use krm_report::render::{Artifact, Format, Input};
use krm_report::reread::reread;
use std::sync::OnceLock;

struct Sample {
    report: Report,
    artifacts: Vec<Artifact>,
}

fn render(report: &Report) -> Vec<Artifact> {
    let input = Input {
        document: &report.document,
        drawings: &report.drawings,
        theme: &report.project.theme,
        templates: &report.project.templates,
        formats: &[Format::STANDARD.as_slice(), &[Format::Xlsx]].concat(),
        sources: &report.project.sources,
    };
    Format::STANDARD
        .into_iter()
        .flat_map(|format| format.render(&input, &mut Findings::default()).unwrap())
        .collect()
}

fn sample() -> &'static Sample {
    static SAMPLE: OnceLock<Sample> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let (project, findings) =
            read_project(&root().join("input"), None, Overrides::default()).unwrap();
        let report = make_report(project, findings, Options::default()).unwrap();
        let artifacts = render(&report);
        Sample { report, artifacts }
    })
}

/// The findings after one change to one artifact.
fn after(path: &str, change: impl Fn(&str) -> String) -> Vec<Finding> {
    let sample = sample();
    let mut artifacts = sample.artifacts.clone();
    let artifact = artifacts.iter_mut().find(|artifact| artifact.path == path).unwrap();
    let text = std::str::from_utf8(&artifact.bytes).unwrap();
    let changed = change(text);
    assert_ne!(changed, text, "{path} was not changed");
    artifact.bytes = changed.into_bytes();
    reread(&artifacts, &sample.report.expectation()).iter().cloned().collect()
}

/// Demands a finding with a code that names the artifact and a place, after `from` became `to`.
#[track_caller]
fn found(path: &str, (from, to): (&str, &str), code: FindingCode, place: &str) {
    let findings = after(path, |text| {
        assert!(text.contains(from), "{path} does not hold {from}");
        text.replacen(from, to, 1)
    });
    let told = findings.iter().any(|finding| {
        let named = path == "index.html" || finding.message.contains(path);
        finding.code == code && named && finding.message.contains(place)
    });
    assert!(told, "{code:?} at {place}: {findings:#?}");
}

/// What stands in the page's cell of a masked figure.
const MASKED: &str = "data-figure=\"cases:category=complaint,topic_group=livelihood,assessment=open\"><span aria-hidden=\"true\">.</span><span class=\"spoken\">nicht veröffentlicht</span></td>";

fn masked_with(attributes: &str, content: &str) -> String {
    let head = MASKED.split('>').next().unwrap();
    format!("{head}{attributes}>{content}</td>")
}

#[test]
fn the_sample_reads_back_as_published() {
    let sample = sample();
    let findings = reread(&sample.artifacts, &sample.report.expectation());
    assert!(findings.is_empty(), "{findings:#?}");
}

#[test]
fn a_number_in_a_masked_cell_of_the_page_is_found() {
    let place = "Zeile „Sicherung des Lebensunterhalts“, Spalte „noch nicht bewertet“";
    found("index.html", (MASKED, &masked_with("", "2")), FindingCode::MaskLeaks, place);
    let both =
        masked_with("", "<span>.</span><span class=\"spoken\">2 nicht veröffentlicht</span>");
    found("index.html", (MASKED, &both), FindingCode::MaskLeaks, place);
}

#[test]
fn an_attribute_that_tells_a_masked_cell_apart_is_found() {
    let inside =
        "<span aria-hidden=\"true\">.</span><span class=\"spoken\">nicht veröffentlicht</span>";
    for attributes in [
        " title=\"2\"",
        " data-sort=\"2\"",
        " class=\"secondary\"",
        " data-kind=\"primary\"",
        " style=\"--n:a\"",
        " id=\"few\"",
    ] {
        let cell = masked_with(attributes, inside);
        let place = match attributes.contains("2\"") {
            true => "Attribut `",
            false => "Lebensunterhalts“, Spalte",
        };
        found("index.html", (MASKED, &cell), FindingCode::MaskLeaks, place);
    }
    let inner = inside.replacen("<span", "<span title=\"zwei\"", 1);
    found(
        "index.html",
        (MASKED, &masked_with("", &inner)),
        FindingCode::MaskLeaks,
        "Lebensunterhalts“, Spalte",
    );
}

#[test]
fn a_wrong_number_in_a_cell_is_found_in_every_format() {
    let row = "Zeile „Unterkunft und Umzug“, Spalte „begründet“";
    let id = "data-figure=\"cases:category=complaint,topic_group=housing,assessment=justified\">";
    let (from, to) = (format!("{id}31"), format!("{id}32"));
    found("index.html", (&from, &to), FindingCode::NumberDiffers, row);
    let (from, to) = ("| Unterkunft und Umzug | 31 |", "| Unterkunft und Umzug | 32 |");
    found("report.md", (from, to), FindingCode::NumberDiffers, row);
    let file = "data/assessment_by_topic_group.csv";
    let place = "Zeile `housing`, Spalte `justified`";
    found(file, ("Umzug,31,", "Umzug,32,"), FindingCode::NumberDiffers, place);
    let place = "Zeile `livelihood`, Spalte `open`";
    found(file, ("49,.,86", "49,2,86"), FindingCode::MaskLeaks, place);
    found(
        "report.md",
        ("| 49 | . | 86 |", "| 49 | 2 | 86 |"),
        FindingCode::MaskLeaks,
        "Spalte „noch nicht",
    );
    found("data/months.csv", ("4,1.4", "4,1.5"), FindingCode::NumberDiffers, "share_percent");
    found("data/months.csv", ("id,label,", "id,label,n,"), FindingCode::NumberDiffers, "Kopfzeile");
}

#[test]
fn cells_that_changed_places_are_found() {
    found(
        "report.md",
        ("| 31 | 23 |", "| 23 | 31 |"),
        FindingCode::NumberDiffers,
        "Spalte „begründet“",
    );
    let (from, to) = ("| Januar | 4 | 1,4 |\n| Februar", "| Februar | 4 | 1,4 |\n| Januar");
    found("report.md", (from, to), FindingCode::NumberDiffers, "Zeile, Tabelle `months`");
    found(
        "data/months.csv",
        ("Januar,4", "Januar,13"),
        FindingCode::NumberDiffers,
        "Spalte `total`",
    );
}

#[test]
fn the_list_of_figures_says_nothing_else_than_what_is_published() {
    let path = "data/figures.json";
    found(
        path,
        ("\"value\": \"286\"", "\"value\": \"287\""),
        FindingCode::NumberDiffers,
        "Schlüssel `value`",
    );
    found(
        path,
        ("\"status\": \"masked\"", "\"status\": \"masked\", \"value\": \"2\""),
        FindingCode::MaskLeaks,
        "`value`",
    );
    found(
        path,
        ("\"status\": \"masked\"", "\"status\": \"secondary\""),
        FindingCode::MaskLeaks,
        "`status`",
    );
    found(
        path,
        ("\"status\": \"masked\"", "\"status\": \"masked\", \"reason\": \"small\""),
        FindingCode::MaskLeaks,
        "`reason`",
    );
    found(
        path,
        ("\"id\": \"activities\"", "\"id\": \"activitys\""),
        FindingCode::NumberDiffers,
        "activitys",
    );
    found(
        path,
        ("\"figures\": [", "\"count\": 3, \"figures\": ["),
        FindingCode::NumberDiffers,
        "`count`",
    );
    found(
        path,
        ("\"figures\": [", "\"figures\": [,"),
        FindingCode::ArtifactUnreadable,
        "figures.json",
    );
}

#[test]
fn the_description_of_the_data_files_says_nothing_that_the_report_does_not_say() {
    let (path, unaccounted) = ("data/datapackage.json", FindingCode::NumberUnaccounted);
    found(
        path,
        ("\"mediatype\": \"text/csv\"", "\"mediatype\": \"text/csv\", \"rows\": 2"),
        unaccounted,
        "`rows`",
    );
    found(path, ("-2017\"", "-2018\""), unaccounted, "`name`");
    found(path, ("T00:00:00Z", "T00:00:02Z"), unaccounted, "`created`");
    found(path, ("\"name\": \"half_year_1\"", "\"name\": \"half_year_3\""), unaccounted, "`name`");
    let (from, to) = ("Die Tabellen des Berichts", "Die 2 Tabellen des Berichts");
    found(path, (from, to), unaccounted, "`description`");
    found(path, ("\"title\": \"Jahres", "\"n2\": \"\", \"title\": \"Jahres"), unaccounted, "");
    found(path, ("{", "{,"), FindingCode::ArtifactUnreadable, "datapackage.json");
}

#[test]
fn a_wrong_or_further_number_in_a_sentence_is_found() {
    let id = "data-figure=\"cases\">286\u{a0}Kundenreaktionen</span> ein, ";
    found(
        "index.html",
        (id, &id.replace("286", "287")),
        FindingCode::NumberDiffers,
        "1 Das Wichtigste",
    );
    let (from, to) = ("der Ombudsstelle 286", "der Ombudsstelle 285");
    found("report.md", (from, to), FindingCode::NumberDiffers, "1 Das Wichtigste");
    let (from, to) = ("Dieser Bericht fasst", "Dieser Bericht über 2 offene Beschwerden fasst");
    found("index.html", (from, to), FindingCode::NumberUnaccounted, "2.1 Auftrag");
    found(
        "report.md",
        ("Dieses Kapitel zeigt", "Dieses Kapitel zeigt 2 Fälle"),
        FindingCode::NumberUnaccounted,
        "4 Häufige",
    );
    found("index.html", ("<td", "<!-- 2 --><td"), FindingCode::NumberUnaccounted, "Kommentar");
    found(
        "index.html",
        ("Inhalt springen", "Inhalt springen ½"),
        FindingCode::NumberUnaccounted,
        "vor der ersten",
    );
}

#[test]
fn a_number_in_an_attribute_or_a_style_sheet_is_found() {
    for attribute in ["title", "alt", "aria-label", "aria-description", "data-n", "style"] {
        let to = format!("<p {attribute}=\"noch 2\">Die Ombudsstelle nimmt");
        let place = format!("Attribut `{attribute}`");
        found(
            "index.html",
            ("<p>Die Ombudsstelle nimmt", &to),
            FindingCode::NumberUnaccounted,
            &place,
        );
    }
    let to = ".x::after{content:\"2\"}</style>";
    found("report.html", ("</style>", to), FindingCode::NumberUnaccounted, "Stilblatt");
    let from = ".facts dt {";
    let to = ".x::after{content:\"2\"}.facts dt {";
    found("assets/style.css", (from, to), FindingCode::NumberUnaccounted, "Stilblatt");
}

#[test]
fn a_wrong_number_in_an_alternative_text_is_found() {
    let (from, to) = ("November (34), Dezember", "November (35), Dezember");
    found("report.md", (from, to), FindingCode::NumberDiffers, "Bildtext");
    found("index.html", (from, to), FindingCode::NumberDiffers, "");
    found("charts/months.svg", (from, to), FindingCode::NumberDiffers, "");
}

#[test]
fn a_file_that_cannot_be_read_back_is_found() {
    let sample = sample();
    for (path, bytes) in [
        ("data/more.csv", "a"),
        ("downloads/more.csv", "a"),
        ("assets/Inter-Regular.woff2", "a"),
        ("assets/logo.svg", "<svg/>"),
        ("assets/more.css", "a{}"),
        ("notes.txt", "a"),
        ("charts/more.svg", "a"),
    ] {
        let mut artifacts = sample.artifacts.clone();
        artifacts.push(Artifact { path: path.to_owned(), bytes: bytes.into() });
        let findings = reread(&artifacts, &sample.report.expectation());
        assert!(
            findings.iter().any(|finding| finding.code == FindingCode::ArtifactUnreadable),
            "{path}"
        );
    }
}

#[test]
fn found_numbers_are_shown_on_request_only() {
    let findings =
        after("data/assessment_by_topic_group.csv", |text| text.replace("49,.,86", "49,1313,86"));
    let finding = findings.first().unwrap();
    let said = format!("{} {:?} {:?}", finding.message, finding.expected, finding.help);
    assert!(!said.contains("1313"), "{said}");
    assert_eq!(finding.secret.as_ref().unwrap().value.as_deref(), Some("1313"));
}

#[test]
fn a_template_that_says_too_much_fails_the_build_and_leaves_the_last_output() {
    let table = std::fs::read_to_string(root().join("templates/table.html")).unwrap();
    let page = std::fs::read_to_string(root().join("templates/page.html")).unwrap();
    let sandbox = Sandbox::new();
    sandbox.build();
    let before = files(&sandbox.path("output"));
    for (name, text, code) in [
        (
            "table.html",
            table.replace("<tr class=", "<tr title=\"{{ loop.index }}\" class="),
            "K501",
        ),
        (
            "table.html",
            table.replace("<th scope=\"row\">", "<th scope=\"row\">{{ loop.index }}. "),
            "K50",
        ),
        (
            "table.html",
            table.replace(
                "data-figure=\"{{ cell.id }}\"",
                "data-figure=\"{{ cell.id }}\" class=\"c{{ loop.index }}\"",
            ),
            "K503",
        ),
        (
            "table.html",
            table.replace("{{ cell.text }}{% endif %}", "{{ cell.text }}9{% endif %}"),
            "K502",
        ),
        (
            "page.html",
            page.replace(
                "<footer class=\"colophon\">",
                "<footer class=\"colophon\"><p>darunter 2 Anregungen</p>",
            ),
            "K501",
        ),
    ] {
        sandbox.write(&format!("templates/{name}"), &text);
        let run = sandbox.run(&["build"]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(run.stderr.contains(&format!("Fehler[{code}")), "{}", run.stderr);
        assert_eq!(files(&sandbox.path("output")), before, "the last good output stays");
        sandbox.remove(&format!("templates/{name}"));
    }
    sandbox.build();
}

#[test]
fn a_template_in_another_order_with_nothing_more_passes() {
    let page = std::fs::read_to_string(root().join("templates/page.html")).unwrap();
    let table = std::fs::read_to_string(root().join("templates/table.html")).unwrap();
    let sandbox = Sandbox::new();
    sandbox.write(
        "templates/page.html",
        &page.replace(
            "<h1>{{ head.title }}</h1>",
            "<h1>{{ head.office }}: {{ head.title }} (Stand {{ head.as_of }})</h1>",
        ),
    );
    let sortable = table
        .replace("<td{% if cell.id %}", "<td data-sort=\"{{ cell.text }}\"{% if cell.id %}")
        .replace(" id=\"table-{{ table.id }}\"", "");
    sandbox.write("templates/table.html", &sortable);
    sandbox.build();
}

#[test]
fn unusual_chapters_labels_and_settings_read_back() {
    let chapter = "# 3 Fragen zu {{ count(category=\"complaint\") }}\n\n\
        ## Absatz 2 ~ 1\\. *kurz*\n\n\
        3. eins  \n   zwei 4 &amp; `5 x` {{ count(category=\"complaint\", support=\"own\", one=\"Fall nach § 22\", many=\"Fälle nach § 22\") }}\n\
        4. **{{ share(assessment=\"justified\", of=\"total\") }}** [7](https://example.org/7)\n\n   - tief {{ typed(text=\"12\") }}\n\n\
        > Zitat mit {{ count(category=\"praise\") }} und ½ <b>9</b>\n\n\
        {{ key_figure(label=\"10 von 10\", figure=\"cases:category=complaint\") }}\n\n\
        {{ table(id=\"odd\") }}\n\n{{ chart(id=\"odd\") }}\n\n{{ chart(id=\"odd_grid\") }}\n";
    let tables = "\n[[table]]\nid = \"odd\"\ntitle = \"Teil 2 (2017)\"\nrows = \"duration_band\"\ncolumns = [\"assessment\", \"total\", \"share\"]\nnote = \"Stand 3. März; 4 Bände\"\n\
        [[chart]]\nid = \"odd\"\ntitle = \"Teil 2\"\nform = \"stacked_bars\"\ntable = \"odd\"\n\
        [[chart]]\nid = \"odd_grid\"\ntitle = \"Teil 3\"\nform = \"heat_map\"\ntable = \"odd\"\n";
    for (threshold, mark) in [("3", "."), ("4", "*"), ("5", "***"), ("1", "#")] {
        let sandbox = Sandbox::new();
        let config = sandbox
            .read("input/report.toml")
            .replace("threshold = 3", &format!("threshold = {threshold}"))
            .replace("mark = \".\"", &format!("mark = \"{mark}\""));
        let config = config.replace("[report]", "[report]\ncontact = \"Zimmer 12, 0351 123-45\"");
        sandbox.write("report.toml", &(config + tables));
        sandbox.write("chapters/30-odd.md", chapter);
        let run = sandbox.run(&["build", "--show-values"]);
        assert_eq!(run.code, 0, "threshold {threshold}: {}", run.stderr);
    }
}

#[test]
fn a_label_that_is_the_end_of_another_is_not_taken_for_it() {
    let justified = "{ id = \"justified\", label = \"begründet\" }";
    let unjustified = "{ id = \"unjustified\", label = \"unbegründet\" }";
    for (first, second) in [
        (justified, unjustified),
        (
            "{ id = \"justified\", label = \"unbegründet\" }",
            "{ id = \"unjustified\", label = \"begründet\" }",
        ),
        (
            "{ id = \"justified\", label = \"teilweise begründet\", synonyms = [\"begründet\"] }",
            "{ id = \"unjustified\", label = \"begründet (ganz)\", synonyms = [\"unbegründet\"] }",
        ),
        (
            "{ id = \"justified\", label = \"begründet\" }",
            "{ id = \"unjustified\", label = \"nicht begründet\", synonyms = [\"unbegründet\"] }",
        ),
    ] {
        let sandbox = Sandbox::case("tests/cases/recording/office-opened-in-year");
        sandbox.edit("report.toml", justified, first);
        sandbox.edit("report.toml", unjustified, second);
        sandbox.edit(
            "report.toml",
            "[disclosure]",
            "[[chart]]\nid = \"own\"\ntitle = \"Bewertungen\"\nform = \"bars\"\ntable = \"assessment\"\nheadline = \"Am häufigsten: {rows}\"\n\n[disclosure]",
        );
        sandbox.write("chapters/20-own.md", "# Eigenes\n\n{{ chart(id=\"own\") }}\n");
        let run = sandbox.run(&["build", "--show-values"]);
        assert_eq!(run.code, 0, "{first} {second}: {}", run.stderr);
        assert!(sandbox.read("output/2017/report.md").contains("![Balkendiagramm, "), "{first}");
    }
}

#[test]
fn labels_that_begin_as_a_formula_behind_blanks_read_back() {
    for label in ["\\t=1", " -2", "a\\t+b", "@x; =y"] {
        let sandbox = Sandbox::new();
        let old = "label = \"Schuldnerberatung\", group = \"supported\", synonyms = [";
        let rest = "group = \"supported\", synonyms = [\"Schuldnerberatung\", ";
        let new = format!("label = \"{label}\", {rest}");
        sandbox.edit("report.toml", old, &new);
        let run = sandbox.run(&["build", "--format", "html,md,csv,json,xlsx", "--show-values"]);
        assert_eq!(run.code, 0, "{label}: {}", run.stderr);
    }
}
