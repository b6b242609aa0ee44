//! The view tree as escaped HTML. The one place where text becomes markup.

use super::view::Node;

/// The nodes as HTML.
///
/// ```
/// use backissue::render::{html::html, view::{Node, Tag, element}};
/// let hostile = element(Tag::Strong).text("<script>alert('!')</script>");
/// assert_eq!(html(&[hostile.into()]), "<strong>&lt;script&gt;alert(&#39;!&#39;)&lt;/script&gt;</strong>");
/// ```
pub fn html(nodes: &[Node]) -> String {
    let mut out = String::new();
    write_all(&mut out, nodes);
    out
}

fn write_all(out: &mut String, nodes: &[Node]) {
    for node in nodes {
        match node {
            Node::Text(text) => escape(out, text),
            Node::Element(element) => {
                let name = element.tag.name();
                out.push('<');
                out.push_str(name);
                for attribute in &element.attributes {
                    attribute.each(&mut |name, value| {
                        out.push(' ');
                        out.push_str(name);
                        out.push_str("=\"");
                        escape(out, value);
                        out.push('"');
                    });
                }
                out.push('>');
                write_all(out, &element.children);
                out.push_str("</");
                out.push_str(name);
                out.push('>');
            }
        }
    }
}

/// Appends `text` so that an HTML parser reads exactly it, in an element or in a quoted attribute.
pub fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::escape;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn escaped_text_holds_no_markup_and_reads_back(text in "\\PC*") {
            let mut out = String::new();
            escape(&mut out, &text);
            prop_assert!(!out.contains(['<', '>', '"', '\'']));
            let back = out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
            prop_assert_eq!(back.replace("&amp;", "&"), text);
        }
    }
}
