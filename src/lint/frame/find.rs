//! Finds in a clause what the slots of a frame look for.

use std::ops::Range;

use super::company::{fits_company, hits_at};
use super::complement::is_head;
use super::slots::{Fields, FrameSlot};
use crate::lint::field::{Company, PartOfSpeech};
use crate::lint::reading::Reading;
use crate::lint::reading::clause::{Clause, Subject};
use crate::lint::reading::grammar_file::Order;
use crate::lint::reading::holding::Holding;
use crate::lint::reading::lexicon::FieldId;
use crate::lint::reading::tags::Tags;
use crate::lint::reading::tokens::FieldHit;
use crate::lint::reading::words::SentenceWords;

/// The verb of a clause, as a word of some field.
pub(super) fn verb_hit(reading: &Reading, clause: &Clause, fields: &Fields) -> Option<FieldHit> {
    let found = |at| {
        hits_at(&reading.words, at)
            .find(|hit| fields.has(&reading.words, hit) && hit.part == PartOfSpeech::Verb)
            .copied()
    };
    // The "have" of "I have never felt" is no having.
    let helps = Tags::BE.and(Tags::HAVE);
    let mut others = clause.verb.clone().filter(|at| !reading.words.tags(*at).any(helps));
    found(clause.main?).or_else(|| others.find_map(found))
}

/// A fragment: nothing in it but the word, and what may stand with it; and whether a "no" stands
/// before it.
pub(super) fn fragment(
    reading: &Reading,
    clause: &Clause,
    fields: &Fields,
) -> Option<(FieldHit, bool)> {
    let light = Tags::DETERMINER
        .and(Tags::INTENSIFIER)
        .and(Tags::ADVERB)
        .and(Tags::COMMA)
        .and(Tags::AND)
        .and(Tags::PREDETERMINER)
        .and(Tags::ADJECTIVE)
        .and(Tags::YOU)
        .and(Tags::NO)
        .and(Tags::NOT);
    if !is_sentence_edge(reading, clause.tokens.start.checked_sub(1))
        || !is_sentence_edge(reading, Some(clause.tokens.end))
    {
        return None;
    }
    if reading.words.mark(clause.tokens.end) == ':' {
        // "Parasite: a film."
        return None;
    }
    let mut at = clause.tokens.start;
    let mut found: Option<FieldHit> = None;
    let mut no = false;
    let before = reading.clauses().iter().rev().find(|one| one.tokens.end <= at);
    if before.is_some_and(|one| one.copula && one.rest.is_empty() && one.subject != Subject::Me) {
        // "Her thumbs are — lamentable."
        return None;
    }
    while at < clause.tokens.end {
        let tags = reading.words.tags(at);
        let most = reading.words.tags(at + 1).any(Tags::SUPERLATIVE);
        if found.is_none() && reading.words.word(at) == "the" && !most {
            // "The sight of it": what is pointed at is not the writer; "the worst son" may be.
            return None;
        }
        let hit = hits_at(&reading.words, at).filter(|hit| {
            // "Nobody today" is about who came; "a nobody" is not.
            let named = at > clause.tokens.start || !reading.words.tags(at).any(Tags::NOBODY);
            named
                && fields.has(&reading.words, hit)
                && fits_company(&reading.words, hit)
                && is_head(&reading.words, hit)
        });
        if let Some(hit) = hit.max_by_key(|hit| hit.to) {
            // "Greedy fat pig": a name with all its words.
            let named = found.filter(|_| hit.part == PartOfSpeech::Noun);
            found =
                named.map(|first| FieldHit { from: first.from, ..*hit }).or(found).or(Some(*hit));
            at = hit.to;
        } else if tags.any(light) && !tags.any(Tags::VERB.and(Tags::MY).and(Tags::THEIR)) {
            no |= tags.any(Tags::NO.and(Tags::NOT)) && found.is_none();
            let next = reading.words.tags(at + 1);
            if found.is_some() && tags.any(Tags::PREDETERMINER) && !tags.any(Tags::INTENSIFIER) {
                // "A simple example."
                return None;
            }
            if tags.any(Tags::ADJECTIVE)
                && !tags.any(Tags::INTENSIFIER.and(Tags::PREDETERMINER).and(Tags::DETERMINER))
                && next.any(Tags::DETERMINER)
            {
                // "Sectioned a leech": a verb that is not known as one.
                return None;
            }
            at += 1;
        } else if matches!(reading.words.word(at), "-" | "\"" | "'" | "*" | "/") {
            at += 1;
        } else if let Some(hit) = found
            && leads_on(&reading.words, at, &hit)
        {
            break;
        } else if found.is_some()
            && tags.any(Tags::ME.and(Tags::PREPOSITION))
            && !tags.any(Tags::TO)
            && reading.words.word(at) != "than"
        {
            // "Too feeble to walk" tells of a day, "useless with people" of a person.
            break;
        } else {
            return None;
        }
    }
    // "A boring — but important — part": the noun is still to come.
    let article = reading.words.tags(clause.tokens.start).any(Tags::DETERMINER)
        && !reading.words.tags(clause.tokens.start).any(Tags::INTENSIFIER);
    let adjective = |hit: &FieldHit| {
        hit.part == PartOfSpeech::Adjective
            && !reading.words.tags(hit.to).any(Tags::NOUN.and(Tags::OPEN).and(Tags::ADJECTIVE))
    };
    found.filter(|hit| !article || !adjective(hit)).map(|hit| (hit, no))
}

/// Whether what stands at `at` adds to a fragment and names nothing else: "dumb as a brick, this
/// one", "a waste of space, oxygen and hope", "nothing special here".
fn leads_on(words: &SentenceWords, at: usize, hit: &FieldHit) -> bool {
    let whole = hit.part != PartOfSpeech::Adjective || hit.to > hit.from + 1;
    let before = at.checked_sub(1).map_or(Tags::NONE, |at| words.tags(at));
    words.word(at) == "here"
        || words.word(at) == "one" && before.any(Tags::IT)
        || whole && before.any(Tags::COMMA)
}

/// Whether a mark ends or begins a sentence, or a part of one that stands alone.
pub(super) fn is_sentence_edge(reading: &Reading, at: Option<usize>) -> bool {
    at.is_none_or(|at| {
        at >= reading.words.tokens.len()
            || matches!(
                reading.words.mark(at),
                '.' | '!' | '?' | ',' | '…' | '—' | '–' | '-' | ':' | ';'
            )
    })
}

/// Whether a fragment can be about the writer: nobody else is spoken of beside it.
pub(super) fn is_about_me(reading: &Reading, before: Option<&Reading>, at: usize) -> bool {
    let others = |clause: &Clause| {
        matches!(clause.subject, Subject::Other | Subject::People | Subject::They | Subject::We)
    };
    let me = |clause: &Clause| matches!(clause.subject, Subject::Me | Subject::Mine);
    // "Weak, that's me."
    let named =
        |clause: &Clause| clause.copula && reading.words.tags(clause.rest.start).any(Tags::ME);
    let beside = reading.clauses().iter().enumerate().filter(|(other, _)| *other != at);
    if beside.clone().any(|(_, clause)| others(clause)) {
        return false;
    }
    beside.into_iter().any(|(_, clause)| me(clause) || named(clause))
        || before.is_none_or(|before| before.clauses().iter().any(me))
}

/// Whether a clause tells what the writer did, or what others did for them.
pub(super) fn is_own(reading: &Reading, clause: &Clause) -> bool {
    let me = Tags::I.and(Tags::ME).and(Tags::MY).and(Tags::SELF);
    let spoken = clause.tokens.clone().any(|at| reading.words.tags(at).any(me));
    let brief = reading.words.tokens.len() < 9;
    match clause.subject {
        Subject::Thing | Subject::You | Subject::Nobody => spoken,
        Subject::None => spoken || brief,
        _ => !clause.verb.is_empty() || spoken || brief,
    }
}

/// Whether a clause tells what is so: neither denied, nor supposed or thought, nor to come.
pub(super) fn is_done(reading: &Reading, clause: &Clause) -> bool {
    let mood = clause.mood;
    let at = reading.clauses().iter().position(|one| one.tokens == clause.tokens);
    let scope = at.and_then(|at| reading.scope(at));
    // "I thought I had fixed it."
    let thought = [Holding::Opinion, Holding::Supposed];
    let thought = scope.is_some_and(|scope| scope.holdings.iter().any(|one| thought.contains(one)));
    let supposed = clause.link.is_some_and(|link| reading.words.tags(link).any(Tags::IF));
    !supposed && !thought && !mood.not && !mood.never && !mood.future && !mood.should && !mood.wish
}

/// What the verb is done to.
pub(super) fn object(
    reading: &Reading,
    clause: &Clause,
    slot: &FrameSlot,
    found: &[FieldHit],
) -> Option<(Option<FieldHit>, bool)> {
    let mut no = false;
    if reading.words.lexicon.order == Order::Free {
        // "Dass mich keiner will": it may stand before its verb, and the subject is none.
        let own = clause.subject_tokens.clone();
        let mut rest = clause.rest.clone().filter(|at| !own.contains(at));
        return rest.find_map(|at| anywhere(reading, at..at + 1, slot)).map(|hit| (Some(hit), no));
    }
    let from = found.iter().map(|hit| hit.to).max().unwrap_or(clause.verb.end).max(clause.verb.end);
    // "I hate having to keep my desk by the door."
    let first = found.iter().map(|hit| hit.to).min().unwrap_or(clause.verb.end);
    // "I hate mending my coat" is about mending, "I hate seeing my face" is not.
    let does = clause.main.is_some_and(|main| {
        let looks = Tags::THINK.and(Tags::FEEL).and(Tags::LINKING);
        main >= first && clause.mood.chained && !reading.words.tags(main).any(looks)
    });
    let has = (first..=from).any(|at| reading.words.word(at) == "having");
    let of_mine = slot.mine && !does && !has;
    for at in from..=clause.rest.end {
        let tags = reading.words.tags(at);
        no |= tags.any(Tags::NO);
        if slot.me && tags.any(Tags::THEM.and(Tags::YOU).and(Tags::THEIR)) {
            return None;
        }
        let ends = Tags::THAT.and(Tags::WHO).and(Tags::BECAUSE);
        if tags.any(ends) && at > from || tags.any(Tags::COMMA) {
            return None;
        }
        if slot.me && at > from && tags.any(Tags::SELF) {
            let before = reading.words.tags(at - 1);
            if before.any(Tags::IT.and(Tags::NOUN)) {
                // "I didn't value it myself."
                return None;
            }
        }
        if slot.me && at < from + 5 && tags.any(Tags::ME.and(Tags::SELF)) {
            return Some((Some(plain(at, at + 1)), no));
        }
        // "No lump in my knee" has no knee.
        let beyond = tags.any(Tags::PREPOSITION) && !tags.any(Tags::TO) && at > from;
        if beyond && !slot.me && !slot.mine && reading.words.word(at) != "of" {
            return None;
        }
        if of_mine && tags.any(Tags::MY) {
            let part = (at + 1..(at + 5).min(clause.rest.end)).find_map(|at| {
                hits_at(&reading.words, at).find(|hit| reading.words.is_of(hit, &["part"]))
            });
            if let Some(part) = part {
                return Some((Some(plain(at, part.to)), no));
            }
        }
        let hit = hits_at(&reading.words, at).filter(|hit| slot.fields.has(&reading.words, hit));
        if let Some(hit) = hit.max_by_key(|hit| hit.to)
            && fits_company(&reading.words, hit)
        {
            return Some((Some(*hit), no));
        }
        if slot.any && tags.any(Tags::OPEN.and(Tags::NOUN).and(Tags::THEM)) {
            return Some((Some(plain(at, at + 1)), no));
        }
    }
    None
}

pub(super) fn plain(from: usize, to: usize) -> FieldHit {
    FieldHit { from, to, field: FieldId::MAX, part: PartOfSpeech::Phrase, company: Company::Alone }
}

/// The tokens of a clause, and the word that leads on from it: "until I" begins there.
pub(super) fn with_link(reading: &Reading, clause: &Clause) -> Range<usize> {
    let end = clause.tokens.end;
    let leads = reading.words.tags(end).any(Tags::BECAUSE.and(Tags::THAT).and(Tags::IF));
    // "The coward I am", "the one they carry": what tells of a noun begins with a subject.
    let told = reading.clauses().iter().find(|one| one.tokens.start == end);
    let others = Tags::THEY.and(Tags::PEOPLE).and(Tags::NOBODY);
    let before = end.checked_sub(1).map_or(Tags::NONE, |at| reading.words.tags(at));
    let is_named = before.any(Tags::NOUN.and(Tags::PREDETERMINER)) && !before.any(Tags::VERB);
    let tells = told.is_some_and(|one| {
        one.copula && one.rest.is_empty() && reading.words.tags(end).any(Tags::I)
    }) || told.is_some() && is_named && reading.words.tags(end).any(others);
    clause.tokens.start..end + usize::from(leads || tells)
}

/// Something of a slot among some tokens. `None` when there is none.
pub(super) fn anywhere(
    reading: &Reading,
    range: Range<usize>,
    slot: &FrameSlot,
) -> Option<FieldHit> {
    for at in range {
        let tags = reading.words.tags(at);
        if slot.me && tags.any(Tags::ME.and(Tags::SELF).and(Tags::I))
            || slot.mine && tags.any(Tags::MY)
        {
            return Some(plain(at, at + 1));
        }
        let hit = hits_at(&reading.words, at).filter(|hit| slot.fields.has(&reading.words, hit));
        if let Some(hit) = hit.max_by_key(|hit| hit.to)
            && fits_company(&reading.words, hit)
        {
            return Some(*hit);
        }
    }
    None
}

/// A word of a field behind "my": "my own stupidity".
pub(super) fn owned(reading: &Reading, clause: &Clause, fields: &Fields) -> Option<FieldHit> {
    for my in clause.tokens.clone() {
        if !reading.words.tags(my).any(Tags::MY) {
            continue;
        }
        for at in my + 1..(my + 5).min(clause.tokens.end) {
            let hit = hits_at(&reading.words, at).filter(|hit| fields.has(&reading.words, hit));
            if let Some(hit) =
                hit.max_by_key(|hit| hit.to).filter(|hit| fits_company(&reading.words, hit))
            {
                return Some(FieldHit { from: my, ..*hit });
            }
            let passed =
                Tags::ADJECTIVE.and(Tags::DETERMINER).and(Tags::INTENSIFIER).and(Tags::OPEN);
            if !reading.words.tags(at).any(passed) {
                break;
            }
        }
    }
    None
}

/// Whether an idiom covers one of the words found, or the verb where nothing else is found.
pub(super) fn idiom(reading: &Reading, clause: &Clause, found: &[FieldHit]) -> bool {
    let verb = clause.main.filter(|_| found.is_empty());
    let mut idioms = reading.words.hits.iter().filter(|hit| reading.words.is_of(hit, &["idiom"]));
    idioms.any(|idiom| {
        found.iter().any(|hit| hit.from < idiom.to && idiom.from < hit.to)
            || verb.is_some_and(|at| (idiom.from..idiom.to).contains(&at))
    })
}
