//! Ingest takes time linear in the length of a file, whatever the file is: a list, a log, a book.

use std::time::{Duration, Instant};

use backissue::ingest;

const STORY: &str = "The ferry runs again\n\nThe ferry ran on Monday, after a month of storms, with a crew that had learnt to knit and to\n\n";

/// Texts of about `count` paragraphs, each kind of which took quadratic time once.
fn text(kind: &str, count: usize) -> String {
    let many = |text: &str| text.repeat(count);
    match kind {
        "short lines of which none begins small" => format!("{STORY}{}", many("Yes.\n\n")),
        "short lines in a box" => format!("{STORY}A plan for May\n\n{}", many("Nets And Ropes:\n\nOars\n\n")),
        "crossheads under a sentence that never goes on" => {
            let paragraph =
                "Nobody has seen it since, and nobody has asked for it. It is not missed, says the board.";
            format!("{STORY}{}", many(&format!("A plan for May\n\n{paragraph}\n\n")))
        }
        "a paragraph without an end" => {
            format!("{STORY}{}", many("And So The Boat Went On To The Far Side,\n\n"))
        }
        "turn lines" => format!("{STORY}{}", many("The boat turned round and went to the PAGE 16>>\n\n")),
        "lines of pull quotes" => {
            format!("{STORY}{}", many("“We need a boat, and a crew to sail it in the spring”\n\n"))
        }
        "stories of one name" => {
            many(&format!("{STORY}a dance that nobody had seen before. It rained. ■\n\n"))
        }
        _ => unreachable!("{kind}"),
    }
}

/// How long this thread has computed, whatever else the machine does (Linux: Documentation/scheduler/sched-stats.rst);
/// where nobody counts it, how long it has been since `start`.
fn computed(start: Instant) -> Duration {
    // The count is brought up to date when the thread gives way.
    std::thread::yield_now();
    let counted = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let counted = counted.split(' ').next().and_then(|nanoseconds| nanoseconds.parse().ok());
    counted.filter(|&nanoseconds| nanoseconds > 0).map_or_else(|| start.elapsed(), Duration::from_nanos)
}

/// How long it takes to read `text`, which ingest does in one thread.
fn time(text: &str) -> Duration {
    let start = Instant::now();
    let before = computed(start);
    let made = ingest::issue("issue-1.txt", text.as_bytes(), None).unwrap();
    let took = computed(start).saturating_sub(before);
    assert!(made.account.missing(text).is_empty());
    took
}

/// Eight times the length may take twenty times as long; what is quadratic takes sixty-four times as long. Where only the
/// clock tells, the machine may be busy with something else once, hardly three times.
fn is_linear(kind: &str) {
    const FEW: usize = 2_000;
    let mut seen = Vec::new();
    for _ in 0..3 {
        let (few, many) = (time(&text(kind, FEW)), time(&text(kind, 8 * FEW)));
        if many < 20 * few {
            return;
        }
        seen.push((few, many));
    }
    panic!("{kind}: {seen:?}");
}

#[test]
fn lists_and_boxes_are_read_in_linear_time() {
    is_linear("short lines of which none begins small");
    is_linear("short lines in a box");
    is_linear("crossheads under a sentence that never goes on");
}

#[test]
fn text_that_goes_on_and_on_is_read_in_linear_time() {
    is_linear("a paragraph without an end");
    is_linear("turn lines");
    is_linear("lines of pull quotes");
}

#[test]
fn many_stories_are_told_apart_in_linear_time() {
    is_linear("stories of one name");
}
