//! `years/2026.html`: a year looked back on. Returns first, then its weeks, moods, words,
//! commitments and months; its days as calendars.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::page::{Page, TemplateContext, TemplatePage};
use crate::commitment::metrics::{SlotCounts, Status};
use crate::commitment::sentence::{SpokenPart, parts};
use crate::digest::InputHash;
use crate::site::arranged::Site;
use crate::site::calendar::{CalendarMonth, CalendarYear};
use crate::site::commitment_view::CommitmentView;
use crate::site::entry_card::{CountedLink, EntryCard};
use crate::site::entry_page::EntryPage;
use crate::site::mood::MoodChart;
use crate::site::strip::WeekStrip;
use crate::spoken::{capital, list, span, times};

/// How many tags, long entries and titles of a month are named.
const MOST: usize = 5;
const TITLES: usize = 2;
/// How many photos are shown.
const PHOTOS: usize = 20;
/// How many returns are told in the person's own words.
const QUOTES: usize = 2;

/// What the page of a year shows.
#[derive(Debug, Serialize)]
struct YearView<'a> {
    lead: Vec<SpokenPart>,
    quotes: Vec<ReturnQuote<'a>>,
    mood: Option<MoodChart>,
    commitments: Vec<YearCommitment>,
    /// The newest first.
    milestones: Vec<YearMilestone>,
    /// The most frequent first.
    tags: Vec<CountedLink<'a>>,
    starred: Vec<&'a EntryCard>,
    longest: Vec<&'a EntryCard>,
    months: Vec<MonthTitles<'a>>,
    /// The newest photos.
    photos: Vec<&'a EntryCard>,
}

/// A return in the words of its day.
#[derive(Debug, Serialize)]
struct ReturnQuote<'a> {
    entry: &'a EntryCard,
    commitment: String,
    /// "five days".
    away: String,
}

#[derive(Debug, Serialize)]
struct YearCommitment {
    title: String,
    url: String,
    /// "17 kept, one partly, five not written down".
    sentence: String,
    /// How often it was returned to, and the longest time away.
    returns: Option<String>,
    paused: bool,
}

#[derive(Debug, Serialize)]
struct YearMilestone {
    date: String,
    title: String,
    url: String,
    text: String,
}

/// A month, and what its entries are called.
#[derive(Debug, Serialize)]
struct MonthTitles<'a> {
    date: &'a str,
    url: &'a str,
    words: usize,
    days: usize,
    titles: Vec<&'a EntryCard>,
}

impl<'a> YearView<'a> {
    fn new(year: &'a CalendarYear<'a>, views: &[&CommitmentView], site: &Site) -> Self {
        let days: Vec<&EntryPage> = year.months.iter().flat_map(|month| month.entries).collect();
        let cards: Vec<&EntryCard> = days.iter().map(|page| &*page.card).collect();
        let mut milestones = Vec::new();
        for view in views {
            let reached =
                view.tracked.metrics.milestones.iter().filter(|one| within(year, one.date));
            milestones.extend(reached.map(|one| YearMilestone {
                date: one.date.to_string(),
                title: view.title.clone(),
                url: view.url.clone(),
                text: one.spoken(),
            }));
        }
        milestones.sort_by(|a: &YearMilestone, b| b.date.cmp(&a.date));
        milestones.truncate(2 * MOST);
        let mut longest: Vec<&EntryCard> = cards.clone();
        longest.sort_by(|a, b| b.words.cmp(&a.words).then_with(|| a.date.cmp(&b.date)));
        longest.truncate(MOST);
        let photos = cards.iter().rev().copied().filter(|card| card.photo.is_some()).take(PHOTOS);
        Self {
            lead: lead(year, views),
            quotes: quotes(year, views, &days, site),
            mood: MoodChart::new(&days, site.input.calendar.week_starts),
            commitments: views.iter().filter_map(|view| commitment(year, view)).collect(),
            milestones,
            tags: tags(&cards),
            starred: cards.iter().rev().copied().filter(|card| card.starred).take(MOST).collect(),
            longest,
            months: year.months.iter().rev().map(month).collect(),
            photos: photos.collect(),
        }
    }
}

fn within(year: &CalendarYear, date: Date) -> bool {
    format!("{:04}", date.year()) == year.name
}

/// The marked returns of a year to each commitment.
fn returns<'v>(
    year: &'v CalendarYear,
    view: &'v CommitmentView,
) -> impl Iterator<Item = (Date, i64)> + 'v {
    let all = view.tracked.marked_returns().filter(|one| within(year, one.date));
    all.map(|one| (one.date, one.days_away))
}

fn lead(year: &CalendarYear, views: &[&CommitmentView]) -> Vec<SpokenPart> {
    let count: usize = views.iter().map(|view| returns(year, view).count()).sum();
    if count == 0 {
        return Vec::new();
    }
    let mut last: Vec<(Date, &str)> = views
        .iter()
        .filter_map(|view| Some((returns(year, view).last()?.0, view.title.as_str())))
        .collect();
    last.sort_by_key(|(date, _)| std::cmp::Reverse(*date));
    let named: Vec<String> = last
        .iter()
        .take(3)
        .map(|(date, title)| format!("to “{title}” in {}", date.strftime("%B")))
        .collect();
    vec![
        SpokenPart::plain("You "),
        SpokenPart::back(format!("came back {}", times(count))),
        SpokenPart::plain(format!(" to something you had left lying: {}.", list(&named))),
    ]
}

/// The longest ways back, in the words of their days. What is heavy is never chosen.
fn quotes<'a>(
    year: &CalendarYear,
    views: &[&CommitmentView],
    days: &[&'a EntryPage<'a>],
    site: &Site,
) -> Vec<ReturnQuote<'a>> {
    let quote = |view: &CommitmentView, date: Date, away: i64| {
        let page = days.iter().find(|page| {
            page.entry.date() == Some(date)
                && site.may_be_chosen(page)
                && !page.card.opening.is_empty()
        })?;
        let quote =
            ReturnQuote { entry: &page.card, commitment: view.title.clone(), away: span(away) };
        Some((away, quote))
    };
    let all = views
        .iter()
        .flat_map(|view| returns(year, view).map(move |(date, away)| (view, date, away)));
    let mut found: Vec<(i64, ReturnQuote)> =
        all.filter_map(|(view, date, away)| quote(view, date, away)).collect();
    found.sort_by_key(|(away, _)| std::cmp::Reverse(*away));
    found.dedup_by(|(_, a), (_, b)| a.entry.url == b.entry.url);
    found.into_iter().take(QUOTES).map(|(_, quote)| quote).collect()
}

/// The last day of a year on which something was due.
fn last_day(year: &CalendarYear, view: &CommitmentView) -> Date {
    let slots = view.tracked.timeline.slots.iter().rev();
    let mut dates = slots.map(|slot| slot.date).filter(|date| within(year, *date));
    dates.next().unwrap_or(view.tracked.commitment.start)
}

fn commitment(year: &CalendarYear, view: &CommitmentView) -> Option<YearCommitment> {
    let tracked = view.tracked;
    let slots = tracked.timeline.slots.iter().filter(|slot| within(year, slot.date));
    let counts = SlotCounts::of(slots);
    let extras = tracked.timeline.extras.iter().filter(|date| within(year, **date)).count();
    if counts.due == 0 && extras == 0 {
        return None;
    }
    let sentence = if counts.due == 0 {
        format!("{} done", times(extras))
    } else {
        parts(&counts, &tracked.commitment, last_day(year, view))
    };
    let back: Vec<(Date, i64)> = returns(year, view).collect();
    let longest = back.iter().map(|(_, away)| *away).max();
    let returned = longest.map(|longest| {
        let back = times(back.len());
        format!("{} back, the longest after {}", capital(&back), span(longest))
    });
    Some(YearCommitment {
        title: view.title.clone(),
        url: view.url.clone(),
        sentence,
        returns: returned,
        paused: view.status == Status::Paused,
    })
}

fn month<'a>(month: &'a CalendarMonth) -> MonthTitles<'a> {
    let cards = month.entries.iter().map(|page| &*page.card);
    let mut titled: Vec<&EntryCard> = cards.filter(|card| card.titled).collect();
    titled.sort_by_key(|card| (!card.starred, std::cmp::Reverse(card.words)));
    titled.truncate(TITLES);
    titled.sort_by(|a, b| a.date.cmp(&b.date));
    MonthTitles {
        date: &month.date,
        url: &month.url,
        words: month.words(),
        days: month.written(),
        titles: titled,
    }
}

fn tags<'a>(cards: &[&'a EntryCard]) -> Vec<CountedLink<'a>> {
    let mut counts: BTreeMap<&str, CountedLink> = BTreeMap::new();
    for tag in cards.iter().flat_map(|card| &card.tags) {
        let new = || CountedLink { name: &tag.name, url: &tag.url, count: 0 };
        counts.entry(&tag.url).or_insert_with(new).count += 1;
    }
    let mut tags: Vec<CountedLink> = counts.into_values().collect();
    tags.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(b.name)));
    tags.truncate(MOST);
    tags
}

struct YearPage<'s> {
    year: &'s CalendarYear<'s>,
    previous: Option<&'s CalendarYear<'s>>,
    next: Option<&'s CalendarYear<'s>>,
}

pub(super) fn pages<'s>(site: &'s Site<'s>) -> Vec<Page<'s>> {
    let years = site.years.iter().enumerate();
    let page = |(index, year): (usize, &'s CalendarYear<'s>)| YearPage {
        year,
        previous: index.checked_sub(1).and_then(|before| site.years.get(before)),
        next: site.years.get(index + 1),
    };
    years.map(page).map(Page::template).collect()
}

impl TemplatePage for YearPage<'_> {
    fn path(&self) -> String {
        self.year.url.clone()
    }

    fn inputs(&self, site: &Site) -> Option<InputHash> {
        let beside = [self.previous, self.next].map(|year| year.map(|year| &year.name));
        Some(InputHash::of(&(self.year.input_hash(), beside, site.views_hash)))
    }

    fn context(&self, site: &Site) -> TemplateContext {
        let calendar = &site.input.calendar;
        let view = YearView::new(self.year, &site.listed().collect::<Vec<_>>(), site);
        TemplateContext::new("year.html", &self.year.name)
            .with("year", self.year)
            .with("view", &view)
            .with("strip", &WeekStrip::new(self.year, calendar.week_starts, calendar.today))
            .with("previous", &self.previous.map(CalendarYear::named))
            .with("next", &self.next.map(CalendarYear::named))
    }
}
