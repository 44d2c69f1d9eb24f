//! Colour profiles without words: whose screen or camera they were made for, by whom and when.
//!
//! Header and tags are those of ICC.1:2022, sections 7.2 and 7.3 and annex.

/// Tags that say how colours are to be read. What the others hold is blanked: texts, names of
/// devices, serial numbers.
const COLOURS: [&[u8; 4]; 25] = [
    b"rXYZ", b"gXYZ", b"bXYZ", b"wtpt", b"bkpt", b"rTRC", b"gTRC", b"bTRC", b"kTRC", b"chad",
    b"A2B0", b"A2B1", b"A2B2", b"B2A0", b"B2A1", b"B2A2", b"D2B0", b"D2B1", b"B2D0", b"B2D1",
    b"gamt", b"lumi", b"cicp", b"pre0", b"chrm",
];
/// Parts of the header: maker and time of the profile, of the device, a digest of what is blanked.
const HEADER: [std::ops::Range<usize>; 5] = [4..8, 24..36, 48..56, 80..84, 84..100];
const TABLE: usize = 128;
/// More tags than any profile has.
const MOST: usize = 200;

/// The profile with its colours alone, of the same length; `None` when it is damaged.
pub(super) fn clean(profile: &[u8]) -> Option<Vec<u8>> {
    let mut kept = vec![false; profile.len()];
    let mut blank =
        |range: std::ops::Range<usize>, keep: bool| kept.get_mut(range).map(|part| part.fill(keep));
    let count = number(profile, TABLE)?;
    let table = TABLE + 4;
    if count > MOST {
        return None;
    }
    blank(0..table + 12 * count, true)?;
    HEADER.into_iter().try_for_each(|part| blank(part, false))?;
    for tag in (0..count).map(|tag| table + 12 * tag) {
        let name = profile.get(tag..tag + 4)?;
        let (start, length) = (number(profile, tag + 4)?, number(profile, tag + 8)?);
        if COLOURS.iter().any(|known| *known == name) {
            blank(start..start.checked_add(length)?, true)?;
        } else {
            // What kind of value it is, so that it is read as an empty one.
            blank(start..start.checked_add(4)?, true)?;
        }
    }
    let bytes = profile.iter().zip(&kept);
    Some(bytes.map(|(byte, kept)| if *kept { *byte } else { 0 }).collect())
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let four = bytes.get(at..)?.first_chunk()?;
    usize::try_from(u32::from_be_bytes(*four)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_stay_and_words_go() {
        let mut profile = vec![7; TABLE];
        profile.extend(2_u32.to_be_bytes());
        for (name, at, length) in [(b"desc", 156_u32, 24_u32), (b"wtpt", 180, 20)] {
            profile.extend(name);
            profile.extend(at.to_be_bytes());
            profile.extend(length.to_be_bytes());
        }
        profile.extend(b"desc\0\0\0\0\0\0\0\x0bMy own screen");
        profile.truncate(180);
        profile.extend(b"XYZ \0\0\0\0white point.");
        let clean = clean(&profile).unwrap();
        assert_eq!(clean.len(), profile.len());
        assert!(clean.windows(6).all(|part| part != b"My own"));
        assert_eq!(clean[180..], profile[180..]);
        assert_eq!(&clean[156..160], b"desc");
        assert_eq!((&clean[80..100], &clean[36..48]), (&[0; 20][..], &[7; 12][..]));
        assert_eq!(super::clean(&profile[..150]), None);
    }
}
