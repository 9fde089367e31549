//! Findings of one file, equal ones gathered: `berechtigt` 37 times is one finding with its count, its first lines in its
//! text and all of them in its list. Which values they show is decided here, when the whole file is known.

use crate::diagnostic::{Finding, FindingCode, Findings, Occurrence, Place, Severity};
use crate::intake::value::{
    Evidence, Fingerprint, FreeTexts, Likeness, Misfits, Unlisted, presentable,
    presentable::is_presentable,
};
use std::collections::{BTreeMap, BTreeSet};

/// So many different values of one column get a finding each; the rest share one.
const VALUES_SHOWN: usize = 20;
/// So many different values of one column are kept; of the rest only lines and number.
const VALUES_KEPT: usize = 2000;
/// Findings of these codes are alike though the days they are about differ.
const VARYING: [FindingCode; 4] = [
    FindingCode::DateForm,
    FindingCode::DateImpossible,
    FindingCode::DateInFuture,
    FindingCode::DateOrder,
];
/// So many findings of one column are kept with their lines; the rest are counted. A file may have millions of wrong lines.
const FINDINGS_KEPT: u64 = 1_000_000;
/// So many characters of a value are kept.
const LENGTH_KEPT: usize = 500;
/// So many lines of a gathered finding are named in its text.
const LINES_NAMED: usize = 6;
/// And so many of a warning, because each of them is to be looked at.
const LINES_NAMED_OF_WARNING: usize = 20;

/// The findings of one file. Not printable: it holds values.
#[derive(Default)]
pub(crate) struct Gathered {
    file: String,
    groups: BTreeMap<(FindingCode, u32), Groups>,
    single: Findings,
    /// Of the rows that have something to tell.
    rows: Vec<Misfits>,
    /// Of all rows of the file, where they decide about a value.
    free_texts: FreeTexts,
    /// Number of all rows of the file.
    records: u64,
}

/// The findings of one code and column.
#[derive(Default)]
struct Groups {
    by_kind: BTreeMap<String, Group>,
    /// Those of kinds too many to be kept.
    others: Option<Group>,
    /// Hashes of all kinds.
    kinds: BTreeSet<u64>,
    /// How often they came.
    count: u64,
}

/// Findings that are alike.
struct Group {
    /// With the value of the first that came.
    finding: Finding,
    found: Vec<Found>,
    /// How many more there are.
    further: usize,
}

/// One of them.
struct Found {
    line: u32,
    value: Option<Box<str>>,
    likeness: Likeness,
    /// Its place among the rows that have something to tell.
    row: u32,
}

/// The text of a cell that a finding is about.
#[derive(Clone, Copy)]
pub(crate) struct CellValue<'t> {
    pub(crate) text: &'t str,
    pub(crate) likeness: Likeness,
    /// As [`Gathered::open_row`] gave it.
    pub(crate) row: u32,
}

impl Gathered {
    /// For the file of this name.
    pub(crate) fn new(file: &str) -> Self {
        Self { file: file.to_owned(), ..Self::default() }
    }

    /// The place of a line of this file; line 0 is the whole file.
    pub(crate) fn place(&self, line: u32) -> Place {
        Place::line(&self.file, line)
    }

    /// A finding that stands for itself. Without a place it is about the whole file.
    pub(crate) fn single(&mut self, finding: Finding) {
        let place = finding.place.clone().unwrap_or_else(|| self.place(0));
        self.single.push(finding.at(place));
    }

    /// A row that has something to tell; its number.
    pub(crate) fn open_row(&mut self) -> u32 {
        self.rows.push(Misfits::default());
        u32::try_from(self.rows.len() - 1).unwrap_or(u32::MAX)
    }

    /// Which fields of a row do not belong where they stand.
    pub(crate) fn close_row(&mut self, row: u32, misfits: Misfits) {
        let row = usize::try_from(row).ok().and_then(|row| self.rows.get_mut(row));
        if let Some(row) = row {
            *row = misfits;
        }
    }

    /// How many rows the file has.
    pub(crate) fn set_records(&mut self, records: u64) {
        self.records = records;
    }

    /// Whether a value may be shown because it is frequent, unless it stands among the names and remarks of the file.
    pub(crate) fn needs_free_texts(&self) -> bool {
        let frequent = |group: &Group| {
            let first = group.found.first();
            group.found.len() >= presentable::FEWEST_ROWS
                && first.is_some_and(|found| found.likeness == Likeness::Unknown)
        };
        let values = self.groups.iter().filter(|((code, _), _)| *code == FindingCode::ValueUnknown);
        values.flat_map(|(_, groups)| groups.by_kind.values()).any(frequent)
    }

    /// The names and remarks of the file.
    pub(crate) fn set_free_texts(&mut self, free_texts: FreeTexts) {
        self.free_texts = free_texts;
    }

    /// A finding that may come often: those of one code, column and kind are one. `make` says it; it is called for
    /// the first only.
    pub(crate) fn repeated(
        &mut self,
        code: FindingCode,
        place: Place,
        kind: &str,
        make: impl FnOnce() -> Finding,
    ) {
        let found =
            Found { line: place.line, value: None, likeness: Likeness::Free, row: u32::MAX };
        self.add(code, place, kind, found, make);
    }

    /// The same for findings about what stands in a cell. Those of one kind may be about different texts.
    pub(crate) fn of_cell(
        &mut self,
        code: FindingCode,
        place: Place,
        kind: &str,
        cell: CellValue<'_>,
        make: impl FnOnce() -> Finding,
    ) {
        let value: String = cell.text.chars().take(LENGTH_KEPT).collect();
        let (likeness, row) = (cell.likeness, cell.row);
        let found = Found { line: place.line, value: Some(value.into()), likeness, row };
        self.add(code, place, kind, found, make);
    }

    fn add(
        &mut self,
        code: FindingCode,
        place: Place,
        kind: &str,
        mut found: Found,
        make: impl FnOnce() -> Finding,
    ) {
        let groups = self.groups.entry((code, place.column)).or_default();
        groups.count += 1;
        groups.kinds.insert(Fingerprint::of(kind.as_bytes()).bits());
        let is_listed = groups.count <= FINDINGS_KEPT;
        let is_kept = groups.by_kind.contains_key(kind) || groups.by_kind.len() < VALUES_KEPT;
        let line = found.line;
        let make = || Group { finding: make().at(place.clone()), found: Vec::new(), further: 0 };
        let group = match is_kept {
            true => groups.by_kind.entry(kind.to_owned()).or_insert_with(make),
            false => {
                found.value = None;
                groups.others.get_or_insert_with(make)
            }
        };
        match is_listed || group.found.is_empty() {
            true => group.found.push(found),
            false => group.further += 1,
        }
        if group.finding.place.as_ref().is_some_and(|first| line < first.line) {
            group.finding.place = Some(place);
        }
    }

    /// All findings.
    pub(crate) fn finish(self) -> Findings {
        let mut findings = self.single;
        for ((code, column), groups) in self.groups {
            let is_like = |group: &&Group| {
                group.found.first().is_some_and(|found| found.likeness == Likeness::Like)
            };
            let alike = groups.by_kind.values().filter(is_like);
            let unlisted = Unlisted {
                rows: groups.count,
                different: groups.kinds.len() as u64,
                alike: alike.map(|group| (group.found.len() + group.further) as u64).sum(),
            };
            let fits = |row: u32| {
                let row = usize::try_from(row).ok().and_then(|row| self.rows.get(row));
                row.is_some_and(|misfits| misfits.none_besides(column))
            };
            let different = groups.kinds.len();
            let decided = groups.by_kind.into_values().map(|group| {
                let unlisted =
                    if code == FindingCode::ValueUnknown { unlisted } else { Unlisted::default() };
                group.decide(unlisted, self.records, &self.free_texts, fits)
            });
            let (mut shown, mut hidden): (Vec<_>, Vec<_>) =
                decided.partition(|finding| !finding.hides_its_kind);
            hidden.extend(groups.others.map(Group::hide));
            let first = |decided: &Decided| decided.finding.place.as_ref().map(|place| place.line);
            shown.sort_by_key(first);
            hidden.sort_by_key(first);
            let of_shown = shown.len();
            let further = shown.split_off(of_shown.min(VALUES_SHOWN));
            for decided in shown {
                findings.push(with_times(decided.finding, 1));
            }
            if let Some(mut finding) = merged(further) {
                "weitere verschiedene Werte dieser Spalte".clone_into(&mut finding.message);
                (finding.told, finding.help, finding.secret) = (None, None, None);
                findings.push(with_times(finding, of_shown - VALUES_SHOWN));
            }
            if let Some(finding) = merged(hidden) {
                findings.push(with_times(finding, different.saturating_sub(of_shown).max(1)));
            }
        }
        findings
    }
}

/// A gathered finding of which is known what it shows.
struct Decided {
    finding: Finding,
    /// Whether its kind is a value that must not be shown.
    hides_its_kind: bool,
}

impl Group {
    fn decide(
        self,
        unlisted: Unlisted,
        records: u64,
        free_texts: &FreeTexts,
        fits: impl Fn(u32) -> bool,
    ) -> Decided {
        let Self { mut finding, found, further } = self;
        let place = finding.place.clone();
        let heading = place.as_ref().and_then(|place| place.column_name.as_deref());
        // Rows that fit: of all, where the kind is the value; else of each value.
        let mut fitting: BTreeMap<&str, u64> = BTreeMap::new();
        let mut of_all = 0;
        for found in &found {
            let is_fitting = u64::from(fits(found.row));
            of_all += is_fitting;
            *fitting.entry(found.value.as_deref().unwrap_or_default()).or_default() += is_fitting;
        }
        let holding = found.len() as u64;
        let is_shown = |found: &Found| {
            found.value.as_deref().is_some_and(|value| {
                let of_value = fitting.get(value).copied().unwrap_or_default();
                let fitting = if found.likeness == Likeness::Unknown { of_all } else { of_value };
                let evidence = Evidence {
                    heading: heading.unwrap_or_default(),
                    likeness: found.likeness,
                    fitting,
                    holding,
                    rows: records,
                    unlisted,
                    is_free_text: free_texts.may_contain(value),
                };
                is_presentable(value, &evidence)
            })
        };
        let shown: Vec<bool> = found.iter().map(is_shown).collect();
        if found.first().is_some_and(|first| first.value.is_some()) && shown.first() != Some(&true)
        {
            finding.told = None;
        }
        let hides_its_kind = finding.code == FindingCode::ValueUnknown
            && found.first().is_some_and(|found| found.likeness != Likeness::Free)
            && !shown.contains(&true);
        let occurrence = |(found, is_shown): (Found, bool)| Occurrence {
            line: found.line,
            value: found.value,
            is_shown,
            elsewhere: None,
        };
        let mut occurrences: Vec<_> = found.into_iter().zip(shown).map(occurrence).collect();
        occurrences.sort();
        (finding.occurrences, finding.further) = (occurrences, further);
        Decided { finding, hides_its_kind }
    }

    /// Without any value.
    fn hide(self) -> Decided {
        let mut decided = self.decide(Unlisted::default(), 0, &FreeTexts::default(), |_| false);
        decided.finding.told = None;
        decided
    }
}

/// Several findings as one.
fn merged(decided: Vec<Decided>) -> Option<Finding> {
    let mut all = decided.into_iter().map(|decided| decided.finding);
    let mut finding = all.next()?;
    for other in all {
        finding.occurrences.extend(other.occurrences);
        finding.further += other.further;
    }
    finding.occurrences.sort();
    Some(finding)
}

/// With its number, first lines and number of different values behind its text.
fn with_times(mut finding: Finding, different: usize) -> Finding {
    let count = finding.occurrences.len() + finding.further;
    if count < 2 {
        return finding;
    }
    let mut values: Vec<_> = finding.occurrences.iter().map(|found| &found.value).collect();
    values.sort();
    values.dedup();
    let what = match different {
        2.. => format!("{count}×, {different} verschiedene Werte"),
        _ if values.len() > 1 && VARYING.contains(&finding.code) => {
            format!("{count}× mit verschiedenen Werten")
        }
        _ => format!("{count}×"),
    };
    let mut lines: Vec<u32> = finding.occurrences.iter().map(|found| found.line).collect();
    lines.dedup();
    let told = times(&what, &lines, finding.code);
    finding.message.push_str(&told);
    if let Some(text) = &mut finding.told {
        text.push_str(&told);
    }
    finding
}

/// ` (37×, zuerst Zeile 12, dann 14, 20 und weitere)`, given what stands before the lines.
pub(crate) fn times(what: &str, lines: &[u32], code: FindingCode) -> String {
    let most = match code.severity() {
        Severity::Warning => LINES_NAMED_OF_WARNING,
        Severity::Error | Severity::Note => LINES_NAMED,
    };
    let mut numbers = lines.iter().map(u32::to_string);
    let first = numbers.next().unwrap_or_default();
    let named: Vec<String> = numbers.by_ref().take(most - 1).collect();
    let more = if numbers.next().is_some() { " und weitere" } else { "" };
    match named.is_empty() {
        true => format!(" ({what}, zuerst Zeile {first})"),
        false => format!(" ({what}, zuerst Zeile {first}, dann {}{more})", named.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_findings_become_one_with_its_count_and_first_lines() {
        let mut gathered = Gathered::new("a.csv");
        for line in 12..49 {
            let place = gathered.place(line).named_column(8, "Bewertung");
            gathered.repeated(FindingCode::ValueUnknown, place, "x", || {
                Finding::new(FindingCode::ValueUnknown, "`x` ist unbekannt")
            });
        }
        let findings = gathered.finish();
        let messages: Vec<_> = findings.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(
            messages,
            ["`x` ist unbekannt (37×, zuerst Zeile 12, dann 13, 14, 15, 16, 17 und weitere)"]
        );
    }

    #[test]
    fn of_millions_of_equal_findings_a_million_is_listed_and_all_are_counted() {
        let mut gathered = Gathered::new("a.csv");
        let all = u32::try_from(FINDINGS_KEPT).unwrap() + 7;
        for line in 1..=all {
            let place = gathered.place(line);
            gathered.repeated(FindingCode::FieldCount, place, "", || {
                Finding::new(FindingCode::FieldCount, "zu wenig Felder")
            });
        }
        let findings = gathered.finish();
        let finding = findings.iter().next().unwrap();
        assert!(finding.message.starts_with("zu wenig Felder (1000007×, zuerst Zeile 1, dann 2"));
        assert_eq!((finding.occurrences.len() as u64, finding.further), (FINDINGS_KEPT, 7));
    }

    fn cell(text: &str, likeness: Likeness, row: u32) -> CellValue<'_> {
        CellValue { text, likeness, row }
    }

    fn messages(gathered: Gathered) -> Vec<String> {
        gathered.finish().iter().map(|finding| finding.text().to_owned()).collect()
    }

    #[test]
    fn alike_findings_are_one_though_their_values_differ() {
        let mut gathered = Gathered::new("a.csv");
        for line in (1..=1000).rev() {
            let place = gathered.place(line).named_column(2, "Eingang am");
            let row = gathered.open_row();
            let text = line.to_string();
            let value = cell(&text, Likeness::Like, row);
            gathered.of_cell(FindingCode::DateForm, place, "serial_number", value, || {
                Finding::new(FindingCode::DateForm, "es ist kein Datum").told("`42` ist kein Datum")
            });
        }
        let lines: Vec<u32> = (1..=1000).collect();
        let findings = gathered.finish();
        let finding = findings.iter().next().unwrap();
        assert_eq!(
            finding.text(),
            "`42` ist kein Datum (1000× mit verschiedenen Werten, zuerst Zeile 1, dann 2, 3, 4, 5, 6 und weitere)"
        );
        let listed: Vec<u32> = finding.occurrences.iter().map(|found| found.line).collect();
        assert_eq!(listed, lines, "all lines are listed");
    }

    #[test]
    fn values_that_are_not_shown_are_one_finding_that_says_how_many_there_are() {
        let mut gathered = Gathered::new("a.csv");
        gathered.set_records(100);
        for line in 2..50 {
            let place = gathered.place(line).named_column(8, "Bewertung");
            let row = gathered.open_row();
            let text = format!("Beispielperson {line}");
            let value = cell(&text, Likeness::Unknown, row);
            gathered.of_cell(FindingCode::ValueUnknown, place, &text, value, || {
                Finding::new(FindingCode::ValueUnknown, "unbekannt").told(format!("`{text}`"))
            });
        }
        assert_eq!(
            messages(gathered),
            [
                "unbekannt (48×, 48 verschiedene Werte, zuerst Zeile 2, dann 3, 4, 5, 6, 7 und weitere)"
            ]
        );
    }

    #[test]
    fn a_value_of_a_row_that_has_slipped_is_not_shown() {
        let mut gathered = Gathered::new("a.csv");
        gathered.set_records(100);
        for (line, text, misfits) in
            [(2, "begrüdnet", 0b1000_0000), (3, "unbegrüdnet", 0b1000_0001)]
        {
            let place = gathered.place(line).named_column(8, "Bewertung");
            let row = gathered.open_row();
            gathered.close_row(row, Misfits::from_bits(misfits));
            let value = cell(text, Likeness::Like, row);
            gathered.of_cell(FindingCode::ValueUnknown, place, text, value, || {
                Finding::new(FindingCode::ValueUnknown, "unbekannt").told(format!("`{text}`"))
            });
        }
        assert_eq!(messages(gathered), ["`begrüdnet`", "unbekannt"]);
    }

    #[test]
    fn a_column_full_of_different_values_does_not_flood_the_report_and_loses_no_count() {
        let mut gathered = Gathered::new("a.csv");
        for line in 1..=100 {
            let place = gathered.place(line).column(1);
            let value = format!("{line}");
            gathered.repeated(FindingCode::ValueUnknown, place, &value, || {
                Finding::new(FindingCode::ValueUnknown, value.clone())
            });
        }
        let findings = gathered.finish();
        assert_eq!(findings.iter().count(), VALUES_SHOWN + 1);
        assert!(findings.iter().any(|finding| {
            finding.message.contains("(80×, 80 verschiedene Werte, zuerst Zeile 21")
        }));
    }
}
