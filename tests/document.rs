//! The page and the Markdown as documents: safe, complete, self-contained.

use crate::support::Sandbox;

#[test]
fn the_page_is_one_file_without_script_or_remote_address() {
    let sandbox = Sandbox::new();
    sandbox.build();
    let page = sandbox.read("output/2017/report.html");
    for forbidden in ["<script", "javascript:", "src=\"http", "url(http", "@import", "<link"] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
    assert!(page.contains("default-src 'none'"));
    assert!(page.len() < 300_000, "{} bytes", page.len());
}

#[test]
fn an_abbreviation_is_explained_once_in_a_chapter_and_in_the_list() {
    let sandbox = Sandbox::new();
    sandbox.build();
    let page = sandbox.read("output/2017/index.html");
    let explained = "<abbr title=\"Kundenreaktionsmanagement\">KRM</abbr>";
    let chapters: Vec<&str> = page.split("<section").skip(1).collect();
    assert!(chapters.iter().all(|chapter| chapter.matches(explained).count() <= 1));
    assert!(chapters.iter().filter(|chapter| chapter.contains(explained)).count() >= 2);
    let headings = page.split("<h").filter(|rest| rest.starts_with(['1', '2', '3', '4']));
    for heading in headings {
        assert!(!heading.split("</h").next().unwrap().contains("<abbr"), "{heading}");
    }
    let report = sandbox.read("output/2017/report.md");
    assert!(report.contains("- **KRM**: Kundenreaktionsmanagement\n"), "in Markdown in the list");

    let sandbox = Sandbox::new();
    sandbox.edit("report.toml", "[abbreviations]\nKRM = \"Kundenreaktionsmanagement\"", "");
    sandbox.build();
    let page = sandbox.read("output/2017/index.html");
    assert!(!page.contains("<abbr") && !page.contains("Abkürzungen"));

    sandbox.edit("report.toml", "[exports]\n#", "[abbreviations]\nKRM = \"\"\n\n[exports]\n#");
    let run = sandbox.run(&["check"]);
    assert!(run.stderr.contains("eine Abkürzung ist leer"), "{}", run.stderr);
}

#[test]
fn a_heading_is_followed_by_its_text_and_takes_none_of_it() {
    for (sandbox, year) in [(Sandbox::new(), 2017), (Sandbox::gallery(), 2024)] {
        sandbox.build();
        let report = sandbox.read(&format!("output/{year}/report.md"));
        let headings: Vec<&str> = report.lines().filter(|line| line.starts_with('#')).collect();
        assert!(headings.len() > 20, "{headings:?}");
        for heading in headings {
            assert!(!heading.ends_with('.') && heading.len() < 100, "{heading}");
        }
    }
}

#[test]
fn every_table_has_a_caption_and_scopes_and_every_chart_a_name() {
    let sandbox = Sandbox::new();
    sandbox.build();
    let page = sandbox.read("output/2017/index.html");
    let tables = page.matches("<table>").count();
    assert!(tables >= 24, "{tables}");
    assert_eq!(page.matches("<caption").count(), tables);
    assert!(!page.contains("<td></td>") && !page.contains("<th></th>"), "no empty cell");
    let charts = page.matches("<figure").count();
    assert_eq!(charts, 10);
    assert_eq!(page.matches("role=\"img\"").count(), 2 * charts, "wide and narrow");
    for id in [
        "assessment_by_year",
        "half_years",
        "months",
        "topics",
        "assessment_by_topic_group",
        "submitter_groups",
        "topic_groups_by_submitters",
        "duration_bands",
        "network",
    ] {
        assert!(page.contains(&format!("id=\"chart-{id}\"")), "{id}");
        assert!(sandbox.path(&format!("output/2017/charts/{id}.svg")).exists(), "{id}");
    }
}

#[test]
fn no_id_stands_twice_and_every_internal_link_has_a_goal() {
    let sandbox = Sandbox::new();
    sandbox.build();
    let page = sandbox.read("output/2017/index.html");
    let values = |attribute: &str| -> Vec<String> {
        page.match_indices(attribute)
            .map(|(at, found)| page[at + found.len()..].split('"').next().unwrap().to_owned())
            .collect()
    };
    let mut ids = values(" id=\"");
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count, "an id stands twice");
    for goal in values("href=\"#") {
        assert!(ids.contains(&goal), "#{goal} leads nowhere");
    }
    for file in values("href=\"data/") {
        assert!(sandbox.path(&format!("output/2017/data/{file}")).exists(), "{file}");
    }
}

#[test]
fn markup_in_labels_and_chapters_stays_text() {
    let sandbox = Sandbox::new();
    sandbox
        .edit("report.toml", "label = \"Sanktionen\"", "label = \"<b>Sanktionen</b> | *x* & `y`\"")
        .edit("report.toml", "synonyms = [\"Sanktion\",", "synonyms = [\"Sanktionen\", \"Sanktion\",")
        .edit("report.toml", "title = \"Jahresbericht", "title = \"*Jahres*<i>bericht")
        .write(
            "chapters/20-own.md",
            "# Eigenes {{ report.title }}\n\nText <script>alert(1)</script> und [Link](javascript:alert(1)).\n",
        );
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("Warnung[K304]"), "{}", run.stderr);
    let page = sandbox.read("output/2017/index.html");
    assert!(!page.contains("<script") && !page.contains("javascript:"));
    assert!(
        page.contains("&lt;b&gt;Sanktionen&lt;&#x2F;b&gt;")
            || page.contains("&lt;b&gt;Sanktionen&lt;/b&gt;")
    );
    assert!(!page.contains("<b>Sanktionen") && !page.contains("<i>bericht"));
    let report = sandbox.read("output/2017/report.md");
    assert!(
        report.contains("\\<b\\>Sanktionen\\</b\\> \\| \\*x\\* \\& \\`y\\`"),
        "escaped in tables"
    );
}

#[test]
fn the_markdown_needs_no_html_and_its_tables_are_whole() {
    let sandbox = Sandbox::new();
    sandbox.build();
    let report = sandbox.read("output/2017/report.md");
    assert!(!report.contains("<span") && !report.contains("<br") && !report.contains("<td"));
    let mut columns = 0;
    for line in report.lines() {
        if line.starts_with('|') {
            let cells = line.matches('|').count() - line.matches("\\|").count();
            assert!(columns == 0 || columns == cells, "{line}");
            columns = cells;
        } else {
            columns = 0;
        }
    }
    assert_eq!(report.matches("![").count(), 10);
}

#[test]
fn an_office_changes_the_report_by_configuration_alone() {
    let sandbox = Sandbox::new();
    sandbox
        .write("chapters/06-outcome.md", "")
        .write("chapters/20-own.md", "# Eigenes\n\n{{ table(id=\"mine\") }}\n");
    let mut config = sandbox.read("input/report.toml");
    config.push_str("\n[[table]]\nid = \"mine\"\ntitle = \"Eingangsweg nach Quartalen\"\nrows = \"channel\"\ncolumns = [\"quarter\", \"total\"]\n");
    sandbox.write("report.toml", &config).build();
    let page = sandbox.read("output/2017/index.html");
    assert!(!page.contains("id=\"table-outcomes\""), "the empty file drops the chapter");
    assert!(page.contains("Eingangsweg nach Quartalen"));
    let table = sandbox.read("output/2017/data/mine.csv");
    assert!(
        table.starts_with("id,label,quarter_1,quarter_2,quarter_3,quarter_4,total\n"),
        "{table}"
    );
}

#[test]
fn links_to_data_stand_only_where_the_data_are_written() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["build", "--format", "html,md"]).code, 0);
    assert!(!sandbox.read("output/2017/index.html").contains("href=\"data/"));
    assert!(!sandbox.read("output/2017/report.md").contains("](data/"));
}

#[test]
fn a_table_asked_for_twice_stands_once_and_is_referred_to() {
    let sandbox = Sandbox::new();
    sandbox.write("chapters/90-again.md", "# Noch einmal\n\n{{ table(id=\"topics\") }}\n");
    sandbox.build();
    let page = sandbox.read("output/2017/index.html");
    assert_eq!(page.matches("id=\"table-topics\"").count(), 1);
    assert!(page.contains("<a href=\"#table-topics\">siehe Tabelle "));
}

#[test]
fn a_figure_in_code_is_the_figure_and_none_can_stand_in_a_link() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "chapters/90-code.md",
        "# Code\n\nIm Code `{{ count() }}`, im [Link](https://example.org/{{ count() }}).\n",
    );
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("K304"), "{}", run.stderr);
    let page = sandbox.read("output/2017/index.html");
    assert!(page.contains("Im Code <span class=\"figure\" data-figure=\"cases\">286</span>"));
    assert!(!page.contains("https://example.org/"));
}

#[test]
fn vague_dates_reach_to_the_end_of_the_year() {
    for date in ["\"2017-12\"", "\"2017-Q4\"", "\"2017-H2\"", "2017"] {
        let sandbox = Sandbox::new();
        sandbox.edit("network.toml", "date = 2017-11-23", &format!("date = {date}")).build();
    }
}

#[test]
fn tables_and_charts_that_would_print_false_zeros_are_refused() {
    for (table, words) in [
        ("rows = \"month\"\ncolumns = [\"quarter\"]", "nicht beide das Jahr teilen"),
        ("rows = \"topic\"\nunit = \"activities\"\ncolumns = [\"total\"]", "keine Eigenschaft"),
        (
            "rows = \"topic\"\nconditions = \"category=complaint\"\ncolumns = [{ label = \"x\", conditions = \"category=praise\" }]",
            "widersprechen sich",
        ),
    ] {
        let sandbox = Sandbox::new();
        let mut config = sandbox.read("input/report.toml");
        config.push_str(&format!("\n[[table]]\nid = \"mine\"\ntitle = \"x\"\n{table}\n"));
        let run = sandbox.write("report.toml", &config).run(&["check"]);
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.contains(words), "{}", run.stderr);
    }
    let sandbox = Sandbox::new();
    let mut config = sandbox.read("input/report.toml");
    config.push_str("\n[[table]]\nid = \"mine\"\ntitle = \"x\"\nrows = \"channel\"\ncolumns = [\"topic\"]\n\n[[chart]]\nid = \"mine\"\ntitle = \"x\"\nform = \"stacked_bars\"\ntable = \"mine\"\n");
    let run = sandbox.write("report.toml", &config).run(&["check"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("nicht überschneidet"), "{}", run.stderr);
}

#[test]
fn a_table_that_masking_leaves_little_of_is_told() {
    let sandbox = Sandbox::new();
    let mut config = sandbox.read("input/report.toml");
    config.push_str("\n[[table]]\nid = \"mine\"\ntitle = \"x\"\nrows = \"topic\"\ncolumns = [\"submitter_group\"]\ncoarser = false\n");
    sandbox.write("report.toml", &config);
    sandbox.write("chapters/90-mine.md", "# Dünn\n\n{{ table(id=\"mine\") }}\n");
    let run = sandbox.run(&["check"]);
    assert!(run.stderr.contains("Warnung[K402]: in der Tabelle `mine`"), "{}", run.stderr);
    // Of the groups of topics those by the body in charge leave no small number.
    let advice = "zeigen Sie `responsible_body` statt `topic`: dann ist keine Zahl mehr zu klein";
    assert!(run.stderr.contains(advice), "{}", run.stderr);
}

#[test]
fn rows_of_different_populations_have_neither_total_nor_share() {
    for (keys, words) in [
        ("columns = [\"total\"]", "total = false"),
        ("columns = [\"total\", \"share\"]\ntotal = false", "gemeinsame Basis"),
    ] {
        let sandbox = Sandbox::new();
        let mut config = sandbox.read("input/report.toml");
        config.push_str(&format!("\n[[table]]\nid = \"mine\"\ntitle = \"x\"\nrows = [{{ label = \"a\", population = \"krm\" }}, {{ label = \"b\" }}]\n{keys}\n"));
        let run = sandbox.write("report.toml", &config).run(&["check"]);
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.contains(words), "{}", run.stderr);
    }
}

#[test]
fn a_table_within_bold_text_is_told_instead_of_vanishing() {
    let sandbox = Sandbox::new();
    sandbox
        .write("chapters/90-bold.md", "# Fett\n\nHier **{{ table(id=\"topics\") }}** steht sie.\n");
    let run = sandbox.run(&["check"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("nicht in einem eigenen Absatz"), "{}", run.stderr);
}

#[test]
fn chapters_of_like_names_have_anchors_of_their_own() {
    let sandbox = Sandbox::new();
    for name in ["90-x.md", "91-x.md", "92-content.md"] {
        sandbox.write(&format!("chapters/{name}"), "# Eigenes\n\nText.\n");
    }
    sandbox.build();
    let page = sandbox.read("output/2017/index.html");
    for id in ["\"x\"", "\"x-2\"", "\"content\"", "\"content-2\""] {
        assert_eq!(page.matches(&format!(" id={id}")).count(), 1, "{id}");
    }
}

#[test]
fn a_table_that_several_charts_show_stands_once() {
    let sandbox = Sandbox::new();
    let mut config = sandbox.read("input/report.toml");
    config.push_str("\n[[table]]\nid = \"own\"\ntitle = \"Nach Quartalen\"\nrows = \"quarter\"\ncolumns = [\"total\", \"share\"]\n");
    for (id, form) in [("own_columns", "columns"), ("own_bars", "bars")] {
        config.push_str(&format!(
            "\n[[chart]]\nid = \"{id}\"\ntitle = \"Quartale\"\nform = \"{form}\"\ntable = \"own\"\n"
        ));
    }
    sandbox.write("report.toml", &config);
    let chapter = "# Quartale\n\n{{ chart(id=\"own_columns\") }}\n\n{{ chart(id=\"own_bars\") }}\n";
    sandbox.write("chapters/30-own.md", chapter);
    let run = sandbox.run(&["build", "--format", "html,md,csv,json,xlsx"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for (file, sign) in [
        ("index.html", "id=\"table-own\""),
        ("report.md", "| 1. Quartal |"),
        ("data/datapackage.json", "\"path\": \"own.csv\""),
    ] {
        let text = sandbox.read(&format!("output/2017/{file}")).replace('\u{a0}', " ");
        assert_eq!(text.matches(sign).count(), 1, "{file}");
    }
}

/// The sample with one more chapter, and what is said of it.
fn with_chapter(sandbox: &Sandbox, chapter: &str) -> String {
    sandbox.write("chapters/20-own.md", &format!("# Eigenes\n\n{chapter}\n"));
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.stderr
}

#[test]
fn a_table_of_a_chapter_is_one_in_the_page_and_in_markdown_with_figures_in_its_cells() {
    let sandbox = Sandbox::new();
    let told = with_chapter(
        &sandbox,
        "| Stelle | Fälle |\n| :-- | --: |\n| Amt **A** | {{ count(category=\"complaint\") }} |\n| a\\|b | {{ share(assessment=\"justified\", of=\"category=complaint\") }} |",
    );
    assert!(!told.contains("K3"), "{told}");
    let page = sandbox.read("output/2017/index.html");
    for part in [
        "<table>\n<caption class=\"spoken\" id=\"own-table-caption\">Übersicht: Stelle, Fälle</caption>",
        "<th scope=\"col\" class=\"left\">Stelle</th>",
        "<td class=\"left\">Amt <strong>A</strong></td>",
        "<td class=\"right\"><span class=\"figure\" data-figure=\"cases:category=complaint\">275</span></td>",
    ] {
        assert!(page.contains(part), "{part}");
    }
    let text = sandbox.read("output/2017/report.md");
    let table =
        "| Stelle | Fälle |\n| --- | ---: |\n| Amt **A** | 275 |\n| a\\|b | 30,5\u{a0}% |\n";
    assert!(text.contains(table), "{text}");
}

#[test]
fn a_footnote_stands_below_its_chapter_with_the_way_there_and_back() {
    let sandbox = Sandbox::new();
    let told = with_chapter(
        &sandbox,
        "Zählweise[^a] und {{ count(category=\"complaint\") }}[^b] Fälle[^a].\n\n[^b]: Es waren {{ count() }}.\n[^a]: Seit *heute*.\n\n    Noch ein Absatz.",
    );
    assert!(!told.contains("K3"), "{told}");
    let page = sandbox.read("output/2017/index.html");
    for part in [
        "Zählweise<sup><a id=\"footnote-1-text\" href=\"#footnote-1\" role=\"doc-noteref\">[1]</a></sup>",
        "Fälle<sup><a href=\"#footnote-1\" role=\"doc-noteref\">[1]</a></sup>",
        "<div id=\"footnote-1\"><p><a href=\"#footnote-1-text\">[1]</a> Seit <em>heute</em>.</p>",
        "<div id=\"footnote-2\"><p><a href=\"#footnote-2-text\">[2]</a> Es waren ",
    ] {
        assert!(page.contains(part), "{part}");
    }
    let text = sandbox.read("output/2017/report.md");
    assert!(text.contains("Zählweise[^1] und 275[^2] Fälle[^1]."), "{text}");
    assert!(text.contains("[^1]: Seit *heute*.\n\n    Noch ein Absatz.\n"), "{text}");
    assert!(text.contains("[^2]: Es waren 286.\n"), "{text}");
}

#[test]
fn marks_for_lists_of_tasks_terms_and_struck_words_are_not_printed() {
    let sandbox = Sandbox::new();
    let told = with_chapter(
        &sandbox,
        "~~alt~~ neu\n\n- [ ] Plan\n- [x] Tat\n\nBegriff\n: Seine Erklärung\n\n<amt@example.org>",
    );
    assert!(!told.contains("K3"), "{told}");
    let page = sandbox.read("output/2017/index.html");
    for part in [
        "<s>alt</s> neu",
        "<li><em>offen:</em> Plan</li>",
        "<li><em>erledigt:</em> Tat</li>",
        "<p><strong>Begriff</strong></p>\n<p>Seine Erklärung</p>",
        "<a href=\"mailto:amt@example.org\">amt@example.org</a>",
    ] {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn marks_of_other_programs_are_told_with_their_line_and_not_printed() {
    for (chapter, mark) in [
        ("Text[^1].", "[^1]"),
        ("Text.\n\n[^1]: Note.", "Note."),
        ("Das ist ==wichtig==.", "=="),
        ("Siehe [[Methode]].", "[["),
        ("Wert $x$ hier.", "$x$"),
        ("Gut :smile: so.", ":smile:"),
        ("## Kopf {.k}\n\nText.", "{.k}"),
        ("Ein ** Wort **.", "**"),
        ("> [!NOTE]\n> Hinweis.", "[!NOTE]"),
        ("Oben\n\n***\n\nUnten", "***"),
    ] {
        let sandbox = Sandbox::new();
        let told =
            with_chapter(&sandbox, &format!("{{% if true %}}\n\n{chapter}\n\n{{% endif %}}"));
        assert!(told.contains("Warnung[K304]"), "{chapter}\n{told}");
        let line = if chapter.contains("\n\n[^") || chapter.contains("***") { 7 } else { 5 };
        assert!(told.contains(&format!("chapters/20-own.md:{line}")), "{chapter}\n{told}");
        let page = sandbox.read("output/2017/index.html");
        let own = page.split("Eigenes</h2>").nth(1).unwrap().split("</section>").next().unwrap();
        assert!(!own.contains(mark), "{chapter}\n{own}");
    }
}

#[test]
fn a_reference_names_its_table_or_chart_and_leads_there() {
    let sandbox = Sandbox::new();
    let told = with_chapter(
        &sandbox,
        "Siehe {{ ref(table=\"topics\") }}, {{ ref(chart=\"topics\") }}, {{ ref(table=\"ledger\") }} und [dort {{ ref(table=\"topics\") }}](#method).",
    );
    assert!(!told.contains("K3"), "{told}");
    let page = sandbox.read("output/2017/index.html");
    let own = page.split("Eigenes</h2>").nth(1).unwrap().split("</section>").next().unwrap();
    for goal in [
        "#table-topics\">Tabelle\u{a0}",
        "#chart-topics\">Abbildung\u{a0}",
        "#table-ledger\">Tabelle\u{a0}",
        "<a href=\"#method\">dort Tabelle\u{a0}",
    ] {
        assert!(own.contains(goal), "{goal}\n{own}");
    }
    let text = sandbox.read("output/2017/report.md");
    let links = text.lines().find(|line| line.starts_with("Siehe [Tabelle")).unwrap();
    assert!(links.contains("](#12-methode-und-begriffe)") && !links.contains("#table-"), "{links}");
}

#[test]
fn a_reference_to_what_the_report_does_not_have_is_no_link() {
    let sandbox = Sandbox::new();
    sandbox.write("chapters/04-topics.md", "");
    let told = with_chapter(&sandbox, "Siehe\n{{ ref(table=\"topics\") }}.");
    assert!(told.contains("Warnung[K314]: die Tabelle `topics` steht in keinem Kapitel"), "{told}");
    assert!(told.contains("chapters/20-own.md:"), "{told}");
    let text = sandbox.read("output/2017/report.md");
    assert!(text.contains("(nicht in diesem Bericht)."), "{text}");
    let sandbox = Sandbox::new();
    sandbox.write("chapters/20-own.md", "# Eigenes\n\n{{ ref(table=\"tpoics\") }} {{ ref() }}\n");
    let told = sandbox.run(&["check"]).stderr;
    assert!(told.contains("meinten Sie `topics`?") && told.contains("`ref` nennt"), "{told}");
}

#[test]
fn links_that_lead_nowhere_are_told_with_their_line_and_anchors_become_text() {
    let chapter = "A [hier](#gibt-es-nicht) [Methode](#methode).\n\n[dort](data/nix.csv)\n\n[weg](../foo.pdf) [gut](data/topics.csv) [ja](#method) [web](https://example.org)";
    let sandbox = Sandbox::new();
    let told = with_chapter(&sandbox, chapter);
    for (words, line) in [
        ("`#gibt-es-nicht` gibt es im Bericht nicht", 3),
        ("meinten Sie `#method`?", 3),
        ("die Datei `data/nix.csv` wird nicht geschrieben", 5),
        ("`../foo.pdf` liegt außerhalb", 7),
    ] {
        assert!(told.contains(words), "{words}\n{told}");
        assert!(told.contains(&format!("chapters/20-own.md:{line}")), "{told}");
    }
    assert_eq!(told.matches("Warnung[K314]").count(), 4, "{told}");
    let checked = sandbox.run(&["check"]).stderr;
    assert_eq!(checked.matches("Warnung[K314]").count(), 4, "{checked}");
    let page = sandbox.read("output/2017/index.html");
    assert!(page.contains("A hier Methode.") && page.contains("<a href=\"#method\">ja</a>"));
    let told = sandbox.run(&["build", "--format", "html"]).stderr;
    assert!(told.contains("`data/topics.csv` wird nicht geschrieben"), "{told}");
}

#[test]
fn the_markdown_links_its_contents_and_tables() {
    let sandbox = Sandbox::new();
    sandbox.build();
    let text = sandbox.read("output/2017/report.md");
    assert!(
        text.contains("\n1. [Das Wichtigste in Kürze](#1-das-wichtigste-in-kürze)\n"),
        "{text}"
    );
    assert!(!text.contains("](#table-") && !text.contains("](#chart-"), "{text}");
}
