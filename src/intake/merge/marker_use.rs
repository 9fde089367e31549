//! A marker that stands in nearly all remarks tells nobody's cases apart.

use crate::diagnostic::{Finding, FindingCode, Place};
use crate::domain::{Case, Field};
use crate::intake::account::FileReading;
use crate::intake::record::Records;
use crate::intake::value::Fingerprint;
use crate::project::Project;

/// Fewer remarks tell nothing.
const ENOUGH: u64 = 30;
/// In more than so many of a hundred remarks a marker is no mark.
const MOST: u64 = 90;

/// What is said of a marker in nearly all remarks, where some are without one: exports of the office's cases alone have one
/// in all, and so has an export with no other remarks.
pub(crate) fn finding(
    records: &[Records],
    files: &[FileReading],
    project: &Project,
) -> Option<Finding> {
    let nothing = Fingerprint::of(b"");
    let mut remarks = 0_u64;
    let mut with = vec![0_u64; project.scope.markers.len()];
    let mut has_others = false;
    let with_remarks = records.iter().zip(files);
    for (records, _) in with_remarks.filter(|(_, file)| file.column(Field::ScopeAnswer).is_none()) {
        for (case, remark) in records.cases.iter().zip(records.remarks()) {
            remarks += u64::from(*remark != nothing);
            has_others |= case.marker == Case::NO_MARKER && *remark != nothing;
            if let Some(count) = with.get_mut(usize::from(case.marker)) {
                *count += 1;
            }
        }
    }
    let is_no_mark = |count: &u64| remarks >= ENOUGH && count * 100 > remarks * MOST;
    let marker = with.iter().position(is_no_mark).filter(|_| has_others)?;
    let marker = project.scope.markers.get(marker)?;
    Some(
        Finding::new(
            FindingCode::MarkerTellsNothing,
            format!("das Merkmal `{marker}` steht in fast allen Bemerkungen und unterscheidet deshalb keine Fälle"),
        )
        .at(Place::file("report.toml"))
        .expected("ein Wort, das nur in den Bemerkungen der gemeinten Fälle steht")
        .help("gehört jeder Fall der Exporte dazu, schreiben Sie unter [scope] statt der Merkmale: all = true; sonst nennen Sie ein Wort, das die anderen Fälle nicht haben"),
    )
}
