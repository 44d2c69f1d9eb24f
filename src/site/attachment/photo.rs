//! Photos without what they say beside the picture: where and when they were taken, with which
//! camera, a small copy of what was cut away. How the picture is to be turned stays.

use exif::{In, Reader, Tag, Value};
use img_parts::jpeg::Jpeg;
use img_parts::png::Png;
use img_parts::webp::WebP;
use img_parts::{Bytes, ImageEXIF, ImageICC};

use super::icc;

/// Chunks of a PNG that the picture, its colours and its movement need.
const PNG_CHUNKS: [&[u8; 4]; 20] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT",
    b"bKGD", b"pHYs", b"hIST", b"cICP", b"mDCV", b"cLLI", b"acTL", b"fcTL", b"fdAT", b"eXIf",
];
/// Chunks of a WebP that the picture, its colours and its movement need.
const WEBP_CHUNKS: [&[u8; 4]; 8] =
    [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP", b"EXIF"];
/// Application data of a JPEG; of these the picture needs JFIF, ICC profiles and Adobe colours.
const APPLICATION: std::ops::RangeInclusive<u8> = 0xe0..=0xef;
/// Extensions of the format that no picture of a journal uses.
const EXTRA: std::ops::RangeInclusive<u8> = 0xf0..=0xfd;
const COMMENT: u8 = 0xfe;
const SCAN: u8 = 0xda;

/// A JPEG with its picture alone; `None` when it cannot be taken apart, and so not be cleaned.
pub(super) fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut image = Jpeg::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
    let turned = image.exif().and_then(|exif| orientation(&exif));
    image.segments_mut().retain(|segment| {
        let contents = segment.contents();
        match segment.marker() {
            0xe0 => contents.starts_with(b"JFIF\0"),
            0xe2 => contents.starts_with(b"ICC_PROFILE\0"),
            // Version, flags and transform, and no word behind them.
            0xee => contents.starts_with(b"Adobe") && contents.len() == 12,
            marker => {
                marker != COMMENT && !APPLICATION.contains(&marker) && !EXTRA.contains(&marker)
            }
        }
    });
    image.set_exif(turned);
    wordless(&mut image);
    Some(picture_alone(&image.encoder().bytes()))
}

/// The bytes up to the end of the picture, for phones put videos behind it; without comments and
/// application data between its scans, and without the small picture of a JFIF header.
fn picture_alone(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut scanned = false;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let marker = bytes.get(at + 1).copied().unwrap_or(0);
        // No marker: data, an escaped byte, the start, a restart or a fill byte.
        if *byte != 0xff || matches!(marker, 0x00 | 0xd0..=0xd8 | 0xff) {
            out.push(*byte);
            at += 1;
            if *byte == 0xff && matches!(marker, 0xd0..=0xd8) {
                out.push(marker);
                at += 1;
            }
            continue;
        }
        if marker == 0xd9 {
            out.extend([0xff, 0xd9]);
            break;
        }
        let Some(length) = bytes.get(at + 2..).and_then(|rest| rest.first_chunk()) else { break };
        let length = usize::from(u16::from_be_bytes(*length));
        let Some(segment) = bytes.get(at..at + 2 + length) else { break };
        let telling = marker == COMMENT || APPLICATION.contains(&marker);
        let header = segment.get(4..16).filter(|header| header.starts_with(b"JFIF\0"));
        if let Some(header) = header.filter(|_| segment.len() > 18) {
            out.extend([0xff, marker, 0, 16]);
            out.extend(header);
            out.extend([0, 0]);
        } else if !(telling && scanned) {
            out.extend(segment);
        }
        scanned |= marker == SCAN;
        at += 2 + length;
    }
    out
}

/// The same for a PNG.
pub(super) fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut image = Png::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
    let turned = image.exif().and_then(|exif| orientation(&exif));
    image.chunks_mut().retain(|chunk| PNG_CHUNKS.contains(&&chunk.kind()));
    image.set_exif(turned);
    wordless(&mut image);
    Some(image.encoder().bytes().to_vec())
}

/// Where the first chunk of a WebP may begin.
const FRAMES_FROM: usize = 12;

fn holds(bytes: &[u8], mark: &[u8]) -> bool {
    bytes.windows(mark.len()).any(|window| window == mark)
}

/// The same for a WebP.
pub(super) fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut image = WebP::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
    // A frame of a film has chunks of its own, which are not taken apart here.
    let telling = |frame: &[u8]| [b"EXIF", b"XMP "].iter().any(|name| holds(frame, *name));
    if holds(bytes, b"ANMF") && telling(bytes.get(FRAMES_FROM..).unwrap_or_default()) {
        return None;
    }
    let turned = image.exif().and_then(|exif| orientation(&exif));
    image.chunks_mut().retain(|chunk| WEBP_CHUNKS.contains(&&chunk.id()));
    image.set_exif(turned);
    wordless(&mut image);
    Some(image.encoder().bytes().to_vec())
}

/// Takes the words out of the colour profile; one that is damaged goes.
fn wordless(image: &mut impl ImageICC) {
    let profile = image.icc_profile();
    image.set_icc_profile(profile.and_then(|profile| icc::clean(&profile)).map(Bytes::from));
}

/// EXIF data that says how the picture is to be turned, and nothing else; `None` where it is
/// upright.
fn orientation(exif: &[u8]) -> Option<Bytes> {
    let read = Reader::new().read_raw(exif.to_vec()).ok()?;
    let Value::Short(values) = &read.get_field(Tag::Orientation, In::PRIMARY)?.value else {
        return None;
    };
    let turned = values.first().filter(|turned| (2..=8).contains(*turned))?;
    // One field, 0x0112, a short.
    let mut bytes = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
    bytes.extend(turned.to_be_bytes());
    bytes.extend([0; 6]);
    Some(Bytes::from(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A JPEG without a picture: a comment, data of a camera, one scan, a video behind it.
    fn photo(turned: u8) -> Vec<u8> {
        let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0".to_vec();
        exif.extend([turned, 0, 0]);
        exif.extend(b"\x01\x0f\0\x02\0\0\0\x04Cam\0\0\0\0\0");
        let mut out = vec![0xff, 0xd8];
        for (marker, contents) in [(0xe1, exif.as_slice()), (0xfe, b"at home")] {
            out.extend([0xff, marker]);
            out.extend(u16::try_from(contents.len() + 2).unwrap_or_default().to_be_bytes());
            out.extend(contents);
        }
        out.extend(b"\xff\xda\0\x02ab\xff\0c\xff\xd9VIDEO");
        out
    }

    #[test]
    fn the_picture_stays_and_what_it_says_goes() {
        let clean = jpeg(&photo(1)).unwrap();
        assert_eq!(clean, b"\xff\xd8\xff\xda\0\x02ab\xff\0c\xff\xd9");
    }

    #[test]
    fn a_turned_picture_stays_turned() {
        let clean = jpeg(&photo(6)).unwrap();
        assert!(!holds(&clean, b"Cam") && !holds(&clean, b"home") && !holds(&clean, b"VIDEO"));
        let read = Reader::new().read_from_container(&mut std::io::Cursor::new(clean));
        let turned = read
            .ok()
            .and_then(|exif| exif.get_field(Tag::Orientation, In::PRIMARY)?.value.get_uint(0));
        assert_eq!(turned, Some(6));
    }

    #[test]
    fn what_is_damaged_is_not_taken_for_clean() {
        assert_eq!(jpeg(b"\xff\xd8\xff\xe1\xff\xffExif\0\0"), None);
    }
}
