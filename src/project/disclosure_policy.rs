//! `[disclosure]`: from which size on a count may be printed, and what is exempt.

use super::raw;
use super::toml_file::TomlFile;
use crate::diagnostic::{FindingCode, Findings};
use crate::domain::{Count, Dimension, Figure, Taxonomy, Unit, is_invisible};
use unicode_normalization::char::is_combining_mark;

/// What may be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisclosurePolicy {
    /// The smallest count of persons' cases that is printed, at least 1; zero is always printed.
    pub threshold: u64,
    /// What happens to counts of persons' cases.
    pub method: Method,
    /// The sign a masked number is printed as.
    pub mark: String,
    /// Properties nobody may learn of a whole row of few cases (attribute disclosure).
    pub protect: Vec<Dimension>,
    /// Figures that are printed although they are small.
    pub exemptions: Vec<Exemption>,
    /// Whether a sign may stand for a zero anywhere. Nothing to configure: disclosure control decides it where nothing less
    /// protects a year.
    pub masks_zeros: bool,
}

/// How small numbers are kept from readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Small ones, and so many others that they cannot be computed, are not printed (Sperrung).
    Masking,
    /// Each is printed as the nearest multiple of a base (Rundung).
    Rounding {
        /// The base, at least 3; halves are rounded up.
        base: u64,
    },
}

/// So many times what counts are rounded to a share's base has at least: of a smaller one rounding leaves a tenth open.
const ROUNDED_BASE: u64 = 5;

impl Default for DisclosurePolicy {
    fn default() -> Self {
        Self {
            threshold: 3,
            method: Method::Masking,
            mark: ".".to_owned(),
            protect: Vec::new(),
            exemptions: Vec::new(),
            masks_zeros: false,
        }
    }
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
    /// Whether another policy protects in the same way, with whatever sign.
    pub fn protects_like(&self, other: &Self) -> bool {
        *self == Self { mark: self.mark.clone(), ..other.clone() }
    }

    /// Whether a number of persons' cases is too small to be printed; zero is not.
    pub fn is_small(&self, cases: u64) -> bool {
        (1..self.threshold).contains(&cases)
    }

    /// Whether a figure is printed although it is small.
    pub fn is_exempt(&self, figure: &Figure) -> bool {
        self.exemptions.iter().any(|exemption| exemption.figure == *figure)
    }

    /// The base counts are rounded to, where they are.
    pub fn base(&self) -> Option<u64> {
        match self.method {
            Method::Masking => None,
            Method::Rounding { base } => Some(base),
        }
    }

    /// The smallest rounded base of a share that says something; 0 where counts are not rounded.
    pub fn smallest_rounded_base(&self) -> u64 {
        self.base().unwrap_or_default() * ROUNDED_BASE
    }

    /// A number of persons' cases or mentions as it is printed, where it is.
    pub fn printed(&self, number: u64) -> u64 {
        match self.method {
            Method::Masking => number,
            Method::Rounding { base } => (number + base / 2) / base * base,
        }
    }

    /// The smallest and the largest number that are printed as this one is.
    pub fn printed_alike(&self, number: u64) -> (u64, u64) {
        match self.method {
            Method::Masking => (number, number),
            Method::Rounding { base } => {
                let printed = self.printed(number);
                (printed.saturating_sub(base / 2), printed + (base - 1) / 2)
            }
        }
    }

    /// Whether a figure is printed from rounded numbers: it counts persons' cases.
    pub fn rounds(&self, figure: &Figure) -> bool {
        let of_persons = match figure {
            Figure::Count(count) => count.unit != Unit::Activities,
            Figure::Share(share) => share.base().unit != Unit::Activities,
            Figure::Ledger(entry) => entry.counts_persons(),
            Figure::Days(_) => false,
            // Made from numbers that are rounded already.
            Figure::Compared(_) => false,
        };
        of_persons && self.method != Method::Masking
    }

    /// Whether a property is protected, or is finer or coarser than one that is: either tells it.
    pub fn protects(&self, dimension: Dimension) -> bool {
        self.protect.iter().any(|protected| {
            protected.with_groups().any(|it| it == dimension)
                || dimension.with_groups().any(|it| it == *protected)
        })
    }

    /// Whether the sign for a masked count may stand for a zero, too: wherever it asks for a protected
    /// property, so that the sign tells nothing of the number, or anywhere.
    pub fn may_mask_zero(&self, count: &Count) -> bool {
        self.masks_zeros || count.filter.conditions().any(|(dimension, _)| self.protects(dimension))
    }
}

/// Checks what stands under `[disclosure]`, or what an edition makes of it.
pub(super) fn check(
    report: &TomlFile<raw::Report>,
    raw: &raw::Disclosure,
    taxonomy: &Taxonomy,
    findings: &mut Findings,
) -> DisclosurePolicy {
    let mut policy = DisclosurePolicy::default();
    if let Some(threshold) = &raw.threshold {
        let read =
            |value: &i64| u64::try_from(*value).ok().filter(|value| (1..=100).contains(value));
        let expected = "eine Zahl von 1 (keine Geheimhaltung) bis 100; üblich ist 3";
        let told = ["der Schwellenwert ist nicht möglich", expected];
        let threshold = report.checked(threshold, read, told, findings);
        policy.threshold = threshold.unwrap_or(policy.threshold);
    }
    if let Some(method) = method(report, raw, policy.threshold, findings) {
        policy.method = method;
    }
    if let Some(mark) = &raw.mark {
        let told = [
            "das kann kein Geheimhaltungszeichen sein",
            "ein bis drei Zeichen ohne Buchstaben und Ziffern, nicht das Zeichen für null; üblich sind `.` und `*`",
        ];
        let read = |text: &String| can_be_mark(text).then(|| text.clone());
        policy.mark = report.checked(mark, read, told, findings).unwrap_or(policy.mark);
    }
    for name in &raw.protect {
        match taxonomy.schema().dimension(name.get_ref()) {
            Some(dimension)
                if !dimension.is_of_activities() && taxonomy.list(dimension).is_some() =>
            {
                policy.protect.push(dimension);
            }
            _ => findings.push(
                report
                    .unknown(name, format!("`{}` ist keine Eigenschaft der Fälle", name.get_ref()))
                    .expected("der Name einer gefüllten Liste, etwa `topic` oder `assessment`"),
            ),
        }
    }
    if let (1, Some(first)) = (policy.threshold, raw.protect.first()) {
        findings.push(
            report.wrong(first,
                    "mit dem Schwellenwert 1 wird nichts geheim gehalten, also auch nichts geschützt",
                )
                .help("streichen Sie `protect`, oder setzen Sie `threshold` auf mindestens 2"),
        );
    }
    for exempt in &raw.exempt {
        if exempt.reason.get_ref().trim().is_empty() {
            findings.push(
                report
                    .wrong(&exempt.reason, "die Ausnahme hat keinen Grund")
                    .help("der Grund wird im Methodenkapitel gedruckt"),
            );
        }
        match Figure::parse(exempt.figure.get_ref(), taxonomy) {
            Ok(figure @ Figure::Count(_)) => policy
                .exemptions
                .push(Exemption { figure, reason: exempt.reason.get_ref().trim().to_owned() }),
            Ok(_) => findings.push(
                report
                    .wrong(&exempt.figure, "nur eine Anzahl kann ausgenommen werden")
                    .help("Anteile und Dauern folgen den Anzahlen, aus denen sie bestehen"),
            ),
            Err(error) => findings.push(report.unknown(&exempt.figure, error.to_string())),
        }
    }
    if let (Method::Rounding { .. }, Some(exempt)) = (policy.method, raw.exempt.first()) {
        findings.push(
            report
                .wrong(
                    &exempt.figure,
                    "wo gerundet wird, gibt es keine Ausnahmen: jede Anzahl wird gerundet gedruckt",
                )
                .help("streichen Sie die Ausnahmen, oder wählen Sie `method = \"masking\"`"),
        );
    }
    policy
}

/// Whether a text can stand in place of a number.
fn can_be_mark(text: &str) -> bool {
    (1..=3).contains(&text.chars().count())
        && !text.chars().any(|c| c.is_alphanumeric() || c.is_whitespace() || c.is_control())
        && !text.chars().all(is_invisible)
        && !text.starts_with(is_combining_mark)
        && !["–", "-", "/", "…"].contains(&text)
        // At the start of a CSV cell these open a formula.
        && !text.starts_with(['=', '+', '-', '@'])
}

/// What `method` and `base` say.
fn method(
    report: &TomlFile<raw::Report>,
    raw: &raw::Disclosure,
    threshold: u64,
    findings: &mut Findings,
) -> Option<Method> {
    let name = raw.method.as_ref().map(|method| method.get_ref().as_str());
    match (name, &raw.method, &raw.base) {
        (None | Some("masking"), _, None) => Some(Method::Masking),
        (None | Some("masking"), _, Some(base)) => {
            findings.push(
                report
                    .wrong(base, "gerundet wird hier nicht")
                    .help("setzen Sie `method = \"rounding\"`, oder streichen Sie `base`"),
            );
            None
        }
        (Some("rounding"), Some(method), base) => {
            let number = base.as_ref().map_or(Some(5), |base| u64::try_from(*base.get_ref()).ok());
            // What is rounded to zero must leave open threshold - 1 numbers above it.
            let least = 2 * threshold - 1;
            match number.filter(|base| threshold > 1 && (least..=100).contains(base)) {
                Some(base) => Some(Method::Rounding { base }),
                None => {
                    let at = base.as_ref().map_or(method.span(), toml::Spanned::span);
                    let message = "mit diesem Schwellenwert schützt die Rundung nicht";
                    let expected = format!(
                        "ein Schwellenwert von mindestens 2 und eine Basis von {} bis 100, doppelt so groß wie der Schwellenwert ohne eins",
                        least.max(3)
                    );
                    findings.push(
                        report.finding(FindingCode::ConfigValue, at, message).expected(expected),
                    );
                    None
                }
            }
        }
        (_, method, _) => {
            let at = method.as_ref().map_or(0..0, toml::Spanned::span);
            findings.push(
                report
                    .finding(FindingCode::ConfigValue, at, "dieses Verfahren gibt es nicht")
                    .expected("`\"masking\"` (Sperrung) oder `\"rounding\"` (Rundung)"),
            );
            None
        }
    }
}
