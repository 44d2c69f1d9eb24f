//! `evenkeel build`: lints the journal and builds its site.

#[cfg(feature = "lock")]
mod lock;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

#[cfg(feature = "lock")]
use self::lock::LockArgs;
use super::care;
use super::exit_status::ExitStatus;
use super::global::GlobalArgs;
use super::output::{human, print, print_problems};
use super::progress::{self, FileProgress};
use super::site_output::{print_broken_links, print_journal_problems};
use super::terminal::link;
use crate::builder::{BuildOptions, BuildScope, SiteBuilder};
use crate::diagnostic::Family;
use crate::disk::OutputFolder;
use crate::project::{JournalIndex, Project, shown};
use crate::report::{Summary, count};

/// How many broken links are shown when nobody asked for all.
const SHOWN: usize = 5;

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
pub(super) struct BuildArgs {
    /// The journal. Default: the one that this folder belongs to.
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Where the site goes. Default: `site` in the journal.
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Show private entries and passages too.
    #[arg(long)]
    include_private: bool,
    /// Tell every link and photo that leads nowhere, and exit with 1 when there is one.
    #[arg(long)]
    strict: bool,
    #[cfg(feature = "lock")]
    #[command(flatten)]
    lock: LockArgs,
}

impl BuildArgs {
    /// The journal these arguments name.
    pub(super) fn open(&self, global: &GlobalArgs) -> Result<Project> {
        let start = self.folder.as_deref();
        if let Some(file) = start.filter(|start| start.is_file()) {
            bail!("{} is a file. Name the folder that holds the journal", file.display());
        }
        if let Some(missing) = start.filter(|start| !start.is_dir()) {
            bail!("there is no folder {}. Check the spelling", missing.display());
        }
        let mut project = Project::open(start, &global.options()?)?;
        if let Some(start) = start {
            project.folder = start.canonicalize().context("the journal cannot be read")?;
        }
        Ok(project)
    }

    /// The journal's folder, where it was named.
    #[cfg(feature = "serve")]
    pub(super) fn folder(&self) -> Option<PathBuf> {
        self.folder.clone()
    }

    /// The folder the site goes to.
    pub(super) fn output(&self, project: &Project) -> PathBuf {
        self.output.clone().unwrap_or_else(|| project.folder.join(&project.config.output))
    }

    /// How many broken links are shown.
    pub(super) const fn links_shown(&self) -> usize {
        if self.strict { usize::MAX } else { SHOWN }
    }

    /// How the site in `output` is to be made. Asks for a passphrase where one is wanted.
    #[cfg(feature = "lock")]
    pub(super) fn options(&self, output: &Path) -> Result<BuildOptions> {
        let passphrase = self.lock.passphrase(output)?;
        Ok(BuildOptions { include_private: self.include_private, passphrase })
    }

    /// How the site is to be made.
    #[cfg(not(feature = "lock"))]
    #[expect(clippy::unnecessary_wraps, reason = "the same call with and without the feature")]
    pub(super) fn options(&self, _: &Path) -> Result<BuildOptions> {
        Ok(BuildOptions { include_private: self.include_private })
    }
}

pub(super) fn run(arguments: &BuildArgs, global: &GlobalArgs) -> Result<ExitStatus> {
    let project = arguments.open(global)?.usable()?;
    let mut index = JournalIndex::default();
    progress::read(&mut index, &project)?;
    print_problems(&index.problems);
    let project = if index.is_empty() { project.writable()? } else { project };
    let mut output = OutputFolder::open(&arguments.output(&project))?;
    let options = arguments.options(output.folder())?;
    let human = human();
    let unread = print_journal_problems(&project, &index, &*human);
    let mut builder = SiteBuilder::open(&project, options)?;
    let progress = FileProgress::new();
    let photo_made = |photos| progress.step(photos);
    let report = builder.build(&project, &index, &mut output, BuildScope::All, &photo_made)?;
    drop(progress);
    let broken: usize = report.broken.iter().map(|file| file.diagnostics.len()).sum();
    print_broken_links(&report, &project, arguments.links_shown(), &*human);
    let summary = index.summary();
    print(&format!("{}{}", findings(&summary), place(output.folder())))?;
    care::message(&project.config, !summary.withheld.is_empty());
    if arguments.strict && broken > 0 {
        let links = count(broken, "link");
        print(&format!("{links} lead nowhere, and `--strict` was asked for: exit code 1.\n"))?;
    }
    Ok(if unread || !index.problems.is_empty() {
        ExitStatus::Incomplete
    } else if arguments.strict && broken > 0 {
        ExitStatus::Findings
    } else {
        ExitStatus::Clean
    })
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
                Family::Repair => "about somebody else",
                Family::Journal => "about the files",
            };
            format!("  {:9} {} {about}\n", family.name(), count(summary.of_family(family), "place"))
        });
    let lines: String = lines.collect();
    let hint = if summary.of_family(Family::Harsh) + summary.of_family(Family::Avoidant) > 0 {
        "`evenkeel check` shows each, with a question or other words.\n"
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
