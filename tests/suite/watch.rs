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
        Self::spawn(command.stdout(Stdio::piped()).stderr(Stdio::null()))
    }

    fn spawn(command: &mut std::process::Command) -> Self {
        let mut child = command.spawn().unwrap();
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
fn what_was_written_long_ago_is_told_in_a_line() {
    let folder = Folder::new(&[("2026-03-02.md", "One.\n"), ("2026-01-02.md", "Two.\n")]);
    let told = folder.path().join("told.txt");
    let mut command = folder.command(&["watch", "--lint-only", "--today", "2026-03-03"]);
    let errors = fs::File::create(&told).unwrap();
    let watch = Watch::spawn(command.stdout(Stdio::piped()).stderr(errors));
    folder.write("2026-03-02.md", b"I'm such a failure.\n");
    watch.until("2026-03-02.md");
    let today = fs::read_to_string(&told).unwrap();
    assert!(today.contains("= ask:"), "{today}");
    folder.write("2026-01-02.md", b"I'm such a failure.\n");
    watch.until("2026-01-02.md");
    let both = fs::read_to_string(&told).unwrap();
    let old = both.strip_prefix(&today).unwrap();
    assert_eq!(old.lines().count(), 1, "{old}");
    assert!(old.starts_with("2026-01-02.md:1:1: warning[identity-label]"), "{old}");
}

#[test]
fn people_to_talk_to_are_named_once_while_watching() {
    let folder = Folder::new(&[("2026-03-02.md", "One.\n")]);
    let told = folder.path().join("told.txt");
    let mut command = folder.command(&["watch", "--lint-only", "--today", "2026-03-03"]);
    let errors = fs::File::create(&told).unwrap();
    let watch = Watch::spawn(command.stdout(Stdio::piped()).stderr(errors));
    for day in ["2026-03-02.md", "2026-03-03.md"] {
        folder.write(day, b"I want to die.\n");
        watch.until(day);
    }
    let told = fs::read_to_string(&told).unwrap();
    assert_eq!(told.matches("very heavy").count(), 1, "{told}");
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

#[test]
fn findings_alone_are_told_where_nothing_is_built() {
    let folder = Folder::new(&[("2026-03-02.md", "One.\n")]);
    let watch =
        Watch::command(&folder, &["watch", "--lint-only", "--exec", "echo done >> ran.txt"]);
    folder.write("2026-03-02.md", b"I'm such a failure.\n");
    let line = watch.until("2026-03-02.md");
    assert!(line.contains("1 finding"), "{line}");
    let start = Instant::now();
    while !folder.path().join("ran.txt").is_file() {
        assert!(start.elapsed() < PATIENCE);
        thread::sleep(Duration::from_millis(20));
    }
    assert!(!folder.path().join("site").exists());
}

#[test]
fn a_journal_where_the_system_tells_nothing_is_looked_at() {
    let folder = Folder::new(&[("2026-03-02.md", "One.\n")]);
    let watch = Watch::command(&folder, &["watch", "--poll"]);
    folder.write("2026-03-02.md", b"Something longer than before.\n");
    watch.until("2026-03-02.md");
    assert!(folder.read("site/entries/2026-03-02.html").contains("longer than before"));
}

#[cfg(unix)]
#[test]
fn what_links_lead_to_is_followed() {
    let elsewhere = Folder::new(&[("2026-03-02.md", "One.\n"), ("loose.md", "Loose.\n")]);
    let folder = Folder::new(&[("2026-03-01.md", "Here.\n")]);
    let link = |from: &str, to: &str| {
        std::os::unix::fs::symlink(elsewhere.path().join(from), folder.path().join(to)).unwrap();
    };
    link("", "far");
    link("loose.md", "linked.md");
    let watch = Watch::start(&folder);
    elsewhere.write("2026-03-02.md", b"Far away.\n");
    watch.until("far/2026-03-02.md");
    assert!(folder.read("site/entries/2026-03-02.html").contains("Far away."));
    elsewhere.write("loose.md", b"Tied.\n");
    watch.until("written");
    assert!(folder.read("site/pages/linked.html").contains("Tied."));
}

#[test]
fn two_at_once_take_turns_and_say_so() {
    let folder = Folder::new(&[("2026-03-02.md", "One.\n")]);
    let first = Watch::start(&folder);
    let mut command = folder.command(&["watch"]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stderr.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.contains("another evenkeel"), "{line}");
    for day in 3..=12 {
        folder.write(&format!("2026-03-{day:02}.md"), format!("Day {day}.\n").as_bytes());
        thread::sleep(Duration::from_millis(40));
    }
    settles_like_a_full_build(&folder);
    child.kill().unwrap();
    child.wait().unwrap();
    drop(first);
}

/// Waits until the site is byte for byte what building it from nothing gives.
fn settles_like_a_full_build(folder: &Folder) {
    let fresh = tempfile::tempdir().unwrap();
    let output = fresh.path().join("site");
    let run = folder.run(&["build", "--output", output.to_str().unwrap()]);
    assert_eq!(run.code, 0, "{run:?}");
    let read = |root: &std::path::Path| {
        let files = walkdir::WalkDir::new(root).into_iter().filter_map(Result::ok);
        let files = files.filter(|entry| {
            entry.file_type().is_file() && !entry.file_name().to_string_lossy().starts_with('.')
        });
        let content = files.filter_map(|entry| {
            let name = entry.path().strip_prefix(root).unwrap().to_owned();
            Some((name, fs::read(entry.path()).ok()?))
        });
        content.collect::<std::collections::BTreeMap<_, _>>()
    };
    let wanted = read(&output);
    let start = Instant::now();
    loop {
        let found = read(&folder.path().join("site"));
        if found == wanted {
            return;
        }
        if start.elapsed() > PATIENCE {
            let differs = wanted.keys().chain(found.keys());
            let differs: Vec<_> =
                differs.filter(|name| wanted.get(*name) != found.get(*name)).collect();
            panic!("{differs:?}");
        }
        thread::sleep(Duration::from_millis(50));
    }
}

/// Numbers that look like chance and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % end as u64).unwrap()
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// Does something to a journal that a person might do.
fn live(folder: &Folder, dice: &mut Dice, step: usize) {
    let entries: Vec<String> = folder
        .files("")
        .into_iter()
        .filter(|path| path.extension().is_some_and(|end| end == "md"))
        .map(|path| path.to_string_lossy().into_owned())
        .filter(|path| path.starts_with("202"))
        .collect();
    let entry = dice.pick(&entries).clone();
    let path = folder.path().join(&entry);
    let text = folder.read(&entry);
    let append = |words: &str| folder.write(&entry, format!("{text}\n{words}\n").as_bytes());
    match dice.below(16) {
        0..=2 => append(&format!("Some more words about step {step}. I'm such a failure.")),
        3 => append("#harbour #tag-of-a-kind"),
        4 => append(&format!(
            "See [[{}]] and [[2026-05-20]].",
            dice.pick(&entries).trim_end_matches(".md")
        )),
        5 => append("mood:: 3"),
        6 => folder.write(&entry, format!("# A new title {step}\n\n{text}").as_bytes()),
        7 => folder.write(&entry, format!("---\nprivate: true\n---\n{text}").as_bytes()),
        8 => append("<!-- private -->\nOnly for me.\n<!-- /private -->"),
        9 => append("I want to die."),
        10 => fs::remove_file(path).unwrap(),
        11 => fs::rename(
            &path,
            folder.path().join(format!("2026-07-{:02} Moved {step}.md", step % 28 + 1)),
        )
        .unwrap(),
        12 => folder.write(
            &format!("2025-{:02}-{:02}.md", step % 12 + 1, step % 28 + 1),
            b"---\nstarred: true\n---\n## Reflection\n\nA new day.\n\n- [x] Evening walk\n",
        ),
        13 => folder.write(&format!("notes/page {step}.md"), b"A page. See [[A new title 3]].\n"),
        14 => folder.write("evenkeel.yaml", format!("title: Step {step}\nfeed: on\n").as_bytes()),
        _ => folder.write(
            "commitments/tea.md",
            format!("---\ntitle: Tea {step}\nstart: 2026-04-01\ncadence: daily\n---\n").as_bytes(),
        ),
    }
}

#[test]
fn what_changed_is_built_and_it_is_what_a_full_build_gives() {
    // More steps, or others: EVENKEEL_STEPS=200 EVENKEEL_SEED=7 cargo test
    let number = |name: &str, default: u64| {
        std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
    };
    let mut dice = Dice(number("EVENKEEL_SEED", 20_260_305));
    let folder = Folder::example();
    let _watch = Watch::start(&folder);
    for step in 0..usize::try_from(number("EVENKEEL_STEPS", 14)).unwrap() {
        live(&folder, &mut dice, step);
        if dice.below(3) == 0 {
            live(&folder, &mut dice, step + 1);
        }
        settles_like_a_full_build(&folder);
    }
}

#[cfg(unix)]
#[test]
fn a_full_disk_is_told_and_the_writing_goes_on_afterwards() {
    let folder = Folder::new(&[("2026-03-02.md", "One.\n")]);
    folder.run(&["build"]);
    let program = env!("CARGO_BIN_EXE_evenkeel");
    let script = format!("trap '' XFSZ; ulimit -f 64; exec {program} watch 2>&1");
    let mut command = std::process::Command::new("bash");
    command.args(["-c", &script]).current_dir(folder.path()).stdout(Stdio::piped());
    let watch = Watch::spawn(&mut command);
    let before = folder.read("site/entries/2026-03-02.html");
    folder.write("2026-03-02.md", "A long day. ".repeat(20_000).as_bytes());
    let line = watch.until("cannot be written");
    assert!(line.contains("The last good site stays"), "{line}");
    assert_eq!(folder.read("site/entries/2026-03-02.html"), before);
    folder.write("2026-03-02.md", b"A short day.\n");
    watch.until("written");
    settles_like_a_full_build(&folder);
}

#[test]
fn a_file_that_is_still_being_written_is_read_when_it_is_whole() {
    use std::io::Write as _;
    let folder = Folder::new(&[("2026-03-02.md", "One.\n")]);
    let watch = Watch::start(&folder);
    let mut file = fs::File::create(folder.path().join("2026-03-02.md")).unwrap();
    for part in ["The tide ", "was out, ", "and the gulls ", "came back.\n"] {
        file.write_all(part.as_bytes()).unwrap();
        thread::sleep(Duration::from_millis(60));
    }
    drop(file);
    watch.until("2026-03-02.md");
    assert!(folder.read("site/entries/2026-03-02.html").contains("and the gulls came back."));
    // Linux tells when a file is closed, so that there is one round; elsewhere it is the last.
    settles_like_a_full_build(&folder);
}

/// Every word of the site, its search included.
fn words(folder: &Folder) -> String {
    let files = folder.files("site").into_iter();
    files
        .map(|file| {
            String::from_utf8_lossy(&fs::read(folder.path().join("site").join(file)).unwrap())
                .into_owned()
        })
        .collect()
}

#[test]
fn what_becomes_private_is_nowhere_once_it_is_built() {
    let folder = Folder::new(&[
        ("2026-03-02.md", "A quillwort by the pond.\n"),
        ("2026-03-03.md", "Rain.\n"),
    ]);
    let watch = Watch::start(&folder);
    assert!(words(&folder).contains("quillwort"));
    folder
        .write("2026-03-02.md", b"<!-- private -->\nA quillwort by the pond.\n<!-- /private -->\n");
    watch.until("2026-03-02.md");
    assert!(!words(&folder).contains("quillwort"));
}

#[cfg(unix)]
#[test]
fn what_is_owed_is_done_whatever_comes_between() {
    let folder = Folder::new(&[("2026-03-02.md", "One.\n"), ("2026-03-03.md", "Rain.\n")]);
    let watch = Watch::start(&folder);
    folder.write("2026-03-02.md", b"Marsh gentians.\n");
    watch.until("2026-03-02.md");
    folder.write("2026-03-03.md", b"Rain.\n");
    settles_like_a_full_build(&folder);
    // The last words are in the search too when it ends at once.
    folder.write("2026-03-02.md", b"Bog asphodel.\n");
    watch.until("2026-03-02.md");
    assert_eq!(watch.interrupt(), 0);
    settles_like_a_full_build(&folder);
}

#[test]
fn a_broken_config_is_told_until_it_is_mended() {
    let folder = Folder::new(&[("2026-03-02.md", "One.\n"), ("evenkeel.yaml", "title: First\n")]);
    let watch = Watch::start(&folder);
    folder.write("evenkeel.yaml", b"exclude: [\"secret/**\"\n");
    watch.is_calm();
    folder.write("secret/2026-03-03.md", b"Not for the site.\n");
    watch.is_calm();
    assert!(!folder.path().join("site/entries/2026-03-03.html").exists());
    folder.write("evenkeel.yaml", b"exclude: [\"secret/**\"]\n");
    watch.until("written");
    assert!(!folder.path().join("site/entries/2026-03-03.html").exists());
}

#[cfg(unix)]
#[test]
fn another_folder_in_the_journals_place_is_followed() {
    let outer =
        Folder::new(&[("journal/2026-03-02.md", "One.\n"), ("copy/2026-03-02.md", "One.\n")]);
    let watch = Watch::command(&outer, &["watch", "journal", "--output", "out"]);
    fs::rename(outer.path().join("journal"), outer.path().join("old")).unwrap();
    fs::rename(outer.path().join("copy"), outer.path().join("journal")).unwrap();
    watch.until("1 file");
    outer.write("journal/2026-03-02.md", b"In the new folder.\n");
    let start = Instant::now();
    while !outer.read("out/entries/2026-03-02.html").contains("In the new folder.") {
        assert!(start.elapsed() < PATIENCE);
        thread::sleep(Duration::from_millis(50));
    }
}
