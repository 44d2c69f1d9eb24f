//! A question, and whether a text answers it.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use rust_stemmers::Stemmer;

use super::words::each_word;
use crate::text::regex;

/// Words with fewer letters are not forgiven one.
const SHORTEST: usize = 4;

static TERM: LazyLock<Regex> = LazyLock::new(|| regex(r#"(-?)(?:"([^"]*)"|"?([^\s"]+))"#));
/// What a word is in a text; apostrophes belong to it.
static WORD: LazyLock<Regex> = LazyLock::new(|| regex(r"[\p{Alphabetic}\p{M}\p{N}'’]+"));

/// What is asked.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    terms: Vec<Term>,
}

/// A word or a phrase that must occur, or must not.
#[derive(Debug, Clone)]
struct Term {
    without: bool,
    phrase: bool,
    words: Vec<String>,
    /// The stems by which each word is found.
    stems: Vec<Vec<String>>,
}

/// Where a text answers: byte ranges, in order; none where only its name or a tag does.
pub(crate) type Matches = Vec<Range<usize>>;

impl Question {
    /// Reads a question.
    pub(crate) fn new(text: &str, stemmer: &Stemmer) -> Self {
        let terms = TERM.captures_iter(text).filter_map(|found| {
            let phrase = found.get(2);
            let text = phrase.or_else(|| found.get(3)).map_or("", |part| part.as_str());
            let words = folded(text);
            let stems = words.iter().map(|word| vec![stemmer.stem(word).into_owned()]).collect();
            let without = found.get(1).is_some_and(|sign| sign.as_str() == "-");
            (!words.is_empty()).then_some(Term { without, phrase: phrase.is_some(), words, stems })
        });
        Self { terms: terms.collect() }
    }

    /// Whether nothing is asked.
    pub(crate) const fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Where `text` answers; what stands in `beside`, a title and tags, counts too. `None` when it
    /// does not.
    pub(crate) fn answer(&self, text: &str, beside: &str, stemmer: &Stemmer) -> Option<Matches> {
        let (inside, other) = (Read::new(text), Read::new(beside));
        let mut found = Vec::new();
        for term in &self.terms {
            let places = term.places(&inside, stemmer);
            let there = !places.is_empty() || !term.places(&other, stemmer).is_empty();
            if there == term.without {
                return None;
            }
            if !term.without {
                found.extend(places);
            }
        }
        found.sort_unstable_by_key(|place| (place.start, place.end));
        found.dedup();
        Some(found)
    }

    /// The words that must occur, of which one may be written wrongly, each with its place in the
    /// question.
    pub(crate) fn wanted(&self) -> Vec<(usize, &str)> {
        let terms = self.terms.iter().enumerate();
        let single =
            terms.filter(|(_, term)| !term.without && !term.phrase && term.words.len() == 1);
        single.filter_map(|(at, term)| Some((at, term.words.first()?.as_str()))).collect()
    }

    /// The same question with another word, or several, for the one at a place.
    pub(crate) fn with(&self, at: usize, others: &[&str], stemmer: &Stemmer) -> Self {
        let mut changed = self.clone();
        if let Some(term) = changed.terms.get_mut(at) {
            term.stems = vec![others.iter().map(|word| stemmer.stem(word).into_owned()).collect()];
        }
        changed
    }
}

impl Term {
    fn places(&self, read: &Read, stemmer: &Stemmer) -> Vec<Range<usize>> {
        let same = |at: usize, index: usize| {
            let (Some((_, word)), Some(wanted)) = (read.words.get(at), self.words.get(index))
            else {
                return false;
            };
            if self.phrase {
                return word == wanted;
            }
            let stems = self.stems.get(index).map_or([].as_slice(), Vec::as_slice);
            // Stemming takes longer than reading: most words begin otherwise.
            let begins = |stem: &&String| stem.chars().take(2).eq(word.chars().take(2));
            stems.iter().find(begins).is_some() && {
                let stem = stemmer.stem(word);
                stems.iter().any(|one| *one == stem)
            }
        };
        let mut places = Vec::new();
        for at in 0..read.words.len() {
            if (0..self.words.len()).all(|index| same(at + index, index))
                && let Some((first, _)) = read.words.get(at)
                && let Some((last, _)) = read.words.get(at + self.words.len() - 1)
            {
                places.push(first.start..last.end);
            }
        }
        places
    }
}

/// The words of a text as they are searched, with their places.
struct Read {
    words: Vec<(Range<usize>, String)>,
}

impl Read {
    fn new(text: &str) -> Self {
        let words = WORD.find_iter(text).flat_map(|found| {
            let range = found.range();
            folded(found.as_str()).into_iter().map(move |word| (range.clone(), word))
        });
        Self { words: words.collect() }
    }
}

fn folded(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    each_word(text, |word| all.push(word.to_owned()));
    all
}

/// Whether `other` is `word` with one letter more, one less, another one, or two exchanged.
pub(crate) fn is_near(word: &str, other: &str) -> bool {
    let counts = word.chars().count() >= SHORTEST;
    counts && word != other && strsim::osa_distance(word, other) == 1
}

#[cfg(test)]
mod tests {
    use super::super::words::stemmer;
    use super::*;

    fn answer(question: &str, text: &str) -> Option<Vec<String>> {
        let stemmer = stemmer("en");
        let found = Question::new(question, &stemmer).answer(text, "A title sea", &stemmer)?;
        let words = found.into_iter().filter_map(|place| text.get(place));
        Some(words.map(str::to_owned).collect())
    }

    #[test]
    fn words_in_any_form_phrases_and_what_must_not_occur() {
        let text = "I walked to the café. Walks don’t end, he said.";
        let found = |words: &[&str]| Some(words.iter().map(|word| (*word).to_owned()).collect());
        assert_eq!(answer("walking cafe", text), found(&["walked", "café", "Walks"]));
        assert_eq!(answer("\"to the cafe\"", text), found(&["to the café"]));
        assert_eq!(answer("dont", text), found(&["don’t"]));
        assert_eq!(answer("walk -rain", text), found(&["walked", "Walks"]));
        assert_eq!(answer("walk sea", text), found(&["walked", "Walks"]), "a tag counts");
        assert_eq!(answer("walk -sea", text), None);
        assert_eq!(answer("\"the to\"", text), None);
    }

    #[test]
    fn one_letter_is_forgiven_in_words_that_are_long_enough() {
        assert!(
            is_near("recieve", "receive") && is_near("wlak", "walk") && is_near("walkk", "walk")
        );
        assert!(!is_near("cat", "cot") && !is_near("walk", "walk"));
    }
}
