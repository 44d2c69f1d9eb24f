//! A session of watching: builds, or only checks, whenever the journal changes.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Error, Result};
use jiff::civil::Date;

use super::classify::{ChangeKind, classify};
use super::events::{ChangeBatch, Events, limit_note};
use super::site::WatchedSite;
use super::told::Told;
use crate::builder::{BuildReport, BuildScope};
use crate::commitment::cadence::days_between;
use crate::diagnostic::Family;
use crate::disk;
use crate::journal::entry::Entry;
use crate::project::{InvalidSetup, JournalIndex, Project};
use crate::report::CheckedFile;

/// How long the pen rests before what can wait is made: what the search needs, and counts.
const REST: Duration = Duration::from_millis(400);
/// How often the day and the folder are looked at when nothing happens.
const IDLE: Duration = Duration::from_secs(5);
/// With more changed files than this, findings are counted and not shown.
const SHOWN: usize = 4;

/// After so many days an entry is looked back on, not written.
const OLD: i64 = 14;

/// How a journal is watched.
pub(crate) struct WatchOptions<'a> {
    /// Opens the journal; again when its config or rules change.
    pub(crate) open: &'a dyn Fn() -> Result<Project>,
    /// Reads what is new or changed in it, and names it.
    pub(crate) read: &'a dyn Fn(&mut JournalIndex, &Project) -> Result<Vec<String>>,
    /// The day it is.
    pub(crate) today: &'a dyn Fn(&Project) -> Date,
    /// Where the site lies, or would.
    pub(crate) output: PathBuf,
    /// Look at the files again and again.
    pub(crate) poll: bool,
    /// A command for the shell, after each batch of which something came.
    pub(crate) exec: Option<&'a str>,
}

/// What happens in a session, for whoever shows it.
pub(crate) enum WatchEvent<'a> {
    /// Everything was read for the first time, or again under a new config or new rules.
    Loaded { project: &'a Project, index: &'a JournalIndex },
    /// A file was saved, and this is what is new to say of it; quietly where its day is long past.
    Saved { project: &'a Project, news: CheckedFile, old: bool },
    /// For the first time an entry is withheld.
    Heavy { project: &'a Project },
    /// Something could not be looked into.
    Problem(&'a str),
    /// The site was built.
    Built(BuiltBatch<'a>),
    /// Nothing is built, and these files were checked.
    Checked { changed: &'a [String], findings: usize, took: Duration },
    /// These files of the site are new or gone.
    Published(&'a [String]),
    /// The site could not be built, and stays as it was; `again` when that was said before.
    Failed { error: &'a Error, again: bool },
    /// A word about something that does not stop the work.
    Note(String),
    /// Everything is there, and the journal is being watched.
    Ready { folder: &'a Path },
    /// The journal's folder is gone; it may come back.
    FolderGone,
    /// It is over.
    Done,
}

/// A build in a session.
pub(crate) struct BuiltBatch<'a> {
    pub(crate) project: &'a Project,
    pub(crate) report: &'a BuildReport,
    /// The files that changed.
    pub(crate) changed: &'a [String],
    /// The weightiest change; none when only the rest of the last batch was made.
    pub(crate) kind: Option<ChangeKind>,
    /// Findings about words in all of the journal.
    pub(crate) findings: usize,
    pub(crate) took: Duration,
}

/// Shows what happens.
pub(crate) type Observer<'a> = dyn FnMut(WatchEvent) -> Result<()> + 'a;

/// Watches a journal until Ctrl-C. Without a `site` nothing is built.
///
/// # Errors
/// The folder cannot be watched, or what happens cannot be shown.
pub(crate) fn watch(
    project: Project,
    site: Option<WatchedSite>,
    options: &WatchOptions,
    observer: &mut Observer,
) -> Result<()> {
    let folder = project.folder.clone();
    let (mut events, limited) = Events::of(&folder, options.poll)?;
    if limited {
        observer(WatchEvent::Note(limit_note(&folder)))?;
    }
    let mut session = WatchSession {
        options,
        observer,
        index: JournalIndex::default(),
        project,
        site,
        outdated: false,
        failed: false,
        command_due: false,
        problems: Vec::new(),
        told: Told::default(),
        told_links: Told::default(),
    };
    session.load()?;
    let mut identity = disk::identity(&folder);
    session.tell(WatchEvent::Ready { folder: &folder })?;
    loop {
        events.follow(&session.index.links);
        let output = session.output();
        let meaning = |path: &Path| match classify(path, &folder, &output) {
            // A link leads there; all is read again, because its name in the journal is another.
            ChangeKind::Nothing
                if !path.starts_with(&folder)
                    && !path.starts_with(&output)
                    && events.is_linked(path) =>
            {
                ChangeKind::Content
            }
            kind => kind,
        };
        let resting = session.is_behind() && !session.failed;
        let patience = if resting { REST } else { IDLE };
        let Some(mut batch) = events.next(patience, meaning) else {
            if session.is_behind() {
                // Nothing that was taken out of the journal stays in the search.
                session.work(&ChangeBatch::default())?;
            }
            return session.tell(WatchEvent::Done);
        };
        batch.all |= batch.paths.iter().any(|path| !path.starts_with(&folder));
        let there = folder.is_dir();
        if there && disk::identity(&folder) == identity {
            session.work(&batch)?;
            continue;
        }
        if !there {
            session.tell(WatchEvent::FolderGone)?;
        }
        // Another folder may stand in its place: what is watched is the old one.
        if !events.wait_for(&folder)? {
            return Ok(());
        }
        identity = disk::identity(&folder);
        session.load()?;
    }
}

struct WatchSession<'a, 'o> {
    options: &'a WatchOptions<'a>,
    observer: &'a mut Observer<'o>,
    index: JournalIndex,
    project: Project,
    site: Option<WatchedSite>,
    /// Whether the config, the rules or the theme could not be used and are still to be read.
    outdated: bool,
    /// Whether the last batch failed, for whatever reason: it is tried again.
    failed: bool,
    /// Whether the command of the person's is still to be run.
    command_due: bool,
    /// What could not be looked into and was told.
    problems: Vec<String>,
    /// What was said about files, and about links that lead nowhere.
    told: Told,
    told_links: Told,
}

impl WatchSession<'_, '_> {
    fn tell(&mut self, event: WatchEvent) -> Result<()> {
        (self.observer)(event)
    }

    fn output(&self) -> PathBuf {
        let site = self.site.as_ref().map(|site| site.folder().to_owned());
        site.unwrap_or_else(|| self.options.output.clone())
    }

    fn is_behind(&self) -> bool {
        self.site.as_ref().is_some_and(|site| site.behind)
    }

    /// Reads and builds everything.
    fn load(&mut self) -> Result<()> {
        let kind = Some(ChangeKind::Setup);
        self.work(&ChangeBatch { kind, all: true, ..ChangeBatch::default() })
    }

    /// Does again what changed and says so. What is wrong is said once; the site that was there
    /// stays.
    fn work(&mut self, batch: &ChangeBatch) -> Result<()> {
        let started = Instant::now();
        match self.redo(batch, started) {
            Ok(None) => Ok(()),
            Ok(Some(published)) => {
                self.failed = false;
                self.run_command()?;
                self.tell(WatchEvent::Published(&published))
            }
            Err(error) => {
                // What the person has to put right is not tried again before they did.
                let again = self.failed && batch.kind.is_none();
                self.failed = !error.is::<InvalidSetup>();
                self.tell(WatchEvent::Failed { error: &error, again })
            }
        }
    }

    /// The files of the site that are new or gone; `None` when there was nothing to do.
    fn redo(&mut self, batch: &ChangeBatch, started: Instant) -> Result<Option<Vec<String>>> {
        let kind = self.reopen(batch.kind)?;
        // A disk that was full may have room again.
        let again = self.failed && !self.outdated && self.site.is_some();
        if kind.is_none() && !self.is_behind() && !again {
            return Ok(None);
        }
        let changed = self.read(batch)?;
        self.tell_read(kind, &changed)?;
        let Some(site) = &mut self.site else {
            return self.checked(&changed, started).map(Some);
        };
        // With nothing changed this is the rest of the last batch.
        // Of what is private nothing waits in the search until the pen rests.
        let waits = kind.is_some() && !self.index.hides(&changed);
        let scope = if waits { BuildScope::UntilRest } else { BuildScope::All };
        let mut report = site.build(&self.project, &self.index, scope)?;
        if kind != Some(ChangeKind::Setup) {
            report.broken.retain(|file| changed.contains(&file.path));
            report.notes.clear();
        }
        report.broken = report.broken.iter().map(|file| self.told_links.news(file)).collect();
        let summary = self.index.summary();
        let findings = summary.of_family(Family::Harsh) + summary.of_family(Family::Avoidant);
        let took = started.elapsed();
        let project = &self.project;
        let built =
            BuiltBatch { project, report: &report, changed: &changed, kind, findings, took };
        (self.observer)(WatchEvent::Built(built))?;
        let mut published = report.published.written;
        published.extend(report.published.removed);
        self.command_due |= !published.is_empty();
        Ok(Some(published))
    }

    /// Opens the journal again where its config, its rules or the day changed.
    fn reopen(&mut self, kind: Option<ChangeKind>) -> Result<Option<ChangeKind>> {
        let mut kind = kind;
        if self.outdated && kind.is_some() {
            kind = Some(ChangeKind::Setup);
        }
        if kind == Some(ChangeKind::Setup) {
            self.outdated = true;
            self.forget();
            self.project = (self.options.open)()?.usable()?;
            self.outdated = false;
        }
        let today = (self.options.today)(&self.project);
        if today != self.project.today {
            self.project.today = today;
            self.forget();
            kind = kind.or(Some(ChangeKind::Content));
        }
        Ok(kind)
    }

    fn forget(&mut self) {
        self.index.clear();
        self.site.iter_mut().for_each(WatchedSite::reopen);
    }

    /// Reads what changed, and names it.
    fn read(&mut self, batch: &ChangeBatch) -> Result<Vec<String>> {
        if batch.all || self.index.is_empty() {
            (self.options.read)(&mut self.index, &self.project)
        } else {
            self.index.refresh_some(&self.project, &batch.paths)
        }
    }

    /// Says what there is to say about what was read.
    fn tell_read(&mut self, kind: Option<ChangeKind>, changed: &[String]) -> Result<()> {
        let (index, observer) = (&self.index, &mut self.observer);
        let project = &self.project;
        if kind == Some(ChangeKind::Setup) {
            index.checked().for_each(|checked| drop(self.told.news(checked)));
            observer(WatchEvent::Loaded { project, index })?;
        } else {
            let files = changed.iter().filter_map(|name| index.get(name));
            for news in files.map(|checked| self.told.news(checked)) {
                if changed.len() <= SHOWN {
                    let old = is_old(&news, project);
                    observer(WatchEvent::Saved { project, news, old })?;
                }
            }
        }
        if !index.withheld().is_empty() && self.told.first_care() {
            observer(WatchEvent::Heavy { project })?;
        }
        for problem in index.problems.iter().filter(|one| !self.problems.contains(one)) {
            observer(WatchEvent::Problem(problem))?;
        }
        self.problems.clone_from(&self.index.problems);
        Ok(())
    }

    /// What a batch without a site says.
    fn checked(&mut self, changed: &[String], started: Instant) -> Result<Vec<String>> {
        let of_words = |name: &String| {
            let found = self.index.get(name).map(|checked| checked.diagnostics.iter());
            found.into_iter().flatten().filter(|found| found.family != Family::Journal).count()
        };
        if !changed.is_empty() {
            let findings = changed.iter().map(of_words).sum();
            self.command_due = true;
            self.tell(WatchEvent::Checked { changed, findings, took: started.elapsed() })?;
        }
        Ok(Vec::new())
    }

    /// Runs the command of the person's and waits for it, so that no two run at once: only after
    /// something came of a batch, or a command that writes here would call itself; and only when the
    /// site is whole.
    fn run_command(&mut self) -> Result<()> {
        let due = self.command_due && !self.is_behind();
        let Some(command) = self.options.exec.filter(|_| due) else { return Ok(()) };
        self.command_due = false;
        let shell = if cfg!(windows) { ["cmd", "/C"] } else { ["sh", "-c"] };
        let [program, flag] = shell;
        let mut run = Command::new(program);
        run.args([flag, command]).current_dir(&self.project.folder);
        run.env("EVENKEEL_SITE", self.output());
        match run.status() {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => self.tell(WatchEvent::Note(format!("`{command}` ended with {status}."))),
            Err(error) => {
                self.tell(WatchEvent::Note(format!("`{command}` could not be run: {error}.")))
            }
        }
    }
}

/// Whether a file is an entry of a day long past.
fn is_old(file: &CheckedFile, project: &Project) -> bool {
    let entry = || Entry::parse(&file.path, file.source.as_str(), &project.config).entry;
    let date = (!file.diagnostics.is_empty()).then(|| entry().date()).flatten();
    date.is_some_and(|date| days_between(date, project.today) > OLD)
}
