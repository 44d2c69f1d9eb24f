//! What a match says, by the names that messages and rewrites use.

use std::collections::BTreeMap;
use std::ops::Range;

use super::FrameMatch;
use crate::lint::field::PartOfSpeech;
use crate::lint::reading::Reading;
use crate::lint::reading::clause::{Clause, Mood, Subject};
use crate::lint::reading::lexicon::{FieldId, UNKNOWN};
use crate::lint::reading::part::{last, parts};
use crate::lint::reading::tags::Tags;
use crate::text::lowered;

/// The names under which messages and rewrites find what a frame met.
pub(crate) const CAPTURES: [&str; 26] = [
    "now",
    "past",
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
    "whole",
    "to",
    "at",
    "doing",
    "wanted",
    "unwanted",
    "thing",
    "object",
    "otherwise",
    WHEN,
    CLAUSE,
    WRITER,
];
/// Those that tell what was done, or is to be done.
pub(crate) const DEEDS: [&str; 9] =
    ["act", "then", "done", "undone", "to", "doing", "at", "wanted", "unwanted"];
/// A time at the end of a sentence, with the space before it; the field of such words.
pub(crate) const WHEN: &str = "when";
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
    let now = |mood: Mood| !mood.past && !mood.perfect && !mood.future && !mood.used;
    let would = |clause: &Clause| reading.words.says(clause.verb.clone(), "would");
    if reading.clauses().get(found.clause).is_some_and(|one| now(one.mood) && !would(one)) {
        captures.insert("now".to_owned(), "now".to_owned());
    }
    // "It feels as if I was a fool" is no English for what is over.
    let over = |clause: &Clause| {
        let own = matches!(clause.subject, Subject::Me | Subject::Mine);
        // "I hurt everyone" may be now.
        let either = clause.verb.len() == 1
            && clause.main.is_some_and(|main| reading.words.tags(main).any(Tags::BASE));
        own && clause.mood.past && !clause.mood.perfect && !either
    };
    if reading.clauses().get(found.clause).is_some_and(over) {
        captures.insert("past".to_owned(), "past".to_owned());
    }
    let otherwise = otherwise(reading, found);
    captures.extend(otherwise.map(|text| ("otherwise".to_owned(), text)));
    let when = when(reading, found).and_then(text);
    captures.insert(WHEN.to_owned(), when.map(|when| format!(" {when}")).unwrap_or_default());
    let no_word = |at: usize| {
        reading.words.tokens.get(at).is_some_and(|token| {
            token.word == UNKNOWN && !token.tags.any(Tags::OPEN.and(Tags::NUMBER))
        })
    };
    if (0..found.tokens.start).all(no_word)
        && (found.tokens.end..reading.words.tokens.len()).all(ends)
    {
        captures.insert("whole".to_owned(), "whole".to_owned());
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

/// The tokens of a match with what is said of it behind: an act, an outcome, a deed.
pub(crate) fn extended(reading: &Reading, found: &FrameMatch) -> Range<usize> {
    let end = found.tokens.end;
    let clause = reading.clauses().get(found.clause);
    let deed = deed(reading, found).filter(|_| clause.is_some_and(|clause| clause.mood.should));
    let parts = [act(reading, end), outcome(reading, end), deed];
    let end = parts.into_iter().flatten().map(|part| part.end).fold(end, usize::max);
    found.tokens.start..end
}

/// "that I slept until ten" behind "I'm so lazy".
fn outcome(reading: &Reading, after: usize) -> Option<Range<usize>> {
    let clause = reading.clauses().iter().find(|clause| clause.link == Some(after))?;
    let that = reading.words.word(after) == "that" && clause.subject == Subject::Me;
    let tokens = &reading.words.tokens;
    let marks = tokens.iter().rev().take_while(|token| token.tags.any(Tags::STOP)).count();
    let end = tokens.len() - marks;
    let one = (after..end).all(|at| !reading.words.tags(at).any(Tags::STOP));
    (that && one).then_some(after..end)
}

/// "known better" in "I should have known better".
fn deed(reading: &Reading, found: &FrameMatch) -> Option<Range<usize>> {
    let clause = reading.clauses().get(found.clause)?;
    // Where nobody is named within a sentence it may be a thing that should have been.
    let mine = !clause.subject_tokens.is_empty() || found.clause == 0;
    let mood = clause.mood;
    let could = mood.can && !mood.not && !mood.never;
    let main = clause.main.filter(|_| mine && (mood.should || could) && mood.perfect)?;
    // "I should have been thinking", "have gone to see": all of it behind "have".
    let have = (clause.verb.start..main).find(|at| reading.words.tags(*at).any(Tags::HAVE));
    let no = Tags::NOT.and(Tags::NEVER);
    let main = (have? + 1..=main).find(|at| !reading.words.tags(*at).any(no))?;
    // Reasons and times belong to it: "called when I was there".
    let ends = Tags::STOP.and(Tags::COMMA).and(Tags::BUT);
    let end = part_end(reading, main);
    let end = (main..end).find(|at| reading.words.tags(*at).any(ends)).unwrap_or(end);
    Some(main..end)
}

/// What is too much: "do anything right" in "I can't do anything right", "understand it" in "I'm too
/// stupid to understand it", "talk to people" in "I don't know how to talk to people".
fn beyond(reading: &Reading, found: &FrameMatch) -> Option<Range<usize>> {
    let words = &reading.words;
    let clause = reading.clauses().get(found.clause)?;
    let mood = clause.mood;
    let could = words.says(clause.verb.clone(), "could");
    let denied = mood.not || mood.never;
    let denied = denied && !mood.past && !mood.perfect && !mood.future && !mood.should && !could;
    let to = |from: usize| {
        let to = (from..phrase_end(reading, from)).find(|at| words.tags(*at).any(Tags::TO))?;
        words.tags(to + 1).any(Tags::BASE).then(|| to + 1..phrase_end(reading, to + 1))
    };
    if denied && !clause.copula && (mood.can || words.tags(clause.main?).any(Tags::BASE)) {
        let main = clause.main?;
        let how = words.lemma(main) == "know";
        // "To save my life" says only how hard it is.
        let saying = found.hits.iter().map(|hit| hit.from);
        let saying = saying.filter(|at| *at > main && words.tags(*at).any(Tags::TO)).min();
        let end = phrase_end(reading, main).min(saying.unwrap_or(usize::MAX));
        return if how { to(main + 1) } else { Some(main..end) };
    }
    let says = |word| words.says(clause.tokens.clone(), word);
    // "Not brave enough to call", but not "not motivated to call".
    let much = says("too") || mood.not && (says("enough") || says("made") || says("meant"));
    (much || !clause.copula).then(|| to(clause.rest.start)).flatten()
}

/// What stands behind one of these words: "cooking" in "bad at cooking".
fn skill(reading: &Reading, found: &FrameMatch, leads: &[&str]) -> Option<Range<usize>> {
    let words = &reading.words;
    let clause = reading.clauses().get(found.clause)?;
    let begin = clause.rest.start.min(found.tokens.end);
    let lead = (begin..phrase_end(reading, begin)).find(|at| leads.contains(&words.word(*at)))?;
    let end = phrase_end(reading, lead + 1);
    let end = when(reading, found).map_or(end, |when| end.min(when.start));
    // "So bad at science that I gave up": a clause of its own is not part of it.
    let clauses = reading.clauses().iter().filter(|one| !one.subject_tokens.is_empty());
    let later = clauses.map(Clause::begin).filter(|at| *at > lead + 1);
    let end = later.fold(end, usize::min);
    let any = words.is_one_of(lead + 1, &["anything", "all"]);
    // "At studies and a fat girl": a second thing of another kind.
    let and = (lead + 1..end).find(|at| words.tags(*at).any(Tags::AND));
    let other = and.is_some_and(|and| {
        (and..end)
            .any(|at| words.tags(at).any(Tags::DETERMINER) || words.is_in(at, &["trait", "bad"]))
    });
    // "It from the start", "something is good for the soul": more than a thing.
    let spoken = words.tags(lead + 1).any(Tags::IT) && !words.tags(lead + 1).any(Tags::DETERMINER);
    let more = spoken && lead + 2 < end
        || (lead + 1..end).any(|at| {
            words.tags(at).any(Tags::BE.and(Tags::MODAL)) && !words.tags(at).any(Tags::GERUND)
        });
    (lead + 1 < end && !any && !other && !more).then_some(lead + 1..end)
}

/// What should be: "be further by now"; what should not be, when it is `denied`.
fn wanted(reading: &Reading, found: &FrameMatch, denied: bool) -> Option<Range<usize>> {
    let clause = reading.clauses().get(found.clause)?;
    let mood = clause.mood;
    let should = mood.should && !mood.perfect && mood.not == denied && !mood.never;
    let main = clause.main.filter(|_| should && clause.subject == Subject::Me)?;
    // "I shouldn't be feeling this": "be" belongs to it.
    let being = reading.words.tags(main).any(Tags::GERUND);
    let be = clause.verb.clone().rfind(|at| being && reading.words.word(*at) == "be");
    Some(be.unwrap_or(main)..phrase_end(reading, main))
}

/// What somebody does something to: "my own face" in "I hate my own face so much".
fn object(reading: &Reading, found: &FrameMatch) -> Option<Range<usize>> {
    let words = &reading.words;
    let clause = reading.clauses().get(found.clause)?;
    let mut all = clause.rest.clone();
    let whole = Tags::SELF.and(Tags::MY).and(Tags::WHO).and(Tags::WHAT).and(Tags::PEOPLE);
    let whole = |at: &usize| words.tags(*at).any(whole) || words.is_one_of(*at, &["everything"]);
    let first = all.find(|at| whole(at) || words.tags(*at).any(Tags::NO))?;
    if words.tags(first).any(Tags::SELF) {
        return Some(first..first + 1);
    }
    let first = first + usize::from(words.tags(first).any(Tags::NO));
    let light = Tags::INTENSIFIER.and(Tags::ADVERB).and(Tags::STOP).and(Tags::COMMA);
    let end = phrase_end(reading, first);
    let end = when(reading, found).map_or(end, |when| end.min(when.start));
    let loose =
        |at: &usize| !words.tags(*at).any(light) && !words.is_one_of(*at, &["much", "whatsoever"]);
    let last = (first..end).rfind(loose)?;
    Some(first..last + 1)
}

/// What somebody is to others, with what belongs to it: "friend to her".
fn role(reading: &Reading, found: &FrameMatch) -> Option<Range<usize>> {
    let words = &reading.words;
    let clause = reading.clauses().get(found.clause)?;
    let one = clause.rest.clone().find(|at| words.tags(*at).any(Tags::DETERMINER))?;
    let hit = words.hits.iter().find(|hit| {
        words.is_of(hit, &["role"]) && found.tokens.contains(&hit.from) && hit.from > one
    })?;
    let bound = ["to", "for", "with"];
    let end = if words.is_one_of(hit.to, &bound) { phrase_end(reading, hit.from) } else { hit.to };
    Some(hit.from..end)
}

/// What is denied, said as true: "I'm good enough" for "I'm not good enough".
fn otherwise(reading: &Reading, found: &FrameMatch) -> Option<String> {
    let words = &reading.words;
    let clause = reading.clauses().get(found.clause)?;
    let mood = clause.mood;
    let plain =
        mood.not && !mood.past && !mood.perfect && !mood.can && !mood.future && !mood.should;
    let (main, subject) = (clause.main?, clause.subject_tokens.clone());
    if !plain || mood.never || subject.is_empty() || clause.subject != Subject::Me {
        return None;
    }
    if clause.by.is_some() {
        // "I don't call myself good."
        return None;
    }
    let not = clause.verb.clone().find(|at| words.tags(*at).any(Tags::NOT))?;
    let end = phrase_end(reading, main);
    // What is joined to it would be said as true with it.
    if words.tags(end).any(Tags::AND) {
        return None;
    }
    let piece = |tokens: Range<usize>| words.text.get(words.bytes(tokens)?);
    if words.tags(main).any(Tags::BE) && not > main {
        let before = piece(subject.start..not)?;
        // "I'm not so pretty" is held to be "I'm pretty".
        let strong = Tags::INTENSIFIER.and(Tags::ADVERB);
        let said = (not + 1..end).find(|at| !words.tags(*at).any(strong))?;
        return Some(format!("{before} {}", piece(said..end)?));
    }
    Some(format!("{} {}", piece(subject)?, piece(main..end)?))
}

/// What the writer is not, and would like to feel: "good enough for him".
fn quality(reading: &Reading, found: &FrameMatch) -> Option<Range<usize>> {
    let words = &reading.words;
    let clause = reading.clauses().get(found.clause)?;
    let now = !clause.mood.past && !clause.mood.future && !clause.mood.can && !clause.mood.never;
    let be = words.tags(clause.main?).any(Tags::BE);
    if !be || !now || !clause.mood.not || clause.subject != Subject::Me {
        return None;
    }
    let strong = |at: &usize| words.tags(*at).any(Tags::INTENSIFIER.and(Tags::ADVERB));
    let first = clause.rest.clone().find(|at| !strong(at))?;
    let end = phrase_end(reading, first);
    // "Good at all at the sport": a skill, not what one would like to feel.
    let one = |at: usize| words.tags(at).any(Tags::DETERMINER) && words.is_one_of(at, &["a", "an"]);
    let skilled = (first..end)
        .any(|at| words.is_one_of(at, &["at"]) || words.is_one_of(at, &["of"]) && one(at + 1));
    let joined = words.tags(end).any(Tags::AND);
    let fits = words.tags(first).any(Tags::ADJECTIVE) && !words.tags(first).any(Tags::DETERMINER);
    (fits && !joined && !skilled).then_some(first..end)
}

/// When it is so: "today" at the end of what is said.
fn when(reading: &Reading, found: &FrameMatch) -> Option<Range<usize>> {
    let words = &reading.words;
    let past = reading.clauses().get(found.clause)?.mood.past;
    let end = phrase_end(reading, found.tokens.start);
    let mut times = words.hits.iter().filter(|hit| words.is_of(hit, &[WHEN]) && hit.to == end);
    times.find(|_| !past).map(|hit| hit.from..hit.to)
}

/// A thing that the clause is about, with its article: "the divorce".
fn thing(reading: &Reading, found: &FrameMatch) -> Option<Range<usize>> {
    let clause = reading.clauses().get(found.clause)?;
    let tokens = clause.subject_tokens.clone();
    let named =
        reading.words.tags(tokens.start).any(Tags::DETERMINER.and(Tags::MY).and(Tags::THEIR));
    (named && tokens.len() > 1 && clause.subject != Subject::Me).then_some(tokens)
}

/// Where what belongs to the words from `start` on ends: within their part of the sentence.
fn phrase_end(reading: &Reading, start: usize) -> usize {
    let ends = Tags::STOP.and(Tags::COMMA).and(Tags::BUT).and(Tags::IF).and(Tags::THOUGH);
    let ends = |at: &usize| {
        let tags = reading.words.tags(*at);
        // "so much" begins no reason.
        tags.any(ends) || tags.any(Tags::BECAUSE) && !tags.any(Tags::INTENSIFIER)
    };
    let end = part_end(reading, start);
    (start..end).find(ends).unwrap_or(end)
}

/// Where the part of the sentence around a token ends.
fn part_end(reading: &Reading, token: usize) -> usize {
    let part = parts(reading).into_iter().find(|part| part.tokens.contains(&token));
    part.map_or_else(|| last(&reading.words), |part| part.tokens.end)
}

/// "for forgetting the keys" behind a match, up to the end of what belongs to it.
fn act(reading: &Reading, after: usize) -> Option<Range<usize>> {
    let gerund = reading.words.tags(after + 1);
    let plain = gerund.any(Tags::GERUND) && !gerund.any(Tags::ADJECTIVE.and(Tags::BE));
    if reading.words.word(after) != "for" || !plain || reading.words.word(after + 1) == "being" {
        return None;
    }
    Some(after..phrase_end(reading, after + 1))
}
