//! `evenkeel build`: lints the journal and builds its site.

mod passphrase;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::{Context, Result, anyhow, bail};
use rayon::prelude::*;

use self::passphrase::Secret;
use super::lessons::lessons;
use super::{Global, Outcome, care, print, progress, rules};
use crate::diagnostic::{Diagnostic, Family, Severity};
use crate::disk::{self, Item, Published};
use crate::journal::template;
use crate::project::library::Library;
use crate::project::{Project, shown};
use crate::report::{Checked, Format, Report, Summary, count, report};
use crate::site::lock::{self, Unsealed};
use crate::site::photo::{self, Cleaned};
use crate::site::theme::{Fault, Theme};
use crate::site::{Draft, Input, Page, Site};

/// How many broken links are shown when nobody asked for all.
const SHOWN: usize = 5;

/// Build the private site, and say what the rules found.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "\
Examples:
  evenkeel build                       the journal that this folder belongs to
  evenkeel build notes --output ~/site
  evenkeel build --strict              every broken link, and exit code 1 if there is one
  evenkeel build --lock                the site under a passphrase, for a shared drive
The site is a folder of files: open its index.html by double-click. It loads nothing from anywhere.")]
pub(super) struct Arguments {
    /// The journal. Default: the one that this folder belongs to.
    #[arg(value_name = "DIR")]
    pub(super) folder: Option<PathBuf>,
    /// Where the site goes. Default: `site` in the journal.
    #[arg(short, long, value_name = "DIR")]
    pub(super) output: Option<PathBuf>,
    /// Show private entries and passages too.
    #[arg(long)]
    include_private: bool,
    /// Tell every link and photo that leads nowhere, and exit with 1 when there is one.
    #[arg(long)]
    strict: bool,
    /// Put an open site where a locked one lies.
    #[arg(long, conflicts_with = "lock")]
    unlock: bool,
    #[command(flatten)]
    secret: Secret,
}

impl Arguments {
    /// The journal these arguments name.
    pub(super) fn open(&self, global: &Global) -> Result<Project> {
        let start = self.folder.as_deref().unwrap_or_else(|| Path::new("."));
        if start.is_file() {
            bail!("{} is a file. Name the folder that holds the journal", start.display());
        }
        if !start.is_dir() {
            bail!("there is no folder {}. Check the spelling", start.display());
        }
        let mut project = Project::open(start, &global.manner())?;
        if self.folder.is_some() {
            project.folder = start.canonicalize().context("the journal cannot be read")?;
        }
        Ok(project)
    }

    /// The folder the site goes to.
    pub(super) fn output(&self, project: &Project) -> PathBuf {
        self.output.clone().unwrap_or_else(|| project.folder.join(&project.config.output))
    }

    /// How the site in `output` is to be made. Asks for a passphrase where one is wanted.
    pub(super) fn shape(&self, output: &Path) -> Result<Shape> {
        if !self.secret.is_wanted() && !self.unlock && disk::holds(output, lock::MARK) {
            bail!(
                "the site in {} is locked, and this would put an open one in its place. Use `--lock` again, or `--unlock` if that is what you want",
                output.display()
            );
        }
        Ok(Shape { include_private: self.include_private, passphrase: self.secret.read()? })
    }
}

/// How a site is made.
pub(super) struct Shape {
    include_private: bool,
    passphrase: Option<String>,
}

/// A site that was built.
pub(super) struct Built {
    pub(super) published: Published,
    /// Links and photos that lead nowhere, a file each.
    pub(super) broken: Vec<Checked>,
    /// What else there is to say.
    pub(super) notes: Vec<String>,
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<Outcome> {
    let project = arguments.open(global)?;
    rules::refuse_faults(&project)?;
    let output = arguments.output(&project);
    disk::prepare(&output)?;
    let shape = arguments.shape(&output)?;
    let mut library = Library::default();
    progress::read(&mut library, &project)?;
    for problem in &library.problems {
        anstream::eprintln!("error: {problem}.");
    }
    let human = report(Format::Human, super::check::terminal_width());
    let unread = tell_faults(&project, &library, &*human);
    let built = build(&project, &library, &output, &shape)?;
    let broken: usize = built.broken.iter().map(|file| file.diagnostics.len()).sum();
    tell_broken(&built, if arguments.strict { usize::MAX } else { SHOWN }, &*human);
    let summary = library.summary();
    print(&format!("{}{}", findings(&summary), place(&output)))?;
    care::message(&project.config, !summary.withheld.is_empty());
    Ok(if unread || !library.problems.is_empty() {
        Outcome::Incomplete
    } else if arguments.strict && broken > 0 {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}

/// Reads the theme and everything that a site is made from, and hands it to `then`.
pub(super) fn with_site<T>(
    project: &Project,
    library: &Library,
    include_private: bool,
    then: impl FnOnce(&Site, &Draft) -> Result<T>,
) -> Result<T> {
    let own = disk::theme(&project.folder, &project.config.theme)?;
    let theme = Theme::new(&project.config.theme, own).map_err(|fault| template_error(&fault))?;
    let journal = library.journal();
    let withheld = if include_private { library.withheld() } else { library.heavy() };
    let account = library.account(project);
    let input = Input {
        journal: &journal,
        withheld: &withheld,
        files: &library.others,
        config: &project.config,
        theme: &theme,
        account: &account,
        calendar: project.calendar(),
        remarks: &library.remarks(),
        rules: &lessons(&project.rules),
        taken: &disk::taken(&project.folder),
        question: template::question(&project.promises.touchstones, project.today),
        include_private,
    };
    let draft = Draft::new(&input);
    then(&Site::new(&draft), &draft)
}

/// Renders the site and puts it into `output`.
pub(super) fn build(
    project: &Project,
    library: &Library,
    output: &Path,
    shape: &Shape,
) -> Result<Built> {
    with_site(project, library, shape.include_private, |site, draft| {
        let notes = Mutex::new(Vec::new());
        let pages = site.pages();
        let attachments = site.attachments();
        let mut items: Vec<Item> = pages.iter().map(|page| made(site, page)).collect();
        for (to, from) in &attachments {
            items.push(copied(to, from, &project.folder.join(from), &notes));
        }
        let published = match &shape.passphrase {
            None => disk::publish(output, &items),
            Some(passphrase) => publish_locked(output, &items, passphrase, &notes),
        };
        let published = published.map_err(|error| match error.downcast::<Broken>() {
            Ok(Broken(fault)) => template_error(&fault),
            Err(error) => error,
        })?;
        drop(items);
        let mut notes = notes.into_inner().unwrap_or_default();
        if shape.include_private {
            notes.push("private entries and passages are on this site.".to_owned());
        }
        notes.sort();
        Ok(Built { published, broken: broken(draft.faults()), notes })
    })
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
    Item { name: page.path.clone(), stamp: None, make: Box::new(make) }
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
    Item { name: to.to_owned(), stamp, make: Box::new(make) }
}

/// Seals everything and publishes that. What the locked site still shows is a note.
fn publish_locked(
    output: &Path,
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
            make: Box::new(move || Ok(Some(bytes.clone()))),
        })
        .collect();
    disk::publish(output, &items)
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

/// Shows what is wrong with a theme, where it has a place.
fn template_error(fault: &Fault) -> anyhow::Error {
    if fault.source.is_empty() {
        return anyhow!("{}", fault.diagnostic.message);
    }
    let diagnostics = vec![fault.diagnostic.clone()];
    let checked = Checked::new(fault.path.clone(), fault.source.clone(), diagnostics);
    anstream::eprint!("{}", report(Format::Human, super::check::terminal_width()).file(&checked));
    anyhow!("the site was not built; the above has to be put right first")
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

/// Says which links and photos lead nowhere, `most` of them, and what else there is to say.
pub(super) fn tell_broken(built: &Built, most: usize, report: &dyn Report) {
    let mut left = most;
    for file in &built.broken {
        let mut file = file.clone();
        file.diagnostics.truncate(left);
        left -= file.diagnostics.len();
        if !file.diagnostics.is_empty() {
            anstream::eprintln!("{}", report.file(&file));
        }
    }
    let all: usize = built.broken.iter().map(|file| file.diagnostics.len()).sum();
    if all > most {
        let more = count(all - most, "more link");
        anstream::eprintln!("{more} that lead nowhere; `evenkeel build --strict` tells all.");
    }
    for note in &built.notes {
        anstream::eprintln!("note: {note}");
    }
}

/// Says what is odd about the files themselves; findings about words are only counted. True when
/// a file could not be read.
pub(super) fn tell_faults(project: &Project, library: &Library, report: &dyn Report) -> bool {
    let mut unread = false;
    for checked in project.faults.iter().chain(library.checked()) {
        let heavy =
            |d: &&Diagnostic| d.family == Family::Journal && d.severity >= Severity::Warning;
        let diagnostics: Vec<_> = checked.diagnostics.iter().filter(heavy).cloned().collect();
        unread |= diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
        if !diagnostics.is_empty() {
            anstream::eprintln!("{}", report.file(&Checked { diagnostics, ..checked.clone() }));
        }
    }
    unread
}

/// What was found, a line for each family, and what was read.
fn findings(summary: &Summary) -> String {
    let read =
        format!("{} read, {}.\n", count(summary.files, "file"), count(summary.words, "word"));
    let lines =
        Family::ALL.into_iter().filter(|family| summary.of_family(*family) > 0).map(|family| {
            let about = match family {
                Family::Harsh => "harsh on yourself",
                Family::Avoidant => "where it slips out of your hands",
                Family::Journal => "about the files",
            };
            format!("  {:9} {} {about}\n", family.name(), count(summary.of_family(family), "place"))
        });
    let lines: String = lines.collect();
    let hint = if summary.of_family(Family::Harsh) + summary.of_family(Family::Avoidant) > 0 {
        "`evenkeel check` shows each with another wording.\n"
    } else {
        ""
    };
    format!("{read}{lines}{hint}")
}

/// Where to open the site.
fn place(output: &Path) -> String {
    let index = output.canonicalize().unwrap_or_else(|_| output.to_owned()).join("index.html");
    format!("The site is ready. Open {}\n", shown(&index))
}
