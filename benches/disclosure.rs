//! Disclosure control of synthetic years: what is masked, what it costs, and the CPU time of masks
//! and proof beside the rest of the build. Run with `cargo bench --bench disclosure`.
//!
//! S1 is a committee's report of eight linked tables over 286 cases: kind; submitter and assessment by
//! half-year; submitter and topic by assessment, with topic groups. S2 adds topic groups by
//! submitter, S3 topics by submitter. Masks differ from seed to seed, not from machine to machine;
//! times do. CPU time is read from `/proc`; elsewhere than on Linux wall time stands in.
//! L60 has 60 topics in 10 groups, 15 submitters and 5,000 cases, L200 200 topics in 20 groups; both add topics by submitter and
//! topic groups by month.
//! Then, for years of 20 to 600 cases and thresholds of 3 to 10, what readers of S1 get where tables may be coarser and where they
//! may not: how many different counts above zero, of how many that are asked for; how many of the signs in tables; and how many
//! tables are more signs than numbers, or withheld. With `-- --use` nothing else.
//! With `-- --export FOLDER` the reports stay there, each with an `instance.json` for `benches/optimum.py`.

// A benchmark measures time and prints it; a failed run must stop it.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use krm_report::commands::{Options, Report, make_report};
use krm_report::diagnostic::Findings;
use krm_report::domain::{Count, Figure, Recording, Unit};
use krm_report::render::{Format, Input};
use krm_report::statistics::ExactValue;
use krm_report::{disclosure, intake, plan, project, statistics};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// A year.
#[derive(Clone, Copy)]
struct Size {
    cases: u64,
    /// The smallest number that is printed.
    threshold: u64,
    topics: u64,
    topic_groups: u64,
    submitters: u64,
}

const USUAL: Size = Size { cases: 286, threshold: 3, topics: 25, topic_groups: 6, submitters: 8 };
/// Years whose time and memory must stay bounded, by name.
const LARGE: [(&str, Size); 2] = [
    ("L60", Size { cases: 5_000, topics: 60, topic_groups: 10, submitters: 15, ..USUAL }),
    ("L200", Size { topics: 200, topic_groups: 20, ..USUAL }),
];
/// What these ask for besides the tables every report has.
const LARGE_TABLES: [(&str, &str); 2] =
    [("topic", "\"submitter_group\", \"total\""), ("topic_group", "\"month\", \"total\"")];
/// What the use of a report is asked for.
const SIZES: [u64; 5] = [20, 60, 130, 286, 600];
const THRESHOLDS: [u64; 3] = [3, 5, 10];
const SEEDS: std::ops::Range<u64> = 0..6;
/// Those the use of a report is asked for.
const USE_SEEDS: std::ops::Range<u64> = 0..2;

/// The linked tables every report has: rows, columns.
const TABLES: [(&str, &str); 8] = [
    ("category", "\"total\""),
    ("submitter_group", "\"half_year\", \"total\""),
    ("submitter_group", "\"assessment\", \"total\""),
    ("assessment", "\"half_year\", \"total\""),
    ("topic", "\"half_year\", \"total\""),
    ("topic_group", "\"half_year\", \"total\""),
    ("topic", "\"assessment\", \"total\""),
    ("topic_group", "\"assessment\", \"total\""),
];

/// Reports by name, with the table each adds.
const REPORTS: [(&str, Option<(&str, &str)>); 3] = [
    ("S1", None),
    ("S2", Some(("topic_group", "\"submitter_group\", \"total\""))),
    ("S3", Some(("topic", "\"submitter_group\", \"total\""))),
];

fn main() {
    let export = std::env::args().skip_while(|argument| argument != "--export").nth(1);
    let own = std::env::temp_dir().join(format!("krm-report-bench-{}", std::process::id()));
    let root = export.as_ref().map_or(own, PathBuf::from);
    println!(
        "report seed cells small further cost targets open withheld   steps  CPU s  rest s  ratio"
    );
    let only_use = std::env::args().any(|argument| argument == "--use");
    for (name, further) in REPORTS.into_iter().filter(|_| !only_use) {
        for seed in SEEDS {
            let folder = root.join(format!("{name}-{seed}"));
            let folder = write(&folder, further.as_slice(), seed, USUAL, true);
            println!("{name:<6} {seed:>4} {}", line(&folder));
        }
    }
    for (name, size) in LARGE.into_iter().filter(|_| !only_use) {
        let folder = write(&root.join(name), &LARGE_TABLES, 0, size, true);
        println!("{name:<6}    0 {}", line(&folder));
    }
    println!(
        "cases threshold seed asked | coarser: shown signs walls withheld CPU s | as asked: the same"
    );
    for size in SIZES
        .into_iter()
        .flat_map(|cases| THRESHOLDS.map(|threshold| Size { cases, threshold, ..USUAL }))
    {
        let Size { cases, threshold, .. } = size;
        for seed in USE_SEEDS {
            let folder = root.join(format!("use-{cases}-{threshold}-{seed}"));
            let folder = write(&folder, &[], seed, size, true);
            let (asked, coarser) = use_of(&folder);
            let (_, as_asked) = use_of(&write(&folder, &[], seed, size, false));
            println!("{cases:>5} {threshold:>9} {seed:>4} {asked:>5} | {coarser} | {as_asked}");
        }
    }
    if export.is_none() {
        fs::remove_dir_all(&root).expect("the bench's own folder can be removed");
    }
}

/// Builds a report and says what its disclosure control did.
fn line(folder: &Path) -> String {
    let before = Clock::start();
    let (project, findings) = project::load(folder);
    let project = project.unwrap_or_else(|| panic!("{findings:?}"));
    let asked = plan::make(&project, &Recording::default()).0;
    let figures = asked.figures_of_all_forms();
    let cases = intake::read_with(&project, 1).0.cases;
    statistics::compute_with(&figures, &cases, [], &project, 1);
    let front = before.seconds();
    let options = Options { allow_rejected: false, ..Options::default() };
    let report = make_report(project, findings, options);
    let report = report.unwrap_or_else(|stopped| panic!("{:?}", stopped.findings));
    let input = Input {
        document: &report.document,
        drawings: &report.drawings,
        theme: &report.project.theme,
        templates: &report.project.templates,
        formats: &Format::STANDARD,
        sources: &report.project.sources,
    };
    let before = Clock::start();
    for format in Format::STANDARD {
        format.render(&input, &mut Findings::default()).expect("the report can be rendered");
    }
    let rest = front + before.seconds();
    let before = Clock::start();
    let (_, record, findings) =
        disclosure::publish(&report.exact, &asked, &report.intake.cases, &report.project);
    let control = before.seconds();
    assert!(!findings.has_errors(), "{findings:?}");
    let record = serde_json::to_value(&record).expect("the record is plain data");
    let instance = serde_json::json!({ "figures": values(&report, &record), "record": record });
    fs::write(folder.join("instance.json"), format!("{instance:#}\n"))
        .expect("the instance can be written");
    let list = |name: &str| record[name].as_array().expect("a list").clone();
    let masked = list("masked");
    let further: Vec<&str> = masked
        .iter()
        .filter(|figure| figure["reason"] == "complementary")
        .filter_map(|figure| figure["figure"].as_str())
        .collect();
    let cost: u64 = further.iter().map(|figure| weight(figure)).sum();
    let proofs = list("proofs");
    let open = proofs.iter().filter(|proof| proof["protected"] == false).count();
    format!(
        "{:>5} {:>5} {:>7} {cost:>4} {:>7} {open:>4} {:>8} {:>7} {control:>6.3} {rest:>7.3} {:>6.1}",
        cells(&report),
        masked.len() - further.len(),
        further.len(),
        proofs.len(),
        list("withheld_tables").len(),
        record["search_steps"],
        control / rest,
    )
}

/// How many different counts above zero a report asks for, and what its readers get of them.
fn use_of(folder: &Path) -> (usize, String) {
    let (project, findings) = project::load(folder);
    let project = project.unwrap_or_else(|| panic!("{findings:?}"));
    let asked = plan::make(&project, &Recording::default()).0;
    let cases = intake::read_with(&project, 1).0.cases;
    let mut figures = asked.figures_of_all_forms();
    figures.extend(disclosure::needed(&figures, &project));
    let exact = statistics::compute_with(&figures, &cases, [], &project, 1);
    let before = Clock::start();
    let (published, record, _) = disclosure::publish(&exact, &asked, &cases, &project);
    let control = before.seconds();
    let record = serde_json::to_value(&record).expect("the record is plain data");
    let withheld: Vec<&str> = record["withheld_tables"]
        .as_array()
        .map(|list| list.iter().filter_map(|table| table.as_str()).collect())
        .unwrap_or_default();
    let is_above_zero = |figure: &&Figure| {
        matches!(figure, Figure::Count(_))
            && matches!(exact.get(figure), Some(ExactValue::Count(value)) if value > 0)
    };
    let is_shown = |figure: &&Figure| {
        published.get(figure).is_some_and(|published| published.value().is_number())
    };
    let counts = asked.figures();
    let counts = counts.iter().filter(is_above_zero).count();
    let all = published.iter().map(|published| published.figure());
    let shown: BTreeSet<&Figure> = all.filter(is_above_zero).filter(is_shown).collect();
    let plan = asked.with_tables(published.coarser_tables());
    let tables = plan.tables.iter().filter(|table| !withheld.contains(&table.id.as_str()));
    let (mut signs, mut walls) = (0, 0);
    for table in tables {
        let counts: Vec<&Figure> = table.figures().filter(is_above_zero).collect();
        let shown = counts.iter().copied().filter(is_shown).count();
        signs += counts.len() - shown;
        walls += usize::from(shown * 2 < counts.len());
    }
    let said = format!(
        "{:>4} {signs:>4} {walls:>2} {:>2} {control:>6.3}",
        shown.len(),
        withheld.iter().filter(|id| id.starts_with("own_")).count(),
    );
    (counts, said)
}

/// The different counts of cases the tables show.
fn cells(report: &Report) -> usize {
    let figures = report.plan.figures();
    let counts: BTreeSet<&Count> = figures.iter().flat_map(Figure::counts).collect();
    counts.iter().filter(|count| count.unit == Unit::Cases).count()
}

/// The counts that are printed or masked, with their true values and what masking one costs.
fn values(report: &Report, record: &serde_json::Value) -> Vec<serde_json::Value> {
    let withheld = record["withheld_tables"].as_array().into_iter().flatten();
    let withheld = withheld.filter_map(|table| table.as_str().map(str::to_owned)).collect();
    let value = |figure: &Figure| match report.exact.get(figure) {
        Some(ExactValue::Count(value)) if matches!(figure, Figure::Count(_)) => Some(value),
        _ => None,
    };
    let figures = report.plan.figures_without(&withheld);
    let figures = figures.iter().filter_map(|figure| Some((figure, value(figure)?)));
    let figures = figures.map(|(figure, value)| {
        let id = figure.id(&report.project.taxonomy);
        serde_json::json!({ "weight": weight(&id), "id": id, "value": value })
    });
    figures.collect()
}

/// What a mask costs the reader: the weights of the measurements the method was chosen by.
fn weight(figure: &str) -> u64 {
    let conditions = figure.split_once(':').map_or(0, |(_, list)| list.split(',').count());
    match conditions {
        0 => 60,
        1 => 20,
        _ if figure.contains("topic_group") => 3,
        _ => 1,
    }
}

/// Writes a project of one seed; returns its folder.
fn write(
    folder: &Path,
    further: &[(&str, &str)],
    seed: u64,
    size: Size,
    may_be_coarser: bool,
) -> PathBuf {
    let Size { threshold, topics, topic_groups, submitters, .. } = size;
    let mut report = HEAD.replace("threshold = 3", &format!("threshold = {threshold}"));
    let mut chapter = "# Tabellen\n".to_owned();
    for list in [
        list("topic_group", "Gruppe", topic_groups, |_| String::new()),
        list("topic", "Thema", topics, |at| format!(", group = \"v{}\"", at % topic_groups)),
        list("submitter_group", "Stelle", submitters, |_| String::new()),
        list("assessment", "Bewertung", 3, |_| String::new()),
    ] {
        report.push_str(&list);
    }
    for (at, (rows, columns)) in TABLES.iter().chain(further).enumerate() {
        let _ = write!(
            report,
            "\n[[table]]\nid = \"own_{at}\"\ntitle = \"T\"\nrows = \"{rows}\"\ncolumns = [{columns}]\ncoarser = {may_be_coarser}\n"
        );
        let _ = write!(chapter, "\n{{{{ table(id=\"own_{at}\") }}}}\n");
    }
    for part in ["chapters", "exports"] {
        fs::create_dir_all(folder.join(part)).expect("the folder can be made");
    }
    // A chapter of its own in place of each default one, so that nothing else is printed.
    let defaults = Path::new(env!("CARGO_MANIFEST_DIR")).join(project::DEFAULT_CHAPTERS);
    for default in fs::read_dir(defaults).expect("the default chapters can be read") {
        let name = default.expect("the entry can be read").file_name();
        fs::write(folder.join("chapters").join(name), "# Kapitel\n\nOhne Zahlen.\n")
            .expect("the file can be written");
    }
    for (file, text) in [
        ("report.toml", report),
        ("network.toml", String::new()),
        ("chapters/90-tables.md", chapter),
        ("exports/year.csv", export(seed, size)),
    ] {
        fs::write(folder.join(file), text).expect("the file can be written");
    }
    folder.to_owned()
}

fn list(name: &str, label: &str, length: u64, further: impl Fn(u64) -> String) -> String {
    let mut list = format!("{name} = [\n");
    for at in 0..length {
        let _ = writeln!(list, "  {{ id = \"v{at}\", label = \"{label} {at}\"{} }},", further(at));
    }
    list.push_str("]\n");
    list
}

/// Topics and submitters by Zipf's law, 30/58/12 % assessments, 1.6 topics a case.
fn export(seed: u64, Size { cases, topics: of, submitters, .. }: Size) -> String {
    let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d);
    let zipf = |length: u64| -> Vec<u64> { (1..=length).map(|rank| 1_000_000 / rank).collect() };
    let mut export = "Fallnummer;Eingangsdatum;Art der Kundenreaktion;Anliegen 1;Anliegen 2;Anliegen 3;Bewertung;Einreicher;Erfasserbemerkung\n".to_owned();
    for row in 0..cases {
        let wanted = 1 + random.by(&[50, 40, 10]);
        let mut topics: Vec<u64> = Vec::new();
        while (topics.len() as u64) < wanted {
            let topic = random.by(&zipf(of));
            if !topics.contains(&topic) {
                topics.push(topic);
            }
        }
        let mut topics: Vec<String> = topics.iter().map(|at| format!("Thema {at}")).collect();
        topics.resize(3, String::new());
        let category = match random.by(&[955, 35, 10]) {
            0 => "Beschwerde",
            1 => "Anregung",
            _ => "Lob",
        };
        let month = 1 + random.below(6) + 6 * random.by(&[119, 167]);
        let _ = writeln!(
            export,
            "F{row};{:02}.{month:02}.2017;{category};{};Bewertung {};Stelle {};Ombudsstelle",
            1 + random.below(28),
            topics.join(";"),
            random.by(&[30, 58, 12]),
            random.by(&zipf(submitters)),
        );
    }
    export
}

const HEAD: &str = r#"format_version = 1

[report]
title = "Jahresbericht"
office = "Ombudsstelle"
organisation = "Jobcenter"
year = 2017
as_of = 2018-05-02
status = "final"
source = "erfundene Fälle"

[exports]
topics_per_case = 3

[scope]
markers = ["Ombudsstelle"]

[processing]
target_days = 14
bands = [7, 14]

[disclosure]
threshold = 3
mark = "."

[lists]
category = [
  { id = "complaint", label = "Beschwerde" },
  { id = "suggestion", label = "Anregung" },
  { id = "praise", label = "Lob" },
]
"#;

/// xorshift64*, so that every machine writes the same exports.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % limit
    }

    /// A position, by weight.
    fn by(&mut self, weights: &[u64]) -> u64 {
        let mut left = self.below(weights.iter().sum());
        for (at, weight) in weights.iter().enumerate() {
            if left < *weight {
                return at as u64;
            }
            left -= weight;
        }
        0
    }
}

/// CPU time of this thread, or wall time.
struct Clock(Option<f64>, Instant);

impl Clock {
    fn start() -> Self {
        Self(cpu_seconds(), Instant::now())
    }

    fn seconds(&self) -> f64 {
        let cpu = cpu_seconds().zip(self.0).map(|(after, before)| after - before);
        cpu.unwrap_or_else(|| self.1.elapsed().as_secs_f64())
    }
}

fn cpu_seconds() -> Option<f64> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: u64 = text.split_whitespace().next()?.parse().ok()?;
    Some(nanoseconds as f64 / 1e9)
}
