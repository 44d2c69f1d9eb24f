//! What git knows of a journal: the lines that changed.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::text::{FileSpan, LineIndex};

/// Changed lines by file, relative to the folder asked about, with `/`.
pub(crate) type Changes = BTreeMap<String, Lines>;

/// Lines of a file, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Lines {
    /// A file that git does not know yet.
    All,
    /// What differs.
    Some(Vec<RangeInclusive<usize>>),
}

impl Lines {
    /// Whether something of a finding stands in one of them.
    #[must_use]
    pub(crate) fn touch_span(&self, span: FileSpan, index: &LineIndex) -> bool {
        let last = span.end.saturating_sub(1).max(span.start);
        self.touch(index.line(span.start) + 1, index.line(last) + 1)
    }

    /// Whether one of the lines from `first` to `last` changed.
    #[must_use]
    pub(crate) fn touch(&self, first: usize, last: usize) -> bool {
        match self {
            Self::All => true,
            Self::Some(ranges) => {
                ranges.iter().any(|range| *range.start() <= last && first <= *range.end())
            }
        }
    }
}

/// The lines of files below `folder` that differ from `reference`, a commit, branch or tag.
///
/// # Errors
/// There is no git, no repository, or no such reference.
pub(crate) fn changed(folder: &Path, reference: &str) -> Result<Changes> {
    if reference.starts_with('-') {
        bail!("`{reference}` is not a commit, branch or tag");
    }
    if !succeeds(folder, &["rev-parse", "--is-inside-work-tree"]) {
        bail!("{} is not in a git repository, so nothing is known of changes", folder.display());
    }
    let commit = format!("{reference}^{{commit}}");
    if !succeeds(folder, &["rev-parse", "--verify", "--quiet", &commit]) {
        if reference != "HEAD" {
            bail!(
                "git knows no commit, branch or tag `{reference}`. A path stands before `--changed`"
            );
        }
        // Nothing was committed yet: everything is new.
        let all = git(folder, &["ls-files", "--cached", "--others", "--exclude-standard", "-z"])?;
        return Ok(new_files(&all).collect());
    }
    let diff = git(
        folder,
        &[
            "-c",
            "core.quotePath=false",
            "diff",
            "--no-color",
            "--no-ext-diff",
            "--no-textconv",
            "--text",
            "--no-prefix",
            "--unified=0",
            "--relative",
            reference,
            "--",
        ],
    )?;
    let mut changes = read_diff(&diff);
    let new = git(folder, &["ls-files", "--others", "--exclude-standard", "-z"])?;
    changes.extend(new_files(&new));
    Ok(changes)
}

fn new_files(names: &str) -> impl Iterator<Item = (String, Lines)> {
    names.split('\0').filter(|name| !name.is_empty()).map(|name| (name.to_owned(), Lines::All))
}

fn succeeds(folder: &Path, arguments: &[&str]) -> bool {
    let output = Command::new("git").arg("-C").arg(folder).args(arguments).output();
    // Where there is no git at all the next call says so.
    output.map_or(true, |output| output.status.success())
}

fn git(folder: &Path, arguments: &[&str]) -> Result<String> {
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(arguments)
        .output()
        .context("git cannot be started. Is it installed?")?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.lines().find(|line| !line.trim().is_empty()).unwrap_or("no reason given");
        bail!("git could not say what changed in {}: {}", folder.display(), said.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Files and lines of a diff without context lines.
pub(super) fn read_diff(diff: &str) -> Changes {
    let mut changes = Changes::new();
    let mut file: Option<String> = None;
    // Lines of a hunk can look like headers, so they are counted off.
    let mut body = 0;
    for line in diff.lines() {
        if body > 0 {
            body -= usize::from(!line.starts_with('\\'));
        } else if let Some(name) = line.strip_prefix("+++ ") {
            let name = unquoted(name.trim_end_matches('\t'));
            file = (name != "/dev/null").then_some(name);
        } else if let Some((old, new)) = hunk(line) {
            body = old.1 + new.1;
            if let (Some(file), true) = (&file, new.1 > 0) {
                let lines = changes.entry(file.clone()).or_insert(Lines::Some(Vec::new()));
                if let Lines::Some(ranges) = lines {
                    ranges.push(new.0..=new.0 + new.1 - 1);
                }
            }
        }
    }
    changes
}

/// First line and number of lines, before and after, of `@@ -3,2 +3,4 @@`.
fn hunk(line: &str) -> Option<((usize, usize), (usize, usize))> {
    let mut parts = line.strip_prefix("@@ -")?.split(' ');
    let side = |text: &str| {
        let (first, count) = text.split_once(',').unwrap_or((text, "1"));
        Some((first.parse().ok()?, count.parse().ok()?))
    };
    let old = side(parts.next()?)?;
    Some((old, side(parts.next()?.strip_prefix('+')?)?))
}

/// A name as git quotes it, when it has a quotation mark, a backslash or a control character.
fn unquoted(name: &str) -> String {
    let Some(inner) = name.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return name.to_owned();
    };
    let mut out = Vec::new();
    let mut bytes = inner.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        let Some(next) = bytes.next() else { break };
        out.push(match next {
            b'a' => 7,
            b'b' => 8,
            b't' => b'\t',
            b'n' => b'\n',
            b'v' => 11,
            b'f' => 12,
            b'r' => b'\r',
            b'0'..=b'7' => {
                // Three octal digits: a byte that git does not print.
                let digits = std::iter::once(next);
                let digits = digits.chain((0..2).filter_map(|_| bytes.next()));
                digits.fold(0, |value: u8, digit| {
                    value.wrapping_mul(8).wrapping_add(digit.wrapping_sub(b'0'))
                })
            }
            other => other,
        });
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_however_git_quotes_it() {
        for (quoted, name) in [
            ("plain name.md", "plain name.md"),
            (r#""a\"b\\c.md""#, "a\"b\\c.md"),
            (r#""bell\001\302\240.md""#, "bell\u{1}\u{a0}.md"),
            (r#""tab\tfeed\n.md""#, "tab\tfeed\n.md"),
        ] {
            assert_eq!(unquoted(quoted), name);
        }
    }

    #[test]
    fn a_line_of_the_text_that_looks_like_a_header_is_none() {
        let diff = "diff --git a.md a.md\n--- a.md\n+++ a.md\n@@ -1 +1,2 @@\n--- old\n+++ b.md\n+@@ -1 +1 @@\n@@ -9,2 +10,0 @@\n-x\n-y\ndiff --git \"q\\\"\\\\.md\" \"q\\\"\\\\.md\"\n--- \"q\\\"\\\\.md\"\n+++ \"q\\\"\\\\.md\"\n@@ -4,0 +5 @@\n+z\n";
        let changes = read_diff(diff);
        assert_eq!(changes.keys().collect::<Vec<_>>(), ["a.md", "q\"\\.md"]);
        assert!(changes["a.md"].touch(2, 2) && !changes["a.md"].touch(3, 20));
        assert!(changes["q\"\\.md"].touch(1, 5));
    }
}
