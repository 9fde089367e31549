//! The parts of a workbook: the files in its archive, each of a known name.

use crate::reread::xml::{self, Element};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Parts that are neither a sheet nor listed here could show readers something unseen.
const KNOWN: [&str; 9] = [
    "[Content_Types].xml",
    "_rels/.rels",
    "docProps/app.xml",
    "docProps/core.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/theme/theme1.xml",
    "xl/workbook.xml",
];

/// The parts by name.
pub(super) struct Parts(BTreeMap<String, Element>);

impl Parts {
    /// Unpacks a workbook.
    ///
    /// # Errors
    /// In words, when it is no archive of XML, or has a part that is not known.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, String> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
        if !archive.comment().is_empty() {
            return Err("das Archiv hat eine Bemerkung".to_owned());
        }
        let mut parts = BTreeMap::new();
        for position in 0..archive.len() {
            let mut file = archive.by_index(position).map_err(|error| error.to_string())?;
            let name = file.name().map_err(|error| error.to_string())?.into_owned();
            let is_sheet = name.starts_with("xl/worksheets/sheet") && name.ends_with(".xml");
            if !is_sheet && !KNOWN.contains(&name.as_str()) {
                return Err(format!("`{name}` gehört nicht in diese Arbeitsmappe"));
            }
            let mut text = String::new();
            file.read_to_string(&mut text).map_err(|error| format!("`{name}`: {error}"))?;
            let part = xml::read(&text).map_err(|error| format!("`{name}`: {error}"))?;
            parts.insert(name, part);
        }
        Ok(Self(parts))
    }

    /// A part.
    ///
    /// # Errors
    /// In words, when there is none of that name.
    pub(super) fn get(&self, name: &str) -> Result<&Element, String> {
        self.0.get(name).ok_or_else(|| format!("`{name}` fehlt"))
    }

    /// The number of sheets.
    pub(super) fn sheets(&self) -> usize {
        self.0.keys().filter(|name| name.starts_with("xl/worksheets/")).count()
    }
}
