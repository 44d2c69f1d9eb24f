//! Suggestions on whole clauses: an attack is left out, turned into what the sentence names, or
//! held at arm's length. What does not read as a sentence afterwards is not offered.

mod beside;
pub(super) mod dropped;
mod held;

use std::ops::Range;

use super::place::MatchContext;
use super::whole::{is_whole, keeps, lost};
use crate::diagnostic::{Applicability, BLANK, Suggestion};
use crate::journal::prose::PLACEHOLDER;
use crate::lint::frame::{Frame, FrameMatch};
use crate::lint::reading::Reading;
use crate::lint::reading::clause::{Clause, Subject};
use crate::lint::reading::lexicon::Lexicon;
use crate::lint::reading::part::{is_mark, last, parts};
use crate::lint::reading::tags::Tags;
use crate::text::{BlockSpan, Edit, FileSpan};

/// A match among the clauses around it.
pub(in crate::lint) struct ClauseRewriter<'a> {
    pub(in crate::lint) place: &'a MatchContext<'a>,
    pub(in crate::lint) lexicon: &'a Lexicon,
    /// How the language says a thought as one that is had.
    pub(in crate::lint) held: &'a str,
    /// The sentence of the match.
    pub(in crate::lint) reading: &'a Reading<'a>,
    pub(in crate::lint) found: &'a FrameMatch,
    /// What frames found in the sentence beside it.
    pub(in crate::lint) others: &'a [&'a FrameMatch],
    /// The sentences of the block before and behind it, where no finding is.
    pub(in crate::lint) before: Option<BlockSpan>,
    pub(in crate::lint) after: Option<BlockSpan>,
    /// The same sentences, whatever was found in them.
    pub(in crate::lint) neighbours: [Option<BlockSpan>; 2],
    /// The frames that may find something in a sentence.
    pub(in crate::lint) frames: &'a dyn Fn(&Reading) -> Vec<&'a Frame>,
}

/// A suggestion, and where the sentence that it leaves ends.
pub(super) struct Wording {
    pub(super) suggestion: Suggestion,
    end: FileSpan,
    /// Whether a full stop is missing there.
    is_open: bool,
}

impl Wording {
    /// The suggestion with a sentence behind it that says what comes next.
    pub(super) fn with_plan(&self, plan: &str) -> Option<Suggestion> {
        let stop = if self.is_open { "." } else { "" };
        let words = format!("{stop} {plan}");
        let mut edits = self.suggestion.edits.clone();
        // It takes the place of what is left out behind the sentence.
        match edits.iter_mut().find(|edit| edit.span.start == self.end.start) {
            Some(edit) if edit.replacement.is_empty() => edit.replacement = words,
            Some(_) => return None,
            None => edits.push(Edit { span: self.end, replacement: words }),
        }
        let within =
            |edit: &Edit| edit.span.start < self.end.start && self.end.start < edit.span.end;
        if edits.iter().any(within) {
            return None;
        }
        let title = format!("{}{stop} {plan}", self.suggestion.title);
        Some(Suggestion { title, applicability: Applicability::HasPlaceholders, edits })
    }
}

impl<'a> ClauseRewriter<'a> {
    /// The clause of the match said in another way; `text` has no capital yet. A `lossy` one need
    /// not say again what the words found say.
    pub(super) fn turned(&self, text: &str, lossy: bool) -> Option<Wording> {
        let words = &self.reading.words;
        let tokens = self.clause_tokens()?;
        let mut range = words.bytes(tokens.clone())?;
        let before = words.text.get(..range.start)?;
        let first = before.trim_matches(['"', '(', '“', ' ', '*', '_']).is_empty();
        let mut replacement = self.spelled(text, first);
        // What was a reason stands beside what it was given for.
        let outer = self.outermost().and_then(|at| self.reading.clauses().get(at));
        if let Some(link) = outer.and_then(|outer| self.reason(outer)) {
            range.start = words.bytes(link..link + 1)?.start;
            replacement.insert_str(0, "and ");
        }
        // An image or code that is part of the clause stays where it is.
        if words.text.get(range.clone())?.starts_with(PLACEHOLDER) {
            return None;
        }
        let result = self.with(&range, &replacement);
        let placed = range.start..range.start + replacement.len();
        // "I had no skill and was a fool": what goes on without a subject would go on with ours.
        if self.is_shared(tokens.end) && !self.holds(&replacement) {
            return None;
        }
        let told = text.find(" because ").and_then(|at| text.get(at + 1..));
        let twice = told.is_some_and(|reason| {
            words.text.get(range.end..).is_some_and(|rest| rest.contains(reason))
        });
        // A blank will be something.
        let filled = replacement.replace(BLANK, "something");
        let said = self.read(&filled);
        let lossless = if lossy {
            self.gives_up_found(tokens.clone(), &said) && self.names_kept(tokens, &replacement)
        } else {
            keeps(self.reading, tokens, self.attacks(), Some(&said))
        };
        let read = range.start..range.start + filled.len();
        let clean = self.is_clean(&self.with(&range, &filled), &read);
        if words.is_question || twice || turns_on_me(&said) || !lossless || !clean {
            return None;
        }
        let has_blank = replacement.contains(BLANK);
        let replacement = self.typeset(replacement)?;
        let edit = self.place.with_code(self.edit(&range, replacement)?)?;
        let applicability =
            if has_blank { Applicability::HasPlaceholders } else { Applicability::MaybeIncorrect };
        let title = self.typeset(around(&result, &placed))?;
        self.wording(Suggestion { title, applicability, edits: vec![edit] }, self.place.sentence)
    }

    /// Whether the names and figures of `tokens` that the attack does not hold stand in `instead`.
    fn names_kept(&self, tokens: Range<usize>, instead: &str) -> bool {
        let words = &self.reading.words;
        let first = words.text.trim_start();
        tokens.filter(|at| !self.found.tokens.contains(at)).all(|at| {
            let written = words.bytes(at..at + 1).and_then(|range| words.text.get(range));
            let Some(written) = written else { return true };
            let name = written.chars().count() > 2 && written.starts_with(char::is_uppercase);
            let figure = written.starts_with(|c: char| c.is_ascii_digit());
            !name && !figure || first.starts_with(written) || instead.contains(written)
        })
    }

    /// The match, and what else was found in its sentence.
    const fn attacks(&self) -> (&FrameMatch, &[&FrameMatch]) {
        (self.found, self.others)
    }

    /// Whether a wording that gives up the words found loses nothing else of the clause: what stands
    /// behind them may be the end of their phrase, and is not gone on with.
    fn gives_up_found(&self, clause: Range<usize>, said: &Reading) -> bool {
        const SHORT: usize = 3;
        let found = self.found.tokens.clone();
        let rest = found.end.max(clause.start)..clause.end;
        let begins = |one: &Clause| rest.contains(&one.begin()) && !one.verb.is_empty();
        let more = rest.len() > SHORT || self.reading.clauses().iter().any(begins);
        let keeps = |range| keeps(self.reading, range, self.attacks(), Some(said));
        if lost(self.reading, clause.clone(), self.found, said) > SHORT {
            return false;
        }
        let goes_on = self.reading.words.tags(clause.end).any(Tags::AND);
        let before = clause.start..found.start.min(clause.end);
        !goes_on && keeps(before) && (!more || keeps(rest))
    }

    /// Whether a clause without a subject of its own is joined to the tokens that end at `end`.
    fn is_shared(&self, end: usize) -> bool {
        let joined = self.reading.words.tags(end).any(Tags::AND.and(Tags::BUT));
        let mut clauses = self.reading.clauses().iter();
        let next = clauses.find(|clause| clause.tokens.start == end && !clause.verb.is_empty());
        joined && next.is_some_and(|clause| clause.subject_tokens.is_empty())
    }

    /// Whether a wording keeps the clause of the match as it stands, behind words of its own.
    fn holds(&self, wording: &str) -> bool {
        let Some(clause) = self.reading.clauses().get(self.found.clause) else { return false };
        let said = self.reading.words.bytes(begin(clause)..clause.verb.end);
        let said = said.and_then(|bytes| self.reading.words.text.get(bytes));
        said.is_some_and(|said| wording.contains(said))
    }

    /// A suggestion that leaves `sentence` as the one a plan may stand behind.
    fn wording(&self, suggestion: Suggestion, sentence: BlockSpan) -> Option<Wording> {
        let text = self.place.text(sentence.start, sentence.end);
        let end = BlockSpan::new(sentence.start, sentence.start + text.trim_end().len());
        let end = self.place.prose.source(self.place.block.in_prose(end))?.end;
        let is_open = !text.trim_end().ends_with(['.', '!', '…', '?', '"', '”', ')']);
        Some(Wording { suggestion, end: FileSpan::at(end), is_open })
    }

    /// The tokens that a wording of the match replaces: its clause, with what holds it where the
    /// writer does so, up to the end of the part.
    fn clause_tokens(&self) -> Option<Range<usize>> {
        let words = &self.reading.words;
        let clauses = self.reading.clauses();
        let clause = clauses.get(self.found.clause)?;
        let outer = clauses.get(self.outermost()?)?;
        // "It's because I'm lazy" says no more than its reason.
        let only_a_reason = |one: &&Clause| {
            let because = outer.link.is_some_and(|link| words.tags(link).any(Tags::BECAUSE));
            because
                && one.subject == Subject::Thing
                && one.copula
                && one.rest.is_empty()
                && Some(one.verb.end) == outer.link
        };
        if let Some(points) = clauses.iter().find(only_a_reason) {
            let start = begin(points);
            let first = start.checked_sub(1).is_none_or(|before| is_mark(words, before));
            return first.then(|| start..self.end(outer.tokens.start));
        }
        let mood = outer.mood;
        // "I doubt that anybody would" denies.
        let doubts = outer.main.is_some_and(|main| words.lemma(main) == "doubt");
        let firm = mood.not || mood.never || mood.past || mood.can || doubts;
        // "That is why I am so lazy": what holds it would be lost.
        let lost = outer.subject == Subject::Thing || outer.subject == Subject::Me && firm;
        if outer.tokens != clause.tokens && lost && self.never_said().is_none() {
            return None;
        }
        let start = begin(outer);
        // Where it hangs on what stands before it, other words would hang there too.
        let link = outer.link.map_or(Tags::NONE, |link| words.tags(link));
        let so = link.any(Tags::BECAUSE) && link.any(Tags::INTENSIFIER);
        let and = link.any(Tags::AND.and(Tags::BUT));
        let joined = link == Tags::NONE || so || and || self.reason(outer).is_some();
        let before = outer.tokens.start.checked_sub(1);
        let loose = outer.link.is_some()
            || self.is_conceded(outer)
            || before.is_none_or(|before| is_mark(words, before));
        let supposed = words.tokens.iter().take(start).any(|token| token.tags.any(Tags::IF));
        let end = self.end(outer.tokens.start);
        // "Maybe I'm a fool" is held already.
        let unsure = (outer.tokens.start..start)
            .any(|at| words.tags(at).any(Tags::MAY) || words.is_in(at, &["certain"]));
        let next = words.tags(end);
        let ends = end >= words.tokens.len()
            || next.any(Tags::STOP.and(Tags::COMMA).and(Tags::AND).and(Tags::BUT));
        // "Kinder than I was", "all I did" do not begin where "I" stands, "never finish" where "finish" does.
        let leads = Tags::PREPOSITION.and(Tags::PREDETERMINER).and(Tags::DETERMINER);
        let leads = leads.and(Tags::NEVER).and(Tags::NOT);
        let reason = self.reason(outer).is_some();
        let inside = !reason && start.checked_sub(1).is_some_and(|at| words.tags(at).any(leads));
        // "You should have known, you fool": another "you" would be somebody else.
        let you = |at: usize| words.tags(at).any(Tags::YOU);
        let clash = clause.subject == Subject::You
            && ((0..start).chain(end..words.tokens.len()).any(you) || self.is_spoken_to());
        // "Being a fool" is no sentence, and "looking back" would lean on another.
        let lead = words.tags(outer.tokens.start).any(Tags::GERUND) && outer.tokens.start < start;
        let bare = start > 0 && clause.mood.gerund && clause.subject_tokens.is_empty();
        let hangs = lead || bare || self.is_tagged(end) || self.is_named_again(end);
        let fits = !hangs && joined && loose && !supposed && !unsure && !inside && !clash && ends;
        (fits && start < end).then_some(start..end)
    }

    /// Where what a wording replaces ends: with its part of the sentence, or at a mark behind the
    /// match where another clause begins.
    fn end(&self, start: usize) -> usize {
        let words = &self.reading.words;
        let parts = parts(self.reading);
        let part = parts.iter().find(|part| part.tokens.contains(&start));
        let end = part.map_or_else(|| last(words), |part| part.tokens.end);
        let clauses = self.reading.clauses();
        let begins = |at: usize| {
            clauses.iter().any(|clause| clause.begin() == at && !clause.verb.is_empty())
        };
        let mark = |at: &usize| words.tags(*at).any(Tags::STOP.and(Tags::COMMA)) && begins(at + 1);
        (self.found.tokens.end..end).find(mark).unwrap_or(end)
    }

    /// The clause that holds the match, outermost: for "the one who ruins it" the one before.
    fn outermost(&self) -> Option<usize> {
        let mut at = self.reading.scope(self.found.clause)?.outermost?;
        while at > 0 && self.is_relative(at) {
            at = self.reading.scope(at - 1)?.outermost?;
        }
        Some(at)
    }

    /// Whether a clause tells more of somebody: "who ruins it".
    fn is_relative(&self, clause: usize) -> bool {
        let link = self.reading.clauses().get(clause).and_then(|clause| clause.link);
        let link = link.map_or(Tags::NONE, |link| self.reading.words.tags(link));
        link.any(Tags::WHO) && !link.any(Tags::IT)
    }

    /// The sentence with other words in `range`.
    fn with(&self, range: &Range<usize>, words: &str) -> String {
        let text = self.reading.words.text;
        let (before, after) = (text.get(..range.start), text.get(range.end..));
        [before.unwrap_or_default(), words, after.unwrap_or_default()].concat()
    }

    /// Whether a text is a whole sentence, and no frame finds anything in `changed`.
    fn is_clean(&self, text: &str, changed: &Range<usize>) -> bool {
        let reading = self.read(text);
        if !is_whole(&reading) {
            return false;
        }
        let touches = |found: &FrameMatch| {
            let bytes = reading.words.bytes(found.tokens.clone());
            bytes.is_some_and(|bytes| bytes.start < changed.end && changed.start < bytes.end)
        };
        // What another finding of the sentence says stays, and stays one.
        let words_of = |reading: &Reading, found: &FrameMatch| -> Vec<String> {
            let words = found.hits.iter().filter_map(|hit| reading.words.bytes(hit.from..hit.to));
            words.filter_map(|at| Some(reading.words.text.get(at)?.to_lowercase())).collect()
        };
        let clashes = |frame: &Frame| {
            let before = frame.matches(self.reading, &|| None);
            let other = |now: &FrameMatch| {
                before.iter().any(|one| {
                    one.clause != self.found.clause
                        && words_of(self.reading, one) != words_of(self.reading, self.found)
                        && !one.hits.is_empty()
                        && words_of(self.reading, one) == words_of(&reading, now)
                })
            };
            frame.matches(&reading, &|| None).iter().any(|now| touches(now) && !other(now))
        };
        !(self.frames)(&reading).into_iter().any(clashes)
    }

    /// A wording with the apostrophes of the person; `None` with quotation marks that they write in
    /// another way.
    fn typeset(&self, text: String) -> Option<String> {
        let sentence = self.place.prose.source(self.place.block.in_prose(self.place.sentence))?;
        let source = sentence.slice(self.place.source);
        let curly = source.contains(['“', '”', '„']);
        if curly && text.contains('"') {
            return None;
        }
        Some(if source.contains('’') { text.replace('\'', "’") } else { text })
    }

    /// Reads a sentence.
    fn read<'t>(&self, text: &'t str) -> Reading<'t>
    where
        'a: 't,
    {
        Reading::new(text, self.lexicon)
    }

    /// An edit of bytes of the sentence.
    fn edit(&self, range: &Range<usize>, replacement: String) -> Option<Edit> {
        // Never within a word, whatever it is made of.
        let text = self.reading.words.text;
        let before = text.get(..range.start)?.chars().next_back();
        let opens = |letter: char| letter.is_whitespace() || "([{\"'“‘«—–-…*_~".contains(letter);
        let first = text.get(range.start..)?.chars().next();
        let parts = |letter: char| letter.is_whitespace() || letter.is_ascii_punctuation();
        if !before.is_none_or(opens) && !first.is_some_and(parts) {
            return None;
        }
        let span = BlockSpan::new(range.start, range.end).shifted(self.place.sentence.start);
        self.place.edit(span, replacement)
    }
}

/// Whether "I" do something to "me": "I find it hard to love me".
fn turns_on_me(said: &Reading) -> bool {
    let words = &said.words;
    let to = |at: usize| {
        words.tags(at - 2).any(Tags::TO) && words.is_one_of(at - 3, &["hard", "scared"])
    };
    let done = |at: usize| words.tags(at).any(Tags::ME) && to(at);
    let mut own = said.clauses().iter().filter(|clause| clause.subject == Subject::Me);
    own.any(|clause| clause.rest.clone().skip(3).any(done))
}

/// The first token of a clause's subject, or of its verb where it has none.
fn begin(clause: &Clause) -> usize {
    if clause.subject_tokens.is_empty() { clause.verb.start } else { clause.subject_tokens.start }
}

/// A sentence, or what stands around `changed` in it where it is long.
pub(in crate::lint) fn around(sentence: &str, changed: &Range<usize>) -> String {
    const LONG: usize = 120;
    const NEAR: usize = 40;
    let trimmed = sentence.trim();
    if trimmed.chars().count() <= LONG {
        return trimmed.to_owned();
    }
    let space = |(at, letter): (usize, char)| (letter == ' ').then_some(at);
    let from = changed.start.saturating_sub(NEAR);
    let from =
        sentence.char_indices().filter_map(space).find(|at| *at >= from && *at < changed.start);
    let from = from.filter(|_| changed.start > NEAR).unwrap_or(0);
    let to = (changed.end + NEAR).min(sentence.len());
    let to = sentence
        .char_indices()
        .filter_map(space)
        .filter(|at| *at >= changed.end)
        .find(|at| *at >= to);
    let to = to.unwrap_or(sentence.len());
    let shown = sentence.get(from..to).unwrap_or(sentence).trim();
    let (before, after) =
        (if from > 0 { "… " } else { "" }, if to < sentence.len() { " …" } else { "" });
    format!("{before}{shown}{after}")
}
