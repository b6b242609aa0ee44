//! Dates as British magazines print them.

use std::sync::LazyLock;

use regex::Regex;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    let month = r"(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)";
    let day = r"(\d{1,2})(?:st|nd|rd|th)?";
    let week = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?";
    #[allow(clippy::expect_used)]
    Regex::new(&format!(
        r"^{week}{day}(?: {month})?(?: (\d{{4}}))?(?: ?(?:[-–—]|to|and|&) ?{week}{day})?(?: {month})?(?:,? (\d{{4}}))?"
    ))
    .expect("a pattern of the program")
});

/// Whether `word` names a month, in lower case and in full.
pub fn is_month(word: &str) -> bool {
    MONTHS.contains(&word)
}

/// One or more days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Days {
    /// As printed.
    pub printed: String,
    /// First day, ISO 8601, or empty if the year is not known.
    pub start: String,
    /// Last day.
    pub end: String,
}

/// The date that `text` begins with, and what follows it. `year` is used where none is printed.
pub fn leading(text: &str, year: Option<u32>) -> Option<(Days, &str)> {
    let captures = DATE.captures(text)?;
    let get = |at: usize| captures.get(at).map(|found| found.as_str());
    let number = |at: usize| get(at).and_then(|digits| digits.parse::<u32>().ok());
    let month = |at: usize| {
        let name = get(at)?.to_lowercase();
        MONTHS.iter().position(|month| month.starts_with(&name[..3])).map(|at| at as u32 + 1)
    };
    let last_month = month(5).or(month(2))?;
    let first_month = month(2).unwrap_or(last_month);
    let first_day = number(1)?;
    let last_day = number(4).unwrap_or(first_day);
    let valid = |day: u32| (1..=31).contains(&day);
    if !valid(first_day) || !valid(last_day) {
        return None;
    }
    let end_year = number(6).or(number(3)).or(year);
    let start_year =
        number(3).or(end_year.map(|year| if first_month > last_month { year - 1 } else { year }));
    let iso = |year: Option<u32>, month: u32, day: u32| {
        year.map_or(String::new(), |year| format!("{year:04}-{month:02}-{day:02}"))
    };
    let printed = captures.get(0)?.as_str();
    let days = Days {
        printed: printed.to_owned(),
        start: iso(start_year, first_month, first_day),
        end: iso(end_year, last_month, last_day),
    };
    Some((days, &text[printed.len()..]))
}

/// The date that `text` is, and nothing else.
pub fn whole(text: &str, year: Option<u32>) -> Option<Days> {
    let (days, rest) = leading(text.trim(), year)?;
    rest.trim_matches([' ', ':', '.', ',']).is_empty().then_some(days)
}

/// The date that opens an entry of a noticeboard: alone on its line, or with the place behind a mark or comma
/// (`4 July 2026 • Town Hall, Bow`). A colon does not part them: what follows one is the entry itself.
pub fn entry(text: &str, year: Option<u32>) -> Option<(Days, &str)> {
    let (days, rest) = leading(text.trim(), year)?;
    let place = rest.trim_start_matches(' ');
    let parted = place.strip_prefix(['•', '·', '|', '/', '–', '—', ',', '■', '◆', '●']);
    let place = match parted {
        Some(place) => place.trim_start_matches(['/', ' ']),
        None => place.trim_matches([' ', ':', '.', ',']),
    };
    let is_place =
        parted.is_some() && place.split(' ').count() <= 9 && !place.ends_with(['.', '!', '?', ':']);
    (place.is_empty() || is_place).then_some((days, place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_dates_become_iso() {
        for (text, start, end) in [
            ("9 May 2024", "2024-05-09", "2024-05-09"),
            ("12–13 June 2024", "2024-06-12", "2024-06-13"),
            ("29 June—3 July 2026", "2026-06-29", "2026-07-03"),
            ("30 December 2025 - 2 January 2026", "2025-12-30", "2026-01-02"),
            ("30 December - 2 January 2026", "2025-12-30", "2026-01-02"),
            ("5-6 March", "2026-03-05", "2026-03-06"),
            ("Tuesday 4th Sept 2024", "2024-09-04", "2024-09-04"),
        ] {
            let days = whole(text, Some(2026)).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((days.start.as_str(), days.end.as_str()), (start, end), "{text}");
            assert_eq!(days.printed, text);
        }
    }

    #[test]
    fn a_date_line_may_name_the_place() {
        for (text, place) in [
            ("4 July 2026", ""),
            ("4–5 July 2026 • Town Hall, Bow", "Town Hall, Bow"),
            ("4 July, Online", "Online"),
            ("4 July 2026 // Bow", "Bow"),
        ] {
            assert_eq!(entry(text, None).map(|(_, place)| place), Some(place), "{text}");
        }
        for text in
            ["4 July 2026: Boat race, Bow", "4 July was wet", "4 July, when the river rose over the weir."]
        {
            assert_eq!(entry(text, None), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in
            ["May we?", "12 months later", "40 March hares", "3 marching bands", "10", "7 May the force"]
        {
            assert_eq!(whole(text, None), None, "{text}");
        }
        let (days, rest) = leading("4 July 2026: Boat race, Bow", None).unwrap();
        assert_eq!((days.printed.as_str(), rest), ("4 July 2026", ": Boat race, Bow"));
    }
}
