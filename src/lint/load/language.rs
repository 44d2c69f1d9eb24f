//! What sentences of a language are read by: its grammar and its fields, and the frames of its rules.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::own_file::OwnCare;
use super::validate::rule_error;
use crate::diagnostic::{Diagnostic, nearest};
use crate::lint::field::FieldFile;
use crate::lint::frame::Frame;
use crate::lint::frame::file::FrameFile;
use crate::lint::frame::slots::FrameError;
use crate::lint::reader::{CareFrames, LanguageWords};
use crate::lint::reading::grammar_file::GrammarFile;
use crate::lint::reading::lexicon::Lexicon;
use crate::lint::reading::scope::Holding;
use crate::lint::rule_file::RuleFile;
use crate::yaml::{self, PathStep};

/// The files of one language that are no rules.
#[derive(Debug, Default)]
pub(super) struct LanguageFiles {
    pub(super) grammar: GrammarFile,
    fields: BTreeMap<String, FieldFile>,
    /// Frames that ask for care.
    withhold: Vec<FrameFile>,
    /// Frames that may ask for it.
    hush: Vec<FrameFile>,
}

/// The frames of the built-in signs of care.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct BuiltInCare {
    frames: Vec<FrameFile>,
    hush: Vec<FrameFile>,
}

impl LanguageFiles {
    pub(super) fn add_field(&mut self, name: String, field: FieldFile) {
        self.fields.insert(name, field);
    }

    /// Takes the frames of the built-in signs of care.
    pub(super) fn add_care(&mut self, care: &str) {
        let frames: BuiltInCare = serde_json::from_str(care).unwrap_or_default();
        self.withhold = frames.frames;
        self.hush = frames.hush;
    }

    /// Adds a journal's own field to the built-in one of its name.
    ///
    /// # Errors
    /// It has no words, or one of them is empty, twice there, or in a field that says the opposite.
    pub(super) fn add_own_field(
        &mut self,
        name: &str,
        field: FieldFile,
        text: &str,
    ) -> Result<(), Vec<Diagnostic>> {
        let errors = self.field_errors(name, &field, text);
        if !errors.is_empty() {
            return Err(errors);
        }
        match self.fields.get_mut(name) {
            Some(known) => known.overlay(field),
            None => self.add_field(name.to_owned(), field),
        }
        Ok(())
    }

    fn field_errors(&self, name: &str, field: &FieldFile, text: &str) -> Vec<Diagnostic> {
        let mut errors = Vec::new();
        let mut note = |path: &[PathStep], message: String| {
            errors.push(rule_error(yaml::locate(text, path).value, message));
        };
        let mut seen = BTreeSet::new();
        for (company, words) in field.by_company() {
            for (index, word) in words.iter().enumerate() {
                let path: Vec<PathStep> = match company.key() {
                    None => vec!["words".into(), index.into()],
                    Some(key) => vec!["with".into(), key.into(), index.into()],
                };
                if word.trim().is_empty() {
                    note(&path, "This word is empty.".to_owned());
                } else if !seen.insert(word.to_lowercase()) {
                    note(&path, format!("`{word}` stands in this field twice."));
                } else if let Some(other) = self.contradicts(name, word) {
                    note(
                        &path,
                        format!(
                            "`{word}` stands in the field `{other}` too, and one word cannot be both."
                        ),
                    );
                }
            }
        }
        if seen.is_empty() {
            note(&[], "A field needs words: `words: [goose, potato]`.".to_owned());
        }
        errors
    }

    /// The field that says the opposite of `name` and has `word`.
    fn contradicts(&self, name: &str, word: &str) -> Option<&str> {
        let kind = name.split('.').next().unwrap_or_default();
        let judged = ["person", "trait", "bad", "worst", "metaphor"];
        let praised = ["virtue", "fine", "delight"];
        let opposite: &[&str] = if judged.contains(&kind) {
            &praised
        } else if praised.contains(&kind) {
            &judged
        } else {
            return None;
        };
        let other = self.fields.iter().find(|(other, field)| {
            opposite.contains(&other.split('.').next().unwrap_or_default())
                && field.words.iter().any(|known| known == word)
        });
        other.map(|(other, _)| other.as_str())
    }

    /// All words of the language, and its frames that ask for care.
    pub(super) fn words(self) -> LanguageWords {
        let mut lexicon = Lexicon::new(&self.grammar);
        for (name, field) in &self.fields {
            lexicon.add_named_field(name, field);
        }
        let mut care = CareFrames::default();
        // In a language whose rules are not in force there are no fields, and no frames either.
        if !self.fields.is_empty() {
            let mut all = |key, files: &[FrameFile]| {
                frames(key, files, &mut lexicon, Holding::ALL).unwrap_or_default()
            };
            care.withhold = all("frames", &self.withhold);
            care.hush = all("hush", &self.hush);
        }
        LanguageWords { fields: self.fields, lexicon, held: self.grammar.held, care }
    }
}

/// Adds the frames of a journal's own signs of care.
///
/// # Errors
/// The first that cannot be used: its place in the file, and why.
pub(super) fn add_care(
    words: &mut LanguageWords,
    own: &OwnCare,
) -> Result<(), (Vec<PathStep>, String)> {
    let LanguageWords { lexicon, care, .. } = words;
    care.withhold.extend(frames("frames", &own.frames, lexicon, Holding::ALL)?);
    care.hush.extend(frames("hush", &own.hush, lexicon, Holding::ALL)?);
    Ok(())
}

/// The frames under `key` of a file, ready to be used; `held` is how a clause may be held when a
/// frame does not say.
///
/// # Errors
/// The first that cannot be used: its place in the file, and why.
pub(super) fn frames(
    key: &'static str,
    files: &[FrameFile],
    lexicon: &mut Lexicon,
    held: &[Holding],
) -> Result<Vec<Frame>, (Vec<PathStep>, String)> {
    let mut frames = Vec::new();
    for (index, file) in files.iter().enumerate() {
        let at = |slot: &'static str| vec![key.into(), index.into(), slot.into()];
        match Frame::new(file, lexicon, held) {
            Ok(frame) => frames.push(frame),
            Err(FrameError::Empty) => {
                let message = "This frame would fit every clause. Say what it looks for: a verb, a complement, an object, `with`, `fragment` or `owned`.";
                return Err((vec![key.into(), index.into()], message.to_owned()));
            }
            Err(FrameError::UnknownField { key: slot, name }) => {
                return Err((at(slot), no_field(&name, lexicon)));
            }
        }
    }
    Ok(frames)
}

/// The first field of a voice that there is not: its place in the file, and what to do.
pub(super) fn unknown_voice_field(
    rule: &RuleFile,
    lexicon: &Lexicon,
) -> Option<(Vec<PathStep>, String)> {
    let voices = rule.voices.iter().enumerate();
    let mut fields = voices.flat_map(|(voice, file)| {
        file.fields.iter().enumerate().map(move |(at, name)| (voice, at, name))
    });
    let known = |name: &str| {
        let within = |field: &str| {
            field.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        lexicon.field_names().any(within)
    };
    let (voice, at, name) = fields.find(|(_, _, name)| !known(name))?;
    let path = ["voices".into(), voice.into(), "fields".into(), at.into()];
    Some((path.to_vec(), no_field(name, lexicon)))
}

/// What is said of a field that there is not.
fn no_field(name: &str, lexicon: &Lexicon) -> String {
    if name.contains(['(', ')', '|']) {
        return format!(
            "`{name}` has a choice that cannot be read. Write it in parentheses: `(has|have) to leave`."
        );
    }
    if name.contains('<') {
        return format!(
            "`{name}` joins words and a field, which no phrase can. Write words, `<field>` or `<field> <field>`; a field of your own can hold the words."
        );
    }
    let names = lexicon.field_names();
    let names = names.flat_map(|name| [name, name.split('.').next().unwrap_or(name)]);
    let hint = nearest(name, names).map_or_else(
        || "`evenkeel rules reference` lists them all.".to_owned(),
        |near| format!("Did you mean `<{near}>`?"),
    );
    format!("There is no field `<{name}>`. {hint}")
}
