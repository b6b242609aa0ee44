//! The editor's work, from the command line: what ingest says, what it would change, and that no edit is lost.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// An issue of two stories and an advert. Its number is in its first line.
fn issue(number: u32, second: &str) -> String {
    format!(
        "HARBOUR TIMES\n\nNo. {number} • May 2031\n\nISSN 1234-5678\n\n\
         # The ferry runs again\n\nThe ferry ran on Monday, after a month of storms, with a crew that had learnt to knit. ■\n\n\
         # The lamp is lit\n\n{second} ■\n\nAdvertisement: ropes of all lengths at Moss and Daughters\n",
    )
}

const LAMP: &str = "The lamp in the hall was lit on Tuesday, to general surprise, by a boy with a match.";

/// A folder with `a/issue.txt`, to work in.
fn desk() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    put(dir.path(), "a/issue.txt", &issue(7, LAMP));
    dir
}

fn put(dir: &Path, name: &str, text: &str) {
    fs::create_dir_all(dir.join(name).parent().unwrap()).unwrap();
    fs::write(dir.join(name), text).unwrap();
}

/// The exit code, standard output and standard error of `backissue ingest`.
fn ingest(dir: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_backissue"));
    let output =
        command.current_dir(dir).arg("ingest").args(arguments).stdin(Stdio::null()).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// Every file below a folder with its text.
fn files(dir: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).into_iter().flatten() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(files(&path)),
            false => found.push((path.display().to_string(), fs::read_to_string(&path).unwrap())),
        }
    }
    found.sort();
    found
}

#[test]
fn an_issue_is_told_in_a_table_and_a_list_of_doubts() {
    let dir = desk();
    let (code, said, noise) = ingest(dir.path(), &["a/issue.txt", "-o", "content"]);
    assert_eq!((code, &*noise), (0, ""), "{said}");
    for line in [
        "Issue 7, May 2031 (a/issue.txt) in content/7",
        "  articles  2: ",
        "  events    0",
        "  files     4 written, 0 as before",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    let left_out = fs::read_to_string(dir.path().join("content/7/left-out.txt")).unwrap();
    assert!(left_out.contains(": advert (") && left_out.contains("Moss and Daughters"), "{left_out}");
}

#[test]
fn the_most_doubtful_article_comes_first_with_its_line() {
    let dir = tempfile::tempdir().unwrap();
    put(dir.path(), "diary.txt", "dear diary\n\ntoday nothing happened, and I was glad of it.\n");
    let (_, said, _) = ingest(dir.path(), &["diary.txt", "-o", "content"]);
    assert!(said.contains("most doubtful first"), "{said}");
    assert!(said.contains("%  diary.txt:1: "), "{said}");
}

#[test]
fn each_line_to_look_at_gives_the_reading_and_the_other() {
    let dir = tempfile::tempdir().unwrap();
    // A story whose headline lost its end, and one that lost its initial; text of the first stands below the second.
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sample/issue-41.txt");
    fs::copy(sample, dir.path().join("41.txt")).unwrap();
    let (_, said, _) = ingest(dir.path(), &["41.txt", "-o", "content"]);
    for line in [
        "41.txt:153: the headline was broken: “Keepers vote nine to one to ref” and “use lone nights” were read as “Keepers vote nine to one to refuse lone nights”",
        "41.txt:167: the initial is lost: “hen six weeks' rain” was read as “When six weeks' rain”",
        "(and 183, 193): text goes on in “Keepers vote nine to one to refuse lone nights”; in the file it stands below “Pellbrook",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    let shares: Vec<u32> = said
        .lines()
        .filter_map(|line| line.trim().split_once("%  41.txt:").and_then(|(share, _)| share.parse().ok()))
        .collect();
    assert!(shares.len() > 2 && shares.is_sorted(), "{said}");
}

#[test]
fn check_says_what_would_change_and_changes_nothing() {
    let dir = desk();
    let check = ["a/issue.txt", "-o", "content", "--check"];
    let (code, said, _) = ingest(dir.path(), &check);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("4 would be written") && !dir.path().join("content").exists(), "{said}");

    ingest(dir.path(), &["a/issue.txt", "-o", "content"]);
    let before = files(&dir.path().join("content"));
    let (code, said, _) = ingest(dir.path(), &check);
    assert_eq!((code, files(&dir.path().join("content"))), (0, before), "{said}");

    // The text has changed, and so has the file that was made of it: the one would be written, the other stand beside.
    put(dir.path(), "a/issue.txt", &issue(7, "The lamp fell down."));
    let lamp = dir.path().join("content/7/02-the-lamp-is-lit.md");
    fs::write(&lamp, fs::read_to_string(&lamp).unwrap().replace("a boy", "a girl")).unwrap();
    let before = files(&dir.path().join("content"));
    let (code, said, _) = ingest(dir.path(), &check);
    assert_eq!((code, files(&dir.path().join("content"))), (1, before), "{said}");
    assert!(said.contains("would write content/7/02-the-lamp-is-lit.md.new"), "{said}");
    let (code, said, _) = ingest(dir.path(), &check[..3]);
    assert_eq!(code, 0, "{said}");
    assert!(fs::read_to_string(&lamp).unwrap().contains("a girl"));
    assert!(fs::read_to_string(lamp.with_extension("md.new")).unwrap().contains("fell down"));
}

#[test]
fn what_an_editor_deleted_is_said_to_be_deleted_and_can_be_had_back() {
    let dir = desk();
    let run = ["a/issue.txt", "-o", "content", "--restore"];
    ingest(dir.path(), &run[..3]);
    let lamp = dir.path().join("content/7/02-the-lamp-is-lit.md");
    fs::remove_file(&lamp).unwrap();
    // Whether its text has changed since or not.
    for text in [LAMP, "The lamp fell down."] {
        put(dir.path(), "a/issue.txt", &issue(7, text));
        let (_, said, _) = ingest(dir.path(), &run[..3]);
        let line = "not written content/7/02-the-lamp-is-lit.md: you deleted it (--restore has it back)";
        assert!(said.contains(line) && said.contains("1 deleted by you"), "{said}");
        assert!(!lamp.exists());
    }
    ingest(dir.path(), &run);
    assert!(fs::read_to_string(&lamp).unwrap().contains("fell down"));
}

#[test]
fn what_was_left_out_can_be_put_back_and_stays() {
    let dir = desk();
    let run = ["a/issue.txt", "-o", "content"];
    ingest(dir.path(), &run);
    let left_out = fs::read_to_string(dir.path().join("content/7/left-out.txt")).unwrap();
    let advert = left_out.lines().find(|line| line.contains("Moss and Daughters")).unwrap();
    // Into an article, and into a file of its own.
    let ferry = dir.path().join("content/7/01-the-ferry-runs-again.md");
    fs::write(&ferry, format!("{}\n{advert}\n", fs::read_to_string(&ferry).unwrap())).unwrap();
    put(dir.path(), "content/7/09-ropes.md", &format!("+++\ntitle = \"Ropes\"\n+++\n\n{advert}\n"));
    let (_, said, _) = ingest(dir.path(), &run);
    assert!(said.contains("kept content/7/01-the-ferry-runs-again.md: you edited it"), "{said}");
    let articles = backissue::content::read(&dir.path().join("content")).unwrap().articles;
    let with = |title: &str| {
        let article = articles.iter().find(|article| article.title == title).unwrap();
        article.texts().iter().any(|text| text.to_string().contains("Moss and Daughters"))
    };
    assert!(articles.len() == 3 && with("Ropes") && with("The ferry runs again"), "{articles:?}");
}

#[test]
fn an_issues_folder_is_not_written_from_another_file_unasked() {
    let dir = desk();
    put(dir.path(), "b/issue.txt", &issue(7, "Another year, another lamp, and nobody to light it."));
    ingest(dir.path(), &["a/issue.txt", "-o", "content"]);
    let before = files(&dir.path().join("content"));
    let run = ["b/issue.txt", "-o", "content", "--new-source"];
    for arguments in [&run[..3], &["b/issue.txt", "-o", "content", "--check"]] {
        let (code, _, said) = ingest(dir.path(), arguments);
        assert_eq!((code, files(&dir.path().join("content"))), (1, before.clone()), "{said}");
        assert!(said.contains("was made from a/issue.txt, and this is b/issue.txt"), "{said}");
    }
    // The same file by another way is the same file.
    let (code, _, said) = ingest(&dir.path().join("a"), &["issue.txt", "-o", "../content"]);
    assert_eq!(code, 0, "{said}");
    let (code, _, said) = ingest(dir.path(), &run);
    assert_eq!(code, 0, "{said}");
    assert!(files(&dir.path().join("content")).iter().any(|(_, text)| text.contains("another lamp")));
}

#[test]
fn two_inputs_of_one_issue_are_refused_and_nothing_is_written() {
    let dir = desk();
    put(dir.path(), "b/issue.txt", &issue(7, "Another lamp."));
    let (code, _, said) = ingest(dir.path(), &["a/issue.txt", "b/issue.txt", "-o", "content"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("b/issue.txt: has the issue key `7`, as a/issue.txt has"), "{said}");
    assert!(!dir.path().join("content").exists());
}

#[test]
fn an_issue_that_cannot_be_written_holds_up_no_other_and_each_failure_is_named() {
    let dir = desk();
    ingest(dir.path(), &["a/issue.txt", "-o", "content"]);
    for (number, name) in [(7, "c/seven.txt"), (8, "c/eight.txt"), (8, "d/eight.txt"), (9, "c/nine.txt")] {
        put(dir.path(), name, &issue(number, "Another lamp."));
    }
    let names = ["c/seven.txt", "none.txt", "c/eight.txt", "d/eight.txt", "c/nine.txt", "-o", "content"];
    let (code, _, said) = ingest(dir.path(), &names);
    assert_eq!(code, 1, "{said}");
    for failure in ["content/7: was made from", "none.txt: ", "c/eight.txt: has", "d/eight.txt: has"] {
        assert!(said.contains(failure), "{failure}: {said}");
    }
    assert!(dir.path().join("content/9/issue.toml").is_file(), "{said}");
    assert!(!dir.path().join("content/8").exists());
}

#[test]
#[cfg(unix)]
fn a_pipe_is_read_whole_and_a_pdf_from_one_refused_with_the_reason() {
    use std::io::Write as _;
    let piped = |bytes: &[u8]| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_backissue"))
            .args(["ingest", "/dev/stdin", "--text"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(bytes).unwrap();
        let output = child.wait_with_output().unwrap();
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let text = issue(7, "Another lamp.");
    assert_eq!(piped(text.as_bytes()), (text, String::new()));
    let (text, said) = piped(b"%PDF-1.4 and so on");
    assert!(text.is_empty() && said.contains("a PDF that comes through a pipe"), "{said}");
}

#[test]
fn programs_get_json_and_nothing_else() {
    let dir = desk();
    put(dir.path(), "b/issue.txt", &issue(8, "Another lamp."));
    let (code, said, noise) = ingest(dir.path(), &["a/issue.txt", "--json"]);
    assert_eq!((code, &*noise), (0, ""));
    let made: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert!(made["articles"][0]["confidence"].is_number() && made["doubts"].is_array(), "{said}");
    let (_, said, _) = ingest(dir.path(), &["a/issue.txt", "b/issue.txt", "--json"]);
    let numbers: Vec<u64> = said
        .lines()
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).unwrap()["issue"]["number"].as_u64().unwrap()
        })
        .collect();
    assert_eq!(numbers, [7, 8]);
}

#[test]
fn issues_that_are_read_together_settle_what_one_leaves_open() {
    let dir = tempfile::tempdir().unwrap();
    let advert = "Ropes of all lengths, spliced while you wait, from Moss and Daughters on the quay.";
    let by = ["Ada Moss", "Dr Ada Moss", "ADA MOSS"];
    for (number, writer) in (7..).zip(by) {
        let text = format!(
            "No. {number} • May 2031\n\n# The ferry runs again\n\nBy {writer}\n\n\
             The ferry ran in month {number} of its repair, with a crew that had learnt to knit.\n\n{advert}\n\n\
             It was late, and nobody had told captain number {number} of it. ■\n"
        );
        put(dir.path(), &format!("{number}.txt"), &text);
    }
    let together: Vec<serde_json::Value> = ingest(dir.path(), &["7.txt", "8.txt", "9.txt", "--json"])
        .1
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    for made in &together {
        assert_eq!(made["articles"][0]["authors"], serde_json::json!(["Ada Moss"]));
        assert_eq!(made["writers"][0]["name"], "Ada Moss");
        assert!(!made["articles"].to_string().contains("spliced"), "{made}");
    }
    // Alone, the second issue cannot know.
    let (_, alone, _) = ingest(dir.path(), &["8.txt", "--json"]);
    assert!(alone.contains("spliced"), "{alone}");
}

#[test]
fn when_an_article_comes_in_front_edits_move_with_theirs_and_the_run_says_so() {
    let dir = desk();
    let run = ["a/issue.txt", "-o", "content"];
    ingest(dir.path(), &run);
    let lamp = dir.path().join("content/7/02-the-lamp-is-lit.md");
    fs::write(&lamp, fs::read_to_string(&lamp).unwrap().replace("a boy", "a girl")).unwrap();
    let first = "# The tide is out\n\nThe tide went out on Sunday and nobody in the harbour saw it go. ■\n\n# The ferry";
    put(dir.path(), "a/issue.txt", &issue(7, LAMP).replacen("# The ferry", first, 1));
    let (code, said, _) = ingest(dir.path(), &run);
    assert_eq!(code, 0, "{said}");
    for line in [
        "2 at another place",
        "moved content/7/02-the-lamp-is-lit.md to 03-the-lamp-is-lit.md, with your edits",
        "moved 1 file that you have not edited",
        "kept content/7/03-the-lamp-is-lit.md: you edited it",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    let articles = backissue::content::read(&dir.path().join("content")).unwrap().articles;
    let ids: Vec<&str> = articles.iter().map(|article| article.id.as_str()).collect();
    assert_eq!(ids, ["7/the-tide-is-out", "7/the-ferry-runs-again", "7/the-lamp-is-lit"]);
    assert!(
        fs::read_to_string(dir.path().join("content/7/03-the-lamp-is-lit.md")).unwrap().contains("a girl")
    );
}
