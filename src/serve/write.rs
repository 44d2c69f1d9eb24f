//! A box that is ticked in the browser: the one thing that the preview writes, where the person
//! asked for it.
//!
//! The request must come from a page of this preview: it names a token that only its pages hold, and
//! the browser must say of it that it comes from here. It says no more than a commitment and a day.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, header};
use jiff::civil::Date;
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// Where a page sends it.
pub(super) const PATH: &str = "_evenkeel/check-in";
/// The header that holds the token.
const TOKEN: &str = "x-evenkeel-token";
/// More bytes no tick needs.
const LONGEST: usize = 4096;

/// Writes a check-in; a sentence without its end when it cannot.
pub(crate) type CheckInWriter = dyn Fn(&TickedBox) -> Result<(), String> + Send + Sync;

/// What was ticked.
#[derive(Debug, Deserialize)]
pub(crate) struct TickedBox {
    /// The id of the commitment.
    pub(crate) commitment: String,
    /// The day that the page shows as today.
    pub(crate) today: Date,
}

/// Who may write, and how it is done.
pub(super) struct WriteAccess {
    /// What a page of this preview says.
    pub(super) token: String,
    pub(super) write: Arc<CheckInWriter>,
}

impl std::fmt::Debug for WriteAccess {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WriteAccess")
    }
}

impl WriteAccess {
    /// Whether a request comes from a page of this preview, whose host is `host`.
    pub(super) fn permits(&self, method: &Method, headers: &HeaderMap) -> bool {
        let said = |name: &str| {
            let mut all = headers.get_all(name).iter();
            let only = all.next().filter(|_| all.next().is_none());
            only.and_then(|value| value.to_str().ok())
        };
        let host = said("host").unwrap_or_default();
        let from_here = said("origin").is_none_or(|origin| origin == format!("http://{host}"))
            && said("sec-fetch-site").is_none_or(|site| site == "same-origin");
        // Such a body no other site can send without asking first.
        let json = said(header::CONTENT_TYPE.as_str())
            .is_some_and(|kind| kind.starts_with("application/json"));
        let token = said(TOKEN).unwrap_or_default();
        // Digests are compared, so that the time taken tells nothing.
        let known = Sha256::digest(token) == Sha256::digest(&self.token);
        method == Method::POST && from_here && json && known
    }

    /// Writes what was ticked. Nothing is said where it worked: the page follows the journal.
    pub(super) async fn answer(&self, request: Request) -> (StatusCode, String) {
        let bytes = to_bytes(Body::new(request.into_body()), LONGEST).await;
        let ticked = bytes.ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let Some(ticked) = ticked else {
            return (StatusCode::BAD_REQUEST, "This is no check-in.\n".to_owned());
        };
        let write = Arc::clone(&self.write);
        match tokio::task::spawn_blocking(move || write(&ticked)).await {
            Ok(Ok(())) => (StatusCode::NO_CONTENT, String::new()),
            Ok(Err(why)) => (StatusCode::CONFLICT, format!("{why}.\n")),
            Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, "It could not be written.\n".to_owned()),
        }
    }
}
