//! What a site is made from.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use foldhash::fast::FixedState;
use serde::Serialize;

use super::photo_copies::PhotoSize;
use super::theme::Theme;
use crate::commitment::cadence::Calendar;
use crate::commitment::check_in::parse::CheckIn;
use crate::commitment::index::CommitmentIndex;
use crate::commitment::progress::{CommitmentProgress, Progress};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Family, RuleId};
use crate::journal::Journal;
use crate::journal::entry::Entry;

/// What a site is made from.
#[derive(Debug)]
pub(crate) struct SiteInput<'a> {
    /// The journal.
    pub journal: &'a Journal<'a>,
    /// Entries of which nothing is repeated beside their own page, by path.
    pub withheld: &'a BTreeSet<String>,
    /// Entries about something heavy, by path: the program never chooses them for another page.
    pub hushed: &'a BTreeSet<String>,
    /// Its files that are no Markdown, by path.
    pub files: &'a [String],
    /// The sizes of those that are photos.
    pub photos: &'a BTreeMap<String, PhotoSize>,
    /// Its settings.
    pub config: &'a Config,
    /// The theme.
    pub theme: &'a Theme,
    /// The progress of its commitments.
    pub progress: &'a Progress,
    /// What entries say of commitments, by path.
    pub check_ins: &'a CheckInsByPath<'a>,
    /// The commitments that they mean.
    pub commitments: &'a CommitmentIndex,
    /// The day it is, and when weeks begin.
    pub calendar: Calendar,
    /// What the rules found in each entry, by path.
    pub findings: &'a FindingsByPath<'a>,
    /// The rules, explained.
    pub rules: &'a [RuleExplanation],
    /// Other wordings that were taken.
    pub taken: &'a [TakenRewrite],
    /// A question for the day.
    pub question: String,
    /// Whether private entries and passages are shown.
    pub include_private: bool,
}

/// What the rules found in entries, by path.
pub(crate) type FindingsByPath<'a> = HashMap<&'a str, &'a [Diagnostic], FixedState>;

/// What entries say of commitments, by path.
pub(crate) type CheckInsByPath<'a> = HashMap<&'a str, &'a [CheckIn], FixedState>;

/// What there is to know about a rule.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct RuleExplanation {
    /// Which rule it is.
    #[serde(skip)]
    pub id: RuleId,
    /// Its name on a page that explains all rules; `id` in templates.
    #[serde(rename = "id")]
    pub anchor: String,
    /// What it notices.
    pub title: String,
    /// Which way balance is lost.
    pub family: Family,
    /// Its category.
    pub category: String,
    /// How it is reported; `off` when it is not.
    pub severity: &'static str,
    /// Why it matters.
    pub why: String,
    /// A question worth a minute.
    pub question: Option<String>,
    /// What it flags.
    pub flags: Vec<RuleExample>,
    /// What it leaves alone.
    pub leaves: Vec<String>,
    /// Where the reasons come from.
    pub references: Vec<String>,
}

/// An example of what a rule flags.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct RuleExample {
    /// The text.
    pub text: String,
    /// The text with the other wording that is offered.
    pub becomes: Option<String>,
}

/// Another wording that the person took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TakenRewrite {
    /// The rule that offered it.
    pub rule: String,
    /// The entry.
    pub path: String,
}

impl SiteInput<'_> {
    /// The progress of the commitments that may be shown.
    pub(super) fn shown(&self) -> impl Iterator<Item = &CommitmentProgress> {
        let all = self.progress.commitments.iter();
        all.filter(|tracked| self.include_private || !tracked.commitment.private)
    }

    /// The progress of the commitment that an entry defines, where that may be shown.
    pub(super) fn tracked(&self, entry: &Entry) -> Option<&CommitmentProgress> {
        self.shown().find(|tracked| tracked.commitment.path == entry.path)
    }
}
