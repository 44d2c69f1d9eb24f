//! Gives rules their frames, and each language what it is read by.

use std::collections::BTreeMap;

use super::{RuleLoader, is_in_force};
use crate::config::EffectiveLevels;
use crate::lint::language::{BuiltInLanguage, LanguageWords};
use crate::lint::load::built_in;
use crate::lint::load::language::{add_care, frames, unknown_voice_field};
use crate::lint::load::rule_source::RuleSource;
use crate::lint::load::validate::rule_error;
use crate::lint::reader::Reader;
use crate::lint::reading::holding::Holding;
use crate::lint::rule::Rule;
use crate::yaml;

impl RuleLoader {
    /// Gives the rules their frames, and each language its reader. A rule whose frames cannot be
    /// used is left out, and it is noted why.
    pub(super) fn compile_frames(
        &mut self,
        rules: &mut Vec<Rule>,
        levels: &EffectiveLevels,
        own: &[RuleSource],
    ) -> Vec<Reader> {
        let mut languages: BTreeMap<String, LanguageWords> = BTreeMap::new();
        let mut ready = BTreeMap::new();
        for language in std::mem::take(&mut self.read) {
            let words = if let Some(files) = self.changed.get(&language) {
                files.words().unwrap_or_default()
            } else {
                let BuiltInLanguage { words, rules } = built_in::language(&language);
                ready.insert(language.clone(), rules);
                words
            };
            languages.insert(language, words);
        }
        for (path, language, care) in std::mem::take(&mut self.own_care_frames) {
            let words = languages.entry(language).or_default();
            if let Err((at, message)) = add_care(words, &care) {
                self.care_unknown = true;
                let text = own.iter().find(|source| source.path == path);
                let place = yaml::locate(text.map_or("", |source| &source.text), &at).value;
                self.diagnostics.entry(path).or_default().push(rule_error(place, message));
            }
        }
        rules.retain_mut(|rule| {
            let language = rule.id.language().unwrap_or_default().to_owned();
            let built_in = ready.get_mut(&language).filter(|_| !rule.is_own);
            if let Some(frames) = built_in.and_then(|rules| rules.remove(rule.id.id())) {
                rule.frames = frames;
            }
            if rule.file.frames.is_empty() {
                return true;
            }
            let LanguageWords { lexicon, .. } = languages.entry(language).or_default();
            let frames = frames("frames", &rule.file.frames, lexicon, Holding::OWN);
            let checked = match unknown_voice_field(&rule.file, lexicon) {
                Some(error) => frames.and(Err(error)),
                None => frames,
            };
            match checked {
                Ok(frames) => {
                    rule.frames = frames;
                    true
                }
                Err((path, message)) => {
                    let source = own
                        .iter()
                        .find(|source| self.own_rules.get(&rule.id) == Some(&source.path));
                    if let Some(source) = source {
                        let error = rule_error(yaml::locate(&source.text, &path).value, message);
                        self.diagnostics.entry(source.path.clone()).or_default().push(error);
                    }
                    false
                }
            }
        });
        let in_force = |rule: &Rule| is_in_force(rule, levels);
        let readers = languages.into_iter();
        readers.map(|(name, words)| Reader::new(&name, words, rules, in_force)).collect()
    }
}
