//! `explain K202`: what a finding means and what to do, from the documentation that is part of the program.

use super::Exit;
use super::pipeline::Stopped;
use crate::diagnostic::{Finding, FindingCode, Findings};

/// `docs/diagnostics.md`, which a test holds complete.
const DOCUMENTATION: &str = include_str!("../../docs/diagnostics.md");
/// So many codes are named where one does not exist.
const NAMED: usize = 4;

/// Whether an argument is a finding's code rather than a figure: `K` and three digits.
pub fn is_code(argument: &str) -> bool {
    let digits = argument.strip_prefix(['K', 'k']);
    digits.is_some_and(|digits| digits.len() == 3 && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// The explanation of a code as text for a terminal.
///
/// # Errors
/// When there is no such code; the nearest ones are named.
pub fn explain_code(argument: &str) -> Result<String, Stopped> {
    let id = argument.to_ascii_uppercase();
    section(&id).map(plain).ok_or_else(|| {
        let mut findings = Findings::default();
        findings.push(
            Finding::new(FindingCode::UnknownRequest, format!("die Kennung `{id}` gibt es nicht"))
                .expected(nearest(&id).join(", "))
                .help("eine Kennung steht in eckigen Klammern vor jeder Meldung, zum Beispiel `Fehler[K202]`"),
        );
        Stopped::new(findings, Exit::Usage)
    })
}

/// The section of a code, its heading included.
fn section(id: &str) -> Option<&'static str> {
    let heading = format!("\n### {id} ");
    let start = DOCUMENTATION.find(&heading)? + 1;
    let section = DOCUMENTATION.get(start..)?;
    let end = section.find("\n## ").into_iter().chain(section.find("\n### ")).min();
    section.get(..end.unwrap_or(section.len()))
}

/// The codes with the nearest numbers, in their order.
fn nearest(id: &str) -> Vec<&'static str> {
    let number = |id: &str| id.trim_start_matches('K').parse::<i32>().unwrap_or_default();
    let mut codes: Vec<&str> = FindingCode::ALL.iter().map(|code| code.id()).collect();
    codes.sort_by_key(|code| ((number(code) - number(id)).abs(), *code));
    codes.truncate(NAMED);
    codes.sort_unstable();
    codes
}

/// Markdown as text: the heading without its signs, of links their words, and no word of another file, which the
/// reader may not have.
fn plain(section: &str) -> String {
    let mut text = String::new();
    let mut rest = section.trim_start_matches('#').trim();
    while let Some((before, behind)) = rest.split_once('[') {
        text.push_str(before);
        rest = behind;
        match link(behind) {
            None => text.push('['),
            Some((_, target, behind)) if target.contains(".md") && text.ends_with(" (") => {
                text.truncate(text.len() - " (".len());
                rest = behind.strip_prefix(')').unwrap_or(behind);
            }
            Some((words, _, behind)) => {
                text.push_str(words);
                rest = behind;
            }
        }
    }
    text.push_str(rest);
    text.push('\n');
    text
}

/// The words and the target of a link whose bracket is open, and what follows it.
fn link(text: &str) -> Option<(&str, &str, &str)> {
    let (words, behind) = text.split_once("](")?;
    let (target, behind) = behind.split_once(')')?;
    (!words.contains(['[', ']', '`', '\n'])).then_some((words, target, behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_explained_without_another_file() {
        for code in FindingCode::ALL {
            let text = explain_code(code.id()).ok().unwrap();
            assert!(text.starts_with(code.id()) && text.lines().count() > 2, "{text}");
            for of_file in [".md)", ".md#", "](", "\n#"] {
                assert!(!text.contains(of_file), "{text}");
            }
        }
        assert_eq!(explain_code("k202").ok(), explain_code("K202").ok());
    }

    #[test]
    fn a_code_is_k_and_three_digits() {
        assert!(is_code("K202") && is_code("k999"));
        for other in ["K20", "K2021", "cases", "Kxyz", ""] {
            assert!(!is_code(other), "{other}");
        }
    }

    #[test]
    fn an_unknown_code_names_the_nearest_ones() {
        assert_eq!(nearest("K299"), ["K301", "K302", "K303", "K304"]);
        assert_eq!(nearest("K411"), ["K407", "K408", "K409", "K410"]);
        let stopped = explain_code("K411").err().unwrap();
        assert_eq!(stopped.exit, Exit::Usage);
    }
}
