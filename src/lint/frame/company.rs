//! What must stand with a word of a field for it to count.

use crate::lint::field::{Company, PartOfSpeech};
use crate::lint::reading::grammar_file::Order;
use crate::lint::reading::tags::Tags;
use crate::lint::reading::tokens::FieldHit;
use crate::lint::reading::words::SentenceWords;

pub(super) fn hits_at<'r>(
    words: &'r SentenceWords,
    at: usize,
) -> impl Iterator<Item = &'r FieldHit> {
    let first = words.hits.partition_point(|hit| hit.from < at);
    words.hits.iter().skip(first).take_while(move |hit| hit.from == at)
}

/// Whether what a word needs stands with it.
pub(super) fn fits_company(words: &SentenceWords, hit: &FieldHit) -> bool {
    let before = hit.from.checked_sub(1).map_or(Tags::NONE, |at| words.tags(at));
    if hit.part == PartOfSpeech::Adjective && before.any(Tags::MODAL) {
        // "It will mean that": a verb.
        return false;
    }
    if is_done(words, hit) || is_name(words, hit) {
        return false;
    }
    if hit.company == Company::Alone {
        return true;
    }
    let mut before = hit.from;
    let mut steps = 0;
    loop {
        let Some(at) = before.checked_sub(1) else { return false };
        let tags = words.tags(at);
        // "A bit drunk": how, and no name.
        let some = hit.company == Company::Article && matches!(words.word(at), "bit" | "tad");
        if some {
            return false;
        }
        let fits = match hit.company {
            Company::Alone => true,
            Company::Person => is_person(words, hit.to) || ends_clause(words, hit.to),
            Company::Article => tags.any(Tags::DETERMINER.and(Tags::MY).and(Tags::LIKE)),
            Company::Intensifier => tags.any(Tags::INTENSIFIER) || is_person(words, hit.to),
            Company::Bad => {
                let mut others = words.hits.iter().filter(|other| other.to == at + 1);
                others.any(|other| words.is_of(other, &["bad", "trait"]))
            }
        };
        if fits {
            return true;
        }
        let passed = Tags::ADJECTIVE
            .and(Tags::OPEN)
            .and(Tags::INTENSIFIER)
            .and(Tags::COMMA)
            .and(Tags::AND)
            .and(Tags::SUPERLATIVE)
            .and(Tags::PREDETERMINER);
        if !tags.any(passed) && words.word(at) != "of" || steps == 4 {
            return false;
        }
        before = at;
        steps += 1;
    }
}

/// Whether a word is part of a proper name, or of a longer word: "Grumpy Farm", "sloth-like", "Lazy.txt".
fn is_name(words: &SentenceWords, hit: &FieldHit) -> bool {
    if !matches!(hit.part, PartOfSpeech::Noun | PartOfSpeech::Adjective) {
        return false;
    }
    let Some(bytes) = words.bytes(hit.from..hit.to) else { return false };
    let text = words.text.get(bytes.clone()).unwrap_or_default();
    let behind = words.text.get(bytes.end..).unwrap_or_default();
    let mut letters = text.chars();
    let capital = letters.next().is_some_and(char::is_uppercase) && letters.any(char::is_lowercase);
    let opens = hit.from.checked_sub(1).is_none_or(|at| {
        words.tags(at).any(Tags::STOP.and(Tags::COMMA)) || !words.mark(at).is_alphanumeric()
    });
    let goes_on = |marks: &[char]| {
        behind.strip_prefix(marks).is_some_and(|rest| rest.starts_with(char::is_alphabetic))
    };
    // "im so lazy.i" lacks a space, "Lazy.txt" does not.
    let longer = goes_on(&['-']) || capital && goes_on(&['.', '/', '_']);
    capital && !opens && words.lexicon.order == Order::SubjectVerb || longer
}

/// Whether a name is what was done: in "it has been dull" there is no has-been.
fn is_done(words: &SentenceWords, hit: &FieldHit) -> bool {
    let verb = Tags::VERB.and(Tags::HAVE);
    let several = hit.part == PartOfSpeech::Noun && hit.to > hit.from + 1;
    if !several || !words.tags(hit.from).any(verb) || words.tags(hit.from).any(Tags::NOUN) {
        return false;
    }
    let named = Tags::DETERMINER.and(Tags::MY).and(Tags::ADJECTIVE).and(Tags::INTENSIFIER);
    let before = hit.from.checked_sub(1).map_or(Tags::NONE, |at| words.tags(at));
    !before.any(named.and(Tags::LIKE))
}

/// Whether a word names somebody.
pub(super) fn is_person(words: &SentenceWords, at: usize) -> bool {
    hits_at(words, at).any(|hit| words.is_of(hit, &["role", "person", "part"]))
}

/// Whether nothing of a clause stands at `at`.
pub(super) fn ends_clause(words: &SentenceWords, at: usize) -> bool {
    let ends = Tags::STOP.and(Tags::COMMA).and(Tags::BE).and(Tags::AND);
    // "Dumber every day."
    let when = words.is_one_of(at, &["every", "each"]);
    at >= words.tokens.len() || words.tags(at).any(ends) || when
}
