//! The content folder over many runs: whatever happens to the source and by the editor's hand, no edit is lost, edits and
//! addresses stay with their article, and a run that has nothing new does nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use backissue::content;
use backissue::model::{Article, Block, Issue, Text};
use proptest::prelude::*;

/// A story of the source. What it is shows in its first word, which nothing changes.
#[derive(Clone, Debug)]
struct Story {
    title: String,
    words: Vec<String>,
}

impl Story {
    fn new(key: usize) -> Story {
        // A column of the same name, again and again.
        let title = if key.is_multiple_of(3) { "News in brief".into() } else { format!("Story {key}") };
        let words =
            (0..60).map(|n| if n == 0 { format!("key{key}") } else { format!("k{key}w{n}") }).collect();
        Story { title, words }
    }

    fn article(&self) -> Article {
        Article {
            title: self.title.clone(),
            issue: "12".into(),
            section: "news".into(),
            blocks: self.words.chunks(20).map(|some| Block::Paragraph(Text::plain(some.join(" ")))).collect(),
            certainty: 90,
            ..Article::default()
        }
    }
}

/// The articles with the ids that ingest would give them: by headline, with a number for the second of one name.
fn articles(source: &[Story]) -> Vec<Article> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let mut all: Vec<Article> = source.iter().map(Story::article).collect();
    for article in &mut all {
        let words = article.title.to_lowercase().replace(' ', "-");
        let count = counts.entry(words.clone()).or_default();
        *count += 1;
        article.id = if *count == 1 { format!("12/{words}") } else { format!("12/{words}-{count}") };
    }
    all
}

fn issue() -> Issue {
    Issue { key: "12".into(), number: Some(12), ..Issue::default() }
}

fn names(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.to_string_lossy().ends_with(ending)
}

/// The key of the story in a text.
fn key(text: &str) -> Option<usize> {
    let at = text.find("key")? + 3;
    text[at..].split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

#[derive(Clone, Debug)]
enum Step {
    /// The source.
    Insert(usize),
    Remove(usize),
    Move(usize, usize),
    Retitle(usize),
    Reword(usize),
    /// The editor.
    Edit(usize),
    EditNew(usize),
    Delete(usize),
    Renumber(usize),
    Rename(usize),
}

fn steps() -> impl Strategy<Value = Vec<Vec<Step>>> {
    let any = 0usize..1000;
    let step = prop_oneof![
        any.clone().prop_map(Step::Insert),
        any.clone().prop_map(Step::Remove),
        (any.clone(), any.clone()).prop_map(|(from, to)| Step::Move(from, to)),
        any.clone().prop_map(Step::Retitle),
        any.clone().prop_map(Step::Reword),
        any.clone().prop_map(Step::Edit),
        any.clone().prop_map(Step::Edit),
        any.clone().prop_map(Step::EditNew),
        any.clone().prop_map(Step::Delete),
        any.clone().prop_map(Step::Renumber),
        any.prop_map(Step::Rename),
    ];
    // Between two runs, a few.
    prop::collection::vec(prop::collection::vec(step, 0..5), 1..8)
}

/// What must be true, kept beside the folder.
#[derive(Default)]
struct Expected {
    source: Vec<Story>,
    next_key: usize,
    edits: usize,
    /// How often each story was reworded since the last run. What has a new headline and a third of its words changed at once is
    /// another article for all that anybody can see.
    reworded: BTreeMap<usize, usize>,
    /// By mark, the story that it was made in; those that the editor deleted are gone.
    marks: BTreeMap<String, usize>,
    /// Stories whose file the editor deleted.
    deleted: BTreeSet<usize>,
    /// Stories whose file has a name of the editor's.
    renamed: BTreeSet<usize>,
    /// The ids that stories were first given.
    ids: BTreeMap<usize, String>,
}

impl Expected {
    fn insert(&mut self, at: usize) {
        let at = at % (self.source.len() + 1);
        self.source.insert(at, Story::new(self.next_key));
        self.next_key += 1;
    }

    fn take(&mut self, folder: &Path, step: &Step) {
        let files = |ending: &str| -> Vec<PathBuf> {
            names(folder).into_iter().filter(|path| has_ending(path, ending)).collect()
        };
        let pick = |ending: &str, at: usize| -> Option<PathBuf> {
            let files = files(ending);
            (!files.is_empty()).then(|| files[at % files.len()].clone())
        };
        let count = self.source.len();
        match *step {
            Step::Insert(at) => self.insert(at),
            Step::Remove(at) if count > 0 => drop(self.source.remove(at % count)),
            Step::Move(from, to) if count > 0 => {
                let story = self.source.remove(from % count);
                self.source.insert(to % count, story);
            }
            Step::Retitle(at) if count > 0 => self.source[at % count].title = format!("Renamed {at}"),
            Step::Reword(at) if count > 0 => {
                let words = &mut self.source[at % count].words;
                let times = self.reworded.entry(key(&words[0]).unwrap()).or_default();
                *times += 1;
                if *times > 2 {
                    return;
                }
                (1..words.len()).filter(|n| n % 9 == at % 9).for_each(|n| words[n] = format!("r{at}n{n}"));
            }
            Step::Edit(at) | Step::EditNew(at) => {
                let ending = if matches!(step, Step::Edit(_)) { ".md" } else { ".new" };
                let Some(path) = pick(ending, at) else { return };
                let text = fs::read_to_string(&path).unwrap();
                self.edits += 1;
                let mark = format!("edit{}by-hand", self.edits);
                self.marks.insert(mark.clone(), key(&text).unwrap());
                fs::write(&path, format!("{text}\n\n{mark}\n")).unwrap();
            }
            Step::Delete(at) => {
                let Some(path) = pick(".md", at) else { return };
                let text = fs::read_to_string(&path).unwrap();
                self.marks.retain(|mark, _| !text.contains(mark.as_str()));
                self.deleted.insert(key(&text).unwrap());
                fs::remove_file(path).unwrap();
            }
            Step::Renumber(at) | Step::Rename(at) => {
                let Some(path) = pick(".md", at) else { return };
                let key = key(&fs::read_to_string(&path).unwrap()).unwrap();
                let old = path.file_name().unwrap().to_string_lossy().into_owned();
                self.edits += 1;
                let new = match step {
                    Step::Rename(_) => format!("{}called-{}.md", &old[..3], self.edits),
                    _ => format!("{}-{}", 100 + self.edits, &old[3..]),
                };
                if old.as_bytes()[..2].iter().all(u8::is_ascii_digit) && old.as_bytes()[2] == b'-' {
                    if matches!(step, Step::Rename(_)) {
                        // The address goes with the name.
                        self.ids.remove(&key);
                    }
                    fs::rename(&path, folder.join(new)).unwrap();
                    self.renamed.insert(key);
                }
            }
            _ => {}
        }
    }

    fn check(&mut self, dir: &Path, folder: &Path) {
        self.reworded.clear();
        let texts: Vec<(PathBuf, String)> =
            names(folder).into_iter().map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect();
        for (mark, key) in &self.marks {
            let with: Vec<_> = texts.iter().filter(|(_, text)| text.contains(mark.as_str())).collect();
            assert_eq!(with.len(), 1, "{mark} of story {key}");
        }
        let read = content::read(dir);
        let articles = match read {
            Ok(read) => read.articles,
            // Nothing in an issue is an issue all the same.
            Err(error) => panic!("{error}"),
        };
        let mut order = Vec::new();
        let mut seen = BTreeSet::new();
        for article in &articles {
            let text: Vec<String> = article.texts().iter().map(ToString::to_string).collect();
            let key = key(&text.join(" ")).unwrap();
            assert!(seen.insert(key), "two files of story {key}");
            assert_eq!(self.ids.entry(key).or_insert_with(|| article.id.clone()), &article.id);
            if !self.renamed.contains(&key) {
                order.push(key);
            }
        }
        let mine: Vec<usize> = self.source.iter().map(|story| key(&story.words[0]).unwrap()).collect();
        for key in &mine {
            assert_eq!(seen.contains(key), !self.deleted.contains(key), "story {key}");
        }
        order.retain(|key| mine.contains(key));
        let wanted: Vec<usize> = mine.into_iter().filter(|key| order.contains(key)).collect();
        assert_eq!(order, wanted);
        // What is gone, unedited, may come back under another address.
        self.ids.retain(|key, _| seen.contains(key));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_edit_is_lost_and_edits_and_addresses_stay_with_their_article(rounds in steps()) {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("12");
        let mut expected = Expected { next_key: 1, ..Expected::default() };
        (0..4).for_each(|at| expected.insert(at));
        for steps in rounds {
            let now = articles(&expected.source);
            let said = content::check(dir.path(), &issue(), &now).unwrap();
            prop_assert_eq!(&said, &content::write(dir.path(), &issue(), &now).unwrap());
            expected.check(dir.path(), &folder);
            let before = names(&folder);
            let again = content::write(dir.path(), &issue(), &now).unwrap();
            prop_assert!(!again.changes(), "{:?}", again);
            prop_assert_eq!(before, names(&folder));
            for step in &steps {
                expected.take(&folder, step);
            }
        }
    }
}

#[test]
fn a_story_with_a_new_headline_and_two_ninths_of_its_words_changed_is_the_same() {
    let dir = tempfile::tempdir().unwrap();
    for (one, other) in [(0, 1), (0, 7), (7, 2), (3, 5), (8, 4)] {
        let folder = dir.path().join("12");
        let _ = fs::remove_dir_all(&folder);
        let mut expected = Expected { next_key: 1, ..Expected::default() };
        (0..4).for_each(|at| expected.insert(at));
        content::write(dir.path(), &issue(), &articles(&expected.source)).unwrap();
        expected.check(dir.path(), &folder);
        // Numbers of one story of four whose remainder by nine is this.
        for step in [Step::Reword(one * 28), Step::Retitle(108), Step::Reword(other * 28)] {
            expected.take(&folder, &step);
        }
        content::write(dir.path(), &issue(), &articles(&expected.source)).unwrap();
        expected.check(dir.path(), &folder);
    }
}

/// A folder with three stories, the second edited.
fn edited() -> (tempfile::TempDir, Vec<Story>) {
    let dir = tempfile::tempdir().unwrap();
    let source: Vec<Story> = (1..4).map(Story::new).collect();
    content::write(dir.path(), &issue(), &articles(&source)).unwrap();
    let second = dir.path().join("12/02-story-2.md");
    fs::write(&second, format!("{}\n\nMine.\n", fs::read_to_string(&second).unwrap())).unwrap();
    (dir, source)
}

#[test]
fn an_edited_article_moves_with_its_edit_and_keeps_its_address_when_it_is_retitled() {
    let (dir, mut source) = edited();
    source.insert(0, Story::new(7));
    source[2].title = "A better headline".into();
    let report = content::write(dir.path(), &issue(), &articles(&source)).unwrap();
    let folder = dir.path().join("12");
    let moved = |n, to, edited| content::Moved {
        from: folder.join(format!("0{n}.md")),
        to: folder.join(format!("0{to}.md")),
        edited,
    };
    assert!(report.moved.contains(&moved("2-story-2", "3-story-2", true)));
    assert!(report.moved.contains(&moved("1-story-1", "2-story-1", false)), "{report:?}");
    assert!(fs::read_to_string(folder.join("03-story-2.md")).unwrap().contains("Mine."));
    assert!(fs::read_to_string(folder.join("03-story-2.md.new")).unwrap().contains("A better headline"));
    let ids: Vec<String> = content::read(dir.path()).unwrap().articles.into_iter().map(|a| a.id).collect();
    assert_eq!(ids, ["12/story-7", "12/story-1", "12/story-2", "12/news-in-brief"]);
}

#[test]
fn without_its_record_files_are_known_by_sight_and_nothing_is_doubled() {
    let (dir, mut source) = edited();
    fs::remove_file(dir.path().join("12/.backissue")).unwrap();
    source.insert(0, Story::new(7));
    content::write(dir.path(), &issue(), &articles(&source)).unwrap();
    let read = content::read(dir.path()).unwrap();
    assert_eq!(read.articles.len(), 4);
    assert!(fs::read_to_string(dir.path().join("12/02-story-2.md")).unwrap().contains("Mine."));
}

#[test]
fn a_record_of_an_earlier_version_is_read() {
    let (dir, mut source) = edited();
    let record = dir.path().join("12/.backissue");
    let old: String = fs::read_to_string(&record)
        .unwrap()
        .lines()
        .filter(|line| !line.starts_with("# Article"))
        .map(|line| format!("{line}\n"))
        .collect();
    fs::write(&record, old).unwrap();
    fs::remove_file(dir.path().join("12/03-news-in-brief.md")).unwrap();
    source.insert(0, Story::new(7));
    let report = content::write(dir.path(), &issue(), &articles(&source)).unwrap();
    assert_eq!((report.moved.len(), report.deleted.len()), (2, 1), "{report:?}");
}

#[test]
fn a_run_that_was_interrupted_after_it_moved_files_is_finished_by_the_next() {
    let (dir, mut source) = edited();
    let folder = dir.path().join("12");
    let record = fs::read(folder.join(".backissue")).unwrap();
    source.insert(0, Story::new(7));
    content::write(dir.path(), &issue(), &articles(&source)).unwrap();
    let whole: Vec<_> =
        names(&folder).into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect();
    // As if the record, which is written last, had not been.
    fs::write(folder.join(".backissue"), record).unwrap();
    content::write(dir.path(), &issue(), &articles(&source)).unwrap();
    let again: Vec<_> =
        names(&folder).into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect();
    assert_eq!(whole, again);
}

#[test]
fn a_new_reading_in_which_the_editor_has_begun_to_work_is_left_alone() {
    let (dir, mut source) = edited();
    let folder = dir.path().join("12");
    source[1].words.push("More.".into());
    content::write(dir.path(), &issue(), &articles(&source)).unwrap();
    fs::write(folder.join("02-story-2.md.new"), "half done").unwrap();
    source[1].words.push("And more.".into());
    let report = content::write(dir.path(), &issue(), &articles(&source)).unwrap();
    assert_eq!(report.beside, [folder.join("02-story-2.md.new2")]);
    assert_eq!(fs::read_to_string(folder.join("02-story-2.md.new")).unwrap(), "half done");
}
