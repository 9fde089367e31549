//! The tree of structure: what assistive technology knows of a file.

use super::unicode::text_string;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, Name, Object, ObjectIdentifier, String as PdfString};
use std::collections::BTreeMap;

/// Elements within elements: no file of ours has more.
const DEEPEST: usize = 64;

/// An element.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// `P`, `H1`, `Table`, after the file's own names have been translated.
    pub(super) tag: String,
    /// Alternative text.
    pub(super) alternative: Option<String>,
    /// Text read aloud in place of the content.
    pub(super) spoken: Option<String>,
    /// Column or row, of a head of a table.
    pub(super) scope: Option<String>,
    /// What is said of a table before it is read.
    pub(super) summary: Option<String>,
    /// Whether it is laid out as a block.
    pub(super) block: bool,
    pub(super) kids: Vec<Kid>,
}

/// What an element holds.
#[derive(Debug)]
pub(super) enum Kid {
    Element(Element),
    /// Marked content: page, from 0, and number.
    Content(usize, i32),
}

struct Reader<'a> {
    /// Pages by their object.
    pages: BTreeMap<ObjectIdentifier, usize>,
    /// The file's own names for elements.
    roles: Dict<'a>,
}

/// Reads the tree; `None` where the file has none.
pub(super) fn read(pdf: &Pdf) -> Option<Element> {
    let catalog: Dict<'_> = pdf.xref().get(pdf.xref().root_id())?;
    let root: Dict<'_> = catalog.get("StructTreeRoot")?;
    let pages = pdf.pages().iter().enumerate();
    let pages = pages.filter_map(|(position, page)| Some((page.raw().obj_id()?, position)));
    let reader =
        Reader { pages: pages.collect(), roles: root.get("RoleMap").unwrap_or_else(Dict::empty) };
    let kids = reader.kids(&root, None, 0);
    Some(Element { tag: "Root".to_owned(), kids, ..Element::default() })
}

impl Reader<'_> {
    fn element(&self, element: &Dict<'_>, page: Option<usize>, depth: usize) -> Element {
        let text = |key: &str| {
            let text = element.get::<PdfString<'_>>(key)?;
            Some(text_string(text.as_bytes()))
        };
        let tag = element.get::<Name<'_>>("S").map(|tag| tag.as_str().to_owned());
        let tag = tag.unwrap_or_default();
        let role = self.roles.get::<Name<'_>>(&tag).map(|role| role.as_str().to_owned());
        let attributes = attributes(element);
        let attribute = |key: &str| {
            let mut values = attributes.iter().filter_map(|one| one.get::<Name<'_>>(key));
            values.next().map(|value| value.as_str().to_owned())
        };
        let summary = attributes.iter().find_map(|one| one.get::<PdfString<'_>>("Summary"));
        Element {
            tag: role.unwrap_or(tag),
            alternative: text("Alt"),
            spoken: text("ActualText"),
            scope: attribute("Scope"),
            summary: summary.map(|text| text_string(text.as_bytes())),
            block: attribute("Placement").as_deref() == Some("Block"),
            kids: self.kids(element, self.page(element).or(page), depth),
        }
    }

    fn page(&self, element: &Dict<'_>) -> Option<usize> {
        self.pages.get(&element.get_ref("Pg")?.into()).copied()
    }

    fn kids(&self, element: &Dict<'_>, page: Option<usize>, depth: usize) -> Vec<Kid> {
        if depth > DEEPEST {
            return Vec::new();
        }
        let objects: Vec<Object<'_>> = match element.get::<Object<'_>>("K") {
            Some(Object::Array(kids)) => kids.iter().collect(),
            Some(kid) => vec![kid],
            None => Vec::new(),
        };
        let kid = |object: Object<'_>| match object {
            Object::Number(number) => {
                Some(Kid::Content(page?, i32::try_from(number.as_i64()).ok()?))
            }
            Object::Dict(kid) if kid.contains_key("S") => {
                Some(Kid::Element(self.element(&kid, page, depth + 1)))
            }
            Object::Dict(kid) => {
                Some(Kid::Content(self.page(&kid).or(page)?, kid.get::<i32>("MCID")?))
            }
            _ => None,
        };
        objects.into_iter().filter_map(kid).collect()
    }
}

/// The attributes of an element, which stand alone or in a list.
fn attributes<'a>(element: &Dict<'a>) -> Vec<Dict<'a>> {
    let list = match element.get::<Object<'_>>("A") {
        Some(Object::Array(list)) => list.iter::<Object<'_>>().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    list.into_iter().filter_map(Object::into_dict).collect()
}

impl Element {
    /// All elements of a kind within, in order.
    pub(super) fn all<'e>(&'e self, tag: &str, found: &mut Vec<&'e Element>) {
        for kid in &self.kids {
            if let Kid::Element(element) = kid {
                if element.tag == tag {
                    found.push(element);
                } else {
                    element.all(tag, found);
                }
            }
        }
    }
}
