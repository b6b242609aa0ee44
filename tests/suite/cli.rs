//! The command line as a user meets it: output, messages, exit codes.

use std::path::Path;
use std::process::{Command, Output, Stdio};

pub fn backissue() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_backissue"));
    command.stdin(Stdio::null());
    command
}

fn run(arguments: &[&str]) -> Output {
    backissue().args(arguments).output().unwrap()
}

/// Writes a file with the folders that it is in.
pub fn put(path: &Path, bytes: impl AsRef<[u8]>) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

/// The exit code and what was said on standard error.
pub fn fails(arguments: &[&str]) -> (i32, String) {
    let output = run(arguments);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!said.contains("panicked"), "{said}");
    (output.status.code().unwrap(), said)
}

#[test]
fn help_shows_the_typical_run_and_the_exit_codes() {
    let output = run(&["--help"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success());
    for expected in ["backissue ingest issue-66.txt -o content/", "Exit codes: 0 done"] {
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn a_wrong_command_line_is_exit_code_2() {
    for arguments in [
        &["serve"][..],
        &["nonsense"],
        &["ingest"],
        &["serve", ".", "--port", "70000"],
        &["search", "."],
        &["search", ".", "word", "--like", "-"],
        &["search", ".", "--like", "-", "--typing"],
        &["search", ".", "word", "--excerpts", "6"],
        &["search", ".", "word", "-n", "101"],
        &["trec", "--docs", "d", "--queries", "q", "--out", "o", "-k", "0"],
    ] {
        let (code, said) = fails(arguments);
        assert_eq!(code, 2, "{arguments:?}");
        assert!(said.contains("--help"), "{said}");
    }
}

#[test]
fn a_reader_who_has_seen_enough_is_no_failure() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sample/issue-41.txt");
    let mut child = backissue()
        .args(["ingest", "--explain", &sample.display().to_string()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // More than a pipe holds is to come, and nobody reads it.
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!said.contains("panicked"), "{said}");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_query_may_begin_with_a_minus() {
    let (code, said) = fails(&["search", "no-such-folder", "-redundancy pay"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("no-such-folder"), "{said}");
}

/// A content folder with one issue of two articles, built into a site.
fn built() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| put(&dir.path().join(name), text);
    write(
        "content/12/issue.toml",
        "key = \"12\"\nnumber = 12\ntitle = \"The Lamplighter\"\ndate = \"2031-03\"\n",
    );
    write(
        "content/12/01-lamps.md",
        "+++\ntitle = \"Lamps\"\nsection = \"news\"\n+++\n\nThe lamp went out in May.\n\n## Nights\n\nNobody lit it before May.\n",
    );
    write("content/12/02-oil.md", "+++\ntitle = \"Oil\"\n+++\n\nThe price of oil went up.\n");
    let output =
        backissue().current_dir(dir.path()).args(["build", "content", "-o", "site"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    dir
}

/// Runs in the folder and fails: standard error.
fn fails_in(dir: &Path, arguments: &[&str]) -> String {
    let output = backissue().current_dir(dir).args(arguments).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}");
    assert!(said.starts_with("backissue: ") && !said.contains("panicked"), "{said}");
    said
}

#[test]
fn build_search_and_verify_work_on_one_folder() {
    let dir = built();
    let run = |arguments: &[&str]| {
        let output = backissue().current_dir(dir.path()).args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(run(&["search", "site", "lamp"]).contains("12/lamps"));
    let page: serde_json::Value = serde_json::from_str(&run(&["search", "site", "lamp", "--json"])).unwrap();
    assert_eq!((&page["total"], &page["hits"][0]["id"]), (&1.into(), &"12/lamps".into()));
    assert_eq!(page["hits"][0]["excerpts"], serde_json::json!([]));
    let several = ["search", "site", "may", "--excerpts", "3"];
    let said = run(&several);
    assert!(said.contains("   The lamp went out in May.\n   Nights: Nobody lit it before May.\n"), "{said}");
    let page: serde_json::Value = serde_json::from_str(&run(&[&several[..], &["--json"]].concat())).unwrap();
    assert_eq!(page["hits"][0]["excerpts"][1]["heading"], "Nights");
    std::fs::write(dir.path().join("passage.txt"), "Who trimmed the lamps?").unwrap();
    let like = ["search", "site", "--like", "passage.txt"];
    let said = run(&like);
    assert!(said.starts_with("More like: ") && said.contains("12/lamps"), "{said}");
    let page: serde_json::Value = serde_json::from_str(&run(&[&like[..], &["--json"]].concat())).unwrap();
    assert_eq!(page["hits"][0]["id"], "12/lamps");
    let page = run(&[&like[..], &["--json", "--except", "12/lamps"]].concat());
    assert!(!page.contains("\"id\": \"12/lamps\""), "{page}");
    let piped = backissue()
        .current_dir(dir.path())
        .args(["search", "site", "--like", "-"])
        .stdin(std::fs::File::open(dir.path().join("passage.txt")).unwrap())
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(piped.stdout).unwrap(), said);
    assert!(fails_in(dir.path(), &["search", "site", "--like", "nowhere.txt"]).contains("nowhere.txt"));
    assert!(run(&["verify", "site"]).contains("2 articles"));
    for file in
        ["index.html", "feed.xml", "feed.json", "headlines.json", "pages/12/lamps.html", "manifest.bi"]
    {
        assert!(dir.path().join("site").join(file).is_file(), "{file}");
    }
    // Again, into the same folder: nothing changes.
    let before = std::fs::read(dir.path().join("site/manifest.bi")).unwrap();
    run(&["build", "content", "-o", "site"]);
    assert_eq!(std::fs::read(dir.path().join("site/manifest.bi")).unwrap(), before);
    // Once more, as one file and carried by an engine: whatever reads the folder reads these.
    for piece in backissue::format::pack::PIECES.iter().chain(&["engine"]) {
        let name = format!("{piece}_bg.wasm");
        std::fs::write(dir.path().join(name), b"\0asm\x01\0\0\0").unwrap();
    }
    let said = run(&["build", "content", "-o", "site", "--pack", "--bundle", "--engine", "engine_bg.wasm"]);
    for file in ["archive.pack", "archive.wasm"] {
        assert!(said.contains(file), "{said}");
        let path = format!("site/{file}");
        assert!(run(&["search", &path, "lamp"]).contains("12/lamps"));
        assert!(run(&["verify", &path]).contains("2 articles"));
    }
}

#[test]
fn what_a_build_removes_and_what_it_made_nothing_of_is_said() {
    let dir = built();
    let put = |name: &str, bytes: &[u8]| put(&dir.path().join(name), bytes);
    let run = |arguments: &[&str]| {
        let output = backissue().current_dir(dir.path()).args(arguments).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{arguments:?}: {said}");
        (String::from_utf8(output.stdout).unwrap(), said)
    };
    let (_, said) = run(&["build", "content", "-o", "site", "--pack"]);
    assert_eq!(said, "");
    let (report, said) = run(&["build", "content", "-o", "site", "--json"]);
    assert!(said.contains("archive.pack: removed, for --pack was not given"), "{said}");
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!((&report["archive"]["articles"], &report["removed"][0]), (&2.into(), &"archive.pack".into()));
    let checked: serde_json::Value = serde_json::from_str(&run(&["verify", "site", "--json"]).0).unwrap();
    assert_eq!(checked["articles"], 2);
    let (report, said) = run(&["build", "content", "-o", "site"]);
    assert!(said.is_empty() && !report.contains("tiny"), "{said}{report}");

    put("content/12/02-oil.md.new", b"+++\ntitle = \"Oil\"\n+++\n\nThe price.\n");
    put("content/12/03-wicks.md", b"+++\ntitle = \"Wicks\"\n+++\n\n{captoin} A wick.\n");
    let (_, said) = run(&["build", "content", "-o", "site"]);
    for expected in ["02-oil.md.new: is a new reading", "03-wicks.md:5: {captoin} is not one of"] {
        assert!(said.contains(expected), "{said}");
    }

    let line = r#"{"id": "a", "title": "Lamps", "text": "T", "lang": "cy", "author": "Bo", "tags": [], "autors": 1}"#;
    put("d.jsonl", line.as_bytes());
    let (report, said) = run(&["build", "d.jsonl", "-o", "documents"]);
    assert!(report.starts_with("1 article, "), "{report}");
    assert!(run(&["verify", "documents"]).0.starts_with("1 article, "));
    assert!(
        said.contains("d.jsonl: not used: \"autors\" (1 line), \"tags\" (1 line). The fields are id, title"),
        "{said}"
    );
    let page = std::fs::read_to_string(dir.path().join("documents/pages/a.html")).unwrap();
    assert!(page.contains("lang=\"cy\"") && page.contains("Bo"), "{page}");
    // The same through a pipe.
    let mut child = backissue();
    child.current_dir(dir.path()).args(["build", "-", "-o", "documents"]);
    let file = std::fs::File::open(dir.path().join("d.jsonl")).unwrap();
    assert!(child.stdin(file).output().unwrap().status.success());
}

#[test]
fn a_test_run_may_go_to_standard_output() {
    let dir = tempfile::tempdir().unwrap();
    put(&dir.path().join("d.jsonl"), r#"{"id": "a", "title": "Lamps", "text": "T"}"#);
    put(&dir.path().join("q.tsv"), "1\tlamps\n");
    put(&dir.path().join("none.tsv"), "\n");
    let run = |queries: &str| {
        let arguments = ["trec", "--docs", "d.jsonl", "--queries", queries, "--out", "-"];
        backissue().current_dir(dir.path()).args(arguments).output().unwrap()
    };
    assert_eq!(String::from_utf8(run("q.tsv").stdout).unwrap(), "1 Q0 a 1 1 backissue\n");
    assert!(String::from_utf8(run("none.tsv").stderr).unwrap().contains("there is no query"));
}

#[test]
fn another_file_of_the_package_is_not_taken_for_the_one_that_was_asked_for() {
    let dir = built();
    for (name, export) in [("reader_bg.wasm", "engine_readerArticle"), ("engine_bg.wasm", "engine_search")] {
        put(&dir.path().join(name), [b"\0asm\x01\0\0\0", export.as_bytes()].concat());
    }
    let said =
        fails_in(dir.path(), &["build", "content", "-o", "new", "--bundle", "--engine", "reader_bg.wasm"]);
    assert!(said.contains("reader_bg.wasm: is reader_bg.wasm and not engine_bg.wasm"), "{said}");
    let said = fails_in(dir.path(), &["build", "content", "-o", "new", "--tiny-engine", "engine_bg.wasm"]);
    assert!(said.contains("is engine_bg.wasm and not tiny_engine_bg.wasm"), "{said}");
}

#[test]
fn a_bundle_needs_an_engine() {
    let dir = built();
    let ask = |arguments: &[&str]| {
        let output = backissue().current_dir(dir.path()).args(arguments).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, said) = ask(&["build", "content", "-o", "other", "--bundle", "--engine", "gone.wasm"]);
    assert!(code == Some(1) && said.contains("gone.wasm") && said.contains("cargo xtask build"), "{said}");
    assert_eq!(ask(&["build", "content", "-o", "other", "--engine", "gone.wasm"]).0, Some(2));
}

#[test]
fn a_query_of_ten_thousand_characters_is_answered() {
    let dir = built();
    for query in ["lamp ".repeat(2000), "x".repeat(10_000), "\"".repeat(10_000), "-a OR ".repeat(2000)] {
        let output =
            backissue().current_dir(dir.path()).args(["search", "site", "--", &query]).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn build_refuses_a_folder_with_something_else_in_it() {
    let dir = built();
    std::fs::create_dir(dir.path().join("mine")).unwrap();
    std::fs::write(dir.path().join("mine/letter.txt"), "dear").unwrap();
    let said = fails_in(dir.path(), &["build", "content", "-o", "mine"]);
    assert!(
        said.contains("mine: the output folder is not empty") && said.contains("Give a new or empty folder"),
        "{said}"
    );
    assert_eq!(std::fs::read_dir(dir.path().join("mine")).unwrap().count(), 1);
    let said = fails_in(dir.path(), &["build", "content", "-o", "mine/letter.txt"]);
    assert!(said.contains("is a file, not a folder"), "{said}");
    // Not even root can make a folder in a file.
    let said = fails_in(dir.path(), &["build", "content", "-o", "mine/letter.txt/site"]);
    assert!(said.contains("cannot be written to"), "{said}");
    assert_eq!(std::fs::read(dir.path().join("mine/letter.txt")).unwrap(), b"dear");
    // A file that is only called like a manifest of ours proves nothing.
    std::fs::write(dir.path().join("mine/manifest.bi"), "dear").unwrap();
    let said = fails_in(dir.path(), &["build", "content", "-o", "mine"]);
    assert!(said.contains("the output folder is not empty"), "{said}");
}

#[test]
fn build_says_where_its_input_is_broken() {
    let dir = built();
    let said = fails_in(dir.path(), &["build", "none", "-o", "out"]);
    assert!(said.contains("none"), "{said}");
    let said = fails_in(dir.path(), &["build", "content", "-o", "new", "--base", "union.example"]);
    assert!(said.contains("is not the address of a site"), "{said}");
    std::fs::write(
        dir.path().join("documents.jsonl"),
        "{\"id\": \"a\", \"title\": \"A\", \"text\": \"T\"}\nnonsense\n",
    )
    .unwrap();
    let said = fails_in(dir.path(), &["build", "documents.jsonl", "-o", "out"]);
    assert!(said.contains("documents.jsonl:2"), "{said}");
    std::fs::write(dir.path().join("content/12/02-oil.md"), "+++\ntitle = Oil\n+++\n").unwrap();
    let said = fails_in(dir.path(), &["build", "content", "-o", "site"]);
    assert!(said.contains("02-oil.md:2"), "{said}");
    // What was published stays as it was.
    assert!(backissue().current_dir(dir.path()).args(["verify", "site"]).output().unwrap().status.success());
}

#[test]
fn a_broken_archive_is_refused_with_the_file_that_is_broken() {
    let dir = built();
    let site = dir.path().join("site");
    let parts: Vec<_> =
        std::fs::read_dir(site.join("parts")).unwrap().map(|entry| entry.unwrap().path()).collect();
    for part in &parts {
        let whole = std::fs::read(part).unwrap();
        let name = part.file_name().unwrap().to_str().unwrap();
        let mut flipped = whole.clone();
        *flipped.last_mut().unwrap() ^= 1;
        for damaged in [flipped, whole[..whole.len() / 2].to_vec(), Vec::new()] {
            std::fs::write(part, damaged).unwrap();
            assert!(fails_in(dir.path(), &["verify", "site"]).contains(name), "{name}");
        }
        std::fs::remove_file(part).unwrap();
        assert!(fails_in(dir.path(), &["verify", "site"]).contains(name), "{name}");
        std::fs::write(part, whole).unwrap();
    }
    std::fs::write(site.join("manifest.bi"), "nonsense").unwrap();
    for arguments in [&["verify", "site"][..], &["search", "site", "lamp"]] {
        assert!(fails_in(dir.path(), arguments).contains("manifest.bi"));
    }
    std::fs::remove_file(site.join("manifest.bi")).unwrap();
    assert!(fails_in(dir.path(), &["search", "site", "lamp"]).contains("manifest.bi"));
    assert!(fails_in(dir.path(), &["search", "none", "lamp"]).contains("none: is not there"));
}

#[test]
fn documents_and_other_peoples_markdown_are_built_and_found() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write(
        "documents.jsonl",
        "{\"id\": \"a/rota\", \"title\": \"The rota\", \"text\": \"Who drew it up?\\n\\nNobody knows.\", \"authors\": [\"Ada Moss\"], \
         \"date\": \"2031-05\", \"section\": \"news\", \"issue\": \"7\"}\n\n{\"id\": \"b\", \"title\": \"Oil\", \"text\": \"It rose.\"}\n",
    );
    write(
        "posts/2031/rota.md",
        "---\ntitle: The rota\nauthors: [Ada Moss]\ndate: 2031-05-04\n---\n\nWho drew it *up*?\n",
    );
    write("posts/oil.markdown", "+++\ntitle = \"Oil\"\n+++\n\n- It rose.\n");
    for (input, id) in [("documents.jsonl", "a/rota"), ("posts", "2031/rota")] {
        let site = format!("site-{input}");
        let output =
            backissue().current_dir(dir.path()).args(["build", input, "-o", &site]).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let query = ["search", &site, "author:\"Ada Moss\" drew", "--json"];
        let found = backissue().current_dir(dir.path()).args(query).output().unwrap();
        let page: serde_json::Value = serde_json::from_slice(&found.stdout).unwrap();
        assert_eq!((&page["total"], &page["hits"][0]["id"]), (&1.into(), &id.into()), "{input}");
    }
    // They need no ingest, which says so.
    for input in ["documents.jsonl", "posts/2031/rota.md", "posts/oil.markdown"] {
        let said = fails_in(dir.path(), &["ingest", input, "-o", "content"]);
        assert!(said.contains("holds articles already") && said.contains("backissue build"), "{said}");
    }
}

#[test]
fn a_bad_file_among_good_ones_holds_up_none_of_them() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(dir.path().join(name), bytes).unwrap();
    write("empty.txt", b"");
    // A rule of dashes is no front matter, though OCR may begin with one.
    write("good.txt", b"---\n\n# The rota\n\nWho drew it up? Nobody knows.\n\n---\n");
    let said = fails_in(dir.path(), &["ingest", "empty.txt", "good.txt", "-o", "content"]);
    assert!(said.contains("empty.txt"), "{said}");
    assert!(dir.path().join("content/good/issue.toml").is_file(), "{said}");
}

#[test]
fn what_is_read_again_for_the_others_sake_keeps_its_doubts() {
    let dir = tempfile::tempdir().unwrap();
    let advert = "Ropes of all lengths, spliced while you wait, from Moss and Daughters on the quay.";
    for (number, story) in
        [(7, "The ferry ran."), (8, "A boat sank in June, slowly."), (9, "No wind at all.")]
    {
        let text = format!(
            "No. {number} \u{a3} May 2031\n\n# The ferry runs again\n\n{story}\n\n{advert}\n\nIt was late, and captain {number} knew.\n"
        );
        // As Windows-1252, in which a letter is a byte.
        let bytes: Vec<u8> = text.chars().map(|letter| letter as u8).collect();
        std::fs::write(dir.path().join(format!("issue-{number}.txt")), bytes).unwrap();
    }
    let arguments = ["ingest", "issue-7.txt", "issue-8.txt", "issue-9.txt", "--json", "--profile", "generic"];
    let output = backissue().current_dir(dir.path()).args(arguments).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(said.matches("Windows-1252").count(), 3, "{said}");
}

#[test]
fn ingest_refuses_what_is_no_text_and_writes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(dir.path().join(name), bytes).unwrap();
    write("empty.txt", b"");
    write("binary.txt", b"\x7fELF\0\0\0\x01\x02\x03 not a magazine \0\0\0");
    write("utf16.txt", b"\xff\xfeT\0h\0e");
    write("text.pdf", b"The lamp went out.\n\nNobody lit it.\n");
    write("word.txt", b"hello\n");
    for name in ["empty.txt", "binary.txt", "utf16.txt", "text.pdf", "word.txt", "none.txt", "."] {
        let said = fails_in(dir.path(), &["ingest", name, "-o", "content"]);
        assert!(said.contains(name), "{name}: {said}");
        assert!(!dir.path().join("content").exists(), "{name}");
    }
}
