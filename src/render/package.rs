//! `data/datapackage.json`: the tables as a Frictionless Data Package, so that programs know each column's
//! type, unit and population, and which signs stand in place of numbers.
//! <https://specs.frictionlessdata.io/data-package/>

use super::{Artifact, Format, Input, RenderError, json, sha256_hex};
use crate::domain::Unit;
use crate::locale::unit_name;
use crate::plan::RowKind;
use crate::report::{Cell, Document, FigureEntry, FigureUnit, Head, Sign, Table, plain_text};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Package<'a> {
    profile: &'static str,
    name: String,
    title: &'a str,
    description: String,
    created: String,
    as_of: &'a str,
    status: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    licenses: Vec<Licence<'a>>,
    sources: [Titled<'a>; 1],
    contributors: [Contributor<'a>; 2],
    signs: Vec<SignEntry<'a>>,
    resources: Vec<Resource<'a>>,
}

#[derive(Serialize)]
struct Licence<'a> {
    path: &'a str,
    title: &'a str,
}

#[derive(Serialize)]
struct Titled<'a> {
    title: &'a str,
}

#[derive(Serialize)]
struct Contributor<'a> {
    title: &'a str,
    role: &'static str,
}

#[derive(Serialize)]
struct SignEntry<'a> {
    value: &'a str,
    meaning: &'a str,
}

#[derive(Serialize)]
struct Resource<'a> {
    name: &'a str,
    path: String,
    profile: &'static str,
    title: &'a str,
    description: String,
    format: &'static str,
    mediatype: &'static str,
    encoding: &'static str,
    bytes: usize,
    hash: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sources: Option<[Titled<'a>; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dialect: Option<Dialect>,
    #[serde(skip_serializing_if = "Option::is_none")]
    schema: Option<Schema<'a>>,
}

/// How the csv crate writes.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Dialect {
    delimiter: char,
    line_terminator: &'static str,
    quote_char: char,
    double_quote: bool,
    header: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Schema<'a> {
    fields: Vec<Field<'a>>,
    missing_values: Vec<&'a str>,
    primary_key: [&'static str; 1],
}

#[derive(Serialize)]
struct Field<'a> {
    name: &'a str,
    r#type: &'static str,
    title: &'a str,
    description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<FigureUnit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    constraints: Option<Constraints>,
}

#[derive(Serialize)]
struct Constraints {
    required: bool,
    unique: bool,
}

/// The description of the tables' files, which lie beside it.
pub(super) fn render(input: &Input<'_>, files: &[Artifact]) -> Result<Artifact, RenderError> {
    let document = input.document;
    let head = &document.head;
    let entries: BTreeMap<&str, &FigureEntry> =
        document.figures.iter().map(|entry| (entry.id.as_str(), entry)).collect();
    let signs = signs(document);
    let tables = document.tables();
    let mut resources: Vec<Resource<'_>> = tables
        .iter()
        .zip(files)
        .map(|(table, file)| table_resource(table, file, &signs, &entries))
        .collect();
    if input.has(Format::Json) {
        resources.extend(json::render(document)?.iter().map(figures_resource));
    }
    let package = Package {
        // A `tabular-data-package` could not hold the list of figures.
        profile: "data-package",
        name: format!("krm-report-{}", head.name),
        title: &head.title,
        description: description(document),
        // A package wants a time of day; the report has none.
        created: format!("{}T00:00:00Z", head.as_of_iso),
        as_of: &head.as_of_iso,
        status: head.status(),
        licenses: licence(head).into_iter().collect(),
        sources: [Titled { title: &head.source }],
        contributors: [
            Contributor { title: &head.office, role: "author" },
            Contributor { title: &head.organisation, role: "publisher" },
        ],
        signs: signs
            .iter()
            .map(|sign| SignEntry { value: &sign.text, meaning: &sign.meaning })
            .collect(),
        resources,
    };
    let mut bytes = serde_json::to_vec_pretty(&package)?;
    bytes.push(b'\n');
    Ok(Artifact { path: "data/datapackage.json".to_owned(), bytes })
}

/// The signs that are no values, without those that no figure of the report has: a report without an earlier year
/// says nothing of one.
fn signs(document: &Document) -> Vec<&Sign> {
    let has = |status: &str| document.figures.iter().any(|entry| entry.status == status);
    let signs = &document.signs;
    let can_stand = |sign: &&Sign| {
        (has("not_available") || **sign != signs.not_available)
            && (has("not_recorded") || **sign != signs.not_recorded)
    };
    signs.in_data().filter(can_stand).collect()
}

/// What a reader must know before using the numbers: what page one says.
fn description(document: &Document) -> String {
    let head = &document.head;
    let mut sentences = vec![format!(
        "Die Tabellen des Berichts „{}“ ({}, {}), Stand: {}.",
        head.title, head.office, head.organisation, head.as_of
    )];
    let notices = head.notices.iter();
    sentences
        .extend(notices.map(|notice| format!("{}. {}", notice.title, plain_text(&notice.content))));
    sentences.push(
        "Ein Zeichen anstelle einer Zahl ist kein Wert und nicht als null zu lesen; was es heißt, steht unter `signs`."
            .to_owned(),
    );
    sentences.extend(head.licence.as_ref().map(|licence| format!("Nutzung: {licence}")));
    sentences.join("\n\n")
}

/// The terms of use, where they name an address; words alone are no licence a program could know.
fn licence(head: &Head) -> Option<Licence<'_>> {
    let title = head.licence.as_deref()?;
    let path =
        title.split_whitespace().map(|word| word.trim_matches(['(', ')', '<', '>', ',', ';', '.']));
    let mut path = path.filter(|word| word.starts_with("https://") || word.starts_with("http://"));
    Some(Licence { path: path.next()?, title })
}

fn table_resource<'a>(
    table: &'a Table,
    file: &Artifact,
    signs: &[&'a Sign],
    entries: &BTreeMap<&str, &'a FigureEntry>,
) -> Resource<'a> {
    let key = Constraints { required: true, unique: true };
    let mut fields = vec![
        Field {
            name: "id",
            r#type: "string",
            title: "Kennung",
            description: "Kennung der Zeile".to_owned(),
            unit: None,
            constraints: Some(key),
        },
        Field {
            name: "label",
            r#type: "string",
            title: &table.row_header,
            description: "Bezeichnung der Zeile".to_owned(),
            unit: None,
            constraints: None,
        },
    ];
    let columns = 0..table.columns.len();
    fields.extend(columns.filter_map(|position| number_field(table, position, entries)));
    let mut sentences = vec![table.subtitle.as_str()];
    sentences.extend(table.notes.iter().map(|note| note.text.as_str()));
    Resource {
        name: &table.id,
        path: file.path.trim_start_matches("data/").to_owned(),
        profile: "tabular-data-resource",
        title: &table.title,
        description: sentences.join("\n\n"),
        format: "csv",
        mediatype: "text/csv",
        encoding: "utf-8",
        bytes: file.bytes.len(),
        hash: format!("sha256:{}", sha256_hex(&file.bytes)),
        sources: Some([Titled { title: &table.source }]),
        dialect: Some(Dialect {
            delimiter: ',',
            line_terminator: "\n",
            quote_char: '"',
            double_quote: true,
            header: true,
        }),
        schema: Some(Schema {
            fields,
            missing_values: signs.iter().map(|sign| sign.text.as_str()).collect(),
            primary_key: ["id"],
        }),
    }
}

/// A column of numbers: its type follows from what is counted, never from the values.
fn number_field<'a>(
    table: &'a Table,
    position: usize,
    entries: &BTreeMap<&str, &'a FigureEntry>,
) -> Option<Field<'a>> {
    let column = table.columns.get(position)?;
    let figures = table.rows.iter().filter_map(|row| match row.cells.get(position)? {
        Cell::Figure(figure) => Some((row, *entries.get(figure.id())?)),
        Cell::Barred { .. } => None,
    });
    let figures: Vec<_> = figures.collect();
    let mut units: Vec<FigureUnit> = figures.iter().map(|(_, entry)| entry.unit).collect();
    units.sort_unstable();
    units.dedup();
    let whole = figures.iter().all(|(_, entry)| entry.decimals == 0);
    let names = units.iter().map(|unit| unit_word(*unit)).collect::<Vec<_>>().join(" oder ");
    // What a column counts is the definition of its total without the row's own condition.
    let total = figures.iter().rev().find(|(row, _)| row.kind == RowKind::Total);
    let description = match total.or(figures.first()) {
        Some((row, entry)) => format!("{names}. Zeile „{}“: {}", row.label, entry.definition),
        None => table.subtitle.clone(),
    };
    let unit = match units.as_slice() {
        [unit] => Some(*unit),
        _ => None,
    };
    Some(Field {
        name: &column.key,
        r#type: if whole { "integer" } else { "number" },
        title: &column.label,
        description,
        unit,
        constraints: None,
    })
}

fn unit_word(unit: FigureUnit) -> &'static str {
    match unit {
        FigureUnit::Cases => unit_name(Unit::Cases),
        FigureUnit::Mentions => unit_name(Unit::Mentions),
        FigureUnit::Activities => unit_name(Unit::Activities),
        FigureUnit::Percent => "Prozent",
        FigureUnit::PerThousand => "Fälle je tausend der Bezugsgröße",
        FigureUnit::Days => "Kalendertage",
        FigureUnit::Lines => "Zeilen",
        FigureUnit::Records => "Datensätze",
    }
}

/// The list of figures: no table, but what defines the numbers of all of them.
fn figures_resource<'a>(file: &Artifact) -> Resource<'a> {
    Resource {
        // A name no table can have.
        name: "figures.json",
        path: file.path.trim_start_matches("data/").to_owned(),
        profile: "data-resource",
        title: "Alle Kennzahlen mit ihren Definitionen",
        description:
            "Jede veröffentlichte Kennzahl mit Kennung, Definition, Einheit, Basis und Wert"
                .to_owned(),
        format: "json",
        mediatype: "application/json",
        encoding: "utf-8",
        bytes: file.bytes.len(),
        hash: format!("sha256:{}", sha256_hex(&file.bytes)),
        sources: None,
        dialect: None,
        schema: None,
    }
}
