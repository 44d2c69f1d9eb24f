//! `evenkeel build`: lints the journal and builds its site.

mod passphrase;
mod workshop;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use self::passphrase::Secret;
pub(super) use self::workshop::{Built, Workshop};
use super::terminal::link;
use super::{Global, Outcome, care, print, progress, rules};
use crate::diagnostic::{Diagnostic, Family, Severity};
use crate::disk::{self, Output};
use crate::project::library::Library;
use crate::project::{Project, shown};
use crate::report::{Checked, Format, Report, Summary, count, report};
use crate::site::lock;

/// How many broken links are shown when nobody asked for all.
pub(super) const SHOWN: usize = 5;

/// Build the private site, and say what the rules found.
#[derive(Debug, Clone, clap::Args)]
#[group(id = "building")]
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
    pub(super) strict: bool,
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
    pub(super) include_private: bool,
    passphrase: Option<String>,
}

impl Shape {
    /// Whether whoever has the files can read them.
    pub(super) const fn is_open(&self) -> bool {
        self.passphrase.is_none()
    }
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<Outcome> {
    let project = arguments.open(global)?;
    rules::refuse_faults(&project)?;
    let mut output = Output::open(&arguments.output(&project))?;
    let shape = arguments.shape(output.folder())?;
    let mut library = Library::default();
    progress::read(&mut library, &project)?;
    for problem in &library.problems {
        anstream::eprintln!("error: {problem}.");
    }
    let human = report(Format::Human, super::terminal::width());
    let unread = tell_faults(&project, &library, &*human);
    let built = build(&project, &library, &mut output, &shape)?;
    let broken: usize = built.broken.iter().map(|file| file.diagnostics.len()).sum();
    tell_broken(&built, if arguments.strict { usize::MAX } else { SHOWN }, &*human);
    let summary = library.summary();
    print(&format!("{}{}", findings(&summary), place(output.folder())))?;
    care::message(&project.config, !summary.withheld.is_empty());
    Ok(if unread || !library.problems.is_empty() {
        Outcome::Incomplete
    } else if arguments.strict && broken > 0 {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}

/// Builds the site once.
fn build(
    project: &Project,
    library: &Library,
    output: &mut Output,
    shape: &Shape,
) -> Result<Built> {
    let mut workshop = Workshop::open(project, shape.include_private)?;
    workshop.build(project, library, output, (shape, false))
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
    format!("The site is ready. Open {}\n", link(&index, &shown(&index)))
}
