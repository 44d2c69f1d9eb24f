//! How a command asks: by single keys in a terminal, by lines through a pipe.

use std::io::{self, BufRead, ErrorKind, IsTerminal};

use anyhow::Result;
use dialoguer::Input;
use dialoguer::console::{Key, Term};

use crate::cli::output::print;

/// Where answers come from.
pub(super) struct Prompt {
    terminal: Option<Term>,
}

impl Prompt {
    /// The terminal, where there is one at both ends.
    pub(super) fn new() -> Self {
        let interactive = io::stdin().is_terminal() && io::stdout().is_terminal();
        let terminal = interactive.then(Term::stdout);
        if terminal.is_some() {
            // An interrupted answer ends the conversation with its summary, not the program.
            // Where another handler stands already, that one holds.
            let _ = ctrlc::set_handler(|| ());
        }
        Self { terminal }
    }

    /// One choice: a key, or a line; empty for Enter alone. `None` where nothing more comes.
    pub(super) fn choice(&self) -> Result<Option<String>> {
        let Some(terminal) = &self.terminal else { return piped("choose: ") };
        print("choose: ")?;
        let key = loop {
            match terminal.read_key_raw() {
                Ok(Key::Char('\u{3}' | '\u{4}') | Key::CtrlC | Key::Escape) => break None,
                Ok(Key::Char(letter)) => break Some(letter.to_string()),
                Ok(Key::Enter) => break Some(String::new()),
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::Interrupted => break None,
                Err(error) => return Err(error.into()),
            }
        };
        print(&format!("{}\n", key.as_deref().unwrap_or_default()))?;
        Ok(key)
    }

    /// A line of the person's, trimmed; in a terminal it begins as `initial`. `None` where nothing
    /// more comes.
    pub(super) fn line(&self, prompt: &str, initial: &str) -> Result<Option<String>> {
        let Some(terminal) = &self.terminal else { return piped(&format!("{prompt}: ")) };
        let asked = Input::<String>::new()
            .with_prompt(prompt)
            .with_initial_text(initial)
            .allow_empty(true)
            .interact_text_on(terminal);
        match asked {
            Ok(line) => Ok(Some(line.trim().to_owned())),
            Err(dialoguer::Error::IO(error)) if error.kind() == ErrorKind::Interrupted => Ok(None),
            Err(dialoguer::Error::IO(error)) => Err(error.into()),
        }
    }
}

/// A line from a pipe.
fn piped(prompt: &str) -> Result<Option<String>> {
    print(prompt)?;
    let mut line = String::new();
    let read = io::stdin().lock().read_line(&mut line)?;
    // What a pipe answers is not seen, so the line is ended here.
    print("\n")?;
    Ok((read > 0).then(|| line.trim().to_owned()))
}
