//! `evenkeel serve`: the site in a browser on this machine, following the writing.

use std::path::Path;

use anyhow::Result;

use super::build::BuildArgs;
use super::exit_status::ExitStatus;
use super::global::GlobalArgs;
use super::output::{print, tell};
use super::watch_output::{Preview, WatchOutput, WatchPlan};
use crate::disk;
use crate::serve::{PORT, PreviewServer, SiteEvent};

/// Show the site in a browser on this machine; it follows your writing.
#[derive(Debug, Clone, clap::Args)]
#[group(skip)]
#[command(after_help = "\
Examples:
  evenkeel serve --open            build, and open the site in your browser
  evenkeel serve notes --port 8080
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
    /// Look at the files every two seconds, where the system does not tell of changes.
    #[arg(long)]
    poll: bool,
}

pub(super) fn run(arguments: &ServeArgs, global: &GlobalArgs) -> Result<ExitStatus> {
    let plan =
        WatchPlan { build: &arguments.build, poll: arguments.poll, lint_only: false, exec: None };
    let mut browser = Browser { arguments, server: None };
    plan.run(global, &mut WatchOutput::new(&arguments.build).with_preview(&mut browser))
}

/// The site in a browser.
struct Browser<'a> {
    arguments: &'a ServeArgs,
    /// None until the site was built once.
    server: Option<PreviewServer>,
}

impl Preview for Browser<'_> {
    fn start(&mut self, site: &Path) -> Result<()> {
        let Self { arguments, .. } = self;
        let server = PreviewServer::start(site.to_owned(), arguments.port, !arguments.no_token)?;
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
