//! Entries by year and month, with a calendar of each month.

use std::sync::Arc;

use jiff::civil::{Date, Weekday};
use serde::{Serialize, Serializer};

use super::address::month_page;
use super::entry_card::Photo;
use super::entry_page::EntryPage;
use crate::commitment::cadence::later;
use crate::digest::InputHash;
use crate::spoken::{grouped, number, weekday_letters};

/// A day of the longest quarter of this journal's days is a long one.
const SIZES: usize = 4;

/// A year with entries.
#[derive(Debug, Serialize)]
pub(super) struct CalendarYear<'a> {
    pub(super) name: String,
    pub(super) url: String,
    pub(super) words: usize,
    pub(super) entries: usize,
    /// Those with entries, in order.
    pub(super) months: Vec<CalendarMonth<'a>>,
}

/// A month or a year, for links.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct NamedLink<'a> {
    /// The first day of a month; the name of a year.
    pub(super) name: &'a str,
    pub(super) url: &'a str,
}

impl CalendarYear<'_> {
    /// As another page links to it.
    pub(super) fn named(&self) -> NamedLink<'_> {
        NamedLink { name: &self.name, url: &self.url }
    }

    /// Tells what its pages show from other things they could show.
    pub(super) fn input_hash(&self) -> InputHash {
        InputHash::of(&self.months.iter().map(CalendarMonth::input_hash).collect::<Vec<_>>())
    }
}

/// A month with entries.
#[derive(Debug, Serialize)]
pub(super) struct CalendarMonth<'a> {
    /// Its first day.
    pub(super) date: String,
    pub(super) url: String,
    words: usize,
    #[serde(serialize_with = "cards")]
    pub(super) entries: &'a [EntryPage<'a>],
    /// First letters of the days of the week, as this journal begins it.
    weekdays: Vec<&'static str>,
    /// The column of its first day, from 1.
    first: i8,
    /// Days with something written.
    written: usize,
    days: Days<'a>,
}

fn cards<S: Serializer>(pages: &&[EntryPage], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(pages.iter().map(|page| &*page.card))
}

/// The days of a month, drawn where a page shows them.
#[derive(Debug)]
struct Days<'a> {
    first: Date,
    entries: &'a [EntryPage<'a>],
    steps: Arc<[usize]>,
    today: Date,
}

impl Serialize for Days<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(days_of(self))
    }
}

/// A day of a calendar.
#[derive(Debug, Clone, Serialize)]
struct CalendarDay<'a> {
    number: i8,
    /// Whether it is one of the days with most words.
    long: bool,
    /// "2 March, two entries, 640 words, a photo".
    label: String,
    /// The first entry of the day.
    url: Option<&'a str>,
    photo: Option<&'a Photo>,
    today: bool,
}

impl CalendarMonth<'_> {
    pub(super) const fn words(&self) -> usize {
        self.words
    }

    /// Days with something written.
    pub(super) const fn written(&self) -> usize {
        self.written
    }

    /// As another page links to it.
    pub(super) fn link(&self) -> NamedLink<'_> {
        NamedLink { name: &self.date, url: &self.url }
    }

    /// Tells what its page shows from other things it could show.
    pub(super) fn input_hash(&self) -> InputHash {
        let hashes: Vec<InputHash> = self.entries.iter().map(|page| page.input_hash).collect();
        InputHash::of(&(hashes, &self.days.steps))
    }
}

/// The years, oldest first. `days` are in order.
pub(super) fn years<'a>(
    days: &'a [EntryPage<'a>],
    week_starts: Weekday,
    today: Date,
) -> Vec<CalendarYear<'a>> {
    let date = |page: &EntryPage| page.entry.date().unwrap_or_default();
    let by_day = days.chunk_by(|a, b| date(a) == date(b));
    let steps: Arc<[usize]> = steps(by_day.map(words).collect()).into();
    let mut years: Vec<CalendarYear> = Vec::new();
    let month = |page: &EntryPage| date(page).first_of_month();
    for entries in days.chunk_by(|a, b| month(a) == month(b)) {
        let Some(first) = entries.first().map(month) else { continue };
        let name = format!("{:04}", first.year());
        if years.last().is_none_or(|year| year.name != name) {
            let url = format!("years/{name}.html");
            years.push(CalendarYear { name, url, words: 0, entries: 0, months: Vec::new() });
        }
        let Some(year) = years.last_mut() else { continue };
        year.words += words(entries);
        year.entries += entries.len();
        year.months.push(CalendarMonth {
            date: first.to_string(),
            url: month_page(first),
            words: words(entries),
            entries,
            weekdays: weekday_letters(week_starts),
            first: week_starts.until(first.weekday()) + 1,
            written: entries.chunk_by(|a, b| date(a) == date(b)).count(),
            days: Days { first, entries, steps: Arc::clone(&steps), today },
        });
    }
    years
}

fn words(pages: &[EntryPage]) -> usize {
    pages.iter().map(|page| page.card.words).sum()
}

/// The word counts at which the next quarter of this journal's days begins.
fn steps(mut counts: Vec<usize>) -> Vec<usize> {
    counts.sort_unstable();
    let at = |quarter: usize| counts.get(counts.len() * quarter / SIZES).copied();
    (1..SIZES).filter_map(at).collect()
}

fn days_of<'a>(month: &Days<'a>) -> Vec<CalendarDay<'a>> {
    let dates = (0..i64::from(month.first.days_in_month())).map(|at| later(month.first, at));
    let day = |date: Date| {
        let of_day = |page: &EntryPage| page.entry.date().cmp(&Some(date));
        let start = month.entries.partition_point(|page| of_day(page).is_lt());
        let end = month.entries.partition_point(|page| of_day(page).is_le());
        day(date, month.entries.get(start..end).unwrap_or_default(), month)
    };
    dates.map(day).collect()
}

fn day<'a>(date: Date, pages: &'a [EntryPage<'a>], month: &Days) -> CalendarDay<'a> {
    let words = words(pages);
    let photo = pages.iter().find_map(|page| page.card.photo.as_ref());
    let longest = month.steps.last().filter(|_| month.steps.len() == SIZES - 1);
    let many = match pages.len() {
        0 | 1 => String::new(),
        many => format!(", {} entries", number(many)),
    };
    let seen = if photo.is_some() { ", with a photo" } else { "" };
    CalendarDay {
        number: date.day(),
        long: longest.is_some_and(|longest| words >= *longest) && !pages.is_empty(),
        label: format!("{}{many}, {} words{seen}", date.strftime("%-d %B"), grouped(words)),
        url: pages.first().map(|page| page.card.url.as_str()),
        photo,
        today: date == month.today,
    }
}
