//! `evenkeel search`: words in the journal, as the site's search page finds them.

use std::fmt::Write as _;

use anyhow::{Result, bail};
use serde_json::json;

use super::entry_lines;
use super::exit_status::ExitStatus;
use super::global::GlobalArgs;
use super::output::{print_json, print_sentences, tell};
use super::pager::print_long;
use crate::commitment::cadence::DateRange;
use crate::journal::spoken_day::SpokenPeriod;
use crate::project::{PublicEntries, PublicEntry};
use crate::report::NOTHING_HERE;

/// Find words in the journal. Private entries and passages, and entries that ask for care, are not
/// looked into.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Words are found in all of their forms, and one wrong letter is forgiven where nothing is found. The \
newest entry comes first.

Examples:
  evenkeel search walk
  evenkeel search '\"slept badly\" -work'         a phrase, and without a word
  evenkeel search walk --without rain
  evenkeel search sea --tag holiday --in 2025
  evenkeel search --mood 3 --in \"last month\"

Exit code: 0 something was found, 1 nothing, 2 it could not be done.")]
pub(super) struct SearchArgs {
    /// Words; inside the quotation marks of your shell also `"a phrase"` and `-word`: 'walk -rain'.
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
    /// Only entries without this word; may be given more than once.
    #[arg(long, value_name = "WORD")]
    without: Vec<String>,
    /// Only entries with this tag.
    #[arg(long, value_name = "TAG")]
    tag: Option<String>,
    /// Only entries with this mood.
    #[arg(long, value_name = "MOOD")]
    mood: Option<String>,
    /// Only entries of these days: `2025`, `2026-03`, `last month`.
    #[arg(long = "in", value_name = "PERIOD", value_parser = super::global::period)]
    period: Option<SpokenPeriod>,
    /// How to tell it.
    #[arg(long, value_enum, default_value_t)]
    format: SearchFormat,
}

#[derive(Debug, Clone, Copy, Default, clap::ValueEnum)]
enum SearchFormat {
    /// For reading.
    #[default]
    Human,
    /// One JSON object.
    Json,
    /// The paths alone, for other programs.
    Paths,
}

pub(super) fn run(arguments: &SearchArgs, global: &GlobalArgs) -> Result<ExitStatus> {
    let filtered =
        arguments.tag.is_some() || arguments.mood.is_some() || arguments.period.is_some();
    if arguments.words.iter().all(|word| word.trim().is_empty()) && !filtered {
        bail!("nothing is asked. Name a word, as in `evenkeel search walk`");
    }
    let project = global.open_to_read()?;
    let days = arguments.period.map(|said| project.period(said)).transpose()?;
    let fits = |entry: &PublicEntry| {
        let tag = arguments.tag.as_deref().map(|tag| tag.trim_start_matches('#'));
        tag.is_none_or(|tag| entry.tags.iter().any(|one| one.eq_ignore_ascii_case(tag)))
            && arguments.mood.as_ref().is_none_or(|mood| {
                entry.mood.as_ref().is_some_and(|one| one.eq_ignore_ascii_case(mood))
            })
            && days.as_ref().is_none_or(|DateRange { first, last }| {
                entry.date.is_some_and(|date| *first <= date && date <= *last)
            })
    };
    let entries = PublicEntries::read(&project, |_| true)?;
    let incomplete = print_sentences(&entries.problems);
    let mut asked = asked(&arguments.words);
    for word in &arguments.without {
        let _ = write!(asked, " -{word}");
    }
    let found = entries.search(&asked, &fits);
    if let Some((word, other)) = &found.forgiven {
        tell(format!("Nothing for “{word}”; shown for “{other}”."));
    }
    match arguments.format {
        SearchFormat::Human | SearchFormat::Paths if !entries.any_file => {
            tell(NOTHING_HERE);
        }
        SearchFormat::Human | SearchFormat::Paths if found.entries.is_empty() => {
            tell(
                "Nothing is found. Private entries, and those that ask for care, are not searched.",
            );
        }
        SearchFormat::Json => {
            let all = found.entries.iter().map(|(entry, _)| entry_lines::json(entry));
            print_json(&json!({ "entries": all.collect::<Vec<_>>() }))?;
        }
        SearchFormat::Paths => {
            let paths = found.entries.iter().map(|(entry, _)| format!("{}\n", entry.path()));
            print_long(&paths.collect::<String>())?;
        }
        SearchFormat::Human => {
            let shown = found.entries.iter().map(|(entry, places)| {
                entry_lines::entry(entry, &entry_lines::snippet(entry, places))
            });
            print_long(&shown.collect::<Vec<_>>().join("\n"))?;
        }
    }
    Ok(match (incomplete, found.entries.is_empty()) {
        (true, _) => ExitStatus::Incomplete,
        (false, true) => ExitStatus::Findings,
        (false, false) => ExitStatus::Clean,
    })
}

/// The question: a word of the command line that holds a blank is a phrase, as the shell took it,
/// unless it asks for several things itself.
fn asked(words: &[String]) -> String {
    match words {
        [one] => one.clone(),
        many => {
            let quoted = many.iter().map(|word| {
                let phrase = word.contains(' ') && !word.contains('"');
                if phrase { format!("\"{word}\"") } else { word.clone() }
            });
            quoted.collect::<Vec<_>>().join(" ")
        }
    }
}
