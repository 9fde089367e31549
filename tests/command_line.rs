//! The commands as an officer, a web editor and a CI job call them.

use crate::support::{Sandbox, files};

#[test]
fn check_finds_nothing_in_the_sample_and_writes_nothing() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["check", "--deny-warnings"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("0 Fehler, 0 Warnungen"), "{}", run.stderr);
    assert!(!sandbox.path("output").exists());
}

#[test]
fn a_subset_of_formats_leaves_no_file_of_the_others() {
    let sandbox = Sandbox::new();
    sandbox.build();
    let run = sandbox.run(&["build", "--format", "json,html"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let names: Vec<String> =
        files(&sandbox.path("output/2017")).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["data/figures.json", "index.html", "manifest.json"]);
}

#[test]
fn explain_tells_which_84() {
    let sandbox = Sandbox::new();
    let share = "share:assessment=justified/category=complaint";
    let run = sandbox.run(&["explain", share, "--rows"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.starts_with("INTERN"));
    assert!(run.stdout.contains("84 von 275, das sind 30,5\u{a0}%"), "{}", run.stdout);
    assert!(run.stdout.contains("Basis"), "{}", run.stdout);
    let rows = run.stdout.lines().filter(|line| line.starts_with("exports/")).count();
    assert_eq!(rows, 84);
}

#[test]
fn explain_refuses_a_figure_it_cannot_read_and_says_what_is_possible() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["explain", "cases:category=complain"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("complaint, suggestion, praise"), "{}", run.stderr);
}

#[test]
fn a_draft_says_so_on_every_page() {
    let sandbox = Sandbox::new();
    sandbox.edit("report.toml", "status = \"final\"", "status = \"draft\"").build();
    let page = sandbox.read("output/2017/index.html");
    assert!(page.contains("<title>Entwurf: "));
    assert!(page.contains("<p class=\"draft-mark\">Entwurf</p>"));
    assert!(page.contains("@top-right { content: \"Entwurf\""));
    let report = sandbox.read("output/2017/report.md");
    assert!(report.starts_with("**Entwurf**"));
    assert!(report.matches("*Entwurf*").count() > 9, "each chapter says so");
    assert!(sandbox.read("output/2017/manifest.json").contains("\"status\": \"draft\""));
}

#[test]
fn wrong_usage_ends_with_2() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["build", "--format", "docx"]).code, 2);
    assert_eq!(sandbox.run(&["print"]).code, 2);
    assert_eq!(sandbox.run(&["build", "nowhere"]).code, 2);
}

#[test]
fn warnings_stop_a_build_only_when_asked_to() {
    let sandbox = Sandbox::new();
    sandbox.write("chapters/20-own.md", "# Eigenes\n\nEs waren 12 Fälle.\n");
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("Warnung[K303]: `12` ist von Hand geschrieben"), "{}", run.stderr);
    assert_eq!(sandbox.run(&["build", "--deny-warnings"]).code, 1);
}
