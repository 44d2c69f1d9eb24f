//! How the person speaks to themselves over time: counts, never a judgement.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::chart::{self, Bar};
use super::leaf::Leaf;
use super::year::Counting;
use super::{Input, Lesson};
use crate::diagnostic::Family;
use crate::stats::{Counts, Sample, Stats};

/// More months than this are told by year.
const MONTHS: usize = 48;
/// How many categories are named.
const CATEGORIES: usize = 8;

/// What the page shows.
#[derive(Debug, Default, Serialize)]
pub(super) struct SelfTalk {
    /// Month by month, or year by year in a long journal.
    rows: Vec<Row>,
    /// Bars of the rows: harsh, then avoidant.
    bars: Vec<Bar>,
    total: Row,
    /// The most frequent first.
    categories: Vec<Category>,
    /// Other wordings that were taken with `fix`, by category, the most frequent first.
    taken: Vec<Counting>,
}

#[derive(Debug, Default, Serialize)]
struct Row {
    /// "March 2026", or the year.
    name: String,
    entries: usize,
    /// Entries without any finding.
    without: usize,
    words: usize,
    /// For each 1,000 words; absent without words.
    harsh: Option<f64>,
    avoidant: Option<f64>,
}

#[derive(Debug, Serialize)]
struct Category {
    name: String,
    family: Family,
    count: usize,
    why: String,
    question: Option<String>,
    /// The rule, for a link to its explanation.
    rule: String,
}

impl SelfTalk {
    /// Counts over all entries that may be spoken of.
    pub(super) fn new(leaves: &[&Leaf], input: &Input) -> Self {
        let lessons: BTreeMap<&str, &Lesson> =
            input.rules.iter().map(|lesson| (lesson.id.as_str(), lesson)).collect();
        let category =
            |rule| lessons.get(rule).map_or(rule, |lesson: &&Lesson| lesson.category.as_str());
        let open = leaves.iter().filter(|leaf| !leaf.withheld && !leaf.entry.private);
        let samples = open.map(|leaf| {
            let found = input.remarks.get(leaf.entry.path.as_str()).copied().unwrap_or_default();
            let shown = found
                .iter()
                .filter(|one| one.family != Family::Journal && !leaf.entry.hides(one.span));
            Sample {
                date: leaf.entry.date(),
                words: leaf.card.words,
                findings: shown.map(|one| (one.family, category(&one.rule))).collect(),
            }
        });
        let stats = Stats::new(samples);
        let rows = rows(&stats);
        let values: Vec<Vec<f64>> = rows
            .iter()
            .map(|row| vec![row.harsh.unwrap_or(0.0), row.avoidant.unwrap_or(0.0)])
            .collect();
        let categories = stats.categories.iter().filter_map(|(family, name, count)| {
            let lesson = input.rules.iter().find(|lesson| lesson.category == *name)?;
            Some(Category {
                name: name.clone(),
                family: *family,
                count: *count,
                why: lesson.why.clone(),
                question: lesson.question.clone(),
                rule: lesson.id.clone(),
            })
        });
        let categories = categories.take(CATEGORIES).collect();
        let mut taken: BTreeMap<String, usize> = BTreeMap::new();
        let shown = |path: &str| {
            leaves
                .iter()
                .any(|leaf| leaf.entry.path == path && !leaf.withheld && !leaf.entry.private)
        };
        for one in input.taken.iter().filter(|one| shown(&one.path)) {
            *taken.entry(category(&one.rule).to_owned()).or_default() += 1;
        }
        Self {
            bars: chart::bars(&values),
            total: row(String::new(), &stats.total),
            rows,
            categories,
            taken: Counting::all(taken),
        }
    }
}

fn rows(stats: &Stats) -> Vec<Row> {
    if stats.months.len() <= MONTHS {
        let name = |month: &str| {
            let date = format!("{month}-01").parse::<Date>();
            date.map_or_else(|_| month.to_owned(), |date| date.strftime("%B %Y").to_string())
        };
        return stats.months.iter().map(|(month, counts)| row(name(month), counts)).collect();
    }
    let mut years: BTreeMap<String, Counts> = BTreeMap::new();
    for (month, counts) in &stats.months {
        let year = month.split('-').next().unwrap_or_default();
        years.entry(year.to_owned()).or_default().merge(counts);
    }
    years.into_iter().map(|(year, counts)| row(year, &counts)).collect()
}

fn row(name: String, counts: &Counts) -> Row {
    let rate = |family| counts.per_thousand(family).map(|rate| (rate * 100.0).round() / 100.0);
    Row {
        name,
        entries: counts.entries,
        without: counts.without,
        words: counts.words,
        harsh: rate(Family::Harsh),
        avoidant: rate(Family::Avoidant),
    }
}
