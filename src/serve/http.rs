//! Which requests are answered, and with what.

use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Router};
use sha2::{Digest, Sha256};
use tokio_stream::StreamExt;
use tokio_stream::wrappers::BroadcastStream;
use tower_http::services::ServeFile;

use super::connections::{Answer, Answering};
use super::live::LiveReload;
use super::write::{self, WriteAccess};
use crate::disk::{self, PreviewFile};

/// The script that follows the writing.
const FOLLOW: &str = include_str!("follow.js");
/// What a problem looks like.
const NOTICE: &str = include_str!("notice.css");

/// The page for an address without one.
const NOTHING: &str = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>evenkeel</title>\n</head>\n<body>\n<p>There is no such page.</p>\n</body>\n</html>\n";

/// Nothing of a journal is kept by a browser, framed, guessed at or told to other sites.
const HEADERS: [(HeaderName, &str); 6] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// What a file of the journal may do when it is opened by itself: be looked at.
const CLOSED: &str = "sandbox; default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'unsafe-inline'";

struct PreviewState {
    root: PathBuf,
    port: u16,
    /// The secret and a slash, or nothing.
    prefix: String,
    live: Arc<LiveReload>,
    /// None where nothing is written.
    write: Option<WriteAccess>,
}

pub(super) fn router(
    root: PathBuf,
    port: u16,
    prefix: &str,
    live: Arc<LiveReload>,
    write: Option<WriteAccess>,
) -> Router {
    let site = PreviewState { root, port, prefix: prefix.to_owned(), live, write };
    Router::new().fallback(answer).with_state(Arc::new(site))
}

async fn answer(
    State(site): State<Arc<PreviewState>>,
    Extension(answering): Extension<Answering>,
    request: Request,
) -> Response {
    let under_way = answering.begin();
    let mut response = match site.refusal(&request) {
        Some(refusal) => refusal,
        None => site.respond(request, under_way).await,
    };
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

fn plain(status: StatusCode, text: &'static str) -> Response {
    (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

fn missing() -> Response {
    plain(StatusCode::NOT_FOUND, "There is no such page.\n")
}

impl PreviewState {
    /// Why a request is not answered. A page elsewhere could make a browser send it: by a name that
    /// leads here (then the `Host` is not ours), or by loading something across sites.
    fn refusal(&self, request: &Request) -> Option<Response> {
        let headers = request.headers();
        if !self.is_host(headers) {
            let text = "This is a private preview. Open it by the address that `evenkeel serve` printed.\n";
            return Some(plain(StatusCode::MISDIRECTED_REQUEST, text));
        }
        if let Some(write) = self.write.as_ref().filter(|_| self.is_tick(request)) {
            let permitted = write.permits(request.method(), headers);
            let text = "Only a page of this preview may write, and only a check-in.\n";
            return (!permitted).then(|| plain(StatusCode::FORBIDDEN, text));
        }
        if ![Method::GET, Method::HEAD].contains(request.method()) {
            let mut refusal = plain(StatusCode::METHOD_NOT_ALLOWED, "Pages can only be read.\n");
            refusal.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
            return Some(refusal);
        }
        let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let elsewhere = matches!(said("sec-fetch-site"), Some("cross-site" | "same-site"));
        let opened = said("sec-fetch-mode") == Some("navigate")
            && said("sec-fetch-dest") == Some("document");
        (elsewhere && !opened)
            .then(|| plain(StatusCode::FORBIDDEN, "Another site may not load this.\n"))
    }

    /// Whether a request is about writing.
    fn is_tick(&self, request: &Request) -> bool {
        let path = request.uri().path().trim_start_matches('/');
        self.inside(path) == Some(write::PATH)
    }

    /// Whether the `Host` is a loopback name with our port.
    fn is_host(&self, headers: &HeaderMap) -> bool {
        let mut hosts = headers.get_all(header::HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else { return false };
        let Ok(host) = host.to_str() else { return false };
        let named = host.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok());
        // Browsers leave out the port that everybody knows.
        let (name, port) = named.unwrap_or((host, "80"));
        let loopback = name.eq_ignore_ascii_case("localhost")
            || name == "[::1]"
            || name.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback());
        loopback && port == self.port.to_string()
    }

    async fn respond(&self, request: Request, under_way: Answer) -> Response {
        let path = request.uri().path().trim_start_matches('/');
        // Browsers ask for it beside any page; there is none.
        if path == "favicon.ico" {
            return StatusCode::NO_CONTENT.into_response();
        }
        let bare = self.prefix.strip_suffix('/').is_some_and(|secret| secret == path);
        if let Some(to) = HeaderValue::from_str(&format!("/{}", self.prefix)).ok().filter(|_| bare)
        {
            return (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, to)]).into_response();
        }
        let Some(path) = self.inside(path) else { return missing() };
        let script = |kind: &'static str, text: &'static str| {
            ([(header::CONTENT_TYPE, kind)], text).into_response()
        };
        match path {
            write::PATH => match &self.write {
                Some(write) => write.answer(request).await.into_response(),
                None => missing(),
            },
            "_evenkeel/events" => self.events(under_way),
            "_evenkeel/follow.js" => script("text/javascript; charset=utf-8", FOLLOW),
            "_evenkeel/notice.css" => script("text/css; charset=utf-8", NOTICE),
            path => {
                let path = path.to_owned();
                self.file(&path, request).await
            }
        }
    }

    /// The path behind the secret. Digests are compared, so that the time taken tells nothing.
    fn inside<'p>(&self, path: &'p str) -> Option<&'p str> {
        if self.prefix.is_empty() {
            return Some(path);
        }
        let (secret, rest) = path.split_once('/').unwrap_or((path, ""));
        let known = self.prefix.trim_end_matches('/');
        (Sha256::digest(secret) == Sha256::digest(known)).then_some(rest)
    }

    async fn file(&self, path: &str, request: Request) -> Response {
        match disk::preview_file(&self.root, path) {
            PreviewFile::Nothing => {
                // It may come, and there may be a word about why it is not there.
                let html = self.live.with_live_reload(NOTHING, &format!("/{}", self.prefix));
                let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
                (StatusCode::NOT_FOUND, kind, html).into_response()
            }
            PreviewFile::Folder => {
                let to = format!("/{}{path}/", self.prefix);
                let Ok(to) = HeaderValue::from_str(&to) else { return missing() };
                (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, to)]).into_response()
            }
            PreviewFile::Page(bytes) => {
                let html = String::from_utf8_lossy(&bytes);
                let html = self.live.with_live_reload(&html, &format!("/{}", self.prefix));
                ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response()
            }
            PreviewFile::File(file) => {
                let Ok(response) = ServeFile::new(file).try_call(request).await else {
                    return missing();
                };
                let mut response = response.map(Body::new);
                let pdf = path.to_ascii_lowercase().ends_with(".pdf");
                if path.starts_with("files/") && !pdf {
                    // A picture may hold a script; opened by itself it must not run.
                    let policy = HeaderValue::from_static(CLOSED);
                    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
                }
                response
            }
        }
    }

    /// What is new, as it happens: an answer that is under way for as long as the page is open.
    fn events(&self, under_way: Answer) -> Response {
        let (first, news) = self.live.listen();
        // A page that fell behind is told so by the next event's version.
        let news = BroadcastStream::new(news).filter_map(Result::ok);
        let news = tokio_stream::once(first).chain(news);
        let events = news.map(move |text| {
            let _ = &under_way;
            Ok::<_, std::convert::Infallible>(Event::default().data(text))
        });
        Sse::new(events).keep_alive(KeepAlive::default()).into_response()
    }
}
