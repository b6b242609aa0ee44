//! `synonyms.txt`, the editor's list of what stands for each other.
//!
//! ```text
//! # One group a line, with equals signs between.
//! pay award = pay rise = salary increase
//! lock-keeper = sluice warden
//! ```

use crate::{Error, Fault, Result};

/// The file's name, at the top of the content folder.
pub(super) const FILE: &str = "synonyms.txt";

/// Reads the list; `place` is the file's path, for errors.
pub(super) fn parse(text: &str, place: &str) -> Result<Vec<Vec<String>>> {
    let mut groups = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.split('#').next().unwrap_or_default().trim();
        if line.is_empty() {
            continue;
        }
        let group: Vec<String> = line.split('=').map(|member| member.trim().to_owned()).collect();
        if group.len() < 2 || group.iter().any(String::is_empty) {
            return Err(Error::new(
                Fault::Input,
                format!("{place}:{}", number + 1),
                "the line names no two things that stand for each other",
                "Write them with equals signs between: pay award = pay rise.",
            ));
        }
        groups.push(group);
    }
    Ok(groups)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn groups_are_lines() {
        let groups = parse("# ours\n\npay award = pay rise=rise # both\n", "x").unwrap();
        assert_eq!(groups, [["pay award", "pay rise", "rise"]]);
    }

    #[test]
    fn a_line_that_says_nothing_is_named() {
        for bad in ["pay award", "\npay = "] {
            let error = parse(bad, "c/synonyms.txt").unwrap_err();
            assert!(error.to_string().contains("c/synonyms.txt:"), "{error}");
        }
    }
}
