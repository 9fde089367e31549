//! The key case numbers are hashed with. It is made once for a project, stays in the office, and is
//! never printed: without it nobody can try case numbers until a hash fits.

use super::StripError;
use crate::project::files;
use crate::publish::{self, Lock};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::path::Path;

/// The file in the project folder.
pub(super) const FILE: &str = "strip.key";

/// Bytes of a key, and of a block of SHA-256.
const KEY: usize = 32;
const BLOCK: usize = 64;
/// Bytes of a pseudonym; among a million cases two are alike with a chance below 1 in 10^16.
const PSEUDONYM: usize = 12;

/// A key. Not printable.
pub(super) struct Key([u8; KEY]);

impl Key {
    /// The key of a project; made on first use, from the randomness of the operating system.
    pub(super) fn of(project: &Path) -> Result<Self, StripError> {
        let path = project.join(FILE);
        let io = |source| StripError::io(&path, source);
        let read = || match files::text(&path) {
            Ok(text) => {
                let key = parse(text.trim());
                key.map(Some).ok_or_else(|| StripError::Key(super::shown(&path)))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(io(error)),
        };
        if let Some(key) = read()? {
            return Ok(key);
        }
        let _lock = Lock::of_project(project)?;
        // Another run may have been quicker; both use its key.
        if let Some(key) = read()? {
            return Ok(key);
        }
        let mut key = [0; KEY];
        getrandom::fill(&mut key).map_err(|error| io(std::io::Error::other(error.to_string())))?;
        // Half a key would be none for ever.
        publish::add_file(&path, format!("{}\n", hexadecimal(&key)).as_bytes(), true)?;
        Ok(Self(key))
    }

    /// What stands for a case number: the first bytes of its HMAC-SHA-256 (RFC 2104), in hexadecimal.
    pub(super) fn pseudonym(&self, case_id: &str) -> String {
        let pad = |byte: u8| {
            let mut block = [byte; BLOCK];
            block.iter_mut().zip(self.0).for_each(|(to, from)| *to ^= from);
            block
        };
        let inner = Sha256::new().chain_update(pad(0x36)).chain_update(case_id).finalize();
        let outer = Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize();
        hexadecimal(outer.get(..PSEUDONYM).unwrap_or_default())
    }
}

fn parse(text: &str) -> Option<Key> {
    let mut key = [0; KEY];
    if text.len() != 2 * KEY || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    for (position, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * position..2 * position + 2)?, 16).ok()?;
    }
    Some(Key(key))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_construction_is_hmac_sha_256() {
        // RFC 4231, test case 2 has a short key; filled with zeros to a block it is the same key.
        let mut key = [0; KEY];
        key[..4].copy_from_slice(b"Jefe");
        assert_eq!(Key(key).pseudonym("what do ya want for nothing?"), "5bdcc146bf60754e6a042426");
    }

    #[test]
    fn a_key_is_read_back_and_a_damaged_one_is_refused() {
        let key = Key([0xa7; KEY]);
        let read = parse(&hexadecimal(&key.0)).unwrap();
        assert_eq!(read.0, key.0);
        assert!(parse("abc").is_none());
        assert!(parse(&"g".repeat(64)).is_none());
        assert!(parse(&"+a".repeat(32)).is_none(), "a sign is no digit");
    }
}
