//! The shape of a rule file, and a rule ready to be used.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use regex_automata::nfa::thompson::BuildError;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::engine::Engine;
use super::pattern::Required;
use super::rewrite::Wording;
use crate::config::Level;
use crate::diagnostic::{Applicability, Family};

/// A rule as its YAML file says it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "evenkeel rule", extend("additionalProperties" = false))]
pub struct RuleFile {
    /// What it notices, as a short title.
    pub title: String,
    /// How it is reported unless the config says otherwise.
    pub severity: Level,
    /// The category it belongs to. Default: the file's name.
    #[serde(default)]
    pub category: Option<String>,
    /// Why it matters: shown by `rules explain`.
    pub why: String,
    /// Lists of words for `{name}` in patterns; `words.yaml` of the language has shared ones.
    #[serde(default)]
    pub words: BTreeMap<String, Vec<String>>,
    /// What it looks for: regular expressions on plain text, matched on whole words in any case.
    pub patterns: Vec<String>,
    /// A match of one of these in the same scope withholds the finding.
    #[serde(default)]
    pub unless: Vec<String>,
    /// Where `unless` looks.
    #[serde(default)]
    pub scope: Scope,
    /// Whose words it looks at.
    #[serde(default)]
    pub speaker: Speaker,
    /// What it says: Tera, with the named groups of the pattern.
    pub message: String,
    /// A question worth a minute.
    #[serde(default)]
    pub question: Option<String>,
    /// Other wordings, best first. Each stands where the match stood.
    #[serde(default)]
    pub rewrites: Vec<RewriteFile>,
    /// Where the reasons come from.
    #[serde(default)]
    pub references: Vec<String>,
    /// What it must and must not flag. They are its tests.
    pub examples: Examples,
}

/// One other wording, as its YAML says it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("additionalProperties" = false))]
pub struct RewriteFile {
    /// Tera, with the named groups of the pattern and the inflection filters.
    pub text: String,
    /// Groups that must have matched for it to be offered.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Groups that must not have matched for it to be offered.
    #[serde(default)]
    pub without: Vec<String>,
    /// How far it can be trusted. Default: `has-placeholders` when it has a blank, else
    /// `maybe-incorrect`.
    #[serde(default)]
    pub applicability: Option<Applicability>,
}

/// Where `unless` looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// In the sentence of the match.
    #[default]
    Sentence,
    /// In its paragraph, heading or list item.
    Block,
    /// In the whole entry.
    Entry,
}

/// Whose words a rule looks at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Speaker {
    /// The writer's own: the guards of the language (quotation, reported speech, negation, the
    /// past seen as past) withhold a finding.
    #[default]
    #[serde(rename = "self")]
    Writer,
    /// Anybody's: no guard applies.
    Any,
}

/// The tests of a rule.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("additionalProperties" = false))]
pub struct Examples {
    /// Texts that must be flagged.
    pub invalid: Vec<Invalid>,
    /// Texts that must not.
    pub valid: Vec<String>,
}

/// A text that must be flagged.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("additionalProperties" = false))]
pub struct Invalid {
    /// The text, as Markdown.
    pub text: String,
    /// The words that are flagged, as they stand in the text.
    pub flags: String,
    /// The text once the first rewrite is taken.
    #[serde(default)]
    pub becomes: Option<String>,
}

/// A rule ready to be used.
#[derive(Debug)]
pub struct Rule {
    /// Its id: the file's name without `.yaml`.
    pub id: String,
    /// Its language: the folder's name.
    pub language: String,
    /// Its family.
    pub family: Family,
    /// What its file says.
    pub file: RuleFile,
    pub(super) patterns: Vec<Pattern>,
    pub(super) unless: Vec<Pattern>,
    pub(super) wording: OnceLock<Wording>,
}

impl Rule {
    /// The category it belongs to.
    #[must_use]
    pub fn category(&self) -> &str {
        self.file.category.as_deref().unwrap_or(&self.id)
    }

    /// The names it goes by in the config and in suppressions, most particular first.
    #[must_use]
    pub fn names(&self) -> [&str; 3] {
        [&self.id, self.category(), self.family.name()]
    }
}

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
    pub(super) fn new(source: String, required: Required) -> Self {
        let folded = source.is_ascii() && !has_capital(&source);
        Self { source, required, folded, engine: OnceLock::new() }
    }

    pub(super) fn source(&self) -> &str {
        &self.source
    }

    /// The words to look for; empty when it must be tried everywhere.
    pub(super) fn looked_for(&self) -> &[String] {
        self.required.first().map_or(&[], Vec::as_slice)
    }

    /// Whether a sentence that holds a word looked for holds the rest of what a match needs.
    pub(super) fn may_match(&self, sentence: &Spelling) -> bool {
        let rest = self.required.iter().skip(1);
        rest.into_iter().all(|set| set.iter().any(|word| sentence.holds(word)))
    }

    /// The engine, and the spelling of a text that it is to be tried on; `None` when the pattern
    /// does not compile.
    pub(super) fn search<'a>(
        &self,
        text: &'a str,
        spelling: &'a Spelling,
    ) -> Option<(&Engine, &'a [u8])> {
        let engine = self.engine.get_or_init(|| self.compile().ok());
        let text = if self.folded { spelling.plain() } else { text };
        engine.as_ref().map(|engine| (engine, text.as_bytes()))
    }

    /// Compiles it. A folded pattern is searched for byte by byte: that takes half the time to
    /// compile and never leaves the fast engine on text with — or “.
    pub(super) fn compile(&self) -> Result<Engine, Box<BuildError>> {
        Engine::new(&self.source, !self.folded)
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        self.matches(text, &Spelling::new(text))
    }

    /// The same for a text whose spelling is known already.
    pub(super) fn matches(&self, text: &str, spelling: &Spelling) -> bool {
        self.search(text, spelling).is_some_and(|(engine, text)| engine.is_match(text))
    }
}

/// A text as patterns want to read it, byte for byte as long as the text.
#[derive(Debug, Default)]
pub(super) struct Spelling {
    lower: String,
    /// Which pairs of neighbouring bytes it has: most words are ruled out by their first pair.
    pairs: [u64; 16],
    /// The same with an `x` for each byte of a letter that is not ASCII: a search byte by byte then
    /// sees no end of a word inside one. `None` when there is none.
    plain: Option<String>,
}

impl Spelling {
    pub(super) fn new(text: &str) -> Self {
        let lower = text.to_ascii_lowercase();
        let foreign = |letter: char| !letter.is_ascii() && letter.is_alphanumeric();
        let plain = (!lower.is_ascii() && lower.contains(foreign)).then(|| {
            let mut plain = String::with_capacity(lower.len());
            for letter in lower.chars() {
                if foreign(letter) {
                    plain.extend(std::iter::repeat_n('x', letter.len_utf8()));
                } else {
                    plain.push(letter);
                }
            }
            plain
        });
        let mut pairs = [0; 16];
        for pair in lower.as_bytes().windows(2) {
            let (word, bit) = place(pair);
            pairs[word] |= bit;
        }
        Self { lower, pairs, plain }
    }

    /// Whether it holds `word`, which is in lower case.
    fn holds(&self, word: &str) -> bool {
        let has = |pair| {
            let (word, bit) = place(pair);
            self.pairs[word] & bit != 0
        };
        word.as_bytes().windows(2).all(has) && self.lower.contains(word)
    }

    fn plain(&self) -> &str {
        self.plain.as_deref().unwrap_or(&self.lower)
    }
}

/// The bit for a pair of bytes, and the word that it stands in.
const fn place(pair: &[u8]) -> (usize, u64) {
    let hash = (pair[0] as usize * 37 + pair[1] as usize) % 1024;
    (hash / 64, 1 << (hash % 64))
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
