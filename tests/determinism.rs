//! Same input, same bytes: whatever the folder, the order of files and of rows.

use crate::support::{Sandbox, assert_is_committed, assert_same_files};
use std::fs;
#[cfg(unix)]
use std::process::Command;

/// Builds in every format that needs no feature.
fn build(sandbox: &Sandbox) {
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn the_committed_output_is_what_the_program_builds() {
    let sandbox = Sandbox::new();
    build(&sandbox);
    assert_is_committed(&sandbox.path("output/2017"));
}

#[test]
fn two_builds_in_different_folders_give_the_same_bytes() {
    let (first, second) = (Sandbox::new(), Sandbox::new());
    build(&first);
    build(&second);
    build(&second);
    for folder in ["output/2017", "output/2017-internal"] {
        assert_same_files(&first.path(folder), &second.path(folder));
    }
}

#[cfg(unix)]
#[test]
fn neither_zone_nor_language_nor_rights_nor_processors_change_a_byte() {
    let (first, second) = (Sandbox::new(), Sandbox::new());
    build(&first);
    // One processor, where the system can be asked for that.
    let call = "umask 077; command -v taskset >/dev/null && one='taskset -c 0'; exec $one \"$@\"";
    let program = env!("CARGO_BIN_EXE_krm-report");
    let done = Command::new("sh")
        .args(["-c", call, "sh", program, "build"])
        .env("TZ", "Pacific/Kiritimati")
        .envs(["LANG", "LC_ALL", "LC_COLLATE"].map(|name| (name, "tr_TR.UTF-8")))
        .current_dir(second.path("."))
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    for folder in ["output/2017", "output/2017-internal"] {
        assert_same_files(&first.path(folder), &second.path(folder));
    }
}

#[test]
fn the_order_of_files_changes_nothing_that_is_published() {
    let (first, second) = (Sandbox::new(), Sandbox::new());
    let exports = second.path("input/exports");
    fs::create_dir(exports.join("a")).unwrap();
    fs::rename(exports.join("2017-H2.csv"), exports.join("a/first.csv")).unwrap();
    fs::rename(exports.join("2016-H2.csv"), exports.join("z.csv")).unwrap();
    build(&first);
    build(&second);
    assert_same_files(&first.path("output/2017"), &second.path("output/2017"));
}

#[test]
fn the_order_of_rows_changes_nothing_that_is_published() {
    let (first, second) = (Sandbox::new(), Sandbox::new());
    for name in ["2016-H2.csv", "2017-H1.csv", "2017-H2.csv"] {
        let path = second.path("input/exports").join(name);
        let mut records = records(&fs::read(&path).unwrap());
        let header = records.remove(0);
        records.reverse();
        let middle = records.len() / 3;
        records.rotate_left(middle);
        records.insert(0, header);
        fs::write(&path, records.concat()).unwrap();
    }
    build(&first);
    build(&second);
    assert_same_files(&first.path("output/2017"), &second.path("output/2017"));
}

/// The records of an export with their line ends; a line end within quotes ends none.
fn records(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut records = vec![Vec::new()];
    let mut quoted = false;
    for byte in bytes {
        records.last_mut().unwrap().push(*byte);
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => records.push(Vec::new()),
            _ => {}
        }
    }
    records.retain(|record| !record.is_empty());
    records
}
