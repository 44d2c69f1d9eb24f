//! Words as they are searched, and their stems.

use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// Calls `take` with every word of a text as it is searched: lower case, no accents, no apostrophes.
pub(crate) fn each_word(text: &str, mut take: impl FnMut(&str)) {
    let mut word = String::new();
    for letter in text.chars() {
        match letter {
            letter if letter.is_ascii_alphanumeric() => word.push(letter.to_ascii_lowercase()),
            '\'' | '’' => {}
            letter if letter.is_alphanumeric() => decompose_canonical(letter, |part| {
                if !is_combining_mark(part) {
                    word.extend(part.to_lowercase());
                }
            }),
            letter if is_combining_mark(letter) => {}
            _ if word.is_empty() => {}
            _ => {
                take(&word);
                word.clear();
            }
        }
    }
    if !word.is_empty() {
        take(&word);
    }
}

/// The stemmer of a language; of one that has none, the English one.
pub(crate) fn stemmer(language: &str) -> Stemmer {
    let algorithm = match language {
        "ar" => Algorithm::Arabic,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "es" => Algorithm::Spanish,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "nl" => Algorithm::Dutch,
        "no" | "nb" | "nn" => Algorithm::Norwegian,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => Algorithm::English,
    };
    Stemmer::create(algorithm)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded() {
        let mut found = Vec::new();
        each_word("Don’t stop the Café — at 7 o'clock, Ängste!", |word| {
            found.push(word.to_owned());
        });
        assert_eq!(found, ["dont", "stop", "the", "cafe", "at", "7", "oclock", "angste"]);
    }
}
