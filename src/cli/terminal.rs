//! What a terminal can do: its width, and links.

use std::path::Path;

use supports_hyperlinks::Stream;

use crate::disk;
use crate::project::Project;
use crate::report::{Human, OutputFormat, Reporter, RulesPage, Sarif, reporter};

/// Columns of the terminal; wide when there is none.
pub(super) fn width() -> usize {
    terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0).max(40))
}

/// Columns for running text: wider lines are hard to read.
pub(super) fn reading_width() -> usize {
    width().min(88)
}

/// A file's path, as a link that opens it where the terminal can.
pub(super) fn link(path: &Path, shown: &str) -> String {
    let whole = path.canonicalize().ok().and_then(|path| disk::file_url(&path));
    match whole.filter(|_| has_links()) {
        Some(url) => format!("\u{1b}]8;;{url}\u{1b}\\{shown}\u{1b}]8;;\u{1b}\\"),
        None => shown.to_owned(),
    }
}

fn has_links() -> bool {
    supports_hyperlinks::on(Stream::Stdout)
}

/// The reporter of a format. In a terminal that can, rules are links to the site that explains them.
/// For reading, `with_readings` says which words were read as what.
pub(super) fn linked_reporter(
    format: OutputFormat,
    project: &Project,
    with_readings: bool,
) -> Box<dyn Reporter> {
    if format == OutputFormat::Sarif {
        let here = std::env::current_dir().ok().and_then(|here| disk::file_url(&here));
        return Box::new(Sarif { base: here.map(|url| url + "/") });
    }
    if format != OutputFormat::Human {
        return reporter(format, width());
    }
    let page = project.rules_page().filter(|_| has_links());
    let page = page.and_then(|page| disk::file_url(&page));
    let languages = project.config.languages.clone();
    let explained = page.map(|url| RulesPage { url, languages });
    Box::new(Human { width: width(), explained, with_readings })
}
