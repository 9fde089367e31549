//! A table as printed: title, subtitle, cells, notes.

use super::Context;
use super::definition::count_definition;
use super::document::{Cell, Note, Table, TableColumn, TableRow};
use super::table::FilledTable;
use super::{Sign, earlier, missing};
use crate::disclosure::{GivenUp, PublishedFigure, PublishedValue};
use crate::domain::{Field, Figure, Population, Unit};
use crate::locale::{date_long, enumeration, lack_words};
use crate::plan::TablePlan;
use std::collections::BTreeSet;

/// The table as printed.
pub(super) fn print(table: &FilledTable<'_>, number: usize, context: &Context<'_>) -> Table {
    let barred = &context.signs.not_meaningful;
    let rows = table
        .rows
        .iter()
        .map(|row| TableRow {
            label: row.plan.label.clone(),
            key: row.plan.key.clone(),
            kind: row.plan.kind,
            cells: row
                .cells
                .iter()
                .map(|cell| match cell {
                    Some(figure) => Cell::Figure(context.printer().table_cell(figure)),
                    None => {
                        Cell::Barred { text: barred.text.clone(), spoken: barred.meaning.clone() }
                    }
                })
                .collect(),
        })
        .collect();
    let notes = notes(table, context);
    let subtitle = subtitle(table.plan, context);
    let source = context.source_line(table.plan.base.unit);
    Table {
        id: table.plan.id.clone(),
        number,
        title: title(&table.plan.title, table.plan),
        shown_subtitle: subtitle.clone(),
        subtitle,
        row_header: table.plan.row_header.clone(),
        columns: table
            .columns
            .iter()
            .map(|column| TableColumn { label: column.label.clone(), key: column.key.clone() })
            .collect(),
        rows,
        shown_notes: notes.clone(),
        notes,
        shown_source: source.clone(),
        source,
        is_detail: table.plan.is_detail,
    }
}

/// The title of a table or chart; one in a coarser form than asked for says so, for its words may promise more.
pub(super) fn title(title: &str, plan: &TablePlan) -> String {
    plan.fitting(title).unwrap_or_else(|| format!("{title} (zusammengefasst)"))
}

/// Population, period and n: `Fälle der Ombudsstelle, eingegangen 2017 (n = 286)`. A table whose
/// rows are different populations has no n; its rows say what they are.
pub(super) fn subtitle(plan: &TablePlan, context: &Context<'_>) -> String {
    let is_of_shares = plan.rows.iter().flat_map(|row| row.cells.last()).flatten().next();
    let is_of_shares = matches!(is_of_shares, Some(Figure::Share(_)));
    if (plan.mixed_populations || is_of_shares) && !plan.earlier.is_empty() {
        return years(plan, context);
    }
    if plan.mixed_populations {
        let unit = crate::locale::unit_name(plan.base.unit);
        let words = lack_of_mixed(plan, context).map(|words| format!(" ({words})"));
        return format!(
            "{unit} {}{}",
            context.project.words.period.within,
            words.unwrap_or_default()
        );
    }
    let all = Figure::Count(plan.base.clone());
    let n = match context.published(&all) {
        Some(figure) if figure.is_zero() => "0".to_owned(),
        Some(figure) => context.printer().prose(figure, None).text().to_owned(),
        None => String::new(),
    };
    let definition = count_definition(&plan.base, context.project, &context.plan.recording);
    format!("{definition} (n\u{a0}=\u{a0}{n})")
}

/// What is missing of the year of rows that are different populations; said of the office alone where the house has all.
fn lack_of_mixed(plan: &TablePlan, context: &Context<'_>) -> Option<String> {
    let year = context.project.settings.period;
    let lack_of = |figure: &Figure| context.plan.recording.lack(figure, year);
    let words = lack_words(&lack_of(&Figure::Count(plan.base.clone()))?, plan.base.period)?;
    let mut figures = plan.rows.iter().flat_map(|row| row.cells.iter().flatten());
    let is_whole_of_house = figures.any(|figure| {
        matches!(figure, Figure::Count(count)
            if count.population == Population::Krm && count.period == plan.base.period)
            && lack_of(figure).is_none()
    });
    Some(match is_whole_of_house {
        true => format!("{} {words}", context.project.words.office.bare),
        false => words,
    })
}

/// The years a table tells of: `Jahre 2015 bis 2017`.
pub(super) fn years(plan: &TablePlan, context: &Context<'_>) -> String {
    let years = plan.earlier.iter().copied().chain([context.project.settings.period.year()]);
    let plural = &context.project.words.period.plural;
    format!(
        "{plural} {}",
        earlier::years_text(&years.collect::<Vec<_>>(), context.project.settings.period)
    )
}

fn notes(table: &FilledTable<'_>, context: &Context<'_>) -> Vec<Note> {
    let plain = |text: String| Note { text, is_of_signs: false };
    let of_signs = |text: String| Note { text, is_of_signs: true };
    let before = notes_on_cases(table, context).into_iter().chain(earlier::notes(table, context));
    let mut notes: Vec<Note> = before.map(plain).collect();
    notes.extend(legend(table, context).map(of_signs));
    let policy = &context.project.disclosure;
    let cells = || table.rows.iter().flat_map(|row| row.cells.iter().flatten());
    if let Some(base) = policy.base()
        && cells().any(|figure| policy.rounds(figure.figure()))
    {
        notes.push(plain(format!(
            "Jede Anzahl ist für sich auf ein Vielfaches von {base} gerundet, auch Summen; Anteile sind aus gerundeten Anzahlen gebildet."
        )));
    }
    let tells_nothing = context.figures.given_up() != GivenUp::Nothing;
    let may_be_zero = |figure: &PublishedFigure| {
        let mut counts = figure.figure().counts().into_iter();
        figure.value() == PublishedValue::Masked
            && (tells_nothing || counts.any(|count| policy.may_mask_zero(count)))
    };
    if cells().any(|figure| may_be_zero(figure)) {
        let mark = &context.signs.masked.text;
        notes.push(of_signs(format!("Anstelle des Zeichens „{mark}“ kann auch null stehen.")));
    }
    notes
}

/// What the signs in a table mean; `None` where it has none.
fn legend(table: &FilledTable<'_>, context: &Context<'_>) -> Option<String> {
    let cells = || table.rows.iter().flat_map(|row| &row.cells);
    let is_used = |sign: &&Sign| {
        cells().any(|cell| match cell {
            Some(figure) => context.printer().cell(figure).text() == sign.text,
            None => context.signs.not_meaningful == **sign,
        })
    };
    let is_revised = cells().flatten().any(|figure| figure.is_revised());
    let signs = context.signs.all().into_iter().filter(is_used);
    let signs = signs.chain(is_revised.then_some(&context.signs.revised));
    let legend = signs.map(|sign| format!("{}\u{a0}= {}", sign.text, sign.meaning));
    let legend = legend.collect::<Vec<_>>().join("; ");
    (!legend.is_empty()).then(|| format!("Zeichen: {legend}."))
}

/// What has to be known of the cases behind a table.
fn notes_on_cases(table: &FilledTable<'_>, context: &Context<'_>) -> Vec<String> {
    let left_out = &table.plan.left_out;
    let mut notes: Vec<String> = match left_out.is_empty() {
        true => table.plan.note.clone().into_iter().collect(),
        // What the note says of all rows need not hold for the others.
        false => {
            let labels = enumeration(left_out);
            vec![format!("In den Exporten nicht erfasst und deshalb nicht aufgeführt: {labels}.")]
        }
    };
    if table.plan.is_coarser() {
        let by = table.plan.coarser_by().join("; ");
        notes.push(format!(
            "Damit niemand zu erkennen ist, ist die Tabelle gröber gegliedert als vorgesehen: {by}."
        ));
    }
    let unseen = [&table.plan.unseen_rows, &table.plan.unseen_columns];
    let unseen = unseen.into_iter().flatten().map(String::as_str);
    if unseen.clone().next().is_some() {
        let labels = enumeration(unseen);
        notes.push(format!("Nicht aufgeführt, weil nur ein Teil der Exporte die Angabe enthält und sie dort nicht vorkommt: {labels}."));
    }
    let recording = &context.plan.recording;
    let cells = || table.plan.rows.iter().flat_map(|row| row.cells.iter().flatten());
    let partial: BTreeSet<Field> =
        cells().flat_map(|figure| recording.fields.partial_for(figure)).collect();
    if !partial.is_empty() {
        let names = missing::quoted(&partial, &context.project.words);
        let is_share =
            |figure: &Figure| matches!(figure, Figure::Share(_)) && recording.is_partial(figure);
        let of_shares = match cells().any(is_share) {
            true => "; Anteile dazu beziehen sich auf die Fälle daraus",
            false => "",
        };
        notes.push(format!("Nur ein Teil der Exporte enthält {names}{of_shares}."));
    }
    let rests_on: BTreeSet<Field> =
        cells().flat_map(Figure::counts).flat_map(|count| count.rests_on()).collect();
    notes.extend(missing::entered_later_of(&rests_on, context));
    if let Some(opened) = recording.days.opened_on.filter(|_| table.plan.before_office) {
        notes.push(format!(
            "{} besteht seit dem {}; {} Zeit davor ist nicht aufgeführt.",
            context.project.words.office.start,
            date_long(opened),
            context.project.words.office.possessive
        ));
    }
    if table.plan.multiple_response {
        let what = match table.plan.base.unit {
            Unit::Activities => "Eine Aktivität kann in mehreren Zeilen stehen",
            _ => "Ein Fall kann in mehreren Zeilen stehen",
        };
        notes.push(format!("{what}; die Zeilen lassen sich deshalb nicht zusammenzählen."));
    }
    if table.plan.multiple_columns {
        notes.push("Ein Fall kann in mehreren Spalten stehen.".to_owned());
    }
    notes
}
