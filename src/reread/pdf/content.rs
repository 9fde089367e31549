//! The content of pages: the text of each marked piece of it, and what stands outside of all marks.

use super::unicode::{Letters, text_string};
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::dict::Dict;
use hayro_syntax::object::stream::Stream;
use hayro_syntax::object::{Object, String as PdfString};
use hayro_syntax::page::{Page, Resources};
use std::collections::BTreeMap;

/// Forms within forms: no file of ours has more.
const DEEPEST: usize = 8;

/// What a page prints. Hyphens that only part a word are soft.
#[derive(Debug, Default)]
pub(super) struct Printed {
    /// By the number that the tree of structure refers to.
    pub(super) marked: BTreeMap<i32, String>,
    /// Text by text what is not read aloud: running head and foot, repeated heads of tables, what has no mark.
    pub(super) artifacts: Vec<String>,
}

/// A mark that is open.
enum Mark {
    Content(i32),
    Spoken(String),
    Other,
}

#[derive(Default)]
struct Reader {
    printed: Printed,
    marks: Vec<Mark>,
    letters: BTreeMap<Vec<u8>, Letters>,
    font: Vec<u8>,
}

/// Reads a page; `None` when its content cannot be read.
pub(super) fn read(page: &Page<'_>) -> Option<Printed> {
    let mut reader = Reader::default();
    reader.stream(page.page_stream()?, page.resources(), 0);
    Some(reader.printed)
}

impl Reader {
    fn stream(&mut self, content: &[u8], resources: &Resources<'_>, depth: usize) {
        let mut instructions = TypedIter::new(content);
        while let Some(instruction) = instructions.next() {
            match instruction {
                TypedInstruction::BeginText(_) => self.printed.artifacts.push(String::new()),
                TypedInstruction::TextFont(font) => {
                    self.font = font.0.as_ref().to_vec();
                    if let Some(face) = resources.get_font(font.0) {
                        let letters = || Letters::of(&face);
                        self.letters.entry(self.font.clone()).or_insert_with(letters);
                    }
                }
                TypedInstruction::ShowText(text) => self.show(text.0.as_bytes()),
                TypedInstruction::NextLineAndShowText(text) => self.show(text.0.as_bytes()),
                TypedInstruction::ShowTextWithParameters(text) => self.show(text.2.as_bytes()),
                TypedInstruction::ShowTexts(texts) => {
                    for object in texts.0.iter::<Object<'_>>() {
                        if let Object::String(text) = object {
                            self.show(text.as_bytes());
                        }
                    }
                }
                TypedInstruction::BeginMarkedContent(_) => self.marks.push(Mark::Other),
                TypedInstruction::BeginMarkedContentWithProperties(mark) => {
                    self.marks.push(opened(mark.1));
                }
                TypedInstruction::EndMarkedContent(_) => {
                    self.marks.pop();
                }
                TypedInstruction::XObject(form) if depth < DEEPEST => {
                    let form: Option<Stream<'_>> = resources.get_x_object(form.0);
                    let Some(form) = form else { continue };
                    let Ok(content) = form.decoded() else { continue };
                    let own = form.dict().get::<Dict<'_>>("Resources").unwrap_or_else(Dict::empty);
                    let letters = std::mem::take(&mut self.letters);
                    let own = Resources::from_parent(own, resources.clone());
                    self.stream(&content, &own, depth + 1);
                    self.letters = letters;
                }
                _ => {}
            }
        }
    }

    fn show(&mut self, codes: &[u8]) {
        let text = self.letters.get(&self.font).map(|letters| letters.text(codes));
        // Without a table of characters nothing could be read: the number is not accounted for.
        let mut text = text.unwrap_or_else(|| char::REPLACEMENT_CHARACTER.to_string());
        let spoken = self.marks.iter().rev().find_map(|mark| match mark {
            Mark::Spoken(text) => Some(text),
            _ => None,
        });
        // One glyph serves hard and soft hyphens, and both where they touch; the text beside it says which it is.
        if let Some(spoken) = spoken.filter(|spoken| are_hyphens(&text) && are_hyphens(spoken)) {
            text.clone_from(spoken);
        }
        let owner = self.marks.iter().find_map(|mark| match mark {
            Mark::Content(number) => Some(*number),
            Mark::Spoken(_) | Mark::Other => None,
        });
        let printed = match owner {
            Some(number) => Some(self.printed.marked.entry(number).or_default()),
            None => self.printed.artifacts.last_mut(),
        };
        printed.into_iter().for_each(|printed| printed.push_str(&text));
    }
}

fn are_hyphens(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|letter| matches!(letter, '-' | '\u{ad}' | '\u{2010}'))
}

fn opened(properties: &Object<'_>) -> Mark {
    let Object::Dict(properties) = properties else { return Mark::Other };
    if let Some(number) = properties.get::<i32>("MCID") {
        return Mark::Content(number);
    }
    let spoken = properties.get::<PdfString<'_>>("ActualText");
    spoken.map_or(Mark::Other, |text| Mark::Spoken(text_string(text.as_bytes())))
}
