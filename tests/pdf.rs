//! The annex as PDF: built from the same document as the page, read back by code that had no part in writing it.
//! Runs with `cargo test --features pdf`.

use crate::finished::{REPORTS, layout, made, sample};
use crate::support::Sandbox;
use krm_report::commands::Report;
use krm_report::diagnostic::{Finding, FindingCode, Findings};
use krm_report::render::{self, Artifact, Format, Input, RenderError};
use krm_report::report::{Block, Cell, ChartData, Document, Inline, Table};
use krm_report::reread::{self, reread};
use proptest::prelude::*;

const TEMPLATE: &str = include_str!("../templates/annex.typ");

/// What an annex is made from: a document of a report, with a template of its own if there is one.
fn with_input<T>(
    report: &Report,
    document: &Document,
    template: Option<&str>,
    make: impl Fn(&Input<'_>) -> T,
) -> T {
    let mut templates = report.project.templates.clone();
    templates.extend(template.map(|text| ("annex.typ".to_owned(), text.to_owned())));
    make(&Input {
        document,
        drawings: &report.drawings,
        theme: &report.project.theme,
        templates: &templates,
        formats: &[Format::Pdf],
        sources: &report.project.sources,
    })
}

/// The annex of a document of the sample.
fn render(document: &Document, template: Option<&str>) -> Result<Artifact, RenderError> {
    with_input(sample(), document, template, |input| {
        let mut told = Findings::default();
        Format::Pdf.render(input, &mut told).map(|mut artifacts| artifacts.remove(0))
    })
}

/// Texts of an annex that cannot be read where they stand.
fn misplaced(document: &Document) -> Vec<String> {
    with_input(sample(), document, None, |input| layout::misplaced(&render::pages(input).unwrap()))
}

/// What the tests find in an annex of a report, beside what the gate finds.
fn faults_of(report: &Report, template: Option<&str>) -> Vec<String> {
    let document = &report.document;
    with_input(report, document, template, |input| {
        let pages = render::pages(input).unwrap();
        let mut told = Findings::default();
        let annex = Format::Pdf.render(input, &mut told).unwrap().remove(0);
        // Whoever changes the template is told of text beyond the paper.
        let is_meant = |it: &Finding| template.is_some() && it.code == FindingCode::TextBeyondPaper;
        assert!(told.iter().all(is_meant), "{told:?}");
        let logo = report.project.theme.logo.as_ref();
        let mut faults = layout::misplaced(&pages);
        faults.extend(layout::misnumbered_or_redrawn(&pages, document, &report.drawings, logo));
        faults.extend(layout::misdescribed(&annex.bytes, document, logo));
        faults
    })
}

/// Demands a fault that the tests find after one change of the template.
#[track_caller]
fn faulty((from, to): (&str, &str), words: &str) {
    assert!(TEMPLATE.contains(from), "the template does not hold {from}");
    let faults = faults_of(sample(), Some(&TEMPLATE.replacen(from, to, 1)));
    assert!(faults.iter().any(|fault| fault.contains(words)), "{words}: {faults:#?}");
}

/// What the gate says about an annex when a document should stand in it.
fn findings(artifact: Artifact, document: &Document) -> Vec<Finding> {
    let expectation = reread::Input { document, ..sample().expectation() };
    let findings = reread(&[artifact], &expectation);
    findings.iter().filter(|one| one.message.contains("annex.pdf")).cloned().collect()
}

/// The findings after one change of the template.
fn after(from: &str, to: &str) -> Vec<Finding> {
    assert!(TEMPLATE.contains(from), "the template does not hold {from}");
    let template = TEMPLATE.replacen(from, to, 1);
    let document = &sample().document;
    findings(render(document, Some(&template)).unwrap(), document)
}

#[track_caller]
fn found(change: (&str, &str), code: FindingCode, place: &str) {
    let findings = after(change.0, change.1);
    let told = findings.iter().any(|one| one.code == code && one.message.contains(place));
    assert!(told, "{code:?} at {place}: {findings:#?}");
}

#[test]
fn the_sample_is_built_and_reads_back_as_published() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["build", "--format", "pdf"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let bytes = std::fs::read(sandbox.path("output/2017/annex.pdf")).unwrap();
    assert!(bytes.starts_with(b"%PDF-1.7"));
    let document = &sample().document;
    let annex = render(document, None).unwrap();
    assert!(annex.bytes == bytes, "the annex differs between two folders");
    assert_eq!(findings(annex, document), []);
}

fn pages(annex: Vec<u8>) -> usize {
    hayro_syntax::Pdf::new(annex).unwrap().pages().len()
}

#[test]
fn the_sample_has_sixteen_pages_at_most_and_its_short_edition_two() {
    let annex = render(&sample().document, None).unwrap();
    assert!(pages(annex.bytes) <= 16);
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["build", "--edition", "short", "--format", "pdf"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(pages(std::fs::read(sandbox.path("output/2017-short/annex.pdf")).unwrap()), 2);
}

#[test]
fn the_letters_of_the_sample_are_large_and_its_lines_short() {
    let cramped = |template: Option<&str>| {
        with_input(sample(), &sample().document, template, |input| {
            layout::cramped(&render::pages(input).unwrap())
        })
    };
    assert_eq!(cramped(None), Vec::<String>::new());
    for (from, to, told) in [
        ("#let small = 8pt", "#let small = 7.5pt", "has 7.5 points"),
        ("right: 20mm,", "right: 5mm,", "is long"),
    ] {
        assert!(TEMPLATE.contains(from), "the template does not hold {from}");
        let faults = cramped(Some(&TEMPLATE.replacen(from, to, 1)));
        assert!(faults.iter().any(|fault| fault.contains(told)), "{told}: {faults:#?}");
    }
}

#[test]
fn every_sign_in_a_table_says_what_it_means() {
    let document = &sample().document;
    let cells = document.tables().into_iter().flat_map(|table| &table.rows);
    let spoken = cells.flat_map(|row| &row.cells).filter_map(|cell| match cell {
        Cell::Figure(figure) => figure.spoken(),
        Cell::Barred { spoken, .. } => Some(spoken.as_str()),
    });
    let mut spoken: Vec<String> = spoken.map(str::to_owned).collect();
    let mut found = layout::spoken_signs(&render(document, None).unwrap().bytes);
    spoken.sort();
    found.sort();
    assert!(spoken.len() > 10);
    assert_eq!(found, spoken);
}

#[test]
fn tables_of_charts_stand_at_the_end_and_are_found_in_another_place() {
    let last = "#if appendix != () {";
    let first = "#for chapter in annex.chapters {";
    assert!(TEMPLATE.contains(last) && TEMPLATE.contains(first));
    let (before, rest) = TEMPLATE.split_once(first).unwrap();
    let (chapters, rest) = rest.split_once("// What stands in the appendix").unwrap();
    let (appendix, end) = rest.split_once("#block(above: 2em").unwrap();
    let moved = format!(
        "{before}// What stands in the appendix{appendix}{first}{chapters}#block(above: 2em{end}"
    );
    let document = &sample().document;
    let findings = findings(render(document, Some(&moved)).unwrap(), document);
    assert!(findings.iter().any(|one| one.message.contains("Kopf, Tabelle")), "{findings:#?}");
}

#[test]
fn all_formats_are_built_together_and_the_pdf_only_when_named() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["build", "--format", "html,md,csv,json,pdf"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(sandbox.path("output/2017/annex.pdf").exists());
    assert!(sandbox.read("output/2017/manifest.json").contains("annex.pdf"));
    sandbox.build();
    assert!(!sandbox.path("output/2017/annex.pdf").exists());
}

#[test]
fn the_gallery_is_built_with_every_block_in_every_state() {
    let run = Sandbox::gallery().run(&["build", "--format", "pdf"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn every_annex_is_well_laid_out_and_reads_back_as_published() {
    for (name, report) in REPORTS.iter() {
        let document = &report.document;
        assert_eq!(faults_of(report, None), Vec::<String>::new(), "{name}");
        let annex = with_input(report, document, None, |input| {
            Format::Pdf.render(input, &mut Findings::default()).unwrap().remove(0)
        });
        let findings: Vec<Finding> =
            reread(&[annex], &report.expectation()).iter().cloned().collect();
        assert_eq!(findings, [], "{name}");
    }
}

#[test]
fn a_wrong_number_in_a_cell_is_found() {
    let cell = "row.cells.map(it => text(weight: weight, number-width: \"tabular\", printed(it, weight: weight)))";
    let wrong = "row.cells.map(it => text(weight: weight, it.text.replace(\"25,2\", \"25,3\")))";
    let place = "Zeile „Angemessenheit und Notwendigkeit eines Umzugs“, Spalte „Anteil in %“";
    found((cell, wrong), FindingCode::NumberDiffers, place);
}

#[test]
fn a_number_in_a_masked_cell_is_found() {
    let cell = "row.cells.map(it => text(weight: weight, number-width: \"tabular\", printed(it, weight: weight)))";
    let wrong =
        "row.cells.map(it => text(weight: weight, if it.text == \".\" { \"2\" } else { it.text }))";
    let place = "Zeile „Sicherung des Lebensunterhalts“, Spalte „noch nicht bewertet“";
    found((cell, wrong), FindingCode::MaskLeaks, place);
}

#[test]
fn cells_in_other_places_are_found() {
    let cell = "row.cells.map(it => text(weight: weight, number-width: \"tabular\", printed(it, weight: weight)))";
    let wrong = "row.cells.rev().map(it => text(weight: weight, it.text))";
    found((cell, wrong), FindingCode::NumberDiffers, "Zeile „Januar“, Spalte „Fälle“");
}

#[test]
fn heads_of_rows_that_are_no_heads_are_found() {
    let head = "pdf.header-cell(\n          scope: \"row\",\n";
    faulty((head, "pdf.data-cell(\n"), "0 heads of rows for");
}

#[test]
fn a_table_or_chart_left_out_is_found() {
    let tables = ".filter(is-of-appendix)";
    let without =
        ".filter(is-of-appendix).filter(it => it.content.id != \"topic_groups_by_submitters\")";
    found((tables, without), FindingCode::NumberDiffers, "Anzahl der Tabellen");
    let chart = "context {\n  let it = set-chart(data)";
    let without =
        "context if data.id != \"topic_groups_by_submitters\" {\n  let it = set-chart(data)";
    faulty((chart, without), "the chart topic_groups_by_submitters is not there once");
}

#[test]
fn a_wrong_number_in_a_sentence_is_found() {
    let text = "if part.kind == \"figure\" { printed(part.content) }";
    let wrong = "if part.kind == \"figure\" { part.content.text.replace(\"286\", \"287\") }";
    found((text, wrong), FindingCode::NumberDiffers, "Abschnitt „1 Das Wichtigste in Kürze“");
}

#[test]
fn a_wrong_number_in_a_chart_is_found() {
    let picture = "image.with(bytes(drawing.svg), ";
    let wrong = "image.with(bytes(drawing.svg.replace(\">72<\", \">73<\")), ";
    faulty((picture, wrong), "a drawing that is no chart");
}

#[test]
fn a_wrong_alternative_text_is_found() {
    let text = "alt: drawing.alternative";
    let wrong = "alt: drawing.alternative + \" 4711\"";
    found((text, wrong), FindingCode::NumberUnaccounted, "Ersatztext");
    faulty((text, "alt: \"Ein Bild\""), "alternative texts");
}

#[test]
fn a_wrong_number_in_what_is_said_before_a_table_is_found() {
    let summary = "summary: data.notes.join(\" \")";
    let wrong = "summary: \"4711 Zeilen\"";
    faulty((summary, wrong), "summaries of tables");
}

#[test]
fn a_number_in_what_the_file_says_of_itself_is_found() {
    let author = "author: report.office,";
    for (wrong, words) in [
        ("author: \"Stelle 4711\",", "Author is „Stelle 4711“"),
        ("author: \"Stelle 4711\",", "dc:creator is „Stelle 4711“"),
        ("author: report.office, keywords: \"4711\",", "pdf:Keywords is „4711“"),
        ("author: report.office, description: [4711 Fälle],", "dc:description is „4711 Fälle“"),
    ] {
        faulty((author, wrong), words);
    }
}

#[test]
fn a_number_at_the_edge_of_a_page_is_found() {
    let foot = "[#report.title – Stand: #report.as_of],";
    let wrong = "[#report.title – Stand: #report.as_of, 4711],";
    found((foot, wrong), FindingCode::NumberUnaccounted, "Rand von Seite 3");
    let pages = "[Seite #counter(page).display() von";
    faulty((pages, "[Seite 7 von"), "page 1 does not say so");
}

#[test]
fn heads_are_repeated_where_a_table_goes_on_and_pass() {
    let mut document = sample().document.clone();
    let is_table =
        |block: &&mut Block| matches!(block, Block::Table(table) if table.id == "krm_and_ombuds");
    let mut blocks = document.chapters.iter_mut().flat_map(|chapter| &mut chapter.blocks);
    let Some(Block::Table(table)) = blocks.find(is_table) else { panic!("no such table") };
    assert!(table.columns.iter().any(|column| column.label.contains("2017")));
    table.rows = vec![table.rows.clone(); 60].concat();
    // Heads whose words are parted at the end of a line, by hyphens of their own and by new ones.
    table.columns[0].label =
        "Kundenreaktionsmanagement-Halbjahresvergleich 1.-30. 6. 2017".to_owned();
    let annex = render(&document, None).unwrap();
    assert_eq!(findings(annex, &document), []);
}

#[test]
fn text_that_nobody_hears_is_found() {
    let notices = "for (title: name, content, more) in report.notices {";
    let hidden = "pdf.artifact[4711 Fälle]\n#for (title: name, content, more) in report.notices {";
    found((notices, hidden), FindingCode::NumberUnaccounted, "Rand von Seite 1");
}

#[test]
fn text_beyond_the_edge_of_a_page_is_found() {
    let notices = "for (title: name, content, more) in report.notices {";
    let beyond =
        "place(dx: 170mm, [weit draußen])\n#for (title: name, content, more) in report.notices {";
    faulty((notices, beyond), "„weit draußen“ is beyond the edge");
}

#[test]
fn text_over_other_text_is_found() {
    let house = "par(text(size: small, fill: secondary, report.organisation))";
    let over = format!("place(text(size: small, report.organisation))\n{house}");
    faulty((house, &over), "page 1: „Jobcenter");
}

#[test]
fn a_wrong_title_or_bookmark_or_line_of_the_contents_is_found() {
    let title = "+ report.title + \" – \"";
    faulty((title, "+ \"Bericht\" + \" – \""), "Title is „Bericht – ");
    let heading = "[#if number != none [#number ]#inlines(content)]";
    faulty((heading, "inlines(content)"), "no bookmark „1 Das Wichtigste");
    let contents = "let it = outline(title: none, depth: 1)";
    let wrong = "let it = { show \"11\": \"19\"; outline(title: none, depth: 1) }";
    found((contents, wrong), FindingCode::NumberDiffers, "Inhaltsverzeichnis");
}

#[test]
fn what_the_standards_forbid_is_refused_at_its_line() {
    for (from, to, told) in [
        (", alt: drawing.alternative", "", "missing alt text"),
        ("titled((level: 1", "titled((level: 3", "heading"),
        ("font: \"Inter\"", "font: \"Nirgends\"", "unknown font family"),
        ("title: if report.draft", "title: none, keywords: if report.draft", "title"),
    ] {
        let (from, to) = (from.trim_start_matches('#'), to.trim_start_matches('#'));
        assert!(TEMPLATE.contains(from), "the template does not hold {from}");
        let result = render(&sample().document, Some(&TEMPLATE.replacen(from, to, 1)));
        let Err(RenderError::Refused(findings)) = result else { panic!("{to} was not refused") };
        let told = findings
            .iter()
            .any(|one| one.code == FindingCode::PdfFailed && one.message.contains(told));
        assert!(told, "{to}: {findings:#?}");
    }
}

#[test]
fn a_template_cannot_read_files() {
    for name in ["Cargo.toml", "/etc/hostname", "../Cargo.toml"] {
        let template = format!("#read(\"{name}\")");
        let result = render(&sample().document, Some(&template));
        assert!(matches!(result, Err(RenderError::Refused(_))), "{name}");
    }
}

/// Changes every text of a document that an office can write.
fn relabelled(document: &Document, text: &str) -> Document {
    let mut document = document.clone();
    let with = |label: &mut String| label.push_str(&format!(" 7{text}7"));
    // Charts find their rows and series by the labels of their table.
    let of_charts: Vec<String> = document
        .charts()
        .iter()
        .filter_map(|chart| match &chart.data {
            ChartData::Elsewhere(id, _) => Some(id.clone()),
            ChartData::Own(table) => Some(table.id.clone()),
            ChartData::List => None,
        })
        .collect();
    let table = |table: &mut Table| {
        with(&mut table.title);
        with(&mut table.subtitle);
        with(&mut table.source);
        // What is said at another place stays unsaid here.
        for shown in [&mut table.shown_subtitle, &mut table.shown_source] {
            if !shown.is_empty() {
                with(shown);
            }
        }
        with(&mut table.row_header);
        table.notes.iter_mut().for_each(|note| with(&mut note.text));
        if !of_charts.contains(&table.id) {
            table.columns.iter_mut().take(2).for_each(|column| with(&mut column.label));
            table.rows.iter_mut().for_each(|row| with(&mut row.label));
        }
    };
    with(&mut document.head.title);
    document.head.facts.iter_mut().for_each(|(name, value)| {
        with(name);
        with(value);
    });
    for chapter in &mut document.chapters {
        chapter.title.push(Inline::Text(format!(" 7{text}7")));
        for block in &mut chapter.blocks {
            match block {
                Block::Heading { content, .. } | Block::Paragraph(content) => {
                    content.push(Inline::Strong(vec![Inline::Text(format!(" 7{text}7"))]));
                }
                Block::Definitions(entries) => entries.iter_mut().for_each(|(name, value)| {
                    with(name);
                    with(value);
                }),
                Block::KeyFigures(figures) => {
                    figures.iter_mut().for_each(|figure| with(&mut figure.label));
                }
                Block::Table(inner) => table(inner),
                Block::Chart(chart) => {
                    with(&mut chart.title);
                    with(&mut chart.spec.description);
                    chart.note.iter_mut().for_each(with);
                    if let ChartData::Own(inner) = &mut chart.data {
                        table(inner);
                    }
                }
                _ => {}
            }
        }
    }
    document
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 12,
        max_shrink_iters: 20,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_text_of_the_report_is_markup(
        text in "[#*$@_<>{}()\\[\\]\\\\`\"'/~=+%&;:!?. a-zäß\n-]{1,24}"
    ) {
        let document = relabelled(&sample().document, &text);
        let annex = render(&document, None).unwrap();
        prop_assert_eq!(findings(annex, &document), []);
        prop_assert_eq!(misplaced(&document), Vec::<String>::new());
    }
}

#[test]
fn every_sign_of_the_template_language_is_printed_as_it_is() {
    let text = "#panic() *a* _b_ $c$ @d <e> [f] {g} \\h `i` \"j\" 'k' // l /* m */ ~ == - + / n: o --- ... #let x = \"p\"";
    let document = relabelled(&sample().document, text);
    assert_eq!(findings(render(&document, None).unwrap(), &document), []);
}

#[test]
fn a_label_of_three_hundred_letters_stays_on_the_paper() {
    let mut document = sample().document.clone();
    let blocks = document.chapters.iter_mut().flat_map(|chapter| &mut chapter.blocks);
    for block in blocks {
        if let Block::Table(table) = block
            && table.id == "categories"
        {
            table.title = "Ä".repeat(300);
            table.rows[0].label = "Ö".repeat(300);
        }
    }
    assert_eq!(findings(render(&document, None).unwrap(), &document), []);
    assert_eq!(misplaced(&document), Vec::<String>::new());
}

#[test]
fn what_is_too_long_for_any_page_is_found() {
    // Three hundred letters as the head of a narrow column are higher than a page.
    let document = relabelled(&sample().document, &"Ä".repeat(300));
    let faults = misplaced(&document);
    let is_edge = |fault: &String| fault.contains("is beyond the edge");
    assert!(!faults.is_empty() && faults.iter().all(is_edge), "{faults:#?}");
}

#[test]
fn what_is_too_long_for_the_paper_is_told_where_it_stands() {
    let sandbox = Sandbox::new();
    let long = "Ä".repeat(900);
    sandbox.edit("report.toml", "label = \"Sanktionen\"", &format!("label = \"{long}\""));
    sandbox.edit(
        "report.toml",
        "[\"Sanktion\", \"Minderung\"]",
        "[\"Sanktion\", \"Minderung\", \"Sanktionen\"]",
    );
    let mine = "\n[[table]]\nid = \"mine\"\ntitle = \"Themen\"\nrows = \"category\"\ncolumns = [\"topic\"]\n";
    let config = sandbox.read("input/report.toml") + mine;
    sandbox.write("report.toml", &config);
    sandbox.write("chapters/90-mine.md", "# Eigenes\n\n{{ table(id=\"mine\") }}\n");
    let run = sandbox.run(&["build", "--format", "pdf"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let told = run.stderr.split("Warnung[K311]").nth(1).unwrap();
    assert!(told.starts_with(": im PDF reicht Text auf Seite "), "{told}");
    let line = config.lines().position(|line| line.contains(&long)).unwrap() + 1;
    assert!(told.lines().nth(1).unwrap().contains(&format!("--> report.toml:{line}:")), "{told}");
}

#[test]
fn a_character_that_the_fonts_lack_is_told_with_its_text() {
    let document = relabelled(&sample().document, "漢字");
    let Err(RenderError::Refused(findings)) = render(&document, None) else {
        panic!("a character without a letterform was printed")
    };
    let messages: Vec<&str> = findings.iter().map(|one| one.message.as_str()).collect();
    assert_eq!(messages.len(), 2, "{messages:?}");
    assert!(messages[0].contains("„字“ (U+5B57)") && messages[0].contains("7漢字7"));
}

#[test]
fn a_report_of_many_hundred_pages_is_refused_before_it_is_set() {
    let mut document = sample().document.clone();
    let paragraph = Block::Paragraph(vec![Inline::Text("Ein Absatz, der kurz ist.".to_owned())]);
    document.chapters[0].blocks.extend(std::iter::repeat_n(paragraph, 30_000));
    let Err(RenderError::Refused(findings)) = render(&document, None) else {
        panic!("a report of many hundred pages was set")
    };
    let told: Vec<_> = findings.iter().map(|one| (one.code, one.message.as_str())).collect();
    assert!(matches!(told[..], [(FindingCode::PdfFailed, message)] if message.contains("zu lang")));
}

#[test]
fn an_empty_chapter_and_an_empty_table_are_readable_pages() {
    let mut document = sample().document.clone();
    document.chapters[1].blocks.clear();
    for chapter in &mut document.chapters {
        for block in &mut chapter.blocks {
            if let Block::Table(table) = block {
                table.rows.clear();
            }
        }
    }
    let annex = render(&document, None).unwrap();
    assert!(annex.bytes.starts_with(b"%PDF-1.7"));
    document.chapters.clear();
    assert!(render(&document, None).is_ok());
}

#[test]
fn a_table_with_many_columns_is_set_small_and_one_with_too_many_refused() {
    let wide = |times: usize| {
        let mut document = sample().document.clone();
        for chapter in &mut document.chapters {
            for block in &mut chapter.blocks {
                if let Block::Table(table) = block {
                    table.columns = vec![table.columns.clone(); times].concat();
                    for row in &mut table.rows {
                        row.cells = vec![row.cells.clone(); times].concat();
                    }
                }
            }
        }
        document
    };
    let Err(RenderError::Refused(findings)) = render(&wide(6), None) else {
        panic!("a table of sixty columns was set on one page")
    };
    assert!(findings.iter().all(|one| one.message.contains("hat mehr Spalten")), "{findings:#?}");
    let mut document = wide(2);
    for chapter in &mut document.chapters {
        chapter
            .blocks
            .retain(|block| !matches!(block, Block::Table(table) if table.columns.len() > 14));
    }
    assert_eq!(misplaced(&document), Vec::<String>::new());
}

/// Builds the annex of a project, and looks at it.
fn run_and_look(sandbox: &Sandbox) -> Vec<String> {
    let run = sandbox.run(&["build", "--format", "pdf"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    faults_of(&made(&sandbox.path("input")), None)
}

#[test]
fn long_names_and_notices_and_many_chapters_are_readable_pages() {
    let sandbox = Sandbox::new();
    // Twelve lines of a name make a chart higher than what a wide table leaves of its column.
    let long = "X".repeat(300);
    sandbox
        .edit("report.toml", "\"Regelbedarf und Mehrbedarf\"", &format!("\"{long}\""))
        .edit(
            "report.toml",
            "[\"Regelbedarf\",",
            "[\"Regelbedarf\", \"Regelbedarf und Mehrbedarf\",",
        )
        .edit(
            "report.toml",
            "\"Unterkunft und Umzug\"",
            &format!("\"{}\"", "Wort ".repeat(60).trim()),
        )
        .edit(
            "report.toml",
            "notice = \"",
            &format!("notice = \"{}", "Ein sehr langer Hinweis. ".repeat(200)),
        );
    for number in 20..75 {
        let text = format!("# Eigenes Kapitel mit einem langen Namen {number}\n\nText.\n");
        sandbox.write(&format!("chapters/{number}-own.md"), &text);
    }
    assert_eq!(run_and_look(&sandbox), Vec::<String>::new());
}

#[test]
fn a_chapter_may_link_to_an_address_with_digits() {
    let sandbox = Sandbox::new();
    let chapter = "# Rechtslage\n\nSiehe [Kosten der Unterkunft](https://www.gesetze-im-internet.de/sgb_2/__22.html?id=4711%20a) \
        und [eine Anschrift](mailto:team22@example.org), https://example.org/2017/ein-langer-weg-mit-4.0/115 und noch \
        einmal https://example.org/2017/ein-langer-weg-mit-4.0/116.\n";
    sandbox.write("chapters/30-own.md", chapter);
    let run = sandbox.run(&["build", "--format", "html,pdf"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn a_logo_of_any_shape_stands_beside_a_long_title() {
    for (width, height) in [(120, 60), (900, 60), (10, 200)] {
        let sandbox = Sandbox::new();
        let logo = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\"><rect width=\"{width}\" height=\"{height}\"/></svg>"
        );
        let theme =
            "[theme]\naccent = \"#801650\"\nlogo = \"logo.svg\"\nlogo_alt = \"Ein Balken\"\n";
        sandbox
            .write("logo.svg", &logo)
            .edit("report.toml", "[abbreviations]", &format!("{theme}\n[abbreviations]"))
            .edit(
                "report.toml",
                "der Ombudsstelle\"",
                "der Ombudsstelle mit einem langen Titel, der umbricht\"",
            );
        assert_eq!(run_and_look(&sandbox), Vec::<String>::new());
    }
}

#[test]
fn where_a_chapter_begins_does_not_depend_on_how_its_page_is_named_in_the_contents() {
    // With these names a page of one digit made room for what moved the chapter to one of two.
    let document = relabelled(&sample().document, "/\n@");
    assert!(render(&document, None).is_ok());
}
