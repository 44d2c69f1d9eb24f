//! A regular expression that is compiled when it is first needed.

use std::sync::OnceLock;

use regex_automata::nfa::thompson::BuildError;

use super::compile::ExpandedPattern;
use super::engine::Engine;
use super::normalized::NormalizedText;
use super::pattern::Required;

/// A regular expression compiled when it is first needed.
#[derive(Debug)]
pub(super) struct Pattern {
    source: String,
    required: Required,
    /// Whether it is written in lower-case ASCII: it is then tried on text in lower case, which
    /// takes a fraction of what an expression for both cases does.
    folded: bool,
    engine: OnceLock<Option<Engine>>,
}

impl Pattern {
    /// `source` has its lists expanded. Whether it compiles is checked by whoever reads a
    /// journal's own rule, and by the tests of the built-in ones.
    pub(super) fn new(expanded: ExpandedPattern) -> Self {
        let ExpandedPattern { regex: source, required } = expanded;
        let folded = source.is_ascii() && !has_capital(&source);
        Self { source, required, folded, engine: OnceLock::new() }
    }

    /// All of `expanded`.
    pub(super) fn all(expanded: Vec<ExpandedPattern>) -> Vec<Self> {
        expanded.into_iter().map(Self::new).collect()
    }

    pub(super) fn source(&self) -> &str {
        &self.source
    }

    /// The words to look for; empty when it must be tried everywhere.
    pub(super) fn looked_for(&self) -> &[String] {
        self.required.first().map_or(&[], Vec::as_slice)
    }

    /// Whether a sentence that holds a word looked for holds the rest of what a match needs.
    pub(super) fn may_match(&self, sentence: &NormalizedText) -> bool {
        let rest = self.required.iter().skip(1);
        rest.into_iter().all(|set| set.iter().any(|word| sentence.holds(word)))
    }

    /// The engine, and the spelling of a text that it is to be tried on; `None` when the pattern
    /// does not compile.
    pub(super) fn search<'a>(
        &self,
        text: &'a str,
        normalized: &'a NormalizedText,
    ) -> Option<(&Engine, &'a [u8])> {
        let engine = self.engine.get_or_init(|| self.compile().ok());
        let text = if self.folded { normalized.plain() } else { text };
        engine.as_ref().map(|engine| (engine, text.as_bytes()))
    }

    /// Compiles it. A folded pattern is searched for byte by byte: that takes half the time to
    /// compile and never leaves the fast engine on text with — or “.
    pub(super) fn compile(&self) -> Result<Engine, Box<BuildError>> {
        Engine::new(&self.source, !self.folded)
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        self.matches(text, &NormalizedText::new(text))
    }

    /// The same for a text whose spelling is known already.
    pub(super) fn matches(&self, text: &str, normalized: &NormalizedText) -> bool {
        self.search(text, normalized).is_some_and(|(engine, text)| engine.is_match(text))
    }
}

/// Whether an expression asks for a capital letter: classes such as `\W` and names of groups do
/// not, `\p{Lu}` does.
fn has_capital(source: &str) -> bool {
    let plain = source.replace("(?P<", "(");
    let mut letters = plain.chars();
    while let Some(letter) = letters.next() {
        let escaped = letter == '\\';
        if escaped && letters.next() == Some('p') || letter.is_ascii_uppercase() {
            return true;
        }
    }
    false
}
