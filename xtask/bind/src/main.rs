//! `xtask-bind bind IN.wasm OUT_DIR NAME [--split]`: writes `NAME.js`, `NAME.d.ts`, `NAME_bg.wasm` and `NAME_bg.wasm.d.ts`,
//! as the `wasm-bindgen` command would with `--target web`. If it is to be split, `NAME.js` can load later modules.
//!
//! `xtask-bind split NAME_bg.wasm IN.wasm CLASS[:BEFORE]...`: moves the functions of each class to a module of its own beside
//! that one, `CLASS_bg.wasm`, which is loaded after that of the class `BEFORE`; and blanks the data that nobody reads.
//!
//! `xtask-bind order MODULE.wasm...`: puts the functions of finished modules in an order that packs well.

use std::fs;
use std::io::Write;
use std::iter;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use walrus::Module;
use wasm_bindgen_cli_support::Bindgen;

mod data;
mod mute;
mod names;
mod order;
mod split;
mod statics;

use split::Class;
use statics::Statics;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["bind", input, out, name] => bind(Path::new(input), Path::new(out), name, false),
        ["bind", input, out, name, "--split"] => bind(Path::new(input), Path::new(out), name, true),
        ["order", modules @ ..] => modules.iter().try_for_each(|module| order(Path::new(module))),
        ["split", module, input, classes @ ..] => split(Path::new(module), Path::new(input), classes),
        _ => {
            eprintln!(
                "usage: xtask-bind bind IN.wasm OUT_DIR NAME [--split] | split NAME_bg.wasm IN.wasm CLASS[:BEFORE]... | \
                 order MODULE.wasm..."
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
        mute::panics(output.wasm_mut());
    }
    drop_notes(output.wasm_mut());
    data::drop_zeros(output.wasm_mut());
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

/// Takes out what the linker says of what it wrote, which no longer holds.
fn drop_notes(module: &mut Module) {
    let is_note = |name: &str| name == "linking" || name.starts_with("reloc.");
    let notes: Vec<_> =
        module.customs.iter().filter(|(_, section)| is_note(section.name())).map(|(id, _)| id).collect();
    notes.into_iter().for_each(|id| _ = module.customs.delete(id));
}

fn append(file: &Path, text: &str) -> Result<()> {
    let mut file = fs::OpenOptions::new().append(true).open(file)?;
    Ok(file.write_all(text.as_bytes())?)
}

fn split(module: &Path, input: &Path, classes: &[&str]) -> Result<()> {
    let classes: Vec<Class> = classes.iter().map(|class| Class::read(class)).collect();
    let statics = Statics::read(&fs::read(input)?)?;
    let mut modules = split::split(&fs::read(module)?, &statics, &classes)?;
    let later = classes.iter().map(|class| module.with_file_name(format!("{}_bg.wasm", class.name)));
    for (path, module) in iter::once(module.to_owned()).chain(later).zip(&mut modules) {
        fs::write(&path, module.emit_wasm()).with_context(|| path.display().to_string())?;
    }
    Ok(())
}

fn order(module: &Path) -> Result<()> {
    let ordered = order::order(&fs::read(module)?).with_context(|| module.display().to_string())?;
    Ok(fs::write(module, ordered)?)
}
