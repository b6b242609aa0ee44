//! The content folder that an editor corrects: one folder an issue, one Markdown file an article.
