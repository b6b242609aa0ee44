//! What the tasks need of the machine: looked for first, installed where that is possible, else named with the way to
//! get it. Whatever is there at the right version is left alone.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::process::{compile, program, say, which};

/// The oldest Node that runs the tools.
const NODE: u32 = 20;

/// Makes sure that the toolchain has these compilation targets.
pub fn targets(wanted: &[&str]) -> Result<()> {
    let sysroot = program("rustc").line("--print sysroot").output()?;
    let libraries = Path::new(sysroot.trim()).join("lib/rustlib");
    let missing: Vec<_> =
        wanted.iter().filter(|target| !libraries.join(target).join("lib").is_dir()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    if which("rustup").is_none() {
        bail!(
            "the Rust toolchain lacks the targets {missing:?}, and there is no rustup to add them. Install rustup \
             (https://rustup.rs), or the package of your system that has the standard library for them."
        );
    }
    say("Adding compilation targets to the Rust toolchain");
    program("rustup").line("target add").args(missing).run()
}

/// Makes sure that the toolchain has these components, by the name of a command of each.
pub fn components(wanted: &[(&str, &str)]) -> Result<()> {
    for (command, component) in wanted {
        if program("cargo").args([*command, "--version"]).output().is_ok() {
            continue;
        }
        if which("rustup").is_none() {
            bail!("`cargo {command}` is missing. Install it: `rustup component add {component}`.");
        }
        say(&format!("Adding {component} to the Rust toolchain"));
        program("rustup").args(["component", "add", component]).run()?;
    }
    Ok(())
}

/// Whether Node is there in a version that will do; if not, why not and how to get it.
pub fn node() -> Result<()> {
    let how = format!("Install Node {NODE} or newer (https://nodejs.org).");
    let version = program("node").line("--version").output().map_err(|_| {
        anyhow::anyhow!("Node is missing: it optimises the wasm and runs the browser tests. {how}")
    })?;
    let major: u32 =
        version.trim().trim_start_matches('v').split('.').next().unwrap_or("").parse().unwrap_or(0);
    if major < NODE {
        bail!("Node {} is too old. {how}", version.trim());
    }
    if which("npm").is_none() {
        bail!("npm, which comes with Node, is missing. {how}");
    }
    Ok(())
}

/// Installs the npm packages of `tests/browser`, unless they are those of the lock file already.
pub fn npm() -> Result<()> {
    node()?;
    let folder = Path::new("tests/browser");
    let lock = fs::read(folder.join("package-lock.json"))?;
    let stamp = folder.join("node_modules/.installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    say("Installing the npm packages of tests/browser");
    program("npm")
        .line("ci --prefix tests/browser --no-audit --no-fund --loglevel=error")
        .env("PUPPETEER_SKIP_DOWNLOAD", "1")
        .run()
        .context("npm could not install the packages. Is the npm registry within reach?")?;
    fs::write(stamp, lock)?;
    Ok(())
}

/// A program of an npm package of `tests/browser`.
pub fn npm_bin(name: &str) -> PathBuf {
    Path::new("tests/browser/node_modules/.bin").join(name)
}

/// Makes sure that commands are there, given with the Debian package of each.
pub fn apt(wanted: &[(&str, &str)]) -> Result<()> {
    let missing: Vec<_> = wanted.iter().filter(|(command, _)| which(command).is_none()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let mut packages: Vec<_> = missing.iter().map(|(_, package)| *package).collect();
    packages.dedup();
    let commands: Vec<_> = missing.iter().map(|(command, _)| *command).collect();
    let root = program("id").line("-u").output().is_ok_and(|id| id.trim() == "0");
    if which("apt-get").is_none() || !root {
        bail!(
            "{} missing. Install with your system's package manager; on Debian: sudo apt-get install {}",
            commands.join(", "),
            packages.join(" ")
        );
    }
    say(&format!("Installing {} with apt-get", packages.join(", ")));
    // Another installation may be under way: wait for its lock instead of failing.
    let apt = || {
        program("apt-get")
            .line("-o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 -qq")
            .env("DEBIAN_FRONTEND", "noninteractive")
    };
    apt().line("update").run()?;
    apt().line("install -y --no-install-recommends").args(&packages).run().with_context(|| {
        format!("apt-get could not install {}: install what is named above by hand", packages.join(", "))
    })
}

/// A cargo tool of this version in `target/tools`, built there if it is not: nothing is installed for the whole machine.
pub fn cargo_tool(name: &str, version: &str, features: &str) -> Result<PathBuf> {
    let root = Path::new("target/tools");
    let tool = root.join("bin").join(name);
    let record = fs::read_to_string(root.join(".crates.toml")).unwrap_or_default();
    if !(tool.is_file() && record.contains(&format!("\"{name} {version} "))) {
        say(&format!("Building {name} {version} (once, some minutes)"));
        compile("install")
            .args([name, "--version", version, "--features", features])
            .line("--locked --root target/tools --target-dir target/tools/build")
            .run()
            .with_context(|| format!("{name} {version} could not be built"))?;
        let _ = fs::remove_dir_all(root.join("build"));
    }
    Ok(std::path::absolute(tool)?)
}
