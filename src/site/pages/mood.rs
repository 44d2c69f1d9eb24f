//! `mood/index.html`: the moods that were written down, over time.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::page::{Page, TemplateContext, TemplatePage};
use crate::digest::InputHash;
use crate::site::arranged::Site;
use crate::site::chart::{self, ChartLine};
use crate::site::entry_card::NamedCount;
use crate::site::entry_page::EntryPage;

struct MoodPage;

pub(super) fn pages<'s>(site: &'s Site<'s>) -> Vec<Page<'s>> {
    let has_moods = site.draft.days.iter().any(|page| page.card.mood.is_some());
    if has_moods { vec![Page::template(MoodPage)] } else { Vec::new() }
}

impl TemplatePage for MoodPage {
    fn path(&self) -> String {
        "mood/index.html".to_owned()
    }

    fn inputs(&self, site: &Site) -> Option<InputHash> {
        let moods = site.draft.days.iter().map(|page| (&page.card.date, &page.card.mood));
        Some(InputHash::of(&moods.filter(|(_, mood)| mood.is_some()).collect::<Vec<_>>()))
    }

    fn context(&self, site: &Site) -> TemplateContext {
        let days: Vec<&EntryPage> = site.draft.days.iter().collect();
        TemplateContext::new("mood.html", "Mood").with("mood", &mood(&days))
    }
}

/// The moods that were written down.
#[derive(Debug, Serialize)]
pub(super) struct MoodChart {
    line: Option<ChartLine>,
    low: f64,
    high: f64,
    months: Vec<MonthMood>,
    /// Moods in words, the most frequent first.
    words: Vec<NamedCount>,
}

/// The moods of a month.
#[derive(Debug, Serialize)]
struct MonthMood {
    /// Its first day.
    date: String,
    value: f64,
    count: usize,
}

/// The moods of some days; `None` when none is written down.
pub(super) fn mood(days: &[&EntryPage]) -> Option<MoodChart> {
    let mut values: Vec<(Date, f64)> = Vec::new();
    let mut words: BTreeMap<String, usize> = BTreeMap::new();
    for page in days {
        let (Some(date), Some(mood)) = (page.entry.date(), &page.card.mood) else { continue };
        let first = mood.split(['/', ' ']).next().unwrap_or_default().replace(',', ".");
        match first.parse::<f64>().ok().filter(|number| number.is_finite()) {
            Some(number) => values.push((date, number)),
            None => *words.entry(mood.to_lowercase()).or_default() += 1,
        }
    }
    if values.is_empty() && words.is_empty() {
        return None;
    }
    let numbers = || values.iter().map(|(_, value)| *value);
    // Scales begin at 0 or 1 and end at 5, 10 or 100; else the numbers themselves are the scale.
    let most = numbers().fold(f64::NEG_INFINITY, f64::max);
    let least = numbers().fold(f64::INFINITY, f64::min);
    let high = [5.0, 10.0, 100.0].into_iter().find(|end| most <= *end).unwrap_or(most);
    let low = least.min(0.0);
    let words = NamedCount::all(words);
    Some(MoodChart {
        line: chart::line(&values, low, high),
        low,
        high,
        months: means(&values),
        words,
    })
}

fn means(values: &[(Date, f64)]) -> Vec<MonthMood> {
    let mut months: BTreeMap<Date, (f64, u32)> = BTreeMap::new();
    for (date, value) in values {
        let month = months.entry(date.first_of_month()).or_default();
        month.0 += value;
        month.1 += 1;
    }
    let mean = |(date, (sum, count)): (Date, (f64, u32))| MonthMood {
        date: date.to_string(),
        value: (sum / f64::from(count) * 10.0).round() / 10.0,
        count: count as usize,
    };
    months.into_iter().map(mean).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_month_has_the_mean_of_its_days_to_one_decimal() {
        let days = [(date(2026, 3, 2), 7.0), (date(2026, 3, 9), 6.0), (date(2026, 3, 30), 6.0)];
        let months = means(&[days.as_slice(), &[(date(2026, 4, 1), 2.0)]].concat());
        let told: Vec<_> =
            months.iter().map(|month| (month.date.as_str(), month.value, month.count)).collect();
        assert_eq!(told, [("2026-03-01", 6.3, 3), ("2026-04-01", 2.0, 1)]);
        assert!(means(&[]).is_empty());
    }
}
