//! Files of the journal that pages show or link to: what of them goes onto the site.
//!
//! Only kinds of files that are known go there, told by their first bytes, for names lie; and of
//! these the picture or the text alone: not where and when it was made, with which camera, by whom.
//! Whatever can hold more than it shows, and cannot be cleaned, is left off and named.

mod gif;
mod icc;
mod photo;

use crate::config::Attachments;

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cleaned {
    /// What goes onto the site.
    Clean(Vec<u8>),
    /// It stays off the site, and this is why and what can be done.
    LeftOff(&'static str),
}

/// What goes onto the site of a file with this ending, in small letters. With
/// [`Attachments::AsTheyAre`] that is what cannot be cleaned too, as it is.
#[must_use]
pub(crate) fn clean(ending: &str, bytes: Vec<u8>, attachments: Attachments) -> Cleaned {
    let kind = kind(ending, &bytes);
    let cleaned = match kind {
        FileKind::Jpeg => photo::jpeg(&bytes),
        FileKind::Png => photo::png(&bytes),
        FileKind::WebP => photo::webp(&bytes),
        FileKind::Gif => gif::clean(&bytes),
        FileKind::Text => return Cleaned::Clean(bytes),
        _ => None,
    };
    match cleaned {
        Some(bytes) => Cleaned::Clean(bytes),
        None if attachments == Attachments::AsTheyAre => Cleaned::Clean(bytes),
        None => Cleaned::LeftOff(kind.advice()),
    }
}

/// What kind of file something is, as far as that matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FileKind {
    Jpeg,
    Png,
    WebP,
    Gif,
    /// Plain text: it holds what it shows.
    Text,
    /// A photo as a phone or a camera keeps it, or any other picture that is not read here.
    Picture,
    Drawing,
    Film,
    Sound,
    Document,
    Other,
}

impl FileKind {
    /// Why a file of this kind that cannot be cleaned stays off the site, and what can be done.
    const fn advice(self) -> &'static str {
        match self {
            Self::Jpeg | Self::Png | Self::WebP | Self::Gif => {
                "it is damaged, so what it says beside the picture cannot be taken out. Save it anew with a program that shows it."
            }
            Self::Picture => {
                "it may say where it was taken, and that cannot be taken out of this kind of file. Save it as JPEG, PNG or WebP."
            }
            Self::Drawing => {
                "a drawing of this kind can hold notes and scripts. Export it as PNG, or set `attachments: as-they-are`."
            }
            Self::Film => {
                "a film may say where it was made, and that cannot be taken out here. Set `attachments: as-they-are` if you want it there."
            }
            Self::Sound => {
                "a recording may say when, where and by whom it was made, and that cannot be taken out here. Set `attachments: as-they-are` if you want it there."
            }
            Self::Document => {
                "a document may name its author and hold what it does not show. Set `attachments: as-they-are` if you want it there."
            }
            Self::Text | Self::Other => {
                "what this kind of file holds beside what it shows is not known here. Set `attachments: as-they-are` if you want it there."
            }
        }
    }
}

/// Endings of plain text that browsers show and never run.
const TEXTS: [&str; 6] = ["txt", "text", "csv", "tsv", "log", "ics"];

/// How files begin, and at which byte. What is not a known picture or plain text is told apart
/// only for the sake of advice.
const MARKS: [(usize, &[u8], FileKind); 36] = [
    (0, b"\xff\xd8\xff", FileKind::Jpeg),
    (0, b"\x89PNG\r\n\x1a\n", FileKind::Png),
    (8, b"WEBP", FileKind::WebP),
    (0, b"GIF87a", FileKind::Gif),
    (0, b"GIF89a", FileKind::Gif),
    // TIFF, and raw photos made of it: CR2, NEF, ARW, DNG; BigTIFF; those of Olympus, Panasonic, Fuji.
    (0, b"II*\0", FileKind::Picture),
    (0, b"MM\0*", FileKind::Picture),
    (0, b"II+\0", FileKind::Picture),
    (0, b"MM\0+", FileKind::Picture),
    (0, b"IIRO", FileKind::Picture),
    (0, b"IIRS", FileKind::Picture),
    (0, b"MMOR", FileKind::Picture),
    (0, b"IIU\0", FileKind::Picture),
    (0, b"FUJIFILM", FileKind::Picture),
    // JPEG 2000, JPEG XL, bitmaps, Photoshop.
    (0, b"\0\0\0\x0cjP  ", FileKind::Picture),
    (0, b"\xff\x4f\xff\x51", FileKind::Picture),
    (0, b"\0\0\0\x0cJXL ", FileKind::Picture),
    (0, b"\xff\x0a", FileKind::Picture),
    (0, b"BM", FileKind::Picture),
    (0, b"8BPS", FileKind::Picture),
    (0, b"%PDF", FileKind::Document),
    // Office documents and books are archives.
    (0, b"PK\x03\x04", FileKind::Document),
    (0, b"\x1a\x45\xdf\xa3", FileKind::Film),
    (8, b"AVI ", FileKind::Film),
    (0, b"ID3", FileKind::Sound),
    (0, b"OggS", FileKind::Sound),
    (0, b"fLaC", FileKind::Sound),
    (8, b"WAVE", FileKind::Sound),
    (8, b"AIFF", FileKind::Sound),
    (0, b"caff", FileKind::Sound),
    (0, b"#!AMR", FileKind::Sound),
    (0, b"MThd", FileKind::Sound),
    (0, b"\0\0\x01\xba", FileKind::Film),
    (0, b"FLV\x01", FileKind::Film),
    (0, b"\x30\x26\xb2\x75", FileKind::Film),
    // Office documents of old.
    (0, b"\xd0\xcf\x11\xe0", FileKind::Document),
];
/// Brands of ISO media files that are pictures or sounds; the others are films.
const PICTURE_BRANDS: [&[u8]; 5] = [b"hei", b"hev", b"mif", b"msf", b"avi"];
const RAW_BRAND: &[u8] = b"crx ";
const SOUND_BRANDS: [&[u8]; 3] = [b"M4A", b"M4B", b"F4A"];

fn kind(ending: &str, bytes: &[u8]) -> FileKind {
    let starts =
        |at: usize, mark: &[u8]| bytes.get(at..).is_some_and(|rest| rest.starts_with(mark));
    let known = MARKS.iter().find(|(at, mark, _)| starts(*at, mark));
    if let Some((_, _, kind)) = known {
        return *kind;
    }
    if starts(4, b"ftyp") {
        return match () {
            () if starts(8, RAW_BRAND) || PICTURE_BRANDS.iter().any(|b| starts(8, b)) => {
                FileKind::Picture
            }
            () if SOUND_BRANDS.iter().any(|brand| starts(8, brand)) => FileKind::Sound,
            () => FileKind::Film,
        };
    }
    // Films of QuickTime without a brand; sound of MPEG without a tag.
    if [b"moov", b"mdat", b"wide", b"free"].iter().any(|mark| starts(4, *mark)) {
        return FileKind::Film;
    }
    if matches!(bytes, [0xff, second, ..] if second & 0xe0 == 0xe0) {
        return FileKind::Sound;
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return FileKind::Other };
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let near: String = start.chars().take(1024).collect();
    if start.starts_with("{\\rtf") || near.contains("%PDF") {
        return FileKind::Document;
    }
    if start.starts_with('<') {
        // Some browsers show markup whatever its name says.
        return if near.contains("<svg") { FileKind::Drawing } else { FileKind::Other };
    }
    let odd = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    if TEXTS.contains(&ending) && !text.contains(odd) { FileKind::Text } else { FileKind::Other }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left_off(ending: &str, bytes: &[u8]) -> &'static str {
        match clean(ending, bytes.to_vec(), Attachments::Clean) {
            Cleaned::LeftOff(advice) => advice,
            Cleaned::Clean(_) => panic!("{ending} {bytes:?} is on the site"),
        }
    }

    #[test]
    fn what_is_not_known_to_be_clean_is_left_off_with_advice_for_its_kind() {
        let isobmff = |brand: &[u8]| [b"\0\0\0\x18ftyp", brand, b"\0\0\0\0"].concat();
        let pictures: [Vec<u8>; 12] = [
            isobmff(b"heic"),
            isobmff(b"heix"),
            isobmff(b"mif1"),
            isobmff(b"avif"),
            isobmff(b"crx "),
            b"IIRO\x08\0\0\0".to_vec(),
            b"IIU\0\x08\0\0\0".to_vec(),
            b"II+\0\x08\0".to_vec(),
            b"MM\0+\0\x08".to_vec(),
            b"\0\0\0\x0cjP  \r\n\x87\n".to_vec(),
            b"II*\0".to_vec(),
            b"\xff\x4f\xff\x51".to_vec(),
        ];
        for bytes in pictures {
            assert!(left_off("jpg", &bytes).contains("JPEG, PNG or WebP"), "{bytes:?}");
        }
        for bytes in [isobmff(b"mp42"), isobmff(b"qt  "), b"\0\0\0\x08wide".to_vec()] {
            assert!(left_off("mp4", &bytes).starts_with("a film"), "{bytes:?}");
        }
        for bytes in [b"ID3\x04".to_vec(), isobmff(b"M4A "), b"\xff\xfb\x90\0".to_vec()] {
            assert!(left_off("mp3", &bytes).starts_with("a recording"), "{bytes:?}");
        }
        assert!(left_off("txt", b"<svg><metadata>home</metadata></svg>").starts_with("a drawing"));
        for text in ["\u{feff} <?xml?><html/>", "<3 eggs", "<gpx><trk/></gpx>"] {
            assert!(left_off("txt", text.as_bytes()).starts_with("what this kind"), "{text}");
        }
        assert!(left_off("wma", b"\x30\x26\xb2\x75\x8e").starts_with("a film"));
        assert!(left_off("aiff", b"FORM\0\0\0\0AIFF").starts_with("a recording"));
        assert!(left_off("doc", b"\xd0\xcf\x11\xe0").starts_with("a document"));
        assert!(left_off("pdf", b"%PDF-1.7").starts_with("a document"));
        assert!(left_off("bin", b"\0\x01\x02").contains("not known"));
        assert!(left_off("jpg", b"\xff\xd8\xff\xe1\xff\xffExif\0\0").contains("damaged"));
        assert!(left_off("txt", b"a\0b").contains("not known"), "no text");
        assert!(left_off("js", b"alert(1)").contains("not known"));
    }

    #[test]
    fn plain_text_and_whatever_is_wanted_as_it_is_go_there() {
        let text = b"eggs\r\n\tmilk\n".to_vec();
        assert_eq!(clean("txt", text.clone(), Attachments::Clean), Cleaned::Clean(text));
        let film = b"\0\0\0\x18ftypmp42".to_vec();
        assert_eq!(clean("mp4", film.clone(), Attachments::AsTheyAre), Cleaned::Clean(film));
    }
}
