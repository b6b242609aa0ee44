//! `cargo xtask build`: the native tool, the wasm files and the npm package in `pkg/`.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::process::{compile, program, say};
use crate::setup;

/// How `wasm-opt` goes about a module, and what it may use: what the compiler says it used, plus what every browser with modules
/// has. Functions with one caller stay functions, common subexpressions and locals stay where they are, and it is not -Oz: any of
/// these makes fewer bytes, which brotli then packs worse (8% of the engine as sent). Nor are zeros taken out of the data, which
/// cost nothing once packed. Below 1,024 is the far end of the stack, where nothing has its address.
/// (Never `--closed-world`: pieces call each other's functions through the table that they share, and what it takes for never called traps.)
const WASM_OPT: &str = "-Os --converge --one-caller-inline-max-function-size=0 --skip-pass=local-cse \
    --skip-pass=simplify-locals --skip-pass=memory-packing --low-memory-unused --strip-producers \
    --strip-target-features --enable-bulk-memory --enable-bulk-memory-opt --enable-call-indirect-overlong \
    --enable-multivalue --enable-mutable-globals --enable-nontrapping-float-to-int --enable-reference-types \
    --enable-sign-ext";

/// Before that, for a module as the compiler wrote it: control flow is taken apart and put together anew (1% of the engine as sent).
const ANEW: &str = "--flatten --rereloop";

/// After that, for one that is split and will be sent: what alignment loads and stores have is a hint that makes none of today's
/// machines faster, and takes its bytes (0.5%).
const LAST: &str = "--dealign";

/// What the compiler may put in the place of a call, in its own measure: with `opt-level = "z"` it is 5. A little more is fewer bytes
/// as sent (0.7% of the engine), since a body that stands where it is used takes no arguments; from 16 on it is more.
const INLINE: &str = "-Cllvm-args=-inline-threshold=12";

/// A loop counts places and works out addresses from them, as it is written: to count addresses instead is no faster here, and each
/// loop does it in another way (1% of the engine as sent).
const LOOPS: &str = "-Cllvm-args=-disable-lsr";

/// How the names of methods of `src/wasm/` begin that go to modules of their own, and after which other each is loaded.
const LATER: [&str; 3] = ["results", "reader:results", "special"];

/// Builds everything that is published.
pub fn run() -> Result<()> {
    let tool = native()?;
    package(Optimise::Must)?;
    println!("\nBuilt {} and pkg/.", tool.display());
    Ok(())
}

/// Whether wasm that is not optimised will do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Optimise {
    /// No: it is for publishing or for measuring.
    Must,
    /// Yes, where Node is missing.
    May,
}

/// Builds the command line tool.
pub fn native() -> Result<PathBuf> {
    say("Building the command line tool");
    compile("build").line("--release --package backissue").run()?;
    Ok(target().join("release/backissue"))
}

/// Builds the wasm and puts `pkg/` together.
pub fn package(optimise: Optimise) -> Result<()> {
    setup::targets(&["wasm32-unknown-unknown"])?;
    let optimiser = match (setup::npm(), optimise) {
        (Ok(()), _) => true,
        (Err(error), Optimise::Must) => return Err(error),
        (Err(error), Optimise::May) => {
            say(&format!("Wasm and scripts stay as they are, about a third larger. {error:#}"));
            false
        }
    };
    // Put together beside the old one, which is there until the new one is whole.
    let new = target().join("pkg");
    let _ = fs::remove_dir_all(&new);
    copy(Path::new("www"), &new, &|path| !path.starts_with("www/demo"))?;
    say("Building engine_bg.wasm and what comes after it");
    modules(&new, "engine", None, &LATER, optimiser)?;
    say("Building tiny_engine_bg.wasm");
    modules(&new, "tiny_engine", Some("tiny"), &[], optimiser)?;
    if optimiser {
        program("node").arg("tests/browser/minify.mjs").arg(&new).run().context("the scripts")?;
        let manifest = new.join("custom-elements.json");
        program("node").arg("tests/browser/manifest.mjs").arg(manifest).run().context("the manifest")?;
    }
    for name in ["README.md", "LICENSE-MIT", "LICENSE-APACHE"] {
        fs::copy(name, new.join(name)).with_context(|| name.to_string())?;
    }
    fs::write(new.join("package.json"), package_json())?;
    let _ = fs::remove_dir_all("pkg");
    fs::rename(&new, "pkg").context("pkg/ cannot be replaced")?;
    if optimiser {
        // They refer to the engine's types, which are in pkg/ only now.
        let types = program(setup::npm_bin("tsc")).line("-p tests/browser/tsconfig.types.json");
        types.run().context("the types")?;
    }
    Ok(())
}

/// Compiles, binds and splits `NAME_bg.wasm` and a module for each group that comes after it.
fn modules(
    folder: &Path,
    name: &str,
    features: Option<&str>,
    groups: &[&str],
    optimiser: bool,
) -> Result<()> {
    let shrink = |module: &Path, passes: &[&str]| if optimiser { optimised(module, passes) } else { Ok(()) };
    let linked = wasm(features)?;
    let module = |name: &str| folder.join(format!("{name}_bg.wasm"));
    let first = module(name);
    bind(&["bind".as_ref(), linked.as_ref(), folder.as_ref(), name.as_ref()])?;
    // First as a whole, in which more can be seen to be alike or unused.
    shrink(&first, &[ANEW, WASM_OPT])?;
    let mut arguments: Vec<&OsStr> = vec!["split".as_ref(), first.as_ref(), linked.as_ref()];
    arguments.extend(groups.iter().map(OsStr::new));
    bind(&arguments)?;
    let mut all: Vec<PathBuf> =
        groups.iter().map(|group| module(group.split(':').next().unwrap_or_default())).collect();
    all.push(first);
    all.iter().try_for_each(|module| shrink(module, &[WASM_OPT, LAST]))?;
    let mut arguments: Vec<&OsStr> = vec!["order".as_ref()];
    arguments.extend(all.iter().map(|module| module.as_os_str()));
    bind(&arguments)
}

/// Compiles the library to wasm.
pub fn wasm(features: Option<&str>) -> Result<PathBuf> {
    // The paths of this machine are in the messages of panics: without them the bytes are the same everywhere. What the
    // linker notes is for splitting, and not published.
    let here = std::env::current_dir()?;
    let mut flags = vec![
        format!("--remap-path-prefix={}=.", here.display()),
        "-Clink-arg=--emit-relocs".to_owned(),
        INLINE.to_owned(),
        LOOPS.to_owned(),
    ];
    if let Some(home) = cargo_home() {
        flags.push(format!("--remap-path-prefix={}=cargo", home.display()));
    }
    compile("build")
        .line("--lib --package backissue --target wasm32-unknown-unknown --profile wasm")
        .arg("--no-default-features")
        .args(features.map(|features| format!("--features={features}")))
        .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"))
        .run()?;
    Ok(target().join("wasm32-unknown-unknown/wasm/backissue.wasm"))
}

/// Runs `xtask-bind`.
fn bind(arguments: &[&OsStr]) -> Result<()> {
    compile("run")
        .line("--profile xtask --package xtask-bind --")
        .args(arguments)
        .run()
        .context("wasm-bindgen failed. Is its version in Cargo.lock that of xtask/bind/Cargo.toml?")
}

fn optimised(module: &Path, passes: &[&str]) -> Result<()> {
    let wasm_opt = program(setup::npm_bin("wasm-opt")).line(&passes.join(" "));
    wasm_opt.args([module, Path::new("-o"), module]).run()
}

/// Copies a folder, without the paths that `wanted` refuses: content only, since what is copied may be read-only.
pub fn copy(from: &Path, to: &Path, wanted: &dyn Fn(&Path) -> bool) -> Result<()> {
    fs::create_dir_all(to).with_context(|| to.display().to_string())?;
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let path = entry?.path();
        let Some(name) = path.file_name() else { continue };
        if !wanted(&path) {
            continue;
        }
        if path.is_dir() {
            copy(&path, &to.join(name), wanted)?;
        } else {
            fs::write(to.join(name), fs::read(&path).with_context(|| path.display().to_string())?)?;
        }
    }
    Ok(())
}

fn package_json() -> String {
    format!(
        r#"{{
  "name": "backissue",
  "version": "{}",
  "description": "A magazine's back issues, searchable and readable in any web page: no server, no tracking, works offline",
  "license": "MIT OR Apache-2.0",
  "type": "module",
  "main": "backissue.js",
  "types": "backissue.d.ts",
  "customElements": "custom-elements.json",
  "exports": {{
    ".": "./backissue.js",
    "./*": "./*"
  }},
  "sideEffects": true
}}
"#,
        env!("CARGO_PKG_VERSION")
    )
}

/// Cargo's folder for what it builds.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from)
}

fn cargo_home() -> Option<PathBuf> {
    let named = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    named.or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo")))
}
