//! The script beside a module: wasm-bindgen's, with a loader of its own, and without what its callers here have no use for.
//!
//! wasm-bindgen's loader also takes addresses, loads without waiting, and has advice for those who call it in ways of old.
//! `www/` fetches by itself, and has later modules to load.

use anyhow::{Context, Result};

/// What wasm-bindgen's scripts end with, from here on.
const LOADER: &str = "let wasmModule, wasmInstance, wasm;\n";
/// The same of its types.
const LOADER_TYPES: &str = "export type InitInput =";
/// Where the loader begins what it has loaded.
const START: &str = "    exports.__wbindgen_start";

/// From where to where the script has what is left out: the end of each stays.
const LEFT_OUT: [(&str, &str); 4] = [
    // For browsers before 2018.
    ("if (!('encodeInto' in cachedTextEncoder)) {\n", "let WASM_VECTOR_LEN"),
    // Texts are queries and names: to write them at once takes as long as to write them in two steps, and no memory to speak of.
    ("    if (realloc === undefined) {\n", "        const buf = "),
    ("    }\n\n    let len = arg.length;\n", "}\n\nfunction "),
    // Of two gigabytes of text, after which an old Safari wants another decoder.
    ("    numBytesDecoded += bytes.length;\n", "    return cachedTextDecoder.decode(bytes);"),
];

/// What the script sees memory as. To see it anew costs less than to keep what was seen last, but for its bytes.
const VIEWS: [&str; 3] = ["DataView", "Uint8Array", "Uint32Array"];

/// The script without what its callers have no use for.
pub fn lean(script: &str) -> Result<String> {
    let mut script = script.replace(", wasm.__wbindgen_realloc)", ")");
    for (from, to) in LEFT_OUT {
        let (before, rest) =
            script.split_once(from).with_context(|| format!("there is no `{from}` in the script"))?;
        let (_, after) = rest.split_once(to).with_context(|| format!("there is no `{to}` in the script"))?;
        script = format!("{before}{to}{after}");
    }
    for view in VIEWS {
        let begin = format!("function get{view}Memory0() {{\n");
        let Some((before, rest)) = script.split_once(&begin) else { continue };
        let (_, after) = rest.split_once("\n}\n").context("a function has no end")?;
        script = format!("{before}{begin}    return new {view}(wasm.memory.buffer);\n}}\n{after}");
    }
    Ok(script)
}

/// The script with the loader of `loader.js`. It finds the methods among what a module exports that do nothing but call it: what
/// wasm-bindgen writes for each is left out.
pub fn with_loader(script: &str) -> Result<String> {
    let mut script = before(script, LOADER)?.to_owned();
    let mut loader = include_str!("loader.js").to_owned();
    if let Some(class) = between(&script, "export class ", " ") {
        let (class, prefix) = (class.to_owned(), format!("{}_", class.to_lowercase()));
        script = without_calls(&script, &prefix);
        let methods = format!(
            "    for (const [name, call] of Object.entries(exports)) {{\n        \
             if (name.startsWith(\"{prefix}\")) {class}.prototype[name.slice({})] ??= function (...given) {{ return call(this.__wbg_ptr, ...given); }};\n    \
             }}\n",
            prefix.len()
        );
        loader = loader.replace(START, &format!("{methods}{START}"));
    }
    Ok(format!("{script}let wasm;\n\n{loader}"))
}

/// The script without the methods that do nothing but call what is exported under their name with this prefix.
fn without_calls(script: &str, prefix: &str) -> String {
    let call = format!("wasm.{prefix}");
    let mut left = script.to_owned();
    for after in script.split(&call).skip(1) {
        let Some((name, rest)) = after.split_once("(this.__wbg_ptr") else { continue };
        let Some((given, _)) = rest.split_once(");\n") else { continue };
        let head = format!("    {name}({}) {{\n", given.trim_start_matches(", "));
        let call = format!("{call}{name}(this.__wbg_ptr{given});\n");
        left = left.replace(&format!("{head}        const ret = {call}        return ret;\n    }}\n"), "");
        left = left.replace(&format!("{head}        {call}    }}\n"), "");
    }
    left
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> Option<&'a str> {
    Some(text.split_once(from)?.1.split_once(to)?.0)
}

/// Its types likewise.
pub fn with_loader_types(types: &str) -> Result<String> {
    Ok(format!("{}{}", before(types, LOADER_TYPES)?, include_str!("loader.d.ts")))
}

fn before<'a>(text: &'a str, end: &str) -> Result<&'a str> {
    let (before, _) =
        text.split_once(end).with_context(|| format!("there is no `{}` in the script", end.trim()))?;
    Ok(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As wasm-bindgen writes it, in short.
    const SCRIPT: &str = "\
export class Shelf {
    /**
     * How many.
     */
    count(of, from) {
        const ret = wasm.shelf_count(this.__wbg_ptr, of, from);
        return ret;
    }
    clear() {
        wasm.shelf_clear(this.__wbg_ptr);
    }
    name(of) {
        const ret = wasm.shelf_name(this.__wbg_ptr, of);
        return getText(ret[0], ret[1]);
    }
}
let cachedUint8ArrayMemory0 = null;
function getUint8ArrayMemory0() {
    if (cachedUint8ArrayMemory0 === null) {
        cachedUint8ArrayMemory0 = new Uint8Array(wasm.memory.buffer);
    }
    return cachedUint8ArrayMemory0;
}
function passStringToWasm0(arg, malloc, realloc) {
    if (realloc === undefined) {
        const buf = cachedTextEncoder.encode(arg);
        return malloc(buf.length, 1);
    }

    let len = arg.length;
    return realloc(0, len);
}

function decodeText(bytes) {
    numBytesDecoded += bytes.length;
    if (numBytesDecoded >= MAX) {
        old();
    }
    return cachedTextDecoder.decode(bytes);
}
if (!('encodeInto' in cachedTextEncoder)) {
    old();
}
let WASM_VECTOR_LEN = 0;
passStringToWasm0(ret, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
let wasmModule, wasmInstance, wasm;
old();
";

    #[test]
    fn a_script_loses_what_nobody_has_a_use_for() {
        let script = lean(SCRIPT).unwrap();
        let text = "function passStringToWasm0(arg, malloc, realloc) {
        const buf = cachedTextEncoder.encode(arg);
        return malloc(buf.length, 1);
}

function decodeText(bytes) {
    return cachedTextDecoder.decode(bytes);
}
let WASM_VECTOR_LEN = 0;
passStringToWasm0(ret, wasm.__wbindgen_malloc);
";
        assert!(script.contains(text), "{script}");
        let view = "function getUint8ArrayMemory0() {\n    return new Uint8Array(wasm.memory.buffer);\n}\n";
        assert!(script.contains(view), "{script}");
    }

    #[test]
    fn a_script_gets_the_loader_and_loses_what_it_had() {
        let script = with_loader(SCRIPT).unwrap();
        assert!(
            script.contains("\nlet wasm;\n") && script.ends_with("}\n") && !script.contains("wasmModule")
        );
        assert!(script.contains("export async function load(module)"));
    }

    #[test]
    fn methods_that_only_call_are_found_when_they_are_loaded() {
        let script = with_loader(SCRIPT).unwrap();
        assert!(
            !script.contains("count(") && !script.contains("clear(") && script.contains("name(of)"),
            "{script}"
        );
        assert!(
            script.contains("name.startsWith(\"shelf_\")")
                && script.contains("Shelf.prototype[name.slice(6)]")
        );
        let without = with_loader("let wasmModule, wasmInstance, wasm;\n").unwrap();
        assert!(!without.contains("prototype"));
    }

    #[test]
    fn types_get_the_loader_too() {
        let types = with_loader_types("export class A {}\nexport type InitInput = URL;\n").unwrap();
        assert!(types.starts_with("export class A {}\n/**") && types.contains("function load("));
    }

    #[test]
    fn a_script_that_is_written_otherwise_is_refused() {
        assert!(lean("").is_err() && with_loader("let wasm;").is_err() && with_loader_types("").is_err());
    }
}
