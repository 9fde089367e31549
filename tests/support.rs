//! Copies of the sample project to break, and the program to run on them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// The repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A copy of the sample project in a folder of its own, with a place for output.
pub(crate) struct Sandbox {
    folder: TempDir,
}

/// What a run of the program gave.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Sandbox {
    pub(crate) fn new() -> Self {
        Self::of("input")
    }

    /// The project whose report has every block in every state, in place of the sample.
    pub(crate) fn gallery() -> Self {
        Self::of("tests/cases/gallery")
    }

    /// A copy of a project below the repository.
    pub(crate) fn case(project: &str) -> Self {
        Self::of(project)
    }

    fn of(project: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(&root().join(project), &folder.path().join("input"));
        Self { folder }
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Replaces the first `from` in a file of the project by `to`.
    pub(crate) fn edit(&self, file: &str, from: &str, to: &str) -> &Self {
        let path = self.path("input").join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} does not hold {from}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
        self
    }

    /// Replaces the first `from` in a Windows-1252 export by `to` (both ASCII).
    pub(crate) fn edit_export(&self, file: &str, from: &str, to: &str) -> &Self {
        let path = self.path("input/exports").join(file);
        let bytes = fs::read(&path).unwrap();
        let at = bytes.windows(from.len()).position(|window| window == from.as_bytes()).unwrap();
        let mut edited = bytes[..at].to_vec();
        edited.extend(to.as_bytes());
        edited.extend(&bytes[at + from.len()..]);
        fs::write(path, edited).unwrap();
        self
    }

    pub(crate) fn write(&self, file: &str, text: &str) -> &Self {
        let path = self.path("input").join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    pub(crate) fn remove(&self, file: &str) -> &Self {
        fs::remove_file(self.path("input").join(file)).unwrap();
        self
    }

    /// Runs the program in the sandbox.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        let output: Output = Command::new(env!("CARGO_BIN_EXE_krm-report"))
            .args(arguments)
            .current_dir(self.folder.path())
            .output()
            .unwrap();
        Run {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Builds, and fails the test with the program's words when that is not possible.
    pub(crate) fn build(&self) -> &Self {
        let run = self.run(&["build"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        self
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let goal = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &goal);
        } else {
            fs::copy(entry.path(), goal).unwrap();
        }
    }
}

/// All files below a folder with their content, by relative path.
pub(crate) fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(folder).unwrap();
            let name = path.to_str().unwrap().replace('\\', "/");
            found.push((name, fs::read(entry.path()).unwrap()));
        }
    }
    found
}

/// Fails with the first differing file and line when two folders do not hold the same bytes.
pub(crate) fn assert_same_files(expected: &Path, found: &Path) {
    let (expected_files, found_files) = (files(expected), files(found));
    let names = |files: &[(String, Vec<u8>)]| -> Vec<String> {
        files.iter().map(|(name, _)| name.clone()).collect()
    };
    assert_eq!(names(&expected_files), names(&found_files), "the folders hold different files");
    for ((name, expected), (_, found)) in expected_files.iter().zip(&found_files) {
        if expected != found {
            let (expected, found) =
                (String::from_utf8_lossy(expected), String::from_utf8_lossy(found));
            let differing = expected.lines().zip(found.lines()).enumerate();
            let (line, (old, new)) =
                differing.into_iter().find(|(_, (old, new))| old != new).unwrap_or((0, ("", "")));
            panic!("{name}:{}\n expected: {old:.300}\n found:    {new:.300}", line + 1);
        }
    }
}

/// The sample as it is committed: without the workbook, a binary file. Its hash is in the manifest; one that lies there is of whatever
/// build.
pub(crate) fn assert_is_committed(built: &Path) {
    let committed = root().join("output/2017");
    fs::remove_file(built.join("tables.xlsx")).unwrap();
    let _ = fs::copy(committed.join("tables.xlsx"), built.join("tables.xlsx"));
    assert_same_files(&committed, built);
}

/// A file of the archive that was changed for a test, with the checksum of what it says now.
pub(crate) fn sealed(archived: &serde_json::Value) -> String {
    let report: krm_report::project::ArchivedReport =
        serde_json::from_value(archived.clone()).unwrap();
    serde_json::to_string_pretty(&report.sealed()).unwrap()
}
