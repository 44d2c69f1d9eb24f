//! Connections of browsers: how many there are, and how long one may keep the preview waiting.
//!
//! Whatever else runs on this machine can open connections and say nothing. Each has a time for its
//! request, and there are fewer than a program may have open files; when there are too many, the one
//! that waits longest without an answer under way makes room, so that the page stays reachable for
//! the person it belongs to.

use std::collections::VecDeque;
use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::task::AbortHandle;

/// So long a browser has for the head of a request, the first one or one more.
const PATIENCE: Duration = Duration::from_secs(10);
/// More connections at once no person needs.
const MOST: usize = 128;
/// Before one more is taken after the system refused one.
const PAUSE: Duration = Duration::from_millis(50);

/// How many answers of a connection are under way.
#[derive(Debug, Clone, Default)]
pub(super) struct Answering(Arc<AtomicUsize>);

/// An answer under way, until it is dropped.
#[derive(Debug)]
pub(super) struct Answer(Arc<AtomicUsize>);

impl Answering {
    pub(super) fn begin(&self) -> Answer {
        self.0.fetch_add(1, Ordering::Relaxed);
        Answer(Arc::clone(&self.0))
    }

    fn is_under_way(&self) -> bool {
        self.0.load(Ordering::Relaxed) > 0
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// So many connections may be open at once: half of the files that the system lets this program open,
/// as each answer opens one too.
fn most() -> usize {
    #[cfg(unix)]
    {
        let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
        let half = limit.and_then(|limit| usize::try_from(limit / 2).ok());
        half.map_or(MOST, |half| half.clamp(1, MOST))
    }
    #[cfg(not(unix))]
    MOST
}

/// The connections that are open, oldest first.
#[derive(Debug)]
pub(super) struct Connections {
    open: Mutex<VecDeque<(Answering, AbortHandle)>>,
    most: usize,
}

impl Default for Connections {
    fn default() -> Self {
        Self { open: Mutex::default(), most: most() }
    }
}

impl Connections {
    /// Makes room for one more; false when every one has an answer under way.
    fn make_room(&self) -> bool {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|(_, task)| !task.is_finished());
        if open.len() < self.most {
            return true;
        }
        let idle = open.iter().position(|(answering, _)| !answering.is_under_way());
        idle.and_then(|at| open.remove(at)).is_some_and(|(_, task)| {
            task.abort();
            true
        })
    }

    fn add(&self, answering: Answering, task: AbortHandle) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.push_back((answering, task));
    }
}

/// Answers whoever connects to `listener`, until its socket is gone.
///
/// # Errors
/// The listener cannot be used.
pub(super) async fn serve(
    listener: TcpListener,
    router: Router,
    connections: Arc<Connections>,
) -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        if !connections.make_room() {
            continue;
        }
        let answering = Answering::default();
        let router = router.clone().layer(Extension(answering.clone()));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(PATIENCE)
            .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
        // Whatever ends it, the browser knows.
        let task = tokio::spawn(async move { drop(connection.await) });
        connections.add(answering, task.abort_handle());
    }
}
