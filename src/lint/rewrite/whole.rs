//! Whether what a suggestion leaves is a sentence, and still says what it said.

use std::ops::Range;

use super::inflect;
use crate::lint::frame::FrameMatch;
use crate::lint::frame::captures::{WHEN, comes_to};
use crate::lint::reading::Reading;
use crate::lint::reading::clause::{Clause, Subject};
use crate::lint::reading::part::{is_mark, last, stands_alone};
use crate::lint::reading::tags::Tags;
use crate::lint::reading::words::SentenceWords;

/// What may be lost with an attack: words that only hold a sentence together.
const LIGHT: Tags = Tags::I
    .and(Tags::ME)
    .and(Tags::MY)
    .and(Tags::YOU)
    .and(Tags::IT)
    .and(Tags::DETERMINER)
    .and(Tags::BE)
    .and(Tags::HAVE)
    .and(Tags::DO)
    .and(Tags::MODAL)
    .and(Tags::NOT)
    .and(Tags::NEVER)
    .and(Tags::ADVERB)
    .and(Tags::INTENSIFIER)
    .and(Tags::PREPOSITION)
    .and(Tags::AND)
    .and(Tags::BUT)
    .and(Tags::THAT)
    .and(Tags::WHAT)
    .and(Tags::TO)
    .and(Tags::LINKING)
    .and(Tags::FEEL)
    .and(Tags::THINK)
    .and(Tags::LIKE)
    .and(Tags::NO)
    .and(Tags::PREDETERMINER)
    .and(Tags::SELF)
    .and(Tags::STOP)
    .and(Tags::COMMA);

/// What cannot be the last word of a sentence.
const DANGLING: Tags = Tags::AND
    .and(Tags::BUT)
    .and(Tags::BECAUSE)
    .and(Tags::IF)
    .and(Tags::THOUGH)
    .and(Tags::DETERMINER)
    .and(Tags::MY)
    .and(Tags::TO);
/// Words that are those and others: "that", "her", "one".
const ELSE: Tags = Tags::IT
    .and(Tags::THEM)
    .and(Tags::NOUN)
    .and(Tags::ADVERB)
    .and(Tags::PREPOSITION)
    .and(Tags::NUMBER);

/// Whether a text reads as one whole sentence: a clause stands alone in it, no word hangs at its
/// end, what was opened is closed.
pub(in crate::lint) fn is_whole(reading: &Reading) -> bool {
    let words = &reading.words;
    let Some(last) = last(words).checked_sub(1) else { return false };
    let tags = words.tags(last);
    let mine = words.word(last) == "mine";
    let hangs = tags.any(DANGLING) && !tags.any(ELSE) && !mine || tags.any(Tags::COMMA);
    let text = words.text;
    let even = text.matches('"').count().is_multiple_of(2)
        && text.matches('(').count() == text.matches(')').count()
        && text.matches('“').count() == text.matches('”').count();
    let begins = !text.trim_start().starts_with([',', '.', ';', ':', '!', '?']);
    let doubled = ["..", " .", " ,", ",.", ",,", "  "]
        .iter()
        .any(|marks| text.match_indices(marks).any(|(at, _)| text.get(at..at + 3) != Some("...")));
    let again = |at: usize| at > 0 && words.word(at) == words.word(at - 1);
    let strong = |tags: Tags| tags.any(Tags::INTENSIFIER) && !tags.any(Tags::THAT);
    let stammers = (1..words.tokens.len())
        .any(|at| again(at) && !words.tags(at).any(Tags::STOP) && !strong(words.tags(at)));
    begins
        && even
        && !hangs
        && !doubled
        && !stammers
        && reading.clauses().iter().any(|clause| stands_alone(words, clause))
        && !is_aside(reading)
}

/// Whether a sentence says nothing but that somebody thinks, or who: "I guess", "that's me".
fn is_aside(reading: &Reading) -> bool {
    let words = &reading.words;
    let mut said = reading.clauses().iter().filter(|clause| !clause.verb.is_empty());
    // "That's me."
    let me = |clause: &Clause| {
        let points = clause.subject == Subject::Thing && clause.copula;
        points && words.tags(clause.rest.start).any(Tags::ME) && clause.rest.len() < 3
    };
    let thinks = |clause: &Clause| {
        let think = clause.main.is_some_and(|main| words.tags(main).any(Tags::THINK));
        think && clause.rest.clone().all(|at| is_mark(words, at))
    };
    said.next().is_some_and(|one| thinks(one) || me(one)) && said.next().is_none()
}

/// Whether every word of `removed` that says something is part of an attack, the match or another
/// of the sentence, or is said again by what stands in its place.
pub(super) fn keeps(
    reading: &Reading,
    removed: Range<usize>,
    (found, others): (&FrameMatch, &[&FrameMatch]),
    instead: Option<&Reading>,
) -> bool {
    let attacks = || others.iter().copied().chain([found]);
    // Left out altogether, it takes with it what else judges: "Careless stupid cow".
    let left_out = instead.is_none();
    let judges = |at: usize| {
        (left_out || attacks().any(|one| one.tokens.contains(&at)))
            && reading.words.is_in(at, &["bad", "trait", "person", "worst"])
    };
    // "I'm sure that everyone hates me": how sure one is belongs to the attack.
    let certain = |at: usize| reading.words.is_in(at, &["certain"]);
    let hit = |at: usize| {
        let mut hits = attacks().flat_map(|one| &one.hits);
        hits.any(|hit| (hit.from..hit.to).contains(&at))
    };
    // "Everybody else did it at 21": a number is a fact, also where the attack names it.
    let figure = |at: usize| reading.words.word(at).starts_with(|c: char| c.is_ascii_digit());
    // "The worst computer person": so does a word within.
    let within = |at: usize| {
        let from = found.hits.iter().map(|hit| hit.from).min();
        let to = found.hits.iter().map(|hit| hit.to).max();
        let verb = reading.clauses().get(found.clause).map(|clause| clause.verb.clone());
        let verb = verb.is_some_and(|verb| verb.contains(&at));
        left_out && !verb && !figure(at) && from <= Some(at) && Some(at) < to
    };
    let attack = |at: usize| within(at) || judges(at) || certain(at) || hit(at) && !figure(at);
    let dated = |at: usize| {
        let mut hits = reading.words.hits.iter().filter(|hit| (hit.from..hit.to).contains(&at));
        hits.any(|hit| reading.words.is_of(hit, &[WHEN]))
    };
    let said_again = |at: usize| {
        instead.is_some_and(|instead| {
            (0..instead.words.tokens.len())
                .any(|other| is_same(&reading.words, at, &instead.words, other))
        })
    };
    // "When I was there" says something, although each of its words is light.
    let held = ancestors(reading, found.clause);
    let links: Vec<usize> =
        held.iter().filter_map(|clause| reading.clauses().get(*clause)?.link).collect();
    let begins = |at: usize| {
        let tags = reading.words.tags(at);
        !links.contains(&at)
            && tags.any(Tags::BECAUSE.and(Tags::IF).and(Tags::THOUGH).and(Tags::WHO))
            && !tags.any(Tags::INTENSIFIER.and(Tags::LIKE).and(Tags::PREPOSITION).and(Tags::IT))
    };
    // "Like this" names something.
    let likens = |at: usize| {
        reading.words.tags(at).any(Tags::IT) && at > 0 && reading.words.tags(at - 1).any(Tags::LIKE)
    };
    // So does "I know" behind "I'm a fool".
    let tags_on = |at: usize| {
        let clauses = reading.clauses().iter().enumerate();
        let attacked = |number| others.iter().any(|one| one.clause == number);
        let mut rest = clauses.filter(|(number, _)| !held.contains(number) && !attacked(*number));
        // "It's because" says nothing by itself.
        rest.any(|(_, clause)| {
            let guess = left_out && clause.rest.is_empty();
            clause.main == Some(at) && !(guess || clause.copula && clause.rest.is_empty())
        })
    };
    // "When it comes to" only leads to a thing.
    let leads = |at: usize| {
        let mut clauses = reading.clauses().iter();
        clauses.any(|clause| {
            comes_to(&reading.words, clause).is_some_and(|to| clause.begin() <= at && at <= to)
        })
    };
    let light = |at: usize| {
        leads(at)
            || reading.words.tags(at).any(LIGHT)
                && !dated(at)
                && !likens(at)
                && !begins(at)
                && !tags_on(at)
                && !figure(at)
    };
    removed.filter(|at| !attack(*at)).all(|at| light(at) || said_again(at))
}

/// How many words that say something, and are not what a frame found, are not said again.
pub(super) fn lost(
    reading: &Reading,
    removed: Range<usize>,
    found: &FrameMatch,
    instead: &Reading,
) -> usize {
    let hit = |at: usize| found.hits.iter().any(|hit| (hit.from..hit.to).contains(&at));
    let again = |at: usize| {
        (0..instead.words.tokens.len())
            .any(|other| is_same(&reading.words, at, &instead.words, other))
    };
    removed.filter(|at| !hit(*at) && !reading.words.tags(*at).any(LIGHT) && !again(*at)).count()
}

/// A clause and those that hold it.
pub(super) fn ancestors(reading: &Reading, clause: usize) -> Vec<usize> {
    let parent = |at: &usize| reading.clauses().get(*at).and_then(|clause| clause.parent);
    std::iter::successors(Some(clause), parent).take(8).collect()
}

/// Whether two words are forms of one: "forgetting" and "forgot".
fn is_same(words: &SentenceWords, at: usize, others: &SentenceWords, other: usize) -> bool {
    let (one, two) = (words.word(at), others.word(other));
    let lemmas = (words.lemma(at), others.lemma(other));
    if one == two || !lemmas.0.is_empty() && lemmas.0 == lemmas.1 {
        return true;
    }
    let shared = one.chars().zip(two.chars()).take_while(|(one, two)| one == two).count();
    shared >= 3 && shared + 4 >= one.chars().count().max(two.chars().count())
        || [inflect::past, inflect::base].iter().any(|form| form(one) == two)
}
