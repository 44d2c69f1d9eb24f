//! What is longer than the screen, page by page.

use std::io::{self, IsTerminal, Write};
use std::process::{Command, Stdio};

use anstream::{AutoStream, ColorChoice};
use anyhow::Result;

use super::output::{fitted, print};
use super::terminal::width;

/// Prints what may be longer than the screen: then `$PAGER`, or `less`, shows it page by page.
pub(super) fn print_long(text: &str) -> Result<()> {
    if !io::stdout().is_terminal() || !io::stdin().is_terminal() {
        return print(text);
    }
    let text = fitted(text, width());
    let height = terminal_size::terminal_size().map_or(usize::MAX, |(_, height)| height.0.into());
    if text.lines().count() < height || page(&text).is_none() {
        return print(&text);
    }
    Ok(())
}

/// `None` when there is no pager.
#[expect(clippy::disallowed_methods, reason = "the pager is named by the environment")]
fn page(text: &str) -> Option<()> {
    let pager = std::env::var("PAGER").unwrap_or_else(|_| "less".to_owned());
    let mut words = pager.split_whitespace();
    let mut command = Command::new(words.next()?);
    if std::env::var("LESS").is_err() {
        // Colours as they are; what fits after all stays on the screen.
        command.env("LESS", "FRX");
    }
    let mut child = command.args(words).stdin(Stdio::piped()).spawn().ok()?;
    let plain = AutoStream::choice(&io::stdout()) == ColorChoice::Never;
    let stripped = plain.then(|| anstream::adapter::strip_str(text).to_string());
    if let Some(mut input) = child.stdin.take() {
        // Whoever leaves the pager early has seen enough.
        let _ = input.write_all(stripped.as_deref().unwrap_or(text).as_bytes());
    }
    let _ = child.wait();
    Some(())
}
