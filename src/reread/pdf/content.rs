//! The content of pages: what each marked piece of it prints, and what stands outside of all marks.

use super::unicode::{Letters, text_string};
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::dict::Dict;
use hayro_syntax::object::stream::Stream;
use hayro_syntax::object::{Number, Object, String as PdfString};
use hayro_syntax::page::{Page, Resources};
use std::collections::BTreeMap;

/// Forms within forms: no file of ours has more.
const DEEPEST: usize = 8;

/// A line, or part of one, that is printed at once.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Piece {
    /// What is printed. Hyphens that only part a word are soft.
    pub(super) text: String,
    /// What is read aloud in its place.
    pub(super) spoken: Option<String>,
    /// Height above the foot of the page, in points.
    pub(super) y: f64,
    /// Where it begins and ends, from the left of the page, in points.
    pub(super) x: (f64, f64),
    /// Size of the letters, in points.
    pub(super) size: f64,
    /// Red, green and blue from 0 to 255.
    pub(super) colour: [u8; 3],
}

impl Piece {
    /// Whether another piece goes on where this one ends, as letters of one word do.
    pub(super) fn goes_on_with(&self, next: &Self) -> bool {
        let gap = next.x.0 - self.x.1;
        (self.y - next.y).abs() < 0.1 * self.size && gap.abs() < 0.2 * self.size
    }

    /// Whether another piece is printed over this one, by about a third of a letter at least.
    fn lies_on(&self, other: &Self) -> bool {
        let across = self.x.1.min(other.x.1) - self.x.0.max(other.x.0);
        let size = self.size.min(other.size);
        (self.y - other.y).abs() < 0.5 * size && across > 0.3 * size
    }
}

/// What a page prints.
#[derive(Debug, Default)]
pub(super) struct Printed {
    /// By the number that the tree of structure refers to.
    pub(super) marked: BTreeMap<i32, Vec<Piece>>,
    /// Decoration that is not read aloud: running head and foot, repeated heads of tables.
    pub(super) artifacts: Vec<Piece>,
    /// What has no mark at all.
    pub(super) unmarked: Vec<Piece>,
}

impl Printed {
    /// All pieces.
    pub(super) fn pieces(&self) -> impl Iterator<Item = &Piece> {
        self.marked.values().flatten().chain(&self.artifacts).chain(&self.unmarked)
    }

    /// The first text that is printed over another, with that other.
    pub(super) fn covered(&self) -> Option<(&str, &str)> {
        let mut pieces: Vec<_> = self.pieces().filter(|one| !one.text.trim().is_empty()).collect();
        pieces.sort_by(|one, other| one.y.total_cmp(&other.y));
        pieces.iter().enumerate().find_map(|(position, piece)| {
            let mut near =
                pieces.iter().skip(position + 1).take_while(|it| it.y - piece.y < piece.size);
            let other = near.find(|other| piece.lies_on(other))?;
            Some((piece.text.as_str(), other.text.as_str()))
        })
    }
}

/// A mark that is open.
#[derive(Clone, Debug)]
enum Mark {
    Content(i32),
    Artifact,
    Spoken(String),
    Other,
}

/// a, b, c, d, e, f of a transformation.
type Matrix = [f64; 6];
const UNMOVED: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

struct Reader {
    printed: Printed,
    marks: Vec<Mark>,
    matrix: Matrix,
    colour: [u8; 3],
    saved: Vec<(Matrix, [u8; 3])>,
    line: Matrix,
    letters: BTreeMap<Vec<u8>, Letters>,
    font: Vec<u8>,
    size: f64,
    /// How far the line has been written.
    written: f64,
    /// Whether the next text begins a piece of its own.
    fresh: bool,
}

/// Reads a page; `None` when its content cannot be read.
pub(super) fn read(page: &Page<'_>) -> Option<Printed> {
    let mut reader = Reader {
        printed: Printed::default(),
        marks: Vec::new(),
        matrix: UNMOVED,
        colour: [0; 3],
        saved: Vec::new(),
        line: UNMOVED,
        letters: BTreeMap::new(),
        font: Vec::new(),
        size: 0.0,
        written: 0.0,
        fresh: true,
    };
    reader.stream(page.page_stream()?, page.resources(), 0);
    Some(reader.printed)
}

impl Reader {
    fn stream(&mut self, content: &[u8], resources: &Resources<'_>, depth: usize) {
        let mut instructions = TypedIter::new(content);
        while let Some(instruction) = instructions.next() {
            match instruction {
                TypedInstruction::SaveState(_) => {
                    self.saved.push((self.matrix, self.colour));
                }
                TypedInstruction::RestoreState(_) => {
                    (self.matrix, self.colour) = self.saved.pop().unwrap_or((UNMOVED, [0; 3]));
                }
                TypedInstruction::Transform(by) => {
                    let by = matrix([by.0, by.1, by.2, by.3, by.4, by.5]);
                    self.matrix = then(by, self.matrix);
                }
                TypedInstruction::NonStrokeColorNamed(to) => {
                    if let [red, green, blue] = to.0.as_slice() {
                        let part = |part: &Number| (part.as_f64() * 255.0).round() as u8;
                        self.colour = [part(red), part(green), part(blue)];
                    }
                }
                TypedInstruction::BeginText(_) => {
                    self.line = UNMOVED;
                    self.written = 0.0;
                    self.fresh = true;
                }
                TypedInstruction::SetTextMatrix(to) => {
                    self.line = matrix([to.0, to.1, to.2, to.3, to.4, to.5]);
                    self.written = 0.0;
                }
                TypedInstruction::TextFont(font) => {
                    self.font = font.0.as_ref().to_vec();
                    self.size = font.1.as_f64();
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
                        match object {
                            Object::String(text) => self.show(text.as_bytes()),
                            // Letters move together or apart by thousandths of their size.
                            Object::Number(by) => self.written -= by.as_f64() / 1000.0 * self.size,
                            _ => {}
                        }
                    }
                }
                TypedInstruction::BeginMarkedContent(mark) => {
                    let is_artifact = mark.0.as_ref() == b"Artifact";
                    self.marks.push(if is_artifact { Mark::Artifact } else { Mark::Other });
                }
                TypedInstruction::BeginMarkedContentWithProperties(mark) => {
                    let properties = match &mark.1 {
                        Object::Dict(properties) => Some(properties.clone()),
                        _ => None,
                    };
                    self.marks.push(opened(mark.0.as_ref(), properties));
                }
                TypedInstruction::EndMarkedContent(_) => {
                    self.marks.pop();
                    self.fresh |= !self.marks.iter().any(|mark| matches!(mark, Mark::Content(_)));
                }
                TypedInstruction::XObject(form) if depth < DEEPEST => {
                    let form: Option<Stream<'_>> = resources.get_x_object(form.0);
                    let Some(form) = form else { continue };
                    let Ok(content) = form.decoded() else { continue };
                    let own = form.dict().get::<Dict<'_>>("Resources").unwrap_or_else(Dict::empty);
                    let (matrix, letters) = (self.matrix, std::mem::take(&mut self.letters));
                    let own = Resources::from_parent(own, resources.clone());
                    self.stream(&content, &own, depth + 1);
                    (self.matrix, self.letters) = (matrix, letters);
                }
                _ => {}
            }
        }
    }

    fn show(&mut self, codes: &[u8]) {
        let letters = self.letters.get(&self.font);
        let width = letters.map_or(0.0, |letters| letters.width(codes)) * self.size;
        let text = letters.map(|letters| letters.text(codes));
        // Without a table of characters nothing could be read: the number is not accounted for.
        let mut text = text.unwrap_or_else(|| char::REPLACEMENT_CHARACTER.to_string());
        let mut spoken = self.marks.iter().rev().find_map(|mark| match mark {
            Mark::Spoken(text) => Some(text.clone()),
            _ => None,
        });
        // One glyph serves hard and soft hyphens; the text beside it says which of them it is.
        if is_hyphen(&text) && spoken.as_deref().is_some_and(is_hyphen) {
            text = spoken.take().unwrap_or_default();
        }
        let [scale, _, _, _, left, y] = then(self.line, self.matrix);
        let begin = left + self.written * scale;
        self.written += width;
        let end = left + self.written * scale;
        let owner = self.marks.iter().find_map(|mark| match mark {
            Mark::Content(number) => Some(Some(*number)),
            Mark::Artifact => Some(None),
            Mark::Spoken(_) | Mark::Other => None,
        });
        let pieces = match owner {
            Some(Some(number)) => self.printed.marked.entry(number).or_default(),
            Some(None) => &mut self.printed.artifacts,
            None => &mut self.printed.unmarked,
        };
        match pieces
            .last_mut()
            .filter(|last| !self.fresh && last.spoken.is_none() && spoken.is_none())
        {
            Some(last) => {
                last.text.push_str(&text);
                last.x.1 = end;
            }
            None => {
                let size = self.size * scale;
                let (x, colour) = ((begin, end), self.colour);
                pieces.push(Piece { text, spoken, y, x, size, colour });
            }
        }
        self.fresh = false;
    }
}

fn is_hyphen(text: &str) -> bool {
    matches!(text, "-" | "\u{ad}" | "\u{2010}")
}

fn opened(tag: &[u8], properties: Option<Dict<'_>>) -> Mark {
    if tag == b"Artifact" {
        return Mark::Artifact;
    }
    let Some(properties) = properties else { return Mark::Other };
    if let Some(number) = properties.get::<i32>("MCID") {
        return Mark::Content(number);
    }
    let spoken = properties.get::<PdfString<'_>>("ActualText");
    spoken.map_or(Mark::Other, |text| Mark::Spoken(text_string(text.as_bytes())))
}

fn matrix(numbers: [Number; 6]) -> Matrix {
    numbers.map(|number| number.as_f64())
}

/// One transformation, then another.
fn then(first: Matrix, second: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = first;
    let [g, h, i, j, k, l] = second;
    [
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + l,
    ]
}
