//! The project folder of an office: `report.toml`, `network.toml`, the chapters and the archive of
//! earlier editions, read and checked into a [`Project`]. Knows nothing of exports' contents.
//!
//! What the officer typed (`raw`) and what the program works with are different types: every name
//! that refers to something has been looked up, every date parsed, every default filled in.

mod archive;
mod archive_reader;
mod archived_period;
mod archived_report;
mod case_key;
mod chapters;
mod charts;
mod comparable;
mod date_rules;
mod dimensions;
mod disclosure_policy;
mod editions;
mod empty_words;
mod export_scope;
mod exports;
pub mod files;
mod identifiers;
mod listing;
mod lists;
mod logo;
mod network;
mod plausible;
mod raw;
mod references;
mod reporting_time;
mod scope;
mod settings;
mod strip_mark;
pub mod stylesheet;
mod table_reader;
mod tables;
mod targets;
mod templates;
mod theme;
mod toml_file;
mod typed_archive;
mod unconfigured;
mod unplaced;
mod words;

pub use archive::{ARCHIVE, ArchivedEdition};
pub use archived_period::{begins_of, part_of};
pub use archived_report::{ARCHIVE_VERSION, ArchivedReport, ArchivedValue};
pub use case_key::CaseKey;
pub use chapters::{Chapter, DEFAULT_CHAPTERS, readable, unreadable_dropped};
pub use charts::{ChartForm, ChartRequest, Headline, RankedBy};
pub use comparable::{ArchivedDefinitions, ArchivedEntry, Difference};
pub use date_rules::{DEFAULT_TIME_ZONE, DateOrder, DateRules, time_zone};
pub use disclosure_policy::{DisclosurePolicy, Exemption, Method};
pub use editions::Edition;
pub use empty_words::EmptyWords;
pub use export_scope::NotRecorded;
pub use exports::{ExportRules, header_key, with_csv};
pub use logo::Logo;
pub use network::Network;
pub use reporting_time::Overrides;
pub use scope::{Condition, Membership, ScopeRule};
pub use settings::{Correction, DurationRules, Settings, Status};
pub use strip_mark::{split_mark, with_mark};
pub use tables::{ColumnSpec, LEDGER_TABLE, Measure, RowSpec, RowsSpec, SortOrder, TableSpec};
pub use targets::Target;
pub use theme::Theme;

use crate::diagnostic::{Finding, FindingCode, Findings, Place};
use crate::domain::{Dimension, Taxonomy};
use crate::locale::Words;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A checked project.
#[derive(Clone, Debug)]
pub struct Project {
    /// The project folder.
    pub folder: PathBuf,
    /// Who reports about which year.
    pub settings: Settings,
    /// How exports are read.
    pub exports: ExportRules,
    /// Which cases belong to the ombuds office.
    pub scope: ScopeRule,
    /// What the office calls itself and what it counts.
    pub words: Words,
    /// The closed lists.
    pub taxonomy: Taxonomy,
    /// Bands and target of processing time.
    pub durations: DurationRules,
    /// Deadlines beside it.
    pub targets: Vec<Target>,
    /// What may be published.
    pub disclosure: DisclosurePolicy,
    /// Activities and partners.
    pub network: Network,
    /// The tables that chapters may ask for, by id.
    pub tables: Vec<TableSpec>,
    /// The charts that chapters may ask for, by id.
    pub charts: Vec<ChartRequest>,
    /// The standard tables and charts that this project's lists do not fill, by id.
    pub unfilled: Vec<String>,
    /// The chapters in order.
    pub chapters: Vec<Chapter>,
    /// The chapters of all editions under the same protection as this one, in order: who reads one may have the others.
    pub chapters_together: Vec<Chapter>,
    /// The editions for particular readers that `report.toml` describes.
    pub editions: Vec<Edition>,
    /// The edition this is; `None` for the plain report.
    pub edition: Option<Edition>,
    /// Colour, font and logo of the page.
    pub theme: Theme,
    /// The office's own page templates and style sheet, by file name.
    pub templates: BTreeMap<String, String>,
    /// What earlier editions have printed, of this year and of others, by year, name and number.
    pub archive: Vec<ArchivedEdition>,
    /// The configuration files as read, by name: their hashes go into the manifest. The archive is
    /// not among them: a released report is built again byte for byte.
    pub sources: Vec<(String, String)>,
}

impl Project {
    /// Whether the office says that nothing is missing of the report's period: no receipt, and no completion.
    pub fn declares_complete(&self) -> bool {
        let (first, last) = self.settings.period.bounds(crate::domain::Period::Year);
        self.exports.complete.is_some_and(|(from, to)| from <= first && last <= to)
    }

    /// The same, saying that all cases are the office's where it says nothing.
    #[must_use]
    pub fn with_stated_scope(&self) -> Self {
        let mut stated = self.clone();
        if stated.scope.membership == Membership::Assumed {
            stated.scope.membership = Membership::All;
        }
        stated
    }
}

/// Reads and checks a project folder. Without a project there are only findings.
pub fn load(folder: &Path) -> (Option<Project>, Findings) {
    load_with(folder, Overrides::default())
}

/// The same with what a run says in place of `report.toml`.
pub fn load_with(folder: &Path, overrides: Overrides<'_>) -> (Option<Project>, Findings) {
    let mut findings = Findings::default();
    let (why, help) = match files::is_folder(folder) {
        Ok(true) => {
            let project = read(folder, overrides, &mut findings);
            return (project.filter(|_| !findings.has_errors()), findings);
        }
        Ok(false) => (
            "fehlt".to_owned(),
            "geben Sie den Ordner an, in dem `report.toml` liegt; ein neues Projekt legt `krm-report init ORDNER` an",
        ),
        Err(error) => toml_file::why_unreadable(&error),
    };
    let message = format!("der Projektordner {why}");
    let finding = Finding::new(FindingCode::ProjectFileMissing, message);
    findings.push(finding.at(Place::file(folder.display().to_string())).help(help));
    (None, findings)
}

fn read(folder: &Path, overrides: Overrides<'_>, findings: &mut Findings) -> Option<Project> {
    let report = toml_file::read::<raw::Report>(folder, "report.toml", findings);
    let network = toml_file::read::<raw::NetworkFile>(folder, "network.toml", findings);
    let chapters = chapters::read(folder, findings);
    let templates = templates::read(folder, findings);
    let (report, network) = (report?, network?);

    let words = words::check(&report, findings);
    let settings = settings::check(&report, overrides, &words, findings)?;
    let durations = settings::durations(&report, findings);
    let schema = dimensions::check(&report, findings);
    let schema = targets::declare(&report, schema, findings);
    let schema = references::declare(&report, schema, settings.period, findings);
    let taxonomy = lists::check(schema, &report, &network, &durations, findings);
    let disclosure = disclosure_policy::check(&report, &report.disclosure, &taxonomy, findings);
    let editions = editions::check(&report, &chapters, &taxonomy, findings);
    let exports = exports::rules(&report, taxonomy.schema(), findings);
    let scope = scope::check(&report, &taxonomy, &words, findings);
    words::check_kinds(&report, &words, &taxonomy, findings);
    let assessed = |id: &str| words::label(&taxonomy, Dimension::Assessment, id);
    let words = words.complete(settings.period, !scope.is_all(), assessed);
    let targets = targets::check(&report, &taxonomy, &words, findings);
    let standard = words.fill(table_reader::DEFAULTS.1, toml_escaped);
    let of_references = references::tables(taxonomy.schema().references(), &words, toml_escaped);
    let standard = standard + &targets::tables(&targets, toml_escaped) + &of_references;
    let defaults =
        toml_file::parse::<raw::Defaults>((table_reader::DEFAULTS.0, &standard), findings)?;
    let chapters = chapters::with_each(chapters, taxonomy.schema());
    let network_checked = network::check(&network, &taxonomy, settings.period, findings);
    let theme = theme::check(folder, &report, findings);
    let archive = archive_reader::read(folder, &settings, &taxonomy, findings);
    let years = archive::earlier_years(&archive, &settings, None);
    let years: Vec<i16> = years.into_iter().map(|edition| edition.content.year).collect();
    let years = table_reader::Years { earlier: years, report: settings.period };
    let tables = table_reader::check(&defaults, &report, (&taxonomy, &scope), &years, findings);
    let charts =
        charts::check(&defaults, &report, &tables, (taxonomy.schema(), settings.period), findings);
    unplaced::check(&report, &charts, &chapters, findings);
    let mut sources = vec![
        ("report.toml".to_owned(), report.text.clone()),
        ("network.toml".to_owned(), network.text.clone()),
    ];
    let own =
        chapters.iter().filter(|chapter| chapter.file == format!("chapters/{}", chapter.name));
    sources.extend(own.map(|chapter| (chapter.file.clone(), chapter.text.clone())));
    let named = templates.iter().map(|(name, text)| (format!("templates/{name}"), text.clone()));
    sources.extend(named);
    let chapters_together = editions::together(&chapters, &editions, true, &disclosure);
    Some(Project {
        folder: folder.to_owned(),
        settings,
        exports,
        scope,
        words,
        taxonomy,
        durations,
        targets,
        disclosure,
        network: network_checked,
        unfilled: unfilled(&defaults, &tables, &charts),
        tables,
        charts,
        chapters_together,
        chapters,
        editions,
        edition: None,
        theme,
        templates,
        archive,
        sources,
    })
}

/// A word as it stands within quotes in a TOML file.
fn toml_escaped(word: &str) -> String {
    word.replace('\\', "\\\\").replace('"', "\\\"")
}

fn unfilled(
    defaults: &raw::Defaults,
    tables: &[TableSpec],
    charts: &[ChartRequest],
) -> Vec<String> {
    let standard_tables = defaults.tables.iter().map(|table| table.id.get_ref());
    let standard_charts = defaults.charts.iter().map(|chart| chart.id.get_ref());
    standard_tables
        .filter(|id| tables.iter().all(|table| table.id != **id))
        .chain(standard_charts.filter(|id| charts.iter().all(|chart| chart.id != **id)))
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Show, to_text};

    #[test]
    fn the_sample_project_is_read_without_a_finding_and_has_every_standard_table() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("input");
        let (project, findings) = load(&folder);
        assert!(findings.is_empty(), "{}", to_text(&findings, Show::default()));
        let project = project.unwrap();
        let standard = table_reader::DEFAULTS.1;
        assert_eq!(project.tables.len(), standard.matches("\n[[table]]").count());
        assert_eq!(project.charts.len(), standard.matches("\n[[chart]]").count());
        assert_eq!(project.network.activities.len(), 7);
    }
}
