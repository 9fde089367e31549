//! `[exports]` and `[scope]`: how exports are read, and which cases belong to the ombuds office.

use super::raw;
use super::toml_file::TomlFile;
use crate::diagnostic::{Code, Findings};
use crate::domain::{Field, text_key};
use std::collections::BTreeMap;

/// How exports are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportRules {
    /// Which header means which field, by [`text_key`] of the header.
    pub headers: BTreeMap<String, Field>,
    /// Headers that are known and not read, by [`text_key`].
    pub ignored: Vec<String>,
    /// The most topics a case can have, at least 1.
    pub topics_per_case: usize,
    /// What separates several values in one column.
    pub value_separator: char,
    /// The encoding, where the officer has decided it: a label of the WHATWG encoding standard.
    pub encoding: Option<String>,
    /// The delimiter, where the officer has decided it.
    pub delimiter: Option<char>,
}

/// Which cases belong to the ombuds office: those whose remark carries a marker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeRule {
    /// The markers, by [`text_key`]; never empty, none empty.
    pub markers: Vec<String>,
    /// Word stems that make a remark without a marker suspicious, by [`text_key`].
    pub stems: Vec<String>,
    /// Phrases that look like a marker and are none, by [`text_key`].
    pub exceptions: Vec<String>,
}

impl Default for ExportRules {
    fn default() -> Self {
        let headers = Field::ALL.into_iter().flat_map(|field| {
            field.default_headers().iter().map(move |header| (text_key(header), field))
        });
        Self {
            headers: headers.collect(),
            ignored: Vec::new(),
            topics_per_case: 3,
            value_separator: ',',
            encoding: None,
            delimiter: None,
        }
    }
}

pub(super) fn rules(report: &TomlFile<raw::Report>, findings: &mut Findings) -> ExportRules {
    let raw = &report.exports;
    let mut rules = ExportRules {
        ignored: raw.ignore.iter().map(|header| text_key(header)).collect(),
        ..ExportRules::default()
    };
    for (name, headers) in &raw.columns {
        let Some(field) = Field::from_id(name.get_ref()) else {
            let known: Vec<&str> = Field::ALL.iter().map(|field| field.id()).collect();
            findings.push(
                report
                    .finding(
                        Code::ConfigReference,
                        name.span(),
                        format!("`{}` ist kein Feld eines Exports", name.get_ref()),
                    )
                    .expected(known.join(", ")),
            );
            continue;
        };
        for header in headers {
            let other = rules.headers.insert(text_key(header), field);
            if let Some(other) = other.filter(|other| *other != field) {
                findings.push(
                    report
                        .finding(
                            Code::ConfigValue,
                            name.span(),
                            format!(
                                "die Überschrift `{header}` gehört schon zum Feld `{}`",
                                other.id()
                            ),
                        )
                        .help("jede Überschrift darf nur zu einem Feld gehören; benennen Sie die Spalte im Export um, oder nehmen Sie sie hier heraus"),
                );
            }
        }
    }
    if let Some(limit) = &raw.topics_per_case {
        match usize::try_from(*limit.get_ref()).ok().filter(|limit| (1..=20).contains(limit)) {
            Some(limit) => rules.topics_per_case = limit,
            None => findings.push(
                report
                    .finding(
                        Code::ConfigValue,
                        limit.span(),
                        "so viele Anliegen je Fall gehen nicht",
                    )
                    .expected("eine Zahl von 1 bis 20"),
            ),
        }
    }
    if let Some(separator) = &raw.value_separator
        && let Some(character) = single_character(report, separator, findings)
    {
        rules.value_separator = character;
    }
    if let Some(delimiter) = &raw.delimiter {
        rules.delimiter = single_character(report, delimiter, findings);
    }
    if let Some(encoding) = &raw.encoding {
        let known = ["utf-8", "windows-1252", "utf-16le", "utf-16be", "cp850"];
        if !known.contains(&encoding.get_ref().as_str()) {
            findings.push(
                report
                    .finding(
                        Code::ConfigValue,
                        encoding.span(),
                        "diese Kodierung ist nicht bekannt",
                    )
                    .expected(known.join(", ")),
            );
        }
        rules.encoding = Some(encoding.get_ref().clone());
    }
    rules
}

fn single_character(
    report: &TomlFile<raw::Report>,
    text: &toml::Spanned<String>,
    findings: &mut Findings,
) -> Option<char> {
    let mut characters = text.get_ref().chars();
    let single = characters.next().filter(|_| characters.next().is_none());
    if single.is_none_or(|c| c.is_alphanumeric() || c == '"') {
        findings.push(
            report
                .finding(Code::ConfigValue, text.span(), "das kann kein Trennzeichen sein")
                .expected("genau ein Zeichen, zum Beispiel \";\" oder \"\\t\""),
        );
        return None;
    }
    single
}

pub(super) fn scope(report: &TomlFile<raw::Report>, findings: &mut Findings) -> ScopeRule {
    let keys = |texts: &[String]| {
        texts.iter().map(|text| text_key(text)).filter(|key| !key.is_empty()).collect::<Vec<_>>()
    };
    let markers = keys(report.scope.markers.get_ref());
    if markers.is_empty() {
        findings.push(
            report
                .finding(
                    Code::ConfigValue,
                    report.scope.markers.span(),
                    "ohne Merkmal gehört kein Fall zur Ombudsstelle",
                )
                .expected("mindestens ein Wort, das in der Erfasserbemerkung steht"),
        );
    }
    ScopeRule {
        markers,
        stems: keys(&report.scope.stems),
        exceptions: keys(&report.scope.exceptions),
    }
}
