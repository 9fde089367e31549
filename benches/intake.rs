//! Intake and statistics of large exports against plain iteration with the csv crate: CPU seconds,
//! their ratio, cost per row at two sizes, other dialects, two threads against one, peak memory. Run
//! with `cargo bench --bench intake`; `cargo bench --bench intake -- 100000` stops at that size.
//!
//! Times differ from machine to machine; the figures to compare are the ratios. Every measurement is
//! a process of its own (this program again), so that peaks and allocators do not mix; medians are
//! printed. CPU time and peak memory are read from `/proc`; elsewhere than on Linux the wall time
//! stands in for both.

// A benchmark measures time and prints it; a failed run must stop it.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use krm_report::domain::{Dimension, Period, Recording, Taxonomy};
use krm_report::intake;
use krm_report::project::Project;
use krm_report::{plan, project, statistics};
use std::fmt::Write as _;
use std::fs;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// Processes for each measurement.
const RUNS: usize = 5;
/// Rows of the two sizes.
const SIZES: [u64; 2] = [100_000, 1_000_000];
/// Exports the many-file folder is split into.
const PARTS: u64 = 8;

fn main() {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    if let [mode, folder, threads] = arguments.as_slice() {
        let threads = threads.parse().expect("a number of threads");
        return measured(mode, Path::new(folder), threads);
    }
    let most = arguments.first().map_or(u64::MAX, |text| text.parse().expect("a number of rows"));
    let root = std::env::temp_dir().join(format!("krm-report-bench-{}", std::process::id()));
    for rows in SIZES.into_iter().filter(|rows| *rows <= most) {
        println!("{rows} rows");
        let plain = Export { rows, parts: 1, ..Export::default() }.write(&root, "plain");
        let csv = report("csv::ByteRecord iteration", rows, &plain, "csv", 1);
        let one = report("intake + statistics", rows, &plain, "all", 1);
        report("intake alone", rows, &plain, "intake", 1);
        println!("  ratio to csv              {:.2}", one.cpu / csv.cpu);
        let two = report("two threads", rows, &plain, "all", 2);
        println!("  two threads, one file     {:.2}x faster", one.wall / two.wall);
        let parts = Export { rows, parts: PARTS, ..Export::default() }.write(&root, "parts");
        let one_in_parts = report("in 8 files", rows, &parts, "all", 1);
        let two_in_parts = report("in 8 files, two threads", rows, &parts, "all", 2);
        println!(
            "  two threads, 8 files      {:.2}x faster",
            one_in_parts.wall / two_in_parts.wall
        );
        let digests: Vec<String> =
            [1, 2, 8].map(|threads| run("all", &parts, threads).digest).into_iter().collect();
        assert!(digests.windows(2).all(|pair| pair.first() == pair.last()), "threads change it");
        println!("  1, 2 and 8 threads        equal");
        if rows == SIZES[0] {
            for variant in VARIANTS {
                let folder = Export { rows, parts: 1, ..variant }.write(&root, variant.name);
                let other = report(variant.name, rows, &folder, "all", 1);
                println!("  {:<25} {:.2} of plain", variant.name, other.cpu / one.cpu);
            }
        }
    }
    fs::remove_dir_all(&root).expect("the bench's own folder can be removed");
}

/// What one process measured.
#[derive(Clone, Debug)]
struct Measured {
    cpu: f64,
    wall: f64,
    peak: f64,
    digest: String,
}

/// Runs a measurement some times and prints its medians.
fn report(name: &str, rows: u64, folder: &Path, mode: &str, threads: usize) -> Measured {
    let runs: Vec<Measured> = (0..RUNS).map(|_| run(mode, folder, threads)).collect();
    let median = |value: fn(&Measured) -> f64| {
        let mut values: Vec<f64> = runs.iter().map(value).collect();
        values.sort_by(f64::total_cmp);
        values.get(RUNS / 2).copied().expect("there are runs")
    };
    let (cpu, wall, peak) = (median(|m| m.cpu), median(|m| m.wall), median(|m| m.peak));
    // CPU time is that of one thread, so it says nothing about several.
    let per_row = cpu * 1e9 / rows as f64;
    match threads {
        1 => println!("  {name:<25} {cpu:.3} s CPU  {per_row:5.0} ns a row  peak {peak:.0} MiB"),
        _ => println!("  {name:<25} {wall:.3} s wall                 peak {peak:.0} MiB"),
    }
    Measured { cpu, wall, peak, digest: String::new() }
}

fn run(mode: &str, folder: &Path, threads: usize) -> Measured {
    let output = Command::new(std::env::current_exe().expect("this program has a path"))
        .args([mode, &folder.display().to_string(), &threads.to_string()])
        .output()
        .expect("this program starts");
    let text = String::from_utf8_lossy(&output.stdout);
    let parts: Vec<&str> = text.split_whitespace().collect();
    let [cpu, wall, peak, digest] = parts.as_slice() else {
        panic!("{mode} failed: {}", String::from_utf8_lossy(&output.stderr))
    };
    let number = |text: &str| text.parse::<f64>().expect("a number");
    Measured {
        cpu: number(cpu),
        wall: number(wall),
        peak: number(peak),
        digest: (*digest).to_owned(),
    }
}

/// The measured process: does one thing and prints CPU seconds, wall seconds, peak MiB and a digest
/// of the result.
fn measured(mode: &str, folder: &Path, threads: usize) {
    let loaded = project::load(folder).0.expect("the project is sound");
    let figures = plan::make(&loaded, &Recording::default()).0.figures();
    let (before, clock) = (cpu_seconds(), Instant::now());
    let digest = match mode {
        "csv" => iterate(folder),
        _ => {
            let (intake, findings) = intake::read_with(&loaded, threads);
            assert!(!findings.has_errors(), "the export is sound");
            if mode == "intake" {
                intake.cases.len() as u64
            } else {
                let exact = statistics::compute_with(&figures, &intake.cases, [], &loaded, threads);
                let mut text = format!("{:?}{:?}", intake.records, intake.files);
                for (figure, value) in exact.iter() {
                    let _ = write!(text, "{figure:?}{value:?}");
                }
                let kept = [intake.cases.first(), intake.cases.get(77), intake.cases.last()];
                let _ = write!(text, "{kept:?}");
                text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                    (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
                })
            }
        }
    };
    let wall = clock.elapsed().as_secs_f64();
    let cpu = cpu_seconds().zip(before).map_or(wall, |(after, before)| after - before);
    println!("{cpu} {wall} {} {digest}", peak_mib().unwrap_or(0.0));
}

/// The yardstick: all records of all exports, nothing done with them.
fn iterate(folder: &Path) -> u64 {
    let mut fields = 0;
    for export in fs::read_dir(folder.join("exports")).expect("the folder can be read") {
        let path = export.expect("the entry can be read").path();
        let mut reader =
            csv::ReaderBuilder::new().delimiter(b';').from_path(path).expect("the file opens");
        let mut record = csv::ByteRecord::new();
        while reader.read_byte_record(&mut record).expect("the export is sound") {
            fields += record.len() as u64;
        }
    }
    fields
}

/// CPU seconds of the running thread.
fn cpu_seconds() -> Option<f64> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: u64 = text.split_whitespace().next()?.parse().ok()?;
    Some(nanoseconds as f64 / 1e9)
}

fn peak_mib() -> Option<f64> {
    let text = fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib / 1024.0)
}

/// A seeded export.
#[derive(Clone, Copy)]
struct Export {
    name: &'static str,
    rows: u64,
    parts: u64,
    latin: bool,
    quote_all: bool,
    line_end: &'static str,
}

impl Default for Export {
    fn default() -> Self {
        Self { name: "", rows: 0, parts: 1, latin: false, quote_all: false, line_end: "\n" }
    }
}

const VARIANTS: [Export; 3] = [
    Export {
        name: "windows-1252",
        rows: 0,
        parts: 1,
        latin: true,
        quote_all: false,
        line_end: "\n",
    },
    Export { name: "quote-all", rows: 0, parts: 1, latin: false, quote_all: true, line_end: "\n" },
    Export { name: "crlf", rows: 0, parts: 1, latin: false, quote_all: false, line_end: "\r\n" },
];

const HEADER: [&str; 16] = [
    "Fallnummer",
    "Eingangsdatum",
    "Eingangsbestätigung am",
    "Erledigt am",
    "Art der Kundenreaktion",
    "Anliegen 1",
    "Anliegen 2",
    "Anliegen 3",
    "Bewertung",
    "Begründungsgrund",
    "Eingangskanal",
    "Einreicher",
    "Einreicher Name",
    "Ergebnis",
    "Geklärt mit",
    "Erfasserbemerkung",
];

const PHRASES: [&str; 16] = [
    "Bescheid erläutert, Berechnung nachvollziehbar",
    "Unterlagen angeblich nicht angekommen",
    "Rückruf vereinbart",
    "Vermieter verlangt Zusage bis Monatsende",
    "Eilbedürftigkeit geprüft",
    "Frist verlängert",
    "Schreiben eingescannt",
    "Termin beim Teamleiter",
    "Kautionsdarlehen: Vordruck nachgereicht",
    "Weiterbewilligung noch nicht beschieden",
    "Beratungsstelle begleitet",
    "Miete im Rückstand",
    "Kontoauszüge liegen vor",
    "Anhörung läuft",
    "kein Dolmetscher nötig",
    "telefonisch nicht erreicht",
];

impl Export {
    /// Writes the project with this export; returns its folder.
    fn write(self, root: &Path, name: &str) -> PathBuf {
        let folder = root.join(format!("{name}-{}", self.rows));
        let exports = folder.join("exports");
        fs::create_dir_all(&exports).expect("the folder can be made");
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("input");
        copy(&sample, &folder);
        let (project, _) = project::load(&folder);
        let project = project.expect("the sample project is sound");
        let mut random = Random(0x9e37_79b9_7f4a_7c15);
        for part in 0..self.parts {
            let path = exports.join(format!("part-{part}.csv"));
            let mut file = BufWriter::new(fs::File::create(path).expect("the file can be made"));
            let mut line = String::new();
            self.line(&mut line, &HEADER.map(str::to_owned));
            self.encode(&mut file, &line);
            for row in (part * self.rows / self.parts)..((part + 1) * self.rows / self.parts) {
                line.clear();
                self.line(&mut line, &cells(row, &project, &mut random));
                self.encode(&mut file, &line);
            }
            file.flush().expect("the file can be written");
        }
        folder
    }

    fn line(self, line: &mut String, cells: &[String]) {
        for (position, cell) in cells.iter().enumerate() {
            if position > 0 {
                line.push(';');
            }
            if self.quote_all || cell.contains([';', '"', '\n']) {
                let _ = write!(line, "\"{}\"", cell.replace('"', "\"\""));
            } else {
                line.push_str(cell);
            }
        }
        line.push_str(self.line_end);
    }

    fn encode(self, file: &mut impl std::io::Write, line: &str) {
        // The German letters of Windows-1252 are those of the first 256 characters.
        match self.latin {
            false => file.write_all(line.as_bytes()),
            true => file.write_all(&line.chars().map(|c| c as u8).collect::<Vec<u8>>()),
        }
        .expect("the file can be written");
    }
}

/// One case: 25 % of the ombuds office, 70 % complaints, 80 % closed, one to three topics.
fn cells(row: u64, project: &Project, random: &mut Random) -> Vec<String> {
    let day = random.below(365);
    let closed = random.below(60);
    let german = |day: u64| {
        let (first, _) = project.settings.period.bounds(Period::Year);
        let date = first + jiff::Span::new().days(i64::try_from(day).expect("a small number"));
        format!("{:02}.{:02}.{:04}", date.day(), date.month(), date.year())
    };
    let taxonomy = &project.taxonomy;
    let mut topics: Vec<String> =
        (0..3).map(|_| label(taxonomy, Dimension::Topic, random)).collect();
    topics.dedup();
    if topics.len() == 3 && topics.first() == topics.last() {
        topics.pop();
    }
    topics.truncate(1 + usize::try_from(random.below(3)).expect("a small number"));
    topics.resize(3, String::new());
    let sometimes = |percent: u64, dimension, random: &mut Random| match random.below(100) < percent
    {
        true => label(taxonomy, dimension, random),
        false => String::new(),
    };
    let mut remark = String::new();
    for _ in 0..random.below(4) {
        remark.push_str(PHRASES[usize::try_from(random.below(16)).expect("a small number")]);
        remark.push_str("; ");
    }
    if random.below(100) < 25 {
        remark.push_str("Ombudsstelle ");
    }
    let _ = write!(remark, "Az. {}", random.below(1_000_000));
    if random.below(100) < 3 {
        remark.push_str("\nFortsetzung: \"siehe Akte\"");
    }
    let [first, second, third] = topics.try_into().expect("three topics");
    vec![
        format!("KRM-{row:08}"),
        german(day),
        if random.below(10) < 9 { german(day + random.below(5)) } else { String::new() },
        if random.below(10) < 8 { german(day + 5 + closed) } else { String::new() },
        category(taxonomy, random),
        first,
        second,
        third,
        sometimes(80, Dimension::Assessment, random),
        sometimes(20, Dimension::JustifiedReason, random),
        sometimes(95, Dimension::Channel, random),
        sometimes(90, Dimension::SubmitterGroup, random),
        if random.below(3) == 0 {
            format!("Beispielperson {:04}", random.below(10_000))
        } else {
            String::new()
        },
        sometimes(80, Dimension::Outcome, random),
        sometimes(15, Dimension::ClarifiedWith, random),
        remark,
    ]
}

fn category(taxonomy: &Taxonomy, random: &mut Random) -> String {
    let list = taxonomy.list(Dimension::Category).expect("there are categories");
    let position = if random.below(10) < 7 { 0 } else { random.below(3) };
    let entry = list.entries().get(usize::try_from(position).expect("a small number"));
    entry.expect("there are three categories").label.clone()
}

/// A value of a list, the first ones more often.
fn label(taxonomy: &Taxonomy, dimension: Dimension, random: &mut Random) -> String {
    let entries = taxonomy.list(dimension).expect("the sample has all lists").entries();
    let length = entries.len() as u64;
    let position = random.below(length).min(random.below(length));
    let entry = entries.get(usize::try_from(position).expect("a small number"));
    entry.expect("a position of the list").label.clone()
}

/// xorshift64*, so that every machine writes the same exports.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % limit
    }
}

/// The sample project without its exports.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder can be made");
    for entry in fs::read_dir(from).expect("the sample can be read") {
        let path = entry.expect("the entry can be read").path();
        let goal = to.join(path.file_name().expect("the entry has a name"));
        match path.is_dir() {
            true if path.ends_with("exports") => {}
            true => copy(&path, &goal),
            false => drop(fs::copy(path, goal).expect("the file can be copied")),
        }
    }
}
