//! Where a link of the journal leads on the site.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::journal::entry::Entry;

/// What a link points at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// A page of the site, relative to a page one folder deep.
    Page(String),
    /// A file of the journal, by its path there.
    File(String),
    /// Something outside that the person linked to.
    Outside(String),
    /// Nothing that is on the site.
    Nowhere,
}

/// Pages and files by every name that a link may use.
#[derive(Debug, Default)]
pub(super) struct Links {
    pages: BTreeMap<String, String>,
    names: BTreeMap<String, String>,
    files: BTreeSet<String>,
    file_names: BTreeMap<String, String>,
}

impl Links {
    /// `pages` are entries and the addresses of their pages; `files` the journal's other files.
    pub(super) fn new<'a>(
        pages: impl Iterator<Item = (&'a Entry, &'a str)>,
        files: &[String],
    ) -> Self {
        let mut links = Self::default();
        for (entry, url) in pages {
            links.pages.insert(entry.path.clone(), url.to_owned());
            let date = entry.date().map(|date| date.to_string());
            let aliases = entry.front.list("aliases");
            let names = [Some(entry.stem().to_owned()), entry.title.clone(), date];
            for name in names.into_iter().flatten().chain(aliases) {
                links.names.entry(name.to_lowercase()).or_insert_with(|| url.to_owned());
            }
        }
        for file in files {
            let name = file.rsplit('/').next().unwrap_or_default().to_lowercase();
            links.file_names.entry(name).or_insert_with(|| file.clone());
            links.files.insert(file.clone());
        }
        links
    }

    /// Where the address of a Markdown link in the entry at `from` leads.
    pub(super) fn resolve(&self, from: &str, address: &str) -> Target {
        if address.starts_with('#') {
            return Target::Outside(address.to_owned());
        }
        if let Some((scheme, _)) = address.split_once(':')
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        {
            let safe = ["http", "https", "mailto", "tel"].contains(&scheme.to_lowercase().as_str());
            return if safe { Target::Outside(address.to_owned()) } else { Target::Nowhere };
        }
        if address.starts_with("//") {
            return Target::Outside(format!("https:{address}"));
        }
        let (path, anchor) = address.split_once('#').map_or((address, ""), |(path, a)| (path, a));
        let path = decoded(path);
        let beside = joined(from.rsplit_once('/').map_or("", |(folder, _)| folder), &path);
        let from_root = joined("", &path);
        for candidate in [beside, from_root] {
            for path in [candidate.clone(), format!("{candidate}.md")] {
                if let Some(url) = self.pages.get(&path) {
                    let anchor =
                        if anchor.is_empty() { String::new() } else { format!("#{anchor}") };
                    return Target::Page(format!("../{url}{anchor}"));
                }
                if self.files.contains(&path) {
                    return Target::File(path);
                }
            }
        }
        Target::Nowhere
    }

    /// Where a wiki link leads: by path, name, title, date or alias.
    pub(super) fn wiki(&self, name: &str) -> Target {
        let name = decoded(name.split('#').next().unwrap_or_default());
        let name = name.trim().trim_start_matches('/');
        let with_ending = format!("{name}.md");
        let page = self.pages.get(&with_ending).or_else(|| self.pages.get(name));
        let last = name.rsplit('/').next().unwrap_or_default().to_lowercase();
        let page = page.or_else(|| self.names.get(last.trim_end_matches(".md")));
        if let Some(url) = page {
            return Target::Page(format!("../{url}"));
        }
        self.file_names.get(&last).map_or(Target::Nowhere, |file| Target::File(file.clone()))
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
        let links = Links::new([(&entry, "entries/a.html")].into_iter(), &files);
        let page = Target::Page("../entries/a.html".to_owned());
        assert_eq!(links.resolve("2026/04/x.md", "../03/2026-03-02%20A%20walk.md"), page);
        assert_eq!(links.wiki("2026-03-02"), page);
        assert_eq!(links.wiki("by the sea"), page);
        let file = Target::File("photos/sea.jpg".to_owned());
        assert_eq!(links.resolve("2026/04/x.md", "../../photos/sea.jpg"), file);
        assert_eq!(links.wiki("sea.jpg"), file);
        assert_eq!(links.resolve("x.md", "../../../etc/passwd"), Target::Nowhere);
        assert_eq!(links.resolve("x.md", "javascript:alert(1)"), Target::Nowhere);
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
