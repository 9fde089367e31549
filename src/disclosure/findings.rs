//! What the officer is told of what disclosure control gives up, and of what it cannot protect.

use super::advice;
use super::earlier::Earlier;
use super::measure::Measure;
use super::protection::Protection;
use super::published::PublishedFigure;
use super::relations::is_within;
use super::revision::Revision;
use super::target::{Target, TargetName};
use crate::diagnostic::{Finding, FindingCode, Place};
use crate::domain::{Count, Figure};
use crate::plan::TablePlan;
use crate::project::Project;
use std::collections::BTreeSet;

/// The most figures a finding names.
const MOST_NAMED: usize = 10;

/// A warning for tables of which only zeros and totals would be left.
pub(super) fn silent(tables: &BTreeSet<String>) -> Option<Finding> {
    let names: Vec<String> = tables.iter().map(|id| format!("`{id}`")).collect();
    let subject = match names.as_slice() {
        [] => return None,
        [one] => format!("die Tabelle {one} wird"),
        _ => format!("die Tabellen {} werden", names.join(", ")),
    };
    Some(
        Finding::new(
            FindingCode::TableWithheld,
            format!(
                "{subject} nicht veröffentlicht: von ihren Zahlen über null bliebe keine übrig"
            ),
        )
        .help("fassen Sie Zeilen oder Spalten zusammen, oder lassen Sie die Tabellen weg"),
    )
}

/// A warning where more is given up than masked cells and tables.
pub(super) fn given_up(protection: &Protection, project: &Project) -> Option<Finding> {
    let (what, help) = match protection.measure {
        Measure::Masks => return None,
        Measure::WithoutLedger => (
            "der Verbleib der Datensätze wird nicht veröffentlicht",
            "für Ihr Haus steht er in der Zusammenfassung und im internen Ordner",
        ),
        Measure::MaskedZeros => (
            "der Verbleib der Datensätze und einige Kennzahlen werden nicht veröffentlicht, und das Zeichen kann auch für null stehen",
            "welche es sind und warum, steht im internen Ordner in disclosure.json; weniger fehlt, wenn der Bericht weniger gliedert",
        ),
        Measure::TotalsOnly => (
            &*format!(
                "über die Fälle wird nur veröffentlicht, wie viele im ganzen {} eingegangen sind",
                project.words.period.noun
            ),
            "die genauen Zahlen stehen im internen Ordner; mehr ließe sich zeigen, wenn der Bericht weniger gliedert",
        ),
    };
    Some(
        Finding::new(
            FindingCode::FiguresGivenUp,
            format!("{what}: so kleine Zahlen ließen sich anders nicht schützen"),
        )
        .help(help),
    )
}

/// A warning where numbers of the cases are others than an earlier edition of the year printed.
pub(super) fn corrected(
    published: &[PublishedFigure],
    revision: &Revision,
    project: &Project,
) -> Option<Finding> {
    let named = |is_meant: &dyn Fn(&PublishedFigure) -> bool| {
        let meant = published.iter().filter(|figure| is_meant(figure));
        let ids: Vec<String> =
            meant.map(|it| format!("`{}`", it.figure().id(&project.taxonomy))).collect();
        let first = ids.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>().join(", ");
        match ids.len().saturating_sub(MOST_NAMED) {
            0 => first,
            further => format!("{first} und {further} weitere"),
        }
    };
    let kept = named(&|it| revision.kept.contains_key(it.figure()));
    let revised = named(&PublishedFigure::is_revised);
    let edition = project.overlapping_editions().last()?;
    let message = match (revised.is_empty(), kept.is_empty()) {
        (true, true) => return None,
        (true, false) => format!(
            "der Bericht bleibt bei freigegebenen Zahlen, obwohl die Exporte inzwischen andere ergeben; aus dem Unterschied könnte eine kleine Anzahl folgen: {kept}"
        ),
        (false, true) => {
            format!("gegenüber der freigegebenen Ausgabe sind Zahlen berichtigt: {revised}")
        }
        (false, false) => format!(
            "gegenüber der freigegebenen Ausgabe sind Zahlen berichtigt: {revised}; andere bleiben wie freigegeben, weil aus dem Unterschied eine kleine Anzahl folgen könnte: {kept}"
        ),
    };
    let help = match revised.is_empty() || !project.settings.corrections.is_empty() {
        true => {
            "die heutigen Werte zeigt `krm-report explain KENNZAHL`; sollen die freigegebenen Exporte gelten, stellen Sie deren Stand wieder her"
        }
        false => {
            "sagen Sie unter `[[correction]]`, was berichtigt ist und warum; der Text steht dann im Methodenkapitel"
        }
    };
    Some(Finding::new(FindingCode::Corrected, message).at(Place::file(&edition.file)).help(help))
}

/// A warning where a report repeats what was released and nothing more, because of these numbers.
pub(super) fn as_released(unprotected: &[Target], project: &Project) -> Option<Finding> {
    let numbers: Vec<String> =
        unprotected.iter().take(MOST_NAMED).map(|target| describe(target, project)).collect();
    let message = format!(
        "der Bericht wiederholt nur, was freigegebene Ausgaben schon gedruckt haben; nicht zu schützen wäre sonst {}",
        numbers.join("; ")
    );
    let help = "was freigegeben ist, lässt sich nicht mehr sperren; mehr zeigt der Bericht, wenn er weniger gliedert";
    (!numbers.is_empty()).then(|| Finding::new(FindingCode::FiguresGivenUp, message).help(help))
}

/// The errors for numbers that follow from what nobody can take back: exempt figures and released editions.
pub(super) fn disclosed(
    protection: &Protection,
    earlier: &Earlier,
    project: &Project,
) -> Vec<Finding> {
    protection
        .unprotected()
        .map(|target| {
            let message = format!(
                "eine kleine Anzahl ließe sich errechnen, was auch immer der Bericht weglässt: {}",
                describe(target, project)
            );
            Finding::new(FindingCode::Disclosed, message)
                .at(Place::file("report.toml"))
                .expected(format!(
                    "höchstens Zahlen, aus denen keine Anzahl unter {} folgt",
                    project.disclosure.threshold
                ))
                .help(remedy(target, earlier, project))
        })
        .collect()
}

/// What helps where a number follows from fixed ones.
fn remedy(target: &Target, earlier: &Earlier, project: &Project) -> String {
    let taxonomy = &project.taxonomy;
    let hangs_together = |exempt: &Count| {
        let mut counts = target.name.counts().into_iter();
        counts.any(|it| is_within(it, exempt, taxonomy) || is_within(exempt, it, taxonomy))
    };
    let exempt = project.disclosure.exemptions.iter().map(|exemption| &exemption.figure);
    let causes: Vec<String> = exempt
        .filter(|figure| target.within_exempt || figure.counts().into_iter().any(&hangs_together))
        .map(|figure| format!("`{}`", figure.id(taxonomy)))
        .collect();
    let mut help = match causes.as_slice() {
        [] => "fassen Sie Werte zusammen".to_owned(),
        [one] => format!("streichen Sie die Ausnahme {one} in `disclosure.exempt`"),
        _ => format!(
            "streichen Sie von den Ausnahmen in `disclosure.exempt` eine: {}",
            causes.join(", ")
        ),
    };
    if !earlier.known.is_empty() {
        // What has been released cannot be taken back, whatever this report prints.
        help.push_str("; Zahlen aus freigegebenen Ausgaben (`archive/`) sind bekannt und lassen sich nicht mehr sperren: verträglich damit ist die Gliederung der freigegebenen Ausgabe");
    }
    help
}

/// A warning for a table that is withheld for a number, or shown in a coarser form.
pub(super) fn of_table(
    table: &TablePlan,
    form: Option<&TablePlan>,
    target: &Target,
    project: &Project,
) -> Finding {
    let finest = target.name.finest();
    let help = match finest.and_then(|it| advice::for_number(table, it, project)) {
        Some(merge) => format!("{merge}, oder lassen Sie die Tabelle weg"),
        None => {
            "fassen Sie Zeilen oder Spalten zusammen, oder lassen Sie die Tabelle weg".to_owned()
        }
    };
    Finding::new(
        FindingCode::TableWithheld,
        format!(
            "die Tabelle `{}` {}: nicht zu schützen wäre {}",
            table.id,
            what_becomes(form),
            describe(target, project)
        ),
    )
    .help(help)
}

/// A warning for a table that is withheld, or shown in a coarser form, because protecting the report would take too long.
pub(super) fn too_long(table: &TablePlan, form: Option<&TablePlan>) -> Finding {
    Finding::new(
        FindingCode::TableWithheld,
        format!(
            "die Tabelle `{}` {}: der Bericht gliedert so fein, dass ihr Schutz zu lange dauern würde",
            table.id,
            what_becomes(form)
        ),
    )
    .help("zeigen Sie Gruppen statt Werten, Quartale statt Monaten, oder kreuzen Sie keine langen Listen miteinander")
}

/// A warning for a table that is shown in a coarser form because numbers of the one that was asked for cannot be protected.
pub(super) fn too_fine(form: &TablePlan) -> Finding {
    Finding::new(
        FindingCode::TableWithheld,
        format!(
            "die Tabelle `{}` {}: so fein wie vorgesehen wäre sie nicht zu schützen",
            form.id,
            what_becomes(Some(form))
        ),
    )
    .help("fassen Sie Zeilen oder Spalten zusammen, oder lassen Sie die Tabelle weg")
}

fn what_becomes(form: Option<&TablePlan>) -> String {
    match form {
        None => "wird nicht veröffentlicht".to_owned(),
        Some(form) => format!("erscheint gröber ({})", form.coarser_by().join("; ")),
    }
}

/// A small number by its figures. Its value is not named.
fn describe(target: &Target, project: &Project) -> String {
    let id = |figure: &Figure| figure.id(&project.taxonomy);
    match &target.name {
        TargetName::Figure(figure) => format!("`{}`", id(figure)),
        TargetName::Neighbour(figure) => {
            format!("`{}` (nicht gedruckt, aus Summen zu errechnen)", id(figure))
        }
        TargetName::Difference(outer, inner) => {
            let id = |count: &Count| format!("`{}`", count.id(&project.taxonomy));
            let inner: Vec<String> = inner.iter().map(id).collect();
            format!("der Unterschied zwischen {} und {}", id(outer), inner.join(" + "))
        }
        TargetName::Neither(outer, [one, other], both) => {
            let id = |count: &Count| count.id(&project.taxonomy);
            format!(
                "die Fälle von `{}` weder in `{}` noch in `{}` (zu errechnen, weil auch `{}` gedruckt ist)",
                id(outer),
                id(one),
                id(other),
                id(both)
            )
        }
        TargetName::OfLedger(entry, count) => format!(
            "der Unterschied zwischen `{}` und `{}`",
            id(&Figure::Ledger(*entry)),
            count.id(&project.taxonomy)
        ),
        TargetName::Several(of, by) => format!(
            "die Fälle von `{}` mit mehreren Werten von `{}` (nicht gedruckt, aus Fällen und Nennungen zu errechnen)",
            of.id(&project.taxonomy),
            by.id()
        ),
    }
}
