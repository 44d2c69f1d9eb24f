//! What happens in a folder: changes that belong together, as one batch.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Config, ErrorKind, EventKind, PollWatcher, RecursiveMode, Watcher};

use super::classify::ChangeKind;
use crate::project::shown;

/// A batch is complete when nothing happened for this long after a file was written whole …
const QUIET: Duration = Duration::from_millis(30);
/// … or this long, where a file may still be being written, or many files are …
const BUSY: Duration = Duration::from_millis(150);
/// … or when this much time went by since the first change.
const LONGEST: Duration = Duration::from_secs(2);
/// More files than this are a burst: a checkout, a sync.
const MANY: usize = 4;
/// How often a journal that went away is looked for.
const AWAY: Duration = Duration::from_millis(500);
/// How often the files are looked at where the system does not tell of changes.
const POLL: Duration = Duration::from_secs(2);

enum WatchSignal {
    /// A file, and whether it is written whole.
    Changed(PathBuf, bool),
    /// Events were lost; everything may have changed.
    Unknown,
    Stop,
}

/// Changes that belong together.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct ChangeBatch {
    /// The weightiest of them.
    pub(crate) kind: Option<ChangeKind>,
    pub(super) paths: BTreeSet<PathBuf>,
    /// Whether other files may have changed too.
    pub(super) all: bool,
}

/// What happens in a folder, until Ctrl-C.
pub(crate) struct Events {
    sender: Sender<WatchSignal>,
    signals: Receiver<WatchSignal>,
    /// Watches for as long as it lives.
    watcher: Box<dyn Watcher>,
    poll: bool,
    /// What lies elsewhere and is watched too, because links in the folder lead there.
    linked: BTreeSet<PathBuf>,
}

impl Events {
    /// Watches `folder`; with `poll` by looking at it again and again. True when that had to be done
    /// although nobody asked: the system watches no more files for this person.
    pub(crate) fn of(folder: &Path, poll: bool) -> Result<(Self, bool)> {
        let (sender, signals) = mpsc::channel();
        let stop = sender.clone();
        ctrlc::set_handler(move || drop(stop.send(WatchSignal::Stop)))
            .context("Ctrl-C cannot be handled")?;
        let (watcher, polls) = watcher(&sender, folder, poll)?;
        let linked = BTreeSet::new();
        Ok((Self { sender, signals, watcher, poll: polls, linked }, polls && !poll))
    }

    /// Watches what links lead to, too: the system tells only of what lies in the folder itself.
    pub(super) fn follow(&mut self, targets: &[PathBuf]) {
        for target in targets {
            let mode = if target.is_dir() {
                RecursiveMode::Recursive
            } else {
                RecursiveMode::NonRecursive
            };
            // A file is replaced by another of its name, so its folder is what is watched.
            let place = if target.is_dir() { Some(target.as_path()) } else { target.parent() };
            if let Some(place) = place.filter(|place| self.linked.insert(place.to_path_buf())) {
                // What cannot be watched is read at the next change of something else.
                let _ = self.watcher.watch(place, mode);
            }
        }
    }

    /// Whether a path lies where a link leads.
    pub(super) fn is_linked(&self, path: &Path) -> bool {
        self.linked.iter().any(|linked| path.starts_with(linked))
    }

    /// Waits for changes that belong together; `meaning` says what each is. A batch without a
    /// change when nothing happened for `patience`; `None` when it is time to stop.
    pub(crate) fn next(
        &self,
        patience: Duration,
        meaning: impl Fn(&Path) -> ChangeKind,
    ) -> Option<ChangeBatch> {
        let mut batch = ChangeBatch::default();
        let mut first: Option<Instant> = None;
        let mut whole = true;
        loop {
            let quiet = if whole && batch.paths.len() < MANY && !batch.all { QUIET } else { BUSY };
            let wait =
                first.map_or(patience, |first| quiet.min(LONGEST.saturating_sub(first.elapsed())));
            match self.signals.recv_timeout(wait) {
                Ok(WatchSignal::Stop) | Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => return Some(batch),
                Ok(WatchSignal::Unknown) => {
                    batch.all = true;
                    batch.kind = Some(ChangeKind::Setup);
                    first.get_or_insert_with(Instant::now);
                }
                Ok(WatchSignal::Changed(path, written)) => {
                    let kind = meaning(&path);
                    if kind > ChangeKind::Nothing {
                        whole = written;
                        batch.kind = batch.kind.max(Some(kind));
                        batch.paths.insert(path);
                        first.get_or_insert_with(Instant::now);
                    }
                }
            }
        }
    }

    /// Waits until `folder` is back, and watches it again. False when it is time to stop.
    pub(super) fn wait_for(&mut self, folder: &Path) -> Result<bool> {
        loop {
            match self.signals.recv_timeout(AWAY) {
                Ok(WatchSignal::Stop) | Err(RecvTimeoutError::Disconnected) => return Ok(false),
                Ok(_) | Err(RecvTimeoutError::Timeout) => {}
            }
            if folder.is_dir() {
                // The old watch died with the old folder.
                self.linked.clear();
                (self.watcher, self.poll) = watcher(&self.sender, folder, self.poll)?;
                return Ok(true);
            }
        }
    }
}

/// Why the files are looked at again and again.
pub(super) fn limit_note(folder: &Path) -> String {
    format!(
        "the system watches no more files for you, so {} is looked at every two seconds instead. To change that, raise fs.inotify.max_user_watches and fs.inotify.max_user_instances.",
        shown(folder)
    )
}

/// A watcher, and whether it polls.
fn watcher(
    sender: &Sender<WatchSignal>,
    folder: &Path,
    poll: bool,
) -> Result<(Box<dyn Watcher>, bool)> {
    let cannot = || format!("{} cannot be watched", folder.display());
    if !poll {
        match native(sender, folder) {
            Ok(watcher) => return Ok((watcher, false)),
            Err(error) if is_limit(&error) => {}
            Err(error) => return Err(error).with_context(cannot),
        }
    }
    // Times of files are told in whole seconds, so what they hold is compared too.
    let config = Config::default().with_poll_interval(POLL).with_compare_contents(true);
    let mut watcher = PollWatcher::new(handler(sender), config).with_context(cannot)?;
    watcher.watch(folder, RecursiveMode::Recursive).with_context(cannot)?;
    Ok((Box::new(watcher), true))
}

fn native(sender: &Sender<WatchSignal>, folder: &Path) -> notify::Result<Box<dyn Watcher>> {
    let mut watcher = notify::recommended_watcher(handler(sender))?;
    watcher.watch(folder, RecursiveMode::Recursive)?;
    Ok(Box::new(watcher))
}

/// Whether the system has no more room for watches, of files or of programs.
fn is_limit(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::MaxFilesWatch => true,
        ErrorKind::Io(error) => {
            use std::io::ErrorKind::{QuotaExceeded, StorageFull};
            // "Too many open files" is what a full table of watchers is told as.
            matches!(error.kind(), StorageFull | QuotaExceeded) || error.raw_os_error() == Some(24)
        }
        _ => false,
    }
}

fn handler(
    sender: &Sender<WatchSignal>,
) -> impl Fn(notify::Result<notify::Event>) + Send + 'static {
    let sender = sender.clone();
    move |event| {
        let signals: Vec<WatchSignal> = match event {
            Ok(event) if event.need_rescan() => vec![WatchSignal::Unknown],
            Ok(event) => match written(event.kind) {
                Some(whole) => {
                    event.paths.into_iter().map(|path| WatchSignal::Changed(path, whole)).collect()
                }
                None => Vec::new(),
            },
            // A folder that cannot be looked into is told by whoever reads it.
            Err(error) if !error.paths.is_empty() => Vec::new(),
            Err(_) => vec![WatchSignal::Unknown],
        };
        for signal in signals {
            // When nobody listens any more the program is about to end.
            let _ = sender.send(signal);
        }
    }
}

/// Whether the file of an event is written whole; `None` for an event that says nothing. Reading a
/// file is an event too, and our own reads must not start a batch.
const fn written(kind: EventKind) -> Option<bool> {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => Some(true),
        EventKind::Access(_) => None,
        // A file that was made is about to be filled; one that was changed may be changed further.
        EventKind::Create(_) | EventKind::Modify(ModifyKind::Data(_)) => Some(false),
        _ => Some(true),
    }
}
