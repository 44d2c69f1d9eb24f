//! Numbers and words as short text that is read fast: digits of base 64, lists as differences or
//! as bits, words without what they share with the one before.

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// Before a list that is written as bits.
const BITS: char = '!';

fn digit(value: usize) -> char {
    DIGITS.get(value & 63).map_or('A', |digit| char::from(*digit))
}

/// A number, five bits a digit, the lowest first; the sixth bit says that more follow.
pub(super) fn digits(mut number: usize) -> String {
    let mut out = String::new();
    while number >= 32 {
        out.push(digit(32 | (number & 31)));
        number >>= 5;
    }
    out.push(digit(number));
    out
}

/// A rising list of numbers below `count`: the shorter of its differences and its bits.
pub(super) fn postings(list: &[u32], count: usize) -> String {
    if list.len() > count / 6 {
        let mut bits = vec![0_usize; count.div_ceil(6)];
        for at in list {
            let at = *at as usize;
            if let Some(six) = bits.get_mut(at / 6) {
                *six |= 1 << (at % 6);
            }
        }
        return std::iter::once(BITS).chain(bits.into_iter().map(digit)).collect();
    }
    let mut out = String::with_capacity(list.len() * 2);
    let mut next = 0;
    for at in list {
        out.push_str(&digits((at - next) as usize));
        next = at + 1;
    }
    out
}

/// Sorted words, each as a digit for the letters it shares with the one before, and the rest.
pub(super) fn front_coded<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut out = String::new();
    let mut before = "";
    for word in words {
        let same = word.chars().zip(before.chars()).take_while(|(a, b)| a == b);
        let same: Vec<char> = same.map(|(letter, _)| letter).take(63).collect();
        let bytes: usize = same.iter().map(|letter| letter.len_utf8()).sum();
        if !out.is_empty() {
            out.push(' ');
        }
        // The page counts in UTF-16.
        out.push(digit(same.iter().map(|letter| letter.len_utf16()).sum::<usize>().min(63)));
        out.push_str(word.get(bytes..).unwrap_or_default());
        before = word;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_short() {
        assert_eq!(postings(&[0, 1, 40], 1000), "AAmB");
        assert_eq!(postings(&[0, 1, 2, 5], 6), "!n");
        assert_eq!((digits(31), digits(32)), ("f".to_owned(), "gB".to_owned()));
        assert_eq!(front_coded(["walk", "walker", "was"].into_iter()), "Awalk Eer Cs");
    }
}
