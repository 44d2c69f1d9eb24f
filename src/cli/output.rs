//! What is printed, and where.

use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};

use anyhow::Result;

use super::terminal::width;
use crate::project::InvalidSetup;
use crate::report::{CheckedFile, OutputFormat, Reporter, reporter};

/// Prints to standard output, colours as the terminal allows; lines that are longer than a terminal
/// is wide are wrapped between words.
pub(super) fn print(text: &str) -> Result<()> {
    let fitted = if io::stdout().is_terminal() { fitted(text, width()) } else { text.to_owned() };
    let mut out = anstream::stdout().lock();
    out.write_all(fitted.as_bytes()).and_then(|()| out.flush())?;
    Ok(())
}

/// `text` with every line that is wider than `width` columns wrapped, indented as it was.
pub(super) fn fitted(text: &str, width: usize) -> String {
    let lines = text.split_inclusive('\n').map(|line| {
        if textwrap::core::display_width(line.trim_end()) <= width {
            return line.to_owned();
        }
        let indent = line.get(..line.len() - line.trim_start().len()).unwrap_or_default();
        let whole = wrapped(line.trim(), width, indent, indent);
        if line.ends_with('\n') { whole } else { whole.trim_end_matches('\n').to_owned() }
    });
    lines.collect()
}

/// Prints to standard output, byte for byte: for other programs.
pub(super) fn print_exact(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush())?;
    Ok(())
}

/// Prints a value as JSON and a line feed.
pub(super) fn print_json(value: &impl serde::Serialize) -> Result<()> {
    print_exact(&(escape_controls(&serde_json::to_string_pretty(value)?) + "\n"))
}

/// JSON in which no control character stands as itself: a terminal would take it for an order, or
/// swallow it.
pub(super) fn escape_controls(json: &str) -> String {
    let odd = |c: char| matches!(c, '\u{7f}'..='\u{9f}');
    if !json.contains(odd) {
        return json.to_owned();
    }
    let mut out = String::with_capacity(json.len());
    for letter in json.chars() {
        if odd(letter) {
            let _ = write!(out, "\\u{:04x}", u32::from(letter));
        } else {
            out.push(letter);
        }
    }
    out
}

/// Says something on standard error, and a line feed. Where nobody can be told, as on a full device,
/// the work and its exit code are what they are.
pub(super) fn tell(text: impl AsRef<str>) {
    let text = text.as_ref();
    let width = if io::stderr().is_terminal() { width() } else { usize::MAX };
    tell_rendered(&(fitted(text.trim_end_matches('\n'), width) + "\n"));
}

/// Says on standard error what is laid out in lines already.
pub(super) fn tell_rendered(text: &str) {
    let mut out = anstream::stderr().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// `text` in lines of at most `width` columns: the first after `first`, the others after `rest`. No
/// word and no date is divided.
pub(super) fn wrapped(text: &str, width: usize, first: &str, rest: &str) -> String {
    let options = textwrap::Options::new(width).initial_indent(first).subsequent_indent(rest);
    let splitter = textwrap::WordSplitter::NoHyphenation;
    textwrap::fill(text, options.break_words(false).word_splitter(splitter)) + "\n"
}

/// The reporter for reading.
pub(super) fn human() -> Box<dyn Reporter> {
    reporter(OutputFormat::Human, width())
}

/// Files with what is wrong in them, for reading.
pub(super) fn rendered(files: &[CheckedFile]) -> String {
    let human = human();
    files.iter().map(|file| human.file(file)).collect()
}

/// Says on standard error why the work could not be done.
pub(super) fn print_error(error: &anyhow::Error) {
    if let Some(InvalidSetup { files, .. }) = error.downcast_ref() {
        tell_rendered(&rendered(files));
    }
    let said = format!("{error:#}");
    let dot = if said.ends_with(['.', '?', '\n', '^']) { "" } else { "." };
    tell(format!("error: {said}{dot}"));
}

/// Says on standard error what could not be looked into: no whole sentences, a line each. True when
/// there was something.
pub(super) fn print_problems(problems: &[String]) -> bool {
    for problem in problems {
        tell(format!("error: {problem}."));
    }
    !problems.is_empty()
}

/// Says on standard error what could not be read: a sentence each. True when there was something.
pub(super) fn print_sentences(problems: &[String]) -> bool {
    for problem in problems {
        tell(format!("error: {problem}"));
    }
    !problems.is_empty()
}
