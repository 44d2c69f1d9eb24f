//! `evenkeel build`: lints the journal and builds its site.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::library::Library;
use super::project::{Project, shown};
use super::{Global, Outcome, care, print, rules};
use crate::diagnostic::{Family, Severity};
use crate::disk::{self, Published};
use crate::report::{Checked, Format, Report, Summary, count, report};
use crate::site::{
    self, Input,
    theme::{Fault, Theme},
};

/// Build the private site, and say what the rules found.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "\
Examples:
  evenkeel build                       the journal that this folder belongs to
  evenkeel build notes --output ~/site
The site is a folder of files: open its index.html by double-click. It loads nothing from anywhere.")]
pub(super) struct Arguments {
    /// The journal. Default: the one that this folder belongs to.
    #[arg(value_name = "DIR")]
    pub(super) folder: Option<PathBuf>,
    /// Where the site goes. Default: `site` in the journal.
    #[arg(short, long, value_name = "DIR")]
    pub(super) output: Option<PathBuf>,
}

impl Arguments {
    /// The journal these arguments name.
    pub(super) fn open(&self, global: &Global) -> Result<Project> {
        let start = self.folder.as_deref().unwrap_or_else(|| Path::new("."));
        if !start.is_dir() {
            bail!("there is no folder {}. Check the spelling", start.display());
        }
        let mut project = Project::open(start, global)?;
        if self.folder.is_some() {
            project.folder = start.canonicalize().context("the journal cannot be read")?;
        }
        Ok(project)
    }

    /// The folder the site goes to.
    pub(super) fn output(&self, project: &Project) -> PathBuf {
        self.output.clone().unwrap_or_else(|| project.folder.join(&project.config.output))
    }
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<Outcome> {
    let project = arguments.open(global)?;
    rules::refuse_faults(&project)?;
    let output = arguments.output(&project);
    disk::prepare(&output)?;
    let mut library = Library::default();
    library.refresh(&project)?;
    for problem in &library.problems {
        anstream::eprintln!("error: {problem}.");
    }
    let human = report(Format::Human, super::check::terminal_width());
    let unread = tell_faults(&project, &library, &*human);
    build(&project, &library, &output)?;
    let summary = library.summary();
    print(&format!("{}{}", findings(&summary), place(&output)))?;
    care::message(&project.config, !summary.withheld.is_empty());
    Ok(if unread || !library.problems.is_empty() { Outcome::Incomplete } else { Outcome::Clean })
}

/// Renders the site and puts it into `output`.
pub(super) fn build(project: &Project, library: &Library, output: &Path) -> Result<Published> {
    let own = disk::theme(&project.folder, &project.config.theme)?;
    let theme = Theme::new(&project.config.theme, own).map_err(|fault| template_error(&fault))?;
    let journal = library.journal();
    let withheld = library.withheld();
    let account = library.account(project);
    let input = Input {
        journal: &journal,
        withheld: &withheld,
        files: &library.others,
        config: &project.config,
        theme: &theme,
        account: &account,
        calendar: project.calendar(),
    };
    let mut site = site::render(&input).map_err(|fault| template_error(&fault))?;
    for (to, from) in &site.attachments {
        site.files.insert(to.clone(), disk::read(&project.folder.join(from))?);
    }
    disk::publish(output, &site.files)
}

fn template_error(fault: &Fault) -> anyhow::Error {
    let diagnostics = vec![fault.diagnostic.clone()];
    let checked = Checked::new(fault.path.clone(), fault.source.clone(), diagnostics);
    anstream::eprint!("{}", report(Format::Human, super::check::terminal_width()).file(&checked));
    anyhow::anyhow!("the site was not built; the template above has to be put right first")
}

/// Says what is odd about the files themselves; findings about words are only counted. True when
/// a file could not be read.
pub(super) fn tell_faults(project: &Project, library: &Library, report: &dyn Report) -> bool {
    let mut unread = false;
    for checked in project.faults.iter().chain(library.checked()) {
        let heavy = |d: &&crate::diagnostic::Diagnostic| {
            d.family == Family::Journal && d.severity >= Severity::Warning
        };
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
