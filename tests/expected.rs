//! Projects that are a folder each, with what is to come of them in `expected.txt`. Its first line tells why the case is there;
//! then come
//!
//! ```text
//! exit 1      the exit code of `build`, where it is not 0
//! K302        a code of the errors and warnings; those of disclosure control are another matter
//! > text      stands in the findings
//! + text      stands in `report.md`, and on the page where it is a sentence on the year
//! - text      does not stand there
//! ```

use crate::support::{Sandbox, root};
use std::collections::BTreeSet;
use std::fs;

fn with_plain_blanks(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ").replace('\u{ad}', "")
}

/// A text with plain blanks and without the elements of a page.
pub(crate) fn plain(text: &str) -> String {
    let text = with_plain_blanks(text);
    let mut plain = String::new();
    for part in text.split('<') {
        plain.push_str(part.split_once('>').map_or(part, |(_, behind)| behind));
    }
    plain
}

/// Builds all projects of a folder; fails with all that is not as expected.
pub(crate) fn assert_all(folder: &str) {
    let entries = fs::read_dir(root().join(folder)).unwrap();
    let names: BTreeSet<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert!(!names.is_empty());
    let wrong: Vec<String> =
        names.iter().flat_map(|name| differences(&format!("{folder}/{name}"))).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What differs in a project from what is expected.
fn differences(project: &str) -> Vec<String> {
    let expected = fs::read_to_string(root().join(project).join("expected.txt")).unwrap();
    let (reason, expected) = expected.split_once('\n').unwrap();
    assert!(
        reason.starts_with("# ") && reason.len() > 20,
        "{project} does not say why it is there"
    );
    let sandbox = Sandbox::case(project);
    let run = sandbox.run(&["build"]);
    let mut wrong = Vec::new();
    let exit = expected.lines().find_map(|line| line.strip_prefix("exit ")).unwrap_or("0");
    if run.code.to_string() != exit {
        wrong.push(format!("{project}: exit {}: {}", run.code, run.stderr));
    }
    let heads = ["Fehler[", "Warnung["];
    let told = |line| heads.iter().find_map(|head| str::strip_prefix(line, head)?.get(..4));
    let told = run.stderr.lines().filter_map(told).filter(|code| !code.starts_with("K4"));
    let told: BTreeSet<&str> = told.collect();
    if !told.iter().copied().eq(expected.lines().filter(|line| line.starts_with('K'))) {
        wrong.push(format!("{project}: findings {told:?}"));
    }
    let folders = fs::read_dir(sandbox.path("output")).into_iter().flatten();
    let folders = folders.map(|folder| folder.unwrap().path());
    let folder = folders.filter(|it| !it.to_string_lossy().ends_with("-internal")).min();
    let read = |name: &str| {
        let file = fs::read_to_string(folder.clone().unwrap_or_default().join(name));
        plain(&file.unwrap_or_default())
    };
    let (report, page) = (read("report.md"), read("index.html"));
    let findings = with_plain_blanks(&run.stderr);
    for line in expected.lines() {
        let is_right = match line.split_at_checked(2) {
            Some(("> ", text)) => findings.contains(text),
            Some(("+ ", text)) => {
                report.contains(text) && (!text.starts_with("Im Jahr") || page.contains(text))
            }
            Some(("- ", text)) => !report.contains(text),
            _ => true,
        };
        if !is_right {
            wrong.push(format!("{project}: not so: {line}"));
        }
    }
    wrong
}
