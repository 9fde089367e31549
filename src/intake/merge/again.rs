//! What comes more than once among millions of texts, told by their hashes, eight bytes each and only while they are
//! sorted. (Marking bits takes less memory, but each mark is a visit to memory that is far away.)

use crate::intake::record::Records;

/// Hashes that come more than once, rising.
pub(crate) struct Again(Vec<u64>);

impl Again {
    /// Among all hashes of some texts.
    pub(crate) fn among(mut hashes: Vec<u64>) -> Self {
        hashes.sort_unstable();
        let groups = hashes.chunk_by(|a, b| a == b).filter(|group| group.len() > 1);
        Self(groups.filter_map(|group| group.first().copied()).collect())
    }

    /// Among hashes of the case numbers of some files, or of what is looked at of them.
    pub(crate) fn among_ids(files: &[Records], hash: impl Fn(&[u8]) -> u64) -> Self {
        let mut hashes = Vec::with_capacity(files.iter().map(Records::len).sum());
        for records in files {
            let mut walk = records.ids.walk();
            for _ in 0..records.len() {
                hashes.push(hash(walk.next()));
            }
        }
        Self::among(hashes)
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a hash came more than once: certainly where its text did. Whether two texts with one hash are equal is
    /// for the caller to see.
    pub(crate) fn contains(&self, hash: u64) -> bool {
        self.0.binary_search(&hash).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_what_comes_more_than_once_is_found() {
        let again = Again::among(vec![3, 1, 2, 3, 7, 7, 7, 0]);
        assert_eq!(
            [0, 1, 2, 3, 7, 8].map(|hash| again.contains(hash)),
            [false, false, false, true, true, false]
        );
        assert!(Again::among(vec![3, 1]).is_empty());
    }
}
