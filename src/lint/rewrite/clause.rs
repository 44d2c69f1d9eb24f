//! The clause around a match: what may be left out, and what must be carried along.
//!
//! The words that join clauses differ by language; they are the lists `connector`, `boundary` and
//! `subject` of its `words.yaml`. Without them a match is only ever replaced where it stands. The
//! lists `dependent`, `backward` and `clinging` name what keeps a clause from standing alone.

use std::ops::Range;
use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};

use crate::lint::pattern::{self, Words};

/// How a language joins clauses.
#[derive(Debug)]
pub(crate) struct Grammar {
    /// A clause before the match, and the connector that leads from it to the match.
    before: LazyRegex,
    /// A connector after the match, and the clause it leads to.
    after: LazyRegex,
    /// What begins a clause that cannot stand alone: "when I cook".
    dependent: Option<LazyRegex>,
    /// What in a clause points back to the match, and would point nowhere without it.
    backward: Option<LazyRegex>,
    /// What hangs on the words before it: "that I slept until ten".
    clinging: Option<LazyRegex>,
    /// Where a clause ends: punctuation, or a word that begins another.
    boundary: LazyRegex,
}

/// An expression that is compiled when it is first asked: most findings need none of these.
#[derive(Debug)]
struct LazyRegex {
    source: String,
    compiled: OnceLock<Option<Regex>>,
}

impl LazyRegex {
    fn get(&self) -> Option<&Regex> {
        let compile = || RegexBuilder::new(&self.source).case_insensitive(true).build().ok();
        self.compiled.get_or_init(compile).as_ref()
    }
}

impl Grammar {
    /// Reads the lists of a language; `None` when it has none.
    pub(crate) fn new(words: &Words) -> Option<Self> {
        let compile = |pattern: &str| {
            let source = pattern::expand(pattern, &Words::new(), words).ok()?;
            Some(LazyRegex { source, compiled: OnceLock::new() })
        };
        Some(Self {
            before: compile(r"^(?P<clause>\S+ \S+ .*?\w)(?:,? {connector}|[;,:]|,? [—–-]+)$")?,
            after: compile(
                r"^(?:(?:[,;:]| ?[—–-]+)(?: {connector})?| {connector}) (?P<clause>{subject}\b.*)$",
            )?,
            dependent: compile(r"^{dependent}\b"),
            backward: compile(r"\b{backward}\b"),
            clinging: compile(r"^\s+{clinging}\b"),
            boundary: compile(r#"[,;:.!?…()"—–|]| - | {boundary}\b"#)?,
        })
    }

    /// Where the clause before a match ends, when the match can be left out after it.
    pub(super) fn clause_before(&self, lead: &str) -> Option<usize> {
        let clause = self.before.get()?.captures(lead.trim_end())?.name("clause")?;
        (!is_match(self.dependent.as_ref(), clause.as_str())).then_some(clause.end())
    }

    /// The clause after a match, when the match can be left out before it.
    pub(super) fn clause_after(&self, tail: &str) -> Option<Range<usize>> {
        let clause = self.after.get()?.captures(tail)?.name("clause")?;
        (!is_match(self.backward.as_ref(), clause.as_str())).then_some(clause.range())
    }

    /// Whether `rest`, what follows a match and its tail, hangs on the words it replaces.
    pub(super) fn clings(&self, rest: &str) -> bool {
        is_match(self.clinging.as_ref(), rest)
    }

    /// How much of the text after a match belongs to its clause: "at cooking", "today".
    pub(super) fn bound<'t>(&self, tail: &'t str) -> &'t str {
        let boundary = self.boundary.get().and_then(|boundary| boundary.find(tail));
        let end = boundary.map_or(tail.len(), |found| found.start());
        let bound = tail.get(..end).unwrap_or_default().trim_end();
        if bound.contains(char::is_alphanumeric) { bound } else { "" }
    }
}

fn is_match(pattern: Option<&LazyRegex>, text: &str) -> bool {
    pattern.and_then(LazyRegex::get).is_some_and(|pattern| pattern.is_match(text))
}
