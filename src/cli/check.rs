//! `evenkeel check`: lints files, folders or standard input.

use std::path::{Path, PathBuf};

use anyhow::Result;
use rayon::prelude::*;

use super::baseline;
use super::care;
use super::choices::{FailOn, FormatArg, SurfaceArg};
use super::exit_status::ExitStatus;
use super::global::GlobalArgs;
use super::output::{escape_controls, print_exact};
use super::pager::print_long;
use super::progress::FileProgress;
use super::targets::{self, FileNaming, Targets};
use super::terminal::linked_reporter;
use crate::baseline::Baseline;
use crate::commitment::progress::EntryCheckIns;
use crate::config::{Config, Surface};
use crate::diagnostic::Severity;
use crate::disk::{self, Changes, JournalFile};
use crate::journal::entry::Entry;
use crate::lint::RuleSet;
use crate::project::FileCheck;
use crate::project::{OpenOptions, Project};
use crate::report::{CheckedFile, OutputFormat, Reporter, Summary, reporter};
use crate::text::LineIndex;

/// Look for self-talk that attacks you, and offer another wording.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  evenkeel check                          the journal that this folder belongs to
  evenkeel check 2026/03 today.md         some of it
  evenkeel check --format concise         one line each, for an editor
  evenkeel check - --stdin-filename x.md  text from standard input
  evenkeel check --explain today.md       and which words were read as what
  evenkeel check --changed                what you wrote since the last commit

Exit code: 0 nothing at or above --fail-on, 1 something, 2 it could not be done.")]
#[expect(clippy::struct_excessive_bools, reason = "the flags of a command line")]
pub(super) struct CheckArgs {
    /// Files and folders; `-` is standard input. Default: the journal.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How to tell it.
    #[arg(long, value_enum, default_value_t)]
    format: FormatArg,
    /// Say of each finding which words were read as what; JSON says it always.
    #[arg(long)]
    explain: bool,
    /// The lightest level that makes the exit code 1.
    #[arg(long, value_name = "LEVEL", default_value = "warning")]
    fail_on: FailOn,
    /// Exit with 0 whatever was found.
    #[arg(long)]
    exit_zero: bool,
    /// Print nothing; the exit code says it.
    #[arg(short, long)]
    quiet: bool,
    /// Show places and rules, and no word of the journal: for logs that others see.
    #[arg(long)]
    redact: bool,
    /// Leave out what this file lists; `evenkeel baseline` writes it.
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Only lines that git says were changed since REF, files it does not know yet included.
    #[arg(long, value_name = "REF", num_args = 0..=1, default_missing_value = "HEAD")]
    changed: Option<String>,
    /// Leave out what the journal leaves out even when it is named, as hooks and editors do.
    #[arg(long)]
    force_exclude: bool,
    /// Ask for a reason at every `<!-- evenkeel: … -->`.
    #[arg(long)]
    require_reasons: bool,
    /// Whose levels apply, where the config tells them apart.
    #[arg(long = "for", value_name = "WHERE", value_enum, default_value_t)]
    surface: SurfaceArg,
    /// The name of the text on standard input.
    #[arg(long, value_name = "PATH", default_value = "stdin.md")]
    stdin_filename: String,
    /// How many files to read at once. Default: one for each processor.
    #[arg(short = 'j', long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    jobs: usize,
}

impl CheckArgs {
    /// Whether what is printed may be seen by others.
    const fn others_see(&self) -> bool {
        self.redact || matches!(self.surface, SurfaceArg::Hook)
    }
}

pub(super) fn run(arguments: &CheckArgs, global: &GlobalArgs) -> Result<ExitStatus> {
    let stdin = arguments.paths.iter().any(|path| path.as_os_str() == "-");
    let paths: Vec<PathBuf> =
        arguments.paths.iter().filter(|path| path.as_os_str() != "-").cloned().collect();
    let surface: Surface = arguments.surface.into();
    let require_reasons = arguments.require_reasons;
    let options = match surface {
        Surface::Terminal => global.options()?,
        Surface::Editor | Surface::Hook => global.options_here()?,
    };
    let options = OpenOptions { surface, require_reasons, ..options };
    let project = Project::open(targets::start(&paths), &options)?;
    let format: OutputFormat = arguments.format.into();
    let report = match format {
        // Where the journal lies is told to nobody else.
        OutputFormat::Sarif if arguments.redact => reporter(format, 0),
        _ => linked_reporter(format, &project, arguments.explain),
    };
    let naming = match format {
        OutputFormat::Json => FileNaming::Given,
        _ => FileNaming::WorkingDirectory,
    };
    let mut run = CheckRun {
        arguments,
        report: &*report,
        config: &project.config,
        texts: Vec::new(),
        summary: Summary::default(),
    };
    for file in &project.diagnostics {
        run.take(run.tell(file.clone(), Summary::default()));
    }
    let mut unread = project.is_unusable();
    if !unread {
        let filter = FindingFilter::new(arguments, &project)?;
        if stdin {
            let name = arguments.stdin_filename.clone();
            let found = JournalFile {
                inside: project.inside(Path::new(&name)),
                name,
                path: PathBuf::new(),
            };
            let text = disk::read_stdin()?;
            if !arguments.force_exclude || targets::is_looked_at(&found, &project) {
                let check = crate::project::check(&found, text, &project);
                run.take(run.check(check, &found, &filter));
            }
        }
        let mut targets = if stdin && paths.is_empty() {
            Targets::default()
        } else {
            Targets::find(&paths, &project, naming)?
        };
        unread = targets.tell_problems();
        if arguments.force_exclude {
            targets.leave_out_excluded(&project);
        }
        targets.files.retain(|file| filter.wants(file));
        let mut entries = Vec::new();
        for (piece, check_ins) in run.files(&targets.files, &project, &filter)? {
            run.take(piece);
            entries.extend(check_ins.map(|check_ins| *check_ins));
        }
        let whole = paths.is_empty() && !stdin && arguments.changed.is_none();
        if whole && !arguments.others_see() {
            run.prompts(&entries, &targets.files, &project, &filter)?;
        }
    }
    let CheckRun { texts, summary, .. } = run;
    if !arguments.quiet {
        let text = report.begin() + &texts.join(report.between()) + &report.end(&summary);
        if format.is_json() {
            print_exact(&escape_controls(&text))?;
        } else {
            print_long(&text)?;
        }
        care::message(&project.config, !summary.withheld.is_empty());
    }
    unread |= has_unread(&summary);
    // The process ends here: taking the rules apart first would be a tenth of a short run.
    std::mem::forget(project);
    Ok(outcome(arguments, &summary, unread))
}

/// What is printed about one file, and its counts.
struct ReportedFile {
    text: String,
    summary: Summary,
}

/// A run under way.
struct CheckRun<'a> {
    arguments: &'a CheckArgs,
    report: &'a dyn Reporter,
    config: &'a Config,
    texts: Vec<String>,
    summary: Summary,
}

impl CheckRun<'_> {
    fn take(&mut self, file: ReportedFile) {
        self.summary.merge(&file.summary);
        if !file.text.is_empty() {
            self.texts.push(file.text);
        }
    }

    fn files(
        &self,
        files: &[JournalFile],
        project: &Project,
        filter: &FindingFilter,
    ) -> Result<Vec<(ReportedFile, Option<Box<EntryCheckIns>>)>> {
        let progress = FileProgress::new();
        let one = |file: &JournalFile| {
            progress.step(files.len());
            let mut check = crate::project::check_file(file, project);
            let check_ins = check.check_ins.take().map(Box::new);
            (self.check(check, file, filter), check_ins)
        };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.arguments.jobs).build()?;
        let all = pool.install(|| files.par_iter().map(one).collect());
        Ok(all)
    }

    /// What the newest entry is asked about commitments.
    fn prompts(
        &mut self,
        entries: &[EntryCheckIns],
        files: &[JournalFile],
        project: &Project,
        filter: &FindingFilter,
    ) -> Result<()> {
        let dated = entries
            .iter()
            .filter(|check_ins| check_ins.date.is_some_and(|day| day <= project.today));
        let Some(newest) = dated.max_by_key(|check_ins| (check_ins.date, &check_ins.path)) else {
            return Ok(());
        };
        let diagnostics = project.progress(entries).prompts(newest);
        let file = files.iter().find(|file| file.inside == newest.path);
        if let (Some(file), false) = (file, diagnostics.is_empty()) {
            let source = disk::read_text(&file.path)?;
            let mut checked = CheckedFile::new(file.name.clone(), source, diagnostics);
            let known = filter.take_out(file, &mut checked);
            self.take(self.tell(checked, Summary { known, ..Summary::default() }));
        }
        Ok(())
    }

    fn check(&self, check: FileCheck, file: &JournalFile, filter: &FindingFilter) -> ReportedFile {
        let FileCheck { entry, disclosure, mut checked, .. } = check;
        let others_see = self.arguments.others_see();
        let is_private = entry.as_ref().is_some_and(|entry| entry.private);
        if let Some(entry) = entry.as_ref().filter(|_| others_see) {
            checked = without_private(entry, checked);
        }
        let known = filter.take_out(file, &mut checked);
        let words = match entry {
            Some(entry) if others_see => entry.public_words(self.config),
            Some(entry) => entry.words,
            None => 0,
        };
        // Others hear nothing of a private entry, not even that it is there.
        let named = !(others_see && is_private);
        let listed = |listed: bool| (listed && named).then(|| checked.path.clone());
        let withheld = listed(disclosure.is_withheld()).into_iter().collect();
        let quiet = listed(checked.hushed).into_iter().collect();
        let summary = Summary { files: 1, words, withheld, quiet, known, ..Summary::default() };
        self.tell(checked, summary)
    }

    fn tell(&self, checked: CheckedFile, mut summary: Summary) -> ReportedFile {
        summary.add(&checked.diagnostics);
        if self.arguments.quiet || checked.diagnostics.is_empty() {
            return ReportedFile { text: String::new(), summary };
        }
        let checked = if self.arguments.redact { checked.redact() } else { checked };
        ReportedFile { text: self.report.file(&checked), summary }
    }
}

/// What may be told where others could see it: nothing of a private entry or passage.
pub(super) fn without_private(entry: &Entry, mut checked: CheckedFile) -> CheckedFile {
    if entry.private {
        checked.diagnostics.clear();
    }
    if checked.diagnostics.is_empty() || !entry.hides_something() {
        return checked;
    }
    checked.diagnostics.retain(|found| !entry.hides(found.span));
    // Lines are shown whole, so what is private on them is blanked, byte for byte.
    checked.source = entry.blanked();
    checked
}

/// Which findings are asked for.
struct FindingFilter<'a> {
    rules: &'a RuleSet,
    baseline: Option<Baseline>,
    changes: Option<Changes>,
}

impl<'a> FindingFilter<'a> {
    fn new(arguments: &CheckArgs, project: &'a Project) -> Result<Self> {
        let baseline = arguments.baseline.as_deref().map(baseline::read).transpose()?;
        let since = arguments.changed.as_deref();
        let changes =
            since.map(|reference| disk::changed(&project.folder, reference)).transpose()?;
        Ok(Self { rules: project.rules(), baseline, changes })
    }

    fn wants(&self, file: &JournalFile) -> bool {
        self.changes.as_ref().is_none_or(|changes| changes.contains_key(&file.inside))
    }

    /// Takes out what is not asked for; the number is of those that the baseline knows.
    fn take_out(&self, file: &JournalFile, checked: &mut CheckedFile) -> usize {
        if let Some(lines) = self.changes.as_ref().and_then(|changes| changes.get(&file.inside)) {
            let index = LineIndex::new(&checked.source);
            checked.diagnostics.retain(|found| lines.touch_span(found.span, &index));
        }
        let Some(baseline) = &self.baseline else { return 0 };
        let CheckedFile { source, diagnostics, .. } = checked;
        baseline.take_out(&file.inside, source, self.rules, diagnostics)
    }
}

/// An error of the journal family is a file that could not be read, a config or a rule.
fn has_unread(summary: &Summary) -> bool {
    summary.counts.contains_key(&(crate::diagnostic::Family::Journal, Severity::Error))
}

fn outcome(arguments: &CheckArgs, summary: &Summary, unread: bool) -> ExitStatus {
    if unread {
        return ExitStatus::Incomplete;
    }
    let limit = arguments.fail_on.severity().filter(|_| !arguments.exit_zero);
    match (summary.worst(), limit) {
        (Some(worst), Some(limit)) if worst >= limit => ExitStatus::Findings,
        _ => ExitStatus::Clean,
    }
}
