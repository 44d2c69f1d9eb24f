//! The thought held at arm's length, and the clause as it stands behind "I'm afraid that".

use std::ops::Range;

use super::{ClauseRewriter, begin};
use crate::diagnostic::Suggestion;
use crate::lint::frame::captures::{CLAUSE, Captures, TAIL, WRITER};
use crate::lint::reading::clause::{Clause, Subject};
use crate::lint::reading::tags::Tags;
use crate::lint::rewrite::whole::ancestors;
use crate::text::{capitalized, lowered};

impl ClauseRewriter<'_> {
    /// The thought held at arm's length: "I'm having the thought that …".
    pub(in crate::lint::rewrite) fn held(&self, captures: &Captures) -> Option<Suggestion> {
        let clauses = self.reading.clauses();
        let found = clauses.get(self.found.clause)?;
        // What is over is no thought of now, and "that you are lazy" would be about somebody else.
        let over = captures.contains_key("past") && found.copula;
        if self.held.is_empty() || over || found.subject == Subject::You {
            return None;
        }
        let (clause, writer) = (captures.get(CLAUSE)?, captures.get(WRITER)?);
        let text = self.held.replace("{clause}", clause).replace("{writer}", writer);
        Some(self.turned(&text, false)?.suggestion)
    }

    /// What the templates of a clause find beside the captures of the match.
    pub(in crate::lint::rewrite) fn captures(&self) -> Captures {
        let writer = self.writer();
        let words = &self.reading.words;
        let end = self.clause_tokens().map(|tokens| tokens.end);
        let tail = end.and_then(|end| words.bytes(self.found.tokens.end..end));
        let tail = tail.and_then(|tail| words.text.get(tail)).filter(|tail| !tail.is_empty());
        let tail = tail.map(|tail| format!(" {tail}"));
        let clause = self.clause_text(&writer);
        let said = [(WRITER, Some(writer)), (CLAUSE, clause), (TAIL, tail)];
        said.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text?))).collect()
    }

    /// "I am" as the writer has it: "I'm", "i am", "im".
    fn writer(&self) -> String {
        let words = &self.reading.words;
        let text = words.text;
        let i = if self.is_small() { 'i' } else { 'I' };
        let am = |at: &usize| words.tags(*at).any(Tags::I) && words.word(at + 1) == "am";
        let said = (0..words.tokens.len()).find(am).and_then(|at| words.bytes(at..at + 2));
        if let Some(said) = said.and_then(|said| text.get(said)) {
            return format!("{i}{}", said.get(1..).unwrap_or_default());
        }
        let mark = if text.contains('’') { "’" } else { "'" };
        format!("{i}{mark}m")
    }

    /// Whether the person writes "i" for themself.
    fn is_small(&self) -> bool {
        let words = &self.reading.words;
        // "i.e." is no "i".
        let small = |at: usize| {
            words.tags(at).any(Tags::I) && words.mark(at) == 'i' && words.mark(at + 1) != '.'
        };
        // "should have called": nor would they write "I".
        let lower = words.text.trim_start().starts_with(char::is_lowercase);
        let large = |at: usize| words.tags(at).any(Tags::I) && words.mark(at) == 'I';
        let mut all = 0..words.tokens.len();
        all.clone().any(small) || lower && !all.any(large)
    }

    /// A wording as the person writes: with a capital where a sentence begins, with their "i".
    pub(super) fn spelled(&self, text: &str, first: bool) -> String {
        let text = text.trim().trim_end_matches(['.', ',', ' ']);
        let me = |word: &str| {
            word.strip_prefix('I').is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        };
        let named = me(text);
        if self.is_small() {
            let small = |word| if me(word) { word.replacen('I', "i", 1) } else { word.to_owned() };
            let small = lowered(&text.split(' ').map(small).collect::<Vec<_>>().join(" "));
            let starts_small = self.reading.words.text.starts_with(char::is_lowercase);
            return if first && !starts_small { capitalized(&small) } else { small };
        }
        if first {
            capitalized(text)
        } else if named {
            text.to_owned()
        } else {
            lowered(text)
        }
    }

    /// The clause that is said: the match's own, or what others are thought to think of it ("I bet
    /// everyone thinks I'm odd"). `None` where it is held by a thing: "that is why I'm late".
    fn said_clause(&self) -> Option<&Clause> {
        let clauses = self.reading.clauses();
        let first =
            if self.is_relative(self.found.clause) { self.outermost()? } else { self.found.clause };
        let chain = ancestors(self.reading, first);
        let mut holders = chain.iter().rev().filter_map(|at| clauses.get(*at));
        let theirs = holders.find(|clause| clause.subject != Subject::Me);
        let thing = theirs.is_some_and(|one| one.subject == Subject::Thing && chain.len() > 1);
        theirs.or_else(|| clauses.get(first)).filter(|_| !thing)
    }

    /// Whether a clause can stand behind "I'm afraid that": it has a subject and a finite verb, and
    /// is not felt or thought already ("it made me feel ugly", "I think of myself as a fool").
    fn can_be_held(&self, clause: &Clause) -> bool {
        let words = &self.reading.words;
        let mood = clause.mood;
        let mind = Tags::THINK.and(Tags::CALL).and(Tags::MAKE);
        let judged = |at: usize| self.found.hits.iter().any(|hit| (hit.from..hit.to).contains(&at));
        let oneself = clause.tokens.clone().any(|at| words.tags(at).any(Tags::SELF));
        let thought = (clause.copula || oneself)
            && clause.main.is_some_and(|main| words.tags(main).any(mind) && !judged(main));
        // "I despair of finding one" is a feeling already.
        let despairs = clause.subject == Subject::Me
            && clause.main.is_some_and(|main| words.is_in(main, &["contempt"]));
        let headed = !clause.subject_tokens.is_empty() && !clause.verb.is_empty();
        let named =
            clause.subject_tokens.clone().any(|at| words.tags(at).any(Tags::THINK.and(Tags::SAY)));
        let infinite =
            clause.verb.start.checked_sub(1).is_some_and(|at| words.tags(at).any(Tags::TO));
        let finite = headed && !mood.gerund && !mood.inverted && !mood.imperative && !infinite;
        let made = clause.by.is_some() && mood.felt;
        // "Which only shows", "all I did was": it goes on with a word before it.
        let relative =
            clause.subject_tokens.clone().any(|at| words.tags(at).any(Tags::WHO.and(Tags::WHAT)));
        let before = clause.subject_tokens.start.checked_sub(1);
        let goes_on = before.is_some_and(|at| words.tags(at).any(Tags::DETERMINER));
        // "A fool I am": what is said stands before its subject.
        let first = self.found.hits.iter().map(|hit| hit.from).min();
        let fronted =
            first.is_some_and(|at| at < clause.subject_tokens.start && clause.tokens.contains(&at));
        // "Tomorrow I'm afraid" is another day than meant.
        let mut front = clause.tokens.start..clause.subject_tokens.start;
        let dated = front.any(|at| words.is_in(at, &["when"]));
        !fronted
            && !dated
            && !despairs
            && finite
            && !named
            && !thought
            && !made
            && !relative
            && !goes_on
    }

    /// The clause of the match as it would stand behind "I'm afraid that".
    fn clause_text(&self, writer: &str) -> Option<String> {
        let words = &self.reading.words;
        let clause = self.said_clause().filter(|clause| self.can_be_held(clause))?;
        let end = self.without_reason(self.clause_tokens()?.end);
        let never = self.never_said();
        let turned = self.reading.scope(self.found.clause)?.turned && never.is_none();
        let you = (begin(clause)..end).any(|at| words.tags(at).any(Tags::YOU));
        if words.is_question || turned || you || self.runs_on(end) || self.is_sworn_to() {
            return None;
        }
        // "I fear I will never learn" says so already.
        let outer = self.reading.scope(self.found.clause)?.outermost;
        let outer = outer.and_then(|at| self.reading.clauses().get(at)?.main);
        if outer.is_some_and(|main| ["fear", "dread", "worry"].contains(&words.lemma(main))) {
            return None;
        }
        // "I'm afraid he must think": one is as sure as the other is not.
        if words.says(clause.verb.clone(), "must") {
            return None;
        }
        let main = clause.main.map_or(Tags::NONE, |main| words.tags(main));
        let felt = clause.copula && main.any(Tags::FEEL) && !clause.mood.future;
        if felt && clause.subject == Subject::Me {
            return self.felt_text(clause, end, writer);
        }
        let start = begin(clause);
        let text = self.plainly(start..end)?;
        // "I don't think I'll ever pass": "I'll never pass" is what is feared.
        let text = if never.is_some() { text.replacen(" ever ", " never ", 1) } else { text };
        let first = words.tags(start);
        // A name keeps its capital; "whatever" has none.
        let named = first.any(Tags::OPEN) && !words.word(start).ends_with("ever");
        let as_is = first.any(Tags::I) || named && !first.any(Tags::GERUND);
        Some(if as_is { text } else { lowered(&text) })
    }

    /// The "ever" of what the writer says they do not think will be: "I don't think I'll ever pass".
    pub(super) fn never_said(&self) -> Option<usize> {
        let words = &self.reading.words;
        let clause = self.reading.clauses().get(self.found.clause)?;
        let outer = self.reading.clauses().get(clause.parent?)?;
        let thinks = outer.main.is_some_and(|main| words.tags(main).any(Tags::THINK));
        let denied = thinks && outer.subject == Subject::Me && outer.mood.not && !outer.mood.past;
        let plain = denied && clause.mood.future && !clause.mood.not && !clause.mood.never;
        clause.verb.clone().find(|at| plain && words.word(*at) == "ever")
    }

    /// Where a clause ends without a reason in which something was found as well: "I'll never win
    /// because I'm a failure".
    fn without_reason(&self, end: usize) -> usize {
        let words = &self.reading.words;
        let because = |clause: &Clause| {
            clause.link.filter(|link| words.tags(*link).any(Tags::BECAUSE) && *link < end)
        };
        let behind = |link: &usize| self.found.tokens.end <= *link;
        let clauses = self.reading.clauses();
        let others = self.others.iter().filter_map(|other| clauses.get(other.clause));
        others.filter_map(because).filter(behind).min().unwrap_or(end)
    }

    /// What is felt, said as what is thought: "I'm a failure" for "I feel like a failure".
    fn felt_text(&self, clause: &Clause, end: usize, writer: &str) -> Option<String> {
        let words = &self.reading.words;
        let mood = clause.mood;
        let now = !mood.past && !mood.perfect && !mood.future;
        if !now || mood.can || mood.not || clause.by.is_some() {
            return None;
        }
        let like = usize::from(words.tags(clause.rest.start).any(Tags::LIKE));
        let felt = self.plainly(clause.rest.start + like..end)?;
        let how = words.bytes(clause.subject_tokens.end..clause.main?);
        let how = how.and_then(|how| words.text.get(how)).unwrap_or_default();
        let parts = [writer, how, felt.as_str()];
        Some(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "))
    }

    /// Whether what stands behind a clause would be taken for part of what is held: "I know", "and
    /// the weather is fine".
    fn runs_on(&self, end: usize) -> bool {
        let words = &self.reading.words;
        let clauses = self.reading.clauses();
        let next = clauses.iter().find(|clause| clause.begin() == end);
        // "I'll fail and it will be awful" is one fear.
        let other = next.is_some_and(|clause| {
            clause.subject != Subject::Me && words.tags(end).any(Tags::AND) && !clause.mood.future
        });
        let held = ancestors(self.reading, self.found.clause);
        let aside = clauses.iter().enumerate().any(|(at, clause)| {
            let thinks = clause.main.is_some_and(|main| words.tags(main).any(Tags::THINK));
            let within = self.found.tokens.end <= clause.tokens.start && clause.tokens.start < end;
            within && thinks && clause.rest.is_empty() && !held.contains(&at)
        });
        // "…, and that's an end of it": as sure as the fear is not.
        let sure = clauses.iter().any(|clause| {
            let mut subject = clause.subject_tokens.clone();
            let later = clause.tokens.start >= end && !clause.mood.future;
            later && subject.any(|at| words.tags(at).any(Tags::IT))
        });
        other || aside || sure
    }

    /// Words of the sentence, without those that only make the judgement stronger.
    fn plainly(&self, tokens: Range<usize>) -> Option<String> {
        let words = &self.reading.words;
        let emphatic = |at: &usize| {
            let word = words.tokens.get(*at).map(|token| token.word);
            word.is_some_and(|word| words.lexicon.emphasis.contains(&word))
        };
        // How sure one is has no place behind "I'm afraid".
        let sure =
            |at: &usize| words.tags(*at).any(Tags::ADVERB) && words.is_in(*at, &["certain.adverb"]);
        // "So lazy that", "so much": it belongs to what follows.
        let leads = words.says(tokens.clone(), "that") || words.says(tokens.clone(), "much");
        let judged = self.found.hits.iter().map(|hit| hit.from).max().unwrap_or(tokens.start);
        let verb = self.reading.clauses().get(self.found.clause)?.verb.start;
        let between = |at: &usize| verb < *at && *at < judged && !leads;
        let loose: Vec<usize> =
            tokens.clone().filter(|at| sure(at) || emphatic(at) && between(at)).collect();
        let mut said = String::new();
        let mut from = words.bytes(tokens.clone())?.start;
        for at in loose {
            let word = words.bytes(at..at + 1)?;
            said.push_str(words.text.get(from..word.start)?);
            from = words.bytes(at + 1..at + 2).map_or(word.end, |next| next.start);
        }
        said.push_str(words.text.get(from..words.bytes(tokens)?.end)?);
        Some(said)
    }
}
