//! What the files suggest as sections of `report.toml`: text to be looked through and edited.

use super::Suggestion;
use super::list::{Values, Writing, quoted};
use crate::domain::{Field, Period, ReportPeriod, text_key};
use crate::intake::HEADER_SEARCHED_LINES;
use crate::locale::date_iso;
use crate::project::Project;
use std::collections::BTreeSet;
use std::fmt::Write;

/// That the office has no cases of others in its exports.
pub(super) const ALL_CASES: &str = "[scope]\n# Keine Spalte ist als Bemerkung zu erkennen, an der Ihre Fälle zu finden wären: So gehört jeder Fall zu Ihrem Büro.\n# Stehen auch Fälle anderer in den Exporten, ersetzen Sie die Zeile durch: markers = [\"…\"]\nall = true\n";

/// Signs that may divide the values of one cell.
const SEPARATORS: [char; 4] = ['|', ';', '/', '+'];

/// The lines of `[report]` that name a period.
pub(in crate::commands) fn period_keys(period: ReportPeriod) -> String {
    let name = period.name().replace('_', "/");
    match (period.part(), period.is_of_calendar()) {
        (Some(Period::Year), true) => format!("year = {name}"),
        (_, true) => format!("period = {}", quoted(&name)),
        (_, false) => format!("year_begins = {}\nperiod = {}", period.begins(), quoted(&name)),
    }
}

impl Suggestion {
    /// The sections as text; with a project what stands there stays.
    pub(in crate::commands) fn text(&self, project: Option<&Project>) -> String {
        let mut text = format!(
            "# Vorschlag für report.toml aus: {}\n# Zu prüfen und zu berichtigen; was hier steht, ist geraten.\n",
            self.files.join(", ")
        );
        if let Some((period, of_year, all)) = self.days.period().filter(|_| project.is_none()) {
            let _ = write!(
                text,
                "\n[report]\n{} # {of_year} von {all} Eingängen\nas_of = {} # der letzte Tag eines Falls, nicht vor dem Ende des Zeitraums\n",
                period_keys(period),
                date_iso(self.as_of(period))
            );
        }
        if project.is_none() && self.has_no_scope() {
            let _ = write!(text, "\n{ALL_CASES}");
        }
        let _ = write!(text, "\n{}\n[lists]\n", self.exports(project));
        self.lists(project).iter().for_each(|(_, list)| text.push_str(list));
        text
    }

    /// Whether nothing in the files can tell the office's cases from others.
    pub(super) fn has_no_scope(&self) -> bool {
        let tells = [Field::Remark, Field::ScopeAnswer];
        !self.found.is_empty() && !tells.iter().any(|field| self.found.contains(field))
    }

    /// What the files are called and hold: `[exports]` and its tables.
    pub(super) fn exports(&self, project: Option<&Project>) -> String {
        let mut text = String::new();
        let order = self.days.order().filter(|_| project.is_none());
        let separator = self.divider().filter(|_| project.is_none());
        let short = self.days.have_short_years() && project.is_none();
        if order.is_some() || short || separator.is_some() || self.sheet.is_some() {
            text.push_str("[exports]\n");
        }
        if let Some(sheet) = &self.sheet {
            let name = quoted(sheet);
            let _ = writeln!(text, "# Auf dem ersten Blatt steht keine Tabelle.\nsheet = {name}");
        }
        if let Some(order) = order {
            let _ = writeln!(text, "date_order = \"{order}\"");
        }
        if short {
            text.push_str("# „17“ heißt 2017.\ntwo_digit_years = true\n");
        }
        if let Some(separator) = separator {
            let sign = quoted(&separator.to_string());
            let _ =
                writeln!(text, "# Trennt mehrere Werte in einer Zelle.\nvalue_separator = {sign}");
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str("[exports.columns]\n");
        for (field, headers) in &self.guessed {
            let known = project.into_iter().flat_map(|project| &project.exports.headers);
            let known = known.filter(|(key, of)| {
                *of == field && !field.default_headers().iter().any(|it| text_key(it) == **key)
            });
            let names = known.map(|(key, _)| key).chain(headers.keys());
            let names: Vec<String> = names.map(|name| quoted(name)).collect();
            let like: BTreeSet<&str> = headers.values().copied().collect();
            let like: Vec<&str> = like.into_iter().collect();
            let names = names.join(", ");
            let _ = writeln!(text, "{} = [{names}] # ähnelt: {}", field.id(), like.join(", "));
        }
        for name in &self.unassigned {
            let _ = writeln!(text, "# nicht zugeordnet: {}", quoted(name));
        }
        if !self.unassigned.is_empty() {
            text.push_str("# Was davon der Bericht zählen soll und oben zu keinem Feld gehört, melden Sie mit [[dimension]] als eigenes Merkmal an.\n");
        }
        if self.hidden > 0 {
            let _ = writeln!(
                text,
                "# nicht zugeordnet: {} Spalten ohne Überschrift, oder mit einer, die Text einer Person sein könnte (mit --show-values zu sehen)",
                self.hidden
            );
        }
        for file in &self.headless {
            let _ = writeln!(
                text,
                "# {file}: keine Zeile unter den ersten {HEADER_SEARCHED_LINES} ist als Kopfzeile zu erkennen; hat die Datei eine, tragen Sie ihre Überschriften hier ein, sonst setzen Sie eine davor"
            );
        }
        for field in Field::ALL {
            let is_mandatory =
                project.map_or(field.is_mandatory(), |project| project.exports.is_mandatory(field));
            if !is_mandatory || self.found.contains(&field) {
                continue;
            }
            let _ = writeln!(text, "# Pflicht, aber nicht gefunden: {} = [\"…\"]", field.id());
            if field == Field::CaseId {
                text.push_str("# Gibt es keine Nummer und ist jede Zeile ein Fall, schreiben Sie darüber: [exports] und in die nächste Zeile case_id = \"row\"\n");
            }
        }
        if !self.has_no_scope() {
            return text + &self.not_recorded(project);
        }
        if project.is_some_and(|project| !project.scope.is_all()) {
            text.push_str("# ohne Bemerkung gehört jeder Fall dazu: [scope] all = true; sonst: remark = [\"…\"]\n");
        }
        text + &self.not_recorded(project)
    }

    /// The sign that divides most cells into values that also stand alone, where it is not the one that is known.
    fn divider(&self) -> Option<char> {
        let lists = || self.lists.iter().filter(|(field, _)| field.has_several());
        let divided = |sign: char| lists().map(|(_, values)| values.divided_by(sign)).sum::<u64>();
        let best = SEPARATORS.into_iter().map(|sign| (divided(sign), sign)).max()?;
        (best.0 > divided(self.separator)).then_some(best.1)
    }

    /// That no file has a day of completion.
    fn not_recorded(&self, project: Option<&Project>) -> String {
        let is_missing = !self.found.contains(&Field::ClosedOn) && !self.found.is_empty();
        let of_days = self.others.iter().filter(|(_, (filled, days))| days * 2 >= *filled);
        let of_days: Vec<String> = of_days.map(|(name, _)| quoted(name)).collect();
        match is_missing && project.is_none() {
            true if !of_days.is_empty() => format!(
                "# Tage stehen auch in {}: Sagt eine Spalte, wann ein Fall erledigt war, tragen Sie sie ein: closed_on = [\"…\"]\n",
                of_days.join(", ")
            ),
            true => "\n# Keine Spalte ist als Tag der Erledigung zu erkennen. Gibt es eine, tragen Sie sie oben unter closed_on ein und löschen diese Zeilen.\n[exports.not_recorded]\nclosed_on = true\n".to_owned(),
            false => String::new(),
        }
    }

    /// The lists, by their names.
    pub(super) fn lists(&self, project: Option<&Project>) -> Vec<(&'static str, String)> {
        let taxonomy = project.map(|project| &project.taxonomy);
        let list = |(field, values): (&Field, &Values)| {
            let dimension = field.dimension()?;
            let list = values.list(
                dimension,
                &Writing {
                    separator: self.divider().unwrap_or(self.separator),
                    file: &self.tally,
                    show_values: self.show_values,
                    taxonomy,
                },
            );
            (!list.is_empty()).then(|| (dimension.id(), list))
        };
        self.lists.iter().filter_map(list).collect()
    }
}
