//! The behaviour a person would notice, tested with real files and the real program.

#![expect(clippy::disallowed_methods, reason = "tests read and write files")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::string_slice, reason = "a test that cannot go on has failed")]
#![expect(clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

mod build;
mod capture;
mod care;
mod check;
mod commitments;
mod console;
mod control;
mod faults;
mod fix;
mod golden;
mod hook;
mod import;
mod journal;
mod lsp;
mod properties;
mod reading;
mod rules;
mod serve;
mod share;
mod site;
mod tidy;
mod watch;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder with files in it, gone when the test ends.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for (name, content) in files {
            folder.write(name, content.as_bytes());
        }
        folder
    }

    /// A copy of the example journal, so that tests never write into it.
    fn example() -> Self {
        let folder = Self::new(&[]);
        copy(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/example-journal")), folder.path());
        folder
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, name: &str, content: &[u8]) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Runs the program in this folder.
    fn run(&self, arguments: &[&str]) -> Run {
        Run::from(self.command(arguments).output().unwrap())
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_evenkeel"));
        command.args(arguments).current_dir(self.path()).env("NO_COLOR", "1");
        // Whoever runs the tests may have a journal and settings of their own.
        command.env_remove("EVENKEEL_JOURNAL").env("XDG_CONFIG_HOME", self.path().join(".config"));
        command
    }

    /// Every file below, relative, in order.
    fn files(&self, below: &str) -> Vec<PathBuf> {
        let root = self.path().join(below);
        let walk = walkdir::WalkDir::new(&root).sort_by_file_name().into_iter().map(Result::unwrap);
        let files = walk.filter(|entry| entry.file_type().is_file());
        files.map(|entry| entry.path().strip_prefix(&root).unwrap().to_owned()).collect()
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).into_iter().map(Result::unwrap) {
        let inside = entry.path().strip_prefix(from).unwrap();
        if inside.starts_with("site") || !entry.file_type().is_file() {
            continue;
        }
        let target = to.join(inside);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(entry.path(), target).unwrap();
    }
}

/// What a run of the program printed and how it ended.
#[derive(Debug)]
struct Run {
    code: i32,
    out: String,
    err: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Run {
    /// The findings of `check --format json`.
    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The rule of each finding, with the path.
    fn findings(&self) -> Vec<(String, String)> {
        let json = self.json();
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        let all = json["diagnostics"].as_array().unwrap();
        all.iter().map(|found| (text(&found["path"]), text(&found["rule"]))).collect()
    }
}
