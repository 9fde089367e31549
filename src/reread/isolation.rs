//! The promise that the page runs nothing and loads nothing from elsewhere, checked on the finished page, whoever wrote it.
//!
//! A tokenizer sees less than a browser, which reads what stands in a drawing's title as markup. So the page is read twice: once
//! with the texts of styles and titles as texts, once with all of them as markup. What could hide something from both, a
//! comment that begins in such a text or an attribute that ends it, is a finding of its own.

use crate::domain::is_unreadable;
use crate::project::stylesheet::loads;
use crate::report::is_safe_link;
use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};
use std::collections::BTreeSet;

/// Elements that run or frame something, change links, or hold texts that a browser may read as markup.
const REFUSED: &str = "animate applet embed fencedframe frame frameset handler iframe math noembed noframes \
    noscript object plaintext portal script set textarea xmp";

/// Attributes whose address is fetched, or sent to.
const LOADING: &str = "action archive attributionsrc background classid code codebase data formaction href icon \
    manifest ping poster profile src xlink:href";

/// How the address of a table within the page begins; the table itself is held against the report.
const TABLE: &str = "data:text/csv;charset=utf-8;base64,";

/// A place where a page runs something, loads something or leads where no link may lead.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Breach {
    /// What it is: an element, an attribute, a word of a style sheet.
    pub(super) what: String,
    /// How it may be written in a template.
    pub(super) written: String,
}

impl Breach {
    fn new(what: impl Into<String>, written: impl Into<String>) -> Self {
        Self { what: what.into(), written: written.into() }
    }
}

/// All such places of a page, each kind once. `beside` are the files of its folder that it may load.
pub(super) fn breaches(html: &str, beside: &[&str]) -> BTreeSet<Breach> {
    let mut found = BTreeSet::new();
    for texts_are_markup in [false, true] {
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(!texts_are_markup);
        let (mut inside, mut text) = (String::new(), String::new());
        for token in Tokenizer::new_with_emitter(html, emitter) {
            let Ok(token) = token;
            match token {
                Token::String(part) => {
                    let part = text_of(&part.value);
                    found.extend(unreadable(&part));
                    text.push_str(&part);
                }
                Token::StartTag(tag) => {
                    closed(&inside, &text, texts_are_markup, &mut found);
                    element(&tag, beside, &mut found);
                    inside = text_of(&tag.name);
                    text.clear();
                }
                Token::EndTag(_) => {
                    closed(&inside, &text, texts_are_markup, &mut found);
                    inside.clear();
                }
                Token::Comment(comment) if comment.contains(&b'<') => {
                    found.insert(Breach::new("<!-- … < … -->", "<!--"));
                }
                _ => {}
            }
        }
        closed(&inside, &text, texts_are_markup, &mut found);
    }
    found
}

/// The first thing a style sheet loads that is not one of the files beside it.
pub(super) fn sheet_breach(css: &str, beside: &[&str]) -> Option<Breach> {
    // A goal within the sheet takes the place of each file: of the same form, so that what stands around it means the same.
    let named = |css: String, name: &&str| css.replace(&format!("url({name})"), "url(#)");
    let what = loads(&beside.iter().fold(css.to_owned(), named))?;
    Some(Breach::new(what.clone(), what))
}

/// A character that is not to be seen: it could turn numbers round, or hide them.
fn unreadable(text: &str) -> Option<Breach> {
    let character = text.replace("\r\n", "\n").chars().find(|c| is_unreadable(*c))?;
    Some(Breach::new(format!("U+{:04X}", u32::from(character)), character))
}

fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The text of an element, where it is a style or a title.
fn closed(name: &str, text: &str, texts_are_markup: bool, found: &mut BTreeSet<Breach>) {
    if name == "style" {
        found.extend(loads(text).map(|what| Breach::new(what.clone(), what)));
    }
    let opens =
        |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic() || "!/?".contains(c));
    let hides = match name {
        "style" => text.split('<').skip(1).any(opens),
        "title" => !texts_are_markup && text.contains("<!--"),
        _ => false,
    };
    if hides {
        found.insert(Breach::new(format!("<{name}> … < …"), format!("<{name}")));
    }
}

fn element(tag: &StartTag<()>, beside: &[&str], found: &mut BTreeSet<Breach>) {
    let name = text_of(&tag.name);
    if REFUSED.split(' ').any(|refused| refused == name) {
        found.insert(Breach::new(format!("<{name}>"), format!("<{name}")));
    }
    for (key, value) in &tag.attributes {
        let (key, value) = (text_of(key), text_of(&value.value));
        found.extend(unreadable(&value));
        let is_address = matches!(key.as_str(), "href" | "xlink:href");
        let is_fine = match key.as_str() {
            _ if is_address && matches!(name.as_str(), "a" | "area") => {
                is_safe_link(&value) || value.starts_with(TABLE)
            }
            // A drawing within an address becomes part of the page there.
            _ if is_address && name == "use" => value.is_empty() || value.starts_with('#'),
            "href" if name == "link" => is_within(&value) || beside.contains(&value.as_str()),
            "src" if name == "img" => is_within(&value) || beside.contains(&value.as_str()),
            "style" => loads(&value).is_none(),
            "http-equiv" => !value.trim().eq_ignore_ascii_case("refresh"),
            "imagesrcset" | "srcdoc" | "srcset" => value.is_empty(),
            key if LOADING.split(' ').any(|loading| loading == key) => is_within(&value),
            // Shapes of a drawing may refer to others of it.
            key => !key.starts_with("on") && loads(&value).is_none() && !ends_text(&value),
        };
        if !is_fine {
            let written = if value.trim().is_empty() { key.clone() } else { value };
            found.insert(Breach::new(format!("<{name} {key}=…>"), written));
        }
    }
}

/// Whether a text would end a style or a title, if it stood in one.
fn ends_text(value: &str) -> bool {
    value.contains("</style") || value.contains("</title")
}

/// Whether an address leads to the page itself, or holds its picture.
fn is_within(address: &str) -> bool {
    address.is_empty() || address.starts_with('#') || address.starts_with("data:image/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_runs_or_loads_is_found_wherever_it_hides() {
        for html in [
            "<script>alert(1)</script>",
            "<SCRIPT/src=x>",
            "<p onclick=x>",
            "<iframe src=x></iframe>",
            "<object data=x>",
            "<img src=https://example.org/x.png>",
            "<img src='' srcset='data:image/png,x 1x, https://example.org/x.png 2x'>",
            "<link rel=stylesheet href=x.css>",
            "<base href=https://example.org>",
            "<meta http-equiv=Refresh content='0;url=https://example.org'>",
            "<style>@import 'x'</style>",
            "<style>a{b:url(x)}",
            "<p style='background:url(//example.org)'>",
            "<svg><rect fill='url(https://example.org/#a)'></svg>",
            "<svg><use xlink:href='x.svg#a'></svg>",
            "<svg><use href='data:image/svg+xml,<svg/>#a'></svg>",
            "<p style='a:\"x\\&#13;&#10;y\";b:url(x);c:\"z\"'>",
            "<svg><rect fill='url(&nbsp;#a)'></svg>",
            "<a href='javascript:alert(1)'>",
            "<a href=' java\nscript:alert(1)'>",
            "<a href='/\\example.org'>",
            "<a href='data:text/html,x'>",
            "<a href='#' ping='https://example.org'>",
            "<form action=https://example.org>",
            "<svg><title><img src=x onerror=alert(1)></title></svg>",
            "<svg><title><!--</title><script>alert(1)</script>-->",
            "<style><!--</style><svg><title><img onerror=x></title></svg><style>--></style>",
            "<title><b x=\"</title><svg><title><img onerror=x></title>\">",
            "<p>&#x202e;12</p>",
            "<p>\u{e000}</p>",
            "<p title='a\u{2066}b'>",
            "<noscript><style></noscript><img src=x onerror=y></style>",
        ] {
            assert!(!breaches(html, &["style.css", "logo.png"]).is_empty(), "{html}");
        }
    }

    #[test]
    fn a_page_that_stands_alone_has_none() {
        let html = "<!DOCTYPE html><title>A &lt; B</title><style>@font-face{src:url(data:font/woff2;base64,AA)}</style>\
            <!-- x --><a href='#a'>a</a><a href='https://example.org'>b</a><a href='data/a.csv'>c</a>\
            <a href='data:text/csv;charset=utf-8;base64,AA' download='a.csv'>d</a><img src='data:image/png;base64,AA'>\
            <svg><title>x &lt;b&gt;</title><rect fill='url(#p)'/></svg><abbr title='a &lt; b'>c</abbr>";
        assert_eq!(breaches(html, &[]), BTreeSet::new());
    }

    #[test]
    fn a_page_loads_the_files_it_is_published_with_and_no_others() {
        let html = "<link rel=stylesheet href=style.css><img src=logo.png>";
        assert_eq!(breaches(html, &["style.css", "logo.png"]), BTreeSet::new());
        assert_eq!(breaches(html, &["style.css"]).len(), 1);
        assert_eq!(breaches(html, &[]).len(), 2);
        assert_eq!(breaches("<script src=style.css>", &["style.css"]).len(), 1 + 1);
    }

    #[test]
    fn a_style_sheet_loads_its_fonts_and_nothing_else() {
        let fonts = &["a.woff2"];
        assert_eq!(sheet_breach("@font-face{src:url(a.woff2)}", fonts), None);
        for css in
            ["b{c:url(b.png)}", "@import url(a.woff2)", "uurl(a.woff2)rl(b.png)b{c:url(//a.woff2)}"]
        {
            assert!(sheet_breach(css, fonts).is_some(), "{css}");
        }
    }
}
