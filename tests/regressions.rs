//! Mended defects: a project a folder in `tests/regressions`, with what must come of it.

use crate::expected::assert_all;

#[test]
fn what_was_mended_stays_mended() {
    assert_all("tests/regressions");
}
