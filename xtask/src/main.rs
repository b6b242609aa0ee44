//! The project's own tasks: `cargo xtask demo | test | build | gallery | bench`.
//!
//! Each does all its own set-up (`setup.rs`), says what it does, and ends with an exit code other than 0 if anything
//! failed. The steps of `test` can be run one by one.

mod bench;
mod build;
mod demo;
mod process;
mod setup;
mod test;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The project's own tasks
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Ingest issues (default: the sample magazine), build everything and serve the demo pages
    Demo(demo::Arguments),
    /// Run every test: format, lints, native, wasm, browsers, sizes
    Test(test::Arguments),
    /// Build pkg/ and target/release/backissue
    Build,
    /// Take pictures of every element in every state, at three widths, light and dark
    Gallery,
    /// Run the benchmarks
    Bench(bench::Arguments),
}

fn main() -> ExitCode {
    let root = root();
    if let Err(error) = std::env::set_current_dir(&root) {
        eprintln!("xtask: {}: {error}", root.display());
        return ExitCode::FAILURE;
    }
    let outcome = match Arguments::parse_from(arguments()).task {
        Task::Demo(arguments) => demo::run(&arguments),
        Task::Test(arguments) => test::run(&arguments),
        Task::Build => build::run(),
        Task::Gallery => test::gallery(),
        Task::Bench(arguments) => bench::run(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The arguments, with the paths among them made absolute: tasks run in the repository's root, wherever they were called.
fn arguments() -> Vec<std::ffi::OsString> {
    let here = std::env::var_os("PWD").map(PathBuf::from).unwrap_or_default();
    std::env::args_os()
        .enumerate()
        .map(|(index, argument)| match index > 1 && here.join(&argument).is_file() {
            true => here.join(argument).into_os_string(),
            false => argument,
        })
        .collect()
}

/// The repository's root.
fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_path_buf()
}
