//! Scripts as they are published: without their comments, which are for those who work on them (a third of the bytes).

/// The module without the comments that have lines of their own, and without the blank lines. Not a minifier: what the
/// browser shows in a stack trace reads like the source. A template literal that spans lines is left as it is.
pub fn without_comments(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut comment = false;
    let mut template = false;
    for line in source.lines() {
        let text = line.trim();
        if comment {
            comment = !text.ends_with("*/");
        } else if !template && text.starts_with("/*") {
            // A comment before code on one line is not in the house's style; it stays.
            match text.split_once("*/") {
                None => comment = true,
                Some((_, "")) => {}
                Some(_) => keep(line, &mut out),
            }
        } else if template || !(text.is_empty() || text.starts_with("//")) {
            template ^= text.matches('`').count() % 2 == 1;
            keep(line, &mut out);
        }
    }
    out
}

fn keep(line: &str, out: &mut String) {
    out.push_str(line);
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::without_comments;

    #[test]
    fn comments_on_lines_of_their_own_go() {
        let source = "// @ts-check\n/**\n * What it does.\n */\n\nfoo(); // why\n/** @type {A} */\nlet a;\n/* b */ c();\n";
        assert_eq!(without_comments(source), "foo(); // why\nlet a;\n/* b */ c();\n");
    }

    #[test]
    fn what_looks_like_a_comment_in_a_template_stays() {
        let source = "const css = `\n/* dark */\n\n// no\na { b: c }`;\n// gone\n";
        assert_eq!(without_comments(source), "const css = `\n/* dark */\n\n// no\na { b: c }`;\n");
    }

    #[test]
    fn every_script_of_the_product_keeps_its_imports() {
        let mut folders = vec![std::path::PathBuf::from("../www")];
        let mut seen = 0;
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|ending| ending == "js") {
                    let source = std::fs::read_to_string(&path).unwrap();
                    let code = without_comments(&source);
                    let statements = |text: &str| {
                        text.lines()
                            .filter(|line| line.starts_with("import ") || line.starts_with("export "))
                            .count()
                    };
                    assert_eq!(statements(&source), statements(&code), "{}", path.display());
                    seen += 1;
                }
            }
        }
        assert!(seen > 3);
    }
}
