//! The private site: a pure function from a journal, a theme and a day to pages.
//!
//! [`SiteDraft`] reads every entry once: its HTML, its links, its words for the search. [`Site`]
//! arranges them: years, tags, commitments, reflections. A page is rendered only when it is asked
//! for, so that a long journal is never in memory twice. Each kind of page is one file in `pages`.
//!
//! Nothing private is on it: private entries are left out before anything is counted, named or
//! linked, and private passages are cut before the Markdown is read.

mod address;
mod arranged;
pub(crate) mod attachment;
mod buckets;
mod cache;
mod calendar;
mod chart;
mod check_in_marks;
mod commitment_detail;
mod commitment_view;
mod draft;
mod embedded;
mod entry_card;
mod entry_page;
mod escape;
mod input;
mod letter;
mod links;
#[cfg(feature = "lock")]
pub(crate) mod lock;
mod margin_notes;
mod markdown;
mod mood;
mod page_builder;
mod pages;
mod photo_copies;
mod reflections;
mod search;
mod self_talk;
mod site_index;
mod strip;
pub(crate) mod theme;
mod year_grid;

pub(crate) use self::arranged::Site;
pub(crate) use self::cache::{BuildCache, CachedPage};
pub(crate) use self::draft::SiteDraft;
pub(crate) use self::input::{
    CheckInsByPath, FindingsByPath, RuleExample, RuleExplanation, SiteInput, TakenRewrite,
};
pub(crate) use self::pages::{Page, pages};
pub(crate) use self::photo_copies::{PhotoCopies, PhotoCopy, PhotoSize};
