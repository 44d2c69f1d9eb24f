//! The preview: the built site in a browser on this machine, kept up to date while a person writes.
//!
//! It listens on the loopback addresses alone and answers only requests that were meant for it: the
//! `Host` must be a loopback name, and the address must hold a secret that other users of the
//! machine do not know. It reads the output folder and changes nothing there. The files on disk have
//! no script for this; the server puts one into the pages it hands out. Where the person asked for it,
//! a box of today that is ticked on a page is written into the journal, and nothing else ever is.

mod connections;
mod http;
mod live;
mod write;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use anyhow::{Context, Result, anyhow, bail};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use self::connections::{Connections, serve};
use self::live::LiveReload;
pub(crate) use self::live::SiteEvent;
use self::write::WriteAccess;
pub(crate) use self::write::{CheckInWriter, TickedBox};

/// The port that is tried first.
pub(crate) const PORT: u16 = 4747;
/// How many ports after the wanted one are tried.
const TRIES: u16 = 50;
/// Bytes of the secret: nobody guesses it.
const SECRET: usize = 16;

/// A preview that runs until the program ends.
#[derive(Debug)]
pub(crate) struct PreviewServer {
    live: Arc<LiveReload>,
    /// Where it listens.
    pub(crate) port: u16,
    /// What comes before the path of a page: empty, or the secret and a slash.
    prefix: String,
}

impl PreviewServer {
    /// Serves the site in `root` on `port`, or on the next free one.
    ///
    /// # Errors
    /// No port is free, or the machine has no randomness for a secret.
    pub(crate) fn start(
        root: PathBuf,
        port: u16,
        secret: bool,
        write: Option<Arc<CheckInWriter>>,
    ) -> Result<Self> {
        let (port, listeners) = listen(port)?;
        let prefix = if secret { format!("{}/", random()?) } else { String::new() };
        let token = write.is_some().then(random).transpose()?;
        let live = Arc::new(LiveReload::new(token.clone()));
        let access = token.zip(write).map(|(token, write)| WriteAccess { token, write });
        let router = http::router(root, port, &prefix, Arc::clone(&live), access);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .context("the preview cannot be started")?;
        thread::Builder::new()
            .name("preview".to_owned())
            .spawn(move || {
                runtime.block_on(async {
                    let connections = Arc::<Connections>::default();
                    let served = listeners
                        .into_iter()
                        .map(|listener| serve(listener, router.clone(), Arc::clone(&connections)));
                    for one in served.map(tokio::spawn).collect::<Vec<_>>() {
                        // A listener ends only when its socket is gone; the other goes on.
                        let _ = one.await;
                    }
                });
            })
            .context("the preview cannot be started")?;
        Ok(Self { live, port, prefix })
    }

    /// The address to open.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/{}", self.port, self.prefix)
    }

    /// Tells every open page what is new.
    pub(crate) fn tell(&self, news: SiteEvent) {
        self.live.tell(news);
    }
}

/// The first port from `wanted` on that is free on both loopback addresses.
fn listen(wanted: u16) -> Result<(u16, Vec<TcpListener>)> {
    let bound = |address: IpAddr, port: u16| -> std::io::Result<TcpListener> {
        let listener = TcpListener::bind(SocketAddr::from((address, port)))?;
        listener.set_nonblocking(true)?;
        Ok(listener)
    };
    for port in wanted..=wanted.saturating_add(TRIES) {
        let Ok(first) = bound(IpAddr::V4(Ipv4Addr::LOCALHOST), port) else { continue };
        match bound(IpAddr::V6(Ipv6Addr::LOCALHOST), port) {
            Ok(second) => return Ok((port, vec![first, second])),
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {}
            // A machine without IPv6.
            Err(_) => return Ok((port, vec![first])),
        }
    }
    bail!("no port from {wanted} on is free. Choose another with `--port`")
}

fn random() -> Result<String> {
    let mut bytes = [0; SECRET];
    getrandom::fill(&mut bytes)
        .map_err(|_| anyhow!("the machine gave no random numbers for a secret address"))?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(bytes))
}
