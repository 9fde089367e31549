//! `--to csv`: the rows as read, in the one form that every program reads: UTF-8, comma, LF, every
//! field in quotes. Line ends inside fields stay as they are.

use super::{INTERNAL, Inspected, Subject};
use crate::diagnostic::{Finding, FindingCode};
use crate::intake::{RowKind, any_csv};
use csv::{QuoteStyle, Terminator, Writer, WriterBuilder};

/// Writes the header and the records of an export, or all rows of another CSV file.
pub(super) fn write(subject: Subject<'_>, inspected: &mut Inspected) {
    let mut writer = WriterBuilder::new()
        .quote_style(QuoteStyle::Always)
        .flexible(true)
        .terminator(Terminator::Any(b'\n'))
        .from_writer(Vec::new());
    match &subject.raw {
        Ok(export) if !refused(&subject) => {
            inspected.warning = Some(INTERNAL);
            let width = export.columns().len();
            row(&mut writer, export.header().iter().take(width));
            export.for_each(|record| {
                if record.kind == Some(RowKind::Record) {
                    row(&mut writer, record.cells.iter().map(AsRef::as_ref));
                }
            });
            // Rows as read: what their values mean is said elsewhere.
            for finding in subject.findings.iter().filter(|finding| is_of_form(finding.code)) {
                inspected.findings.push(finding.clone());
            }
        }
        Err(finding) if finding.code == FindingCode::NotCsv => {
            inspected.findings.extend(subject.findings);
        }
        raw => {
            let is_foreign = |finding: &Finding| finding.code == FindingCode::HeaderNotFound;
            if !raw.as_ref().is_err_and(|finding| is_foreign(finding)) {
                inspected.warning = Some(INTERNAL);
            }
            let rules = &subject.project.exports;
            let findings = any_csv(subject.name, subject.bytes, rules, |cells| {
                row(&mut writer, cells.iter().map(AsRef::as_ref));
            });
            inspected.findings.extend(findings);
        }
    }
    // Writing into memory does not fail, and what was text stays text.
    let bytes = writer.into_inner().unwrap_or_default();
    inspected.output.push_str(&String::from_utf8(bytes).unwrap_or_default());
}

/// Whether an export is not read as one because of its columns: then it is a table like any other.
fn refused(subject: &Subject<'_>) -> bool {
    let of_columns = [FindingCode::ScopeColumnMissing, FindingCode::ColumnTwice];
    subject.findings.iter().any(|finding| of_columns.contains(&finding.code))
}

/// Whether a finding is about files, lines and fields, and not about columns and values.
fn is_of_form(code: FindingCode) -> bool {
    let of_columns = [FindingCode::ColumnUnknown, FindingCode::ColumnMisspelt];
    code.id().starts_with("K1") && !of_columns.contains(&code)
}

fn row<'t>(
    writer: &mut Writer<Vec<u8>>,
    cells: impl Iterator<Item = &'t (impl AsRef<[u8]> + ?Sized + 't)>,
) {
    let _ = writer.write_record(cells);
}
