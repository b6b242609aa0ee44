//! Running `pdftotext` on a file that may mean harm: a clock, and limits on its memory and on what it may write.

use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::{Error, Fault, Result};

/// What the program may take. A large magazine takes a second or two.
const TIME: Duration = Duration::from_secs(60);

/// What it may write: some 150 bytes a word, so a thousand full pages.
const OUTPUT_BYTES: u64 = 64 << 20;

/// What memory it may take, in kilobytes: a large magazine takes a tenth.
const MEMORY_KB: u64 = 2 << 20;

/// How a shell says that there is no such program (POSIX, *Shell Command Language*, 2.8.2).
const NOT_FOUND: i32 = 127;

/// What is read of its complaints.
const COMPLAINT_BYTES: u64 = 4 << 10;

/// What `pdftotext -bbox-layout` says of the file at `path`.
///
/// # Errors
/// The program is missing, fails, or passes a limit. Its own words are in the message.
pub fn words(path: &Path) -> Result<String> {
    // With a folder in front, no name can be taken for an option or for standard input.
    let file = if path.is_absolute() { path.to_path_buf() } else { Path::new(".").join(path) };
    let mut command = limited("pdftotext");
    command.args(["-bbox-layout", "-enc", "UTF-8"]).arg(file).arg("-").env("LC_ALL", "C");
    run(command, &path.display().to_string(), TIME, OUTPUT_BYTES)
}

/// The program, which may not take more than its memory. The standard library sets no such limit; the shell does, and is given
/// nothing to read: its script is this one, and what follows are the program's arguments. Where there is no such limit to set,
/// clock and output are what bounds it.
fn limited(program: &str) -> Command {
    if !cfg!(unix) {
        return Command::new(program);
    }
    let mut command = Command::new("sh");
    command.args(["-c", &format!("ulimit -v {MEMORY_KB} 2>/dev/null; exec \"$0\" \"$@\""), program]);
    command
}

fn missing(place: &str, reason: &str) -> Error {
    Error::new(
        Fault::Environment,
        place,
        format!("is a PDF, and `pdftotext`, which reads those, cannot be started: {reason}"),
        "Install Poppler (Debian and Ubuntu: `apt install poppler-utils`; macOS: `brew install poppler`), or give the issue's text.",
    )
}

fn run(mut command: Command, place: &str, time: Duration, most: u64) -> Result<String> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| missing(place, &error.to_string()))?;
    // Each pipe is read on a thread of its own: a program that fills the one waits for its reader, not for us.
    let output = child.stdout.take().map(|pipe| thread::spawn(move || read(pipe, most + 1)));
    let complaints = child.stderr.take().map(|pipe| thread::spawn(move || read(pipe, COMPLAINT_BYTES)));
    let start = Instant::now();
    // A reader that has had enough hangs up, which ends the program; one that does not write is ended by the clock.
    let ended = loop {
        if let Ok(Some(status)) = child.try_wait() {
            break Some(status);
        }
        if start.elapsed() > time {
            break end(&mut child);
        }
        thread::sleep(Duration::from_millis(2));
    };
    let joined =
        |thread: Option<thread::JoinHandle<Vec<u8>>>| thread.and_then(|t| t.join().ok()).unwrap_or_default();
    let (output, complaints) = (joined(output), joined(complaints));
    let complaints = String::from_utf8_lossy(&complaints);
    let refuse = |problem: String, remedy: &str| Err(Error::new(Fault::Input, place, problem, remedy));
    if output.len() as u64 > most {
        return refuse(
            format!("has more text than any issue ({most} bytes of it)"),
            "Cut the PDF into issues.",
        );
    }
    match ended {
        Some(status) if status.success() => Ok(String::from_utf8_lossy(&output).into_owned()),
        Some(status) if status.code() == Some(NOT_FOUND) => Err(missing(place, "there is no such program")),
        Some(_) => {
            let said = complaints
                .lines()
                .map(str::trim)
                .filter(|line| !line.is_empty())
                .collect::<Vec<_>>()
                .join("; ");
            refuse(
                format!(
                    "`pdftotext` cannot read it, and says: {}",
                    if said.is_empty() { "nothing" } else { &said }
                ),
                "Open it in a PDF reader: if that shows it, print it to a new PDF and give that.",
            )
        }
        None => refuse(
            format!("`pdftotext` took more than {} s over it", time.as_secs()),
            "Cut the PDF into issues.",
        ),
    }
}

/// Ends the program. Nothing, since it did not end by itself.
fn end(child: &mut Child) -> Option<ExitStatus> {
    // It may just have ended, which is as good.
    let _ = child.kill();
    let _ = child.wait();
    None
}

fn read(pipe: impl Read, most: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    // What was read before an error is all there is.
    let _ = pipe.take(most).read_to_end(&mut bytes);
    bytes
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str, seconds: u64, most: u64) -> Result<String> {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        run(command, "a.pdf", Duration::from_secs(seconds), most)
    }

    #[test]
    fn what_it_writes_is_read_and_what_it_complains_of_is_shown() {
        assert_eq!(shell("echo text; echo noise >&2", 10, 100).unwrap(), "text\n");
        let error = shell("echo Incorrect password >&2; exit 1", 10, 100).unwrap_err();
        assert!(error.to_string().contains("says: Incorrect password"), "{error}");
    }

    #[test]
    fn a_program_that_goes_on_for_ever_or_writes_without_end_is_ended() {
        let error = shell("exec sleep 60", 0, 100).unwrap_err();
        assert!(error.problem().contains("took more than 0 s"), "{error}");
        let error = shell("exec yes", 10, 1000).unwrap_err();
        assert!(error.problem().contains("more text than any issue"), "{error}");
    }

    #[test]
    fn its_memory_is_limited() {
        let mut command = limited("sh");
        command.args(["-c", "ulimit -v; echo \"$1\"", "sh", "$(a name; with signs)"]);
        let said = run(command, "a.pdf", TIME, 100).unwrap();
        assert_eq!(said, format!("{MEMORY_KB}\n$(a name; with signs)\n"));
    }

    #[test]
    fn without_the_program_the_package_is_named() {
        let error = run(Command::new("no-such-pdftotext"), "a.pdf", TIME, 1).unwrap_err();
        assert!(error.remedy().contains("poppler-utils"), "{error}");
        let error = run(limited("no-such-pdftotext"), "a.pdf", TIME, 1).unwrap_err();
        assert!(error.remedy().contains("poppler-utils"), "{error}");
        assert_eq!(error.fault(), Fault::Environment);
    }
}
