//! Stages stand in the order data flows, and import only from those above them.

use crate::support::root;
use std::fs;

/// The stages in order, as `src/lib.rs` lists them.
fn stages() -> Vec<String> {
    let text = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    text.lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .map(str::to_owned)
        .collect()
}

/// The source files of a stage with their text without tests and comments.
fn sources(stage: &str) -> Vec<(String, String)> {
    walkdir::WalkDir::new(root().join("src"))
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| entry.path().to_owned())
        .filter(|path| {
            let inside = path.strip_prefix(root().join("src")).unwrap();
            let first = inside.iter().next().unwrap().to_str().unwrap();
            first.trim_end_matches(".rs") == stage
        })
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
            let lines: Vec<&str> =
                code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            (path.display().to_string(), lines.join("\n"))
        })
        .collect()
}

/// The stages a text names with `crate::stage`, also within braces.
fn imports(text: &str, stages: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        let names: Vec<&str> = match rest.strip_prefix('{') {
            Some(list) => list.split('}').next().unwrap().split(',').collect(),
            None => vec![rest],
        };
        for name in names {
            let name: String =
                name.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if stages.contains(&name) {
                found.push(name);
            }
        }
    }
    found
}

#[test]
fn no_stage_imports_from_a_later_one() {
    let stages = stages();
    assert_eq!(stages.len(), 15, "{stages:?}");
    for (position, stage) in stages.iter().enumerate() {
        let files = sources(stage);
        assert!(!files.is_empty(), "{stage} has no source");
        for (path, text) in files {
            for import in imports(&text, &stages) {
                let found = stages.iter().position(|other| *other == import).unwrap();
                assert!(found <= position, "{path} imports from {import}, a later stage");
            }
        }
    }
}

/// The rooms of `intake` in order, as its `mod.rs` lists them.
fn rooms_of_intake() -> Vec<String> {
    let text = fs::read_to_string(root().join("src/intake/mod.rs")).unwrap();
    let room = |line: &str| Some(line.strip_prefix("mod ")?.strip_suffix(';')?.to_owned());
    text.lines().filter_map(room).collect()
}

/// What a file of `intake` names with `crate::intake::`, or of its rooms with `super::` where it stands beside them.
fn imports_in_intake(text: &str, is_beside_rooms: bool) -> Vec<String> {
    let starts = match is_beside_rooms {
        true => vec!["crate::intake::", "super::"],
        false => vec!["crate::intake::", "super::super::"],
    };
    let found = starts.iter().flat_map(|start| text.split(start).skip(1));
    let name = |rest: &str| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    found.map(name).collect()
}

#[test]
fn no_room_of_intake_imports_from_a_later_one() {
    let rooms = rooms_of_intake();
    assert_eq!(rooms.first().map(String::as_str), Some("discover"), "{rooms:?}");
    for (path, text) in sources("intake") {
        let inside = path.split_once("src/intake/").unwrap().1;
        let is_beside_rooms = !inside.contains('/');
        let own = inside.split(['/', '.']).next().unwrap();
        let Some(position) = rooms.iter().position(|room| room == own) else { continue };
        for import in imports_in_intake(&text, is_beside_rooms) {
            let found = rooms.iter().position(|room| *room == import);
            // What stands in no room is the stage's own: what it gives to others.
            let is_own = import == "Intake" && is_beside_rooms;
            assert!(
                is_own || found.is_some_and(|found| found <= position),
                "{path} names {import}, which is no earlier room"
            );
        }
    }
}

#[test]
fn an_upward_import_would_be_seen() {
    assert_eq!(imports_in_intake("use crate::intake::look::any_csv;", false), ["look"]);
    assert_eq!(imports_in_intake("use super::reader::Reader;", true), ["reader"]);
    let stages = stages();
    assert_eq!(imports("use crate::report::Block;", &stages), ["report"]);
    assert_eq!(imports("let x = crate::{plan::Plan, cli};", &stages), ["plan", "cli"]);
}

#[test]
fn only_disclosure_and_the_commands_see_exact_figures() {
    for stage in ["report", "chart", "render", "reread", "publish"] {
        for (path, text) in sources(stage) {
            for word in ["statistics", "Exact", "intake", "Case"] {
                let hit = text.match_indices(word).any(|(at, _)| {
                    let before = text[..at].chars().next_back().unwrap_or(' ');
                    let after = text[at + word.len()..].chars().next().unwrap_or(' ');
                    !before.is_alphanumeric() && before != '"' && !after.is_lowercase()
                });
                assert!(!hit, "{path} names `{word}`");
            }
        }
    }
}

#[test]
fn what_reads_the_artifacts_back_uses_nothing_that_printed_them() {
    for (path, text) in sources("reread") {
        let rendered = text.match_indices("render::").count();
        assert_eq!(rendered, text.matches("crate::render::Artifact;").count(), "{path}");
        for word in ["Numbers", "crate::locale", "Magnitude", "crate::chart"] {
            assert!(!text.contains(word), "{path} names `{word}`");
        }
    }
}

#[test]
fn every_source_file_is_short_and_the_entry_point_is_thin() {
    for stage in stages().iter().map(String::as_str).chain(["main"]) {
        for (path, _) in sources(stage) {
            let lines = fs::read_to_string(&path).unwrap().lines().count();
            let limit = if stage == "main" { 80 } else { 500 };
            assert!(lines <= limit, "{path} has {lines} lines");
        }
    }
}

/// What asks the system for something that can fail; that a path leads nowhere is an answer.
const OF_THE_DISK: [&str; 12] = [
    "read_dir(",
    "read_to_string(",
    "fs::read(",
    "fs::write(",
    "write_all(",
    "rename(",
    "remove_",
    "create_",
    "metadata(",
    "canonicalize(",
    "open(",
    "WalkDir::new(",
];

#[test]
fn no_error_of_the_disk_is_swallowed() {
    let mut swallowed = Vec::new();
    let mut asked = 0;
    for stage in stages() {
        for (path, code) in sources(&stage) {
            if path.ends_with("power_cuts.rs")
                || path.contains("/tests/")
                || !code.contains("fs::") && !code.contains("walkdir")
            {
                continue;
            }
            // Statements, as an answer may be used a line further down.
            for statement in code.split([';', '{', '}']) {
                let asks = OF_THE_DISK.iter().any(|call| statement.contains(call));
                asked += usize::from(asks);
                let drops = [".ok()", ".flatten()", "let _ =", "unwrap_or_default()", "unwrap_or("];
                if asks && drops.iter().any(|drop| statement.contains(drop)) {
                    swallowed.push(format!("{path}: {}", statement.trim()));
                }
            }
            // A path that cannot be seen is not one that leads nowhere; of a kind that was asked for, nothing can fail.
            for question in [".exists()", ".is_dir()", ".is_file()", ".is_symlink()"] {
                for (at, _) in code.match_indices(question) {
                    let asked =
                        code[..at].rsplit(|c: char| c.is_whitespace() || "!(".contains(c)).next();
                    let asked = asked.unwrap_or_default();
                    if !code[..at].ends_with("file_type()") && !["kind", "there"].contains(&asked) {
                        swallowed.push(format!("{path}: {asked}{question}"));
                    }
                }
            }
            // An entry that cannot be read is none of those that are left out.
            if code.contains("entries.flatten()") || code.contains("filter_map(Result::ok)") {
                swallowed.push(path);
            }
        }
    }
    assert!(asked > 20, "{asked}");
    assert!(swallowed.is_empty(), "{}", swallowed.join("\n"));
}
