//! What a match says, by the names that messages and rewrites use.

use std::collections::BTreeMap;
use std::ops::Range;

use super::FrameMatch;
pub(crate) use super::phrases::{WHEN, comes_to};
use super::phrases::{
    act, because, beyond, deed, hurts, ideal, object, otherwise, outcome, quality, role, skill,
    thing, thinker, wanted, when,
};
use crate::lint::field::PartOfSpeech;
use crate::lint::reading::Reading;
use crate::lint::reading::clause::{Clause, Subject};
use crate::lint::reading::lexicon::{FieldId, UNKNOWN};
use crate::lint::reading::tags::Tags;
use crate::text::lowered;

/// The names under which messages and rewrites find what a frame met.
pub(crate) const CAPTURES: [&str; 32] = [
    "now",
    "past",
    "later",
    "thinks",
    "hurts",
    "ideal",
    "ideal_done",
    "label",
    "trait",
    "quoted",
    "role",
    "quality",
    "verb",
    "words",
    "act",
    "feel",
    "then",
    "done",
    "undone",
    WHOLE,
    "to",
    "at",
    "doing",
    "wanted",
    "unwanted",
    "thing",
    "object",
    "otherwise",
    WHEN,
    BECAUSE,
    CLAUSE,
    WRITER,
];
/// Those that tell what was done, or is to be done.
pub(crate) const DEEDS: [&str; 13] = [
    "act",
    "hurts",
    "then",
    "done",
    "undone",
    "to",
    "doing",
    "at",
    "wanted",
    "unwanted",
    "ideal",
    "ideal_done",
    "thinks",
];
/// Whether the match is its whole sentence.
const WHOLE: &str = "whole";
/// The reason that is told behind a match, with the space before it.
pub(crate) const BECAUSE: &str = "because";
/// The words of the clause behind the match, with the space before them.
pub(crate) const TAIL: &str = "tail";
/// The whole clause, as it stands behind "I'm afraid".
pub(crate) const CLAUSE: &str = "clause";
/// "I am" or "I'm", as the writer has it.
pub(crate) const WRITER: &str = "writer";

/// What a match says, by name; what it does not say is empty or not there.
pub(crate) type Captures = BTreeMap<String, String>;

/// What a match says, by the names that messages and rewrites use.
pub(crate) fn captures(reading: &Reading, found: &FrameMatch) -> Captures {
    let mut captures = Captures::new();
    let text = |tokens: Range<usize>| {
        let bytes = reading.words.bytes(tokens)?;
        reading.words.text.get(bytes).map(str::to_owned)
    };
    for hit in found.hits.iter().filter(|hit| hit.field != FieldId::MAX) {
        let name = match hit.part {
            PartOfSpeech::Noun => "label",
            PartOfSpeech::Adjective => "trait",
            PartOfSpeech::Verb => "verb",
            PartOfSpeech::Adverb | PartOfSpeech::Phrase => "words",
        };
        if let Some(words) = text(hit.from..hit.to) {
            captures.entry(name.to_owned()).or_insert(words);
        }
    }
    // A message may speak of the words whatever part of speech they are.
    let met = ["label", "trait", "verb"].into_iter().find_map(|name| captures.get(name)).cloned();
    if let Some(met) = met {
        captures.entry("words".to_owned()).or_insert(met);
    }
    // Words that are shouted, or a string of them, are not said again.
    let calm = |text: &&String| !text.contains(' ') && !text.chars().any(char::is_uppercase);
    let quoted = ["label", "trait"].into_iter().find_map(|name| captures.get(name).filter(calm));
    if let Some(quoted) = quoted.cloned() {
        captures.insert("quoted".to_owned(), quoted);
    }
    if let Some(act) = act(reading, found.tokens.end) {
        captures.extend(text(act.start + 1..act.end).map(|act| ("act".to_owned(), act)));
    }
    if let Some(then) = outcome(reading, found.tokens.end) {
        captures.extend(text(then.start + 1..then.end).map(|then| ("then".to_owned(), then)));
    }
    if let Some(done) = deed(reading, found) {
        let mood = reading.clauses().get(found.clause).map(|clause| clause.mood);
        let not = mood.is_some_and(|mood| mood.not || mood.never);
        let name = if not { "undone" } else { "done" };
        captures.extend(text(done).map(|done| (name.to_owned(), done)));
    }
    if let Some((ideal, over)) = ideal(reading, found) {
        let name = if over { "ideal_done" } else { "ideal" };
        captures.extend(text(ideal).map(|ideal| (name.to_owned(), ideal)));
    }
    captures.extend(thinker(reading, found).map(|said| ("thinks".to_owned(), said)));
    captures.extend(hurts(reading, found).map(|said| ("hurts".to_owned(), said)));
    let is_done = |tokens: &Range<usize>| {
        let first = reading.words.tags(tokens.start);
        first.any(Tags::MY) || !first.any(Tags::DETERMINER)
    };
    let phrases = [
        ("to", beyond(reading, found)),
        ("at", skill(reading, found, &["at", "with"])),
        ("doing", skill(reading, found, &["of"]).filter(is_done)),
        ("wanted", wanted(reading, found, false)),
        ("unwanted", wanted(reading, found, true)),
        ("thing", thing(reading, found)),
        ("object", object(reading, found)),
        ("role", role(reading, found)),
        ("quality", quality(reading, found)),
    ];
    for (name, tokens) in phrases {
        let first = tokens.as_ref().is_some_and(|tokens| tokens.start == 0);
        // "Should've focus": what begins within a short form is no phrase.
        let said = tokens.and_then(text).filter(|text| text.starts_with(char::is_alphanumeric));
        let said = said.map(|text| if first { lowered(&text) } else { text });
        captures.extend(said.map(|words| (name.to_owned(), words)));
    }
    let ends = |at: usize| reading.words.tags(at).any(Tags::STOP);
    let times = reading.clauses().get(found.clause).map(|clause| times(reading, clause));
    for (name, _) in times.into_iter().flatten().filter(|(_, holds)| *holds) {
        captures.insert(name.to_owned(), name.to_owned());
    }
    let otherwise = otherwise(reading, found);
    captures.extend(otherwise.map(|text| ("otherwise".to_owned(), text)));
    let when = when(reading, found).and_then(text);
    captures.insert(WHEN.to_owned(), when.map(|when| format!(" {when}")).unwrap_or_default());
    let because = because(reading, found).and_then(text);
    let because = because.map(|because| format!(" {because}")).unwrap_or_default();
    captures.insert(BECAUSE.to_owned(), because);
    let no_word = |at: usize| {
        reading.words.tokens.get(at).is_some_and(|token| {
            token.word == UNKNOWN && !token.tags.any(Tags::OPEN.and(Tags::NUMBER))
        })
    };
    if (0..found.tokens.start).all(no_word)
        && (found.tokens.end..reading.words.tokens.len()).all(ends)
    {
        captures.insert(WHOLE.to_owned(), WHOLE.to_owned());
    }
    let felt = reading.clauses().iter().find(|clause| {
        clause.mood.felt
            && clause.tokens.start <= found.tokens.start
            && found.tokens.start < clause.tokens.end
    });
    if let Some(felt) = felt {
        let from = felt.subject_tokens.start.min(felt.verb.start);
        captures.extend(text(from..felt.verb.end).map(|words| ("feel".to_owned(), words)));
    }
    captures
}

/// Whether a clause says what the writer is now.
pub(crate) fn is_now(reading: &Reading, clause: &Clause) -> bool {
    let own = matches!(clause.subject, Subject::Me | Subject::Mine);
    let [(_, now), ..] = times(reading, clause);
    own && now && !clause.mood.gerund
}

/// Whether a clause is about now, about what is over, about what is to come.
fn times(reading: &Reading, clause: &Clause) -> [(&'static str, bool); 3] {
    let mood = clause.mood;
    let would = reading.words.says(clause.verb.clone(), "would");
    let now = !mood.past && !mood.perfect && !mood.future && !mood.used && !would;
    // "It feels as if I was a fool" is no English for what is over.
    let own = matches!(clause.subject, Subject::Me | Subject::Mine);
    // "I hurt everyone" may be now.
    let either = clause.verb.len() == 1
        && clause.main.is_some_and(|main| reading.words.tags(main).any(Tags::BASE));
    let past = own && mood.past && !mood.perfect && !either;
    [("now", now), ("past", past), ("later", mood.future)]
}

/// The tokens of a match with what is said of it behind: an act, an outcome, a deed.
pub(crate) fn extended(reading: &Reading, found: &FrameMatch) -> Range<usize> {
    let end = found.tokens.end;
    let clause = reading.clauses().get(found.clause);
    let deed = deed(reading, found).filter(|_| clause.is_some_and(|clause| clause.mood.should));
    let parts = [act(reading, end), outcome(reading, end), deed];
    let end = parts.into_iter().flatten().map(|part| part.end).fold(end, usize::max);
    found.tokens.start..end
}
