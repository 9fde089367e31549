//! The tags of a chapter, `{{ … }}` and `{% … %}`, split into words: enough to see what stands
//! where before the template engine runs. Comments and `{% raw %}` hold no tags.

use std::ops::Range;

/// What a tag does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::plan) enum TagKind {
    /// `{{ … }}`.
    Print,
    /// `{% … %}`.
    Statement,
}

/// One tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::plan) struct Tag<'a> {
    pub(in crate::plan) kind: TagKind,
    /// Where it stands, with its braces.
    pub(in crate::plan) range: Range<usize>,
    /// Whether it ends before another tag or paragraph begins.
    pub(in crate::plan) is_closed: bool,
    /// Names, numbers, whole strings and single signs.
    pub(in crate::plan) words: Vec<Word<'a>>,
}

/// A part of a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::plan) struct Word<'a> {
    pub(in crate::plan) text: &'a str,
    /// Where it begins in the chapter.
    pub(in crate::plan) start: usize,
}

impl<'a> Tag<'a> {
    /// The text of a word; empty where there is none.
    pub(in crate::plan) fn word(&self, position: usize) -> &'a str {
        self.words.get(position).map_or("", |word| word.text)
    }
}

/// All tags in order.
pub(in crate::plan) fn tags(source: &str) -> Vec<Tag<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((start, opening)) = next_opening(source, at) {
        at = match opening {
            "{#" => end_of(source, start, "#}"),
            _ => {
                let tag = read(source, start, opening);
                let end = tag.range.end;
                let is_raw = tag.kind == TagKind::Statement && tag.word(0) == "raw";
                found.push(tag);
                if is_raw { end_of_raw(source, end) } else { end }
            }
        };
    }
    found
}

/// The tag a text begins with.
pub(in crate::plan) fn first_tag(source: &str) -> Option<Tag<'_>> {
    let (start, opening) = next_opening(source, 0).filter(|(start, _)| *start == 0)?;
    (opening != "{#").then(|| read(source, start, opening))
}

/// Goes once over the text: what is not in it is not looked for behind each tag again.
fn next_opening(source: &str, from: usize) -> Option<(usize, &str)> {
    let rest = source.get(from..)?;
    let is_opening = |at: &usize| {
        rest.as_bytes().get(at + 1).is_some_and(|next| matches!(next, b'{' | b'%' | b'#'))
    };
    let offset = rest.match_indices('{').map(|(at, _)| at).find(is_opening)?;
    let start = from + offset;
    Some((start, source.get(start..start + 2)?))
}

fn end_of(source: &str, from: usize, closing: &str) -> usize {
    let rest = source.get(from..).unwrap_or_default();
    rest.find(closing).map_or(source.len(), |offset| from + offset + closing.len())
}

/// Where `{% endraw %}` begins.
fn end_of_raw(source: &str, from: usize) -> usize {
    let rest = source.get(from..).unwrap_or_default();
    let endraw = rest.match_indices("{%").find(|(offset, _)| {
        let name = rest.get(offset + 2..).unwrap_or_default();
        let name = name.trim_start_matches('-').trim_start();
        let end = name.strip_prefix("endraw").map(str::trim_start);
        end.is_some_and(|end| end.trim_start_matches('-').starts_with("%}"))
    });
    endraw.map_or(source.len(), |(offset, _)| from + offset)
}

fn read<'a>(source: &'a str, start: usize, opening: &str) -> Tag<'a> {
    let (kind, closing) = match opening {
        "{{" => (TagKind::Print, "}}"),
        _ => (TagKind::Statement, "%}"),
    };
    let mut words = Vec::new();
    let mut at = start + 2;
    if source.get(at..).is_some_and(|rest| rest.starts_with('-')) {
        at += 1;
    }
    while let Some(rest) = source.get(at..).filter(|rest| !rest.is_empty()) {
        for end in [closing.len(), closing.len() + 1] {
            let trimmed = rest.get(..end).map(|text| text.trim_start_matches('-'));
            if trimmed == Some(closing) {
                return Tag { kind, range: start..at + end, is_closed: true, words };
            }
        }
        let length = word_length(rest);
        let text = rest.get(..length).unwrap_or(rest);
        // A forgotten bracket or quote ends the tag here, not somewhere in the next one.
        let end = match text.find("\n\n") {
            _ if rest.starts_with("{{") || rest.starts_with("{%") => Some(at),
            paragraph => paragraph.map(|offset| at + offset),
        };
        if let Some(end) = end {
            return Tag { kind, range: start..end, is_closed: false, words };
        }
        if !text.trim().is_empty() {
            words.push(Word { text, start: at });
        }
        at += length.max(1);
    }
    Tag { kind, range: start..source.len(), is_closed: false, words }
}

/// The length of the name, number, string, sign or blank a text begins with.
fn word_length(rest: &str) -> usize {
    let Some(first) = rest.chars().next() else { return 0 };
    if is_of_name(first) {
        return rest.find(|c| !is_of_name(c)).unwrap_or(rest.len());
    }
    if !matches!(first, '"' | '\'' | '`') {
        return first.len_utf8();
    }
    let mut escaped = false;
    for (offset, character) in rest.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == first => return offset + c.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

fn is_of_name(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(source: &str) -> Vec<Vec<&str>> {
        let texts = |tag: Tag<'static>| tag.words.iter().map(|word| word.text).collect();
        tags(Box::leak(source.to_owned().into_boxed_str())).into_iter().map(texts).collect()
    }

    #[test]
    fn a_tag_is_split_into_words_and_ends_outside_of_strings() {
        assert_eq!(
            words("a {{ count(one=\"}} \\\" %}\") }} {%if x%}"),
            [vec!["count", "(", "one", "=", "\"}} \\\" %}\"", ")"], vec!["if", "x"]]
        );
        assert_eq!(words("{{- a -}}{%- else -%}"), [["a"], ["else"]]);
        assert_eq!(words("{{ -a }}"), [["-", "a"]]);
    }

    #[test]
    fn comments_and_raw_text_hold_no_tags() {
        assert_eq!(
            words("{# {{ a }} #}{% raw %}{{ b }}{% endraw %}{{ c }}").concat(),
            ["raw", "endraw", "c"]
        );
    }

    #[test]
    fn a_tag_that_is_not_closed_does_not_swallow_the_next() {
        assert_eq!(words("{{ a b {{ c }}"), [vec!["a", "b"], vec!["c"]]);
        assert_eq!(
            words("{{ a(\"b) }}\n\n{{ c(\"d\") }}"),
            [vec!["a", "("], vec!["c", "(", "\"d\"", ")"]]
        );
        assert_eq!(words("{{ a"), [["a"]]);
        assert_eq!(words("{{ \"a"), [["\"a"]]);
        assert!(words("{# a").is_empty());
    }
}
