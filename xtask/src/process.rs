//! Running other programs: said before, bounded in time, with an error that names the command.

use std::ffi::OsStr;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// Longer than any step takes on a slow machine: a program that hangs fails the step instead of the whole run.
const LIMIT: Duration = Duration::from_secs(25 * 60);

/// How often a program that says nothing is said to be still running.
const STILL: Duration = Duration::from_secs(60);

/// Says what is being done.
pub fn say(message: &str) {
    println!("  {message}");
}

/// A program to run. Nothing is read from the terminal.
pub struct Run {
    command: Command,
    shown: String,
}

/// The program `name`, to be given arguments.
pub fn program(name: impl AsRef<OsStr>) -> Run {
    let name = name.as_ref();
    let mut command = Command::new(name);
    command.stdin(Stdio::null());
    let shown = PathBuf::from(name).file_name().unwrap_or(name).to_string_lossy().into_owned();
    Run { command, shown }
}

/// Cargo, of the toolchain that started us.
pub fn cargo() -> Run {
    let mut run = program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // What cargo told this process about this package is wrong for whatever it builds next.
    for name in ["CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH", "CARGO_PKG_NAME", "CARGO_PKG_VERSION"] {
        run.command.env_remove(name);
    }
    run.shown = "cargo".into();
    run
}

/// A cargo command that may compile for minutes: with cargo's progress bar where somebody watches, quiet in a pipe.
pub fn compile(command: &str) -> Run {
    let run = cargo().arg(command);
    if std::io::stderr().is_terminal() { run } else { run.arg("--quiet") }
}

impl Run {
    /// Adds arguments.
    pub fn args<A: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = A>) -> Run {
        for argument in arguments {
            self.shown.push(' ');
            self.shown.push_str(&argument.as_ref().to_string_lossy());
            self.command.arg(argument);
        }
        self
    }

    /// Adds an argument.
    pub fn arg(self, argument: impl AsRef<OsStr>) -> Run {
        self.args([argument])
    }

    /// Adds the arguments of a line, which holds no quoted spaces.
    pub fn line(self, arguments: &str) -> Run {
        self.args(arguments.split_whitespace())
    }

    /// Sets a variable of the environment.
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Run {
        self.command.env(name, value);
        self
    }

    /// Runs it, its output shown, and fails if it does.
    pub fn run(mut self) -> Result<()> {
        println!("  $ {}", self.shown);
        let mut child = self.command.spawn().with_context(|| format!("cannot start: {}", self.shown))?;
        match wait(&mut child)? {
            Some(true) => Ok(()),
            Some(false) => bail!("failed: {}", self.shown),
            None => bail!("not done after {} minutes, and ended: {}", LIMIT.as_secs() / 60, self.shown),
        }
    }

    /// Runs it for as long as the user likes.
    pub fn run_on(mut self) -> Result<()> {
        println!("  $ {}", self.shown);
        let status = self.command.status().with_context(|| format!("cannot start: {}", self.shown))?;
        if status.success() { Ok(()) } else { bail!("failed: {}", self.shown) }
    }

    /// Runs it and gives what it printed; its messages are shown only if it fails.
    pub fn output(mut self) -> Result<String> {
        let output = self.command.output().with_context(|| format!("cannot start: {}", self.shown))?;
        if !output.status.success() {
            let said = [output.stdout, output.stderr].concat();
            bail!("failed: {}\n{}", self.shown, String::from_utf8_lossy(&said));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

/// Whether it succeeded, or `None` if it had to be ended.
fn wait(child: &mut Child) -> Result<Option<bool>> {
    let started = Instant::now();
    let mut next = STILL;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status.success()));
        }
        if started.elapsed() > LIMIT {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        if started.elapsed() > next {
            say(&format!("... {} min", next.as_secs() / 60));
            next += STILL;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Where a command is, if it is on the path.
pub fn which(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|dir| dir.join(name)).find(|file| file.is_file())
}
