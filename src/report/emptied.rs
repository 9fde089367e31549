//! Chapters and sections of which nothing is left: their sentences would stand around numbers that the report does not have. In a
//! year with too few cases they leave it, and the method chapter says so once; in any other a section keeps its heading and the
//! sentence that says what is withheld.
//!
//! A section leaves when all of the numbers, tables and charts it asks for are withheld; one that asks for none stays with its
//! chapter. What is about no cases (activities, lists, signs, the totals of records) keeps its section.

use super::Context;
use super::blocks::says_withheld;
use super::document::Block;
use crate::disclosure::GivenUp;
use crate::domain::Figure;
use crate::plan::{Request, Sentence};
use std::collections::BTreeSet;

/// What the sections of a chapter ask for and get, while the chapter is read.
pub(super) struct Sections {
    /// In their order; the first is what stands before any.
    read: Vec<Section>,
}

#[derive(Default)]
struct Section {
    /// Its heading's anchor.
    id: String,
    /// Its heading's level; 0 before any.
    level: u8,
    /// Whether it asks for numbers.
    asks: bool,
    /// Whether it gets some.
    gets: bool,
    /// Whether a table of it is withheld.
    withholds: bool,
}

impl Sections {
    /// Those of a chapter of which nothing has been read.
    pub(super) fn new() -> Self {
        Self { read: vec![Section::default()] }
    }

    /// Begins a section.
    pub(super) fn begin(&mut self, id: &str, level: u8) {
        self.read.push(Section { id: id.to_owned(), level, ..Section::default() });
    }

    /// Takes down what a request gets.
    pub(super) fn add(&mut self, request: &Request, context: &Context<'_>) {
        let gets = gets(request, context);
        if let Some(section) = self.read.last_mut() {
            section.asks |= gets.is_some();
            section.gets |= gets == Some(true);
            section.withholds |= context.is_withheld(request);
        }
    }

    /// What is left of the chapter's blocks; `None` where nothing is.
    pub(super) fn left(&self, blocks: Vec<Block>, context: &Context<'_>) -> Option<Vec<Block>> {
        let has_totals_alone = context.figures.given_up() == GivenUp::AllButTotals;
        let is_empty = |sections: &mut dyn Iterator<Item = &Section>| {
            let (asks, gets) = sections
                .fold((false, false), |(asks, gets), it| (asks || it.asks, gets || it.gets));
            asks && !gets
        };
        if has_totals_alone && is_empty(&mut self.read.iter()) {
            return None;
        }
        let headed = self.read.iter().enumerate().skip(1).filter(|(at, section)| {
            let below = self.read.iter().skip(at + 1).take_while(|it| it.level > section.level);
            let sections: Vec<&Section> = [*section].into_iter().chain(below).collect();
            (has_totals_alone || sections.iter().any(|it| it.withholds))
                && is_empty(&mut sections.into_iter())
        });
        let empty: BTreeSet<&str> = headed.map(|(_, section)| section.id.as_str()).collect();
        let mut leaving: Option<u8> = None;
        let stays = |block: &Block| {
            if let Block::Heading { level, id, .. } = block
                && leaving.is_none_or(|above| *level <= above)
            {
                leaving = empty.contains(id.as_str()).then_some(*level);
            }
            let is_heading = matches!(block, Block::Heading { .. });
            leaving.is_none() || !has_totals_alone && (is_heading || says_withheld(block))
        };
        Some(blocks.into_iter().filter(stays).collect())
    }
}

/// Whether a request gets what it asks for; `None` where it asks for no number.
fn gets(request: &Request, context: &Context<'_>) -> Option<bool> {
    let is_published = |figure: &Figure| {
        context.published(figure).is_some_and(|published| published.value().is_number())
    };
    match request {
        Request::Typed(_) | Request::Reference(_) => None,
        Request::Figure { figure, .. } | Request::KeyFigure { figure, .. } => {
            Some(is_published(figure))
        }
        Request::Sentence(Sentence::NotRecorded | Sentence::GivenUp) | Request::Ledger => {
            Some(true)
        }
        Request::Sentence(sentence) if sentence.table().is_none() => {
            Some(sentence.figures().into_iter().any(is_published))
        }
        request => Some(!context.is_withheld(request)),
    }
}
