//! The shape of a rule file.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::frame::captures::Captures;
use super::frame::file::FrameFile;
use crate::config::Level;
use crate::diagnostic::{Applicability, ReadingTrace};
use crate::yaml::PathStep;

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
    /// Names it had before: they still mean it in levels, suppressions and baselines.
    #[serde(default)]
    pub was: Vec<String>,
    /// What it looks for in a sentence that has been read: subject, verb, what is said of it.
    #[serde(default)]
    pub frames: Vec<FrameFile>,
    /// The longest sentence, in words, for frames whose words may stand anywhere in a clause or
    /// before it: in longer ones they meet by chance. Of 600 findings of such frames that readers
    /// called right, 6 % stood in sentences of more than 24 words; of 130 wrong ones, 45 %.
    #[serde(default)]
    pub within: Option<NonZeroUsize>,
    /// What else it looks for: regular expressions on plain text, matched on whole words in any case.
    #[serde(default)]
    pub patterns: Vec<String>,
    /// A match of one of these in the same scope withholds the finding.
    #[serde(default)]
    pub unless: Vec<String>,
    /// Where `unless` looks.
    #[serde(default)]
    pub scope: UnlessScope,
    /// Whose words it looks at.
    #[serde(default)]
    pub speaker: Speaker,
    /// Named groups of patterns that must be written with a capital letter: names.
    #[serde(default)]
    pub capital: Vec<String>,
    /// Whether it speaks once in an entry, however often it finds something.
    #[serde(default, deserialize_with = "crate::config::switch")]
    pub once: bool,
    /// Which of its findings are too light for a note where they stand alone on a long, calm page.
    #[serde(default)]
    pub light: Lightness,
    /// What it says: Tera, with the named groups of the pattern.
    pub message: String,
    /// A question worth a minute.
    #[serde(default)]
    pub question: Option<String>,
    /// A kind sentence that a warm tone says behind the message. It claims nothing that the person
    /// did not write.
    #[serde(default)]
    pub warm: Option<String>,
    /// The question where what happened stands beside the finding, so that none asks for it.
    #[serde(default)]
    pub told: Option<String>,
    /// The question where anything else stands beside the finding: it may be what `question` asks for.
    #[serde(default)]
    pub beside: Option<String>,
    /// Other messages and questions for findings by words of some fields; the first that fits is
    /// taken.
    #[serde(default)]
    pub voices: Vec<VoiceFile>,
    /// Whether the clause of a finding may be left out where a neighbour tells what happened. Not
    /// where it says what is feared.
    #[serde(default = "yes", deserialize_with = "crate::config::switch")]
    pub drop: bool,
    /// Whether the clause of a finding may be held at arm's length: "I'm having the thought that …".
    /// Not where a name stands beside what happened.
    #[serde(default = "yes", deserialize_with = "crate::config::switch")]
    pub held: bool,
    /// A sentence with blanks that can stand behind another wording: "When ___, I will ___."
    #[serde(default)]
    pub plan: Option<String>,
    /// Other wordings, best first. Each stands where the match stood: for frames, in place of the
    /// whole clause.
    #[serde(default)]
    pub rewrites: Vec<RewriteFile>,
    /// Where the reasons come from.
    #[serde(default)]
    pub references: Vec<String>,
    /// What it must and must not flag. They are its tests.
    pub examples: Examples,
}

/// What may be done with the clause of a finding unless its rule says otherwise.
const fn yes() -> bool {
    true
}

/// What a rule says of findings by words of some fields.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("additionalProperties" = false))]
pub struct VoiceFile {
    /// The fields, or what they begin with: `trait.wits`, `person`.
    #[serde(default)]
    pub fields: Vec<String>,
    /// The numbers of the frames, from 1.
    #[serde(default)]
    pub frames: Vec<usize>,
    /// What must have been found beside the words: `act`, `done`.
    #[serde(default)]
    pub needs: Vec<String>,
    /// What it says then.
    pub message: String,
    /// Its question.
    #[serde(default)]
    pub question: Option<String>,
    /// Its question where what happened stands beside the finding.
    #[serde(default)]
    pub told: Option<String>,
    /// Its question where anything else stands beside the finding.
    #[serde(default)]
    pub beside: Option<String>,
    /// Other wordings, before those of the rule.
    #[serde(default)]
    pub rewrites: Vec<RewriteFile>,
    /// Whether another wording may be offered at all. Not where the clause says what was seen: "they
    /// rolled their eyes" has nothing to be afraid of in its place.
    #[serde(default = "reword", deserialize_with = "crate::config::switch")]
    pub reword: bool,
}

/// A finding is reworded unless its voice says otherwise.
const fn reword() -> bool {
    true
}

impl RuleFile {
    /// Its rewrites with those of one voice before them, each with the path of its text.
    pub(super) fn wordings(
        &self,
        voice: Option<usize>,
    ) -> impl Iterator<Item = (Vec<PathStep>, &RewriteFile)> {
        voice.into_iter().flat_map(|voice| self.wordings_of(voice)).chain(self.own_wordings())
    }

    /// All its rewrites, those of each voice too, each with the path of its text.
    pub(super) fn all_wordings(&self) -> impl Iterator<Item = (Vec<PathStep>, &RewriteFile)> {
        (0..self.voices.len()).flat_map(|voice| self.wordings_of(voice)).chain(self.own_wordings())
    }

    fn wordings_of(&self, voice: usize) -> impl Iterator<Item = (Vec<PathStep>, &RewriteFile)> {
        let rewrites = self.voices.get(voice).map_or(&[][..], |voice| &voice.rewrites);
        rewrites.iter().enumerate().map(move |(at, rewrite)| {
            let path = ["voices".into(), voice.into(), "rewrites".into(), at.into(), "text".into()];
            (path.to_vec(), rewrite)
        })
    }

    fn own_wordings(&self) -> impl Iterator<Item = (Vec<PathStep>, &RewriteFile)> {
        let path = |at: usize| vec!["rewrites".into(), at.into(), "text".into()];
        self.rewrites.iter().enumerate().map(move |(at, rewrite)| (path(at), rewrite))
    }

    /// Whether another wording may be offered for a finding in a voice.
    pub(super) fn rewords(&self, voice: Option<usize>) -> bool {
        voice.and_then(|voice| self.voices.get(voice)).is_none_or(|voice| voice.reword)
    }

    /// The number of the voice for a finding that was read so.
    pub(super) fn voice(
        &self,
        reading: Option<&ReadingTrace>,
        captures: &Captures,
    ) -> Option<usize> {
        let reading = reading?;
        self.voices.iter().position(|voice| voice.fits(reading, captures))
    }
}

impl VoiceFile {
    fn fits(&self, reading: &ReadingTrace, captures: &Captures) -> bool {
        let has = |name: &String| captures.get(name).is_some_and(|text| !text.is_empty());
        let of = |field: &str| {
            let part = |rest: &str| rest.is_empty() || rest.starts_with('.');
            let names = self.fields.iter();
            names.filter_map(|name| field.strip_prefix(name.as_str())).any(part)
        };
        let any = self.fields.is_empty() && self.frames.is_empty();
        let meant = any
            || self.frames.contains(&reading.frame)
            || reading.fields.iter().any(|one| of(&one.field));
        meant && self.needs.iter().all(has)
    }
}

/// One other wording, as its YAML says it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("additionalProperties" = false))]
pub struct RewriteFile {
    /// Tera, with the named groups of the pattern and the inflection filters.
    pub text: String,
    /// Groups that must have matched for it to be offered. In place of a clause: all that the text
    /// uses, beside these.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Groups that must not have matched for it to be offered.
    #[serde(default)]
    pub without: Vec<String>,
    /// Whether it may say nothing of the words that were found: what they say is the attack.
    #[serde(default)]
    pub lossy: bool,
    /// How far it can be trusted. Default: `has-placeholders` when it has a blank, else
    /// `maybe-incorrect`.
    #[serde(default)]
    pub applicability: Option<Applicability>,
}

/// Which findings are too light for a note where they stand alone on a long, calm page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Lightness {
    /// None.
    #[default]
    None,
    /// Those that do not say what the writer is now: "I was lazy".
    Past,
    /// All.
    All,
}

/// Where `unless` looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum UnlessScope {
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
    /// The writer's own: the exclusions of the language (quotation, reported speech, negation,
    /// the past seen as past) withhold a finding.
    #[default]
    #[serde(rename = "self")]
    Writer,
    /// Anybody's: no exclusion applies.
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
