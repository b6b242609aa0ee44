//! `xtask-bind bind IN.wasm OUT_DIR NAME`: writes `NAME.js`, `NAME.d.ts`, `NAME_bg.wasm` and `NAME_bg.wasm.d.ts`, as the
//! `wasm-bindgen` command would with `--target web`, with a loader that can load later modules.
//!
//! `xtask-bind split NAME_bg.wasm IN.wasm GROUP[:BEFORE]...`: moves the functions of each group to a module of its own beside
//! that one, `GROUP_bg.wasm`, which is loaded after that of the group `BEFORE`; and blanks the data that nobody reads.
//!
//! `xtask-bind order MODULE.wasm...`: puts the functions of finished modules in an order that packs well.

use std::fs;
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
mod script;
mod split;
mod statics;

use split::Group;
use statics::Statics;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["bind", input, out, name] => bind(Path::new(input), Path::new(out), name),
        ["order", modules @ ..] => modules.iter().try_for_each(|module| order(Path::new(module))),
        ["split", module, input, groups @ ..] => split(Path::new(module), Path::new(input), groups),
        _ => {
            eprintln!(
                "usage: xtask-bind bind IN.wasm OUT_DIR NAME | split NAME_bg.wasm IN.wasm GROUP[:BEFORE]... | \
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

fn bind(input: &Path, out: &Path, name: &str) -> Result<()> {
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
    let path = out.join(name).with_extension("js");
    // Written, it has its lines in order.
    output.emit(out)?;
    let script = script::lean(&fs::read_to_string(&path)?)?;
    names::drop_unused_exports(output.wasm_mut(), &script);
    let renames = names::shorten_imports(output.wasm_mut());
    output.emit(out)?;
    let script = script::with_loader(&names::rename(&script, &renames)?)?;
    fs::write(path, script)?;
    edit(&out.join(name).with_extension("d.ts"), script::with_loader_types)?;
    Ok(())
}

/// Takes out what the linker says of what it wrote, which no longer holds.
fn drop_notes(module: &mut Module) {
    let is_note = |name: &str| name == "linking" || name.starts_with("reloc.");
    let notes: Vec<_> =
        module.customs.iter().filter(|(_, section)| is_note(section.name())).map(|(id, _)| id).collect();
    notes.into_iter().for_each(|id| _ = module.customs.delete(id));
}

fn edit(file: &Path, change: impl FnOnce(&str) -> Result<String>) -> Result<()> {
    Ok(fs::write(file, change(&fs::read_to_string(file)?)?)?)
}

fn split(module: &Path, input: &Path, groups: &[&str]) -> Result<()> {
    let groups: Vec<Group> = groups.iter().map(|group| Group::read(group)).collect();
    let (wasm, linked) = (fs::read(module)?, fs::read(input)?);
    split::same_slots(&wasm, &linked)?;
    let mut modules = split::split(&wasm, &Statics::read(&linked)?, &groups)?;
    let later = groups.iter().map(|group| module.with_file_name(format!("{}_bg.wasm", group.name)));
    for (path, module) in iter::once(module.to_owned()).chain(later).zip(&mut modules) {
        fs::write(&path, module.emit_wasm()).with_context(|| path.display().to_string())?;
    }
    Ok(())
}

fn order(module: &Path) -> Result<()> {
    let ordered = order::order(&fs::read(module)?).with_context(|| module.display().to_string())?;
    Ok(fs::write(module, ordered)?)
}
