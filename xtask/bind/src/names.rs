//! Names of what a module and its script share. wasm-bindgen's are long, and end in hashes, which do not compress.

use anyhow::{Result, ensure};
use walrus::Module;

use crate::split::tag;

/// Names as short as can be: a, b, ... z, aa, ba, ...
#[derive(Default)]
pub struct Names(usize);

impl Names {
    /// The next one that is not taken.
    pub fn next(&mut self, taken: impl Fn(&str) -> bool) -> String {
        loop {
            let mut left = self.0;
            self.0 += 1;
            let mut name = String::new();
            loop {
                name.push(char::from(b'a' + (left % 26) as u8));
                left /= 26;
                if left == 0 {
                    break;
                }
                left -= 1;
            }
            if !taken(&name) {
                return name;
            }
        }
    }
}

/// What every module of wasm-bindgen needs before anything else runs; of one that is split, the first piece, which starts it.
const ALWAYS: &str = "__wbindgen_init_externref_table";

/// Gives the imports of a module short names: the long ones with the short. One that is always used (the first, if wasm-bindgen
/// calls it otherwise) has a name that no other build has: script and module of two builds, as a cache may pair them, do not
/// link. By short names alone they would, each function to another.
pub fn shorten_imports(module: &mut Module) -> Vec<(String, String)> {
    let build = format!("b{}", tag(&module.emit_wasm()));
    let tied = module.imports.iter().position(|import| import.name == ALWAYS).unwrap_or(0);
    let mut names = Names::default();
    let short = module.imports.iter_mut().enumerate().map(|(place, import)| {
        let short = if place == tied { build.clone() } else { names.next(|_| false) };
        (std::mem::replace(&mut import.name, short.clone()), short)
    });
    short.collect()
}

/// The script with those names: each is a field of the object of imports, which nothing else mentions.
pub fn rename(script: &str, names: &[(String, String)]) -> Result<String> {
    let mut renamed = script.to_owned();
    for (long, short) in names {
        let field = format!(" {long}: function(");
        ensure!(script.matches(long).count() == 1, "`{long}` is not in the script once");
        ensure!(script.contains(&field), "`{long}` is no function of the script");
        renamed = renamed.replace(&field, &format!(" {short}: function("));
    }
    Ok(renamed)
}

/// Takes out the exports that the script does not mention.
pub fn drop_unused_exports(module: &mut Module, script: &str) {
    let used = |name: &str| script.contains(&format!("wasm.{name}"));
    let unused: Vec<_> =
        module.exports.iter().filter(|export| !used(&export.name)).map(|export| export.id()).collect();
    unused.into_iter().for_each(|export| module.exports.delete(export));
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_are_short_and_new() {
        let mut names = Names::default();
        let all: Vec<String> = (0..60).map(|_| names.next(|name| name == "b")).collect();
        assert_eq!((all[0].as_str(), all[1].as_str(), all[25].as_str()), ("a", "c", "aa"));
        assert_eq!(all.iter().collect::<HashSet<_>>().len(), 60);
    }

    #[test]
    fn script_and_module_are_tied_by_what_is_always_used() {
        let wat =
            format!(r#"(module (import "./js" "__wbg_new_37" (func)) (import "./js" "{ALWAYS}" (func)))"#);
        let short = shorten_imports(&mut Module::from_buffer(&wat::parse_str(wat).unwrap()).unwrap());
        assert_eq!(short[0].1, "a");
        assert!(short[1].1.starts_with('b') && short[1].1.len() == 9, "{short:?}");
    }

    const WAT: &str = r#"(module
        (import "./js" "__wbg_new_37eb45aaf5eeb820" (func))
        (import "./js" "__wbg_log_787b9fb330d55d78" (func))
        (func (export "ask") (call 0) (call 1))
        (func (export "never")))"#;

    fn module() -> Module {
        Module::from_buffer(&wat::parse_str(WAT).unwrap()).unwrap()
    }

    #[test]
    fn imports_have_the_same_short_names_on_both_sides() {
        let script = "{\n  __wbg_log_787b9fb330d55d78: function(a) { log(a); },\n  __wbg_new_37eb45aaf5eeb820: function() {},\n}";
        let mut module = module();
        let short = rename(script, &shorten_imports(&mut module)).unwrap();
        let names: Vec<&str> = module.imports.iter().map(|import| import.name.as_str()).collect();
        let [build, "a"] = names[..] else { panic!("{names:?}") };
        assert_eq!(short, format!("{{\n  a: function(a) {{ log(a); }},\n  {build}: function() {{}},\n}}"));
    }

    #[test]
    fn a_script_that_is_written_otherwise_is_refused() {
        for script in ["", "__wbg_new_37eb45aaf5eeb820() {}, __wbg_log_787b9fb330d55d78() {}"] {
            assert!(rename(script, &shorten_imports(&mut module())).is_err());
        }
    }

    #[test]
    fn a_script_and_a_module_of_two_builds_do_not_link() {
        let first = |function: &str| {
            let wat = wat::parse_str(WAT.replace("ask", function)).unwrap();
            shorten_imports(&mut Module::from_buffer(&wat).unwrap()).swap_remove(0).1
        };
        assert_eq!(first("ask"), first("ask"));
        assert_ne!(first("ask"), first("tell"));
    }

    #[test]
    fn exports_that_nobody_calls_go() {
        let mut module = module();
        drop_unused_exports(&mut module, "wasm.ask()");
        let names: Vec<&str> = module.exports.iter().map(|export| export.name.as_str()).collect();
        assert_eq!(names, ["ask"]);
    }
}
