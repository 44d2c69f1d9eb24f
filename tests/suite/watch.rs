//! `evenkeel watch`: follows the writing, and is calm about it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use crate::Folder;

/// Longer than any machine needs; a test that waits this long has failed.
const PATIENCE: Duration = Duration::from_secs(20);
/// Long enough for a round that must not happen to have happened.
const CALM: Duration = Duration::from_millis(1200);

struct Watch {
    child: Child,
    lines: Receiver<String>,
}

impl Watch {
    fn start(folder: &Folder) -> Self {
        Self::command(folder, &["watch"])
    }

    fn command(folder: &Folder, arguments: &[&str]) -> Self {
        let mut command = folder.command(arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || {
            out.lines().map_while(Result::ok).try_for_each(|line| sender.send(line))
        });
        let watch = Self { child, lines };
        watch.until("Watching");
        watch
    }

    /// The next line that contains `words`.
    fn until(&self, words: &str) -> String {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Ok(line) = self.lines.recv_timeout(Duration::from_millis(100))
                && line.contains(words)
            {
                return line;
            }
        }
        panic!("no line with {words:?}");
    }

    /// Nothing is printed for a while.
    fn is_calm(&self) {
        assert_eq!(self.lines.recv_timeout(CALM), Err(mpsc::RecvTimeoutError::Timeout));
    }

    #[cfg(unix)]
    fn interrupt(mut self) -> i32 {
        let id = self.child.id().to_string();
        assert!(std::process::Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        self.child.wait().unwrap().code().unwrap_or(-1)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_saved_entry_is_on_its_page_after_one_round() {
    let folder = Folder::new(&[("2026-03-02.md", "One.\n"), ("2026-03-03.md", "Two.\n")]);
    let watch = Watch::start(&folder);
    folder.write("2026-03-02.md", b"I'm such a failure.\n");
    let line = watch.until("2026-03-02.md");
    assert!(line.contains("1 finding"), "{line}");
    assert!(folder.read("site/entries/2026-03-02.html").contains("failure"));
    watch.is_calm();
}

#[test]
fn editors_that_save_by_renaming_cause_one_round() {
    let folder = Folder::new(&[("2026-03-02.md", "One.\n")]);
    let watch = Watch::start(&folder);
    // Vim: swap file, a probe, the old file renamed away, a new one written.
    folder.write(".2026-03-02.md.swp", b"swap");
    folder.write("4913", b"");
    fs::remove_file(folder.path().join("4913")).unwrap();
    fs::rename(folder.path().join("2026-03-02.md"), folder.path().join("2026-03-02.md~")).unwrap();
    folder.write("2026-03-02.md", b"From Vim.\n");
    fs::remove_file(folder.path().join("2026-03-02.md~")).unwrap();
    watch.until("2026-03-02.md");
    assert!(folder.read("site/entries/2026-03-02.html").contains("From Vim."));
    watch.is_calm();
    // Others: a temporary file renamed over.
    folder.write(".goutputstream-X", b"Renamed over.\n");
    fs::rename(folder.path().join(".goutputstream-X"), folder.path().join("2026-03-02.md"))
        .unwrap();
    watch.until("2026-03-02.md");
    assert!(folder.read("site/entries/2026-03-02.html").contains("Renamed over."));
    watch.is_calm();
}

#[test]
fn many_files_at_once_are_one_round_and_deleted_ones_go() {
    let folder = Folder::new(&[("2026-03-02.md", "One.\n")]);
    let watch = Watch::start(&folder);
    for day in 1..=28 {
        folder.write(&format!("2026/2026-02-{day:02}.md"), b"A day.\n");
    }
    watch.until("28 files");
    fs::remove_file(folder.path().join("2026/2026-02-03.md")).unwrap();
    watch.until("removed");
    assert!(!folder.path().join("site/entries/2026-02-03.html").exists());
}

#[test]
fn a_broken_template_or_config_leaves_the_last_good_site() {
    let folder = Folder::new(&[("2026-03-02.md", "One.\n"), ("evenkeel.yaml", "title: First\n")]);
    let watch = Watch::start(&folder);
    folder.write("themes/default/templates/index.html", b"{{ broken");
    folder.write("evenkeel.yaml", b"title: [\n");
    watch.is_calm();
    assert!(folder.read("site/index.html").contains("First"));
    fs::remove_dir_all(folder.path().join("themes")).unwrap();
    folder.write("evenkeel.yaml", b"title: Second\n");
    watch.until("written");
    assert!(folder.read("site/index.html").contains("Second"));
}

#[test]
fn a_journal_that_goes_away_is_waited_for() {
    let outer = Folder::new(&[("journal/2026-03-02.md", "One.\n")]);
    let inner = outer.path().join("journal");
    let mut command = outer.command(&["watch", "journal", "--output", "out"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    let (sender, lines) = mpsc::channel();
    thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
    let watch = Watch { child, lines };
    watch.until("Watching");
    fs::rename(&inner, outer.path().join("elsewhere")).unwrap();
    watch.until("gone");
    fs::rename(outer.path().join("elsewhere"), &inner).unwrap();
    outer.write("journal/2026-03-02.md", b"Back again.\n");
    let start = Instant::now();
    while !outer.read("out/entries/2026-03-02.html").contains("Back again.") {
        assert!(start.elapsed() < PATIENCE);
        thread::sleep(Duration::from_millis(50));
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_cleanly() {
    let folder = Folder::new(&[("2026-03-02.md", "One.\n")]);
    assert_eq!(Watch::start(&folder).interrupt(), 0);
}

#[test]
fn the_examples_of_a_rule_run_again_after_every_save() {
    let folder = Folder::new(&[("evenkeel.yaml", "")]);
    let made = folder.run(&["rules", "new", "my-word"]);
    assert!(made.code == 0 && made.out.contains("rules/en/harsh/my-word.yaml"), "{made:?}");
    let watch = Watch::command(&folder, &["rules", "test", "my-word", "--watch"]);
    let rule = folder.read("rules/en/harsh/my-word.yaml");
    let changed = rule.replace("becomes: What happened was", "becomes: What came was");
    folder.write("rules/en/harsh/my-word.yaml", changed.as_bytes());
    watch.until("- expected becomes `What came was ___.`");
    watch.until("+ found    becomes `What happened was ___.`");
    folder.write("rules/en/harsh/my-word.yaml", b"titel: x");
    watch.until("`titel` is not a known key");
    folder.write("rules/en/harsh/my-word.yaml", rule.as_bytes());
    watch.until("All is as the rules say.");
    #[cfg(unix)]
    assert_eq!(watch.interrupt(), 0);
}
