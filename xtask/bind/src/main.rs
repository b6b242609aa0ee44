//! `xtask-bind bind IN.wasm OUT_DIR NAME [CLASS]`: writes `NAME.js`, `NAME.d.ts`, `NAME_bg.wasm` and `NAME_bg.wasm.d.ts`,
//! as the `wasm-bindgen` command would with `--target web`. With a class, `NAME.js` can load a second module.
//!
//! `xtask-bind split NAME_bg.wasm SECOND.wasm CLASS`: moves the functions of that class to the second module.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

mod mute;
mod names;
mod split;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["bind", input, out, name] => bind(Path::new(input), Path::new(out), name, false),
        ["bind", input, out, name, _class] => bind(Path::new(input), Path::new(out), name, true),
        ["split", module, second, class] => split(Path::new(module), Path::new(second), class),
        _ => {
            eprintln!(
                "usage: xtask-bind bind IN.wasm OUT_DIR NAME [CLASS] | split NAME_bg.wasm SECOND.wasm CLASS"
            );
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: cannot be bound to JavaScript: {error:#}", arguments[1]);
            ExitCode::FAILURE
        }
    }
}

fn bind(input: &Path, out: &Path, name: &str, in_two: bool) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen
        .web(true)?
        .input_path(input)
        .out_name(name)
        .typescript(true)
        .remove_name_section(true)
        .remove_producers_section(true);
    let mut output = bindgen.generate_output()?;
    if !mute::reports_panics(output.wasm()) {
        mute::panics(output.wasm_mut())?;
    }
    let script = output.js().to_owned();
    names::drop_unused_exports(output.wasm_mut(), &script);
    let renames = names::shorten_imports(output.wasm_mut());
    output.emit(out)?;
    let file = out.join(name).with_extension("js");
    fs::write(&file, names::rename(&fs::read_to_string(&file)?, &renames)?)?;
    if in_two {
        append(&file, include_str!("second.js"))?;
        append(&out.join(name).with_extension("d.ts"), include_str!("second.d.ts"))?;
    }
    Ok(())
}

fn append(file: &Path, text: &str) -> Result<()> {
    let mut file = fs::OpenOptions::new().append(true).open(file)?;
    Ok(file.write_all(text.as_bytes())?)
}

fn split(module: &Path, second: &Path, class: &str) -> Result<()> {
    let wasm = fs::read(module)?;
    let mut halves = split::split(&wasm, class)?;
    fs::write(module, halves.first.emit_wasm())?;
    fs::write(second, halves.second.emit_wasm()).with_context(|| second.display().to_string())
}
