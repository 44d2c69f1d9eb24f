//! Makes the site and puts it into its folder; again, only what changed.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

use anyhow::{Result, anyhow};
use rayon::prelude::*;

use super::Shape;
use crate::cli::Refused;
use crate::cli::lessons::lessons;
use crate::diagnostic::Diagnostic;
use crate::disk::{self, Item, Output, Published};
use crate::journal::template;
use crate::project::Project;
use crate::project::library::Library;
use crate::report::Checked;
use crate::site::lock::{self, Unsealed};
use crate::site::memory::Memory;
use crate::site::photo::{self, Cleaned};
use crate::site::theme::{Fault, Theme};
use crate::site::{Draft, Input, Lesson, Page, Site};

/// A site that was built.
pub(in crate::cli) struct Built {
    pub(in crate::cli) published: Published,
    /// Links and photos that lead nowhere, a file each.
    pub(in crate::cli) broken: Vec<Checked>,
    /// What else there is to say.
    pub(in crate::cli) notes: Vec<String>,
}

/// What stays the same from one build to the next, while rules, theme, config and day do.
pub(in crate::cli) struct Workshop {
    theme: Theme,
    lessons: Vec<Lesson>,
    include_private: bool,
    memory: Memory,
}

impl Workshop {
    /// Reads the theme and explains the rules.
    pub(in crate::cli) fn open(project: &Project, include_private: bool) -> Result<Self> {
        let own = disk::theme(&project.folder, &project.config.theme)?;
        let theme =
            Theme::new(&project.config.theme, own).map_err(|fault| template_error(&fault))?;
        let lessons = lessons(&project.rules);
        Ok(Self { theme, lessons, include_private, memory: Memory::default() })
    }

    /// Arranges the site and hands it to `then`.
    pub(in crate::cli) fn with_site<T>(
        &mut self,
        project: &Project,
        library: &Library,
        then: impl FnOnce(&Site, &Draft, &Memory) -> Result<T>,
    ) -> Result<T> {
        let journal = library.journal();
        let withheld = if self.include_private { library.withheld() } else { library.heavy() };
        let account = library.account(project);
        let input = Input {
            journal: &journal,
            withheld: &withheld,
            files: &library.others,
            config: &project.config,
            theme: &self.theme,
            account: &account,
            calendar: project.calendar(),
            remarks: &library.remarks(),
            rules: &self.lessons,
            taken: &disk::taken(&project.folder),
            question: template::question(&project.promises.touchstones, project.today),
            include_private: self.include_private,
        };
        let draft = Draft::new(&input, &self.memory);
        let done = then(&Site::new(&draft), &draft, &self.memory);
        let leaves = draft.leaves();
        drop(draft);
        self.memory.keep(leaves);
        done
    }

    /// Renders what changed and puts it into `output`. With `later` what can wait stays as
    /// it is; without, all of the site is as it would be if it were built from nothing.
    pub(in crate::cli) fn build(
        &mut self,
        project: &Project,
        library: &Library,
        output: &mut Output,
        (shape, later): (&Shape, bool),
    ) -> Result<Built> {
        let (built, made) = self.with_site(project, library, |site, draft, memory| {
            let notes = Mutex::new(Vec::new());
            let pages = site.pages();
            // What is sealed is another at every build.
            let open = shape.passphrase.is_none();
            let print = |page| site.print(page).filter(|_| open);
            let prints: Vec<Option<u64>> = pages.par_iter().map(print).collect();
            let attachments = site.attachments();
            let known = pages
                .iter()
                .zip(&prints)
                .map(|(page, print)| print.and_then(|print| memory.page(&page.path, print)));
            let mut items: Vec<Item> = pages
                .iter()
                .zip(known)
                .map(|(page, known)| Item {
                    known,
                    later: later && Site::can_wait(page),
                    ..made(site, page)
                })
                .collect();
            for (to, from) in &attachments {
                items.push(copied(to, from, &project.folder.join(from), &notes));
            }
            let published = match &shape.passphrase {
                None => output.publish(&items),
                Some(passphrase) => publish_locked(output, &items, passphrase, &notes),
            };
            let published = published.map_err(|error| match error.downcast::<Broken>() {
                Ok(Broken(fault)) => template_error(&fault),
                Err(error) => error,
            })?;
            let fresh = items.iter().zip(&published.hashes).zip(&prints);
            let fresh = fresh.filter(|((item, hash), _)| !item.later && item.known != **hash);
            let fresh = fresh
                .filter_map(|((item, hash), print)| Some((item.name.clone(), (*print)?, (*hash)?)));
            let fresh: Vec<(String, u64, u64)> = fresh.collect();
            drop(items);
            let mut notes = notes.into_inner().unwrap_or_default();
            if shape.include_private {
                notes.push("private entries and passages are on this site.".to_owned());
            }
            notes.sort();
            Ok((Built { published, broken: broken(draft.faults()), notes }, fresh))
        })?;
        for (path, print, bytes) in made {
            self.memory.made(&path, print, bytes);
        }
        Ok(built)
    }
}

/// Whether a browser would run the file, or the file is an entry under another name.
fn runs(path: &Path) -> bool {
    let ending =
        |path: &Path| path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    ["html", "htm", "xhtml", "xht", "shtml", "mht", "mhtml", "js", "mjs"].contains(&&*ending(path))
        || ["md", "markdown"].contains(&&*ending(&whole))
}

fn made<'a>(site: &'a Site<'_>, page: &'a Page) -> Item<'a> {
    let make = move || site.render(page).map(Some).map_err(|fault| anyhow!(Broken(fault)));
    Item { name: page.path.clone(), stamp: None, known: None, later: false, make: Box::new(make) }
}

/// A file of the journal; of a photo the picture alone.
fn copied<'a>(to: &str, from: &'a str, path: &Path, notes: &'a Mutex<Vec<String>>) -> Item<'a> {
    let path = path.to_owned();
    let stamp = disk::stamp(&path);
    let make = move || {
        if runs(&path) {
            let note = format!(
                "{from} is not on the site: a page or a program could load or run something. Link to it by its whole address if you need it."
            );
            notes.lock().map_err(|_| anyhow!("a file could not be read"))?.push(note);
            return Ok(None);
        }
        Ok(match photo::clean(disk::read(&path)?) {
            Cleaned::Clean(bytes) | Cleaned::Untouched(bytes) => Some(bytes),
            Cleaned::Unclean => {
                let note = format!(
                    "{from} is not on the site: it may say where it was taken, and that cannot be taken out of this kind of file. Save it as JPEG, PNG or WebP."
                );
                notes.lock().map_err(|_| anyhow!("a photo could not be read"))?.push(note);
                None
            }
        })
    };
    Item { name: to.to_owned(), stamp, known: None, later: false, make: Box::new(make) }
}

/// Seals everything and publishes that. What the locked site still shows is a note.
fn publish_locked(
    output: &mut Output,
    items: &[Item],
    passphrase: &str,
    notes: &Mutex<Vec<String>>,
) -> Result<Published> {
    let make = |item: &Item| Ok((item.make)()?.map(|bytes| (item.name.clone(), bytes)));
    let files: Result<BTreeMap<String, Vec<u8>>> =
        items.par_iter().filter_map(|item| make(item).transpose()).collect();
    let files = files?;
    let random = |bytes: &mut [u8]| getrandom::fill(bytes).map_err(|_| Unsealed::Random);
    let locked = lock::lock(&files, passphrase, lock::ROUNDS, &random)
        .map_err(|error| anyhow!("the site cannot be locked: {error}"))?;
    let shown = format!(
        "the site is locked. Without the passphrase it shows only that it is a journal, when it was built, and that there are about {} MB of it. The passphrase is kept nowhere; if it is lost, build again.",
        lock::megabytes(&locked)
    );
    notes.lock().map_err(|_| anyhow!("the site cannot be locked"))?.push(shown);
    let items: Vec<Item> = locked
        .into_iter()
        .map(|(name, bytes)| Item {
            name,
            stamp: None,
            known: None,
            later: false,
            make: Box::new(move || Ok(Some(bytes.clone()))),
        })
        .collect();
    output.publish(&items)
}

/// A template that does not work, on its way through the publishing.
#[derive(Debug)]
struct Broken(Box<Fault>);

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.diagnostic.message)
    }
}

impl std::error::Error for Broken {}

/// What is wrong with a theme, drawn where it has a place.
fn template_error(fault: &Fault) -> anyhow::Error {
    if fault.source.is_empty() {
        return anyhow!("{}", fault.diagnostic.message);
    }
    let diagnostics = vec![fault.diagnostic.clone()];
    let checked = Checked::new(fault.path.clone(), fault.source.clone(), diagnostics);
    let message = "the site was not built; the above has to be put right first";
    Refused::new(&[checked], message).into()
}

/// A file for each entry that has broken links.
fn broken(faults: Vec<(&str, &str, Diagnostic)>) -> Vec<Checked> {
    let mut files: Vec<Checked> = Vec::new();
    for (path, source, found) in faults {
        match files.last_mut().filter(|last| last.path == path) {
            Some(last) => last.diagnostics.push(found),
            None => files.push(Checked::new(path.to_owned(), source.to_owned(), vec![found])),
        }
    }
    files
}
