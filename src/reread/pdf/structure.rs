//! Goes through the tree of structure, which is what assistive technology knows of a file, and gathers texts and tables.

use super::content::Printed;
use super::unicode::text_string;
use crate::reread::number::{has_number, normal};
use crate::reread::reading::{ReadCell, ReadTable, Reading, Run, Text};
use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, Name, Object, ObjectIdentifier, String as PdfString};
use std::collections::BTreeMap;

/// Elements within elements: no file of ours has more.
const DEEPEST: usize = 64;

/// Elements within a line of text.
const INLINE: [&str; 6] = ["Span", "Link", "Reference", "Code", "Quote", "Lbl"];

struct Reader<'a> {
    printed: &'a [Printed],
    /// Pages by their object.
    pages: BTreeMap<ObjectIdentifier, usize>,
    /// The file's own names for elements.
    roles: Dict<'a>,
    reading: Reading,
    run: Run,
}

/// An element with its name as the standard has it, and the page that its content is on.
#[derive(Clone)]
struct Element<'a> {
    tag: String,
    dictionary: Dict<'a>,
    page: Option<usize>,
    depth: usize,
}

/// What an element holds.
enum Kid<'a> {
    Element(Element<'a>),
    Text(String),
}

/// Reads the tree; `None` where the file has none.
pub(super) fn read(pdf: &Pdf, printed: &[Printed]) -> Option<Reading> {
    let catalog: Dict<'_> = pdf.xref().get(pdf.xref().root_id())?;
    let root: Dict<'_> = catalog.get("StructTreeRoot")?;
    let pages = pdf.pages().iter().enumerate();
    let pages = pages.filter_map(|(position, page)| Some((page.raw().obj_id()?, position)));
    let mut reader = Reader {
        printed,
        pages: pages.collect(),
        roles: root.get("RoleMap").unwrap_or_else(Dict::empty),
        reading: Reading::default(),
        run: Run::default(),
    };
    let tag = "Root".to_owned();
    reader.inside(&Element { tag, dictionary: root, page: None, depth: 0 });
    reader.flush();
    Some(reader.reading)
}

impl<'a> Reader<'a> {
    fn kids(&self, element: &Element<'a>) -> Vec<Kid<'a>> {
        let objects: Vec<Object<'a>> = match element.dictionary.get::<Object<'a>>("K") {
            Some(Object::Array(kids)) => kids.iter().collect(),
            Some(kid) => vec![kid],
            None => Vec::new(),
        };
        let text = |page: Option<usize>, number: i32| {
            let text = self.printed.get(page?)?.marked.get(&number)?;
            Some(Kid::Text(text.clone()))
        };
        let kid = |object: Object<'a>| match object {
            Object::Number(number) => text(element.page, i32::try_from(number.as_i64()).ok()?),
            Object::Dict(kid) if kid.contains_key("S") => {
                let own = kid.get::<Name<'_>>("S").map(|tag| tag.as_str().to_owned());
                let own = own.unwrap_or_default();
                let role = self.roles.get::<Name<'_>>(&own).map(|role| role.as_str().to_owned());
                let page = self.page(&kid).or(element.page);
                let (tag, depth) = (role.unwrap_or(own), element.depth + 1);
                Some(Kid::Element(Element { tag, dictionary: kid, page, depth }))
            }
            Object::Dict(kid) => text(self.page(&kid).or(element.page), kid.get::<i32>("MCID")?),
            _ => None,
        };
        match element.depth < DEEPEST {
            true => objects.into_iter().filter_map(kid).collect(),
            false => Vec::new(),
        }
    }

    fn page(&self, element: &Dict<'_>) -> Option<usize> {
        self.pages.get(&element.get_ref("Pg")?.into()).copied()
    }

    fn inside(&mut self, element: &Element<'a>) {
        for kid in self.kids(element) {
            match kid {
                Kid::Element(element) => self.element(&element),
                Kid::Text(text) => self.run.push(&text),
            }
        }
    }

    fn element(&mut self, element: &Element<'a>) {
        for key in ["Alt", "ActualText"] {
            let text = element.dictionary.get::<PdfString<'_>>(key);
            let text = text.map(|text| text_string(text.as_bytes())).unwrap_or_default();
            self.keep(&format!("Ersatztext, {}", self.run.place()), &text);
        }
        match element.tag.as_str() {
            // A drawing, which no office words.
            "Figure" => {}
            "Table" => self.table(element),
            // It stands in the tree within the line that refers to it.
            "Note" => self.note(element),
            "H1" | "H2" | "H3" | "H4" | "H5" | "H6" => {
                self.flush();
                self.inside(element);
                self.run.flush_heading(&mut self.reading.texts);
            }
            "TOCI" => {
                self.flush();
                let line = normal(&self.text_of(element));
                // The page it names stands behind its heading.
                let heading = line.trim_end_matches(|letter: char| letter.is_ascii_digit());
                self.keep("Inhaltsverzeichnis", heading);
            }
            "LI" => {
                for kid in self.kids(element) {
                    let Kid::Element(part) = kid else { continue };
                    self.flush();
                    self.element(&part);
                    // The ordinals of a list say nothing but its order.
                    let label = self.run.peek();
                    let ordinal = label.strip_suffix('.').unwrap_or_default();
                    if part.tag == "Lbl" && ordinal.parse::<usize>().is_ok() {
                        self.run.take();
                    }
                }
                self.flush();
            }
            tag if INLINE.contains(&tag) && !is_block(element) => self.inside(element),
            _ => {
                self.flush();
                self.inside(element);
                self.flush();
            }
        }
    }

    fn table(&mut self, element: &Element<'a>) {
        self.flush();
        for caption in self.all("Caption", element) {
            self.inside(&caption);
            self.flush();
        }
        let mut table = ReadTable { place: self.run.place(), ..ReadTable::default() };
        for row in self.all("TR", element) {
            let mut cells = Vec::new();
            for kid in self.kids(&row) {
                let Kid::Element(cell) = kid else { continue };
                let (text, head) = (normal(&self.text_of(&cell)), cell.tag == "TH");
                if head {
                    self.keep(&table.place, &text);
                }
                cells.push(ReadCell { head, text, ..ReadCell::default() });
                self.all("Note", &cell).iter().for_each(|note| self.note(note));
            }
            table.rows.push(cells);
        }
        self.reading.tables.push(table);
    }

    fn note(&mut self, element: &Element<'a>) {
        let text = self.text_of(element);
        self.keep(&format!("Fußnote, {}", self.run.place()), &text);
    }

    /// All elements of a kind within, in order.
    fn all(&self, tag: &str, element: &Element<'a>) -> Vec<Element<'a>> {
        let mut found = Vec::new();
        for kid in self.kids(element) {
            match kid {
                Kid::Element(element) if element.tag == tag => found.push(element),
                Kid::Element(element) => found.extend(self.all(tag, &element)),
                Kid::Text(_) => {}
            }
        }
        found
    }

    /// All content of an element as one line, without the notes that it refers to.
    fn text_of(&self, element: &Element<'a>) -> String {
        let kids = self.kids(element).into_iter().map(|kid| match kid {
            Kid::Element(element) if element.tag == "Note" => String::new(),
            Kid::Element(element) => self.text_of(&element),
            Kid::Text(text) => text,
        });
        kids.collect()
    }

    fn keep(&mut self, place: &str, text: &str) {
        if has_number(text) {
            let text = Text { place: place.to_owned(), text: normal(text), figure: None };
            self.reading.texts.push(text);
        }
    }

    fn flush(&mut self) {
        self.run.flush(&mut self.reading.texts);
    }
}

/// Whether an element is laid out as a block.
fn is_block(element: &Element<'_>) -> bool {
    let attributes: Vec<Object<'_>> = match element.dictionary.get::<Object<'_>>("A") {
        Some(Object::Array(list)) => list.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    attributes.into_iter().filter_map(Object::into_dict).any(|attributes| {
        let placement = attributes.get::<Name<'_>>("Placement");
        placement.is_some_and(|placement| placement.as_str() == "Block")
    })
}
