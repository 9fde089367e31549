//! PNG: the parts of the file from its first byte to its last, and a size that any reader can unfold.

use super::Refused;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// Width and height at most, in pixels: unfolded a picture takes 16 MB. Other parts unfold to a thousandfold of the file at most.
const MOST_PIXELS: u32 = 2000;
pub(super) fn check(bytes: &[u8]) -> Result<(), Refused> {
    const EXPECTED: &str = "eine ganze PNG-Datei, höchstens 2000 Pixel breit und hoch";
    let refused = |why: &str| Refused::new(why, EXPECTED);
    let mut rest = bytes.strip_prefix(SIGNATURE).ok_or_else(|| refused("ist kein PNG"))?;
    let mut size = None;
    let mut has_pixels = false;
    // Each part: length, name, content, check.
    while let Some((name, content, behind)) = part(rest) {
        match name {
            b"IHDR" if size.is_none() => size = Some((number(content, 0), number(content, 4))),
            _ if size.is_none() => return Err(refused("ist kein PNG")),
            b"IDAT" => has_pixels = true,
            b"IEND" if behind.is_empty() && has_pixels => {
                let fits =
                    |length: Option<u32>| length.is_some_and(|it| (1..=MOST_PIXELS).contains(&it));
                let is_small = size.is_some_and(|(width, height)| fits(width) && fits(height));
                return if is_small { Ok(()) } else { Err(refused("hat zu viele Pixel")) };
            }
            _ => {}
        }
        rest = behind;
    }
    Err(refused("ist kein ganzes PNG, oder hinter dem Bild steht noch etwas"))
}

/// Name and content of the first part, and what follows.
fn part(bytes: &[u8]) -> Option<(&[u8; 4], &[u8], &[u8])> {
    let length = usize::try_from(number(bytes, 0)?).ok()?;
    let name = bytes.get(4..8)?.try_into().ok()?;
    let end = length.checked_add(8)?;
    Some((name, bytes.get(8..end)?, bytes.get(end.checked_add(4)?..)?))
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32, further: &[(&[u8], &[u8])]) -> Vec<u8> {
        let mut head = width.to_be_bytes().to_vec();
        head.extend(height.to_be_bytes());
        head.extend([8, 6, 0, 0, 0]);
        let mut bytes = SIGNATURE.to_vec();
        let parts = [(b"IHDR".as_slice(), head.as_slice())];
        let end = [(b"IDAT".as_slice(), b"x".as_slice()), (b"IEND", b"")];
        for (name, content) in parts.iter().chain(further).chain(&end) {
            bytes.extend(u32::try_from(content.len()).unwrap().to_be_bytes());
            bytes.extend(*name);
            bytes.extend(*content);
            bytes.extend([0; 4]);
        }
        bytes
    }

    fn why(bytes: &[u8]) -> String {
        check(bytes).err().map_or_else(String::new, |Refused(why, _)| why)
    }

    #[test]
    fn a_picture_of_a_page_s_size_passes() {
        assert_eq!(why(&png(1, 2000, &[(b"gAMA", b"1234")])), "");
    }

    #[test]
    fn what_unfolds_or_is_more_than_a_picture_is_refused() {
        assert_eq!(why(&png(30_000, 30_000, &[])), "hat zu viele Pixel");
        assert_eq!(why(&png(0, 5, &[])), "hat zu viele Pixel");
        let whole = png(9, 9, &[]);
        for length in 0..whole.len() {
            assert!(!why(&whole[..length]).is_empty(), "cut at {length}");
        }
        let mut longer = whole.clone();
        longer.extend(b"<script>");
        assert!(why(&longer).contains("hinter dem Bild"));
        assert_eq!(why(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "ist kein PNG");
    }
}
