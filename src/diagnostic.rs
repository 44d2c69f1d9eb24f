//! What the program has to say about a text, before anybody decides how to print it.

use std::borrow::Cow;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};

use crate::text::{Edit, FileSpan};

/// How much a finding weighs, lightest first.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A thought worth a moment, or something odd.
    Hint,
    /// A pattern that is harsh in most, not all, contexts.
    Info,
    /// A clear attack on oneself, or something of the journal that was ignored.
    Warning,
    /// Something that could not be read.
    Error,
}

impl Severity {
    /// All severities, lightest first.
    pub const ALL: [Self; 4] = [Self::Hint, Self::Info, Self::Warning, Self::Error];

    /// The word used in config, output and JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Which way balance is lost; `Journal` is for problems with the files themselves.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    /// The person is attacked.
    Harsh,
    /// Responsibility leaves the sentence.
    Avoidant,
    /// Somebody was harmed, and it may be mended.
    Repair,
    /// A file, the config, a rule or a template needs a look.
    Journal,
}

impl Family {
    /// All families, in the order in which output names them.
    pub const ALL: [Self; 4] = [Self::Harsh, Self::Avoidant, Self::Repair, Self::Journal];

    /// The word used in folders, output and JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Harsh => "harsh",
            Self::Avoidant => "avoidant",
            Self::Repair => "repair",
            Self::Journal => "journal",
        }
    }

    /// Whether it is about how the writer speaks of themself: that is counted, and shown beside
    /// entries.
    #[must_use]
    pub const fn is_self_talk(self) -> bool {
        matches!(self, Self::Harsh | Self::Avoidant)
    }

    /// The family with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|family| family.name() == name)
    }
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// How far a suggestion can be trusted without reading it, safest first.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Applicability {
    /// Drops the attack and keeps every fact.
    Safe,
    /// Grammar was inflected; read it before you take it.
    MaybeIncorrect,
    /// Holds blanks (`___`) that only the person can fill.
    HasPlaceholders,
}

impl Applicability {
    /// The word used in rules and JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::MaybeIncorrect => "maybe-incorrect",
            Self::HasPlaceholders => "has-placeholders",
        }
    }
}

/// One way to say it differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The new wording, as it would stand in the text.
    pub title: String,
    /// How far it can be trusted.
    pub applicability: Applicability,
    /// The edits that make it so.
    pub edits: Vec<Edit>,
}

/// Which rule, or which kind of problem with the journal's files, a finding is of.
///
/// Rules of two languages may have the same id, so an id alone does not name one.
///
/// ```
/// use evenkeel::diagnostic::RuleId;
///
/// let rule = RuleId::new("de", "should");
/// assert_eq!(rule.to_string(), "should");
/// assert_eq!(rule.language(), Some("de"));
/// assert_ne!(rule, RuleId::new("en", "should"));
/// assert_eq!(RuleId::journal("broken-link").language(), None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId {
    /// Empty for a problem with the files.
    language: Cow<'static, str>,
    id: Cow<'static, str>,
}

impl RuleId {
    /// The rule called `id` for texts in `language`.
    #[must_use]
    pub fn new(language: impl Into<String>, id: impl Into<String>) -> Self {
        Self { language: Cow::Owned(language.into()), id: Cow::Owned(id.into()) }
    }

    /// A kind of problem with the journal's files.
    #[must_use]
    pub const fn journal(kind: &'static str) -> Self {
        Self { language: Cow::Borrowed(""), id: Cow::Borrowed(kind) }
    }

    /// The language of the texts it reads; `None` for a problem with the files.
    #[must_use]
    pub fn language(&self) -> Option<&str> {
        Some(&*self.language).filter(|language| !language.is_empty())
    }

    /// Its id in that language, as people write it in the config and in suppressions.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its name where all rules stand on one page: the id alone for the first of the journal's
    /// `languages`, with the language before it for the others.
    #[must_use]
    pub fn anchor(&self, languages: &[String]) -> String {
        match self.language() {
            Some(language) if languages.first().is_some_and(|first| first != language) => {
                format!("{language}-{}", self.id)
            }
            _ => self.id.clone().into_owned(),
        }
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.id)
    }
}

impl Serialize for RuleId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.id)
    }
}

/// The kind of a mistake in a rule file.
pub(crate) const RULE_FILE: &str = "rule-file";

/// What stands in a suggestion for something only the person can say.
pub const BLANK: &str = "___";

/// One finding at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule, or the kind of journal problem.
    pub rule: RuleId,
    /// The family the rule belongs to.
    pub family: Family,
    /// Its weight, after the config had its say.
    pub severity: Severity,
    /// The bytes it is about.
    pub span: FileSpan,
    /// What it says, in one or two short sentences.
    pub message: String,
    /// A question worth a minute.
    pub question: Option<String>,
    /// Rewrites, best first.
    pub suggestions: Vec<Suggestion>,
    /// How the words were read, where a frame found them.
    pub reading: Option<ReadingTrace>,
}

/// How the words of a finding were read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReadingTrace {
    /// Which frame of the rule found them, from 1.
    pub frame: usize,
    /// The words that made it, each with the field it belongs to.
    pub fields: Vec<FieldTrace>,
    /// How the clause is held: asserted, felt.
    pub scope: Vec<&'static str>,
    /// Whether it says what the writer is now: "I am", "my life is".
    #[serde(skip)]
    pub is_now: bool,
}

impl Diagnostic {
    /// What tells it from others of its rule for whoever hears it: what has the same voice need be
    /// said once.
    #[must_use]
    pub fn voice(&self) -> (&RuleId, Option<&str>) {
        (&self.rule, self.question.as_deref())
    }
}

impl ReadingTrace {
    /// The words that made the finding, in small letters: what an attack is known by.
    #[must_use]
    pub fn attack(&self) -> Option<String> {
        let words = self.fields.iter().find(|one| !one.field.is_empty())?;
        Some(words.text.to_lowercase())
    }

    /// For reading: `"failure" as failures, asserted (frame 1 of the rule)`.
    #[must_use]
    pub fn told(&self) -> String {
        let fields = self.fields.iter().map(|one| format!("\"{}\" as {}", one.text, one.field));
        let scope = self.scope.iter().map(|name| (*name).to_owned());
        let told = fields.chain(scope).collect::<Vec<_>>().join(", ");
        match (told.as_str(), self.frame) {
            ("", frame) => format!("frame {frame} of the rule"),
            (told, frame) => format!("{told} (frame {frame} of the rule)"),
        }
    }
}

/// A word and what it was read as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldTrace {
    /// The word as it stands.
    pub text: String,
    /// The field.
    pub field: String,
}

impl Diagnostic {
    /// A problem with the journal's files: `kind` names it, `message` says cause and next step.
    #[must_use]
    pub fn journal(
        kind: &'static str,
        severity: Severity,
        span: FileSpan,
        message: impl Into<String>,
    ) -> Self {
        Self {
            rule: RuleId::journal(kind),
            family: Family::Journal,
            severity,
            span,
            message: message.into(),
            question: None,
            suggestions: Vec::new(),
            reading: None,
        }
    }
}

/// The accepted word nearest to `word`, when one is near enough to be meant.
#[must_use]
pub fn nearest<'a>(word: &str, accepted: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    accepted
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&word, &candidate.to_lowercase()), candidate))
        .filter(|(score, _)| *score >= 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}
