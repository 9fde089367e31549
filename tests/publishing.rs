//! How a report comes to its place: by one run at a time, whole, and with what must stay in the office apart.

use crate::support::{Run, Sandbox, assert_same_files};
use std::fs;
use std::process::{Command, Stdio};

/// Runs the program several times at once.
fn at_once(sandbox: &Sandbox, runs: &[&[&str]]) -> Vec<Run> {
    let started: Vec<_> = runs
        .iter()
        .map(|arguments| {
            Command::new(env!("CARGO_BIN_EXE_krm-report"))
                .args(*arguments)
                .current_dir(sandbox.path(""))
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    started
        .into_iter()
        .map(|process| {
            let output = process.wait_with_output().unwrap();
            Run {
                code: output.status.code().unwrap(),
                stdout: String::from_utf8(output.stdout).unwrap(),
                stderr: String::from_utf8(output.stderr).unwrap(),
            }
        })
        .collect()
}

fn names(sandbox: &Sandbox, folder: &str) -> Vec<String> {
    let entries = fs::read_dir(sandbox.path(folder)).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn runs_at_once_never_mix_their_folders_and_none_is_lost() {
    let sandbox = Sandbox::case("tests/cases/recording/topics-missing");
    let config = sandbox.read("input/report.toml");
    let mut runs: Vec<Vec<String>> = Vec::new();
    for number in 0..6 {
        let project = sandbox.path(&format!("project-{number}"));
        fs::create_dir_all(project.join("exports")).unwrap();
        for file in ["network.toml", "exports/a.csv"] {
            fs::copy(sandbox.path("input").join(file), project.join(file)).unwrap();
        }
        let config = config.replace("Jahresbericht 2017", &format!("Bericht {number}"));
        fs::write(project.join("report.toml"), config).unwrap();
        runs.push(vec!["build".to_owned(), format!("project-{number}")]);
    }
    let runs: Vec<Vec<&str>> =
        runs.iter().map(|run| run.iter().map(String::as_str).collect()).collect();
    let runs: Vec<&[&str]> = runs.iter().map(Vec::as_slice).collect();
    for run in at_once(&sandbox, &runs) {
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    let title = |folder: &str| {
        let manifest = sandbox.read(&format!("output/{folder}/manifest.json"));
        let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
        manifest["title"].as_str().unwrap().to_owned()
    };
    assert_eq!(title("2017"), title("2017-internal"));
    assert_eq!(names(&sandbox, "output"), ["2017", "2017-internal"]);
}

#[test]
fn runs_that_swap_their_folders_never_wait_for_each_other() {
    let sandbox = Sandbox::case("tests/cases/recording/topics-missing");
    let calls: [&[&str]; 2] = [
        &["build", "--output", "a", "--internal", "b"],
        &["build", "--output", "b", "--internal", "a"],
    ];
    for _ in 0..4 {
        let mut codes: Vec<i32> =
            at_once(&sandbox, &calls).into_iter().map(|run| run.code).collect();
        codes.sort_unstable();
        // Whoever comes second finds exact values where a report would be.
        assert_eq!(codes, [0, 2]);
    }
}

#[test]
fn of_two_releases_at_once_the_second_knows_of_the_first() {
    let sandbox = Sandbox::case("tests/cases/recording/topics-missing");
    let runs = at_once(&sandbox, &[&["release"], &["release", "--output", "elsewhere"]]);
    let mut told: Vec<&str> = runs
        .iter()
        .map(|run| {
            assert_eq!(run.code, 0, "{}", run.stderr);
            run.stderr.lines().last().unwrap().split(':').next().unwrap()
        })
        .collect();
    told.sort_unstable();
    assert_eq!(told, ["Diese Ausgabe ist bereits freigegeben.", "Freigegeben"]);
    assert_eq!(names(&sandbox, "input/archive"), ["2017.json"]);
    assert!(!names(&sandbox, "input").iter().any(|name| name.starts_with('.')));
}

#[test]
fn a_release_that_cannot_be_recorded_publishes_nothing() {
    let sandbox = Sandbox::case("tests/cases/recording/topics-missing");
    sandbox.build();
    fs::rename(sandbox.path("output"), sandbox.path("before")).unwrap();
    fs::create_dir(sandbox.path("output")).unwrap();
    // A file where the folder of the archive would be.
    sandbox.write("archive", "");
    let run = sandbox.run(&["release"]);
    assert_ne!(run.code, 0);
    assert!(names(&sandbox, "output").is_empty(), "{:?}", names(&sandbox, "output"));
}

#[test]
fn what_a_broken_off_run_has_left_is_told_and_removed() {
    let sandbox = Sandbox::case("tests/cases/recording/topics-missing");
    let left = sandbox.path("output/.krm-report-staging/new/2017-internal");
    fs::create_dir_all(&left).unwrap();
    fs::write(left.join("disclosure.json"), "{\"exact\": 1").unwrap();
    let run = sandbox.run(&["build", "--deny-warnings"]);
    let noted = "Hinweis[K506]: ein früherer Lauf wurde unterbrochen; was er in";
    assert!(run.stderr.contains(noted), "{}", run.stderr);
    assert!(!sandbox.path("output/.krm-report-staging").exists());
}

#[test]
fn an_edition_that_stood_ready_when_the_run_was_broken_off_is_put_into_place() {
    let sandbox = Sandbox::case("tests/cases/recording/topics-missing");
    sandbox.build();
    fs::rename(sandbox.path("output"), sandbox.path("whole")).unwrap();
    // The public folder has been moved, the internal one has not.
    let new = sandbox.path("output/.krm-report-staging/new");
    fs::create_dir_all(&new).unwrap();
    fs::rename(sandbox.path("whole/2017-internal"), new.join("2017-internal")).unwrap();
    fs::rename(sandbox.path("whole/2017"), sandbox.path("output/2017")).unwrap();
    fs::write(
        sandbox.path("output/.krm-report-staging/journal.json"),
        r#"{"here":["2017","2017-internal"],"elsewhere":[]}"#,
    )
    .unwrap();
    // A run that itself ends without a report clears up all the same.
    sandbox.edit("exports/a.csv", "Beschwerde", "Unsinn");
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("Hinweis[K506]"), "{}", run.stderr);
    assert_eq!(names(&sandbox, "output"), ["2017", "2017-internal"]);
}

#[test]
fn an_edition_that_stood_ready_is_put_into_place_in_both_folders_whatever_the_next_run_writes() {
    let sandbox = Sandbox::case("tests/cases/recording/topics-missing");
    let apart: &[&str] = &["build", "--internal", "office"];
    assert_eq!(sandbox.run(apart).code, 0);
    let old = sandbox.read("office/2017-internal/manifest.json");
    // The new edition stood ready, and nothing of it had been moved.
    sandbox.edit("report.toml", "Jahresbericht 2017", "Neuer Bericht");
    assert_eq!(sandbox.run(&["build", "--internal", "ready", "--output", "ready-output"]).code, 0);
    for (from, to) in [("ready-output/2017", "output"), ("ready/2017-internal", "office")] {
        let new = sandbox.path(to).join(".krm-report-staging/new");
        fs::create_dir_all(&new).unwrap();
        fs::create_dir_all(sandbox.path(to).join(".krm-report-staging/old")).unwrap();
        let from = sandbox.path(from);
        fs::rename(&from, new.join(from.file_name().unwrap())).unwrap();
    }
    let office = sandbox.path("office");
    let journal = serde_json::json!({ "here": ["2017"], "elsewhere": [[office, "2017-internal"]] });
    let file = sandbox.path("output/.krm-report-staging/journal.json");
    fs::write(file, journal.to_string()).unwrap();
    sandbox.edit("exports/a.csv", "Beschwerde", "Unsinn");
    // It says nothing of where the other part lies.
    let run = sandbox.run(&["build", "--internal", "none"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert_eq!(names(&sandbox, "output"), ["2017"]);
    assert_eq!(names(&sandbox, "office"), ["2017-internal"]);
    assert_ne!(sandbox.read("office/2017-internal/manifest.json"), old);
    for manifest in ["output/2017/manifest.json", "office/2017-internal/manifest.json"] {
        assert!(sandbox.read(manifest).contains("Neuer Bericht"), "{manifest}");
    }
}

#[test]
fn of_two_runs_that_strip_into_one_folder_the_second_is_refused() {
    let sandbox = Sandbox::case("tests/cases/recording/column-in-some-files");
    let calls: [&[&str]; 2] = [
        &["strip", "input/exports/a.csv", "--to", "stripped"],
        &["strip", "input/exports/b.csv", "--to", "stripped"],
    ];
    for _ in 0..8 {
        let runs = at_once(&sandbox, &calls);
        let mut codes: Vec<i32> = runs.iter().map(|run| run.code).collect();
        let told = runs.iter().position(|run| run.code == 0).unwrap();
        assert_eq!(names(&sandbox, "stripped"), [["a.csv"], ["b.csv"]][told]);
        codes.sort_unstable();
        assert!(codes[0] == 0 && codes[1] != 0, "{codes:?}");
        fs::remove_dir_all(sandbox.path("stripped")).unwrap();
    }
}

#[test]
fn damaged_notes_of_a_run_that_was_broken_off_are_told_with_what_to_do() {
    let sandbox = Sandbox::case("tests/cases/recording/topics-missing");
    sandbox.build();
    let before = names(&sandbox, "output");
    for noted in ["{", "{\"moves\":[]}"] {
        let staging = sandbox.path("output/.krm-report-staging");
        fs::create_dir_all(&staging).unwrap();
        fs::write(staging.join("journal.json"), noted).unwrap();
        let run = sandbox.run(&["build"]);
        assert_eq!(run.code, 3, "{}", run.stderr);
        assert!(run.stderr.contains("journal.json` ist beschädigt"), "{}", run.stderr);
        fs::remove_dir_all(&staging).unwrap();
        assert_eq!(names(&sandbox, "output"), before);
    }
}

#[test]
fn files_that_were_changed_by_hand_are_told_before_they_are_replaced() {
    let sandbox = Sandbox::case("tests/cases/recording/topics-missing");
    sandbox.build();
    let page = sandbox.path("output/2017/index.html");
    let text = sandbox.read("output/2017/index.html").replace("Jahresbericht", "Bericht");
    fs::write(&page, &text).unwrap();
    fs::remove_file(sandbox.path("output/2017/report.md")).unwrap();
    let run = sandbox.run(&["build", "--deny-warnings"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert_eq!(fs::read_to_string(&page).unwrap(), text, "nothing was replaced");
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    // What was taken out of the folder is no work that gets lost.
    let told = "Warnung[K505]: eine Datei der Ausgabe wurde seit dem letzten Lauf von Hand geändert und wird ersetzt";
    assert!(run.stderr.contains(told), "{}", run.stderr);
    assert!(run.stderr.contains("output/2017/index.html"), "{}", run.stderr);
    let run = sandbox.run(&["build"]);
    assert!(!run.stderr.contains("K505"), "{}", run.stderr);
}

#[test]
fn what_must_stay_in_the_office_can_lie_elsewhere_or_nowhere() {
    let sandbox = Sandbox::case("tests/cases/recording/topics-missing");
    sandbox.build();
    fs::rename(sandbox.path("output"), sandbox.path("before")).unwrap();
    let run = sandbox.run(&["build", "--internal", "office"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(names(&sandbox, "output"), ["2017"]);
    assert_eq!(names(&sandbox, "office"), ["2017-internal"]);
    assert_same_files(&sandbox.path("before/2017"), &sandbox.path("output/2017"));
    assert_same_files(&sandbox.path("before/2017-internal"), &sandbox.path("office/2017-internal"));

    let run = sandbox.run(&["build", "--internal", "none", "--output", "bare"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(names(&sandbox, "bare"), ["2017"]);

    // The same folder in other words is beside the report.
    let run = sandbox.run(&["build", "--internal", "./before", "--output", "before"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let run = sandbox.run(&["build", "--internal", "none", "--output", "before"]);
    assert_eq!(run.code, 2, "exact values of an earlier run would be published");
    assert!(run.stderr.contains("genaue Werte eines früheren Laufs"), "{}", run.stderr);
    let run = sandbox.run(&["build", "--internal", "input/x"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("geben Sie mit --internal einen anderen an"), "{}", run.stderr);
}

#[test]
fn what_must_stay_in_the_office_cannot_lie_among_what_may_be_published() {
    let sandbox = Sandbox::case("tests/cases/recording/topics-missing");
    // Into a folder that is not there yet, into one that is, and by another way.
    for internal in ["output/office", "output/2017/data", "input/../output/x/.."] {
        let run = sandbox.run(&["build", "--internal", internal]);
        assert_eq!(run.code, 2, "{internal}: {}", run.stderr);
        assert!(run.stderr.contains("liegt im Ausgabeordner"), "{internal}: {}", run.stderr);
        if internal == "output/office" {
            assert!(!sandbox.path("output").exists(), "nothing is left of a call that is refused");
            sandbox.build();
        }
    }
    assert_eq!(names(&sandbox, "output"), ["2017", "2017-internal"]);
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_open_what_must_stay_in_the_office() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::case("tests/cases/recording/topics-missing");
    sandbox.build();
    let mode = |path: &str| fs::metadata(sandbox.path(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("output/2017-internal"), 0o700);
    for name in names(&sandbox, "output/2017-internal") {
        assert_eq!(mode(&format!("output/2017-internal/{name}")) & 0o077, 0, "{name}");
    }
    assert_ne!(mode("output/2017/index.html") & 0o044, 0, "a report can be read");
}

#[test]
fn a_manifest_that_cannot_be_read_is_no_sign_of_a_foreign_folder() {
    let sandbox = Sandbox::case("tests/cases/recording/topics-missing");
    sandbox.build();
    let manifest = sandbox.path("output/2017/manifest.json");
    fs::remove_file(&manifest).unwrap();
    fs::create_dir(&manifest).unwrap();
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(run.stderr.contains("manifest.json`: Lesen ist nicht möglich"), "{}", run.stderr);
    assert!(!run.stderr.contains("nicht von krm-report"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_read_is_not_an_empty_or_missing_one() {
    let sandbox = Sandbox::case("tests/cases/recording/topics-missing");
    fs::rename(sandbox.path("input/exports"), sandbox.path("elsewhere")).unwrap();
    std::os::unix::fs::symlink("exports", sandbox.path("input/exports")).unwrap();
    let run = sandbox.run(&["check"]);
    assert_ne!(run.code, 0);
    assert!(
        run.stderr.contains("`exports`") || run.stderr.contains("--> exports"),
        "{}",
        run.stderr
    );
    for wrong in ["fehlt", "kein Export"] {
        assert!(!run.stderr.contains(wrong), "{}", run.stderr);
    }
    for folder in ["archive", "chapters"] {
        let sandbox = Sandbox::case("tests/cases/recording/topics-missing");
        std::os::unix::fs::symlink(folder, sandbox.path("input").join(folder)).unwrap();
        let run = sandbox.run(&["build"]);
        assert_ne!(run.code, 0, "{folder}: a report without it would be another one");
        assert!(!sandbox.path("output").exists(), "{folder}");
    }
}

#[test]
fn stripped_exports_are_written_all_or_none() {
    let sandbox = Sandbox::case("tests/cases/recording/column-in-some-files");
    let call = ["strip", "input/exports/a.csv", "input/exports/b.csv", "--to", "deep/stripped"];
    // A file where the folder would be.
    fs::write(sandbox.path("deep"), "").unwrap();
    let run = sandbox.run(&call);
    assert_eq!(run.code, 3, "{}", run.stderr);
    fs::remove_file(sandbox.path("deep")).unwrap();
    let run = sandbox.run(&call);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(names(&sandbox, "deep/stripped"), ["a.csv", "b.csv"]);
    assert_eq!(names(&sandbox, "deep"), ["stripped"]);
}
