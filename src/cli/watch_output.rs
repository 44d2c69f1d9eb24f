//! What is printed while a journal is watched.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Error, Result};

use super::build::BuildArgs;
use super::care;
use super::exit_status::ExitStatus;
use super::global::GlobalArgs;
use super::output::{human, print, rendered, tell, tell_rendered};
use super::progress;
use super::site_output::{from_here, print_broken_links, print_journal_problems};
use crate::diagnostic::{Family, Severity};
use crate::disk::OutputFolder;
use crate::project::{InvalidSetup, Project, shown, today};
use crate::report::{CheckedFile, OutputFormat, count, reporter};
use crate::watch::WatchedSite;
use crate::watch::classify::ChangeKind;
use crate::watch::session::{BuiltBatch, WatchEvent, WatchOptions, watch};

/// How a journal is watched, as the command line says it.
pub(super) struct WatchPlan<'a> {
    pub(super) build: &'a BuildArgs,
    /// Look at the files again and again.
    pub(super) poll: bool,
    /// Check, and build nothing.
    pub(super) lint_only: bool,
    /// A command for the shell, after each batch of which something came.
    pub(super) exec: Option<&'a str>,
}

impl WatchPlan<'_> {
    /// Watches until Ctrl-C.
    pub(super) fn run(&self, global: &GlobalArgs, output: &mut WatchOutput) -> Result<ExitStatus> {
        let project = self.build.open(global)?.usable()?;
        let opened = global.options()?;
        let folder = self.build.output(&project);
        let site = if self.lint_only { None } else { Some(self.open_site(&folder)?) };
        output.site = site.as_ref().map(|site| site.folder().to_owned());
        let options = WatchOptions {
            open: &|| self.build.open(global),
            read: &progress::read,
            today: &|project| today(&opened, &project.config, &project.folder),
            output: folder,
            poll: self.poll,
            exec: self.exec,
        };
        watch(project, site, &options, &mut |event| output.show(event))?;
        Ok(ExitStatus::Clean)
    }

    fn open_site(&self, folder: &Path) -> Result<WatchedSite> {
        let output = OutputFolder::open(folder)?;
        let options = self.build.options(output.folder())?;
        let site = WatchedSite::open(folder, options)?;
        if site.is_shared() {
            tell(
                "note: another evenkeel keeps this site up to date too. They take turns, and every page is whole.",
            );
        }
        Ok(site)
    }
}

/// Shows the site while it is watched.
pub(super) trait Preview {
    /// The site was built for the first time.
    fn start(&mut self, site: &Path) -> Result<()>;

    /// These files of it are new or gone.
    fn changed(&mut self, files: &[String]);

    /// It could not be built, and why.
    fn broken(&mut self, problem: &str);
}

/// Prints what happens in a session.
pub(super) struct WatchOutput<'a> {
    /// How many broken links are shown.
    links_shown: usize,
    /// Where the site lies.
    site: Option<PathBuf>,
    preview: Option<&'a mut dyn Preview>,
    /// What kept the last build from being made.
    problem: Option<String>,
}

#[cfg(feature = "serve")]
impl<'a> WatchOutput<'a> {
    pub(super) fn with_preview(mut self, preview: &'a mut dyn Preview) -> Self {
        self.preview = Some(preview);
        self
    }
}

impl WatchOutput<'_> {
    pub(super) fn new(build: &BuildArgs) -> Self {
        Self { links_shown: build.links_shown(), site: None, preview: None, problem: None }
    }

    fn show(&mut self, event: WatchEvent) -> Result<()> {
        match event {
            WatchEvent::Loaded { project, index } => {
                print_journal_problems(project, index, &*human());
            }
            WatchEvent::Saved { project, news, old } => print_saved(news, project, old),
            WatchEvent::Heavy { project } => care::message(&project.config, true),
            WatchEvent::Problem(problem) => tell(format!("error: {problem}.")),
            WatchEvent::Built(built) => self.built(&built),
            WatchEvent::Checked { changed, findings, took } => {
                print_line(&format!("{}: {}", named(changed), count(findings, "finding")), took);
            }
            WatchEvent::Published(files) => {
                self.problem = None;
                if let Some(preview) = &mut self.preview {
                    preview.changed(files);
                }
            }
            WatchEvent::Failed { error, again } => self.failed(error, again),
            WatchEvent::Note(note) => tell(format!("note: {note}")),
            WatchEvent::Ready { folder } => {
                self.start_preview()?;
                print(&format!("Watching {}. Ctrl-C ends it.\n", shown(folder)))?;
            }
            WatchEvent::FolderGone => {
                print("The journal's folder is gone. Waiting for it to come back.\n")?;
            }
            WatchEvent::Done => print("Done watching.\n")?,
        }
        Ok(())
    }

    fn start_preview(&mut self) -> Result<()> {
        let (Some(preview), Some(site)) = (&mut self.preview, &self.site) else { return Ok(()) };
        preview.start(site)?;
        match &self.problem {
            Some(problem) => preview.broken(problem),
            None => preview.changed(&[]),
        }
        Ok(())
    }

    fn built(&self, built: &BuiltBatch) {
        print_broken_links(built.report, built.project, self.links_shown, &*human());
        if let Some(line) = built.kind.and_then(|kind| line(built, kind)) {
            print_line(&line, built.took);
        }
    }

    fn failed(&mut self, error: &Error, again: bool) {
        let files = error.downcast_ref().map(|setup: &InvalidSetup| setup.files.as_slice());
        let rendered = rendered(files.unwrap_or_default());
        if !again {
            tell_rendered(&rendered);
            tell(format!("error: {error:#}. The last good site stays."));
        }
        let plain = anstream::adapter::strip_str(&rendered).to_string();
        let problem = if plain.is_empty() { format!("{error:#}.") } else { plain };
        if let Some(preview) = &mut self.preview {
            preview.broken(&problem);
        }
        self.problem = Some(problem);
    }
}

/// A line about a batch. Whoever closed the other end of the pipe reads no more lines.
fn print_line(line: &str, took: Duration) {
    let _ = print(&format!("{line} ({} ms)\n", took.as_millis()));
}

/// What is new to say of a file that has just been saved: a line each of how one spoke to oneself
/// long ago.
fn print_saved(news: CheckedFile, project: &Project, old: bool) {
    if news.diagnostics.iter().all(|found| found.severity == Severity::Hint) {
        return;
    }
    let mut news = from_here(news, project);
    let mut quiet = news.clone();
    quiet.diagnostics.retain(|found| old && found.family != Family::Journal);
    news.diagnostics.retain(|found| !old || found.family == Family::Journal);
    for (file, format) in [(news, human()), (quiet, reporter(OutputFormat::Concise, 0))] {
        if !file.diagnostics.is_empty() {
            tell_rendered(&format.file(&file));
        }
    }
}

/// What a build did; `None` when nothing came of it.
fn line(built: &BuiltBatch, kind: ChangeKind) -> Option<String> {
    let published = &built.report.published;
    let setup = kind == ChangeKind::Setup;
    if published.written.is_empty() && published.removed.is_empty() && !setup {
        return None;
    }
    let what = if setup { count(built.changed.len(), "file") } else { named(built.changed) };
    let written = match published.written.len() {
        0 => "nothing to write".to_owned(),
        written => format!("{} written", count(written, "page")),
    };
    let removed = match published.removed.len() {
        0 => String::new(),
        removed => format!(", {removed} removed"),
    };
    let findings = count(built.findings, "finding");
    // What was there before is only counted.
    let hint = if setup && built.findings > 0 { ", `evenkeel check` shows them" } else { "" };
    Some(format!("{what}: {written}{removed}; {findings} in all{hint}"))
}

/// The name of one file, or how many.
fn named(changed: &[String]) -> String {
    match changed {
        // A name may hold what a terminal would take for an order.
        [only] => only.chars().map(|c| if c.is_control() { '?' } else { c }).collect(),
        all => count(all.len(), "file"),
    }
}
