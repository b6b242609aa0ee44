//! Article text, readable one article at a time: writer beside reader.
