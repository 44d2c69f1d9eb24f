//! What was said about each file already: at every save only what is new is told.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::report::CheckedFile;

/// What was said.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// About each file, by path: a rule, the words it is about, the message.
    files: BTreeMap<String, Vec<(String, String)>>,
    /// Whether people to talk to were named.
    care: bool,
}

impl Told {
    /// The same file with what was not said of it yet. From now on all of it was.
    pub(super) fn news(&mut self, file: &CheckedFile) -> CheckedFile {
        let key = |found: &Diagnostic| {
            (format!("{} {}", found.rule, found.span.slice(&file.source)), found.message.clone())
        };
        let keys: Vec<_> = file.diagnostics.iter().map(key).collect();
        let mut before = self.files.insert(file.path.clone(), keys.clone()).unwrap_or_default();
        let mut news = file.clone();
        let mut keys = keys.into_iter();
        news.diagnostics.retain(|_| {
            let known = keys.next().and_then(|key| before.iter().position(|one| *one == key));
            known.map(|at| before.swap_remove(at)).is_none()
        });
        news
    }

    /// Whether people to talk to were not named yet. From now on they were.
    pub(super) const fn first_care(&mut self) -> bool {
        !std::mem::replace(&mut self.care, true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;
    use crate::text::FileSpan;

    fn file(source: &str, words: &[&str]) -> CheckedFile {
        let found = |word: &&str| {
            let at = source.find(word).unwrap();
            let span = FileSpan::new(at, at + word.len());
            Diagnostic::journal("link", Severity::Warning, span, format!("{word} leads nowhere"))
        };
        let diagnostics = words.iter().map(found).collect();
        CheckedFile::new("a.md".to_owned(), source.to_owned(), diagnostics)
    }

    #[test]
    fn what_was_said_is_not_said_again_wherever_it_moves_to() {
        let mut told = Told::default();
        assert_eq!(told.news(&file("one", &["one"])).diagnostics.len(), 1);
        assert_eq!(told.news(&file("more, one", &["one"])).diagnostics.len(), 0);
        assert_eq!(told.news(&file("one two", &["one", "two"])).diagnostics.len(), 1);
        assert_eq!(told.news(&file("one", &["one", "one"])).diagnostics.len(), 1, "a second one");
        told.news(&file("", &[]));
        assert_eq!(told.news(&file("one", &["one"])).diagnostics.len(), 1, "it came back");
    }
}
