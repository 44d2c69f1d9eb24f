//! Where a link of the journal leads on the site.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::html::Missing;
use crate::diagnostic::nearest;
use crate::journal::date;
use crate::journal::entry::Entry;

/// What a link points at.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Target {
    /// A page of the site, relative to a page one folder deep.
    Page(String),
    /// A file of the journal, by its path there.
    File(String),
    /// Something outside that the person linked to.
    Outside(String),
    /// An entry that is kept off the site.
    Hidden,
    /// An address that could run something.
    Unsafe,
    /// Nothing that is there.
    Missing(Missing),
}

/// What is asked of a link.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Question {
    /// The address of a Markdown link.
    Address(String),
    /// The name in a wiki link.
    Name(String),
}

/// Before the ids of headings, so that none is one of the theme's.
pub(super) const ANCHOR: &str = "at-";

/// Pages and files by every name that a link may use.
#[derive(Debug, Default)]
pub(super) struct Links {
    pages: BTreeMap<String, String>,
    names: BTreeMap<String, String>,
    files: BTreeSet<String>,
    file_names: BTreeMap<String, String>,
    /// Paths and names of entries that are kept off the site.
    hidden: BTreeSet<String>,
}

impl Links {
    /// `pages` are entries and the addresses of their pages, `hidden` those without one; `files` the
    /// journal's other files.
    pub(super) fn new<'a>(
        pages: impl Iterator<Item = (&'a Entry, &'a str)>,
        hidden: impl Iterator<Item = &'a Entry>,
        files: &[String],
    ) -> Self {
        let mut links = Self::default();
        for (entry, url) in pages {
            links.pages.insert(entry.path.clone(), url.to_owned());
            for name in names(entry) {
                links.names.entry(name).or_insert_with(|| url.to_owned());
            }
        }
        for entry in hidden {
            links.hidden.insert(entry.path.clone());
            links.hidden.extend(names(entry));
        }
        for file in files {
            let name = file.rsplit('/').next().unwrap_or_default().to_lowercase();
            links.file_names.entry(name).or_insert_with(|| file.clone());
            links.files.insert(file.clone());
        }
        links
    }

    /// Where a link in the entry at `from` leads.
    pub(super) fn answer(&self, from: &str, question: &Question) -> Target {
        match question {
            Question::Address(address) => self.resolve(from, address),
            Question::Name(name) => self.wiki(name),
        }
    }

    /// Where the address of a Markdown link in the entry at `from` leads.
    pub(super) fn resolve(&self, from: &str, address: &str) -> Target {
        if let Some(heading) = address.strip_prefix('#') {
            return Target::Outside(anchor(heading));
        }
        if let Some((scheme, _)) = address.split_once(':')
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        {
            let safe = ["http", "https", "mailto", "tel"].contains(&scheme.to_lowercase().as_str());
            return if safe { Target::Outside(address.to_owned()) } else { Target::Unsafe };
        }
        if address.starts_with("//") {
            return Target::Outside(format!("https:{address}"));
        }
        let (path, heading) = address.split_once('#').unwrap_or((address, ""));
        let path = decoded(path);
        let beside = joined(from.rsplit_once('/').map_or("", |(folder, _)| folder), &path);
        let from_root = joined("", &path);
        for candidate in [beside, from_root] {
            for path in [candidate.clone(), format!("{candidate}.md")] {
                if let Some(url) = self.pages.get(&path) {
                    return Target::Page(format!("../{url}{}", anchor(heading)));
                }
                if self.files.contains(&path) {
                    return Target::File(path);
                }
                if self.hidden.contains(&path) {
                    return Target::Hidden;
                }
            }
        }
        Target::Missing(missing(path))
    }

    /// Where a wiki link leads: by path, name, title, date or alias.
    pub(super) fn wiki(&self, written: &str) -> Target {
        let written = decoded(written);
        let (name, heading) = written.split_once('#').unwrap_or((&written, ""));
        let name = name.trim().trim_start_matches('/');
        if name.is_empty() {
            return Target::Outside(anchor(heading));
        }
        let with_ending = format!("{name}.md");
        let page = self.pages.get(&with_ending).or_else(|| self.pages.get(name));
        let last = name.rsplit('/').next().unwrap_or_default().to_lowercase();
        let last = last.trim_end_matches(".md");
        let page = page.or_else(|| self.names.get(last));
        if let Some(url) = page {
            return Target::Page(format!("../{url}{}", anchor(heading)));
        }
        if let Some(file) = self.file_names.get(last) {
            return Target::File(file.clone());
        }
        if self.hidden.contains(&with_ending) || self.hidden.contains(last) {
            return Target::Hidden;
        }
        Target::Missing(missing(name.to_owned()))
    }

    /// The name nearest to one that leads nowhere, as a link would write it.
    pub(super) fn nearest(&self, missing: &Missing) -> Option<&str> {
        let last = |path: &str| path.rsplit('/').next().unwrap_or_default().to_lowercase();
        match missing {
            Missing::File(path) => {
                let name = nearest(&last(path), self.file_names.keys().map(String::as_str))?;
                self.file_names.get(name).map(String::as_str)
            }
            Missing::Page(path) => {
                let name = last(path);
                let name = name.trim_end_matches(".md");
                nearest(name, self.names.keys().map(String::as_str))
            }
        }
    }
}

/// What a name that leads nowhere was meant to be, by its ending.
fn missing(path: String) -> Missing {
    let ending = path.rsplit('/').next().and_then(|name| name.rsplit_once('.'));
    let file = ending.is_some_and(|(_, ending)| {
        (2..=4).contains(&ending.len())
            && ending.chars().all(|c| c.is_ascii_alphanumeric())
            && !ending.eq_ignore_ascii_case("md")
            && ending.contains(|c: char| c.is_ascii_alphabetic())
    });
    if file { Missing::File(path) } else { Missing::Page(path) }
}

/// What a link may call an entry, in lower case.
fn names(entry: &Entry) -> impl Iterator<Item = String> {
    let date = entry.date().map(|date| date.to_string());
    let beside = date::beside(entry.stem());
    let names = [Some(entry.stem().to_owned()), entry.title.clone(), date, beside];
    let names = names.into_iter().flatten().chain(entry.front.list("aliases"));
    names.map(|name| name.to_lowercase())
}

/// The end of an address that leads to a heading.
fn anchor(heading: &str) -> String {
    let heading = decoded(heading);
    // A block has no id of its own; the link leads to its page.
    if heading.is_empty() || heading.starts_with('^') {
        String::new()
    } else {
        format!("#{ANCHOR}{}", slug(&heading))
    }
}

/// The address of a copied file, from a page one folder deep.
pub(super) fn file_url(file: &str) -> String {
    format!("../files/{}", encoded(file))
}

/// `path` below `folder`, with `.` and `..` resolved; never above the journal.
fn joined(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> =
        if path.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join("/")
}

/// Undoes percent-encoding.
pub(super) fn decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| *first == b'%');
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Percent-encodes everything but letters, digits and `-._~/`.
pub(super) fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// Text that may stand in HTML, in attributes too.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // XML allows no others.
            letter if letter.is_control() && !"\t\n\r".contains(letter) => {}
            letter => out.push(letter),
        }
    }
    out
}

/// A name for a file of the site: letters and digits in lower case, everything else a hyphen.
pub(super) fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.to_lowercase().chars() {
        if letter.is_alphanumeric() {
            out.push(letter);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    let name = out.trim_end_matches('-');
    if name.is_empty() { "page".to_owned() } else { name.chars().take(80).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn links_as_people_write_them() {
        let entry =
            Entry::parse("2026/03/2026-03-02 A walk.md", "# By the sea\n", &Config::default())
                .entry;
        let files = ["photos/sea.jpg".to_owned()];
        let secret = Entry::parse("secret.md", "", &Config::default()).entry;
        let pages = [(&entry, "entries/a.html")].into_iter();
        let links = Links::new(pages, [&secret].into_iter(), &files);
        let page = Target::Page("../entries/a.html".to_owned());
        assert_eq!(links.resolve("2026/04/x.md", "../03/2026-03-02%20A%20walk.md"), page);
        assert_eq!(links.wiki("2026-03-02"), page);
        assert_eq!(links.wiki("by the sea"), page);
        let file = Target::File("photos/sea.jpg".to_owned());
        assert_eq!(links.resolve("2026/04/x.md", "../../photos/sea.jpg"), file);
        assert_eq!(links.wiki("sea.jpg"), file);
        let missing = Missing::Page("../../../etc/passwd".to_owned());
        assert_eq!(links.resolve("x.md", "../../../etc/passwd"), Target::Missing(missing));
        assert_eq!(links.resolve("x.md", "javascript:alert(1)"), Target::Unsafe);
        assert_eq!(
            (links.resolve("x.md", "secret.md"), links.wiki("Secret")),
            (Target::Hidden, Target::Hidden)
        );
        let heading = Target::Page("../entries/a.html#at-low-tide".to_owned());
        assert_eq!(links.wiki("2026-03-02#Low tide"), heading);
        let missing = Missing::File("photos/see.jpg".to_owned());
        assert_eq!(links.nearest(&missing), Some("photos/sea.jpg"));
        let outside = "https://example.org/";
        assert_eq!(links.resolve("x.md", outside), Target::Outside(outside.to_owned()));
    }

    #[test]
    fn names_for_files() {
        assert_eq!(slug("2026-03-02 Über Kreuz!"), "2026-03-02-über-kreuz");
        assert_eq!(slug("?!"), "page");
        assert_eq!(encoded("a b/ü"), "a%20b/%C3%BC");
    }
}
