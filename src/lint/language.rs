//! A language made ready: its words, and the frames that are built in.
//!
//! The build script does this for the built-in files and keeps the outcome, so that a start need only
//! read it. A journal with fields or a grammar of its own has it done again from the files.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::field::FieldFile;
use super::frame::compiled::Frame;
use super::frame::file::FrameFile;
use super::frame::slots::FrameError;
use super::reading::grammar_file::GrammarFile;
use super::reading::holding::Holding;
use super::reading::lexicon::Lexicon;

/// The files of one language that are no rules.
#[derive(Debug, Default)]
pub(crate) struct LanguageFiles {
    pub(crate) grammar: GrammarFile,
    pub(crate) fields: BTreeMap<String, FieldFile>,
    pub(crate) care: CareFrameFiles,
}

/// The frames of the built-in signs of care.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CareFrameFiles {
    /// Frames that ask for care.
    frames: Vec<FrameFile>,
    /// Frames that may ask for it.
    hush: Vec<FrameFile>,
}

/// The words of a language, and its frames that ask for care.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct LanguageWords {
    pub(crate) lexicon: Lexicon,
    /// How a thought is said as one that is had.
    pub(crate) held: String,
    pub(crate) care: CareFrames,
}

/// The frames that ask for care, by strength.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct CareFrames {
    pub(crate) withhold: Vec<Frame>,
    pub(crate) hush: Vec<Frame>,
}

/// A language as the build script leaves it.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct BuiltInLanguage {
    pub(crate) words: LanguageWords,
    /// The frames of its rules, by the rule's name.
    pub(crate) rules: BTreeMap<String, Vec<Frame>>,
}

/// A frame that cannot be used: its place in the list, and why.
pub(crate) type FrameFault = (usize, FrameError);

/// The frames of a list, ready to be used; `held` is how a clause may be held when a frame does not
/// say.
///
/// # Errors
/// The first that cannot be used.
pub(crate) fn frames(
    files: &[FrameFile],
    lexicon: &mut Lexicon,
    held: &[Holding],
) -> Result<Vec<Frame>, FrameFault> {
    let ready = |(at, file)| Frame::new(file, lexicon, held).map_err(|error| (at, error));
    files.iter().enumerate().map(ready).collect()
}

impl LanguageFiles {
    /// All words of the language, and its frames that ask for care.
    ///
    /// # Errors
    /// The first of those that cannot be used.
    pub(crate) fn words(&self) -> Result<LanguageWords, FrameFault> {
        let mut lexicon = Lexicon::new(&self.grammar);
        for (name, field) in &self.fields {
            lexicon.add_named_field(name, field);
        }
        let mut all = |files: &[FrameFile]| frames(files, &mut lexicon, Holding::ALL);
        let care = CareFrames { withhold: all(&self.care.frames)?, hush: all(&self.care.hush)? };
        Ok(LanguageWords { lexicon, held: self.grammar.held.clone(), care })
    }
}
