//! `xtask-bind IN.wasm OUT_DIR NAME`: writes `NAME.js`, `NAME.d.ts`, `NAME_bg.wasm` and `NAME_bg.wasm.d.ts`, as the
//! `wasm-bindgen` command would with `--target web`.

use std::path::Path;
use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

mod mute;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, out, name] = arguments.as_slice() else {
        eprintln!("usage: xtask-bind IN.wasm OUT_DIR NAME");
        return ExitCode::from(2);
    };
    match bind(Path::new(input), Path::new(out), name) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{input}: cannot be bound to JavaScript: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn bind(input: &Path, out: &Path, name: &str) -> anyhow::Result<()> {
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
    output.emit(out)
}
