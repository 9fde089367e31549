//! XML as a tree: elements, attributes, text, and nothing that could hold more.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// An element.
#[derive(Debug, Default)]
pub(crate) struct Element {
    /// With its prefix, as it is written.
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
    /// Its own text, without that of elements within.
    pub(crate) text: String,
    pub(crate) children: Vec<Element>,
}

impl Element {
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let mut found = self.attributes.iter().filter(|(known, _)| known == name);
        found.next().map(|(_, value)| value.as_str())
    }

    pub(crate) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The elements within an element within.
    pub(crate) fn grandchildren(&self, name: &str) -> impl Iterator<Item = &Element> {
        self.child(name).into_iter().flat_map(|child| &child.children)
    }

    /// All text within, in order.
    pub(crate) fn all_text(&self) -> String {
        self.children.iter().fold(self.text.clone(), |text, child| text + &child.all_text())
    }

    /// Visits the element and all within.
    pub(crate) fn visit<'e>(&'e self, to: &mut impl FnMut(&'e Element)) {
        to(self);
        self.children.iter().for_each(|child| child.visit(to));
    }
}

/// Reads a document.
///
/// # Errors
/// In words, when it is not well-formed or has comments, instructions, a document type or CDATA.
pub(crate) fn read(text: &str) -> Result<Element, String> {
    let mut reader = Reader::from_str(text);
    let mut open = vec![Element::default()];
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        match event {
            Event::Start(start) => open.push(element(&start)?),
            Event::Empty(start) => close(&mut open, element(&start)?)?,
            Event::End(_) => {
                let done = open.pop().ok_or("ein Element endet zu viel")?;
                close(&mut open, done)?;
            }
            Event::Text(text) => push(&mut open, &text.xml10_content()),
            Event::GeneralRef(name) => {
                let character = name.resolve_char_ref().map_err(|error| error.to_string())?;
                let character = character.or(match name.xml10_content().as_ref() {
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "amp" => Some('&'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => None,
                });
                let character = character.ok_or("ein unbekanntes Zeichen")?;
                push(&mut open, character.encode_utf8(&mut [0; 4]));
            }
            Event::Decl(_) => {}
            Event::Eof => break,
            Event::Comment(_) | Event::CData(_) | Event::PI(_) | Event::DocType(_) => {
                return Err("es enthält mehr als Elemente und Texte".to_owned());
            }
        }
    }
    match (open.pop(), open.is_empty()) {
        (Some(mut document), true) if document.children.len() == 1 => {
            document.children.pop().ok_or_else(String::new)
        }
        _ => Err("es ist nicht ein Element".to_owned()),
    }
}

fn element(start: &BytesStart<'_>) -> Result<Element, String> {
    let mut element = Element { name: start.name().as_ref().to_owned(), ..Element::default() };
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        let value = value.map_err(|error| error.to_string())?.into_owned();
        element.attributes.push((attribute.key.as_ref().to_owned(), value));
    }
    Ok(element)
}

fn close(open: &mut [Element], done: Element) -> Result<(), String> {
    open.last_mut().ok_or("ein Element endet zu viel")?.children.push(done);
    Ok(())
}

fn push(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_attributes_and_texts_are_read() {
        let tree =
            read("<?xml version=\"1.0\"?><a b=\"1 &lt; 2\"><c>x &amp;</c><c> y&#x31;</c></a>");
        let tree = tree.unwrap();
        assert_eq!(tree.attribute("b"), Some("1 < 2"));
        assert_eq!(tree.all_text(), "x & y1");
    }

    #[test]
    fn what_could_hold_more_is_refused() {
        for text in
            ["<a><!-- 2 --></a>", "<a><![CDATA[2]]></a>", "<a><?x 2?></a>", "<a>", "", "<a/><b/>"]
        {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
