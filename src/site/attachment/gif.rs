//! GIF pictures without comments, XMP and whatever else applications put there.
//!
//! The blocks are those of the specification of 1990, appendix A.

/// Applications whose blocks say how often a film is shown.
const LOOPS: [&[u8]; 2] = [b"NETSCAPE2.0", b"ANIMEXTS1.0"];
const EXTENSION: u8 = 0x21;
const IMAGE: u8 = 0x2c;
const TRAILER: u8 = 0x3b;
const GRAPHIC_CONTROL: u8 = 0xf9;
const APPLICATION: u8 = 0xff;

/// The picture alone; `None` when the file is damaged.
pub(super) fn clean(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut at = 6 + 7 + table_length(*bytes.get(10)?);
    let mut out = bytes.get(..at)?.to_vec();
    loop {
        let start = at;
        match *bytes.get(at)? {
            TRAILER => {
                out.push(TRAILER);
                // What stands behind it is no part of the picture.
                return Some(out);
            }
            IMAGE => {
                let data = at + 10 + table_length(*bytes.get(at + 9)?);
                at = blocks_end(bytes, data + 1)?;
                out.extend(bytes.get(start..at)?);
            }
            EXTENSION => {
                let label = *bytes.get(at + 1)?;
                at = blocks_end(bytes, at + 2)?;
                let name = bytes.get(start + 3..start + 14).unwrap_or_default();
                let needed = label == GRAPHIC_CONTROL
                    || label == APPLICATION && LOOPS.contains(&name) && at - start <= 19;
                if needed {
                    out.extend(bytes.get(start..at)?);
                }
            }
            _ => return None,
        }
    }
}

/// The length of a colour table, of which these flags tell.
const fn table_length(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// Where a chain of blocks, each with its length before it, ends.
fn blocks_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_and_its_loop_stay_and_what_is_said_beside_it_goes() {
        let head = b"GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0";
        let looped = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0";
        let picture = b"\x21\xf9\x04\0\0\0\0\0\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0";
        let telling = b"\x21\xfe\x07at home\0\x21\xff\x0bXMP DataXMP\x04here\0";
        let source = [head.as_slice(), looped, telling, picture, telling, b";", b"behind"].concat();
        let expected = [head.as_slice(), looped, picture, b";"].concat();
        assert_eq!(clean(&source), Some(expected));
        assert_eq!(clean(&source[..40]), None, "cut short");
    }
}
