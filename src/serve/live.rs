//! What open pages are told: which pages are new, and what keeps the site from being built.

use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};
use tokio::sync::broadcast;

/// A slow page may miss as many; then it asks for everything.
const KEPT: usize = 64;
/// With more changes than this a page need not know which.
const NAMED: usize = 500;

/// What happened to the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SiteEvent {
    /// These files of the site are new or gone.
    Changed(Vec<String>),
    /// It could not be built, and why.
    Broken(String),
}

/// The state of the site, for those who look at it.
#[derive(Debug)]
pub(super) struct LiveReload {
    state: Mutex<ReloadState>,
    /// What a page must say to write something; none where nothing is written.
    token: Option<String>,
    sender: broadcast::Sender<String>,
}

#[derive(Debug)]
struct ReloadState {
    version: u64,
    problem: Option<String>,
}

impl LiveReload {
    pub(super) fn new(token: Option<String>) -> Self {
        // Pages that an earlier preview handed out must not take this one for it.
        let version = u64::from(std::process::id()) << 20;
        let state = Mutex::new(ReloadState { version, problem: None });
        Self { state, token, sender: broadcast::Sender::new(KEPT) }
    }

    pub(super) fn tell(&self, news: SiteEvent) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let mended = state.problem.is_some();
        let (paths, problem) = match news {
            SiteEvent::Changed(paths) => (paths, None),
            SiteEvent::Broken(problem) => (Vec::new(), Some(problem)),
        };
        if paths.is_empty() && !mended && problem.is_none() {
            return;
        }
        state.version += 1;
        state.problem = problem;
        let paths = if paths.len() > NAMED { Value::Null } else { json!(paths) };
        let said = json!({ "version": state.version, "paths": paths, "problem": state.problem });
        // Nobody may be looking.
        let _ = self.sender.send(said.to_string());
    }

    /// What a page is told first, and everything after.
    pub(super) fn listen(&self) -> (String, broadcast::Receiver<String>) {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let first = json!({ "version": state.version, "paths": [], "problem": state.problem });
        (first.to_string(), self.sender.subscribe())
    }

    /// A page with what it needs to follow the writing, and with the problem there may be: it is
    /// seen without scripts too. `root` is the address of the site.
    pub(super) fn with_live_reload(&self, html: &str, root: &str) -> String {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let version = state.version;
        let write = self.token.as_ref();
        let write = write.map_or_else(String::new, |token| format!(" data-write=\"{token}\""));
        let head = format!(
            "<link rel=\"stylesheet\" href=\"{root}_evenkeel/notice.css\"><script src=\"{root}_evenkeel/follow.js\" data-version=\"{version}\"{write} defer></script></head>"
        );
        // The page's own policy lets nothing run and nothing be asked for; here the script may.
        let policy = html.split_once("default-src 'none';").map(|(_, rest)| rest);
        let policy = policy.and_then(|rest| rest.split('"').next()).unwrap_or_default();
        let script = if policy.contains("script-src ") { "" } else { " script-src 'self';" };
        let policy = format!("default-src 'none';{script} connect-src 'self';");
        let html = html.replacen("default-src 'none';", &policy, 1);
        let html = html.replacen("</head>", &head, 1);
        let Some(problem) = &state.problem else { return html };
        let problem = problem.replace('&', "&amp;").replace('<', "&lt;");
        let notice = format!(
            "<aside id=\"evenkeel-notice\" role=\"alert\"><p>The site is as it was before this:</p><pre>{problem}</pre></aside></body>"
        );
        html.replacen("</body>", &notice, 1)
    }
}
