//! `evenkeel add`: words into a day's entry, from anywhere.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use jiff::civil::{Date, Time};

use super::editor;
use super::exit_status::ExitStatus;
use super::global::GlobalArgs;
use super::output::{print, print_sentences};
use crate::disk;
use crate::journal::append::{self, Addition};
use crate::journal::entry::Entry;
use crate::journal::mood::{self, MoodPlace};
use crate::journal::spoken_day::SpokenDay;
use crate::project::{JournalProgress, Project, create_entry, entry_of, file_of, now, shown};
use crate::text::{self, Edit};

/// Add words to today's entry, in the form that the entry uses; it is begun where there is none.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Where an entry has timed headings or timed lines, the words get their time; where all of it is a \
list, they are one more item; else they are a paragraph, before the sections that `reflections:` \
names.

Examples:
  evenkeel add \"Slept badly, walked anyway.\"
  evenkeel add --tag work --mood 6 Sent the draft
  evenkeel add --date yesterday \"The call went well.\"
  evenkeel add \"- bought bread\"
  pbpaste | evenkeel add
  evenkeel add                       opens your editor")]
pub(super) struct AddArgs {
    /// The words; `-`, or nothing with something piped in, is standard input. Without any, your
    /// editor opens.
    #[arg(value_name = "TEXT", allow_hyphen_values = true)]
    words: Vec<String>,
    /// A tag for them; may be given more than once.
    #[arg(long, value_name = "TAG", value_parser = tag)]
    tag: Vec<String>,
    /// The mood of the day: a number or a word.
    #[arg(long, value_name = "MOOD", value_parser = mood)]
    mood: Option<String>,
    /// The day. Default: today.
    #[arg(long, value_name = "DATE", value_parser = super::global::day)]
    date: Option<SpokenDay>,
}

/// So often it is tried again when another program writes at the same moment.
const TRIES: usize = 50;

/// A tag as Markdown writes it: one word, without its `#`.
fn tag(text: &str) -> Result<String, String> {
    let words = text.trim().trim_start_matches('#').split_whitespace();
    let tag = words.collect::<Vec<_>>().join("-");
    let fits = |c: char| c.is_alphanumeric() || "-_/".contains(c);
    if tag.chars().all(fits) && tag.contains(char::is_alphabetic) {
        return Ok(tag);
    }
    Err("a tag has letters, figures and `-`, `_`, `/`, and one letter at least".to_owned())
}

/// A mood as front matter can hold it.
fn mood(text: &str) -> Result<String, String> {
    let mood = text.trim();
    let fits = |c: char| c.is_alphanumeric() || " .,-/".contains(c);
    if !mood.is_empty() && mood.chars().all(fits) && !mood.starts_with('-') {
        return Ok(mood.to_owned());
    }
    Err("write a number or a word, such as 7 or calm".to_owned())
}

/// A word that was meant as an option: a list item has a space behind its dash.
fn mistyped_option(words: &[String]) -> Option<&String> {
    let option = |word: &&String| {
        word.strip_prefix('-')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_alphabetic() || c == '-'))
    };
    words.iter().find(option).filter(|_| !std::env::args().any(|argument| argument == "--"))
}

pub(super) fn run(arguments: &AddArgs, global: &GlobalArgs) -> Result<ExitStatus> {
    if let Some(option) = mistyped_option(&arguments.words) {
        bail!(
            "there is no option `{option}`; `evenkeel add --help` lists them all. As words of the entry it goes behind `--`"
        );
    }
    let project = global.find_to_write()?;
    let date = project.day(arguments.date)?;
    let typed = arguments.words.join(" ");
    let draft = match arguments.words.as_slice() {
        [] if io::stdin().is_terminal() => Some(written_in_editor(&project)?),
        _ => None,
    };
    let words = match (&draft, typed.as_str()) {
        (Some(draft), _) => disk::read_text(draft)?,
        (None, "" | "-") => disk::read_stdin()?,
        (None, typed) => typed.to_owned(),
    };
    if words.trim().is_empty() && arguments.mood.is_none() {
        if let Some(draft) = draft {
            disk::remove(&draft)?;
        }
        print("Nothing was written, so nothing was added.\n")?;
        return Ok(ExitStatus::Clean);
    }
    let (path, is_new) = match file_of(date, &project)? {
        Some(path) => (path, false),
        None => begun(date, &project)?,
    };
    let time = (date == project.today).then(|| now().time());
    let mut said = write(arguments, words.trim(), time, &path, &project);
    // Somebody else may write at the same moment; what they wrote is read, and the words go behind it.
    for _ in 0..TRIES {
        if said.is_ok() || !disk::was_changed_meanwhile(&said) {
            break;
        }
        said = write(arguments, words.trim(), time, &path, &project);
    }
    let said = said?;
    if let Some(draft) = draft {
        disk::remove(&draft)?;
    }
    let verb = if is_new { "begun, and added to:" } else { "added to" };
    print(&format!("{verb} {said}"))?;
    Ok(ExitStatus::Clean)
}

/// The words that the person wrote in their editor, still in their file.
fn written_in_editor(project: &Project) -> Result<PathBuf> {
    let draft = disk::draft(&project.folder)?;
    editor::open(&draft, 1, &project.user.config).with_context(|| {
        format!("your words are kept in {}, and `evenkeel add` opens them again", shown(&draft))
    })?;
    Ok(draft)
}

/// The entry of a day that no file's name says: one that says it inside, else a new one.
fn begun(date: Date, project: &Project) -> Result<(PathBuf, bool)> {
    let journal = JournalProgress::read(project)?;
    print_sentences(&journal.problems);
    Ok(match entry_of(&journal.entries, date) {
        Some(entry) => (project.folder.join(&entry.path), false),
        // Who adds words sees no box, and one left open would say that nothing came of it.
        None => (create_entry(date, project, &journal, &|_| false)?, true),
    })
}

/// Writes the words, and says where they stand and what else changed.
fn write(
    arguments: &AddArgs,
    words: &str,
    time: Option<Time>,
    path: &Path,
    project: &Project,
) -> Result<String> {
    let before = disk::read_text(path)?;
    let name = project.inside(path);
    let entry = Entry::parse(&name, before.as_str(), &project.config).entry;
    let mut words = words.to_owned();
    let mut said = String::new();
    let mut below = None;
    let mut edits: Vec<Edit> = Vec::new();
    if let Some(mood) = &arguments.mood {
        match mood::mood(&entry, mood) {
            MoodPlace::Line(edit, old) => {
                edits.push(edit);
                let old = old.filter(|old| old != mood);
                said = old.map_or_else(String::new, |old| {
                    format!("The mood was {old} and is {mood} now.\n")
                });
            }
            MoodPlace::Text => words = format!("{words}\n\nmood:: {mood}"),
            MoodPlace::Unclear => bail!(
                "the mood of {} is written in a way that is left to you. Write `mood: {mood}` yourself; nothing was changed",
                shown(path)
            ),
        }
    }
    let is_outline = project.is_outline;
    let addition = Addition { text: &words, time, tags: &arguments.tag, is_outline };
    if !words.trim().is_empty() {
        let Some(edit) = addition.edit(&entry, &project.config.reflections) else {
            bail!(
                "{} ends in code, a comment or a private passage that is not closed, so the words would be hidden in it. Close it first; nothing was changed",
                shown(path)
            );
        };
        below = append::heading_above(&entry, edit.span.start);
        edits.push(edit);
    }
    edits.sort_by_key(|edit| edit.span);
    let after = text::apply(&before, &edits);
    let whole = Entry::parse(&name, after.as_str(), &project.config).entry;
    if !append::is_whole(&entry, &whole) {
        bail!(
            "these words would begin a comment, a block of code or a private passage that hides what stands below them in {}. Close it within the words; nothing was changed",
            shown(path)
        );
    }
    disk::replace(&project.folder, path, Some(before.as_bytes()), after.as_bytes())?;
    let below = below.map_or_else(String::new, |heading| format!(", below “{heading}”"));
    Ok(format!("{}{below}\n{said}", shown(path)))
}
