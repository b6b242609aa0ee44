//! The spool: a file of the articles on their way from the first pass to the second, which goes away by itself.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::{unreadable, unwritable};
use crate::Result;
use crate::model::Article;

/// How the file's name begins; the process's number follows, so that two builds into one folder do not meet.
const NAME: &str = ".spool-";

/// The file, one article a line. It is locked as long as it is in use.
pub struct Spool {
    path: PathBuf,
    file: BufWriter<File>,
}

impl Spool {
    /// A new one in the folder `out`. Those of builds that were killed are removed: a site is copied whole, and they hold every
    /// article.
    pub fn create(out: &Path) -> Result<Self> {
        clear(out);
        let path = out.join(format!("{NAME}{}", std::process::id()));
        let file = File::create(&path).map_err(|error| unwritable(&path, &error))?;
        // A lock keeps other builds off, and where none is to be had nothing is taken for left behind either. Elsewhere than on
        // Unix it would keep this build off too.
        if cfg!(unix) {
            let _ = file.try_lock();
        }
        Ok(Spool { path, file: BufWriter::new(file) })
    }

    /// Adds an article.
    pub fn push(&mut self, article: &Article) -> Result<()> {
        serde_json::to_writer(&mut self.file, article)
            .map_err(io::Error::from)
            .and_then(|()| self.file.write_all(b"\n"))
            .map_err(|error| unwritable(&self.path, &error))
    }

    /// Nothing is added any more, and all can be read.
    pub fn finish(&mut self) -> Result<()> {
        self.file.flush().map_err(|error| unwritable(&self.path, &error))
    }

    /// The articles from the first on, as often as they are wanted.
    pub fn read(&self) -> Result<impl Iterator<Item = Result<Article>>> {
        let path = self.path.clone();
        let file = File::open(&path).map_err(|error| unreadable(&path, &error))?;
        Ok(BufReader::new(file).lines().map(move |line| {
            let line = line.map_err(|error| unreadable(&path, &error))?;
            serde_json::from_str(&line).map_err(|error| unreadable(&path, &io::Error::from(error)))
        }))
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// Removes the spools in `out` that no process holds.
fn clear(out: &Path) {
    for entry in fs::read_dir(out).into_iter().flatten().flatten() {
        let is_spool = entry.file_name().to_str().is_some_and(|name| name.starts_with(NAME))
            && entry.file_type().is_ok_and(|kind| kind.is_file());
        if !is_spool {
            continue;
        }
        let free = cfg!(unix) && File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok());
        if free {
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn what_a_killed_build_left_behind_goes_and_what_another_uses_stays() {
        let dir = tempfile::tempdir().unwrap();
        let used = dir.path().join(".spool-1");
        let held = File::create(&used).unwrap();
        held.lock().unwrap();
        let left = dir.path().join(".spool-2");
        fs::write(&left, "{}").unwrap();
        let spool = Spool::create(dir.path()).unwrap();
        assert!(used.exists() && !left.exists() && spool.path.exists());
        drop(spool);
        let names: Vec<_> =
            fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, [".spool-1"]);
    }
}
