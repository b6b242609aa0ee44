//! What a run of the command line tool takes: time, and memory at its peak.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// What a run took. Linux says what it computed and held; elsewhere both are nothing.
pub struct Run {
    /// From start to end.
    pub took: Duration,
    /// Computing, on all cores together.
    pub computing: Duration,
    /// Memory at its peak.
    pub kilobytes: u64,
}

/// Runs it, without what it says.
pub fn measured(command: &mut Command) -> Result<Run> {
    let start = Instant::now();
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::null()).spawn().context("the command line tool")?;
    let folder = PathBuf::from(format!("/proc/{}", child.id()));
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap_or_default();
    let (mut computing, mut kilobytes) = (Duration::ZERO, 0);
    loop {
        // Both only rise while it runs, so that looking now and then misses little (proc(5): the peak of the resident
        // set; user and system time in hundredths of a second, the 12th and 13th field behind the name).
        let (status, stat) = (read("status"), read("stat"));
        let mark = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse().ok());
        kilobytes = mark.unwrap_or(0).max(kilobytes);
        let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
        let ticks: u64 = fields.filter_map(|field| field.parse::<u64>().ok()).sum();
        computing = Duration::from_millis(ticks * 10).max(computing);
        if let Some(ended) = child.try_wait()? {
            if !ended.success() {
                bail!("{command:?} failed");
            }
            return Ok(Run { took: start.elapsed(), computing, kilobytes });
        }
        thread::sleep(Duration::from_millis(2));
    }
}
