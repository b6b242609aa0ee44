//! `xtask-bind bind IN.wasm OUT_DIR NAME [--split]`: writes `NAME.js`, `NAME.d.ts`, `NAME_bg.wasm` and `NAME_bg.wasm.d.ts`,
//! as the `wasm-bindgen` command would with `--target web`. If it is to be split, `NAME.js` can load later modules.
//!
//! `xtask-bind split NAME_bg.wasm CLASS[:BEFORE]...`: moves the functions of each class to a module of its own beside that
//! one, `CLASS_bg.wasm`, which is loaded after that of the class `BEFORE`.

use std::fs;
use std::io::Write;
use std::iter;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

mod mute;
mod names;
mod split;

use split::Class;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["bind", input, out, name] => bind(Path::new(input), Path::new(out), name, false),
        ["bind", input, out, name, "--split"] => bind(Path::new(input), Path::new(out), name, true),
        ["split", module, classes @ ..] => split(Path::new(module), classes),
        _ => {
            eprintln!(
                "usage: xtask-bind bind IN.wasm OUT_DIR NAME [--split] | split NAME_bg.wasm CLASS[:BEFORE]..."
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

fn bind(input: &Path, out: &Path, name: &str, is_split: bool) -> Result<()> {
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
    if is_split {
        append(&file, include_str!("later.js"))?;
        append(&out.join(name).with_extension("d.ts"), include_str!("later.d.ts"))?;
    }
    Ok(())
}

fn append(file: &Path, text: &str) -> Result<()> {
    let mut file = fs::OpenOptions::new().append(true).open(file)?;
    Ok(file.write_all(text.as_bytes())?)
}

fn split(module: &Path, classes: &[&str]) -> Result<()> {
    let classes: Vec<Class> = classes.iter().map(|class| Class::read(class)).collect();
    let mut modules = split::split(&fs::read(module)?, &classes)?;
    let later = classes.iter().map(|class| module.with_file_name(format!("{}_bg.wasm", class.name)));
    for (path, module) in iter::once(module.to_owned()).chain(later).zip(&mut modules) {
        fs::write(&path, module.emit_wasm()).with_context(|| path.display().to_string())?;
    }
    Ok(())
}
