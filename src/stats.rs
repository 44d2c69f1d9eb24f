//! How often and where: findings in relation to how much was written.
//!
//! Only entries that may be spoken of are counted; the caller leaves out the others.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::diagnostic::Family;

/// What one entry adds.
#[derive(Debug, Clone)]
pub struct Sample<'a> {
    /// Its day; a page has none.
    pub date: Option<Date>,
    /// Its words.
    pub words: usize,
    /// Family and category of each finding about words.
    pub findings: Vec<(Family, &'a str)>,
}

/// Counts over some entries.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct FindingCounts {
    /// How many entries.
    pub entries: usize,
    /// How many of them have no finding.
    pub without: usize,
    /// How many words.
    pub words: usize,
    /// Findings that attack the writer.
    pub harsh: usize,
    /// Findings in which responsibility leaves the sentence.
    pub avoidant: usize,
}

impl FindingCounts {
    fn add(&mut self, sample: &Sample) {
        self.entries += 1;
        self.without += usize::from(sample.findings.is_empty());
        self.words += sample.words;
        for (family, _) in &sample.findings {
            match family {
                Family::Harsh => self.harsh += 1,
                Family::Avoidant => self.avoidant += 1,
                Family::Repair | Family::Journal => {}
            }
        }
    }

    /// Adds what another period holds.
    pub fn merge(&mut self, other: &Self) {
        self.entries += other.entries;
        self.without += other.without;
        self.words += other.words;
        self.harsh += other.harsh;
        self.avoidant += other.avoidant;
    }

    /// Findings of a family for each 1,000 words; `None` without words.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    pub fn per_thousand(&self, family: Family) -> Option<f64> {
        let count = match family {
            Family::Harsh => self.harsh,
            Family::Avoidant => self.avoidant,
            Family::Repair | Family::Journal => return None,
        };
        (self.words > 0).then(|| count as f64 * 1000.0 / self.words as f64)
    }
}

/// Counts over a journal.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Stats {
    /// By month, in order: `2026-03`.
    pub months: BTreeMap<String, FindingCounts>,
    /// Files without a day.
    pub undated: FindingCounts,
    /// Everything.
    pub total: FindingCounts,
    /// Categories, the most frequent first.
    pub categories: Vec<(Family, String, usize)>,
}

impl Stats {
    /// Counts `samples`.
    pub fn new<'a>(samples: impl IntoIterator<Item = Sample<'a>>) -> Self {
        let mut stats = Self::default();
        let mut months: BTreeMap<(i16, i8), FindingCounts> = BTreeMap::new();
        let mut categories: BTreeMap<(Family, &str), usize> = BTreeMap::new();
        for sample in samples {
            stats.total.add(&sample);
            match sample.date {
                Some(date) => months.entry((date.year(), date.month())).or_default().add(&sample),
                None => stats.undated.add(&sample),
            }
            for (family, category) in sample.findings {
                *categories.entry((family, category)).or_default() += 1;
            }
        }
        let months = months.into_iter();
        let months =
            months.map(|((year, month), counts)| (format!("{year:04}-{month:02}"), counts));
        stats.months = months.collect();
        stats.categories = categories
            .into_iter()
            .map(|((family, name), count)| (family, name.to_owned(), count))
            .collect();
        stats.categories.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.1.cmp(&b.1)));
        stats
    }
}
