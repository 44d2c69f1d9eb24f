//! The program ends, or the disk is full, at each single write of a command in turn; nothing that a
//! person wrote is lost, and the next command puts in order what is left.
//!
//! `EVENKEEL_FAULT` is heard by builds for tests alone. With `EVENKEEL_KILLS=1` every write is tried, in
//! place of the few of a quick run.

use std::process::Stdio;

use crate::{Folder, Run};

const ENTRY: &str =
    "I missed the train. I'm so stupid. I forgot the bread.\n\nI missed the bus. I'm so stupid.\n";
const SAFE: &str = "I missed the train. I forgot the bread.\n\nI missed the bus.\n";
const OTHER: &str = "I left early. I'm an idiot.\n";
const COMMITMENT: &str = "---\ntitle: Walk\ncadence: daily\nstart: 2026-03-01\n---\n";
const TODAY: &str = "2026-03-04";

/// A journal with something to do for each command.
fn journal() -> Folder {
    Folder::new(&[
        ("evenkeel.yaml", "title: Mine\n"),
        ("2026-03-02.md", ENTRY),
        ("2026-03-03.md", OTHER),
        ("commitments/walk.md", COMMITMENT),
    ])
}

/// Runs a command that meets a fault; true when it came to the place of the fault.
fn with_fault(folder: &Folder, arguments: &[&str], fault: &str, input: &str) -> (Run, bool) {
    let mut command = folder.command(arguments);
    command.env("EVENKEEL_FAULT", fault);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // It may have ended before it read anything.
    let _ = std::io::Write::write_all(&mut child.stdin.take().unwrap(), input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let killed = output.status.code().is_none();
    let run = Run::from(output);
    let met = killed || run.code == 2;
    (run, met)
}

/// The faults that a command is to meet, one after the other, until one lies behind its end.
fn each_fault(attempt: impl Fn(&str) -> bool) {
    let thorough = std::env::var_os("EVENKEEL_KILLS").is_some();
    for kind in ["kill", "full"] {
        let (mut at, mut tried) = (1, 0);
        let mut behind = 0;
        // Steps that need no room pass a full disk by.
        while behind < 3 {
            behind = if attempt(&format!("{kind}:{at}")) { 0 } else { behind + 1 };
            tried += 1;
            at += if thorough { 1 } else { 1 + at / 2 };
            assert!(at < 3_000, "it never ends");
        }
        println!("{tried} times: {kind}");
    }
}

fn leftovers(folder: &Folder) -> Vec<String> {
    let names = folder.files("").into_iter().map(|path| path.to_string_lossy().into_owned());
    names.filter(|name| name.contains(".evenkeel-tmp-")).collect()
}

#[test]
fn a_fix_that_is_cut_short_can_be_taken_back() {
    each_fault(|fault| {
        let folder = journal();
        let (run, met) = with_fault(&folder, &["fix", "--apply", "safe"], fault, "");
        let (one, other) = (folder.read("2026-03-02.md"), folder.read("2026-03-03.md"));
        assert!(one == ENTRY || one == SAFE, "{fault}: {one}");
        assert!(other == OTHER || other == "I left early.\n", "{fault}: {other}");
        let changed = one != ENTRY || other != OTHER;
        let undone = folder.run(&["fix", "--undo"]);
        assert_eq!(folder.read("2026-03-02.md"), ENTRY, "{fault} {run:?} {undone:?}");
        assert_eq!(folder.read("2026-03-03.md"), OTHER, "{fault} {run:?} {undone:?}");
        assert!(!changed || undone.code == 0, "{fault}: {undone:?}");
        // An undo with nothing to take back is no writing command.
        assert!(undone.code != 0 || leftovers(&folder).is_empty(), "{fault}");
        met
    });
}

#[test]
fn a_conversation_that_is_cut_short_can_be_taken_back_with_every_change_of_a_file() {
    each_fault(|fault| {
        let folder = journal();
        let (run, met) = with_fault(&folder, &["fix"], fault, "1\n1\n1\n");
        let undone = folder.run(&["fix", "--undo"]);
        assert_eq!(folder.read("2026-03-02.md"), ENTRY, "{fault} {run:?} {undone:?}");
        assert_eq!(folder.read("2026-03-03.md"), OTHER, "{fault} {run:?} {undone:?}");
        met
    });
}

#[test]
fn an_undo_that_is_cut_short_is_finished_by_the_next() {
    each_fault(|fault| {
        let folder = journal();
        assert_eq!(folder.run(&["fix", "--apply", "safe"]).code, 0);
        let (run, met) = with_fault(&folder, &["fix", "--undo"], fault, "");
        folder.run(&["fix", "--undo"]);
        assert_eq!(folder.read("2026-03-02.md"), ENTRY, "{fault} {run:?}");
        assert_eq!(folder.read("2026-03-03.md"), OTHER, "{fault} {run:?}");
        met
    });
}

#[test]
fn a_new_entry_is_whole_or_not_there() {
    let whole = {
        let folder = journal();
        folder.run(&["new", "--date", TODAY]);
        folder.read("2026-03-04.md")
    };
    each_fault(|fault| {
        let folder = journal();
        let (run, met) = with_fault(&folder, &["new", "--date", TODAY], fault, "");
        let path = folder.path().join("2026-03-04.md");
        if path.exists() {
            assert_eq!(folder.read("2026-03-04.md"), whole, "{fault} {run:?}");
        }
        let again = folder.run(&["new", "--date", TODAY]);
        assert!(again.code == 0 && folder.read("2026-03-04.md") == whole, "{fault}: {again:?}");
        // The next command that writes finds nothing of it.
        folder.run(&["check-in", "walk", "--today", TODAY]);
        assert_eq!(leftovers(&folder), Vec::<String>::new(), "{fault}");
        met
    });
}

#[test]
fn a_check_in_is_written_or_not() {
    each_fault(|fault| {
        let folder = journal();
        folder.run(&["new", "--date", TODAY]);
        let before = folder.read("2026-03-04.md");
        let (_, met) = with_fault(&folder, &["check-in", "walk", "--today", TODAY], fault, "");
        let after = folder.read("2026-03-04.md");
        let ticked = before.replacen("[ ] Walk", "[x] Walk", 1);
        assert!(before != ticked && (after == before || after == ticked), "{fault}: {after}");
        met
    });
}

#[test]
fn a_build_that_is_cut_short_is_finished_by_the_next() {
    let small = || {
        let folder = journal();
        // So that there is little to write.
        folder.write("evenkeel.yaml", b"title: Mine\nexclude: [\"2026-03-03.md\"]\n");
        folder
    };
    let whole = |folder: &Folder| {
        let files = folder
            .files("site")
            .into_iter()
            .filter(|path| !path.ends_with(".evenkeel-stamps.json"));
        files.map(|path| folder.read(&format!("site/{}", path.display()))).collect::<Vec<_>>()
    };
    let reference = small();
    reference.run(&["build", "--today", TODAY]);
    let reference = whole(&reference);
    each_fault(|fault| {
        let folder = small();
        let (_, met) = with_fault(&folder, &["build", "--today", TODAY], fault, "");
        assert_eq!(folder.read("2026-03-02.md"), ENTRY, "{fault}");
        let again = folder.run(&["build", "--today", TODAY]);
        assert_eq!(again.code, 0, "{fault}: {again:?}");
        assert!(whole(&folder) == reference, "{fault}");
        assert_eq!(leftovers(&folder), Vec::<String>::new(), "{fault}");
        met
    });
}

#[test]
fn a_watch_that_is_cut_short_leaves_the_journal_as_it_was() {
    for fault in ["kill:5", "kill:40", "full:9"] {
        let folder = journal();
        let mut command = folder.command(&["watch", "--today", TODAY]);
        command.env("EVENKEEL_FAULT", fault).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        for _ in 0..30 {
            if child.try_wait().unwrap().is_some() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        let _ = child.kill();
        child.wait().unwrap();
        assert_eq!(folder.read("2026-03-02.md"), ENTRY, "{fault}");
        let again = folder.run(&["build", "--today", TODAY]);
        assert!(again.code == 0 && leftovers(&folder).is_empty(), "{fault}: {again:?}");
    }
}

#[test]
fn more_than_one_run_can_be_taken_back() {
    let folder = journal();
    folder.run(&["fix", "--apply", "safe", "2026-03-02.md"]);
    folder.run(&["fix", "--apply", "safe", "2026-03-03.md"]);
    let list = folder.run(&["fix", "--list"]).out;
    let lines: Vec<&str> = list.lines().collect();
    assert!(lines.len() == 2 && lines[0].ends_with("2026-03-03.md"), "{list}");
    assert!(lines[1].ends_with("2026-03-02.md"), "{list}");
    assert_eq!(folder.run(&["fix", "--undo"]).code, 0);
    assert_eq!(
        (folder.read("2026-03-02.md"), folder.read("2026-03-03.md")),
        (SAFE.into(), OTHER.into())
    );
    assert_eq!(folder.run(&["fix", "--undo"]).code, 0);
    assert_eq!(folder.read("2026-03-02.md"), ENTRY);
    assert!(folder.run(&["fix", "--list"]).out.contains("nothing to take back"));
    // A file that was changed since does not stand in the way of the run before.
    folder.run(&["fix", "--apply", "safe", "2026-03-02.md"]);
    folder.run(&["fix", "--apply", "safe", "2026-03-03.md"]);
    folder.write("2026-03-03.md", b"Quite another day.\n");
    assert_eq!(folder.run(&["fix", "--undo"]).code, 2);
    assert_eq!(folder.run(&["fix", "--undo"]).code, 0);
    assert_eq!(folder.read("2026-03-02.md"), ENTRY);
    // Of many runs the last ten are kept.
    for _ in 0..12 {
        folder.write("2026-03-02.md", ENTRY.as_bytes());
        folder.run(&["fix", "--apply", "safe", "2026-03-02.md"]);
    }
    assert_eq!(folder.run(&["fix", "--list"]).out.lines().count(), 10);
}

#[test]
fn a_site_whose_list_is_damaged_is_not_taken_for_an_empty_one() {
    let folder = journal();
    folder.write("passphrase", b"a lamp on the sill\n");
    assert_eq!(folder.run(&["build"]).code, 0);
    for damage in [&b"{half"[..], b""] {
        folder.write("site/.evenkeel-site.json", damage);
        for arguments in [&["build"][..], &["build", "--lock", "--passphrase-file", "passphrase"]] {
            let run = folder.run(arguments);
            assert!(run.code == 2 && run.err.contains("is damaged"), "{arguments:?}: {run:?}");
            assert!(run.err.contains("build again"), "the next step: {run:?}");
        }
    }
    std::fs::remove_dir_all(folder.path().join("site")).unwrap();
    assert_eq!(folder.run(&["build", "--lock", "--passphrase-file", "passphrase"]).code, 0);
}

#[test]
fn a_damaged_record_is_put_aside_and_told() {
    let folder = journal();
    folder.run(&["fix", "--apply", "safe", "2026-03-02.md"]);
    folder.run(&["fix", "--apply", "safe", "2026-03-03.md"]);
    folder.write(".evenkeel/taken.json", b"[half");
    folder.write(".evenkeel/undo/2.json", b"{half");
    let built = folder.run(&["build"]);
    assert!(built.code == 0 && built.err.contains("taken.json is damaged"), "{built:?}");
    // The other runs are named all the same.
    let listed = folder.run(&["fix", "--list"]);
    assert!(listed.code == 2 && listed.err.contains("2.json is damaged"), "{listed:?}");
    assert!(listed.out.contains("2026-03-02.md"), "{listed:?}");
    let undone = folder.run(&["fix", "--undo"]);
    assert!(undone.code == 2 && undone.err.contains("2.unreadable-1"), "{undone:?}");
    assert_eq!(folder.read(".evenkeel/undo/2.unreadable-1"), "{half");
    assert_eq!(folder.run(&["fix", "--undo"]).code, 0);
    assert_eq!(folder.read("2026-03-02.md"), ENTRY);
    let fixed = folder.run(&["fix", "--apply", "safe", "2026-03-02.md"]);
    assert!(fixed.code == 0 && fixed.err.contains("taken.unreadable-1"), "{fixed:?}");
    assert_eq!(folder.read(".evenkeel/taken.unreadable-1"), "[half");
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link_in_the_state_folder() {
    use std::os::unix::fs::symlink;
    let elsewhere = Folder::new(&[("mine.json", "mine")]);
    let links: [(&str, &std::path::Path); 4] = [
        (".evenkeel", elsewhere.path()),
        (".evenkeel/undo", elsewhere.path()),
        (".evenkeel/lock", &elsewhere.path().join("mine.json")),
        (".evenkeel/taken.json", &elsewhere.path().join("mine.json")),
    ];
    for (name, target) in links {
        let folder = journal();
        if name.contains('/') {
            std::fs::create_dir(folder.path().join(".evenkeel")).unwrap();
        }
        symlink(target, folder.path().join(name)).unwrap();
        let run = folder.run(&["fix", "--apply", "safe"]);
        assert!(run.err.contains("is a link"), "{name}: {run:?}");
        assert_eq!(elsewhere.files("").len(), 1, "{name}");
        assert_eq!(elsewhere.read("mine.json"), "mine", "{name}");
    }
}

#[cfg(unix)]
#[test]
fn whoever_owned_a_file_owns_it_afterwards() {
    use std::os::unix::fs::{MetadataExt, chown};
    let folder = journal();
    let path = folder.path().join("2026-03-02.md");
    if chown(&path, Some(12_345), Some(12_346)).is_err() {
        // Only root can give a file away.
        return;
    }
    assert_eq!(folder.run(&["fix", "--apply", "safe"]).code, 0);
    let data = std::fs::metadata(&path).unwrap();
    assert_eq!((data.uid(), data.gid()), (12_345, 12_346));
    assert_eq!(folder.read("2026-03-02.md"), SAFE);
}

/// `/dev/full` takes nothing: what cannot be told changes no exit code.
#[cfg(target_os = "linux")]
#[test]
fn an_error_that_cannot_be_told_is_still_that_error() {
    let folder = Folder::new(&[("evenkeel.yaml", "title: [\n"), ("a.md", "I want to die.\n")]);
    let code = |arguments: &[&str]| {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        folder.command(arguments).stderr(full).output().unwrap().status.code()
    };
    assert_eq!(code(&["build"]), Some(2));
    assert_eq!(code(&["check", "nowhere"]), Some(2));
    assert_eq!(code(&["no-such-command"]), Some(2));
    folder.write("evenkeel.yaml", b"");
    assert_eq!(code(&["check"]), Some(0), "the message of a heavy day has no room either");
    assert_eq!(code(&["build"]), Some(0));
}

#[test]
fn other_settings_are_for_the_same_journal() {
    let folder = Folder::new(&[
        ("journal/evenkeel.yaml", "title: Mine\n"),
        ("journal/2026-03-02.md", "A day.\n"),
        ("elsewhere/other.yaml", "title: Yours\noutput: public\n"),
        ("elsewhere/secret.md", "No entry of this journal.\n"),
    ]);
    let run = folder.run(&["-C", "journal", "--config", "../elsewhere/other.yaml", "build"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(folder.read("journal/public/index.html").contains("Yours"));
    assert!(!folder.path().join("elsewhere/public").exists());
    let run =
        folder.run(&["check", "journal", "--config", "elsewhere/other.yaml", "--format", "json"]);
    assert_eq!(run.json()["summary"]["files"], 1, "{run:?}");
}

/// A journal from elsewhere may bring records of its own.
#[test]
fn an_undo_changes_files_of_the_journal_alone() {
    use sha2::{Digest, Sha256};
    let outside = Folder::new(&[("mine.txt", "My own words.\n")]);
    let hash: String = Sha256::digest("My own words.\n")
        .iter()
        .take(16)
        .fold(String::new(), |out, byte| out + &format!("{byte:02x}"));
    let folder = journal();
    let path = outside.path().join("mine.txt").canonicalize().unwrap();
    let record = serde_json::json!({ "files": { path.to_str().unwrap(): { "before": "EVIL", "after": [hash] } } });
    folder.write(".evenkeel/undo/1.json", record.to_string().as_bytes());
    assert_eq!(folder.run(&["fix", "--undo"]).code, 2);
    assert_eq!(outside.read("mine.txt"), "My own words.\n");
    folder.write(".evenkeel/undo/18446744073709551615.json", b"{\"files\":{}}");
    let run = folder.run(&["fix", "--apply", "safe"]);
    assert!(run.code == 2 && run.err.contains("numbered too high"), "{run:?}");
}

#[test]
fn a_file_that_was_renamed_and_is_back_can_be_taken_back() {
    let folder = journal();
    folder.run(&["fix", "--apply", "safe", "2026-03-02.md"]);
    let at = |name: &str| folder.path().join(name);
    std::fs::rename(at("2026-03-02.md"), at("away.md")).unwrap();
    assert_eq!(folder.run(&["fix", "--undo"]).code, 2);
    std::fs::rename(at("away.md"), at("2026-03-02.md")).unwrap();
    assert_eq!(folder.run(&["fix", "--undo"]).code, 0);
    assert_eq!(folder.read("2026-03-02.md"), ENTRY);
}

#[cfg(unix)]
#[test]
fn what_root_makes_belongs_to_whom_the_journal_belongs() {
    use std::os::unix::fs::{MetadataExt, chown};
    let folder = journal();
    if std::fs::metadata(folder.path()).unwrap().uid() != 0 {
        // Only root can give files away.
        return;
    }
    for file in [folder.path().to_owned(), folder.path().join("2026-03-02.md")] {
        chown(file, Some(12345), Some(12345)).unwrap();
    }
    assert_eq!(folder.run(&["build"]).code, 0);
    assert_eq!(folder.run(&["fix", "--apply", "safe", "2026-03-02.md"]).code, 0);
    for name in ["site", "site/entries", "site/index.html", ".evenkeel", ".evenkeel/undo/1.json"] {
        let data = std::fs::metadata(folder.path().join(name)).unwrap();
        assert_eq!((data.uid(), data.gid()), (12345, 12345), "{name}");
    }
}
