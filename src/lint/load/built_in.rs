//! The rule files that lie in the program, and what the build script made of them.

use std::collections::{BTreeMap, BTreeSet};

use super::rule_path::{FIELDS, stem};
use crate::lint::field::FieldFile;
use crate::lint::language::BuiltInLanguage;

/// A built-in rule file. What is in it is read when it is needed: most starts need one language.
pub(super) struct BuiltInFile {
    /// Path below `rules/`.
    pub(super) path: &'static str,
    /// The file as JSON, without the frames of a rule.
    pub(super) content: &'static str,
    /// The frames of a rule, as JSON: read where words of the journal's own may change them.
    pub(super) frames: &'static str,
    /// Its patterns as the build script expanded them, as JSON.
    pub(super) expanded: &'static str,
}

impl BuiltInFile {
    /// All of the file, as JSON.
    pub(super) fn whole(&self) -> String {
        match self.content.strip_prefix('{') {
            Some(rest) if self.frames != "null" => {
                format!("{{\"frames\":{},{rest}", self.frames)
            }
            _ => self.content.to_owned(),
        }
    }
}

/// The built-in rule files, made by the build script.
pub(super) static BUILT_IN: &[BuiltInFile] = include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// The built-in languages with their words and frames, made by the build script.
static BUILT_IN_LANGUAGES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/languages.rs"));

/// The languages of the built-in rules: their topmost folders.
pub(super) fn languages() -> BTreeSet<String> {
    let tops = BUILT_IN.iter().filter_map(|file| file.path.split_once('/'));
    tops.map(|(language, _)| language.to_owned()).collect()
}

/// What the build script made of a language; nothing when the program has none of that name.
pub(super) fn language(language: &str) -> BuiltInLanguage {
    let known = BUILT_IN_LANGUAGES.iter().find(|(name, _)| *name == language);
    let mut read = known.and_then(|(_, bytes)| postcard::from_bytes::<BuiltInLanguage>(bytes).ok());
    if let Some(language) = &mut read {
        language.words.lexicon.index();
    }
    read.unwrap_or_default()
}

/// The lexical fields of a language, by name.
pub(super) fn fields(language: &str) -> BTreeMap<String, FieldFile> {
    let of_language = |file: &&BuiltInFile| {
        let folder = file.path.rsplit_once('/').and_then(|(folder, _)| folder.split_once('/'));
        folder == Some((language, FIELDS))
    };
    let parsed = |file: &BuiltInFile| {
        Some((stem(file.path).to_owned(), serde_json::from_str(file.content).ok()?))
    };
    BUILT_IN.iter().filter(of_language).filter_map(parsed).collect()
}
