//! The phrases of a sentence that a match gives names to.

use std::ops::Range;

use super::FrameMatch;
use crate::lint::reading::Reading;
use crate::lint::reading::clause::{Clause, Subject};
use crate::lint::reading::part::{last, parts};
use crate::lint::reading::tags::Tags;
use crate::lint::reading::tokens::FieldHit;
use crate::lint::reading::words::SentenceWords;
use crate::text::lowered;

/// A time at the end of a sentence, with the space before it; the field of such words.
pub(crate) const WHEN: &str = "when";

/// "that I slept until ten" behind "I'm so lazy".
pub(super) fn outcome(reading: &Reading, after: usize) -> Option<Range<usize>> {
    let clause = reading.clauses().iter().find(|clause| clause.link == Some(after))?;
    let that = reading.words.word(after) == "that" && clause.subject == Subject::Me;
    let tokens = &reading.words.tokens;
    let marks = tokens.iter().rev().take_while(|token| token.tags.any(Tags::STOP)).count();
    let end = tokens.len() - marks;
    let one = (after..end).all(|at| !reading.words.tags(at).any(Tags::STOP));
    (that && one).then_some(after..end)
}

/// "known better" in "I should have known better".
pub(super) fn deed(reading: &Reading, found: &FrameMatch) -> Option<Range<usize>> {
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
pub(super) fn beyond(reading: &Reading, found: &FrameMatch) -> Option<Range<usize>> {
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

/// The "to" of "when it comes to", which begins no clause but leads to a thing.
pub(crate) fn comes_to(words: &SentenceWords, clause: &Clause) -> Option<usize> {
    let link = clause.link.filter(|link| words.word(*link) == "when")?;
    let says = |at: usize, word| words.word(at) == word;
    let comes = says(link + 1, "it") && words.lemma(link + 2) == "come" && says(link + 3, "to");
    comes.then_some(link + 3)
}

/// What stands behind one of these words: "cooking" in "bad at cooking".
pub(super) fn skill(reading: &Reading, found: &FrameMatch, leads: &[&str]) -> Option<Range<usize>> {
    let words = &reading.words;
    let clause = reading.clauses().get(found.clause)?;
    let begin = clause.rest.start.min(found.tokens.end);
    let next = reading.clauses().get(found.clause + 1);
    if let Some(to) = next.and_then(|next| comes_to(words, next)).filter(|_| leads.contains(&"at"))
    {
        // "Useless when it comes to cooking."
        let end = phrase_end(reading, to + 1);
        return (to + 1 < end).then_some(to + 1..end);
    }
    // "Too slow for the course."
    let too = leads.contains(&"at") && words.says(begin..found.tokens.end, "too");
    let leads = |at: &usize| leads.contains(&words.word(*at)) || too && words.word(*at) == "for";
    let lead = (begin..phrase_end(reading, begin)).find(leads)?;
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
pub(super) fn wanted(reading: &Reading, found: &FrameMatch, denied: bool) -> Option<Range<usize>> {
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
pub(super) fn object(reading: &Reading, found: &FrameMatch) -> Option<Range<usize>> {
    let words = &reading.words;
    let clause = reading.clauses().get(found.clause)?;
    let mut all = clause.rest.clone();
    let whole = Tags::SELF.and(Tags::MY).and(Tags::WHO).and(Tags::WHAT).and(Tags::PEOPLE);
    let whole = |at: &usize| words.tags(*at).any(whole) || words.is_one_of(*at, &["everything"]);
    if clause.rest.is_empty() {
        // "I hate who I am", "how I look": a clause of its own.
        let asks = Tags::WHO.and(Tags::WHAT);
        let next = reading.clauses().get(found.clause + 1)?;
        let link = next.link.filter(|link| words.tags(*link).any(asks))?;
        let mine = next.subject == Subject::Me && link == clause.tokens.end;
        return mine.then(|| link..phrase_end(reading, link));
    }
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

/// What hurts, said plainly: "that hurts" for "that makes me feel worthless", "she hurt my feelings"
/// for "she made me feel stupid".
pub(super) fn hurts(reading: &Reading, found: &FrameMatch) -> Option<String> {
    let words = &reading.words;
    let clause = reading.clauses().get(found.clause)?;
    let by = clause.by.filter(|by| !matches!(by, Subject::Me | Subject::You))?;
    let subject = clause.subject_tokens.clone();
    let make = clause.verb.clone().find(|at| words.lemma(*at) == "make")?;
    let plain = clause.mood.felt && !clause.mood.not && !clause.mood.never;
    let which = subject.clone().any(|at| words.tags(at).any(Tags::WHO));
    (plain && !which && !subject.is_empty()).then_some(())?;
    let lead = words.text.get(words.bytes(subject.start..make)?)?;
    let hurt = match words.word(make) {
        "makes" => "hurts",
        "making" => "hurting",
        _ => "hurt",
    };
    let whose = if by == Subject::Thing { "" } else { " my feelings" };
    let lead =
        if words.tags(subject.start).any(Tags::OPEN) { lead.to_owned() } else { lowered(lead) };
    let time = time(reading, found).and_then(|time| words.text.get(words.bytes(time)?));
    let time = time.map(|time| format!(" {time}")).unwrap_or_default();
    Some(format!("{lead} {hurt}{whose}{time}"))
}

/// Who thinks something of the writer: "everyone at work probably thinks" before "I'm a fool".
pub(super) fn thinker(reading: &Reading, found: &FrameMatch) -> Option<String> {
    let words = &reading.words;
    let held = reading.clauses().get(found.clause)?;
    let outer = reading.clauses().get(held.parent?)?;
    let main = outer.main.filter(|main| words.lemma(*main) == "think")?;
    let mood = outer.mood;
    let others =
        !matches!(outer.subject, Subject::Me | Subject::Mine | Subject::You | Subject::None);
    let firm = !mood.not && !mood.never && !mood.past && !mood.perfect && !mood.inverted;
    let mine = held.subject == Subject::Me && held.copula;
    (others && firm && mine && !outer.subject_tokens.is_empty()).then_some(())?;
    // How sure one is has no place behind "I worry".
    let must = |at: &usize| words.word(*at) == "must";
    let sure = |at: &usize| words.tags(*at).any(Tags::MAY) || words.is_in(*at, &["certain"]);
    let said = (outer.subject_tokens.start..=main).filter(|at| !sure(at));
    // "My boss must think": without another word there it would be no English.
    let said = said.filter_map(|at| {
        if must(&at) { Some("might") } else { words.text.get(words.bytes(at..at + 1)?) }
    });
    let said = said.collect::<Vec<_>>().join(" ");
    // A name keeps its capital.
    let first = outer.subject_tokens.start;
    let named = first > 0 || words.tags(first).any(Tags::OPEN);
    Some(if named { said } else { lowered(&said) })
}

/// The reason told behind a match: "because I like games".
pub(super) fn because(reading: &Reading, found: &FrameMatch) -> Option<Range<usize>> {
    let words = &reading.words;
    let end = part_end(reading, found.tokens.start);
    let reason = |at: &usize| {
        let tags = words.tags(*at);
        words.word(*at) == "because" || tags.any(Tags::BECAUSE) && !tags.any(Tags::INTENSIFIER)
    };
    let from = (found.tokens.end..end).find(reason)?;
    Some(from..end)
}

/// What a better one would do, or would have done: "be there now" in "a good son would be there
/// now". The second says whether it is over.
pub(super) fn ideal(reading: &Reading, found: &FrameMatch) -> Option<(Range<usize>, bool)> {
    let words = &reading.words;
    let clause = reading.clauses().get(found.clause)?;
    let mood = clause.mood;
    let mut verb = clause.verb.clone();
    let would = verb.find(|at| words.word(*at) == "would")?;
    let light = Tags::ADVERB.and(Tags::INTENSIFIER);
    let have = verb.clone().find(|at| mood.perfect && words.tags(*at).any(Tags::HAVE));
    let first =
        (have.unwrap_or(would) + 1..words.tokens.len()).find(|at| !words.tags(*at).any(light))?;
    let ends = Tags::STOP.and(Tags::COMMA).and(Tags::BUT);
    let end = part_end(reading, first);
    let end = (first..end).find(|at| words.tags(*at).any(ends)).unwrap_or(end);
    (!mood.not && !mood.never && first < end).then_some((first..end, have.is_some()))
}

/// What somebody is to others, with what belongs to it: "friend to her".
pub(super) fn role(reading: &Reading, found: &FrameMatch) -> Option<Range<usize>> {
    let words = &reading.words;
    let clause = reading.clauses().get(found.clause)?;
    let one = clause.rest.clone().find(|at| words.tags(*at).any(Tags::DETERMINER))?;
    // "As a woman" is nothing one does well or badly.
    let anyone = |hit: &FieldHit| words.is_of(hit, &["role.anyone"]);
    let hit = words.hits.iter().find(|hit| {
        words.is_of(hit, &["role"])
            && !anyone(hit)
            && found.tokens.contains(&hit.from)
            && hit.from > one
    })?;
    let bound = ["to", "for", "with"];
    let end = if words.is_one_of(hit.to, &bound) { phrase_end(reading, hit.from) } else { hit.to };
    Some(hit.from..end)
}

/// What is denied, said as true: "I'm good enough" for "I'm not good enough".
pub(super) fn otherwise(reading: &Reading, found: &FrameMatch) -> Option<String> {
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
    // "I don't deserve to have it": all of the verb behind "not".
    let from = if not < main { not + 1 } else { main };
    Some(format!("{} {}", piece(subject)?, piece(from..end)?))
}

/// What the writer is not, and would like to feel: "good enough for him".
pub(super) fn quality(reading: &Reading, found: &FrameMatch) -> Option<Range<usize>> {
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
pub(super) fn when(reading: &Reading, found: &FrameMatch) -> Option<Range<usize>> {
    let past = reading.clauses().get(found.clause)?.mood.past;
    time(reading, found).filter(|_| !past)
}

/// A time at the end of what is said, over or not.
fn time(reading: &Reading, found: &FrameMatch) -> Option<Range<usize>> {
    let words = &reading.words;
    let end = phrase_end(reading, found.tokens.start);
    let mut times = words.hits.iter().filter(|hit| words.is_of(hit, &[WHEN]) && hit.to == end);
    times.next().map(|hit| hit.from..hit.to)
}

/// A thing that the clause is about, with its article: "the divorce".
pub(super) fn thing(reading: &Reading, found: &FrameMatch) -> Option<Range<usize>> {
    let clause = reading.clauses().get(found.clause)?;
    let tokens = clause.subject_tokens.clone();
    let named =
        reading.words.tags(tokens.start).any(Tags::DETERMINER.and(Tags::MY).and(Tags::THEIR));
    (named && tokens.len() > 1 && clause.subject != Subject::Me).then_some(tokens)
}

/// Where what belongs to the words from `start` on ends: within their part of the sentence.
pub(super) fn phrase_end(reading: &Reading, start: usize) -> usize {
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
pub(super) fn part_end(reading: &Reading, token: usize) -> usize {
    let part = parts(reading).into_iter().find(|part| part.tokens.contains(&token));
    part.map_or_else(|| last(&reading.words), |part| part.tokens.end)
}

/// "for forgetting the keys" behind a match, up to the end of what belongs to it.
pub(super) fn act(reading: &Reading, after: usize) -> Option<Range<usize>> {
    let gerund = reading.words.tags(after + 1);
    let plain = gerund.any(Tags::GERUND) && !gerund.any(Tags::ADJECTIVE.and(Tags::BE));
    if reading.words.word(after) != "for" || !plain || reading.words.word(after + 1) == "being" {
        return None;
    }
    let end = phrase_end(reading, after + 1);
    // "I feel pathetic for saying that": what was said stands before it.
    let points = end == after + 3 && reading.words.tags(end - 1).any(Tags::IT.and(Tags::THAT));
    if points && gerund.any(Tags::SAY.and(Tags::THINK)) {
        return None;
    }
    // "I feel a fool for doing that now": when it is felt.
    let now = end > after + 2 && reading.words.word(end - 1) == "now";
    Some(after..end - usize::from(now))
}
