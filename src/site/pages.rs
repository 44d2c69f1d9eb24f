//! Every kind of page, a file each: where it lies, what it is made of, what its template is given.
//!
//! A new kind is a file here with a function `pages`, and a line in [`KINDS`].

mod commitment;
mod commitments;
mod day;
mod entries;
mod entry;
mod feed;
mod month;
mod mood;
mod not_found;
mod notes;
mod on_this_day;
mod page;
mod photos;
mod reflection_group;
mod reflections;
mod reviews;
mod rules;
mod search;
mod search_index;
mod self_talk;
mod starred;
mod tag;
mod tags;
mod theme_file;
mod today;
mod year;

pub(crate) use self::page::Page;
use super::arranged::Site;

/// Lists the pages of one kind.
type Kind = for<'s> fn(&'s Site<'s>) -> Vec<Page<'s>>;

/// Every kind, those whose pages take longest first.
const KINDS: [Kind; 25] = [
    search_index::pages,
    search::pages,
    today::pages,
    entries::pages,
    year::pages,
    month::pages,
    reviews::pages,
    notes::pages,
    commitments::pages,
    commitment::pages,
    reflections::pages,
    reflection_group::pages,
    self_talk::pages,
    rules::pages,
    tags::pages,
    tag::pages,
    on_this_day::pages,
    day::pages,
    photos::pages,
    starred::pages,
    mood::pages,
    feed::pages,
    not_found::pages,
    theme_file::pages,
    entry::pages,
];

/// Every page of a site.
#[must_use]
pub(crate) fn pages<'s>(site: &'s Site<'s>) -> Vec<Page<'s>> {
    KINDS.iter().flat_map(|pages| pages(site)).collect()
}
