//! The conversation of `fix`: a finding, its options, one answer.

use std::path::PathBuf;

use anyhow::Result;

use super::blanks;
use super::file::{FixFile, FixTarget};
use super::memory::Memory;
use super::show;
use crate::cli::editor;
use crate::cli::output::{print, tell};
use crate::cli::prompt::Prompt;
use crate::config;
use crate::diagnostic::{BLANK, Diagnostic};
use crate::disk::{self, UndoRecord};
use crate::journal::entry::Entry;
use crate::lint::{answered, suppression};
use crate::project::Project;
use crate::report::count;
use crate::text::{self, Edit, LineIndex, one_line};

/// What came of it.
#[derive(Debug, Clone, Copy, Default)]
struct FixTally {
    taken: usize,
    answered: usize,
    ignored: usize,
    kept: usize,
}

/// A decision that can be taken back.
struct Decision {
    /// Which file it was about, and from where that was undecided.
    at: usize,
    from: usize,
    /// What had come of all before it, and how much was remembered.
    tally: FixTally,
    remembered: usize,
    written: Option<Written>,
}

/// A file that a decision changed.
struct Written {
    path: PathBuf,
    before: String,
    after: String,
    /// Words that it allowed, when the file is the config.
    allowed: Option<String>,
}

/// A conversation under way.
pub(super) struct Dialogue<'a> {
    project: &'a Project,
    prompt: Prompt,
    undo: UndoRecord,
    tally: FixTally,
    /// How many findings there were at first.
    total: usize,
    decisions: Vec<Decision>,
    /// Words that were allowed along the way.
    allowed: Vec<String>,
    memory: Memory,
    trouble: bool,
}

/// How the conversation goes on after a file.
enum Next {
    File,
    /// Back to the last decision.
    Back,
    End,
}

impl<'a> Dialogue<'a> {
    pub(super) fn new(project: &'a Project) -> Self {
        Self {
            project,
            prompt: Prompt::new(),
            undo: UndoRecord::new(&project.folder),
            tally: FixTally::default(),
            total: 0,
            decisions: Vec::new(),
            allowed: Vec::new(),
            memory: Memory::new(project),
            trouble: false,
        }
    }

    /// Goes through all files. True when something could not be written.
    pub(super) fn run(mut self, work: &[FixTarget]) -> Result<bool> {
        if work.is_empty() {
            print("Nothing to choose about.\n")?;
            return Ok(false);
        }
        self.total = work.iter().map(|one| one.findings.len()).sum();
        let mut texts: Vec<String> = work.iter().map(|one| one.text.clone()).collect();
        let mut left: Vec<usize> = work.iter().map(|one| one.findings.len()).collect();
        let (mut at, mut from) = (0, 0);
        while let (Some(one), Some(text)) = (work.get(at), texts.get_mut(at)) {
            let mut page = FixFile {
                file: &one.file,
                text: std::mem::take(text),
                findings: one.findings.clone(),
                from,
                given_up: 0,
                before: work.iter().take(at).map(|one| one.findings.len()).sum(),
                first: one.findings.len(),
            };
            if page.text != one.text || from > 0 {
                page.read(page.text.clone(), from, self.project);
            }
            let next = self.page(at, &mut page)?;
            if let Some(left) = left.get_mut(at) {
                *left = page.left(&self.allowed);
            }
            *text = page.text;
            (at, from) = match next {
                Next::File => (at + 1, 0),
                Next::Back => self.take_back(&mut texts)?.unwrap_or((at, page.from)),
                Next::End => break,
            };
        }
        self.end(left.iter().sum())?;
        Ok(self.trouble)
    }

    fn end(&self, left: usize) -> Result<()> {
        let FixTally { taken, answered, ignored, kept } = self.tally;
        let answers = if answered > 0 { format!("{answered} answered, ") } else { String::new() };
        let counts = format!("{taken} rewritten, {answers}{ignored} ignored, {kept} kept");
        print(&format!("\n{counts}, {left} left.\n"))?;
        if taken + answered + ignored > 0 {
            print("`evenkeel fix --undo` takes the changes back.\n")?;
        }
        Ok(())
    }

    fn page(&mut self, at: usize, page: &mut FixFile) -> Result<Next> {
        let mut said = None;
        while let Some(found) = page.next(&self.allowed) {
            let count = format!("{} of {}", page.number(&self.allowed).min(self.total), self.total);
            let voice = (found.rule.clone(), found.question.clone());
            let again = said.as_ref() == Some(&voice);
            print(&show::finding(&found, page, &count, again, self.project))?;
            if let Some(before) = self.memory.before(&found) {
                print(&show::before(before))?;
            }
            said = Some(voice);
            let Some(answer) = self.prompt.choice()? else { return Ok(Next::End) };
            let remembered = self.memory.len();
            let before =
                Decision { at, from: page.from, tally: self.tally, remembered, written: None };
            match answer.to_lowercase().as_str() {
                "" | "k" => {
                    self.tally.kept += 1;
                    page.from = found.span.start + 1;
                    self.decisions.push(before);
                }
                "s" => return Ok(Next::File),
                "q" => return Ok(Next::End),
                "u" if self.decisions.is_empty() => print("There is nothing to undo yet.\n")?,
                "u" => return Ok(Next::Back),
                "a" => self.answer(page, &found, &before)?,
                "e" => self.edit(page, &found, &before)?,
                "i" => self.ignore(page, &found, &before)?,
                "n" => self.never(page, &found, &before)?,
                number => self.take(page, &found, number, &before)?,
            }
        }
        Ok(Next::File)
    }

    /// Takes the last decision back: the file it was about, and from where that is undecided now.
    /// `None` when that cannot be done; then it is said.
    fn take_back(&mut self, texts: &mut [String]) -> Result<Option<(usize, usize)>> {
        let Some(last) = self.decisions.pop() else { return Ok(None) };
        if let Some(written) = &last.written {
            if let Err(error) = self.undo.replace(&written.path, &written.after, &written.before) {
                tell(format!("error: {error:#}."));
                return Ok(None);
            }
            if let Some(words) = &written.allowed {
                self.allowed.retain(|allowed| allowed != words);
            } else if let Some(text) = texts.get_mut(last.at) {
                text.clone_from(&written.before);
            }
        }
        self.tally = last.tally;
        self.memory.back_to(last.remembered);
        print("Taken back.\n")?;
        Ok(Some((last.at, last.from)))
    }

    fn take(
        &mut self,
        page: &mut FixFile,
        found: &Diagnostic,
        answer: &str,
        before: &Decision,
    ) -> Result<()> {
        let index = answer.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let Some(suggestion) = index.and_then(|index| found.suggestions.get(index)) else {
            return print(&format!("`{answer}` is none of the choices.\n"));
        };
        let has_blank = suggestion.edits.iter().any(|edit| edit.replacement.contains(BLANK));
        let edits = if has_blank {
            print(&format!("{}\n", suggestion.title))?;
            let Some(edits) = blanks::filled(suggestion, &self.prompt)? else {
                return print("Nothing was written.\n");
            };
            edits
        } else {
            suggestion.edits.clone()
        };
        let private = self.is_private(page, found);
        if self.write(page, &edits, found.span.end, before) {
            if !private && let Err(error) = self.undo.took(found.rule.id(), &page.file.inside) {
                tell(format!("note: {error:#}."));
            }
            // What stood in the suggestion is nobody's own.
            if !private && has_blank {
                let words = edits.iter().map(|edit| edit.replacement.as_str());
                self.memory.keep(found, &words.collect::<String>(), self.undo.run());
            }
            self.tally.taken += 1;
        }
        Ok(())
    }

    fn is_private(&self, page: &FixFile, found: &Diagnostic) -> bool {
        let parsed = Entry::parse(&page.file.inside, page.text.clone(), &self.project.config);
        parsed.entry.hides(found.span)
    }

    /// The answer to the question, written below the paragraph with it.
    fn answer(&mut self, page: &mut FixFile, found: &Diagnostic, before: &Decision) -> Result<()> {
        let Some(question) = &found.question else {
            return print("There is no question here.\n");
        };
        print(&format!("{}\n", one_line(question)))?;
        let answer = self.prompt.line("answer", "")?.filter(|answer| !answer.is_empty());
        let Some(answer) = answer else { return print("Nothing was written.\n") };
        let parsed = Entry::parse(&page.file.inside, page.text.clone(), &self.project.config);
        let edit = answered::asking(&parsed, found.span, question, Some(&answer));
        let undecided = page.left(&self.allowed);
        if self.write(page, &[edit], found.span.start, before) {
            // It answers for its neighbours too.
            let answered = undecided.saturating_sub(page.left(&self.allowed)).max(1);
            self.tally.answered += answered;
            if answered > 1 {
                let others = count(answered - 1, "other finding");
                print(&format!(
                    "It stands for {others} of its paragraph too; `u` takes it back.\n"
                ))?;
            }
        }
        Ok(())
    }

    /// Words typed here, or the whole file in the person's editor.
    fn edit(&mut self, page: &mut FixFile, found: &Diagnostic, before: &Decision) -> Result<()> {
        let (span, initial) = page.prefilled(found);
        let words = one_line(span.slice(&page.text));
        print(&format!("Instead of \"{words}\" (an empty line opens your editor)\n"))?;
        let Some(typed) = self.prompt.line("write", &initial)? else { return Ok(()) };
        if typed.is_empty() {
            return self.open(page, found, before);
        }
        // The sentence has its full stop already.
        let next = text::after(&page.text, span.end).chars().next();
        let stops = next.is_some_and(|next| ".!?".contains(next));
        let typed = if stops { typed.trim_end_matches('.').to_owned() } else { typed };
        if typed == words {
            return print("Nothing was written.\n");
        }
        let private = self.is_private(page, found);
        let edit = Edit { span, replacement: typed.clone() };
        if self.write(page, &[edit], found.span.end, before) {
            if !private {
                self.memory.keep(found, &typed, self.undo.run());
            }
            self.tally.taken += 1;
        }
        Ok(())
    }

    fn open(&mut self, page: &mut FixFile, found: &Diagnostic, before: &Decision) -> Result<()> {
        let line = LineIndex::new(&page.text).line(found.span.start) + 1;
        let user = &self.project.user.config;
        let opened = editor::open(&page.file.path, line, user)
            .and_then(|()| disk::read_text(&page.file.path));
        match opened {
            Ok(text) => {
                if text != page.text {
                    self.undo.remember(&page.file.path, &page.text, &text)?;
                    self.tally.taken += 1;
                    self.decided(page, before, text.clone());
                }
                page.read(text, found.span.start, self.project);
                Ok(())
            }
            Err(error) => print(&format!("{error:#}.\n")),
        }
    }

    fn ignore(&mut self, page: &mut FixFile, found: &Diagnostic, before: &Decision) -> Result<()> {
        let asked = self.prompt.line("reason (Enter for none)", "")?;
        let Some(reason) = asked else { return Ok(()) };
        let parsed = Entry::parse(&page.file.inside, page.text.clone(), &self.project.config);
        let edit = suppression::ignore(&parsed, found.span, &found.rule, &reason);
        let undecided = page.left(&self.allowed);
        let Some(edit) = edit else {
            return print("There is no place for that here. Write it into the file yourself.\n");
        };
        if self.write(page, &[edit], found.span.start, before) {
            // Everything of this rule in the block is silent now.
            self.tally.ignored += undecided.saturating_sub(page.left(&self.allowed));
        }
        Ok(())
    }

    /// Allows the words in the config, for every entry.
    fn never(&mut self, page: &FixFile, found: &Diagnostic, before: &Decision) -> Result<()> {
        let parsed = Entry::parse(&page.file.inside, page.text.clone(), &self.project.config);
        let Some(words) = self.project.rules().words_to_allow(&parsed, found) else {
            return print(
                "What makes these words a finding stands beside them, so they cannot be allowed by themselves. `i` leaves them alone here.\n",
            );
        };
        // The one in force, which `--config` may have named.
        let own = || self.project.folder.join(config::FILE_NAME);
        let path = self.project.config_file.clone().unwrap_or_else(own);
        let old = disk::text_if_any(&path)?;
        let text = old.clone().unwrap_or_default();
        let Some(after) = config::allowing(&text, &words) else {
            return print(&format!(
                "The config could not be changed safely. Add this to it yourself: `allow: [\"{words}\"]`\n"
            ));
        };
        // A file that is made is empty first, so that what is put into it can be taken back.
        let folder = &self.project.folder;
        let made = if old.is_none() { disk::replace(folder, &path, None, b"") } else { Ok(()) };
        let written = made.and_then(|()| self.undo.replace(&path, &text, &after));
        if let Err(error) = written {
            tell(format!("error: {error:#}."));
            self.trouble = true;
            return Ok(());
        }
        print(&format!("\"{words}\" is left alone from now on.\n"))?;
        let allowed = Some(words.clone());
        let written = Some(Written { path, before: text, after, allowed });
        self.decisions.push(Decision { written, ..*before });
        self.allowed.push(words);
        self.tally.ignored += 1;
        Ok(())
    }

    /// Writes the edits, after which all is decided up to `decided`, or to the end of an edit that
    /// begins before that. When that cannot be done it is said, and the file is left alone.
    fn write(
        &mut self,
        page: &mut FixFile,
        edits: &[Edit],
        decided: usize,
        before: &Decision,
    ) -> bool {
        let after = text::apply(&page.text, edits);
        if let Err(error) = self.undo.replace(&page.file.path, &page.text, &after) {
            tell(format!("error: {error:#}."));
            self.trouble = true;
            page.give_up();
            return false;
        }
        let begun = || edits.iter().filter(|edit| edit.span.start <= decided);
        let end = begun().map(|edit| edit.span.end).fold(decided, usize::max);
        let grown: usize = begun().map(|edit| edit.replacement.len()).sum();
        let shrunk: usize = begun().map(|edit| edit.span.len()).sum();
        self.decided(page, before, after.clone());
        page.read(after, (end + grown).saturating_sub(shrunk), self.project);
        true
    }

    /// Notes a decision that changed a file, so that it can be taken back.
    fn decided(&mut self, page: &FixFile, before: &Decision, after: String) {
        let path = page.file.path.clone();
        let written = Written { path, before: page.text.clone(), after, allowed: None };
        self.decisions.push(Decision { written: Some(written), ..*before });
    }
}
