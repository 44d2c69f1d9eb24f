//! Follows the writing: builds, or only checks, whenever the journal changes.

mod site;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::Result;

use self::site::Site;
use super::build::{self, Arguments, Built};
use super::events::{Events, Round};
use super::{Global, Outcome, Refused, print, progress, rules};
use crate::diagnostic::{Family, Severity};
use crate::disk;
use crate::project::library::Library;
use crate::project::{Project, shown, today};
use crate::report::{Format, Report, count, report};
use crate::serve::{News, Server};
use crate::watch::{Change, change};

/// How long the pen rests before what can wait is made: what the search needs, and counts.
const REST: Duration = Duration::from_millis(400);
/// How often the day and the folder are looked at when nothing happens.
const IDLE: Duration = Duration::from_secs(5);
/// With more changed files than this, findings are counted and not drawn.
const DRAWN: usize = 4;

/// How the writing is followed.
pub(super) struct Plan<'a> {
    pub(super) arguments: &'a Arguments,
    /// Look at the files again and again.
    pub(super) poll: bool,
    /// Check, and build nothing.
    pub(super) lint_only: bool,
    /// A command for the shell after each round.
    pub(super) exec: Option<&'a str>,
    pub(super) preview: Option<Preview>,
}

/// How the site is shown.
pub(super) struct Preview {
    pub(super) port: u16,
    pub(super) secret: bool,
    pub(super) open: bool,
}

/// Follows the writing until Ctrl-C.
pub(super) fn follow(plan: &Plan, global: &Global) -> Result<Outcome> {
    let project = plan.arguments.open(global)?;
    rules::refuse_faults(&project)?;
    let site = if plan.lint_only { None } else { Some(Site::open(plan.arguments, &project)?) };
    let mut events = Events::of(&project.folder, plan.poll)?;
    let library = Library::default();
    let mut following = Following {
        plan,
        global,
        library,
        project,
        site,
        server: None,
        news: News::Changed(Vec::new()),
        unset: false,
        failed: false,
        owed: false,
        problems: Vec::new(),
    };
    following.begin();
    following.show()?;
    let mut identity = disk::identity(&following.project.folder);
    print(&format!("Watching {}. Ctrl-C ends it.\n", shown(&following.project.folder)))?;
    loop {
        events.follow(&following.library.links);
        let folder = following.project.folder.clone();
        let output = following.output();
        let meaning = |path: &Path| match change(path, &folder, &output) {
            // A link leads there; all is read again, because its name in the journal is another.
            Change::Nothing
                if !path.starts_with(&folder)
                    && !path.starts_with(&output)
                    && events.is_linked(path) =>
            {
                Change::Content
            }
            change => change,
        };
        let resting = following.is_behind() && !following.failed;
        let patience = if resting { REST } else { IDLE };
        let Some(mut round) = events.next(patience, meaning) else {
            if following.is_behind() {
                // Nothing that was taken out of the journal stays in the search.
                following.round(&Round::default());
            }
            print("Done watching.\n")?;
            return Ok(Outcome::Clean);
        };
        round.all |= round.paths.iter().any(|path| !path.starts_with(&folder));
        let there = folder.is_dir();
        if there && disk::identity(&folder) == identity {
            following.round(&round);
            continue;
        }
        if !there {
            print("The journal's folder is gone. Waiting for it to come back.\n")?;
        }
        // Another folder may stand in its place: what is watched is the old one.
        if !events.wait_for(&folder)? {
            return Ok(Outcome::Clean);
        }
        identity = disk::identity(&folder);
        following.begin();
    }
}

struct Following<'a> {
    plan: &'a Plan<'a>,
    global: &'a Global,
    library: Library,
    project: Project,
    site: Option<Site>,
    server: Option<Server>,
    /// What the last round ended with.
    news: News,
    /// Whether the config, the rules or the theme could not be used and are still to be read.
    unset: bool,
    /// Whether the last round failed, for whatever reason: it is tried again.
    failed: bool,
    /// Whether the command of the person's is still to be run.
    owed: bool,
    /// What could not be looked into and was told.
    problems: Vec<String>,
}

/// What a round did.
struct Done {
    /// Whether anything came of it.
    changed: bool,
    /// What there is to say about it.
    line: Option<String>,
    /// The files of the site that are new or gone.
    files: Vec<String>,
}

impl Following<'_> {
    fn output(&self) -> PathBuf {
        let site = self.site.as_ref().map(|site| site.output.folder().to_owned());
        site.unwrap_or_else(|| self.plan.arguments.output(&self.project))
    }

    /// Reads and builds everything.
    fn begin(&mut self) {
        self.round(&Round { change: Some(Change::Setup), all: true, ..Round::default() });
    }

    fn is_behind(&self) -> bool {
        self.site.as_ref().is_some_and(|site| site.behind)
    }

    /// Shows the site in a browser, where that is asked for.
    fn show(&mut self) -> Result<()> {
        let (Some(preview), Some(site)) = (&self.plan.preview, &self.site) else { return Ok(()) };
        let server = Server::start(site.output.folder().to_owned(), preview.port, preview.secret)?;
        if server.port != preview.port {
            let (wanted, port) = (preview.port, server.port);
            print(&format!("Port {wanted} is taken, so it is {port}.\n"))?;
        }
        print(&format!("The site is at {}\n", server.url()))?;
        if preview.open {
            // Not the address itself: whoever uses this machine sees what programs are started with.
            let page = disk::opener(site.output.folder(), &server.url());
            if page.and_then(|page| Ok(open::that_detached(page)?)).is_err() {
                anstream::eprintln!("note: no browser could be opened. Open the address yourself.");
            }
        }
        server.tell(self.news.clone());
        self.server = Some(server);
        Ok(())
    }

    /// Does again what changed and says so in one line. What is wrong is said once; the site that
    /// was there stays.
    fn round(&mut self, round: &Round) {
        let started = Instant::now();
        let news = match self.work(round) {
            Ok(None) => return,
            Ok(Some(done)) => {
                if let Some(line) = done.line {
                    // Whoever closed the other end of the pipe reads no more lines.
                    let _ = print(&format!("{line} ({} ms)\n", started.elapsed().as_millis()));
                }
                self.failed = false;
                // Only after something came of a round, or a command that writes here would call
                // itself; and only when the site is whole.
                self.owed |= done.changed;
                if let Some(command) = self.plan.exec.filter(|_| self.owed && !self.is_behind()) {
                    self.owed = false;
                    self.execute(command);
                }
                News::Changed(done.files)
            }
            Err(error) => {
                let drawn = error.downcast_ref::<Refused>();
                // What the person has to put right is not tried again before they did.
                let again = self.failed && round.change.is_none();
                self.failed = drawn.is_none();
                let drawn = drawn.map_or("", |refused| refused.shown.as_str());
                if !again {
                    anstream::eprintln!("{drawn}error: {error:#}. The last good site stays.");
                }
                let drawn = anstream::adapter::strip_str(drawn).to_string();
                News::Broken(if drawn.is_empty() { format!("{error:#}.") } else { drawn })
            }
        };
        self.news = news;
        if let Some(server) = &self.server {
            server.tell(self.news.clone());
        }
    }

    fn work(&mut self, round: &Round) -> Result<Option<Done>> {
        let mut change = round.change;
        if self.unset && change.is_some() {
            change = Some(Change::Setup);
        }
        if change == Some(Change::Setup) {
            self.unset = true;
            self.library.clear();
            if let Some(site) = &mut self.site {
                site.workshop = None;
            }
            let project = self.plan.arguments.open(self.global)?;
            rules::refuse_faults(&project)?;
            self.project = project;
            self.unset = false;
        }
        let day = today(&self.global.manner(), &self.project.config);
        if day != self.project.today {
            self.project.today = day;
            self.library.clear();
            if let Some(site) = &mut self.site {
                site.workshop = None;
            }
            change = change.or(Some(Change::Content));
        }
        // A disk that was full may have room again.
        let again = self.failed && !self.unset && self.site.is_some();
        if change.is_none() && !self.is_behind() && !again {
            return Ok(None);
        }
        let changed = if round.all || self.library.is_empty() {
            progress::read(&mut self.library, &self.project)?
        } else {
            self.library.refresh_some(&self.project, &round.paths)?
        };
        let human = report(Format::Human, super::terminal::width());
        if change == Some(Change::Setup) {
            build::tell_faults(&self.project, &self.library, &*human);
        } else if changed.len() <= DRAWN {
            for name in &changed {
                self.tell(name, &*human);
            }
        }
        let new = self.library.problems.iter().filter(|one| !self.problems.contains(one));
        new.for_each(|problem| anstream::eprintln!("error: {problem}."));
        self.problems.clone_from(&self.library.problems);
        let Some(site) = &mut self.site else {
            return Ok(Some(self.checked(&changed)));
        };
        // With nothing changed this is the rest of the last round.
        // Of what is private nothing waits in the search until the pen rests.
        let later = change.is_some() && !self.library.hides(&changed);
        let mut built = site.build(&self.project, &self.library, later)?;
        if change != Some(Change::Setup) {
            built.broken.retain(|file| changed.contains(&file.path));
            built.notes.clear();
        }
        let most = if self.plan.arguments.strict { usize::MAX } else { build::SHOWN };
        build::tell_broken(&built, most, &*human);
        let line = change.and_then(|change| self.line(&changed, change, &built));
        let mut files = built.published.written;
        files.extend(built.published.removed);
        Ok(Some(Done { line, changed: !files.is_empty(), files }))
    }

    /// What a round without a site says.
    fn checked(&self, changed: &[String]) -> Done {
        let findings = |name: &String| {
            let found = self.library.get(name).map(|checked| checked.diagnostics.iter());
            found.into_iter().flatten().filter(|found| found.family != Family::Journal).count()
        };
        let found = changed.iter().map(findings).sum();
        let line = (!changed.is_empty())
            .then(|| format!("{}: {}", named(changed), count(found, "finding")));
        Done { changed: line.is_some(), line, files: Vec::new() }
    }

    fn line(&self, changed: &[String], change: Change, built: &Built) -> Option<String> {
        let published = &built.published;
        if published.written.is_empty() && published.removed.is_empty() && change == Change::Content
        {
            return None;
        }
        let summary = self.library.summary();
        let words = summary.of_family(Family::Harsh) + summary.of_family(Family::Avoidant);
        let what =
            if change == Change::Content { named(changed) } else { count(changed.len(), "file") };
        let written = match published.written.len() {
            0 => "nothing to write".to_owned(),
            written => format!("{} written", count(written, "page")),
        };
        let removed = match published.removed.len() {
            0 => String::new(),
            removed => format!(", {removed} removed"),
        };
        // What was there before is only counted.
        let shown =
            if change == Change::Setup && words > 0 { ", `evenkeel check` shows them" } else { "" };
        Some(format!("{what}: {written}{removed}; {} in all{shown}", count(words, "finding")))
    }

    /// The findings of a file that has just been saved.
    fn tell(&self, name: &str, report: &dyn Report) {
        if let Some(checked) = self.library.get(name)
            && checked.diagnostics.iter().any(|diagnostic| diagnostic.severity > Severity::Hint)
        {
            anstream::eprintln!("{}", report.file(checked));
        }
    }

    /// Runs a command of the person's and waits for it, so that no two run at once.
    fn execute(&self, command: &str) {
        let shell = if cfg!(windows) { ["cmd", "/C"] } else { ["sh", "-c"] };
        let mut run = Command::new(shell[0]);
        run.args([shell[1], command]).current_dir(&self.project.folder);
        run.env("EVENKEEL_SITE", self.output());
        match run.status() {
            Ok(status) if status.success() => {}
            Ok(status) => anstream::eprintln!("note: `{command}` ended with {status}."),
            Err(error) => anstream::eprintln!("note: `{command}` could not be run: {error}."),
        }
    }
}

/// The name of one file, or how many.
fn named(changed: &[String]) -> String {
    match changed {
        // A name may hold what a terminal would take for an order.
        [only] => only.chars().map(|c| if c.is_control() { '?' } else { c }).collect(),
        all => count(all.len(), "file"),
    }
}
