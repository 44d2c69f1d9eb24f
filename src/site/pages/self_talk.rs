//! `self-talk/index.html`: how the person speaks to themselves over time, in counts and never in a
//! judgement.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::page::{Page, TemplateContext, TemplatePage};
use crate::diagnostic::{Family, RuleId};
use crate::digest::InputHash;
use crate::site::arranged::Site;
use crate::site::chart::{self, ChartBar};
use crate::site::entry_card::NamedCount;
use crate::site::entry_page::EntryPage;
use crate::site::input::{RuleExplanation, SiteInput};
use crate::stats::{FindingCounts, Sample, Stats};

/// More months than this are told by year.
const MONTHS: usize = 48;
/// How many categories are named.
const CATEGORIES: usize = 8;

/// What the page shows.
#[derive(Debug, Default, Serialize)]
struct SelfTalk {
    /// Month by month, or year by year in a long journal.
    rows: Vec<SelfTalkRow>,
    /// Bars of the rows: harsh, then avoidant.
    bars: Vec<ChartBar>,
    total: SelfTalkRow,
    /// The most frequent first.
    categories: Vec<SelfTalkCategory>,
    /// Other wordings that were taken with `fix`, by category, the most frequent first.
    taken: Vec<NamedCount>,
}

#[derive(Debug, Default, Serialize)]
struct SelfTalkRow {
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
struct SelfTalkCategory {
    name: String,
    family: Family,
    count: usize,
    why: String,
    question: Option<String>,
    /// The rule, for a link to its explanation.
    rule: String,
}

struct SelfTalkPage;

pub(super) fn pages<'s>(_: &'s Site<'s>) -> Vec<Page<'s>> {
    vec![Page::template(SelfTalkPage)]
}

impl TemplatePage for SelfTalkPage {
    fn path(&self) -> String {
        "self-talk/index.html".to_owned()
    }

    fn inputs(&self, _: &Site) -> Option<InputHash> {
        None
    }

    fn context(&self, site: &Site) -> TemplateContext {
        let pages: Vec<&EntryPage> = site.draft.all().collect();
        TemplateContext::new("self-talk.html", "Self-talk")
            .with("self_talk", &SelfTalk::new(&pages, site.input))
    }

    fn can_wait(&self) -> bool {
        true
    }
}

impl SelfTalk {
    /// Counts over all entries that may be spoken of.
    fn new<'a>(pages: &[&EntryPage], input: &'a SiteInput<'a>) -> Self {
        let rules: BTreeMap<&RuleId, &RuleExplanation> =
            input.rules.iter().map(|rule| (&rule.id, rule)).collect();
        let category =
            |id: &'a RuleId| rules.get(id).map_or_else(|| id.id(), |rule| rule.category.as_str());
        let open = pages.iter().filter(|page| !page.withheld && !page.entry.private);
        let samples = open.map(|page| {
            let found = input.findings.get(page.entry.path.as_str()).copied().unwrap_or_default();
            let shown = found
                .iter()
                .filter(|one| one.family != Family::Journal && !page.entry.hides(one.span));
            Sample {
                date: page.entry.date(),
                words: page.card.words,
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
            let rule = input.rules.iter().find(|rule| rule.category == *name)?;
            Some(SelfTalkCategory {
                name: name.clone(),
                family: *family,
                count: *count,
                why: rule.why.clone(),
                question: rule.question.clone(),
                rule: rule.anchor.clone(),
            })
        });
        let categories = categories.take(CATEGORIES).collect();
        let mut taken: BTreeMap<String, usize> = BTreeMap::new();
        let shown = |path: &str| {
            pages
                .iter()
                .any(|page| page.entry.path == path && !page.withheld && !page.entry.private)
        };
        for one in input.taken.iter().filter(|one| shown(&one.path)) {
            let rule = input.rules.iter().find(|rule| rule.id.id() == one.rule);
            let category = rule.map_or(&one.rule, |rule| &rule.category);
            *taken.entry(category.clone()).or_default() += 1;
        }
        Self {
            bars: chart::bars(&values),
            total: row(String::new(), &stats.total),
            rows,
            categories,
            taken: NamedCount::all(taken),
        }
    }
}

fn rows(stats: &Stats) -> Vec<SelfTalkRow> {
    if stats.months.len() <= MONTHS {
        let name = |month: &str| {
            let date = format!("{month}-01").parse::<Date>();
            date.map_or_else(|_| month.to_owned(), |date| date.strftime("%B %Y").to_string())
        };
        return stats.months.iter().map(|(month, counts)| row(name(month), counts)).collect();
    }
    let mut years: BTreeMap<String, FindingCounts> = BTreeMap::new();
    for (month, counts) in &stats.months {
        let year = month.split('-').next().unwrap_or_default();
        years.entry(year.to_owned()).or_default().merge(counts);
    }
    years.into_iter().map(|(year, counts)| row(year, &counts)).collect()
}

fn row(name: String, counts: &FindingCounts) -> SelfTalkRow {
    let rate = |family| counts.per_thousand(family).map(|rate| (rate * 100.0).round() / 100.0);
    SelfTalkRow {
        name,
        entries: counts.entries,
        without: counts.without,
        words: counts.words,
        harsh: rate(Family::Harsh),
        avoidant: rate(Family::Avoidant),
    }
}
