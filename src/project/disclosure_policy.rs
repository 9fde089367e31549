//! `[disclosure]`: from which size on a count may be printed, and what is exempt.

use super::raw;
use super::toml_file::TomlFile;
use crate::diagnostic::{Code, Findings};
use crate::domain::{Figure, Taxonomy};

/// What may be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisclosurePolicy {
    /// The smallest count of persons' cases that is printed, at least 1; zero is always printed.
    pub threshold: u64,
    /// The sign a masked number is printed as.
    pub mark: String,
    /// Figures that are printed although they are small.
    pub exemptions: Vec<Exemption>,
}

/// One named figure that is printed although it is small, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exemption {
    /// The figure; its crossings with anything else stay protected.
    pub figure: Figure,
    /// The reason, printed in the method chapter.
    pub reason: String,
}

impl DisclosurePolicy {
    /// Whether a number of persons' cases is too small to be printed; zero is not.
    pub fn is_small(&self, cases: u64) -> bool {
        (1..self.threshold).contains(&cases)
    }

    /// Whether a figure is printed although it is small.
    pub fn is_exempt(&self, figure: &Figure) -> bool {
        self.exemptions.iter().any(|exemption| exemption.figure == *figure)
    }
}

pub(super) fn check(
    report: &TomlFile<raw::Report>,
    taxonomy: &Taxonomy,
    findings: &mut Findings,
) -> DisclosurePolicy {
    let raw = &report.disclosure;
    let mut policy =
        DisclosurePolicy { threshold: 3, mark: ".".to_owned(), exemptions: Vec::new() };
    if let Some(threshold) = &raw.threshold {
        match u64::try_from(*threshold.get_ref()).ok().filter(|value| (1..=100).contains(value)) {
            Some(value) => policy.threshold = value,
            None => findings.push(
                report
                    .finding(
                        Code::ConfigValue,
                        threshold.span(),
                        "der Schwellenwert ist nicht möglich",
                    )
                    .expected("eine Zahl von 1 (keine Geheimhaltung) bis 100; üblich ist 3"),
            ),
        }
    }
    if let Some(mark) = &raw.mark {
        let text = mark.get_ref();
        let readable = (1..=3).contains(&text.chars().count())
            && !text.chars().any(|c| c.is_alphanumeric() || c.is_whitespace() || c.is_control())
            && !["–", "-", "/", "…"].contains(&text.as_str())
            // At the start of a CSV cell these open a formula.
            && !text.starts_with(['=', '+', '-', '@']);
        if readable {
            policy.mark.clone_from(text);
        } else {
            findings.push(
                report
                    .finding(Code::ConfigValue, mark.span(), "das kann kein Geheimhaltungszeichen sein")
                    .expected("ein bis drei Zeichen ohne Buchstaben und Ziffern, nicht das Zeichen für null; üblich sind `.` und `*`"),
            );
        }
    }
    for exempt in &raw.exempt {
        if exempt.reason.get_ref().trim().is_empty() {
            findings.push(
                report
                    .finding(
                        Code::ConfigValue,
                        exempt.reason.span(),
                        "die Ausnahme hat keinen Grund",
                    )
                    .help("der Grund wird im Methodenkapitel gedruckt"),
            );
        }
        match Figure::parse(exempt.figure.get_ref(), taxonomy) {
            Ok(figure @ Figure::Count(_)) => policy
                .exemptions
                .push(Exemption { figure, reason: exempt.reason.get_ref().trim().to_owned() }),
            Ok(_) => findings.push(
                report
                    .finding(
                        Code::ConfigValue,
                        exempt.figure.span(),
                        "nur eine Anzahl kann ausgenommen werden",
                    )
                    .help("Anteile und Dauern folgen den Anzahlen, aus denen sie bestehen"),
            ),
            Err(error) => findings.push(report.finding(
                Code::ConfigReference,
                exempt.figure.span(),
                error.to_string(),
            )),
        }
    }
    policy
}
