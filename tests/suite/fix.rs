//! `evenkeel fix`: what it changes, what it leaves alone, how it is taken back.

use std::io::Write;
use std::process::Stdio;

use crate::{Folder, Run};

/// Runs `fix` with these lines as the person's answers.
fn answer(folder: &Folder, arguments: &[&str], lines: &str) -> Run {
    let mut all = vec!["fix"];
    all.extend(arguments);
    let mut child = folder
        .command(&all)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .env_remove("VISUAL")
        .env_remove("EDITOR")
        .spawn()
        .unwrap();
    // The program may have ended before it read everything.
    let _ = child.stdin.take().unwrap().write_all(lines.as_bytes());
    Run::from(child.wait_with_output().unwrap())
}

#[test]
fn nothing_is_written_without_a_choice() {
    let source = "I'm so lazy.\n\nI'm a failure.\n";
    let folder = Folder::new(&[("a.md", source)]);
    for lines in ["", "k\nk\n", "s\n", "q\n", "x\n9\n0\nq\n", "\n\n"] {
        let run = answer(&folder, &[], lines);
        assert_eq!((run.code, folder.read("a.md").as_str()), (0, source), "{lines:?} {run:?}");
    }
    assert!(!folder.path().join(".evenkeel").exists());
}

#[test]
fn a_choice_changes_its_own_bytes_and_no_others() {
    let source = "\u{feff}Tab\there  \r\nI missed the train. I’m *so* lazy.\r\n\r\n- I'm a failure.\t\r\n- end";
    let folder = Folder::new(&[("a.md", source)]);
    let run = answer(&folder, &[], "1\nk\n");
    assert_eq!(run.code, 0, "{run:?}");
    let expected = source.replace(" I’m *so* lazy.", "");
    assert_eq!(folder.read("a.md"), expected);
    assert!(run.out.contains("1 rewritten, 0 ignored, 1 kept, 0 left"), "{run:?}");
    let undone = folder.run(&["fix", "--undo"]);
    assert!(undone.code == 0 && undone.out.contains("a.md is as it was"), "{undone:?}");
    assert_eq!(folder.read("a.md"), source);
    assert_eq!(folder.run(&["fix", "--undo"]).code, 2, "only once");
}

#[test]
fn own_words_and_a_reason_can_be_given() {
    let folder = Folder::new(&[("a.md", "I'm so lazy.\n\n- I'm a failure.\n- I'm an idiot.\n")]);
    let run = answer(&folder, &["a.md"], "e\nI did not go out.\ni\na line from -- a play\nk\n");
    assert_eq!(
        folder.read("a.md"),
        "I did not go out.\n\n- I'm a failure. <!-- evenkeel: ignore identity-label (a line from – a play) -->\n- I'm an idiot.\n"
    );
    assert!(run.out.contains("1 rewritten, 1 ignored, 1 kept, 0 left"), "{run:?}");
    assert_eq!(folder.run(&["check", "--require-reasons", "--format", "json"]).findings().len(), 1);
    folder.write("a.md", b"I'm so lazy.\n");
    answer(&folder, &["a.md"], "i\n\n");
    assert_eq!(folder.read("a.md"), "<!-- evenkeel: ignore global-trait -->\nI'm so lazy.\n");
}

#[test]
fn the_finding_stands_in_its_paragraph() {
    let long = "word ".repeat(100);
    let text = format!("Other.\n\nBefore it. I'm so\nlazy, after it. {long}\n");
    let folder = Folder::new(&[("2026/a.md", &text)]);
    let out = answer(&folder, &[], "q\n").out;
    assert!(out.contains("2026/a.md:3") && out.contains("«I'm so lazy», after it."), "{out}");
    assert!(!out.contains("Other.") && out.contains('…'), "{out}");
    assert!(out.lines().all(|line| line.chars().count() <= 90), "{out}");
}

#[test]
fn a_file_that_changed_meanwhile_is_not_touched() {
    let folder = Folder::new(&[("a.md", "I'm so lazy.\n"), ("b.md", "I'm so lazy.\n")]);
    let mut child = folder
        .command(&["fix"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The first prompt is out: the file has been read.
    let mut seen = Vec::new();
    let mut out = child.stdout.take().unwrap();
    while !String::from_utf8_lossy(&seen).contains("choose:") {
        let mut byte = [0];
        std::io::Read::read_exact(&mut out, &mut byte).unwrap();
        seen.push(byte[0]);
    }
    folder.write("a.md", b"Somebody wrote this.\n");
    child.stdin.take().unwrap().write_all(b"1\n1\n").unwrap();
    std::io::Read::read_to_end(&mut out, &mut seen).unwrap();
    let run = Run::from(child.wait_with_output().unwrap());
    assert_eq!(folder.read("a.md"), "Somebody wrote this.\n");
    assert_eq!(folder.read("b.md"), "I'm frustrated with myself.\n", "the next file goes on");
    assert!(run.code == 2 && run.err.contains("a.md was changed"), "{run:?}");
}

#[test]
fn safe_rewrites_are_shown_and_taken_together() {
    let source = "I missed the train, I'm so stupid! And I forgot the bread; **I'm useless**.\r\n\r\nI'm a failure.\r\n";
    let folder = Folder::new(&[("a.md", source), ("b.md", "Calm.\n")]);
    let diff = folder.run(&["fix", "--diff"]).out;
    assert!(diff.contains("--- a/a.md\n+++ b/a.md\n@@ -1,3 +1,3 @@\n"), "{diff}");
    assert_eq!(folder.read("a.md"), source);
    let run = folder.run(&["fix", "--apply", "safe"]);
    assert!(run.code == 0 && run.out.contains("2 places rewritten in 1 file"), "{run:?}");
    assert_eq!(
        folder.read("a.md"),
        "I missed the train. And I forgot the bread.\r\n\r\nI'm a failure.\r\n"
    );
    let again = folder.run(&["fix", "--apply", "safe"]);
    assert!(again.out.contains("No rewrite here is safe"), "{again:?}");
    assert_eq!(folder.run(&["fix", "--undo"]).code, 0, "a run that changed nothing keeps the undo");
    assert_eq!(folder.read("a.md"), source);
}

#[test]
fn what_was_changed_after_a_fix_is_not_taken_back() {
    let folder = Folder::new(&[("a.md", "I missed the train. I'm so stupid.\n")]);
    folder.run(&["fix", "--apply", "safe"]);
    folder.write("a.md", b"I missed the train. It was cold.\n");
    let run = folder.run(&["fix", "--undo"]);
    assert!(run.code == 2 && run.err.contains("a.md was changed since"), "{run:?}");
    assert_eq!(folder.read("a.md"), "I missed the train. It was cold.\n");
}

#[test]
fn what_is_withheld_is_not_offered() {
    let folder = Folder::new(&[("a.md", "I want to die. I'm such a marrowfat failure.\n")]);
    let run = answer(&folder, &[], "1\n");
    assert!(!run.out.contains("marrowfat") && run.out.contains("Nothing to choose"), "{run:?}");
    assert!(run.err.contains("findahelpline"), "{run:?}");
}

#[cfg(unix)]
#[test]
fn mode_links_and_read_only_files_are_respected() {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};
    let text = "I missed the train. I'm so stupid.\n";
    let folder =
        Folder::new(&[("real/a.md", text), ("journal/b.md", text), ("journal/c.md", "Calm.")]);
    let set = |name: &str, mode| {
        let path = folder.path().join(name);
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    let mode =
        |name: &str| fs::metadata(folder.path().join(name)).unwrap().permissions().mode() & 0o777;
    symlink("../real/a.md", folder.path().join("journal/a.md")).unwrap();
    set("real/a.md", 0o640);
    set("journal/b.md", 0o444);
    let run = folder.run(&["fix", "-C", "journal", "--apply", "safe"]);
    assert!(run.code == 2 && run.err.contains("b.md is read-only"), "{run:?}");
    assert_eq!(folder.read("real/a.md"), "I missed the train.\n");
    assert_eq!((mode("real/a.md"), mode("journal/b.md")), (0o640, 0o444));
    assert!(fs::symlink_metadata(folder.path().join("journal/a.md")).unwrap().is_symlink());
    assert_eq!(folder.read("journal/b.md"), text);
    assert_eq!(mode("journal/.evenkeel/undo/1.json"), 0o600);
}

#[test]
fn letters_code_and_other_files_are_kept() {
    let folder = Folder::new(&[(
        "a.md",
        "I forgot the café, and `code` is here. I'm so stupid.\n\nI forgot `the code` of Zoë. I'm so stupid.\n",
    )]);
    folder.run(&["fix", "--apply", "safe"]);
    assert_eq!(
        folder.read("a.md"),
        "I forgot the café, and `code` is here.\n\nI forgot `the code` of Zoë.\n"
    );
    folder.write("entry.md", b"Mine.\n");
    let run = folder.run(&["baseline", "-o", "entry.md"]);
    assert!(run.code == 2 && run.err.contains("not touched"), "{run:?}");
    assert_eq!(folder.read("entry.md"), "Mine.\n");
}

#[test]
fn a_question_is_answered_below_the_paragraph_and_settles_it() {
    let folder = Folder::new(&[("a.md", "I'm so lazy today.\n\nIt rained.\n")]);
    let run = answer(&folder, &[], "a\nThe light was gone by four.\n");
    assert_eq!(
        folder.read("a.md"),
        "I'm so lazy today.\n\n> What got in the way?\n> The light was gone by four.\n\nIt rained.\n"
    );
    assert!(run.out.contains("0 rewritten, 1 answered, 0 ignored, 0 kept, 0 left"), "{run:?}");
    let found = |folder: &Folder| folder.run(&["check", "--format", "json"]).findings().len();
    assert_eq!(found(&folder), 0, "what was answered is settled");
    // A question without an answer settles nothing, nor does an answer below another paragraph.
    folder.write("a.md", b"I'm so lazy today.\n\n> What got in the way?\n");
    assert_eq!(found(&folder), 1);
    folder.write("a.md", b"I'm so lazy.\n\nIt rained.\n\n> Why?\n> So.\n");
    assert_eq!(found(&folder), 1);
    // Below a list it is the finding of that question.
    folder.write(
        "a.md",
        b"- I'm so lazy.\n- Everyone hates me.\n\n> What got in the way?\n> The light.\n",
    );
    let left = folder.run(&["check", "--format", "json"]).findings();
    assert_eq!((left.len(), left[0].1.as_str()), (1, "mind-reading"));
    let undone = folder.run(&["fix", "--undo"]);
    assert_eq!(undone.code, 2, "it was changed since");
}

#[test]
fn blanks_are_asked_for_one_by_one_and_never_written() {
    let source = "I burned the rice. I'm such an idiot.\n";
    let plan = "3\nI cook\nset a timer.\n";
    for (lines, expected) in [
        (plan, "I burned the rice. When I cook, I will set a timer.\n"),
        ("3\nI cook\n\n", "I burned the rice.\n"),
        ("3\n", source),
    ] {
        let folder = Folder::new(&[("a.md", source)]);
        let run = answer(&folder, &[], lines);
        assert_eq!(folder.read("a.md"), expected, "{run:?}");
        assert!(run.out.contains("When …:"), "{run:?}");
    }
    // A sentence that is nothing but a blank is not taken away for want of an answer.
    let source = "I'll try to be better.\n";
    let folder = Folder::new(&[("a.md", source)]);
    let run = answer(&folder, &[], "1\n\nq\n");
    assert_eq!(folder.read("a.md"), source, "{run:?}");
    assert!(run.out.contains("Nothing was written."), "{run:?}");
}

#[test]
fn the_last_choice_is_taken_back_across_files() {
    let folder = Folder::new(&[("a.md", "I'm so lazy.\n"), ("b.md", "I'm so lazy.\n")]);
    let run = answer(&folder, &[], "1\nu\nk\n1\nq\n");
    assert_eq!(folder.read("a.md"), "I'm so lazy.\n", "{run:?}");
    assert_eq!(folder.read("b.md"), "I'm frustrated with myself.\n", "{run:?}");
    assert!(run.out.contains("Taken back.") && run.out.contains("1 rewritten, 0 ignored, 1 kept"));
    let run = answer(&folder, &[], "u\nq\n");
    assert!(run.out.contains("nothing to undo yet") && run.code == 0, "{run:?}");
}

#[test]
fn words_are_never_flagged_again() {
    let entry = "I'm so lazy.\n\nI'm so lazy.\n\nI'm a failure.\n";
    let folder = Folder::new(&[("evenkeel.yaml", "title: Mine # kept\n"), ("a.md", entry)]);
    let run = answer(&folder, &[], "n\nq\n");
    assert_eq!(folder.read("evenkeel.yaml"), "title: Mine # kept\nallow:\n  - \"I'm so lazy\"\n");
    assert!(run.out.contains("1 ignored, 0 kept, 1 left"), "the same words are not asked: {run:?}");
    assert_eq!(folder.run(&["check", "--format", "json"]).findings().len(), 1);
    assert_eq!(folder.run(&["fix", "--undo"]).code, 0);
    assert_eq!(folder.read("evenkeel.yaml"), "title: Mine # kept\n");
    answer(&folder, &[], "n\nu\nq\n");
    assert_eq!(folder.read("evenkeel.yaml"), "title: Mine # kept\n");
}

#[test]
fn words_that_need_their_sentence_are_allowed_with_it() {
    let folder = Folder::new(&[
        ("evenkeel.yaml", ""),
        ("a.md", "Such a *stupid* mistake.\n\nI'm so lazy.\n"),
    ]);
    let before = folder.run(&["check", "--format", "json"]).findings();
    assert_eq!(before.len(), 2, "{before:?}");
    answer(&folder, &[], "n\nq\n");
    assert_eq!(folder.read("evenkeel.yaml"), "allow:\n  - \"Such a stupid mistake\"\n");
    let run = folder.run(&["check", "--format", "json"]);
    assert_eq!(run.findings().len(), 1, "{run:?}");
    assert!(run.err.is_empty(), "{run:?}");
}

#[test]
fn allowed_words_are_taken_back_from_a_config_that_was_made_for_them() {
    let folder = Folder::new(&[("a.md", "I'm so lazy.\n")]);
    answer(&folder, &[], "n\nq\n");
    assert!(folder.read("evenkeel.yaml").contains("lazy"));
    assert_eq!(folder.run(&["fix", "--undo"]).code, 0);
    assert!(!folder.read("evenkeel.yaml").contains("lazy"));
}

#[test]
fn no_wording_leaves_another_attack_of_its_sentence() {
    let text = "Nobody at the office likes me, and I never finish anything.\n";
    let folder = Folder::new(&[("a.md", text)]);
    let found = folder.run(&["check", "--format", "json", "--exit-zero"]).json();
    for one in found["diagnostics"].as_array().unwrap() {
        for wording in one["suggestions"].as_array().unwrap() {
            let title = wording["title"].as_str().unwrap();
            folder.write("b.md", title.as_bytes());
            let left = folder.run(&["check", "b.md", "--format", "json"]).findings();
            assert!(left.is_empty(), "{title}: {left:?}");
        }
    }
}

#[test]
fn the_end_counts_an_answered_neighbour_once() {
    let folder = Folder::new(&[("a.md", "I'm so lazy. I'm such a failure. I am a coward.\n")]);
    let run = answer(&folder, &[], "k\na\nI was tired.\n");
    assert!(run.out.contains("0 rewritten, 2 answered, 0 ignored, 1 kept, 0 left"), "{run:?}");
    assert!(run.out.contains("It stands for 1 other finding of its paragraph too"), "{run:?}");
}

#[test]
fn every_finding_says_which_of_how_many_it_is() {
    let folder =
        Folder::new(&[("a.md", "I'm so lazy.\n\nI'm a failure.\n"), ("b.md", "I'm so lazy.\n")]);
    let run = answer(&folder, &[], "k\nk\nk\n");
    for number in ["1 of 3", "2 of 3", "3 of 3"] {
        assert!(run.out.contains(number), "{run:?}");
    }
}

#[test]
fn what_one_wrote_before_is_told_again_and_can_be_forgotten() {
    let folder = Folder::new(&[
        ("a.md", "I'm so lazy.\n"),
        ("b.md", "Nothing done. I was lazy again.\n\nI am a coward.\n"),
        ("c.md", "---\nprivate: true\n---\nI'm such a failure.\n"),
    ]);
    answer(&folder, &["a.md", "c.md"], "e\nI sat down first.\ne\nI tried a secret thing.\n");
    let run = answer(&folder, &["b.md"], "q\n");
    assert!(run.out.contains("Before, you wrote: I sat down first"), "{run:?}");
    // What the program suggested, and what was taken back, is nobody's own.
    answer(&folder, &["b.md"], "1\nu\ne\nI changed my mind here.\nu\nq\n");
    let kept = folder.read(".evenkeel/reworded.json");
    assert!(!kept.contains("secret"), "nothing private is kept: {kept}");
    assert!(!kept.contains("feels as if") && !kept.contains("changed my mind"), "{kept}");
    // Nor is it when the run is taken back later.
    answer(&folder, &["b.md"], "e\nI lay down first.\nq\n");
    assert!(folder.read(".evenkeel/reworded.json").contains("lay down"));
    assert_eq!(folder.run(&["fix", "--undo"]).code, 0);
    assert!(!folder.read(".evenkeel/reworded.json").contains("lay down"));
    let forgotten = folder.run(&["fix", "--forget"]);
    assert!(
        forgotten.code == 0 && forgotten.out.contains("1 rewording forgotten"),
        "{forgotten:?}"
    );
    assert!(!folder.read(".evenkeel/reworded.json").contains("sat down"));
    assert!(!answer(&folder, &["b.md"], "q\n").out.contains("Before, you wrote"));
    // A damaged file is put aside, not lost.
    folder.write(".evenkeel/reworded.json", b"{");
    let run = answer(&folder, &["b.md"], "e\nI rested.\n");
    assert!(run.err.contains("put aside"), "{run:?}");
    assert!(folder.read(".evenkeel/reworded.json").contains("I rested"));
}
