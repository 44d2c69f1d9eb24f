//! What happens in a folder: changes that belong together, as one round.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Config, ErrorKind, EventKind, PollWatcher, RecursiveMode, Watcher};

use crate::project::shown;
use crate::watch::Change;

/// A round begins when nothing happened for this long after a file was written whole …
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

enum Signal {
    /// A file, and whether it is written whole.
    Changed(PathBuf, bool),
    /// Events were lost; everything may have changed.
    Unknown,
    Stop,
}

/// Changes that belong together.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Round {
    /// The weightiest of them.
    pub(super) change: Option<Change>,
    pub(super) paths: BTreeSet<PathBuf>,
    /// Whether other files may have changed too.
    pub(super) all: bool,
}

/// What happens in a folder, until Ctrl-C.
pub(super) struct Events {
    sender: Sender<Signal>,
    signals: Receiver<Signal>,
    /// Watches for as long as it lives.
    watcher: Box<dyn Watcher>,
    poll: bool,
    /// What lies elsewhere and is watched too, because links in the folder lead there.
    linked: BTreeSet<PathBuf>,
}

impl Events {
    /// Watches `folder`; with `poll` by looking at it again and again.
    pub(super) fn of(folder: &Path, poll: bool) -> Result<Self> {
        let (sender, signals) = mpsc::channel();
        let stop = sender.clone();
        ctrlc::set_handler(move || drop(stop.send(Signal::Stop)))
            .context("Ctrl-C cannot be handled")?;
        let (watcher, poll) = watcher(&sender, folder, poll)?;
        Ok(Self { sender, signals, watcher, poll, linked: BTreeSet::new() })
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

    /// Waits for changes that belong together; `meaning` says what each is. A round without a
    /// change when nothing happened for `patience`; `None` when it is time to stop.
    pub(super) fn next(
        &self,
        patience: Duration,
        meaning: impl Fn(&Path) -> Change,
    ) -> Option<Round> {
        let mut round = Round::default();
        let mut first: Option<Instant> = None;
        let mut whole = true;
        loop {
            let quiet = if whole && round.paths.len() < MANY && !round.all { QUIET } else { BUSY };
            let wait =
                first.map_or(patience, |first| quiet.min(LONGEST.saturating_sub(first.elapsed())));
            match self.signals.recv_timeout(wait) {
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => return Some(round),
                Ok(Signal::Unknown) => {
                    round.all = true;
                    round.change = Some(Change::Setup);
                    first.get_or_insert_with(Instant::now);
                }
                Ok(Signal::Changed(path, written)) => {
                    let change = meaning(&path);
                    if change > Change::Nothing {
                        whole = written;
                        round.change = round.change.max(Some(change));
                        round.paths.insert(path);
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
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return Ok(false),
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

/// A watcher, and whether it polls.
fn watcher(sender: &Sender<Signal>, folder: &Path, poll: bool) -> Result<(Box<dyn Watcher>, bool)> {
    let cannot = || format!("{} cannot be watched", folder.display());
    if !poll {
        match native(sender, folder) {
            Ok(watcher) => return Ok((watcher, false)),
            Err(error) if is_limit(&error) => anstream::eprintln!(
                "note: the system watches no more files for you, so {} is looked at every two seconds instead. To change that, raise fs.inotify.max_user_watches and fs.inotify.max_user_instances.",
                shown(folder)
            ),
            Err(error) => return Err(error).with_context(cannot),
        }
    }
    // Times of files are told in whole seconds, so what they hold is compared too.
    let config = Config::default().with_poll_interval(POLL).with_compare_contents(true);
    let mut watcher = PollWatcher::new(handler(sender), config).with_context(cannot)?;
    watcher.watch(folder, RecursiveMode::Recursive).with_context(cannot)?;
    Ok((Box::new(watcher), true))
}

fn native(sender: &Sender<Signal>, folder: &Path) -> notify::Result<Box<dyn Watcher>> {
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

fn handler(sender: &Sender<Signal>) -> impl Fn(notify::Result<notify::Event>) + Send + 'static {
    let sender = sender.clone();
    move |event| {
        let signals: Vec<Signal> = match event {
            Ok(event) if event.need_rescan() => vec![Signal::Unknown],
            Ok(event) => match written(event.kind) {
                Some(whole) => {
                    event.paths.into_iter().map(|path| Signal::Changed(path, whole)).collect()
                }
                None => Vec::new(),
            },
            // A folder that cannot be looked into is told by whoever reads it.
            Err(error) if !error.paths.is_empty() => Vec::new(),
            Err(_) => vec![Signal::Unknown],
        };
        for signal in signals {
            // When nobody listens any more the program is about to end.
            let _ = sender.send(signal);
        }
    }
}

/// Whether the file of an event is written whole; `None` for an event that says nothing. Reading a
/// file is an event too, and our own reads must not start a round.
const fn written(kind: EventKind) -> Option<bool> {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => Some(true),
        EventKind::Access(_) => None,
        // A file that was made is about to be filled; one that was changed may be changed further.
        EventKind::Create(_) | EventKind::Modify(ModifyKind::Data(_)) => Some(false),
        _ => Some(true),
    }
}
