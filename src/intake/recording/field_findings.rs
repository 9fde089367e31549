//! What is said of fields that files lack or leave empty.

use super::coverage::Missed;
use super::fields::Fields;
use super::remedies::{below, candidates, declaration, leaving};
use super::verdict::{Held, Verdict};
use crate::diagnostic::{Finding, FindingCode, Findings, Place};
use crate::domain::{Field, text_key};
use crate::intake::account::FileReading;
use crate::locale::{enumeration, field_name};
use crate::project::Project;

/// Columns that are missing everywhere or in some files, and empty ones. A field that no case of the report misses is none of
/// them, where only files of other years lack it, or where other files tell it of the same cases; `missed` tells the others.
/// `declaration` is what the office is to write where nothing is missing.
pub(super) fn findings(
    fields: &Fields,
    files: &[FileReading],
    (project, declaration): (&Project, &str),
    missed: &Missed,
) -> Findings {
    let mut findings = Findings::default();
    for verdict in fields.counted() {
        let (present, missing) =
            (verdict.files(files, &Held::PRESENT), verdict.files(files, &[Held::Missing]));
        let is_whole = verdict.not_recorded.is_some()
            && !missed.anywhere(verdict.field)
            && !verdict.is_missing_in_year(files, project);
        let told = match (missing.as_slice(), present.as_slice()) {
            ([first, ..], []) => Some(nowhere(verdict, first, files, project)),
            ([_, ..], _) if is_whole => None,
            (missing, present) if !missing.is_empty() => {
                Some(in_some(verdict, missing, present, project))
            }
            (_, [first, ..]) if verdict.is_blank => Some(blank(verdict, first, project)),
            _ => None,
        };
        let is_told = told.is_some() && !verdict.has(&[Held::Silent]);
        findings.extend(told);
        let is_left = |held: Held, at: usize| missed.in_file(verdict.field, held, at);
        let of_empty = empty(verdict, files, (project, declaration), is_left);
        findings.extend(of_empty.filter(|_| !is_told));
        let declares =
            |file: &&FileReading| project.exports.declares_missing(verdict.field, &file.path);
        for file in present.into_iter().filter(declares) {
            findings.push(declared_yet_there(verdict.field, file));
        }
    }
    findings
}

/// How the configuration names a field: `Bewertung` (Liste `lists.assessment`).
fn named(field: Field) -> String {
    let name = field_name(field);
    match field.dimension() {
        Some(dimension) => format!("„{name}“ (Liste `lists.{}`)", dimension.id()),
        None => format!("„{name}“"),
    }
}

/// The headings that are read as a field: the usual ones, then those of the configuration as they are compared.
fn headers(field: Field, project: &Project) -> String {
    let usual = field.default_headers().iter().map(|header| (*header).to_owned());
    let is_usual = |key: &str| field.default_headers().iter().any(|it| text_key(it) == key);
    let further = project.exports.headers.iter().filter(|(_, of)| **of == field);
    let further = further.map(|(key, _)| key.clone()).filter(|key| !is_usual(key));
    usual.chain(further).collect::<Vec<_>>().join(" oder ")
}

fn place(file: &FileReading) -> Place {
    Place::line(&file.path, file.header_line)
}

/// The place of a file's column.
fn column(field: Field, file: &FileReading) -> Place {
    match file.column(field) {
        Some((number, name)) => place(file).named_column(number, name),
        None => place(file),
    }
}

fn nowhere(
    verdict: &Verdict,
    first: &FileReading,
    files: &[FileReading],
    project: &Project,
) -> Finding {
    let field = verdict.field;
    let finding = Finding::new(
        FindingCode::FieldNotRecorded,
        format!(
            "kein Export hat eine Spalte für {}; {}",
            named(verdict.field),
            leaving(field, project)
        ),
    )
    .at(place(first))
    .expected(headers(field, project))
    .help(format!(
        "nehmen Sie die Spalte in den Export auf, oder tragen Sie ihre Überschrift unter `exports.columns` bei `{}` ein; {}",
        field.id(),
        declaration(field)
    ));
    candidates(field, files.iter())
        .into_iter()
        .fold(finding, |finding, (place, what)| finding.related(place, what))
}

fn in_some(
    verdict: &Verdict,
    missing: &[&FileReading],
    present: &[&FileReading],
    project: &Project,
) -> Finding {
    let names =
        |files: &[&FileReading]| enumeration(files.iter().map(|file| format!("`{}`", file.path)));
    let field = verdict.field;
    let what = match field {
        Field::ClosedOn => "gälten alle Fälle daraus als offen",
        _ => "stünden alle Fälle daraus unter „ohne Angabe“",
    };
    let consequence = match field {
        Field::ClosedOn => "dann entfallen Erledigungen, Bestand und Dauern ganz",
        _ => "dann sagen die Zahlen, für welche Fälle sie gelten",
    };
    let finding = Finding::new(
        FindingCode::FieldInSomeFiles,
        format!(
            "die Spalte für {} fehlt in {}, aber nicht in {}; so {what}",
            named(verdict.field),
            names(missing),
            names(present)
        ),
    )
    .at(missing.first().map_or_else(|| Place::file("exports"), |file| place(file)))
    .expected(headers(field, project))
    .help(format!(
        "nehmen Sie die Spalte in den Export auf, oder tragen Sie ihre Überschrift unter `exports.columns` ein; ist sie dort nicht erfasst, schreiben Sie in report.toml unter [exports.not_recorded]: {} = [{}]; {consequence}",
        field.id(),
        below(missing.iter().copied())
    ));
    candidates(field, missing.iter().copied())
        .into_iter()
        .fold(finding, |finding, (place, what)| finding.related(place, what))
}

/// A column that is there, and empty in every record of every file.
fn blank(verdict: &Verdict, first: &FileReading, project: &Project) -> Finding {
    Finding::new(
        FindingCode::FieldNotRecorded,
        format!(
            "die Spalte für {} ist in allen Datensätzen leer; {}",
            named(verdict.field),
            leaving(verdict.field, project)
        ),
    )
    .at(column(verdict.field, first))
    .help(format!(
        "prüfen Sie, ob der Export die Angabe enthalten sollte; {}",
        declaration(verdict.field)
    ))
}

/// Files whose column is empty although others have values in it: those whose cases count as not recorded, and others. Of a
/// file none of whose cases is left, because others hold them with their values, there is nothing to say.
fn empty(
    verdict: &Verdict,
    files: &[FileReading],
    (project, declaration): (&Project, &str),
    is_left: impl Fn(Held, usize) -> bool,
) -> impl Iterator<Item = Finding> {
    let of_silent =
        "; ihre Fälle gelten hier als „nicht erfasst“, und Anteile beziehen sich auf die übrigen";
    let closes = verdict.field == Field::ClosedOn;
    let of_others = match () {
        () if !closes => "",
        () if verdict.is_empty_for_long(files, project) => {
            "; was auf dem Tag der Erledigung beruht, entfällt deshalb im Bericht"
        }
        () => "; ihre Fälle gelten als offen",
    };
    let open = match closes && !project.declares_complete() {
        true => format!("enthält er zu Recht nur offene Fälle: {declaration}; "),
        false => String::new(),
    };
    let groups = [(Held::Silent, of_silent), (Held::Empty, of_others)].into_iter();
    let groups = groups.map(|(held, consequence)| {
        let group = verdict.numbered(files, &[held]).into_iter();
        let group = group.filter(|(at, _)| is_left(held, *at)).map(|(_, file)| file);
        (group.collect::<Vec<_>>(), consequence)
    });
    let groups: Vec<_> = groups.collect();
    groups
        .into_iter()
        .filter_map(move |(group, consequence)| empty_in(verdict.field, &group, consequence, &open))
}

fn empty_in(
    field: Field,
    group: &[&FileReading],
    consequence: &str,
    remedy: &str,
) -> Option<Finding> {
    let [first, others @ ..] = group else { return None };
    let (_, name) = first.column(field)?;
    let finding = Finding::new(
        FindingCode::FieldEmptyInFile,
        format!(
            "die Spalte `{name}` ist in allen Datensätzen dieser Datei leer, in anderen Dateien nicht{consequence}"
        ),
    )
    .at(column(field, first).of_field(field.id()))
    .help(format!(
        "prüfen Sie, ob dieser Export vollständig ist, und erzeugen Sie ihn neu; {remedy}wird es dort nicht erfasst, schreiben Sie in report.toml unter [exports.not_recorded]: {} = [{}]",
        field.id(),
        below(group.iter().copied())
    ));
    let others = others.iter();
    Some(others.fold(finding, |finding, file| finding.related(place(file), "hier ebenso")))
}

fn declared_yet_there(field: Field, file: &FileReading) -> Finding {
    let (_, name) = file.column(field).unwrap_or_default();
    Finding::new(
        FindingCode::FieldDeclaredYetThere,
        format!(
            "report.toml sagt unter `exports.not_recorded`, dass {} hier nicht erfasst ist, aber die Spalte `{name}` ist da; sie wird gelesen",
            named(field)
        ),
    )
    .at(column(field, file).of_field(field.id()))
    .help("streichen Sie den Eintrag, oder nennen Sie die Überschrift unter `exports.ignore`")
}
