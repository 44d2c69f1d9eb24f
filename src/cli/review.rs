//! `evenkeel review`: a week, month or year to read, and to write into.

use anyhow::{Result, anyhow, bail};
use jiff::civil::Date;

use super::care;
use super::exit_status::ExitStatus;
use super::global::GlobalArgs;
use super::global::period;
use super::output::print;
use super::output::tell;
use super::progress;
use crate::commitment::cadence::{DateRange, Period, days_between, later, period_of};
use crate::disk;
use crate::handout;
use crate::journal::entry::Entry;
use crate::journal::spoken_day::{SpokenDay, SpokenPeriod};
use crate::project::JournalIndex;
use crate::project::{Project, shown};
use crate::report::CheckedFile;
use crate::review::Review;
use crate::stats::{Sample, Stats};

/// Print a review of a week, month or year as Markdown: what was kept, what got in the way, questions.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  evenkeel review                            this week
  evenkeel review last month
  evenkeel review 2026-03
  evenkeel review --month --for print > march.html
  evenkeel review --week --write             into reviews/2026-W47.md, to be written into")]
#[expect(clippy::struct_excessive_bools, reason = "the flags of a command line")]
pub(super) struct ReviewArgs {
    /// What to look back on: `last week`, `march`, `2026-03`, `2025`. Default: this week.
    #[arg(value_name = "PERIOD", conflicts_with_all = ["date", "week", "month", "year", "from"])]
    words: Vec<String>,
    /// The week that holds the day. This is the default.
    #[arg(long, group = "period")]
    week: bool,
    /// The month that holds the day.
    #[arg(long, group = "period")]
    month: bool,
    /// The year that holds the day.
    #[arg(long, group = "period")]
    year: bool,
    /// From this day …
    #[arg(long, value_name = "DATE", group = "period", requires = "to", value_parser = super::global::period)]
    from: Option<SpokenPeriod>,
    /// … to this one.
    #[arg(long, value_name = "DATE", requires = "from", value_parser = super::global::period)]
    to: Option<SpokenPeriod>,
    /// A day in the week, month or year meant. Default: today.
    #[arg(long, value_name = "DATE", conflicts_with = "from", value_parser = super::global::day)]
    date: Option<SpokenDay>,
    /// HTML for paper, to bring to somebody: without questions and without self-talk.
    #[arg(long = "for", value_name = "USE", value_enum, conflicts_with = "write")]
    used_for: Option<ReviewUse>,
    /// On paper, with how you spoke to yourself.
    #[arg(long, requires = "used_for")]
    self_talk: bool,
    /// Put it into `reviews/`. A review that is there is never overwritten.
    #[arg(long)]
    write: bool,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum ReviewUse {
    /// A page of HTML.
    Print,
}

/// A period with its names.
struct ReviewPeriod {
    from: Date,
    to: Date,
    title: String,
    stem: String,
}

impl ReviewArgs {
    fn span(&self, project: &Project) -> Result<ReviewPeriod> {
        let said = match self.words.as_slice() {
            [] => None,
            words => Some(period(&words.join(" ")).map_err(|error| anyhow!(error))?),
        };
        let date = match said {
            Some(said) => project.period(said)?.first,
            None => project.day(self.date)?,
        };
        let year =
            self.year || matches!(said, Some(SpokenPeriod::Year(_) | SpokenPeriod::Years(_)));
        let month =
            self.month || matches!(said, Some(SpokenPeriod::Month(..) | SpokenPeriod::Months(_)));
        let (from, to, title, stem) = if let (Some(from), Some(to)) = (self.from, self.to) {
            let (from, to) = (project.period(from)?.first, project.period(to)?.last);
            if to < from {
                bail!("{to} is before {from}. Exchange the two");
            }
            (from, to, format!("{from} to {to}"), format!("{from}_{to}"))
        } else if year {
            let year = date.year();
            (date.first_of_year(), date.last_of_year(), format!("{year}"), format!("{year:04}"))
        } else if month {
            let DateRange { first: from, last: to } =
                period_of(date, Period::Month, project.config.week_starts.weekday());
            (from, to, date.strftime("%B %Y").to_string(), date.strftime("%Y-%m").to_string())
        } else {
            let DateRange { first: from, last: to } =
                period_of(date, Period::Week, project.config.week_starts.weekday());
            // A week belongs to the ISO week of its middle.
            let week = later(from, 3).iso_week_date();
            let stem = format!("{:04}-W{:02}", week.year(), week.week());
            (from, to, format!("Week {}, {}", week.week(), week.year()), stem)
        };
        Ok(ReviewPeriod { from, to, title, stem })
    }
}

pub(super) fn run(arguments: &ReviewArgs, global: &GlobalArgs) -> Result<ExitStatus> {
    let project = global.open(None)?;
    let ReviewPeriod { from, to, title, stem } = arguments.span(&project)?;
    let path = project.folder.join(format!("reviews/{stem}.md"));
    if arguments.write && path.exists() {
        bail!(
            "{} is there already and was not touched. Without `--write` the review is printed",
            shown(&path)
        );
    }
    let mut index = JournalIndex::default();
    progress::read(&mut index, &project)?;
    for problem in &index.problems {
        tell(format!("error: {problem}."));
    }
    let mut progress = index.progress(&project);
    let withheld = index.withheld();
    progress.commitments.retain(|tracked| !withheld.contains(&tracked.commitment.path));
    let length = days_between(from, to) + 1;
    let now = counts(&index, &project, from, to);
    let before = counts(&index, &project, later(from, -length), later(from, -1));
    let days = written(&index, &project, from, to).filter_map(|(entry, _)| entry.date());
    let days = days.collect::<std::collections::BTreeSet<_>>().len();
    let review = Review {
        title,
        from,
        to,
        today: project.today,
        commitments: &progress.commitments,
        now,
        before,
        days,
    };
    let markdown = match arguments.used_for {
        Some(ReviewUse::Print) => {
            let markdown = review.for_print(arguments.self_talk);
            handout::html(&review.title, &markdown)
        }
        None => review.markdown(),
    };
    if arguments.write {
        disk::create_new(&project.folder, &path, &markdown)?;
        print(&format!("made {}\n", shown(&path)))?;
    } else {
        print(&markdown)?;
    }
    let heavy = index.journal().days.iter().any(|entry| {
        let inside = entry.date().is_some_and(|day| from <= day && day <= to);
        inside && withheld.contains(&entry.path)
    });
    care::message(&project.config, heavy);
    let incomplete = !index.problems.is_empty() || index.is_unread();
    Ok(if incomplete { ExitStatus::Incomplete } else { ExitStatus::Clean })
}

/// The entries from `from` to `to` that may be spoken of and in which something was written, with
/// their findings.
fn written<'a>(
    index: &'a JournalIndex,
    project: &'a Project,
    from: Date,
    to: Date,
) -> impl Iterator<Item = (&'a Entry, &'a CheckedFile)> {
    index.public().filter(move |(entry, _)| {
        entry.date().is_some_and(|day| from <= day && day <= to) && !project.is_untouched(entry)
    })
}

/// Words and findings of the entries from `from` to `to` that may be spoken of.
fn counts(
    index: &JournalIndex,
    project: &Project,
    from: Date,
    to: Date,
) -> crate::stats::FindingCounts {
    let samples = written(index, project, from, to).map(|(entry, checked)| {
        let redacted = entry.redacted(&project.config);
        let words = checked.diagnostics.iter();
        let words = words.filter(|d| d.family.is_self_talk() && !entry.hides(d.span));
        Sample {
            date: entry.date(),
            words: redacted.map_or(entry.words, |redacted| redacted.words),
            findings: words
                .map(|found| (found.family, project.rules().category(&found.rule)))
                .collect(),
        }
    });
    Stats::new(samples).total
}
