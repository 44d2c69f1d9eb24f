//! Names as people write them: case, accents and emoji do not matter.

use crate::text;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Letters and digits in lower case, without accents, words one space apart.
#[must_use]
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.nfkd().filter(|letter| !is_combining_mark(*letter)) {
        if letter.is_alphanumeric() {
            out.extend(letter.to_lowercase());
        } else if !out.ends_with(' ') && !out.is_empty() && !is_silent(letter) {
            out.push(' ');
        }
    }
    out.trim_end().to_owned()
}

/// What joins letters and is not heard: apostrophes, variation selectors, joiners.
fn is_silent(letter: char) -> bool {
    matches!(letter, '\'' | '\u{2019}' | '\u{200d}' | '\u{fe0e}' | '\u{fe0f}' | '\u{ad}')
}

/// What follows `name` in `text`, when `text` begins with it as a whole: then comes the end, a
/// dash, a colon or an amount.
#[must_use]
pub fn after<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    if name.is_empty() {
        return None;
    }
    // The shortest beginning that folds to the name; what is not heard after it belongs to it.
    let longest = name.len() * 4 + 64;
    let ends = text.char_indices().map(|(at, letter)| at + letter.len_utf8());
    let ends = ends.take_while(|end| *end <= longest);
    let end = ends.into_iter().find(|end| {
        let next = text::after(text, *end).chars().next();
        next.is_none_or(|next| !next.is_alphanumeric()) && folded(text::before(text, *end)) == name
    })?;
    let rest = text::after(text, end)
        .trim_start_matches(|letter: char| !is_mark(letter) && !letter.is_alphanumeric());
    let mut letters = rest.chars();
    match letters.next() {
        None => Some(""),
        Some('-')
            if rest.trim_start_matches('-').starts_with(char::is_alphanumeric)
                && !text::after(text, end).starts_with([' ', '\u{a0}']) =>
        {
            None
        }
        Some(letter) if is_mark(letter) => Some(rest),
        Some(letter) if letter.is_ascii_digit() => Some(rest),
        Some(_) => None,
    }
}

const fn is_mark(letter: char) -> bool {
    matches!(letter, '-' | '–' | '—' | ':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_emoji_do_not_matter() {
        assert_eq!(folded("  Café-Crème 🚶\u{fe0f} x"), "cafe creme x");
        assert_eq!(after("WALK 🚶", "walk"), Some(""));
        assert_eq!(after("🚶 Walk 20 min", "walk"), Some("20 min"));
        assert_eq!(after("Walk — later, alone", "walk"), Some("— later, alone"));
        assert_eq!(after("walk: slowly", "walk"), Some(": slowly"));
        assert_eq!(after("Walk the dog", "walk"), None);
        assert_eq!(after("Walking", "walk"), None);
        assert_eq!(after("walk-in closet", "walk"), None);
        assert_eq!(after("A  short walk", "a short walk"), Some(""));
    }
}
