//! Photos without what they say beside the picture: where and when they were taken, with which
//! camera, a small copy of what was cut away. How the picture is to be turned stays.

use exif::{In, Reader, Tag, Value};
use img_parts::jpeg::Jpeg;
use img_parts::png::Png;
use img_parts::webp::WebP;
use img_parts::{Bytes, ImageEXIF, ImageICC};

use super::icc;

/// Chunks of a PNG that the picture, its colours and its movement need, and the most bytes that one
/// may hold (PNG, third edition, 11): what is longer says something else.
const PNG_CHUNKS: [(&[u8; 4], usize); 20] = [
    (b"IHDR", 13),
    (b"PLTE", 768),
    (b"IDAT", usize::MAX),
    (b"IEND", 0),
    (b"tRNS", 256),
    (b"gAMA", 4),
    (b"cHRM", 32),
    (b"sRGB", 1),
    (b"iCCP", usize::MAX),
    (b"sBIT", 4),
    (b"bKGD", 6),
    (b"pHYs", 9),
    (b"hIST", 512),
    (b"cICP", 4),
    (b"mDCV", 24),
    (b"cLLI", 8),
    (b"acTL", 8),
    (b"fcTL", 26),
    (b"fdAT", usize::MAX),
    (b"eXIf", usize::MAX),
];
/// Chunks of a WebP that the picture, its colours and its movement need.
const WEBP_CHUNKS: [&[u8; 4]; 8] =
    [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP", b"EXIF"];
/// Chunks of a frame of a WebP film.
const FRAME_CHUNKS: [&[u8; 4]; 3] = [b"VP8 ", b"VP8L", b"ALPH"];
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
    image.chunks_mut().retain(|chunk| {
        let known = |(kind, most): &(&[u8; 4], usize)| {
            **kind == chunk.kind() && chunk.contents().len() <= *most
        };
        PNG_CHUNKS.iter().any(known)
    });
    image.set_exif(turned);
    wordless(&mut image);
    Some(image.encoder().bytes().to_vec())
}

/// Whether a frame of a WebP film holds its picture alone: behind 16 bytes of place and time, its
/// chunks (WebP container specification, "Animation").
fn is_picture_alone(frame: &[u8]) -> bool {
    const PLACE: usize = 16;
    let mut rest = frame.get(PLACE..).unwrap_or_default();
    while !rest.is_empty() {
        let (Some(name), Some(size)) = (rest.first_chunk::<4>(), rest.get(4..8)) else {
            return false;
        };
        let size = size.iter().rev().fold(0_usize, |size, byte| size << 8 | usize::from(*byte));
        // A chunk of odd length has one more byte.
        let Some(next) = size.checked_add(size % 2 + 8).and_then(|end| rest.get(end..)) else {
            return false;
        };
        if !FRAME_CHUNKS.contains(&name) {
            return false;
        }
        rest = next;
    }
    true
}

/// The same for a WebP.
pub(super) fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut image = WebP::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
    // What else a frame of a film holds is not taken out here.
    let mut frames = image.chunks().iter().filter(|chunk| chunk.id() == *b"ANMF");
    if !frames.all(|frame| frame.content().data().is_some_and(|data| is_picture_alone(data))) {
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
    use img_parts::png::PngChunk;

    fn holds(bytes: &[u8], mark: &[u8]) -> bool {
        bytes.windows(mark.len()).any(|window| window == mark)
    }

    /// A chunk of a RIFF file.
    fn chunk(name: &str, contents: &[u8]) -> Vec<u8> {
        let size = u32::try_from(contents.len()).unwrap().to_le_bytes();
        let odd = if contents.len() % 2 == 1 { &b"\0"[..] } else { b"" };
        [name.as_bytes(), size.as_slice(), contents, odd].concat()
    }

    /// A WebP film of one frame.
    fn film(frame: &[u8]) -> Vec<u8> {
        let frame = [&[0; 16], frame].concat();
        let chunks = [
            b"WEBP".to_vec(),
            chunk("VP8X", &[2, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
            chunk("ANIM", &[0; 6]),
            chunk("ANMF", &frame),
            chunk("NOTE", b"at home"),
        ];
        chunk("RIFF", &chunks.concat())
    }

    #[test]
    fn a_frame_of_a_film_that_tells_more_than_its_picture_is_not_taken_for_clean() {
        let picture = chunk("VP8L", b"abc");
        let clean = webp(&film(&picture)).unwrap();
        assert!(holds(&clean, b"abc") && !holds(&clean, b"home"));
        for more in [chunk("XMP ", b"at home"), chunk("Mine", b"at home"), b"at home".to_vec()] {
            assert_eq!(webp(&film(&[picture.clone(), more].concat())), None);
        }
    }

    #[test]
    fn what_is_hidden_in_a_chunk_of_fixed_size_goes() {
        let chunk = |name: &str, contents: &[u8]| {
            let name = name.as_bytes().try_into().unwrap();
            PngChunk::new(name, Bytes::copy_from_slice(contents)).encoder().bytes().to_vec()
        };
        let file = |dots: &[u8]| {
            let chunks = [chunk("IHDR", &[0; 13]), chunk("pHYs", dots), chunk("IEND", b"")];
            [b"\x89PNG\r\n\x1a\n".to_vec(), chunks.concat()].concat()
        };
        assert!(holds(&png(&file(&[1; 9])).unwrap(), b"pHYs"));
        assert!(!holds(&png(&file(b"\0\0\0\0\0\0\0\0\0at home")).unwrap(), b"home"));
    }

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
