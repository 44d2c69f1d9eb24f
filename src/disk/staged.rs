//! What is about to be committed: the contents that git has staged, not those of the folder.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::git::{Lines, read_diff};
use super::walk::is_entry;

/// A Markdown file as it is staged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StagedFile {
    /// Where it lies in the folder.
    pub path: PathBuf,
    /// What would be committed.
    pub bytes: Vec<u8>,
    /// The lines of it that the commit would change.
    pub lines: Lines,
}

/// Asks for the names of what is staged, from the top of the repository whatever git was told.
const NAMES: [&str; 7] =
    ["diff", "--cached", "--name-only", "--no-renames", "--no-relative", "--diff-filter=AMT", "-z"];

/// The Markdown files that are staged in the repository of the current folder.
///
/// # Errors
/// There is no git or no repository.
pub(crate) fn staged() -> Result<Vec<StagedFile>> {
    let root = git(&["rev-parse", "--show-toplevel"], &[])?;
    let root = PathBuf::from(String::from_utf8_lossy(&root).trim_end());
    let names = git(&NAMES, &[])?;
    let names = String::from_utf8_lossy(&names).into_owned();
    // A name with a line feed cannot be asked for, and is no name of an entry.
    let names: Vec<&str> =
        names.split('\0').filter(|name| is_entry(name) && !name.contains('\n')).collect();
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let diff = [
        "-c",
        "core.quotePath=false",
        "diff",
        "--cached",
        "--no-color",
        "--no-ext-diff",
        "--no-textconv",
        "--text",
        "--no-prefix",
        "--no-relative",
        "--no-renames",
        "--unified=0",
    ];
    let mut lines = read_diff(&String::from_utf8_lossy(&git(&diff, &[])?));
    // With the stage before it no name is taken for anything else.
    let wanted = format!(":0:{}\n", names.join("\n:0:"));
    let mut rest: &[u8] = &git(&["cat-file", "--batch"], wanted.as_bytes())?;
    let mut found = Vec::new();
    for name in names {
        // `<object> blob <size>`, the content, a line feed.
        let end = rest.iter().position(|byte| *byte == b'\n').context("git stopped too early")?;
        let header = String::from_utf8_lossy(rest.get(..end).unwrap_or_default()).into_owned();
        rest = rest.get(end + 1..).unwrap_or_default();
        let Some(size) = header.rsplit(' ').next().and_then(|size| size.parse::<usize>().ok())
        else {
            continue;
        };
        let bytes = rest.get(..size).context("git stopped too early")?.to_vec();
        rest = rest.get(size + 1..).unwrap_or_default();
        let lines = lines.remove(name).unwrap_or(Lines::Some(Vec::new()));
        found.push(StagedFile { path: root.join(name), bytes, lines });
    }
    Ok(found)
}

/// The folder of the hooks of the current folder's repository.
///
/// # Errors
/// There is no git or no repository.
pub(crate) fn hooks_folder() -> Result<PathBuf> {
    let path = git(&["rev-parse", "--git-path", "hooks"], &[])?;
    Ok(PathBuf::from(String::from_utf8_lossy(&path).trim_end()))
}

/// Runs git in the current folder: a hook is told there which index it is about.
fn git(arguments: &[&str], input: &[u8]) -> Result<Vec<u8>> {
    let mut child = Command::new("git")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("git cannot be started. Is it installed?")?;
    let mut stdin = child.stdin.take();
    let input = input.to_vec();
    // Beside the reading, so that neither waits for the other.
    let writer =
        std::thread::spawn(move || stdin.as_mut().map_or(Ok(()), |stdin| stdin.write_all(&input)));
    let output = child.wait_with_output().context("git cannot be read")?;
    // When git ended early, its own words say why.
    drop(writer.join());
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        if said.contains("not a git repository") {
            bail!("this folder is in no git repository. `git init` makes one");
        }
        let said = said.lines().find(|line| !line.trim().is_empty()).unwrap_or("no reason given");
        bail!("git could not say what is staged: {}", said.trim());
    }
    Ok(output.stdout)
}
