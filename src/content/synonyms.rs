//! `synonyms.txt`, the editor's list of what stands for each other.
//!
//! ```text
//! # One group a line, with equals signs between.
//! pay award = pay rise = salary increase
//! lock-keeper = sluice warden
//! ```

use std::collections::{BTreeMap, BTreeSet};

use crate::publish::synonyms::{LISTED_MAX, fault};
use crate::text::terms;
use crate::{Error, Fault, Result};

/// The file's name, at the top of the content folder.
pub(super) const FILE: &str = "synonyms.txt";

/// Reads the list; `place` is the file's path, for errors.
pub(super) fn parse(text: &str, place: &str) -> Result<Vec<Vec<String>>> {
    let mut groups = Vec::new();
    let mut partners: BTreeMap<Vec<String>, BTreeSet<Vec<String>>> = BTreeMap::new();
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
        let unfit = |problem: String, remedy: &str| {
            Error::new(Fault::Input, format!("{place}:{}", number + 1), problem, remedy)
        };
        if let Some((member, fault)) = group.iter().find_map(|member| Some((member, fault(member)?))) {
            return Err(unfit(
                format!("`{member}` {fault}"),
                "Name a word or a short phrase that articles have.",
            ));
        }
        for one in group.iter().map(|member| terms(member)) {
            let others = partners.entry(one.clone()).or_default();
            others.extend(group.iter().map(|member| terms(member)).filter(|other| *other != one));
            if others.len() > LISTED_MAX {
                let problem = format!("one of these stands for more than {LISTED_MAX} others");
                return Err(unfit(problem, "Leave out those that hardly anybody searches."));
            }
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
    fn what_cannot_be_applied_is_named_with_its_line() {
        let long = "lamp ".repeat(13);
        let many: Vec<String> = (0..34).map(|n| format!("lamp{n}")).collect();
        let spread: String = (0..33).map(|n| format!("oil = lamp{n}\n")).collect();
        for (bad, line, problem) in [
            (format!("oil = lamp\n{long} = oil"), 2, "12 words"),
            ("the = oil".into(), 1, "`the` is"),
            ("oil = !?".into(), 1, "no word"),
            (format!("oil = {}", "x".repeat(300)), 1, "255 bytes"),
            (many.join(" = "), 1, "more than 32"),
            (spread, 33, "more than 32"),
        ] {
            let error = parse(&bad, "c/synonyms.txt").unwrap_err();
            assert_eq!(error.place(), format!("c/synonyms.txt:{line}"), "{bad}");
            assert!(error.problem().contains(problem), "{error}");
        }
    }

    #[test]
    fn a_line_that_says_nothing_is_named() {
        for bad in ["pay award", "\npay = "] {
            let error = parse(bad, "c/synonyms.txt").unwrap_err();
            assert!(error.to_string().contains("c/synonyms.txt:"), "{error}");
        }
    }
}
