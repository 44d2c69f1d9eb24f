//! `evenkeel theme`: begins a theme, and shows what a template is given.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use super::exit_status::ExitStatus;
use super::global::GlobalArgs;
use super::output::{print, print_json};
use super::progress;
use crate::builder::{BuildOptions, SiteBuilder};
use crate::diagnostic::nearest;
use crate::disk;
use crate::project::JournalIndex;
use crate::project::{Project, shown};
use crate::site::{pages, theme};

/// Begin a theme of your own, or see what a template is given.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  evenkeel theme new mine                   themes/mine, ready to be changed
  evenkeel theme new mine --from slate
  evenkeel theme context index.html         what the template of the first page is given
  evenkeel theme context                    every page that can be named")]
pub(super) struct ThemeArgs {
    #[command(subcommand)]
    command: ThemeCommand,
}

#[derive(Debug, clap::Subcommand)]
enum ThemeCommand {
    /// Name the built-in themes and those of the journal.
    List,
    /// Copy a built-in theme into `themes/NAME`, to be changed there.
    New {
        /// The name of the new theme.
        name: String,
        /// The built-in theme to begin with.
        #[arg(long, value_name = "THEME", default_value = theme::BASE)]
        from: String,
    },
    /// Print as JSON what the template of a page is given.
    Context {
        /// The page, as it lies on the site: `entries/2026-03-02.html`. Default: a list of all.
        page: Option<String>,
    },
}

pub(super) fn run(arguments: &ThemeArgs, global: &GlobalArgs) -> Result<ExitStatus> {
    match &arguments.command {
        ThemeCommand::List => {
            let project = global.open_as_it_is(None)?;
            let mut names: Vec<String> = theme::built_in().into_iter().map(str::to_owned).collect();
            names.extend(disk::folders(&project.folder.join("themes")));
            names.dedup();
            print(&(names.join("\n") + "\n"))?;
        }
        ThemeCommand::New { name, from } => {
            new(name, from, &global.open_as_it_is(None)?)?;
        }
        ThemeCommand::Context { page } => {
            let project = global.open(None)?;
            context(page.as_deref(), &project)?;
        }
    }
    Ok(ExitStatus::Clean)
}

fn new(name: &str, from: &str, project: &Project) -> Result<()> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
    if name.is_empty() || !name.chars().all(plain) {
        bail!("`{name}` cannot be the name of a theme. Use small letters, digits and hyphens");
    }
    if theme::built_in().contains(&name) {
        bail!("`{name}` is a built-in theme. Choose another name");
    }
    let files = theme::files(from);
    if files.is_empty() {
        bail!("there is no built-in theme `{from}`. There are {}", theme::built_in().join(" and "));
    }
    let folder: PathBuf = project.folder.join("themes").join(name);
    if folder.exists() {
        bail!("{} is there already and was not touched", shown(&folder));
    }
    for (path, bytes) in files {
        let text = String::from_utf8(bytes).context("a built-in theme is damaged")?;
        let text = if path == theme::ABOUT { about(name, from) } else { text };
        disk::create_new(&project.folder, &folder.join(path), &text)?;
    }
    print(&format!(
        "made {}\nNext: put `theme: {name}` into evenkeel.yaml, then `evenkeel watch`. Files that you do not change can be deleted; the built-in ones stand in for them.\n",
        shown(&folder)
    ))
}

/// What a new theme says about itself.
fn about(name: &str, from: &str) -> String {
    format!("title: {name}\ndescription: Begun from {from}.\nextends: {from}\n")
}

fn context(page: Option<&str>, project: &Project) -> Result<()> {
    let mut index = JournalIndex::default();
    progress::read(&mut index, project)?;
    let mut builder = SiteBuilder::open(project, BuildOptions::default())?;
    builder.with_site(project, &index, &disk::taken(&project.folder)?, |site, _, _| {
        let pages = pages(site);
        let Some(wanted) = page else {
            let templated = pages.iter().filter(|page| page.is_templated());
            let mut names: Vec<&str> = templated.map(|page| page.path.as_str()).collect();
            names.sort_unstable();
            return print(&(names.join("\n") + "\n"));
        };
        let found = pages.iter().find(|page| page.path == wanted);
        let hint = || {
            let templated = pages.iter().filter(|page| page.is_templated());
            let near = nearest(wanted, templated.map(|page| page.path.as_str()));
            near.map_or_else(
                || "`evenkeel theme context` names them all".to_owned(),
                |near| format!("Did you mean `{near}`?"),
            )
        };
        let found = found.with_context(|| format!("there is no page `{wanted}`. {}", hint()))?;
        let context = found.context(site)?;
        let context = context.with_context(|| format!("no template fills `{wanted}`"))?;
        print_json(&context)
    })
}
