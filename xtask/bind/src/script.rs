//! The script beside a module: wasm-bindgen's, with a loader of its own.
//!
//! wasm-bindgen's loader also takes addresses, loads without waiting, and has advice for those who call it in ways of old.
//! `www/` fetches by itself, and has later modules to load.

use anyhow::{Context, Result};

/// What wasm-bindgen's scripts end with, from here on.
const LOADER: &str = "let wasmModule, wasmInstance, wasm;\n";
/// The same of its types.
const LOADER_TYPES: &str = "export type InitInput =";
/// For browsers before 2018.
const OLD_ENCODER: [&str; 2] = ["if (!('encodeInto' in cachedTextEncoder)) {\n", "\n}\n"];

/// The script with the loader of `loader.js`.
pub fn with_loader(script: &str) -> Result<String> {
    let before = before(script, LOADER)?;
    let (one, rest) = before.split_once(OLD_ENCODER[0]).context("the script encodes text in another way")?;
    let (_, two) = rest.split_once(OLD_ENCODER[1]).context("the script encodes text in another way")?;
    Ok(format!("{one}{two}let wasm;\n\n{}", include_str!("loader.js")))
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

    #[test]
    fn a_script_gets_the_loader_and_loses_what_it_had() {
        let script = "a();\nif (!('encodeInto' in cachedTextEncoder)) {\n    old();\n}\nb();\nlet wasmModule, wasmInstance, wasm;\nc();\n";
        let script = with_loader(script).unwrap();
        assert!(script.starts_with("a();\nb();\nlet wasm;\n") && script.ends_with("}\n"), "{script}");
        assert!(script.contains("export async function load(module)") && !script.contains("c();"));
        assert!(!script.contains("old"));
    }

    #[test]
    fn types_get_the_loader_too() {
        let types = with_loader_types("export class A {}\nexport type InitInput = URL;\n").unwrap();
        assert!(types.starts_with("export class A {}\n/**") && types.contains("function load("));
    }

    #[test]
    fn a_script_that_is_written_otherwise_is_refused() {
        assert!(with_loader("let wasm;").is_err() && with_loader_types("").is_err());
    }
}
