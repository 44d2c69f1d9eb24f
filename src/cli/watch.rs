//! `evenkeel watch`: builds, then builds again whenever the journal changes.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use notify::event::{AccessKind, AccessMode};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::build::{self, Arguments, Shape};
use super::{Global, Outcome, print, progress, rules};
use crate::diagnostic::{Family, Severity};
use crate::disk;
use crate::project::library::Library;
use crate::project::{Project, shown, today};
use crate::report::{Format, Report, count, report};
use crate::watch::{Change, change};

/// A round begins when nothing happened for this long …
const QUIET: Duration = Duration::from_millis(100);
/// … or when this much time went by since the first change.
const LONGEST: Duration = Duration::from_secs(1);
/// How often a journal that went away is looked for.
const AWAY: Duration = Duration::from_millis(500);

enum Signal {
    Changed(PathBuf),
    /// Events were lost; everything may have changed.
    Unknown,
    Stop,
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<Outcome> {
    let project = arguments.open(global)?;
    rules::refuse_faults(&project)?;
    let output = arguments.output(&project);
    disk::prepare(&output)?;
    let output =
        output.canonicalize().with_context(|| format!("{} cannot be used", output.display()))?;
    let mut events = Events::of(&project.folder)?;
    let library = Library::default();
    let shape = arguments.shape(&output)?;
    let mut watching = Watching { arguments, global, output, library, project, shape };
    watching.round(Change::Setup);
    print(&format!("Watching {}. Ctrl-C ends it.\n", shown(&watching.project.folder)))?;
    loop {
        let meaning = |path: &Path| change(path, &watching.project.folder, &watching.output);
        let Some(change) = events.next(meaning) else {
            print("Done watching.\n")?;
            return Ok(Outcome::Clean);
        };
        if watching.project.folder.is_dir() {
            watching.round(change);
            continue;
        }
        print("The journal's folder is gone. Waiting for it to come back.\n")?;
        if !events.wait_for(&watching.project.folder)? {
            return Ok(Outcome::Clean);
        }
        watching.round(Change::Setup);
    }
}

fn watcher(sender: Sender<Signal>, folder: &Path) -> Result<RecommendedWatcher> {
    let handler = move |event: notify::Result<notify::Event>| {
        let signals: Vec<Signal> = match event {
            Ok(event) if event.need_rescan() => vec![Signal::Unknown],
            Ok(event) if matters(event.kind) => {
                event.paths.into_iter().map(Signal::Changed).collect()
            }
            Ok(_) => Vec::new(),
            Err(_) => vec![Signal::Unknown],
        };
        for signal in signals {
            // When nobody listens any more the program is about to end.
            let _ = sender.send(signal);
        }
    };
    let mut watcher =
        notify::recommended_watcher(handler).context("changes on disk cannot be watched")?;
    watcher.watch(folder, RecursiveMode::Recursive).with_context(|| {
        format!(
            "{} cannot be watched. If the system's limit of watched files is reached, raise fs.inotify.max_user_watches",
            folder.display()
        )
    })?;
    Ok(watcher)
}

/// Reading a file is an event too; our own reads must not start a round.
const fn matters(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => false,
        _ => true,
    }
}

/// What happens in a folder, until Ctrl-C.
pub(super) struct Events {
    sender: Sender<Signal>,
    signals: Receiver<Signal>,
    /// Watches for as long as it lives.
    watcher: RecommendedWatcher,
}

impl Events {
    pub(super) fn of(folder: &Path) -> Result<Self> {
        let (sender, signals) = mpsc::channel();
        let stop = sender.clone();
        ctrlc::set_handler(move || drop(stop.send(Signal::Stop)))
            .context("Ctrl-C cannot be handled")?;
        let watcher = watcher(sender.clone(), folder)?;
        Ok(Self { sender, signals, watcher })
    }

    /// Waits for changes that belong together; `meaning` says what each is. `None` when it is
    /// time to stop.
    pub(super) fn next(&self, meaning: impl Fn(&Path) -> Change) -> Option<Change> {
        let mut weightiest = Change::Nothing;
        let mut first: Option<Instant> = None;
        loop {
            let wait = match first {
                None => Duration::from_secs(3600),
                Some(first) => QUIET.min(LONGEST.saturating_sub(first.elapsed())),
            };
            match self.signals.recv_timeout(wait) {
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return None,
                Ok(signal) => {
                    let change = match signal {
                        Signal::Changed(path) => meaning(&path),
                        _ => Change::Setup,
                    };
                    if change > Change::Nothing {
                        weightiest = weightiest.max(change);
                        first.get_or_insert_with(Instant::now);
                    }
                }
                Err(RecvTimeoutError::Timeout) if first.is_some() => return Some(weightiest),
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    /// Waits until `folder` is back, and watches it again. False when it is time to stop.
    fn wait_for(&mut self, folder: &Path) -> Result<bool> {
        loop {
            match self.signals.recv_timeout(AWAY) {
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return Ok(false),
                Ok(_) | Err(RecvTimeoutError::Timeout) => {}
            }
            if folder.is_dir() {
                // The old watch died with the old folder.
                self.watcher = watcher(self.sender.clone(), folder)?;
                return Ok(true);
            }
        }
    }
}

struct Watching<'a> {
    arguments: &'a Arguments,
    global: &'a Global,
    output: PathBuf,
    library: Library,
    project: Project,
    shape: Shape,
}

impl Watching<'_> {
    /// Does again what `change` asks for and says so in one line. What is wrong is said; the site
    /// that was there stays.
    fn round(&mut self, change: Change) {
        let started = Instant::now();
        let done = self.rebuild(change).and_then(|line| match line {
            Some(line) => print(&format!("{line} ({} ms)\n", started.elapsed().as_millis())),
            None => Ok(()),
        });
        if let Err(error) = done {
            anstream::eprintln!("error: {error:#}. The last good site stays.");
        }
    }

    fn rebuild(&mut self, change: Change) -> Result<Option<String>> {
        if change == Change::Setup {
            let project = self.arguments.open(self.global)?;
            rules::refuse_faults(&project)?;
            self.project = project;
            self.library.clear();
        }
        let day = today(&self.global.manner(), &self.project.config);
        if day != self.project.today {
            self.project.today = day;
            self.library.clear();
        }
        let changed = progress::read(&mut self.library, &self.project)?;
        let human = report(Format::Human, super::check::terminal_width());
        if change == Change::Setup {
            build::tell_faults(&self.project, &self.library, &*human);
        } else {
            for name in &changed {
                self.tell(name, &*human);
            }
        }
        let built = build::build(&self.project, &self.library, &self.output, &self.shape)?;
        let published = built.published;
        if published.written + published.removed == 0 && change == Change::Content {
            return Ok(None);
        }
        let summary = self.library.summary();
        let words = summary.of_family(Family::Harsh) + summary.of_family(Family::Avoidant);
        let what = match changed.as_slice() {
            [only] if change == Change::Content => only.clone(),
            all => count(all.len(), "file"),
        };
        let written = count(published.written, "page");
        let removed = if published.removed > 0 {
            format!(", {} removed", published.removed)
        } else {
            String::new()
        };
        Ok(Some(format!("{what}: {written} written{removed}; {} in all", count(words, "finding"))))
    }

    /// The findings of a file that has just been saved.
    fn tell(&self, name: &str, report: &dyn Report) {
        if let Some(checked) = self.library.get(name)
            && checked.diagnostics.iter().any(|diagnostic| diagnostic.severity > Severity::Hint)
        {
            anstream::eprintln!("{}", report.file(checked));
        }
    }
}
