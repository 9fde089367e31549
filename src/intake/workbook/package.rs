//! The parts of a workbook: XML in a ZIP archive, read event by event. No part may be larger than [`LARGEST`] when it is
//! unfolded, whatever its archive says of it.

use super::{EXPORT_ANEW, Refused};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::collections::BTreeMap;
use std::io::{BufReader, Cursor, Read};
use zip::ZipArchive;

/// The most bytes of a part, and of a sheet's text: some two hundred thousand cases.
pub(super) const LARGEST: usize = 128 << 20;
/// The most bytes of all parts that are unfolded, one after the other.
const LARGEST_TOGETHER: u64 = 4 * LARGEST as u64;
/// The most parts that one refers to.
pub(super) const MOST_PARTS: usize = 1_000;
/// Elements of a sheet within each other; a workbook has about eight.
const DEEPEST: usize = 64;

/// A workbook as a package of parts.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// Where each part is, by its name in lower case.
    places: BTreeMap<String, usize>,
    /// How many bytes were unfolded.
    unfolded: u64,
}

/// What is met in a part.
pub(super) enum Node<'e> {
    /// An element begins.
    Open(&'e str, &'e BytesStart<'e>),
    /// It ends.
    Close(&'e str),
    Text(&'e str),
}

/// What one part says of another.
pub(super) struct Relation {
    pub(super) id: String,
    /// The end of an address: `worksheet`.
    pub(super) kind: String,
    /// The name of the part.
    pub(super) part: String,
}

pub(super) fn damaged() -> Refused {
    Refused(
        "die Datei ist eine beschädigte Arbeitsmappe und lässt sich nicht lesen".to_owned(),
        EXPORT_ANEW,
        None,
    )
}

pub(super) fn too_large() -> Refused {
    Refused(
        "die Arbeitsmappe ist größer, als hier gelesen wird".to_owned(),
        "geben Sie die Fälle als CSV aus, oder in mehreren Dateien; oft sind es auch nur Millionen leerer Zellen: Dann kopieren Sie die Fälle in eine neue Arbeitsmappe",
        None,
    )
}

impl<'b> Package<'b> {
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Refused> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
        let names = (0..).zip(archive.file_names());
        let places = names.filter_map(|(at, name)| {
            Some((name.ok()?.replace('\\', "/").to_ascii_lowercase(), at))
        });
        Ok(Self { places: places.collect(), archive, unfolded: 0 })
    }

    pub(super) fn has(&self, part: &str) -> bool {
        self.places.contains_key(&part.to_ascii_lowercase())
    }

    /// Hands all of a part to `take`, until that returns `false`. A part that is not there has nothing.
    pub(super) fn visit(
        &mut self,
        part: &str,
        mut take: impl FnMut(Node<'_>) -> Result<bool, Refused>,
    ) -> Result<(), Refused> {
        let Some(at) = self.places.get(&part.to_ascii_lowercase()) else { return Ok(()) };
        let before = self.unfolded;
        let file = self.archive.by_index(*at).map_err(|_| damaged())?;
        let mut reader = Reader::from_reader(BufReader::new(file.take(LARGEST as u64 + 1)));
        let mut buffer = Vec::new();
        let (mut depth, mut is_there) = (0_usize, false);
        loop {
            buffer.clear();
            let event = reader.read_event_into(&mut buffer);
            let event = event.map_err(|_| damaged());
            let rest = reader.get_ref().get_ref().limit();
            self.unfolded = before + LARGEST as u64 + 1 - rest;
            if rest == 0 || self.unfolded > LARGEST_TOGETHER {
                return Err(too_large());
            }
            let goes_on = match event? {
                Event::Start(start) => {
                    (depth, is_there) = (depth + 1, true);
                    if depth > DEEPEST {
                        return Err(damaged());
                    }
                    take(Node::Open(start.local_name().as_ref(), &start))?
                }
                Event::Empty(start) => {
                    is_there = true;
                    let name = start.local_name();
                    take(Node::Open(name.as_ref(), &start))? && take(Node::Close(name.as_ref()))?
                }
                Event::End(end) => {
                    depth = depth.checked_sub(1).ok_or_else(damaged)?;
                    take(Node::Close(end.local_name().as_ref()))?
                }
                Event::Text(text) => take(Node::Text(&text.xml10_content()))?,
                Event::CData(text) => take(Node::Text(&text.xml10_content()))?,
                Event::GeneralRef(name) => {
                    let character = name.resolve_char_ref().map_err(|_| damaged())?;
                    let named = quick_xml::escape::resolve_xml_entity(&name);
                    let text = character.map(String::from).or_else(|| named.map(str::to_owned));
                    take(Node::Text(&text.ok_or_else(damaged)?))?
                }
                Event::Eof if depth > 0 || !is_there => return Err(damaged()),
                Event::Eof => return Ok(()),
                // No program writes one, and what it defines could be anything.
                Event::DocType(_) => return Err(damaged()),
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) => true,
            };
            if !goes_on {
                return Ok(());
            }
        }
    }

    /// What a part says of others; of the package itself where its name is empty.
    pub(super) fn relations(&mut self, of: &str) -> Result<Vec<Relation>, Refused> {
        let (folder, name) = of.rsplit_once('/').unwrap_or(("", of));
        let base = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let mut relations = Vec::new();
        self.visit(&format!("{base}_rels/{name}.rels"), |node| {
            if let Node::Open("Relationship", start) = node {
                let target = attribute(start, "Target").unwrap_or_default();
                let part = match target.strip_prefix('/') {
                    Some(absolute) => absolute.to_owned(),
                    None => format!("{base}{}", target.trim_start_matches("./")),
                };
                let kind = attribute(start, "Type").unwrap_or_default();
                relations.push(Relation {
                    id: attribute(start, "Id").unwrap_or_default(),
                    kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                    part,
                });
                if relations.len() > MOST_PARTS {
                    return Err(too_large());
                }
            }
            Ok(true)
        })?;
        Ok(relations)
    }
}

/// The value of an attribute, by its name without a prefix.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = start.attributes();
    let found = attributes.with_checks(false).flatten();
    let mut found = found.filter(|it| it.key.local_name().as_ref() == name);
    let value = found.next()?.normalized_value(XmlVersion::Implicit1_0).ok()?;
    Some(value.into_owned())
}

/// Whether an attribute says yes.
pub(super) fn is_set(start: &BytesStart<'_>, name: &str) -> bool {
    attribute(start, name).is_some_and(|value| value == "1" || value == "true")
}
