//! The settings of a new project, and the same with what its exports suggest.

use super::Suggestion;
use super::sections::ALL_CASES;

/// Those of a project of which nothing is known yet; year, day of the exports and the office's id are to be filled in.
pub(in crate::commands) const EMPTY: &str = include_str!("../../../templates/project/report.toml");

/// The settings with the columns, the scope and the lists that the exports suggest, each in its place.
pub(in crate::commands) fn with(settings: &str, suggestion: &Suggestion) -> String {
    let mut lists = suggestion.lists(None);
    let mut text = String::new();
    let mut lines = settings.lines();
    while let Some(line) = lines.next() {
        let key = line.trim_start_matches('#');
        let list = key.strip_suffix(" = [");
        let list = list.and_then(|id| lists.iter().position(|(of, _)| *of == id));
        if key == "[exports.columns]" {
            text.push_str(&suggestion.exports(None));
            text.push('\n');
            lines.by_ref().find(|line| line.is_empty());
        } else if line == "[scope]" && suggestion.has_no_scope() {
            text.push_str(ALL_CASES);
            text.push('\n');
            lines.by_ref().find(|line| line.is_empty());
        } else if let Some(list) = list {
            text.push_str(&lists.remove(list).1);
            lines.by_ref().find(|line| line.trim_start_matches('#') == "]");
        } else {
            text.push_str(line);
            text.push('\n');
        }
    }
    // Lists that not every office has.
    lists.iter().for_each(|(_, list)| text.push_str(list));
    text
}
