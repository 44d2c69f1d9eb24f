//! The conversation of `fix`: a finding, its options, one line in answer.

use std::io::{self, BufRead, IsTerminal};
use std::ops::ControlFlow;

use anyhow::Result;

use super::file::{FixFile, FixTarget};
use super::show;
use crate::cli::editor;
use crate::cli::output::{print, tell};
use crate::diagnostic::Diagnostic;
use crate::disk::{self, UndoRecord};
use crate::journal::entry::Entry;
use crate::lint::suppression;
use crate::project::Project;
use crate::text::{self, Edit, LineIndex};

/// What came of it.
#[derive(Debug, Default)]
struct FixTally {
    taken: usize,
    ignored: usize,
    kept: usize,
    left: usize,
    trouble: bool,
}

/// A conversation under way.
pub(super) struct Dialogue<'a> {
    project: &'a Project,
    undo: UndoRecord,
    tally: FixTally,
}

/// `Break` ends the conversation.
type FixStep = Result<ControlFlow<()>>;

impl<'a> Dialogue<'a> {
    pub(super) fn new(project: &'a Project) -> Self {
        Self { project, undo: UndoRecord::new(&project.folder), tally: FixTally::default() }
    }

    /// Goes through all files. True when something could not be written.
    pub(super) fn run(mut self, work: &[FixTarget]) -> Result<bool> {
        if work.is_empty() {
            print("Nothing to choose about.\n")?;
            return Ok(false);
        }
        let mut files = work.iter();
        for one in files.by_ref() {
            let mut page = FixFile {
                file: &one.file,
                text: one.text.clone(),
                findings: one.findings.clone(),
                from: 0,
            };
            let step = self.page(&mut page)?;
            self.tally.left += page.left();
            if step.is_break() {
                break;
            }
        }
        self.tally.left += files.map(|one| one.findings.len()).sum::<usize>();
        self.end()?;
        Ok(self.tally.trouble)
    }

    fn end(&self) -> Result<()> {
        let FixTally { taken, ignored, kept, left, .. } = self.tally;
        print(&format!("\n{taken} rewritten, {ignored} ignored, {kept} kept, {left} left.\n"))?;
        if taken + ignored > 0 {
            print("`evenkeel fix --undo` takes the changes back.\n")?;
        }
        Ok(())
    }

    fn page(&mut self, page: &mut FixFile) -> FixStep {
        while let Some(found) = page.next() {
            print(&show::finding(&found, page, self.project))?;
            let Some(answer) = ask("choose: ")? else { return Ok(ControlFlow::Break(())) };
            match answer.to_lowercase().as_str() {
                "" | "k" => {
                    self.tally.kept += 1;
                    page.from = found.span.start + 1;
                }
                "s" => return Ok(ControlFlow::Continue(())),
                "q" => return Ok(ControlFlow::Break(())),
                "e" => self.edit(page, &found)?,
                "i" => self.ignore(page, &found)?,
                number => self.take(page, &found, number)?,
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn take(&mut self, page: &mut FixFile, found: &Diagnostic, answer: &str) -> Result<()> {
        let index = answer.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        match index.and_then(|index| found.suggestions.get(index)) {
            Some(suggestion) => {
                let parsed =
                    Entry::parse(&page.file.inside, page.text.clone(), &self.project.config);
                let private = parsed.entry.hides(found.span);
                if self.write(page, &suggestion.edits, found.span.end) {
                    if !private
                        && let Err(error) = self.undo.took(found.rule.id(), &page.file.inside)
                    {
                        tell(format!("note: {error:#}."));
                    }
                    self.tally.taken += 1;
                }
                Ok(())
            }
            None => print(&format!("`{answer}` is none of the choices.\n")),
        }
    }

    /// Words typed here, or the whole file in the person's editor.
    fn edit(&mut self, page: &mut FixFile, found: &Diagnostic) -> Result<()> {
        let words = found.span.slice(&page.text);
        print(&format!("Instead of \"{words}\" (Enter alone opens your editor)\n"))?;
        let Some(typed) = ask("write: ")? else { return Ok(()) };
        if typed.is_empty() {
            return self.open(page, found);
        }
        // The sentence has its full stop already.
        let next = text::after(&page.text, found.span.end).chars().next();
        let stops = next.is_some_and(|next| ".!?".contains(next));
        let typed = if stops { typed.trim_end_matches('.').to_owned() } else { typed };
        let edit = Edit { span: found.span, replacement: typed };
        if self.write(page, &[edit], found.span.end) {
            self.tally.taken += 1;
        }
        Ok(())
    }

    fn open(&mut self, page: &mut FixFile, found: &Diagnostic) -> Result<()> {
        let line = LineIndex::new(&page.text).line(found.span.start) + 1;
        let opened =
            editor::open(&page.file.path, line).and_then(|()| disk::read_text(&page.file.path));
        match opened {
            Ok(text) => {
                if text != page.text {
                    self.undo.remember(&page.file.path, &page.text, &text)?;
                    self.tally.taken += 1;
                }
                page.read(text, found.span.start, self.project);
                Ok(())
            }
            Err(error) => print(&format!("{error:#}.\n")),
        }
    }

    fn ignore(&mut self, page: &mut FixFile, found: &Diagnostic) -> Result<()> {
        let Some(reason) = ask("reason (Enter for none): ")? else { return Ok(()) };
        let parsed = Entry::parse(&page.file.inside, page.text.clone(), &self.project.config);
        let edit = suppression::ignore(&parsed, found.span, &found.rule, &reason);
        let before = page.findings.len();
        let Some(edit) = edit else {
            return print("There is no place for that here. Write it into the file yourself.\n");
        };
        if self.write(page, &[edit], found.span.start) {
            // Everything of this rule in the block is silent now.
            self.tally.ignored += before.saturating_sub(page.findings.len());
        }
        Ok(())
    }

    /// Writes the edits, after which all is decided up to `decided` or where they end. When that
    /// cannot be done it is said, and the file is left alone.
    fn write(&mut self, page: &mut FixFile, edits: &[Edit], decided: usize) -> bool {
        let after = text::apply(&page.text, edits);
        if let Err(error) = self.undo.replace(&page.file.path, &page.text, &after) {
            tell(format!("error: {error:#}."));
            self.tally.trouble = true;
            self.tally.left += page.left();
            page.findings.clear();
            return false;
        }
        let end = edits.iter().map(|edit| edit.span.end).max().unwrap_or(0).max(decided);
        let from = (end + after.len()).saturating_sub(page.text.len());
        page.read(after, from, self.project);
        true
    }
}

/// A line of the person's, trimmed; `None` at the end of input.
fn ask(prompt: &str) -> Result<Option<String>> {
    print(prompt)?;
    let mut line = String::new();
    let read = io::stdin().lock().read_line(&mut line)?;
    if !io::stdin().is_terminal() {
        // What a pipe answers is not seen, so the line is ended here.
        print("\n")?;
    }
    Ok((read > 0).then(|| line.trim().to_owned()))
}
