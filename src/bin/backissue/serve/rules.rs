//! A `_headers` file, in the format that Netlify and Cloudflare Pages read: a path on a line of its own (`*` at its end
//! for all that begin so), and below it, indented, the headers for it.

/// The rules in the order of the file.
#[derive(Debug, Default)]
pub struct Rules(Vec<(String, Vec<(String, String)>)>);

impl Rules {
    /// Reads the file; a line that is neither path nor header is left out.
    pub fn parse(text: &str) -> Rules {
        let mut rules: Vec<(String, Vec<(String, String)>)> = Vec::new();
        for line in text.lines() {
            if line.starts_with('/') {
                rules.push((line.trim().to_string(), Vec::new()));
            } else if line.starts_with([' ', '\t'])
                && let Some((name, value)) = line.trim().split_once(':')
                && let Some((_, headers)) = rules.last_mut()
            {
                headers.push((name.trim().to_string(), value.trim().to_string()));
            }
        }
        Rules(rules)
    }

    /// The headers for a path, later rules last.
    pub fn of(&self, path: &str) -> Vec<(String, String)> {
        let applies = |rule: &str| match rule.strip_suffix('*') {
            Some(start) => path.starts_with(start),
            None => path == rule,
        };
        self.0.iter().filter(|(rule, _)| applies(rule)).flat_map(|(_, headers)| headers.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Rules;

    #[test]
    fn headers_belong_to_the_path_above_them() {
        let rules =
            Rules::parse("# why\n/a.html\n  X-One: 1: one\nnonsense\n/pkg/*\n\tX-Two: 2\n  no header\n");
        assert_eq!(rules.of("/a.html"), [("X-One".to_string(), "1: one".to_string())]);
        assert_eq!(rules.of("/pkg/x.js"), [("X-Two".to_string(), "2".to_string())]);
        assert!(rules.of("/b.html").is_empty());
    }
}
