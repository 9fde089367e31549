//! What is said about the columns that tell the scope: the remark, or answers in a column of their own.

use super::columns::Columns;
use crate::diagnostic::{Finding, FindingCode, Place};
use crate::domain::Field;
use crate::intake::account::Gathered;
use crate::project::{Membership, ScopeRule, split_mark};

/// What is said about an answer that is none of the three. It is not shown: the column may hold
/// remarks.
pub(crate) fn unknown() -> Finding {
    Finding::new(
        FindingCode::ValueUnknown,
        "der Wert sagt nicht, ob der Fall zur Ombudsstelle gehört",
    )
    .expected("ja, nein oder prüfen")
    .help("berichtigen Sie den Wert; enthält die Spalte Bemerkungen, tragen Sie ihre Überschrift unter `exports.columns` bei `remark` ein")
}

/// What is said about the answer `nein` where all cases are the office's.
pub(crate) fn overridden() -> Finding {
    Finding::new(
        FindingCode::AnswerOverridden,
        "die Spalte sagt, dass der Fall nicht dazugehört; er zählt trotzdem, weil jeder Fall der Exporte dazugehören soll",
    )
    .expected("ja in jeder Zeile, wo jeder Fall dazugehört")
    .help("soll die Antwort gelten, nennen Sie unter [scope] in report.toml statt `all = true` die Merkmale (`markers`); sonst tragen Sie die Überschrift der Spalte unter `exports.ignore` ein")
}

/// What is said when no column tells the scope, or two do. An answer that `strip` has written asks nothing: it knew.
pub(crate) fn check(
    columns: &Columns,
    line: u32,
    rule: &ScopeRule,
    gathered: &Gathered,
) -> Option<Finding> {
    let remark = columns.position(Field::Remark);
    let answer = columns.position(Field::ScopeAnswer);
    match rule.membership {
        Membership::All => return None,
        Membership::Assumed => {
            let answer = answer.filter(|at| split_mark(columns.name(*at)).1.is_none());
            let finding = remark.or(answer).map(|column| undecided(columns, column));
            return finding.map(|finding| finding.at(gathered.place(line)));
        }
        Membership::Marked => {}
    }
    let finding = match (remark, answer) {
        (None, None) => {
            let expected: Vec<&str> = [Field::Remark, Field::ScopeAnswer]
                .into_iter()
                .flat_map(|field| field.default_headers().iter().copied())
                .collect();
            Finding::new(
                FindingCode::ScopeColumnMissing,
                "die Spalte mit der Erfasserbemerkung fehlt; ohne sie ist nicht zu erkennen, welche Fälle zur Ombudsstelle gehören",
            )
            .at(gathered.place(line))
            .expected(expected.join(" oder "))
            .help("nehmen Sie die Spalte in den Export auf, oder tragen Sie ihre Überschrift unter `exports.columns` in report.toml ein; gehört jeder Fall der Exporte dazu, schreiben Sie unter [scope] statt der Merkmale: all = true")
        }
        (Some(remark), Some(answer)) => {
            let label = |position| columns.place(gathered.place(line), position).column_label();
            Finding::new(
            FindingCode::ColumnTwice,
            format!(
                "die Spalten {} `{}` und {} `{}` sagen beide, ob ein Fall zur Ombudsstelle gehört",
                label(remark.min(answer)),
                columns.name(remark.min(answer)),
                label(remark.max(answer)),
                columns.name(remark.max(answer))
            ),
        )
        .at(columns.place(gathered.place(line), answer))
        .expected("entweder die Bemerkung oder die Spalte mit ja und nein")
        .help("löschen Sie eine der Spalten aus dem Export, oder tragen Sie die überzählige Überschrift unter `exports.ignore` in report.toml ein")
        }
        _ => return None,
    };
    Some(finding)
}

/// What is said where a column could tell the scope and nothing says whether it does.
fn undecided(columns: &Columns, position: usize) -> Finding {
    Finding::new(
        FindingCode::ScopeColumnMissing,
        format!(
            "der Export hat die Spalte `{}`, aber in report.toml steht nicht, ob sie entscheidet, welche Fälle dazugehören",
            columns.name(position)
        ),
    )
    .expected("unter [scope] entweder all = true oder markers = [\"…\"]")
    .help("gehört jeder Fall der Exporte dazu, schreiben Sie unter [scope]: all = true; sind es nur die mit einem Hinweis in der Bemerkung, nennen Sie ihn: markers = [\"Ombudsstelle\"]")
}

/// What is said about the answer `prüfen`; `None` when the record's file has no column of answers.
pub(crate) fn to_be_examined(place: impl Fn(Field) -> Place) -> Option<Finding> {
    let place = place(Field::ScopeAnswer);
    place.column_name.as_ref()?;
    Some(
        Finding::new(
            FindingCode::ScopeNearMiss,
            "ob der Fall zur Ombudsstelle gehört, ist zu prüfen; er wird ihr nicht zugerechnet",
        )
        .at(place)
        .help("berichtigen Sie die Bemerkung in der Datenbank, und erzeugen Sie den Export ohne Personenbezug neu"),
    )
}
