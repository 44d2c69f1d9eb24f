//! What a terminal can do: its width, links, a pager for what is longer than the screen.

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use anstream::{AutoStream, ColorChoice};
use anyhow::Result;
use supports_hyperlinks::Stream;

use super::print;
use crate::project::Project;
use crate::report::{Format, Human, Report, report};

/// Columns of the terminal; wide when there is none.
pub(super) fn width() -> usize {
    terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0).max(40))
}

/// A file's path, as a link that opens it where the terminal can.
pub(super) fn link(path: &Path, shown: &str) -> String {
    let whole = path.canonicalize().ok().and_then(|path| url::Url::from_file_path(path).ok());
    match whole.filter(|_| has_links()) {
        Some(url) => format!("\u{1b}]8;;{url}\u{1b}\\{shown}\u{1b}]8;;\u{1b}\\"),
        None => shown.to_owned(),
    }
}

fn has_links() -> bool {
    supports_hyperlinks::on(Stream::Stdout)
}

/// The reporter of a format. In a terminal that can, rules are links to the site that explains them.
pub(super) fn reporter(format: Format, project: &Project) -> Box<dyn Report> {
    if format != Format::Human || !has_links() {
        return report(format, width());
    }
    let page = project.rules_page().and_then(|page| url::Url::from_file_path(page).ok());
    Box::new(Human { width: width(), explained: page.map(String::from) })
}

/// Prints what may be longer than the screen: then `$PAGER`, or `less`, shows it page by page.
pub(super) fn print_long(text: &str) -> Result<()> {
    let height = terminal_size::terminal_size().map_or(usize::MAX, |(_, height)| height.0.into());
    let fits = text.lines().count() < height;
    if fits || !io::stdout().is_terminal() || !io::stdin().is_terminal() || page(text).is_none() {
        return print(text);
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
