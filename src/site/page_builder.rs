//! Makes the pages of entries; what the last build knows of one is taken from it.

use std::sync::Arc;

use jiff::civil::Date;

use super::check_in_marks::check_in_marks;
use super::entry_card::EntryCard;
use super::entry_page::{EntryPage, PendingPage};
use super::escape::escaped;
use super::input::SiteInput;
use super::links::BrokenLink;
use super::margin_notes::margin_notes;
use super::markdown::extract::openings;
use super::markdown::{self, EntryExtract, MarkdownInput};
use super::site_index::SiteIndex;
use crate::diagnostic::Family;
use crate::digest::InputHash;
use crate::journal::date;
use crate::journal::entry::{Entry, EntryKind, LARGEST};
use crate::journal::visible::VisibleText;
use crate::text::plain_line;

/// What entry pages are made with.
pub(super) struct PageBuilder<'a> {
    pub(super) input: &'a SiteInput<'a>,
    pub(super) index: Arc<SiteIndex>,
    /// Whether the index is another than that of the last build.
    pub(super) new_index: bool,
}

impl PageBuilder<'_> {
    pub(super) fn page<'e>(&self, pending: PendingPage<'e>, url: &str) -> EntryPage<'e> {
        let links = &self.index.links;
        let same =
            |(question, target): &(_, _)| links.answer(&pending.entry.path, question) == *target;
        let known =
            pending.kept.filter(|kept| !self.new_index || kept.read.answers.iter().all(same));
        let (read, broken) = match known {
            Some(kept) => (Arc::clone(&kept.read), Arc::clone(&kept.broken)),
            None => self.read(&pending),
        };
        if let Some(kept) = known.filter(|_| !self.new_index) {
            return EntryPage {
                entry: pending.entry,
                redacted: pending.redacted,
                title: Arc::clone(&kept.title),
                card: Arc::clone(&kept.card),
                read,
                withheld: pending.withheld,
                broken,
                input_hash: kept.input_hash,
                fresh: false,
            };
        }
        let title = title(&pending);
        let card = self.card(&pending, &title, url, &read);
        let input_hash =
            InputHash::of(&(pending.entry.hash, pending.withheld, &title, &card, &read.answers));
        EntryPage {
            entry: pending.entry,
            redacted: pending.redacted,
            title: title.into(),
            card: Arc::new(card),
            read,
            withheld: pending.withheld,
            broken,
            input_hash,
            fresh: true,
        }
    }

    fn read(&self, pending: &PendingPage) -> (Arc<EntryExtract>, Arc<[(usize, BrokenLink)]>) {
        let entry = pending.entry;
        let shown = entry.visible(self.input.include_private);
        let mut read = EntryExtract::default();
        if entry.source.len() <= LARGEST {
            read = markdown::extract(&self.request(entry, pending.shown_entry(), &shown));
        }
        let broken = std::mem::take(&mut read.broken);
        let broken = broken.into_iter().map(|(at, missing)| (shown.source(at), missing)).collect();
        if pending.withheld {
            // Its own page shows all of it; nothing else repeats a word.
            let EntryExtract { attachments, shown, answers, .. } = read;
            read = EntryExtract { attachments, shown, answers, ..EntryExtract::default() };
        }
        (Arc::new(read), broken)
    }

    fn card(
        &self,
        pending: &PendingPage,
        title: &str,
        url: &str,
        read: &EntryExtract,
    ) -> EntryCard {
        let (entry, redacted, withheld) = (pending.entry, pending.shown_entry(), pending.withheld);
        let opening = self.opening(pending, read);
        let more = read.excerpt.split_once(&opening).map_or("", |(_, more)| more).trim().to_owned();
        let tag = |tag: &String| self.index.tags.get(&tag.to_lowercase()).cloned();
        EntryCard {
            title: if withheld { untitled(entry) } else { title.to_owned() },
            titled: !withheld && title != untitled(entry),
            url: url.to_owned(),
            opening,
            more,
            photo: read.photos.first().cloned(),
            date: entry.date().map_or_else(String::new, |date| date.to_string()),
            excerpt: read.excerpt.clone(),
            words: redacted.words,
            tags: redacted.tags.iter().filter(|_| !withheld).filter_map(tag).collect(),
            mood: redacted.front.text("mood").filter(|mood| !mood.is_empty() && !withheld),
            starred: redacted.is_starred(),
            private: entry.private,
        }
    }

    /// The words that name an entry in lists: its first ones, unless they are harsh on the writer. Then
    /// those behind them, and none where there are no others.
    fn opening(&self, pending: &PendingPage, read: &EntryExtract) -> String {
        let findings = self.input.findings.get(pending.entry.path.as_str());
        let harsh = findings.into_iter().flat_map(|all| all.iter());
        let harsh = harsh.filter(|one| one.family == Family::Harsh);
        let harsh = harsh.map(|one| plain_line(one.span.slice(&pending.entry.source)));
        let harsh: Vec<String> = harsh.filter(|words| !words.is_empty()).collect();
        let is_harsh = |opening: &String| {
            let opening = plain_line(opening);
            harsh.iter().any(|words| opening.contains(words))
        };
        if !is_harsh(&read.opening) {
            return read.opening.clone();
        }
        openings(&read.excerpt).find(|one| !is_harsh(one)).unwrap_or_default()
    }

    /// The body of an entry's page.
    pub(super) fn body(&self, page: &EntryPage) -> String {
        let (input, entry) = (self.input, page.entry);
        let shown = entry.visible(input.include_private);
        if entry.source.len() > LARGEST {
            return format!("<pre>{}</pre>", escaped(&shown.text));
        }
        let wanted = input.config.margin_notes.is_on() && !page.withheld && !entry.private;
        let found = input.findings.get(entry.path.as_str()).filter(|_| wanted);
        let notes =
            found.map(|found| margin_notes(found, &entry.source, &shown, &input.config.languages));
        let marks = check_in_marks(entry, &shown, input, &self.index.links);
        let notes = notes.unwrap_or_default();
        let plain = self.request(entry, page.shown_entry(), &shown);
        markdown::body(&MarkdownInput { check_ins: &marks, margin_notes: &notes, ..plain })
    }

    fn request<'r>(
        &'r self,
        entry: &'r Entry,
        redacted: &'r Entry,
        shown: &'r VisibleText<'r>,
    ) -> MarkdownInput<'r> {
        MarkdownInput {
            markdown: &shown.text,
            path: &entry.path,
            title: redacted.title.as_deref(),
            links: &self.index.links,
            headings: &self.input.config.reflections,
            check_ins: &[],
            margin_notes: &[],
        }
    }
}

/// What an entry's own page is called.
fn title(pending: &PendingPage) -> String {
    let entry = pending.entry;
    let named =
        matches!(entry.kind, EntryKind::Review | EntryKind::Page).then(|| entry.stem().to_owned());
    let beside = || date::beside(entry.stem()).filter(|_| entry.date().is_some());
    let own = pending.shown_entry().title.clone();
    // "# 2026-03-06" says nothing that the day does not.
    let own = own.filter(|title| !entry.date().is_some_and(|date| is_date(title, date)));
    let title = own.or(named).or_else(beside);
    title.unwrap_or_else(|| untitled(entry))
}

/// Whether a title is nothing but the entry's day: "2026-03-06", "Friday, 6 March".
fn is_date(title: &str, date: Date) -> bool {
    let names = ["%Y", "%m", "%-m", "%d", "%-d", "%B", "%b", "%A", "%a"];
    let known: Vec<String> =
        names.iter().map(|name| date.strftime(name).to_string().to_lowercase()).collect();
    let words = title.split(|letter: char| !letter.is_alphanumeric());
    let mut words = words.filter(|word| !word.is_empty()).map(str::to_lowercase).peekable();
    let endings = ["st", "nd", "rd", "th"];
    let plain =
        |word: &str| endings.iter().find_map(|end| word.strip_suffix(end)).map(str::to_owned);
    words.peek().is_some()
        && words.all(|word| {
            known.contains(&word) || plain(&word).is_some_and(|number| known.contains(&number))
        })
}

/// What an entry is called that has no title, or whose title is not to be repeated.
pub(super) fn untitled(entry: &Entry) -> String {
    let date = entry.date().map(|date| date.strftime("%A, %-d %B %Y").to_string());
    date.unwrap_or_else(|| "A page".to_owned())
}
