//! The words of a sentence in normal form, each with its exact bytes.
//!
//! Case, contractions with and without apostrophe, lengthened letters ("soooo"), masked words and
//! one slip of the pen are undone, so that the rest of a reading knows one form of each word.

use super::grammar_file::{EDGE, Mistaken};
use super::lexicon::{FieldId, Lexicon, Sense, UNKNOWN, WordId};
use super::tags::Tags;
use crate::lint::field::{Company, PartOfSpeech};

/// A word or mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    /// Its first byte in the sentence.
    pub(crate) start: usize,
    /// The byte after its last.
    pub(crate) end: usize,
    /// Which word it is, in normal form.
    pub(crate) word: WordId,
    /// Which word that is a form of.
    pub(crate) lemma: WordId,
    /// The classes it may belong to.
    pub(crate) tags: Tags,
}

/// A word or phrase of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FieldHit {
    /// Its first token.
    pub(crate) from: usize,
    /// The token after its last.
    pub(crate) to: usize,
    pub(crate) field: FieldId,
    pub(crate) part: PartOfSpeech,
    pub(crate) company: Company,
}

/// The tokens of a sentence, and the fields they belong to.
pub(super) fn tokens(text: &str, lexicon: &Lexicon) -> (Vec<Token>, Vec<FieldHit>) {
    let mut tokens = Vec::with_capacity(text.len() / 5);
    let mut lower = String::new();
    let mut rest = text.char_indices().peekable();
    while let Some((start, letter)) = rest.next() {
        if letter.is_whitespace() {
            continue;
        }
        let mut end = start + letter.len_utf8();
        if letter == '-' && joins(text, start) {
            continue;
        }
        let short = letter == '\'' && rest.peek().is_some_and(|(_, next)| next.is_alphabetic());
        if !is_word(letter) && !short {
            tokens.push(mark(start, end, letter));
            continue;
        }
        while let Some((at, next)) = rest.peek().copied() {
            let goes_on = is_word(next)
                || (matches!(next, '\'' | '*')
                    && text.get(at + next.len_utf8()..).is_some_and(|after| {
                        after.starts_with(|c: char| c.is_alphanumeric() || c == '*')
                    }));
            if !goes_on {
                break;
            }
            end = at + next.len_utf8();
            rest.next();
        }
        let word = text.get(start..end).unwrap_or_default();
        lower.clear();
        lower.extend(word.chars().flat_map(char::to_lowercase));
        if is_file_name(text, start) {
            tokens.push(Token { start, end, word: UNKNOWN, lemma: UNKNOWN, tags: Tags::OPEN });
        } else {
            push_word(&mut tokens, start, end, &lower, lexicon);
        }
    }
    mend(&mut tokens, lexicon);
    resolve(&mut tokens, lexicon);
    join_compounds(text, &mut tokens);
    let hits = hits(text, &tokens, lexicon);
    (tokens, hits)
}

/// Whether a hyphen stands within a word: "good-for-nothing".
fn joins(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    let after = text.get(at + 1..).and_then(|after| after.chars().next());
    before.is_some_and(is_word) && after.is_some_and(is_word)
}

/// Whether a word is the name of a hidden file or an ending: ".git".
fn is_file_name(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.strip_suffix('.'));
    before.is_some_and(|before| before.chars().next_back().is_none_or(char::is_whitespace))
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric()
}

fn mark(start: usize, end: usize, letter: char) -> Token {
    let tags = match letter {
        ',' => Tags::COMMA,
        '\'' | '"' | '/' | '*' | '_' | '\u{fffc}' => Tags::NONE,
        _ => Tags::STOP,
    };
    Token { start, end, word: UNKNOWN, lemma: UNKNOWN, tags }
}

fn push_word(tokens: &mut Vec<Token>, start: usize, end: usize, lower: &str, lexicon: &Lexicon) {
    if let Some(id) = lexicon.find(lower)
        && lexicon.word(id).is_some_and(|word| word.tags != Tags::NONE || !word.senses.is_empty())
        && lexicon.split(lower).is_none_or(|parts| parts.is_empty())
    {
        tokens.push(known(start, end, id, lexicon));
        return;
    }
    if let Some(parts) = lexicon.split(lower) {
        let lasts = parts.len().saturating_sub(1);
        let mut at = start;
        for (index, id) in parts.iter().enumerate() {
            let stop = if index == lasts {
                end
            } else {
                split_at(lower, lexicon.text(*id).unwrap_or_default(), at - start)
                    .map_or(end, |offset| (start + offset).min(end))
            };
            let stem = lower.get(at - start..stop - start).unwrap_or_default();
            match *id {
                UNKNOWN => tokens.push(unknown(at, stop, stem, lexicon)),
                id => tokens.push(known(at, stop, id, lexicon)),
            }
            at = stop;
        }
        return;
    }
    let id = lexicon.find(lower).or_else(|| respelled(lower, lexicon));
    match id {
        Some(id) => tokens.push(known(start, end, id, lexicon)),
        None => tokens.push(unknown(start, end, lower, lexicon)),
    }
}

/// Where the first word of a contraction ends: "do|n't", "i|m", "gon|na".
fn split_at(whole: &str, first: &str, from: usize) -> Option<usize> {
    let tail = whole.get(from..)?;
    if let Some(at) = tail.find("n't").or_else(|| tail.find('\'')) {
        return Some(from + at);
    }
    if tail.starts_with(first) {
        return Some(from + first.len());
    }
    let half = tail.char_indices().map(|(at, _)| at).rfind(|at| *at <= tail.len() / 2)?;
    Some(from + half)
}

fn known(start: usize, end: usize, word: WordId, lexicon: &Lexicon) -> Token {
    let entry = lexicon.word(word);
    let mut tags = entry.map_or(Tags::NONE, |entry| entry.tags);
    if tags == Tags::NONE {
        tags = lexicon.unknown.guess(lexicon.text(word).unwrap_or_default());
    }
    Token { start, end, word, lemma: entry.map_or(word, |entry| entry.lemma), tags }
}

fn unknown(start: usize, end: usize, text: &str, lexicon: &Lexicon) -> Token {
    Token { start, end, word: UNKNOWN, lemma: UNKNOWN, tags: lexicon.unknown.guess(text) }
}

/// The known word behind a lengthened, masked or slipped spelling.
fn respelled(lower: &str, lexicon: &Lexicon) -> Option<WordId> {
    if lower.contains('*') {
        return lexicon.unknown.unmasked(lower).and_then(|known| lexicon.find(known));
    }
    let letters: Vec<char> = lower.chars().collect();
    if letters.windows(3).any(|three| matches!(three, [a, b, c] if a == b && b == c)) {
        for keep in [2, 1] {
            let mut short = String::new();
            let mut run = 0;
            let mut last = None;
            for letter in &letters {
                run = if last == Some(letter) { run + 1 } else { 1 };
                last = Some(letter);
                if run <= keep {
                    short.push(*letter);
                }
            }
            if let Some(id) = lexicon.find(&short) {
                return Some(id);
            }
        }
        return None;
    }
    lexicon.slipped(lower)
}

/// Puts what is meant in the place of words that are often written for others: "ill never" for
/// "I'll never".
fn mend(tokens: &mut Vec<Token>, lexicon: &Lexicon) {
    for mistaken in &lexicon.mistakes {
        let Some(written) = lexicon.find(&mistaken.written) else { continue };
        let mut at = 0;
        while at < tokens.len() {
            let is = tokens.get(at).is_some_and(|token| token.word == written);
            if is && is_mistaken(mistaken, tokens, at, lexicon) {
                put(mistaken, tokens, at, lexicon);
            }
            at += 1;
        }
    }
}

/// Whether what stands beside the token at `at` shows that it is mistaken.
fn is_mistaken(mistaken: &Mistaken, tokens: &[Token], at: usize, lexicon: &Lexicon) -> bool {
    let before = at.checked_sub(1).and_then(|at| tokens.get(at));
    let behind = tokens.get(at + 1);
    let last = tokens.get(at + 2);
    let is_one = |places: &[String], token| places.iter().any(|one| is_at(one, token, lexicon));
    (mistaken.after.is_empty() || is_one(&mistaken.after, before))
        && is_one(&mistaken.before, behind)
        && (mistaken.then.is_empty() || is_one(&mistaken.then, last))
}

/// Whether a place beside a word is what a class, a word or [`EDGE`] names.
fn is_at(name: &str, token: Option<&Token>, lexicon: &Lexicon) -> bool {
    let Some(token) = token else { return name == EDGE };
    match Tags::named(name) {
        _ if name == EDGE => token.tags.any(Tags::STOP.and(Tags::COMMA)),
        Some(tag) => token.tags.any(tag),
        None => lexicon.find(name) == Some(token.word),
    }
}

fn put(mistaken: &Mistaken, tokens: &mut Vec<Token>, at: usize, lexicon: &Lexicon) {
    let Some(token) = tokens.get(at).copied() else { return };
    let words: Vec<WordId> = mistaken.meant.iter().filter_map(|word| lexicon.find(word)).collect();
    let length = token.end - token.start;
    let parts = words.len().max(1);
    let meant = words.iter().enumerate().map(|(number, word)| {
        let known = lexicon.word(*word);
        // The last part has what is left: "i|ll", "it|s".
        let start = token.start + number.min(length);
        let end = if number + 1 == parts { token.end } else { start + 1 };
        let tags = known.map_or(Tags::NONE, |known| known.tags);
        let lemma = known.map_or(*word, |known| known.lemma);
        Token { start, end, word: *word, lemma, tags }
    });
    let meant: Vec<Token> = meant.collect();
    tokens.splice(at..=at, meant);
}

/// Settles what an ending in 's is.
fn resolve(tokens: &mut [Token], lexicon: &Lexicon) {
    let (Some(is), had) = (lexicon.find("is"), lexicon.find("'s")) else { return };
    let says = |at: Option<&Token>| {
        at.is_some_and(|next| {
            let leads = Tags::DETERMINER.and(Tags::NOT).and(Tags::INTENSIFIER);
            next.tags.any(leads.and(Tags::GERUND).and(Tags::NEVER).and(Tags::ADVERB))
        })
    };
    for at in 1..tokens.len() {
        let Some(token) = tokens.get(at).copied() else { continue };
        if Some(token.word) != had || had.is_none() {
            continue;
        }
        let subject = tokens.get(at - 1).is_some_and(|before| {
            let pronoun = Tags::IT.and(Tags::THEY).and(Tags::NOBODY).and(Tags::PEOPLE);
            before.tags.any(pronoun.and(Tags::WHAT).and(Tags::WHO))
        });
        // "I'm nobody's fool", "in somebody's way", "wasting everyone's time"
        let owns = at.checked_sub(2).and_then(|at| tokens.get(at)).is_some_and(|before| {
            let whose = Tags::NOBODY.and(Tags::PEOPLE).and(Tags::THEY);
            let next = tokens.get(at + 1).map_or(Tags::NONE, |next| next.tags);
            let thing = next.any(Tags::NOUN.and(Tags::OPEN))
                && !next.any(Tags::ADJECTIVE.and(Tags::GERUND).and(Tags::PAST).and(Tags::ADVERB));
            let mind = Tags::THINK.and(Tags::SAY).and(Tags::FEEL);
            let done = before.tags.any(Tags::VERB) && !before.tags.any(mind) && thing;
            (before.tags.any(Tags::BE.and(Tags::PREPOSITION)) || done)
                && tokens.get(at - 1).is_some_and(|one| one.tags.any(whose))
                && !next.any(Tags::DETERMINER)
        });
        if (subject && !owns || says(tokens.get(at + 1)))
            && let Some(token) = tokens.get_mut(at)
        {
            *token = Token { word: is, lemma: is, tags: Tags::BE, ..*token };
        }
    }
}

/// A past form behind a hyphen says what something is like: "mean-spirited".
fn join_compounds(text: &str, tokens: &mut [Token]) {
    for at in 1..tokens.len() {
        let Some([first, second]) = tokens.get_mut(at - 1..=at) else { continue };
        if text.get(first.end..second.start) == Some("-") && second.tags.any(Tags::PAST) {
            let verbal = Tags::PAST.and(Tags::VERB).and(Tags::BASE).and(Tags::THIRD);
            second.tags = second.tags.without(verbal).and(Tags::ADJECTIVE);
            first.tags = first.tags.without(verbal.and(Tags::CHAIN)).and(Tags::ADJECTIVE);
        }
    }
}

/// The words and phrases of fields, in the order of their first words.
fn hits(text: &str, tokens: &[Token], lexicon: &Lexicon) -> Vec<FieldHit> {
    let mut hits = Vec::new();
    for (from, token) in tokens.iter().enumerate() {
        if token.word == UNKNOWN {
            let written = text.get(token.start..token.end).unwrap_or_default();
            if let Some(field) = lexicon.roles.filter(|_| lexicon.unknown.is_agent(written)) {
                let (part, company) = (PartOfSpeech::Noun, Company::Alone);
                hits.push(FieldHit { from, to: from + 1, field, part, company });
            }
            continue;
        }
        let word = |offset: usize| {
            let token = tokens.get(from + offset)?;
            (token.word != UNKNOWN || !token.tags.any(Tags::STOP.and(Tags::COMMA)))
                .then_some(token.word)
        };
        lexicon.senses_at(token.word, &word, |length, sense| {
            let Sense { field, part, company } = sense;
            hits.push(FieldHit { from, to: from + length, field, part, company });
        });
    }
    hits
}
