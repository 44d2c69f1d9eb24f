//! At a commit: what is staged is looked at, and nothing is stopped unless the person asked for it.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::{Folder, Run};

/// A repository in which `evenkeel` can be found.
fn repository(files: &[(&str, &str)]) -> Folder {
    let folder = Folder::new(files);
    git(&folder, &["init", "-q"]);
    folder
}

fn git(folder: &Folder, arguments: &[&str]) -> Run {
    let program = Path::new(env!("CARGO_BIN_EXE_evenkeel")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let mut command = Command::new("git");
    let who = ["-c", "user.name=x", "-c", "user.email=x@example.org"];
    command.args(who).args(arguments).current_dir(folder.path()).env("PATH", path);
    Run::from(command.env("NO_COLOR", "1").output().unwrap())
}

const HARSH: &str = "I'm such a failure.\n";

#[test]
fn the_staged_text_is_looked_at_and_the_commit_goes_on() {
    let folder = repository(&[("2026-03-02.md", HARSH)]);
    assert_eq!(folder.run(&["hook", "install"]).code, 0);
    git(&folder, &["add", "."]);
    // The working copy is another one by now.
    folder.write("2026-03-02.md", b"A day.\n");
    let run = git(&folder, &["commit", "-m", "x"]);
    assert_eq!(run.code, 0, "{run:?}");
    let said = format!("{}{}", run.out, run.err);
    assert!(said.contains("identity-label") && said.contains("The commit goes on"), "{run:?}");
    git(&folder, &["add", "."]);
    let run = git(&folder, &["commit", "-m", "y"]);
    assert!(run.code == 0 && !format!("{}{}", run.out, run.err).contains("goes on"), "{run:?}");
}

#[test]
fn a_commit_waits_only_where_the_person_chose_it() {
    let folder = repository(&[("journal/evenkeel.yaml", ""), ("journal/2026-03-02.md", HARSH)]);
    assert_eq!(folder.run(&["hook", "install", "--fail-on", "warning"]).code, 0);
    git(&folder, &["add", "."]);
    let run = git(&folder, &["commit", "-m", "x"]);
    assert_ne!(run.code, 0, "{run:?}");
    assert!(format!("{}{}", run.out, run.err).contains("--no-verify"), "{run:?}");
    assert_eq!(git(&folder, &["commit", "--no-verify", "-m", "x"]).code, 0);
    // A config that cannot be used stops nothing by itself.
    folder.run(&["hook", "install"]);
    folder.write("journal/evenkeel.yaml", b"title: [\n");
    folder.write("journal/2026-03-03.md", HARSH.as_bytes());
    git(&folder, &["add", "."]);
    let run = git(&folder, &["commit", "-m", "y"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.err.contains("could not look") && run.err.contains("goes on"), "{run:?}");
}

#[test]
fn nothing_private_is_printed() {
    let half =
        "Fine. <!-- private -->Quillwort, I'm an idiot.<!-- /private --> I'm such a failure.\n";
    let folder = repository(&[
        ("2026-03-02.md", half),
        ("2026-03-03.md", "---\nprivate: true\n---\nMarrowfat: I'm such a failure.\n"),
        ("2026-03-04.md", "I want to kill myself.\n"),
    ]);
    folder.run(&["hook", "install"]);
    git(&folder, &["add", "."]);
    let run = git(&folder, &["commit", "-m", "x"]);
    let said = format!("{}{}", run.out, run.err);
    assert!(said.contains("failure") && !said.contains("idiot"), "{run:?}");
    for word in ["uillwort", "Marrowfat", "kill"] {
        assert!(!said.contains(word), "{word}: {run:?}");
    }
    for arguments in [
        &["check", "--for", "hook", "--exit-zero"][..],
        &["check", "--redact", "--exit-zero", "--format", "json"],
    ] {
        let run = folder.run(arguments);
        for word in ["uillwort", "Marrowfat", "idiot", "2026-03-03.md\",\"start"] {
            assert!(!run.out.contains(word), "{word}: {run:?}");
        }
    }
}

#[test]
fn a_hook_of_somebody_else_is_never_touched() {
    let folder = repository(&[]);
    folder.write(".git/hooks/pre-commit", b"#!/bin/sh\nexit 0\n");
    let run = folder.run(&["hook", "install"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("not ours") && run.err.contains("evenkeel hook run"), "{run:?}");
    assert_eq!(folder.run(&["hook", "uninstall"]).code, 2);
    fs::remove_file(folder.path().join(".git/hooks/pre-commit")).unwrap();
    folder.run(&["hook", "install"]);
    assert_eq!(folder.run(&["hook", "install", "--fail-on", "error"]).code, 0, "ours is replaced");
    assert!(folder.read(".git/hooks/pre-commit").contains("--fail-on error"));
    assert_eq!(folder.run(&["hook", "uninstall"]).code, 0);
    assert!(!folder.path().join(".git/hooks/pre-commit").exists());
    let outside = Folder::new(&[]);
    let run = outside.run(&["hook", "install"]);
    assert!(run.code == 2 && run.err.contains("git"), "{run:?}");
}

#[test]
fn shells_and_man_know_every_command() {
    let folder = Folder::new(&[]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = folder.run(&["completions", shell]);
        assert!(run.code == 0 && run.out.contains("check-in"), "{shell}");
    }
    assert_eq!(folder.run(&["man", "man1"]).code, 0);
    assert!(folder.read("man1/evenkeel-check.1").contains(".TH EVENKEEL-CHECK"));
    assert!(folder.read("man1/evenkeel-theme-new.1").contains("evenkeel theme new"));
}

#[test]
fn only_what_the_commit_changes_is_told_whatever_its_file_is_called() {
    let folder = repository(&[("0:x.md", HARSH), ("2026-03-02.md", "I always ruin everything.\n")]);
    folder.run(&["hook", "install"]);
    git(&folder, &["add", "."]);
    let said = |run: &Run| format!("{}{}", run.out, run.err);
    let first = git(&folder, &["commit", "-m", "x"]);
    assert!(said(&first).contains("identity-label"), "{first:?}");
    assert!(said(&first).contains("always-never"), "{first:?}");
    folder.write("0:x.md", format!("{HARSH}\nI'm so lazy.\n").as_bytes());
    folder.write("not-staged.md", HARSH.as_bytes());
    git(&folder, &["add", "0:x.md"]);
    let second = git(&folder, &["commit", "-m", "y"]);
    assert!(said(&second).contains("lazy") && !said(&second).contains("failure"), "{second:?}");
    assert!(!said(&second).contains("always-never"), "{second:?}");
}

#[test]
fn the_hook_finds_the_program_without_a_path_and_says_when_it_is_gone() {
    let folder = repository(&[("2026-03-02.md", HARSH)]);
    folder.write("bin it's/keep", b"");
    let program = folder.path().join("bin it's/evenkeel");
    // Copied by another process: a program started by a test beside this one would hold the copy
    // open for writing, and then it cannot be run.
    let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_evenkeel")).arg(&program).status();
    assert!(copied.unwrap().success());
    let mut install = Command::new(&program);
    install.args(["hook", "install"]).current_dir(folder.path());
    assert!(install.output().unwrap().status.success());
    let commit = |message: &str| {
        let mut command = Command::new("git");
        let who = ["-c", "user.name=x", "-c", "user.email=x@example.org"];
        command.args(who).args(["commit", "--allow-empty", "-m", message]);
        Run::from(command.current_dir(folder.path()).env("NO_COLOR", "1").output().unwrap())
    };
    git(&folder, &["add", "2026-03-02.md"]);
    let run = commit("x");
    assert!(run.code == 0 && format!("{}{}", run.out, run.err).contains("failure"), "{run:?}");
    fs::remove_file(program).unwrap();
    let run = commit("y");
    assert!(run.code == 0 && run.err.contains("evenkeel was not found"), "{run:?}");
}

#[test]
fn what_the_journal_leaves_out_is_left_out_when_a_hook_names_it() {
    let folder = Folder::new(&[
        ("evenkeel.yaml", "exclude: [\"old/**\"]\n"),
        ("old/a.md", HARSH),
        ("templates/entry.md", HARSH),
        ("templates/other.md", HARSH),
        ("b.md", HARSH),
    ]);
    let named = ["old/a.md", "templates/entry.md", "templates/other.md", "b.md"];
    let paths = |extra: &[&str]| {
        let all = [&["check", "--format", "json"], extra, &named[..]].concat();
        folder.run(&all).findings().into_iter().map(|(path, _)| path).collect::<Vec<_>>()
    };
    assert_eq!(paths(&["--force-exclude"]), ["b.md"]);
    assert_eq!(paths(&[]), ["b.md", "old/a.md", "templates/other.md"]);
}

#[test]
fn the_hook_looks_whatever_git_is_told_of_the_files() {
    let folder = repository(&[
        (".gitattributes", "*.md -diff\n"),
        ("evenkeel.yaml", ""),
        ("2026-03-02.md", HARSH),
        ("bell\u{1}.md", HARSH),
        ("deep/2026-03-03.md", HARSH),
    ]);
    git(&folder, &["config", "diff.relative", "true"]);
    git(&folder, &["add", "."]);
    let run = folder.run(&["-C", "deep", "hook", "run"]);
    assert_eq!(run.out.matches("[identity-label]").count(), 3, "{run:?}");
    let run = folder.run(&["check", "--changed", "--format", "json"]);
    assert_eq!(run.findings().len(), 3, "{run:?}");
}

#[test]
fn a_key_that_nobody_knows_is_told_at_a_commit_and_stops_nothing() {
    let folder = repository(&[("evenkeel.yaml", "titel: x\n"), ("2026-03-02.md", "Calm.\n")]);
    git(&folder, &["add", "."]);
    let run = folder.run(&["hook", "run", "--fail-on", "warning"]);
    assert!(run.code == 0 && run.err.contains("`titel` is not a known key"), "{run:?}");
}

#[test]
fn each_journal_of_a_repository_is_looked_at_by_its_own_settings() {
    let folder = repository(&[
        ("a/evenkeel.yaml", ""),
        ("a/2026-03-02.md", HARSH),
        ("b/evenkeel.yaml", "exclude: ['y/**']\n"),
        ("b/y/2026-03-02.md", HARSH),
        ("c/evenkeel.yaml", "rules: {harsh: off}\n"),
        ("c/2026-03-02.md", HARSH),
    ]);
    git(&folder, &["add", "."]);
    let run = folder.run(&["hook", "run"]);
    assert_eq!(run.out.matches("[identity-label]").count(), 1, "{run:?}");
    assert!(run.out.contains("a/2026-03-02.md"), "{run:?}");
}

#[test]
fn a_comment_in_the_front_matter_is_told_to_nobody_else() {
    let text = "---\ndate: 2026-03-02\nweather: [%%Marrowfat%%\ncommitments: {\"%%Marrowfat%%\": yes}\n---\nTea.\n";
    let folder = repository(&[("evenkeel.yaml", ""), ("2026-03-02.md", text)]);
    git(&folder, &["add", "."]);
    for arguments in [&["hook", "run"][..], &["check", "--for", "hook"], &["check", "--redact"]] {
        let run = folder.run(arguments);
        assert!(!format!("{}{}", run.out, run.err).contains("Marrowfat"), "{arguments:?}: {run:?}");
    }
    let text =
        "---\ndate: 2026-03-02\ncommitments: {\"%%Marrowfat%%\": yes}\n---\nTea, %%plum%% cake.\n";
    folder.write("2026-03-02.md", text.as_bytes());
    git(&folder, &["add", "."]);
    for arguments in [&["hook", "run"][..], &["check", "--for", "hook"], &["check", "--redact"]] {
        let run = folder.run(arguments);
        assert!(!format!("{}{}", run.out, run.err).contains("Marrowfat"), "{arguments:?}: {run:?}");
    }
    assert_eq!(folder.run(&["build"]).code, 0);
    let page = folder.read("site/entries/2026-03-02.html");
    assert!(page.contains("Tea,  cake.") || page.contains("Tea, cake."), "{page}");
    assert!(!page.contains("Marrowfat") && !page.contains("plum"), "{page}");
}
