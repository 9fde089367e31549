//! PNG: a picture that any reader can unfold, proven by unfolding it, and nothing beside it. What programs write into the file about
//! its maker, the machine and the day, pictures for previews and further frames are left out.

use super::Refused;
use flate2::read::ZlibDecoder;
use std::io::Read;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// Width and height at most, in pixels: unfolded a picture takes 32 MB.
const MOST_PIXELS: u32 = 2000;
/// The parts that draw: size, palette, transparency, colours, pixels, end.
const KEPT: [&[u8; 4]; 8] =
    [b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"IDAT", b"IEND"];

/// The picture alone.
pub(super) fn picture(bytes: &[u8]) -> Result<Vec<u8>, Refused> {
    const EXPECTED: &str = "eine ganze PNG-Datei, höchstens 2000 Pixel breit und hoch";
    picture_of(bytes).map_err(|why| Refused::new(why, EXPECTED))
}

fn picture_of(bytes: &[u8]) -> Result<Vec<u8>, &'static str> {
    const BROKEN: &str = "ist kein ganzes PNG, oder hinter dem Bild steht noch etwas";
    let mut rest = bytes.strip_prefix(SIGNATURE).ok_or("ist kein PNG")?;
    let mut picture = SIGNATURE.to_vec();
    let mut pixels = Vec::new();
    let mut size = None;
    let mut has_palette = false;
    loop {
        let (part, behind) = part(rest).ok_or(BROKEN)?;
        match part.name {
            b"IHDR" if size.is_none() => size = Some(Size::of(part.content)?),
            _ if size.is_none() => return Err("ist kein PNG"),
            b"IHDR" => return Err(BROKEN),
            b"PLTE" => has_palette = true,
            b"IDAT" => pixels.extend_from_slice(part.content),
            _ => {}
        }
        if KEPT.contains(&part.name) {
            if part.checksum != checksum(&[part.name.as_slice(), part.content].concat()) {
                return Err("ist beschädigt");
            }
            let taken = rest.len() - behind.len();
            picture.extend_from_slice(rest.get(..taken).unwrap_or_default());
        }
        rest = behind;
        if part.name == b"IEND" {
            break;
        }
    }
    let size = size.ok_or("ist kein PNG")?;
    let is_whole = rest.is_empty() && (has_palette || !size.needs_palette);
    let expected = size.unfolded();
    let mut unfolded = Vec::new();
    let unfolding =
        ZlibDecoder::new(pixels.as_slice()).take(expected + 1).read_to_end(&mut unfolded);
    match unfolding {
        Ok(length) if is_whole && length as u64 == expected => Ok(picture),
        _ => Err(BROKEN),
    }
}

/// What the head of a picture says.
struct Size {
    width: u64,
    height: u64,
    /// Bits of a pixel.
    bits: u64,
    needs_palette: bool,
    is_interlaced: bool,
}

impl Size {
    fn of(head: &[u8]) -> Result<Self, &'static str> {
        const UNKNOWN: &str = "ist kein PNG";
        let &[_, _, _, _, _, _, _, _, depth, colour, 0, 0, interlace] = head else {
            return Err(UNKNOWN);
        };
        let (width, height) = (number(head, 0).ok_or(UNKNOWN)?, number(head, 4).ok_or(UNKNOWN)?);
        if ![width, height].iter().all(|it| (1..=MOST_PIXELS).contains(it)) {
            return Err("hat zu viele Pixel");
        }
        let channels = match (colour, depth) {
            (0, 1 | 2 | 4 | 8 | 16) | (3, 1 | 2 | 4 | 8) => 1,
            (2, 8 | 16) => 3,
            (4, 8 | 16) => 2,
            (6, 8 | 16) => 4,
            _ => return Err(UNKNOWN),
        };
        Ok(Self {
            width: width.into(),
            height: height.into(),
            bits: channels * u64::from(depth),
            needs_palette: colour == 3,
            is_interlaced: interlace != 0,
        })
    }

    /// The bytes of all lines, each with its filter; where the picture appears in steps, of all steps.
    fn unfolded(&self) -> u64 {
        /// First column and line of each step, and the distance of the next.
        const STEPS: [(u64, u64, u64, u64); 7] = [
            (0, 0, 8, 8),
            (4, 0, 8, 8),
            (0, 4, 4, 8),
            (2, 0, 4, 4),
            (0, 2, 2, 4),
            (1, 0, 2, 2),
            (0, 1, 1, 2),
        ];
        let steps = if self.is_interlaced { &STEPS[..] } else { &[(0, 0, 1, 1)][..] };
        let bytes = steps.iter().map(|(column, line, across, down)| {
            let width = self.width.saturating_sub(*column).div_ceil(*across);
            let height = self.height.saturating_sub(*line).div_ceil(*down);
            if width == 0 { 0 } else { height * (1 + (width * self.bits).div_ceil(8)) }
        });
        bytes.sum()
    }
}

/// A part of the file.
struct Part<'a> {
    name: &'a [u8; 4],
    content: &'a [u8],
    checksum: u32,
}

/// The first part, and what follows.
fn part(bytes: &[u8]) -> Option<(Part<'_>, &[u8])> {
    let length = usize::try_from(number(bytes, 0)?).ok()?;
    let name = bytes.get(4..8)?.try_into().ok()?;
    let end = length.checked_add(8)?;
    let part = Part { name, content: bytes.get(8..end)?, checksum: number(bytes, end)? };
    Some((part, bytes.get(end + 4..)?))
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// CRC-32 as PNG has it.
fn checksum(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use std::io::Write;

    fn packed(length: usize) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&vec![0; length]).unwrap();
        encoder.finish().unwrap()
    }

    /// A file with eight bits of each of four channels, further parts, and so many bytes unfolded.
    fn file(width: u32, height: u32, further: &[(&[u8; 4], &[u8])], unfolded: usize) -> Vec<u8> {
        let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
        let pixels = packed(unfolded);
        let mut bytes = SIGNATURE.to_vec();
        let first = [(b"IHDR", head.as_slice())];
        let last = [(b"IDAT", pixels.as_slice()), (b"IEND", b"")];
        for (name, content) in first.iter().chain(further).chain(&last) {
            bytes.extend(u32::try_from(content.len()).unwrap().to_be_bytes());
            bytes.extend(*name);
            bytes.extend(*content);
            bytes.extend(checksum(&[name.as_slice(), content].concat()).to_be_bytes());
        }
        bytes
    }

    #[test]
    fn a_picture_of_a_page_s_size_passes_without_what_is_said_of_its_maker() {
        let plain = file(1, 2000, &[(b"gAMA", b"1234")], 2000 * 5);
        assert_eq!(picture_of(&plain), Ok(plain.clone()));
        let told: [(&[u8; 4], &[u8]); 4] =
            [(b"gAMA", b"1234"), (b"tEXt", b"Author\0X"), (b"eXIf", b"x"), (b"acTL", b"12345678")];
        assert_eq!(picture_of(&file(1, 2000, &told, 2000 * 5)), Ok(plain));
    }

    #[test]
    fn a_picture_that_appears_in_steps_passes() {
        let size = |width, height| Size {
            width,
            height,
            bits: 32,
            needs_palette: false,
            is_interlaced: true,
        };
        // One pixel has one step; of 8 × 8 pixels each has its step, in 1, 1, 1, 2, 2, 4, 4 lines.
        assert_eq!(size(1, 1).unfolded(), 5);
        assert_eq!(size(8, 8).unfolded(), 8 * 8 * 4 + 15);
    }

    #[test]
    fn what_unfolds_or_is_more_than_a_picture_is_refused() {
        assert_eq!(picture_of(&file(30_000, 30_000, &[], 9)), Err("hat zu viele Pixel"));
        assert_eq!(picture_of(&file(0, 5, &[], 9)), Err("hat zu viele Pixel"));
        let whole = file(9, 9, &[], 9 * 37);
        assert!(picture_of(&whole).is_ok());
        for length in 0..whole.len() {
            assert!(picture_of(&whole[..length]).is_err(), "cut at {length}");
        }
        for at in SIGNATURE.len()..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x41;
            assert!(picture_of(&damaged).is_err(), "damaged at {at}");
        }
        assert!(picture_of(&[whole.as_slice(), b"<script>"].concat()).is_err());
        for unfolded in [0, 9 * 37 - 1, 9 * 37 + 1, 50_000_000] {
            assert!(picture_of(&file(9, 9, &[], unfolded)).is_err(), "{unfolded} bytes unfolded");
        }
        assert_eq!(picture_of(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), Err("ist kein PNG"));
    }
}
