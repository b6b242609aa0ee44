//! The `Range` header (RFC 9110, section 14.2): one range of bytes.

use std::ops::Range;

/// What a `Range` header asks for.
#[derive(Debug, PartialEq, Eq)]
pub enum Span {
    /// Everything: the header is of a kind that may be ignored (several ranges, another unit).
    Whole,
    /// These bytes; never empty, never beyond the end.
    Part(Range<usize>),
    /// Nothing that the file has.
    None,
}

/// Reads the header for a file of `length` bytes.
pub fn parse(header: &str, length: usize) -> Span {
    let Some((first, last)) = header.strip_prefix("bytes=").and_then(|rest| rest.split_once('-')) else {
        return Span::Whole;
    };
    let range = match (first.trim().parse::<usize>(), last.trim().parse::<usize>()) {
        (Ok(first), Ok(last)) if last < first => return Span::Whole,
        (Ok(first), Ok(last)) => first..last.saturating_add(1).min(length),
        (Ok(first), Err(_)) if last.trim().is_empty() => first..length,
        (Err(_), Ok(last)) if first.trim().is_empty() => length.saturating_sub(last)..length,
        _ => return Span::Whole,
    };
    if range.start < range.end { Span::Part(range) } else { Span::None }
}

#[cfg(test)]
mod tests {
    use super::{Span, parse};

    #[test]
    fn ranges_are_read_as_the_standard_has_them() {
        for (header, expected) in [
            ("bytes=0-3", Span::Part(0..4)),
            ("bytes=8-", Span::Part(8..10)),
            ("bytes=-3", Span::Part(7..10)),
            ("bytes=-30", Span::Part(0..10)),
            ("bytes=4-99999999999999999999", Span::Whole),
            ("bytes=4-18446744073709551615", Span::Part(4..10)),
            ("bytes=10-", Span::None),
            ("bytes=-0", Span::None),
            ("bytes=3-1", Span::Whole),
            ("bytes=0-1,4-5", Span::Whole),
            ("lines=0-1", Span::Whole),
            ("bytes=", Span::Whole),
        ] {
            assert_eq!(parse(header, 10), expected, "{header}");
        }
        assert_eq!(parse("bytes=0-", 0), Span::None);
    }
}
