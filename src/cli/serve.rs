//! `evenkeel serve`: the site in a browser on this machine, following the writing.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Result, bail};

use super::build::BuildArgs;
use super::commitments::find;
use super::exit_status::ExitStatus;
use super::global::GlobalArgs;
use super::output::{print, tell};
use super::watch_output::{Preview, WatchOutput, WatchPlan};
use crate::commitment::check_in::notation::CheckInState;
use crate::commitment::check_in::write::NewCheckIn;
use crate::disk;
use crate::project::{JournalProgress, OpenOptions, Project, write_check_in};
use crate::serve::{CheckInWriter, PORT, PreviewServer, SiteEvent, TickedBox};

/// Show the site in a browser on this machine; it follows your writing.
#[derive(Debug, Clone, clap::Args)]
#[group(skip)]
#[expect(clippy::struct_excessive_bools, reason = "the flags of a command line")]
#[command(after_help = "\
Examples:
  evenkeel serve --open            build, and open the site in your browser
  evenkeel serve notes --port 8080
  evenkeel serve --open --write    today's boxes can be ticked
Only this machine can reach it, and the secret in its address keeps out others who use this machine.")]
pub(super) struct ServeArgs {
    #[command(flatten)]
    build: BuildArgs,
    /// The port. Where it is taken, the next free one is used.
    #[arg(short, long, value_name = "N", default_value_t = PORT, value_parser = clap::value_parser!(u16).range(1..))]
    port: u16,
    /// Open the site in your browser.
    #[arg(long)]
    open: bool,
    /// Leave the secret out of the address. Whoever uses this machine can then read the site.
    #[arg(long)]
    no_token: bool,
    /// Let today's open boxes on the first page be ticked: that writes what `check-in` writes.
    #[arg(long, conflicts_with = "no_token")]
    write: bool,
    /// Look at the files every two seconds, where the system does not tell of changes.
    #[arg(long)]
    poll: bool,
}

pub(super) fn run(arguments: &ServeArgs, global: &GlobalArgs) -> Result<ExitStatus> {
    let plan =
        WatchPlan { build: &arguments.build, poll: arguments.poll, lint_only: false, exec: None };
    let write = arguments.write.then(|| writer(arguments, global)).transpose()?;
    let mut browser = Browser { arguments, write, server: None };
    plan.run(global, &mut WatchOutput::new(&arguments.build).with_preview(&mut browser))
}

/// Writes a box that was ticked as `check-in` would, into the entry of today.
fn writer(arguments: &ServeArgs, global: &GlobalArgs) -> Result<Arc<CheckInWriter>> {
    let options = OpenOptions { by_clock: true, ..global.options()? };
    let start = arguments.build.folder();
    let write = move |ticked: &TickedBox| -> Result<()> {
        let project = Project::find(start.as_deref(), &options)?.usable()?.writable()?;
        if ticked.today != project.today {
            bail!(
                "the page shows {}, and today is {}. Load it anew; what is written is written today",
                ticked.today,
                project.today
            );
        }
        let journal = JournalProgress::read_days(&project)?;
        let tracked = find(&journal.progress, &ticked.commitment)?;
        if tracked.is_open(project.today) {
            let (commitment, state) = (&tracked.commitment, CheckInState::Kept);
            let new = NewCheckIn { commitment, state, amount: None, note: None };
            write_check_in(&project, &journal, &new, project.today)?;
        }
        Ok(())
    };
    Ok(Arc::new(move |ticked| write(ticked).map_err(|error| format!("{error:#}"))))
}

/// The site in a browser.
struct Browser<'a> {
    arguments: &'a ServeArgs,
    write: Option<Arc<CheckInWriter>>,
    /// None until the site was built once.
    server: Option<PreviewServer>,
}

impl Preview for Browser<'_> {
    fn start(&mut self, site: &Path) -> Result<()> {
        let Self { arguments, write, .. } = self;
        let (site_folder, secret) = (site.to_owned(), !arguments.no_token);
        let server = PreviewServer::start(
            site_folder,
            arguments.port,
            secret,
            write.as_ref().map(Arc::clone),
        )?;
        if server.port != arguments.port {
            let (wanted, port) = (arguments.port, server.port);
            print(&format!("Port {wanted} is taken, so it is {port}.\n"))?;
        }
        print(&format!("The site is at {}\n", server.url()))?;
        if arguments.open {
            // Not the address itself: whoever uses this machine sees what programs are started with.
            let page = disk::opener(site, &server.url());
            if page.and_then(|page| Ok(open::that_detached(page)?)).is_err() {
                tell("note: no browser could be opened. Open the address yourself.");
            }
        }
        self.server = Some(server);
        Ok(())
    }

    fn changed(&mut self, files: &[String]) {
        self.tell(SiteEvent::Changed(files.to_vec()));
    }

    fn broken(&mut self, problem: &str) {
        self.tell(SiteEvent::Broken(problem.to_owned()));
    }
}

impl Browser<'_> {
    fn tell(&self, event: SiteEvent) {
        if let Some(server) = &self.server {
            server.tell(event);
        }
    }
}
