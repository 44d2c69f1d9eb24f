//! What sentences of a language are read by: its grammar and its fields, and the frames of its rules.

use std::collections::BTreeSet;

use super::own_file::OwnCare;
use super::validate::rule_error;
use crate::diagnostic::{Diagnostic, nearest};
use crate::lint::field::FieldFile;
use crate::lint::frame::Frame;
use crate::lint::frame::file::FrameFile;
use crate::lint::frame::slots::FrameError;
use crate::lint::language::{self, LanguageFiles, LanguageWords};
use crate::lint::reading::holding::Holding;
use crate::lint::reading::lexicon::Lexicon;
use crate::lint::rule_file::RuleFile;
use crate::yaml::{self, PathStep};

impl LanguageFiles {
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
            None => {
                self.fields.insert(name.to_owned(), field);
            }
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
    language::frames(files, lexicon, held).map_err(|(at, error)| match error {
        FrameError::Empty => {
            let message = "This frame would fit every clause. Say what it looks for: a verb, a complement, an object, `with`, `fragment` or `owned`.";
            (vec![key.into(), at.into()], message.to_owned())
        }
        FrameError::UnknownField { key: slot, name } => {
            (vec![key.into(), at.into(), slot.into()], no_field(&name, lexicon))
        }
    })
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
