//! One view tree, two backends: escaped HTML and DOM nodes.
