//! What was written elsewhere comes over whole, once, and all of it or nothing.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

use zip::write::SimpleFileOptions;

use crate::Folder;

/// A zip with these files.
fn zipped(path: &Path, files: &[(&str, &[u8])]) {
    let mut zip = zip::ZipWriter::new(fs::File::create(path).unwrap());
    for (name, content) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap();
}

const DAY_ONE: &str = r#"{"metadata": {"version": "1.0"}, "entries": [
  {"uuid": "AAA", "creationDate": "2024-03-09T22:30:00Z", "timeZone": "Pacific/Auckland", "starred": true,
   "tags": ["sea", "long walk"], "text": "It rained\\. ![](dayone-moment://P1)\n\nSee [this](dayone2://view?entryId=BBB).",
   "photos": [{"identifier": "P1", "md5": "c0ffee", "type": "jpeg"}],
   "location": {"placeName": "Pier", "latitude": 1.5, "longitude": 2.25}, "weather": {"conditionsDescription": "Rain", "temperatureCelsius": 11.6}},
  {"uuid": "BBB", "creationDate": "2024-03-10T01:00:00Z", "timeZone": "Pacific/Auckland", "text": "Second\\-hand."}
]}"#;

/// Every file of the journal but the program's own, with its content.
fn contents(folder: &Folder) -> BTreeMap<String, Vec<u8>> {
    let files = folder.files("").into_iter().map(|path| path.to_string_lossy().into_owned());
    files
        .filter(|name| !name.starts_with(".evenkeel/"))
        .map(|name| {
            let bytes = fs::read(folder.path().join(&name)).unwrap();
            (name, bytes)
        })
        .collect()
}

#[test]
fn day_one_comes_over_with_its_days_photos_and_links_and_once() {
    let folder = Folder::new(&[("evenkeel.yaml", ""), ("2024-03-10.md", "Mine.\n")]);
    let elsewhere = tempfile::tempdir().unwrap();
    let zip = elsewhere.path().join("export.zip");
    zipped(&zip, &[("Journal.json", DAY_ONE.as_bytes()), ("photos/c0ffee.jpeg", b"photo")]);
    let zip = zip.to_str().unwrap();
    let before = contents(&folder);
    let dry = folder.run(&["import", "day-one", zip, "--dry-run"]);
    assert!(dry.code == 0 && dry.out.contains("Would make 2 entries"), "{dry:?}");
    assert_eq!(contents(&folder), before, "a dry run writes nothing");
    let run = folder.run(&["import", "day-one", zip]);
    assert!(run.out.contains("Made 2 entries, 1 photo or file"), "{run:?}");
    assert_eq!(folder.read("2024-03-10.md"), "Mine.\n");
    assert_eq!(
        folder.read("2024-03-10-2.md"),
        "---\ndate: 2024-03-10T11:30\ntags: [sea, long walk]\nstarred: true\nplace: Pier\ncoordinates: \"1.50000, 2.25000\"\nweather: \"Rain, 12 °C\"\nsource: day-one AAA\n---\n\nIt rained. ![](imported/day-one/c0ffee.jpeg)\n\nSee [this](2024-03-10-3.md).\n"
    );
    assert!(folder.read("2024-03-10-3.md").ends_with("\nSecond-hand.\n"));
    assert_eq!(folder.read("imported/day-one/c0ffee.jpeg"), "photo");
    let after = contents(&folder);
    let again = folder.run(&["import", "day-one", zip]);
    assert!(again.out.contains("Nothing new. 2 came over before."), "{again:?}");
    assert_eq!(contents(&folder), after);
}

#[test]
fn a_damaged_archive_and_a_bomb_leave_nothing() {
    let folder = Folder::new(&[("evenkeel.yaml", "")]);
    let elsewhere = tempfile::tempdir().unwrap();
    let whole = elsewhere.path().join("whole.zip");
    let noise = |at: u32| at.wrapping_mul(2_654_435_761).rotate_left(at % 31).to_le_bytes()[0];
    let photo: Vec<u8> = (0..40_000).map(noise).collect();
    zipped(&whole, &[("Journal.json", DAY_ONE.as_bytes()), ("photos/c0ffee.jpeg", &photo)]);
    let bytes = fs::read(&whole).unwrap();
    let before = contents(&folder);
    for (name, damaged) in [
        ("cut.zip", bytes[..bytes.len() / 2].to_vec()),
        ("text.zip", b"no zip".to_vec()),
        ("flipped.zip", {
            let mut flipped = bytes.clone();
            // In the middle of the photo.
            for byte in &mut flipped[5000..5100] {
                *byte = !*byte;
            }
            flipped
        }),
    ] {
        let path = elsewhere.path().join(name);
        fs::write(&path, damaged).unwrap();
        let run = folder.run(&["import", "day-one", path.to_str().unwrap()]);
        assert!(run.code == 2 && run.err.contains("damaged"), "{name}: {run:?}");
        assert_eq!(contents(&folder), before, "{name}");
    }
    let bomb = elsewhere.path().join("bomb.zip");
    zipped(&bomb, &[("Journal.json", &vec![b' '; 64 << 20])]);
    let run = folder.run(&["import", "day-one", bomb.to_str().unwrap()]);
    assert!(run.code == 2 && run.err.contains("would fill"), "{run:?}");
    let missing = folder.run(&["import", "jrnl", "nowhere.txt"]);
    assert!(missing.code == 2 && missing.err.contains("Check the spelling"), "{missing:?}");
    assert_eq!(contents(&folder), before);
}

#[test]
fn names_in_an_archive_lead_nowhere() {
    let folder = Folder::new(&[("evenkeel.yaml", "")]);
    let elsewhere = tempfile::tempdir().unwrap();
    let zip = elsewhere.path().join("a.zip");
    let json = r#"{"entries": [{"uuid": "../../x", "creationDate": "2024-03-09T22:30:00Z", "text": "![](dayone-moment://P)",
        "photos": [{"identifier": "P", "md5": "../../../etc/evil", "type": "../jpeg"}]}]}"#;
    zipped(&zip, &[("a.json", json.as_bytes()), ("../../../etc/evil.jpeg", b"x")]);
    let run = folder.run(&["import", "day-one", zip.to_str().unwrap()]);
    assert_eq!(run.code, 0, "{run:?}");
    let names: Vec<String> = contents(&folder).into_keys().collect();
    assert_eq!(names, ["2024-03-09.md", "evenkeel.yaml"]);
    // A file without an ending gets one from the export, and that may be anything too.
    for (kind, made) in [
        ("../../../../../OUT", "imported/day-one/abc.jpeg"),
        ("md", "imported/day-one/abc.md.data"),
        ("png", "imported/day-one/abc.png"),
    ] {
        let folder = Folder::new(&[("j/evenkeel.yaml", "")]);
        let json = format!(
            r#"{{"entries": [{{"uuid": "A", "creationDate": "2024-03-09T22:30:00Z", "text": "x",
            "photos": [{{"identifier": "P", "md5": "abc", "type": "{kind}"}}]}}]}}"#
        );
        zipped(&zip, &[("a.json", json.as_bytes()), ("photos/abc", b"x")]);
        let run = folder.run(&["-C", "j", "import", "day-one", zip.to_str().unwrap()]);
        assert_eq!(run.code, 0, "{run:?}");
        assert!(folder.path().join("j").join(made).is_file(), "{kind}: {:?}", folder.files(""));
        assert!(folder.files("").iter().all(|path| path.starts_with("j")), "{kind}");
    }
}

#[test]
fn marks_of_habits_count_on_their_days_with_their_reasons() {
    let folder = Folder::new(&[
        ("evenkeel.yaml", ""),
        ("harsh/habits", "! Health\nGym: 3/7\nRead: 1\n"),
        (
            "harsh/log",
            "2025-01-06 : Gym : y : legs : 1.5\n2025-01-07 : Read : n : ill : 0\n2025-01-08 : Read : y\n2025-01-09 : Read : s : travel\n",
        ),
    ]);
    let run = folder.run(&["import", "harsh", "harsh"]);
    assert!(run.out.contains("Made 2 commitments, 4 check-ins"), "{run:?}");
    let all = folder.run(&["commitments", "--format", "json", "--today", "2025-01-10"]).json();
    let of = |id: &str| {
        let mut all = all["commitments"].as_array().unwrap().iter();
        all.find(|one| one["id"] == id).unwrap().clone()
    };
    assert_eq!(of("read")["kept"], 1);
    assert_eq!(of("read")["missed"], 1);
    let told = folder.run(&["commitments", "read", "--explain", "--today", "2025-01-10"]).out;
    assert!(told.contains("2025-01-09  rest"), "{told}");
    let again = folder.run(&["import", "harsh", "harsh"]);
    assert!(again.out.contains("Nothing new. 4 came over before."), "{again:?}");
    folder.write("harsh/log", b"2025-01-08 : Read : y\n2025-01-10 : Read : y\n");
    let more = folder.run(&["import", "harsh", "harsh"]);
    assert!(more.out.contains("Made 1 check-in"), "{more:?}");
    assert_eq!(
        folder.read("imported/harsh/read-2.md"),
        "# Read, from harsh\n\n- read:: yes ✅ 2025-01-10\n"
    );
}

#[test]
fn an_import_begins_in_a_journal_or_says_how() {
    let folder =
        Folder::new(&[("journal.txt", "[2020-06-28 18:22] A title. *\nWords with @tag.\n")]);
    let run = folder.run(&["import", "jrnl", "journal.txt"]);
    assert!(run.code == 2 && run.err.contains("evenkeel init"), "{run:?}");
    let run = folder.run(&["import", "jrnl", "journal.txt", "--into", "new"]);
    assert!(run.code == 2 && run.err.contains("evenkeel init new"), "{run:?}");
    assert_eq!(folder.run(&["init", "new"]).code, 0);
    assert_eq!(folder.run(&["import", "jrnl", "journal.txt", "--into", "new"]).code, 0);
    let entry = folder.read("new/2020-06-28.md");
    assert!(entry.contains("starred: true") && entry.contains("tags: [tag]"), "{entry}");
    assert!(entry.ends_with("A title.\n\nWords with @tag.\n"), "{entry}");
}

#[test]
fn notes_and_names_from_elsewhere_change_no_other_mark() {
    let folder = Folder::new(&[
        ("evenkeel.yaml", ""),
        ("commitments/sport.md", "---\ntitle: Gym\ncadence: daily\nstart: 2025-01-01\n---\n"),
        ("harsh/habits", "Gym: 1\n"),
        (
            "harsh/log",
            "2025-01-01 : Gym : y : 100%% effort : 0\n2025-01-02 : Gym : n : `open : 0\n2025-01-03 : Gym : s : moved ✅ 2024-12-20 : 0\n2025-01-04 : Gym : y : <!-- : 0\n",
        ),
    ]);
    let run = folder.run(&["import", "harsh", "harsh"]);
    assert!(run.err.contains("count for it"), "{run:?}");
    assert!(!folder.path().join("commitments/gym.md").exists(), "the note of that name is the one");
    let told = folder.run(&["commitments", "sport", "--explain", "--today", "2025-01-05"]).out;
    for line in ["2025-01-01  kept", "2025-01-02  not kept", "2025-01-03  rest", "2025-01-04  kept"]
    {
        assert!(told.contains(line), "{line}: {told}");
    }
    // A mark that is another one by now is named, and not counted twice.
    folder.write("harsh/log", b"2025-01-02 : Gym : y : : 0\n");
    let again = folder.run(&["import", "harsh", "harsh"]);
    assert!(again.err.contains("2025-01-02: it says something else now"), "{again:?}");
    assert!(again.out.contains("Nothing new"), "{again:?}");
}

#[test]
fn what_a_person_wrote_in_braces_and_stars_stays() {
    let folder = Folder::new(&[
        ("evenkeel.yaml", ""),
        ("a.txt", "[2020-06-28 18:22] I was *so happy*\nUse {file:foo} and {entry:bar}.\n"),
    ]);
    assert_eq!(folder.run(&["import", "jrnl", "a.txt"]).code, 0);
    let entry = folder.read("2020-06-28.md");
    assert!(entry.ends_with("I was *so happy*\n\nUse {file:foo} and {entry:bar}.\n"), "{entry}");
    assert!(!entry.contains("starred"), "{entry}");
}
