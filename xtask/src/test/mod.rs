//! `cargo xtask test`: every check there is, one step after the other, whatever the others gave.

mod fuzz;
pub mod sizes;
mod tidy;
mod wasm;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::build::{self, Optimise};
use crate::process::{cargo, program, say};
use crate::{demo, setup};

/// What `cargo xtask test` takes.
#[derive(clap::Args)]
pub struct Arguments {
    /// Run only these steps (and the builds that they need)
    #[arg(long, value_name = "STEP", value_delimiter = ',', conflicts_with = "list")]
    only: Vec<String>,
    /// Leave these steps out
    #[arg(long, value_name = "STEP", value_delimiter = ',')]
    skip: Vec<String>,
    /// Name the steps
    #[arg(long)]
    list: bool,
}

struct Step {
    name: &'static str,
    what: &'static str,
    run: fn() -> Result<()>,
}

/// In this order: what fails soonest first, so that a slip is told within a minute.
const STEPS: [Step; 13] = [
    Step { name: "format", what: "rustfmt", run: format },
    Step {
        name: "tidy",
        what: "documents and code agree, nothing of one machine is tracked",
        run: tidy::run,
    },
    Step { name: "lint", what: "clippy and rustdoc: default, no and all features, wasm", run: lint },
    Step {
        name: "native",
        what: "unit tests, examples in the documentation, the suite, the corpus",
        run: native,
    },
    Step { name: "features", what: "unit tests without and with all features", run: features },
    Step { name: "wasm", what: "the same unit tests as wasm, in Node, and the same answers", run: wasm::run },
    Step { name: "build", what: "pkg/, the command line tool, the demo", run: build_all },
    Step { name: "split", what: "the same answers from the engine in pieces, in Node", run: split },
    Step { name: "sizes", what: "bytes within their budgets", run: sizes::run },
    Step {
        name: "ranking",
        what: "ranking and corrections no worse than they were, where the test collections are at hand",
        run: crate::bench::ranking::check,
    },
    Step { name: "types", what: "tsc over www/", run: types },
    Step { name: "browser", what: "end to end in Chromium, Firefox and WebKitGTK", run: browser },
    Step { name: "fuzz", what: "the fuzz targets, for some seconds each", run: fuzz::run },
];

/// Dependencies last, because building cargo-deny takes minutes.
const LAST: Step = Step { name: "deny", what: "licences, sources and advisories of dependencies", run: deny };

fn steps() -> impl Iterator<Item = &'static Step> {
    STEPS.iter().chain(std::iter::once(&LAST))
}

/// Runs the steps.
pub fn run(arguments: &Arguments) -> Result<()> {
    if arguments.list {
        for step in steps() {
            println!("{:9} {}", step.name, step.what);
        }
        return Ok(());
    }
    if let Some(unknown) = arguments
        .only
        .iter()
        .chain(&arguments.skip)
        .find(|name| steps().all(|step| step.name != name.as_str()))
    {
        bail!("there is no step {unknown:?}; `cargo xtask test --list` names them");
    }
    say_what_is_missing();
    let mut done: Vec<(&Step, Duration, bool)> = Vec::new();
    for step in steps() {
        let wanted = arguments.only.is_empty() || arguments.only.iter().any(|name| name == step.name);
        if !wanted || arguments.skip.iter().any(|name| name == step.name) {
            continue;
        }
        println!("\n== {}: {}", step.name, step.what);
        let started = Instant::now();
        let outcome = (step.run)();
        if let Err(error) = &outcome {
            println!("  FAILED: {error:#}");
        }
        done.push((step, started.elapsed(), outcome.is_ok()));
    }
    println!("\n== What ran");
    for (step, took, passed) in &done {
        let verdict = if *passed { "passed" } else { "FAILED" };
        println!("  {verdict}  {:9} {:4} s  {}", step.name, took.as_secs(), step.what);
    }
    let failed = done.iter().filter(|(_, _, passed)| !passed).count();
    println!("\n{} passed, {failed} failed", done.len() - failed);
    if failed > 0 { bail!("{failed} of {} steps failed", done.len()) } else { Ok(()) }
}

/// The real issues, which are not in the repository.
pub fn corpus() -> Option<PathBuf> {
    let folder = match std::env::var_os("BACKISSUE_CORPUS") {
        Some(folder) => PathBuf::from(folder),
        None => "../shared/corpus".into(),
    };
    let folder = std::path::absolute(folder).ok()?;
    folder.is_dir().then_some(folder)
}

/// Whether the machine is one that tests every change: then nothing may be left out.
pub fn in_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false")
}

fn say_what_is_missing() {
    if corpus().is_none() {
        let consequence = if in_ci() { "on CI that fails" } else { "the tests on it are left out" };
        println!("The real issues are not at ../shared/corpus ($BACKISSUE_CORPUS): {consequence}.");
    }
}

fn format() -> Result<()> {
    setup::components(&[("fmt", "rustfmt")])?;
    cargo().line("fmt --all --check").run()
}

fn lint() -> Result<()> {
    setup::components(&[("clippy", "clippy")])?;
    setup::targets(&["wasm32-unknown-unknown"])?;
    let deny = "-- -D warnings";
    for what in [
        "--workspace --all-targets",
        "--package backissue --all-targets --no-default-features",
        "--package backissue --all-targets --all-features",
        "--package backissue --lib --no-default-features --target wasm32-unknown-unknown",
        "--package backissue --lib --no-default-features --features tiny --target wasm32-unknown-unknown",
    ] {
        cargo().line("clippy --quiet").line(what).line(deny).run()?;
    }
    cargo()
        .line("doc --quiet --no-deps --package backissue --document-private-items")
        .env("RUSTDOCFLAGS", "-D warnings")
        .run()
}

fn native() -> Result<()> {
    // A PDF is one of the inputs of ingest, read through Poppler.
    setup::apt(&[("pdftotext", "poppler-utils")])?;
    cargo().line("test --quiet --profile xtask --package xtask-bind").run()?;
    let mut run = cargo().line("test --quiet --package backissue --package xtask");
    match corpus() {
        Some(corpus) => run = run.env("BACKISSUE_CORPUS", corpus),
        None if in_ci() => {
            bail!("the real issues are not at ../shared/corpus, so what they test is not tested")
        }
        None => say("Without the real issues: what they test is not tested"),
    }
    // A snapshot that differs is a failure, never a new file.
    run.env("INSTA_UPDATE", "no").run()
}

fn features() -> Result<()> {
    cargo().line("test --quiet --package backissue --lib --no-default-features").run()?;
    cargo().line("test --quiet --package backissue --lib --all-features").run()
}

fn build_all() -> Result<()> {
    let tool = build::native()?;
    build::package(Optimise::Must)?;
    demo::assemble(&tool, &demo::sample()?, true).map(|_| ())
}

fn split() -> Result<()> {
    build_if_missing(Path::new("pkg"))?;
    wasm::split()
}

fn types() -> Result<()> {
    setup::npm()?;
    if !Path::new("pkg/engine.d.ts").exists() {
        build::package(Optimise::Must)?;
    }
    program(setup::npm_bin("tsc")).line("-p tests/browser/tsconfig.json").run()
}

fn browser() -> Result<()> {
    setup::npm()?;
    setup::apt(&[
        ("chromium", "chromium"),
        ("firefox-esr", "firefox-esr"),
        ("WebKitWebDriver", "webkit2gtk-driver"),
        ("xvfb-run", "xvfb"),
        ("xauth", "xauth"),
        ("dbus-run-session", "dbus"),
    ])?;
    let site = build::target().join("demo");
    build_if_missing(&site)?;
    // The views that the browsers' DOM is compared with are written by the suite.
    cargo().line("test --quiet --package backissue --test suite render").run()?;
    program("node").line("tests/browser/run.mjs --root").arg(site).run()
}

/// `cargo xtask gallery`: what the browser step cannot judge, for somebody to look at.
pub fn gallery() -> Result<()> {
    setup::npm()?;
    setup::apt(&[("chromium", "chromium")])?;
    let site = build::target().join("demo");
    build_if_missing(&site)?;
    program("node").line("tests/browser/gallery.mjs --root").arg(site).run()
}

/// For a step that is run by itself.
fn build_if_missing(product: &Path) -> Result<()> {
    if product.exists() { Ok(()) } else { build_all() }
}

fn deny() -> Result<()> {
    let deny = setup::cargo_tool("cargo-deny", "0.20.2", "")?;
    program(&deny).line("--all-features check --hide-inclusion-graph bans licenses sources").run()?;
    let advisories = program(&deny).line("--all-features check --hide-inclusion-graph advisories").run();
    if let Err(error) = advisories {
        // The database is a git repository; that it is out of reach says nothing about the dependencies.
        let fetched = program(&deny).line("fetch db").output();
        if fetched.is_err() {
            say("The advisory database cannot be fetched from here: advisories were NOT checked");
            return Ok(());
        }
        return Err(error);
    }
    Ok(())
}
