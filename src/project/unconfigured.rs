//! A project without configuration, to look at an export nobody has configured yet.

use super::{
    DisclosurePolicy, DurationRules, ExportRules, Network, Project, ScopeRule, Settings, Status,
};
use crate::domain::{ReportPeriod, Taxonomy};
use crate::locale::{Grouping, Numbers, Words};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::path::PathBuf;

impl Project {
    /// The known headers, these closed lists, no marker of the ombuds office, and no limit that only
    /// an office can set.
    pub fn unconfigured(taxonomy: Taxonomy) -> Self {
        Self {
            folder: PathBuf::new(),
            settings: Settings {
                title: String::new(),
                office: String::new(),
                organisation: String::new(),
                office_id: None,
                period: ReportPeriod::FIRST,
                as_of: Date::MAX,
                opened_on: None,
                status: Status::Draft,
                notice: None,
                committee: None,
                council_paper: None,
                annex: None,
                resolution: None,
                contact: None,
                accessibility: None,
                next_report: None,
                licence: None,
                abbreviations: BTreeMap::new(),
                corrections: Vec::new(),
                source: String::new(),
                numbers: Numbers { grouping: Grouping::Space },
            },
            exports: ExportRules { topics_per_case: usize::MAX, ..ExportRules::default() },
            scope: ScopeRule::default(),
            words: Words::default(),
            taxonomy,
            durations: DurationRules {
                target_days: None,
                bands: Vec::new(),
                known_until: BTreeMap::new(),
            },
            targets: Vec::new(),
            disclosure: DisclosurePolicy::default(),
            network: Network::default(),
            tables: Vec::new(),
            charts: Vec::new(),
            chapters: Vec::new(),
            chapters_together: Vec::new(),
            editions: Vec::new(),
            edition: None,
            theme: super::theme::Theme::default(),
            templates: BTreeMap::new(),
            archive: Vec::new(),
            sources: Vec::new(),
            unfilled: Vec::new(),
        }
    }
}
