//! The entries of a site, arranged for its pages.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use foldhash::fast::FixedState;
use jiff::civil::Date;
use rayon::prelude::*;
use serde::Serialize;
use tera::Value;

use super::calendar::{self, CalendarYear};
use super::commitment_view::CommitmentView;
use super::draft::SiteDraft;
use super::entry_card::EntryCard;
use super::entry_page::EntryPage;
use super::input::SiteInput;
use super::reflections::Reflections;
use super::search::SearchIndex;
use crate::digest::InputHash;
use crate::journal::entry::EntryKind;

/// The pages of a site, arranged and ready to be rendered one by one.
pub(crate) struct Site<'d> {
    pub(super) input: &'d SiteInput<'d>,
    pub(super) draft: &'d SiteDraft<'d>,
    /// Oldest first.
    pub(super) years: Vec<CalendarYear<'d>>,
    /// Notes that define no commitment and are no review.
    pub(super) plain: Vec<&'d EntryPage<'d>>,
    pub(super) reviews: Vec<&'d EntryPage<'d>>,
    pub(super) views: Vec<CommitmentView<'d>>,
    /// The address of each day's first entry.
    pub(super) urls: BTreeMap<Date, &'d str>,
    /// Tells the progress of the commitments from what it could be.
    pub(super) views_hash: InputHash,
    pub(super) reflections: Reflections<'d>,
    /// Entries by the address of a tag, the newest first.
    pub(super) by_tag: PagesByKey<'d>,
    /// Entries that link to an address.
    backlinks: PagesByKey<'d>,
    /// Entries of a day of the year with entries in several years: `03-02`, the newest first.
    pub(super) anniversaries: PagesByKey<'d>,
    pub(super) starred: Vec<&'d EntryCard>,
    /// What every page knows, and what tells it from others.
    pub(super) facts: Value,
    pub(super) facts_hash: InputHash,
    pub(super) search: SearchIndex<'d>,
}

/// Entries by an address.
type PagesByKey<'d> = HashMap<&'d str, Vec<&'d EntryPage<'d>>, FixedState>;

impl<'d> Site<'d> {
    /// Arranges the pages.
    #[must_use]
    pub(crate) fn new(draft: &'d SiteDraft<'d>) -> Self {
        let input = draft.builder.input;
        let days = &draft.days;
        let firsts = days.chunk_by(|a, b| a.entry.date() == b.entry.date());
        let firsts = firsts.filter_map(|day| {
            let first = day.first()?;
            Some((first.entry.date()?, first.card.url.as_str()))
        });
        let urls: BTreeMap<Date, &str> = firsts.collect();
        let (commitments, pages): (Vec<&EntryPage>, Vec<&EntryPage>) =
            draft.pages.iter().partition(|page| input.tracked(page.entry).is_some());
        let (reviews, plain): (Vec<&EntryPage>, Vec<&EntryPage>) =
            pages.into_iter().partition(|page| page.entry.kind == EntryKind::Review);
        let view = |page: &&EntryPage| {
            Some(CommitmentView::new(input.tracked(page.entry)?, page, &input.calendar))
        };
        let views: Vec<CommitmentView> = commitments.par_iter().filter_map(view).collect();
        let ((years, by_tag), (backlinks, (anniversaries, reflections))) = rayon::join(
            || {
                (
                    calendar::years(days, input.calendar.week_starts, input.calendar.today),
                    by_tag(draft),
                )
            },
            || (backlinks(draft), (anniversaries(days), Reflections::new(days))),
        );
        let starred: Vec<&EntryCard> =
            days.iter().rev().map(|page| &*page.card).filter(|card| card.starred).collect();
        let facts = SiteFacts {
            title: &input.config.title,
            language: input.config.languages.first().map(String::as_str),
            has_pages: !plain.is_empty(),
            has_tags: !draft.builder.index.tags.is_empty(),
            has_commitments: !views.is_empty(),
            has_starred: !starred.is_empty(),
            has_moods: days.iter().any(|page| page.card.mood.is_some()),
            has_photos: days.iter().any(|page| page.card.photo.is_some()),
            has_feed: input.config.feed.is_on(),
            has_keys: input.config.keys.is_on(),
            year: years.last().map(|year| year.url.clone()),
        };
        Self {
            input,
            draft,
            years,
            plain,
            reviews,
            views_hash: InputHash::of(
                &views.iter().map(CommitmentView::input_hash).collect::<Vec<_>>(),
            ),
            views,
            urls,
            reflections,
            by_tag,
            backlinks,
            anniversaries,
            starred,
            facts_hash: InputHash::of(&facts),
            facts: Value::from_serializable(&facts),
            search: SearchIndex::new(draft),
        }
    }

    /// Photos of the journal that the pages show, by path in the journal.
    #[must_use]
    pub(crate) fn photos(&self) -> BTreeSet<&str> {
        self.draft.all().flat_map(|page| &page.read.shown).map(String::as_str).collect()
    }

    /// Other files of the journal that the pages show or link to: path on the site, path in the
    /// journal.
    #[must_use]
    pub(crate) fn attachments(&self) -> BTreeMap<String, String> {
        let photos = self.photos();
        let files = self.draft.all().flat_map(|page| &page.read.attachments);
        let others = files.filter(|file| !photos.contains(file.as_str()));
        others.map(|file| (format!("files/{file}"), file.clone())).collect()
    }

    /// Entries that link to an address.
    pub(super) fn backlinks(&self, url: &str) -> &[&'d EntryPage<'d>] {
        self.backlinks.get(url).map_or(&[], Vec::as_slice)
    }

    /// Days of the year with entries in several years, in order.
    pub(super) fn days_of_years(&self) -> Vec<(&'d str, &[&'d EntryPage<'d>])> {
        let days = self.anniversaries.iter();
        let mut days: Vec<_> = days.map(|(day, pages)| (*day, pages.as_slice())).collect();
        days.sort_unstable_by_key(|(day, _)| *day);
        days
    }

    /// The commitments that lists may name.
    pub(super) fn listed(&self) -> impl Iterator<Item = &CommitmentView<'d>> {
        self.views.iter().filter(|view| view.listed)
    }

    /// Whether the program may choose an entry to show it on another page: never one that is heavy.
    pub(super) fn may_be_chosen(&self, page: &EntryPage) -> bool {
        !page.withheld && !self.input.hushed.contains(&page.entry.path)
    }
}

/// What every page knows about the site.
#[derive(Debug, Hash, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "templates ask for each by name")]
struct SiteFacts<'a> {
    title: &'a str,
    language: Option<&'a str>,
    has_pages: bool,
    has_tags: bool,
    has_commitments: bool,
    has_starred: bool,
    has_moods: bool,
    has_photos: bool,
    has_feed: bool,
    has_keys: bool,
    /// The page of the newest year.
    year: Option<String>,
}

fn by_tag<'d>(draft: &'d SiteDraft) -> PagesByKey<'d> {
    let mut by_tag = PagesByKey::default();
    let newest_first = draft.days.iter().rev().chain(&draft.pages);
    for page in newest_first.filter(|page| !page.withheld) {
        for tag in &page.card.tags {
            by_tag.entry(&tag.url).or_default().push(page);
        }
    }
    by_tag
}

fn backlinks<'d>(draft: &'d SiteDraft) -> PagesByKey<'d> {
    let mut backlinks = PagesByKey::default();
    for page in draft.all() {
        for url in page.read.pages.iter().filter(|url| **url != page.card.url) {
            backlinks.entry(url).or_default().push(page);
        }
    }
    backlinks
}

fn anniversaries<'d>(days: &'d [EntryPage]) -> PagesByKey<'d> {
    let mut by_day = PagesByKey::default();
    for page in days.iter().rev() {
        if let Some(day) = page.card.date.get(5..) {
            by_day.entry(day).or_default().push(page);
        }
    }
    by_day.retain(|_, pages| {
        pages
            .iter()
            .any(|page| Some(&page.card.date) != pages.first().map(|first| &first.card.date))
    });
    by_day
}
