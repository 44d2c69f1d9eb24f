//! How a site is locked. The passphrase comes from a prompt, a file or the environment, never from
//! an argument, which other users of the machine could see.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};

use crate::cli::output::tell;
use crate::disk;
use crate::site::lock;

/// The variable that may hold it.
const VARIABLE: &str = "EVENKEEL_PASSPHRASE";
/// Fewer letters can be tried out.
const SHORTEST: usize = 8;
/// Fewer letters deserve a word.
const SHORT: usize = 16;

/// Whether the site is locked, and with what.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct LockArgs {
    /// Lock the site with a passphrase: asked for, or from `--passphrase-file`, or from the variable
    /// `EVENKEEL_PASSPHRASE`.
    #[arg(long)]
    lock: bool,
    /// A file whose first line is the passphrase.
    #[arg(long, value_name = "FILE", requires = "lock")]
    passphrase_file: Option<PathBuf>,
    /// Put an open site where a locked one lies.
    #[arg(long, conflicts_with = "lock")]
    unlock: bool,
}

impl LockArgs {
    /// The passphrase for the site in `output`; `None` when it is not to be locked.
    ///
    /// # Errors
    /// A locked site would be replaced by an open one, or there is no passphrase that is long
    /// enough.
    pub(super) fn passphrase(&self, output: &Path) -> Result<Option<String>> {
        if !self.lock && !self.unlock && disk::holds(output, lock::MARK) {
            bail!(
                "the site in {} is locked, and this would put an open one in its place. Use `--lock` again, or `--unlock` if that is what you want",
                output.display()
            );
        }
        self.read()
    }

    #[expect(clippy::disallowed_methods, reason = "a passphrase may come from the environment")]
    fn read(&self) -> Result<Option<String>> {
        if !self.lock {
            return Ok(None);
        }
        let passphrase = if let Some(path) = &self.passphrase_file {
            let text = disk::read_text(path)?;
            text.lines().next().unwrap_or_default().to_owned()
        } else if let Ok(passphrase) = std::env::var(VARIABLE) {
            passphrase
        } else if io::stdin().is_terminal() {
            ask()?
        } else {
            bail!(
                "there is no terminal to ask for the passphrase. Use `--passphrase-file FILE` or the variable {VARIABLE}"
            );
        };
        long_enough(&passphrase).map_err(|error| anyhow!("{error}"))?;
        if passphrase.chars().count() < SHORT {
            tell("note: a longer passphrase, such as five words, is much harder to try out.");
        }
        Ok(Some(passphrase))
    }
}

fn long_enough(passphrase: &str) -> Result<(), String> {
    let letters = passphrase.chars().count();
    if letters >= SHORTEST {
        return Ok(());
    }
    Err(format!(
        "the passphrase has {letters} letters, and so few can be tried out. Use {SHORTEST} or more; several words are best"
    ))
}

fn ask() -> Result<String> {
    let prompt = dialoguer::Password::new()
        .with_prompt("Passphrase")
        .with_confirmation("Once more", "The two differ. Once again, please.")
        .validate_with(|passphrase: &String| long_enough(passphrase));
    prompt.interact().context("the passphrase could not be read")
}
