//! `evenkeel stats`: findings per 1,000 words by month, and the most frequent categories.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::Result;
use clap::ValueEnum;
use rayon::prelude::*;
use serde_json::{Value, json};

use super::care;
use super::exit_status::ExitStatus;
use super::global::GlobalArgs;
use super::output::{print, print_json};
use super::targets::{self, FileNaming, Targets};
use crate::diagnostic::Family;
use crate::project::{FileCheck, Project};
use crate::report::{NOTHING_HERE, count};
use crate::spoken::grouped;
use crate::stats::{FindingCounts, Sample, Stats};

/// Count findings per 1,000 words, by month, and name the most frequent categories.
#[derive(Debug, clap::Args)]
pub(super) struct StatsArgs {
    /// Files and folders. Default: the journal.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How to tell it.
    #[arg(long, value_enum, default_value_t)]
    format: StatsFormat,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum StatsFormat {
    /// A table.
    #[default]
    Human,
    /// One JSON object.
    Json,
}

pub(super) fn run(arguments: &StatsArgs, global: &GlobalArgs) -> Result<ExitStatus> {
    let project = global.open(targets::start(&arguments.paths))?;
    let targets = Targets::find(&arguments.paths, &project, FileNaming::WorkingDirectory)?;
    let incomplete = targets.tell_problems();
    let checked: Vec<FileCheck> =
        targets.files.par_iter().map(|file| crate::project::check_file(file, &project)).collect();
    let stats = Stats::new(checked.iter().filter_map(|check| sample(check, &project)));
    match arguments.format {
        StatsFormat::Human if targets.files.is_empty() => print(&format!("{NOTHING_HERE}\n"))?,
        StatsFormat::Human => print(&table(&stats))?,
        StatsFormat::Json => print_json(&json(&stats))?,
    }
    care::message(&project.config, checked.iter().any(|check| check.disclosure.is_withheld()));
    let unread = checked.iter().any(|check| check.entry.is_none());
    Ok(if incomplete || unread { ExitStatus::Incomplete } else { ExitStatus::Clean })
}

/// `None` for what could not be read, may not be spoken of, says what a commitment is, or holds no
/// word of the person's.
fn sample<'a>(check: &'a FileCheck, project: &'a Project) -> Option<Sample<'a>> {
    let (rules, commitments) = (project.rules(), project.setup.commitments.commitments());
    let entry = check.entry.as_ref().filter(|_| !check.disclosure.is_withheld())?;
    let defines = commitments.iter().any(|one| one.path == entry.path);
    if defines || project.is_untouched(entry) {
        return None;
    }
    let words = check.checked.diagnostics.iter().filter(|d| d.family.is_self_talk());
    Some(Sample {
        date: entry.date(),
        words: entry.words,
        findings: words.map(|found| (found.family, rules.category(&found.rule))).collect(),
    })
}

fn table(stats: &Stats) -> String {
    let mut out =
        format!("{:10} {:>8} {:>9} {:>8} {:>10}\n", "", "entries", "words", "harsh", "avoidant");
    let rate = |counts: &FindingCounts, family| {
        counts.per_thousand(family).map_or_else(|| "-".to_owned(), |rate| format!("{rate:.1}"))
    };
    let mut row = |name: &str, counts: &FindingCounts| {
        let _ = writeln!(
            out,
            "{name:10} {:>8} {:>9} {:>8} {:>10}",
            grouped(counts.entries),
            grouped(counts.words),
            rate(counts, Family::Harsh),
            rate(counts, Family::Avoidant)
        );
    };
    stats.months.iter().for_each(|(month, counts)| row(month, counts));
    if stats.undated.entries > 0 {
        row("undated", &stats.undated);
    }
    row("all", &stats.total);
    let _ = writeln!(
        out,
        "\nFindings for each 1,000 words. {} of {} without any.",
        grouped(stats.total.without),
        count(stats.total.entries, "file")
    );
    if !stats.categories.is_empty() {
        let _ = writeln!(out, "\nMost frequent:");
        for (_, category, number) in stats.categories.iter().take(8) {
            let _ = writeln!(out, "  {category:20} {:>6}", grouped(*number));
        }
    }
    out
}

fn json(stats: &Stats) -> Value {
    let counts = |counts: &FindingCounts| {
        json!({
            "entries": counts.entries,
            "without": counts.without,
            "words": counts.words,
            "harsh": counts.harsh,
            "avoidant": counts.avoidant,
            "harsh_per_1000": counts.per_thousand(Family::Harsh),
            "avoidant_per_1000": counts.per_thousand(Family::Avoidant),
        })
    };
    let months: BTreeMap<&String, Value> =
        stats.months.iter().map(|(month, of)| (month, counts(of))).collect();
    let categories: Vec<Value> = stats
        .categories
        .iter()
        .map(|(family, category, count)| {
            json!({ "family": family, "category": category, "count": count })
        })
        .collect();
    json!({
        "version": 1,
        "months": months,
        "undated": counts(&stats.undated),
        "total": counts(&stats.total),
        "categories": categories,
    })
}
