//! `feed.xml`: the newest entries as an Atom feed (RFC 4287), for a reader on the same machine.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::page::{Page, PlainFile};
use crate::digest::InputHash;
use crate::site::arranged::Site;
use crate::site::entry_page::EntryPage;
use crate::site::escape::escaped;
use crate::site::input::SiteInput;

struct FeedFile;

pub(super) fn pages<'s>(site: &'s Site<'s>) -> Vec<Page<'s>> {
    if site.input.config.feed.is_on() { vec![Page::plain(FeedFile)] } else { Vec::new() }
}

impl PlainFile for FeedFile {
    fn path(&self) -> String {
        "feed.xml".to_owned()
    }

    fn inputs(&self, _: &Site) -> Option<InputHash> {
        None
    }

    fn bytes(&self, site: &Site) -> Vec<u8> {
        feed(site.input, &site.draft.days).into_bytes()
    }
}

/// How many entries it has.
const ENTRIES: usize = 30;

/// The feed. Ids are made of paths, so that they stay the same when the site is moved.
fn feed(input: &SiteInput, days: &[EntryPage]) -> String {
    let newest: Vec<&EntryPage> =
        days.iter().rev().filter(|page| !page.withheld).take(ENTRIES).collect();
    let updated = newest.first().map_or("1970-01-01", |page| page.card.date.as_str());
    let title = escaped(&input.config.title);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<title>{title}</title>\n<id>{}</id>\n<updated>{updated}T00:00:00Z</updated>\n<author><name>{title}</name></author>\n<link rel=\"self\" href=\"feed.xml\"/>\n<link href=\"index.html\"/>\n",
        id(&input.config.title)
    );
    for page in newest {
        let card = &page.card;
        // Writing to a string cannot fail.
        let _ = write!(
            out,
            "<entry>\n<title>{}</title>\n<id>{}</id>\n<updated>{}T00:00:00Z</updated>\n<link href=\"{}\"/>\n<summary>{}</summary>\n</entry>\n",
            escaped(&card.title),
            id(&page.entry.path),
            card.date,
            card.url,
            escaped(&card.excerpt)
        );
    }
    out + "</feed>\n"
}

/// A UUID made of a name (RFC 9562, version 8).
fn id(name: &str) -> String {
    let digest = Sha256::digest(name.as_bytes());
    let mut bytes: [u8; 16] = digest.first_chunk().copied().unwrap_or_default();
    bytes[6] = 0x80 | (bytes[6] & 0x0f);
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    let mut out = "urn:uuid:".to_owned();
    for (at, byte) in bytes.iter().enumerate() {
        if [4, 6, 8, 10].contains(&at) {
            out.push('-');
        }
        let _ = write!(out, "{byte:02x}");
    }
    out
}
