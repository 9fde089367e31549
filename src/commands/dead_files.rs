//! Links of chapters to files that are not written: whoever gets the report would find nothing there.

use crate::diagnostic::{Finding, FindingCode, Findings};
use crate::domain::nearest;
use crate::report::Document;

/// So many links are told; more of them have one reason.
const MOST_TOLD: usize = 50;

/// Tells each link to a file that is not among those that are written, with its place.
pub(super) fn dead_files<'a>(
    document: &Document,
    written: impl Fn(&str) -> bool,
    names: impl Iterator<Item = &'a str> + Clone,
) -> Findings {
    let mut findings = Findings::default();
    for link in document.links.iter() {
        if findings.len() >= MOST_TOLD {
            break;
        }
        let path = link.href.split(['#', '?']).next().unwrap_or_default();
        let path = path.strip_prefix("./").unwrap_or(path).replace("%20", " ");
        if path.is_empty() || written(&path) {
            continue;
        }
        let (message, help) = match path.starts_with("../") || path.starts_with('/') {
            true => (
                format!("`{}` liegt außerhalb des Berichts", link.href),
                "nennen Sie die ganze Adresse mit https://, oder lassen Sie den Link weg"
                    .to_owned(),
            ),
            false => {
                let meant = nearest(&path, names.clone());
                let meant = meant.map(|name| format!("meinten Sie `{name}`? ")).unwrap_or_default();
                (
                    format!("die Datei `{path}` wird nicht geschrieben"),
                    format!("{meant}Welche Dateien entstehen, bestimmt `--format`"),
                )
            }
        };
        let finding = Finding::new(FindingCode::DeadLink, message).at(link.place.clone());
        findings.push(
            finding
                .expected("eine Datei dieser Ausgabe, zum Beispiel `data/topics.csv`")
                .help(help),
        );
    }
    findings
}
