//! The console blocks of the README, of `docs` and of `tests/cmd`, run as they stand.
//!
//! `TRYCMD=overwrite cargo test --locked transcripts` writes down what is printed now.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

#[test]
fn transcripts_say_what_the_program_says() {
    trycmd::TestCases::new()
        .env("NO_COLOR", "1")
        .env("COLUMNS", "100")
        .case("README.md")
        .case("docs/*.md")
        .case("tests/cmd/*.md");
}

/// A block of `text` that begins with a command is all that it prints, whatever its exit code.
#[test]
fn what_is_shown_as_printed_is_printed() {
    let mut shown = 0;
    for (page, text) in book() {
        for block in blocks(&text, "text") {
            let Some((command, expected)) =
                block.strip_prefix("$ evenkeel ").and_then(|rest| rest.split_once('\n'))
            else {
                continue;
            };
            shown += 1;
            let output = run(&words(command));
            assert_eq!(
                String::from_utf8(output.stdout).unwrap().trim_end(),
                expected.trim_end(),
                "{}: evenkeel {command}",
                page.display()
            );
        }
    }
    assert!(shown >= 2, "{shown} blocks");
}

/// A reader can type every command that stands in the README and the book.
#[test]
fn every_command_in_the_book_is_one() {
    let mut tried = 0;
    for (page, text) in book() {
        let inline = text.split('`').skip(1).step_by(2).filter(|code| !code.contains('\n'));
        let blocks: Vec<String> = blocks(&text, "sh").collect();
        let lines = blocks.iter().flat_map(|block| block.lines());
        for line in inline.chain(lines) {
            let line = line.split(" #").next().unwrap_or_default();
            for command in line.split(['>', ';', '&']).flat_map(|part| part.split(" | ")) {
                let Some(arguments) = arguments(command) else { continue };
                tried += 1;
                let asked: Vec<&str> =
                    arguments.iter().map(String::as_str).chain(["--help"]).collect();
                let error = String::from_utf8(run(&asked).stderr).unwrap();
                let unknown = ["unexpected argument", "unrecognized subcommand"];
                assert!(
                    !unknown.iter().any(|what| error.contains(what)),
                    "{}: {command}\n{error}",
                    page.display()
                );
            }
        }
    }
    assert!(tried > 100, "{tried} commands");
}

/// What a command gives the program. Of what is in brackets all, of what is set apart by a stroke
/// the first.
fn arguments(command: &str) -> Option<Vec<String>> {
    let command = command.trim();
    let command = command
        .strip_prefix("evenkeel ")
        .or_else(|| command.strip_prefix("cargo run --release --locked -- "))?;
    let first = |word: &str| word.split('|').next().unwrap_or_default().to_owned();
    let plain = command.replace(['[', ']'], "");
    Some(words(&plain).into_iter().map(first).collect())
}

/// Words as a shell tells them apart, with either kind of quotation marks.
fn words(command: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = command.trim_start();
    while let Some(mark) = rest.chars().next() {
        let quote = Some(mark).filter(|mark| ['"', '\''].contains(mark));
        let body = quote.map_or(rest, |mark| rest.trim_start_matches(mark));
        let end = body.find(|letter| quote.map_or(letter == ' ', |mark| letter == mark));
        let (word, behind) = body.split_at(end.unwrap_or(body.len()));
        words.push(word);
        rest = quote.map_or(behind, |mark| behind.trim_start_matches(mark)).trim_start();
    }
    words
}

/// The README and the chapters of the book, with their text.
fn book() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let chapters = fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let pages = chapters.filter(|path| path.extension().is_some_and(|kind| kind == "md"));
    let pages = pages.chain([root.join("README.md")]);
    pages.map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

/// The fenced blocks of a language.
fn blocks<'a>(text: &'a str, language: &str) -> impl Iterator<Item = String> + use<'a> {
    let open = format!("```{language}\n");
    let parts: Vec<&str> = text.split(&open).skip(1).collect();
    parts.into_iter().filter_map(|part| Some(part.split_once("```")?.0.to_owned()))
}

fn run<S: AsRef<std::ffi::OsStr>>(arguments: &[S]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_evenkeel"));
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR"));
    command.env("NO_COLOR", "1").env("COLUMNS", "100").env_remove("EVENKEEL_JOURNAL");
    command.output().unwrap()
}
