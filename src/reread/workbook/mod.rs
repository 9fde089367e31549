//! The workbook: every number of every sheet is the published figure of its row and column, as it is stored and
//! as it is shown; every text with a number is one of the report's; and there is nothing else in it.

mod formats;
mod parts;
mod sheet;
mod table;

use super::expected::Expected;
use super::number::{has_number, normal};
use super::telling::Telling;
use super::texts::{look_alike, numbers};
use crate::report::{Document, Table};
use crate::reread::xml::Element;
use formats::Formats;
use parts::Parts;
use sheet::Sheet;

/// Holds a workbook against the report.
pub(super) fn check(
    bytes: &[u8],
    document: &Document,
    expected: &Expected<'_>,
    telling: &mut Telling<'_>,
) {
    let read = Parts::read(bytes).and_then(|parts| Workbook::read(&parts));
    let workbook = match read {
        Ok(workbook) => workbook,
        Err(why) => return telling.unreadable(&why),
    };
    let tables = document.tables();
    let count = workbook.sheets.len();
    if count != expected.tables.len() + 1 {
        let sheets = format!("{} Blätter", expected.tables.len() + 1);
        return telling.differs("Anzahl der Blätter", &sheets, &count.to_string());
    }
    for text in &workbook.further {
        numbers(text, "Eigenschaften und Texte der Arbeitsmappe", expected, telling);
    }
    let names: Vec<&str> = workbook.sheets.iter().map(|(name, _)| name.as_str()).collect();
    let mut masked = Vec::new();
    for (position, (name, sheet)) in workbook.sheets.iter().enumerate() {
        let planned = position
            .checked_sub(1)
            .and_then(|position| Some((expected.tables.get(position)?, *tables.get(position)?)));
        let place = match planned {
            Some((_, table)) => format!("Blatt von Tabelle {}", table.number),
            None => "vorderstes Blatt".to_owned(),
        };
        for text in &sheet.further {
            numbers(text, &place, expected, telling);
        }
        for link in sheet.links.iter().filter(|link| !leads_to(link, &names)) {
            telling.differs(&format!("Verweis, {place}"), "ein Blatt der Arbeitsmappe", link);
        }
        let is_named = planned.map_or(!has_number(name), |(_, table)| names_table(name, table));
        if !is_named {
            telling.differs(&format!("Name, {place}"), "Nummer und Titel der Tabelle", name);
        }
        let context = table::Context { formats: &workbook.formats, expected, place: &place };
        match planned {
            Some((planned, _)) => table::check(sheet, planned, &context, &mut masked, telling),
            None => table::without_numbers(sheet.rows.values(), &context, telling),
        }
    }
    look_alike(&masked, telling);
}

/// What was read.
struct Workbook {
    formats: Formats,
    /// By name, in the order of their tabs.
    sheets: Vec<(String, Sheet)>,
    /// Texts of no sheet: properties, and all texts cells may show, shown or not.
    further: Vec<String>,
}

impl Workbook {
    fn read(parts: &Parts) -> Result<Self, String> {
        let strings: Vec<String> =
            parts.get("xl/sharedStrings.xml")?.children.iter().map(string).collect();
        let book = parts.get("xl/workbook.xml")?;
        let relations = &parts.get("xl/_rels/workbook.xml.rels")?.children;
        let mut sheets = Vec::new();
        for listed in book.grandchildren("sheets") {
            if listed.attribute("state").is_some() {
                return Err("ein Blatt ist nicht zu sehen".to_owned());
            }
            let id = listed.attribute("r:id");
            let relation = relations.iter().find(|it| id.is_some() && it.attribute("Id") == id);
            let target = relation.and_then(|it| it.attribute("Target")).unwrap_or_default();
            let sheet = Sheet::read(parts.get(&format!("xl/{target}"))?, &strings)?;
            sheets.push((listed.attribute("name").unwrap_or_default().to_owned(), sheet));
        }
        if sheets.len() != parts.sheets() {
            return Err("ein Blatt ist nicht verzeichnet".to_owned());
        }
        let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
        let mut further = strings;
        for name in book.grandchildren("definedNames") {
            if name.attribute("name") != Some("_xlnm.Print_Titles") || !is_rows(&name.text, &names)
            {
                return Err("es vergibt einen Namen, der nicht bekannt ist".to_owned());
            }
        }
        further.extend(properties(parts.get("docProps/core.xml")?));
        further.extend(listed_parts(parts.get("docProps/app.xml")?, &names));
        for silent in ["xl/styles.xml", "xl/theme/theme1.xml", "xl/_rels/workbook.xml.rels"] {
            further.push(normal(&parts.get(silent)?.all_text()));
        }
        Ok(Self { formats: Formats::read(parts.get("xl/styles.xml")?), sheets, further })
    }
}

/// A text of a cell; its parts may be set in several fonts.
fn string(item: &Element) -> String {
    normal(&item.all_text())
}

/// The texts of the properties; of moments only the day, for the report has no time.
fn properties(core: &Element) -> Vec<String> {
    let day = |text: &str| text.strip_suffix("T00:00:00Z").unwrap_or(text).to_owned();
    core.children.iter().map(|property| day(&normal(&property.all_text()))).collect()
}

/// Texts of the list of parts that have a number and are neither the name of a sheet nor a count of them.
fn listed_parts(app: &Element, names: &[&str]) -> Vec<String> {
    let mut texts = Vec::new();
    app.visit(&mut |element| {
        let text = element.text.as_str();
        let is_known = match element.name.as_str() {
            "vt:lpstr" => {
                let of_sheet = text.strip_suffix("!Print_Titles").map(unquoted);
                names.contains(&text) || of_sheet.is_some_and(|name| names.contains(&name.as_str()))
            }
            // All sheets, or those that repeat a row: all but the first.
            "vt:i4" => [names.len(), names.len().saturating_sub(1)]
                .iter()
                .any(|count| text == count.to_string()),
            "DocSecurity" => text == "0",
            "AppVersion" => text == "12.0000",
            _ => !has_number(text),
        };
        if !is_known {
            texts.push(normal(text));
        }
    });
    texts
}

/// The name of a sheet as links write it.
fn unquoted(name: &str) -> String {
    let inside = name.strip_prefix('\'').and_then(|name| name.strip_suffix('\''));
    inside.map_or(name.to_owned(), |inside| inside.replace("''", "'"))
}

/// Whether a reference is to one row of a sheet: `'1 Titel'!$5:$5`.
fn is_rows(reference: &str, names: &[&str]) -> bool {
    let Some((sheet, rows)) = reference.rsplit_once('!') else { return false };
    let row = rows.strip_prefix('$').and_then(|rows| rows.split_once(":$"));
    names.contains(&unquoted(sheet).as_str()) && row.is_some_and(|(from, to)| from == to)
}

fn leads_to(link: &str, names: &[&str]) -> bool {
    link.strip_suffix("!A1").is_some_and(|sheet| names.contains(&unquoted(sheet).as_str()))
}

/// Whether a sheet has the number of a table and the beginning of its title.
fn names_table(name: &str, table: &Table) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let number = name.split(' ').next();
    number == Some(table.number.to_string().as_str())
        && letters(&format!("{}{}", table.number, table.title)).starts_with(&letters(name))
}
