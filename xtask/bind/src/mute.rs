//! Takes the messages of panics out of a compiled module.
//!
//! The standard library comes compiled, with a panic handler that words a message, hands it to a hook that prints to
//! nowhere (a browser has no standard error), and traps. All that can be seen of it is the trap. So the functions that
//! begin a panic are made to trap at once, after the example of wasm-snip (the Rust and WebAssembly working group,
//! 2017); `wasm-opt` then takes out what words messages and what they are told. Nobody reads any longer at which line
//! a panic was, so those records are blanked too, and ways of writing down what messages are about go if nothing else is
//! written by them. A bound that does not hold stops the engine as before.

use std::collections::HashSet;

use anyhow::Result;
use walrus::ir::{self, Value};
use walrus::{ConstExpr, Data, DataKind, ExportItem, FunctionId, FunctionKind, LocalFunction, Module};

use crate::split;

/// The beginnings of the names of functions that only ever panic, and of what they hand their messages to.
const PANICS: [&str; 15] = [
    "core::panicking::",
    "core::option::expect_failed",
    "core::option::unwrap_failed",
    "core::result::unwrap_failed",
    "core::cell::panic_already_",
    "core::slice::index::slice_index_fail",
    "core::slice::copy_from_slice_impl::len_mismatch_fail",
    "core::str::slice_error_fail",
    "core::char::methods::encode_utf8_raw::do_panic",
    "core::num::int_log10::panic_for_",
    "alloc::alloc::handle_alloc_error",
    "alloc::raw_vec::handle_error",
    "std::thread::local::panic_access_error",
    "__rustc::rust_begin_unwind",
    "<std::panicking::panic_handler::",
];

/// What `format!` and the like call.
const WRITE: &str = "core::fmt::write";

/// What JavaScript calls a closure by, which it can only if it is exported. Each type of closure that js-sys could take leaves
/// one in the table, because what described it to wasm-bindgen had its address.
const CLOSURE: &str = "wasm_bindgen::convert::closures::_::invoke::";

/// Tells which characters can be shown in a message by four tables of [1.4 K](https://doc.rust-lang.org/src/core/unicode/printable.rs.html).
const IS_PRINTABLE: &str = "core::unicode::printable::is_printable";

/// Whether the module tells somebody of a panic: a development build with the feature `panic-messages`.
pub fn reports_panics(module: &Module) -> bool {
    let mut names = module.funcs.iter().filter_map(|function| function.name.as_deref());
    names.any(|name| name.contains("console_error_panic_hook"))
}

/// Makes what begins a panic trap at once, and blanks the records of where panics are and what only their messages read.
pub fn panics(module: &mut Module) -> Result<()> {
    mute(module, |_, name| begins_panic(name));
    let called = called(module);
    let is_free = |id: FunctionId, name: &str| writes_message(name) && !called.contains(&id);
    // Whatever `format!` writes goes through one function. While nobody calls it, nobody reaches into the tables either.
    let is_write = |name: &str| plain(name) == WRITE;
    let write = module.funcs.iter().find(|function| function.name.as_deref().is_some_and(is_write));
    if write.is_none_or(|write| is_free(write.id(), WRITE)) {
        mute(module, is_free);
    }
    let exported = exported(module);
    mute(module, |id, name| name.starts_with(CLOSURE) && !exported.contains(&id));
    let ids: Vec<_> = module.data.iter().map(Data::id).collect();
    ids.iter().for_each(|id| blank_locations(module.data.get_mut(*id)));
    let reached = split::reached_from_outside(module)?;
    let tables: Vec<_> = module
        .funcs
        .iter_local()
        .filter(|(id, _)| !reached.contains(id))
        .filter(|(id, _)| plain(module.funcs.get(*id).name.as_deref().unwrap_or_default()) == IS_PRINTABLE)
        .flat_map(|(_, function)| tables(function))
        .collect();
    for id in ids {
        tables.iter().for_each(|table| blank(module.data.get_mut(id), table.clone()));
    }
    Ok(())
}

/// The tables that a function reads, where they stand side by side: from one number that it names to another, and how far
/// that is it names too.
fn tables(function: &LocalFunction) -> Vec<std::ops::Range<u32>> {
    let mut named = Numbers(HashSet::new());
    ir::dfs_in_order(&mut named, function, function.entry_block());
    let from = |&start: &u32| {
        let ends = named.0.iter().filter_map(move |length| start.checked_add(*length));
        ends.filter(|end| named.0.contains(end)).map(move |end| start..end)
    };
    // A place in memory; what is smaller is how many.
    named.0.iter().filter(|&&start| start >= LEAST_ADDRESS).flat_map(from).collect()
}

/// The stack takes the first megabyte, and data comes after it.
const LEAST_ADDRESS: u32 = 1 << 20;

struct Numbers(HashSet<u32>);

impl ir::Visitor<'_> for Numbers {
    fn visit_const(&mut self, constant: &ir::Const) {
        if let Value::I32(value) = constant.value {
            self.0.insert(value as u32);
        }
    }

    fn visit_load(&mut self, load: &ir::Load) {
        self.0.extend(u32::try_from(load.arg.offset));
    }
}

/// Overwrites a range of memory with zeros, if it is this data's.
fn blank(data: &mut Data, range: std::ops::Range<u32>) {
    let DataKind::Active { offset: ConstExpr::Value(Value::I32(start)), .. } = data.kind else { return };
    let place = |address: u32| address.checked_sub(start as u32).map(|place| place as usize);
    if let (Some(from), Some(to)) = (place(range.start), place(range.end))
        && let Some(bytes) = data.value.get_mut(from..to)
    {
        bytes.fill(0);
    }
}

/// Makes the functions trap that `is_muted` by their ids and names.
fn mute(module: &mut Module, is_muted: impl Fn(FunctionId, &str) -> bool) {
    for function in module.funcs.iter_mut() {
        let is_muted = function.name.as_deref().is_some_and(|name| is_muted(function.id(), &plain(name)));
        if let (true, FunctionKind::Local(local)) = (is_muted, &mut function.kind) {
            let mut body = local.builder_mut().func_body();
            body.instrs_mut().clear();
            body.unreachable();
        }
    }
}

/// The functions that some function calls by name, and not only one that writes messages and is itself never called.
fn called(module: &Module) -> HashSet<FunctionId> {
    let mut calls = Calls(HashSet::new());
    let (mut writers, mut callers): (Vec<_>, Vec<_>) = module.funcs.iter_local().partition(|(id, _)| {
        let name = plain(module.funcs.get(*id).name.as_deref().unwrap_or_default());
        writes_message(&name) || name.contains("::write_fmt")
    });
    while !callers.is_empty() {
        for (_, function) in callers {
            ir::dfs_in_order(&mut calls, function, function.entry_block());
        }
        (callers, writers) = writers.into_iter().partition(|(id, _)| calls.0.contains(id));
    }
    calls.0
}

fn exported(module: &Module) -> HashSet<FunctionId> {
    let functions = module.exports.iter().filter_map(|export| match export.item {
        ExportItem::Function(id) => Some(id),
        _ => None,
    });
    functions.collect()
}

struct Calls(HashSet<FunctionId>);

impl ir::Visitor<'_> for Calls {
    fn visit_call(&mut self, call: &ir::Call) {
        self.0.insert(call.func);
    }
}

fn begins_panic(name: &str) -> bool {
    PANICS.iter().any(|panic| name.starts_with(panic))
        || name.starts_with("<alloc::vec::Vec<_, _>>::") && name.ends_with("::assert_failed")
}

/// Whether a function words messages, as those of panics are.
fn writes_message(name: &str) -> bool {
    name == WRITE || name.starts_with('<') && name.contains(" as core::fmt::") && name.ends_with(">::fmt")
}

/// A name without the hashes of crates: `core[c5930c85]::fmt` is `core::fmt`.
fn plain(name: &str) -> String {
    let mut plain = String::new();
    for piece in name.split('[') {
        plain.push_str(piece.split_once(']').map_or(piece, |(_, after)| after));
    }
    plain
}

/// Overwrites with zeros each `core::panic::Location` and the file names that they point to. One is four words: where
/// the file's name is, how long it is, line and column; anything else is taken for one only if its first two words
/// happen to mark out the name of a source file, and is followed by two small numbers.
fn blank_locations(data: &mut Data) {
    let DataKind::Active { offset: ConstExpr::Value(Value::I32(start)), .. } = data.kind else { return };
    let bytes = &mut data.value;
    let word = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
    let mut blank = Vec::new();
    // Words are aligned in memory, which is where the data begins at `start`.
    for at in ((4 - start as usize % 4) % 4..bytes.len().saturating_sub(15)).step_by(4) {
        let name = (word(at) as usize).wrapping_sub(start as usize);
        let name = name..name.saturating_add(word(at + 4) as usize);
        let is_file = bytes
            .get(name.clone())
            .is_some_and(|name| name.ends_with(b".rs") && name.iter().all(u8::is_ascii_graphic));
        if is_file && (1..100_000).contains(&word(at + 8)) && (1..1000).contains(&word(at + 12)) {
            blank.push(at..at + 16);
            blank.push(name);
        }
    }
    blank.into_iter().for_each(|range| bytes[range].fill(0));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_that_nobody_reads_are_blanked_and_no_others() {
        let module = |export: &str| {
            let name = "core::unicode::printable::is_printable";
            let data = "abcdefghijklmnopqrstuvwxyz";
            let text = format!(
                r#"(module (memory (export "memory") 17) (data (i32.const 1048576) "{data}")
                (func ${name} (export "{export}") (param i32) (result i32)
                    (i32.add (i32.load8_u offset=1048580 (local.get 0))
                        (i32.add (i32.const 6) (i32.const 1048586)))))"#
            );
            let mut module = Module::from_buffer(&wat::parse_str(text).unwrap()).unwrap();
            if export == "none" {
                let id = module.exports.iter().find(|export| export.name == "none").unwrap().id();
                module.exports.delete(id);
            }
            panics(&mut module).unwrap();
            module.data.iter().next().unwrap().value.clone()
        };
        assert_eq!(module("none"), b"abcd\0\0\0\0\0\0klmnopqrstuvwxyz");
        assert_eq!(module("used"), b"abcdefghijklmnopqrstuvwxyz");
    }

    #[test]
    fn names_are_told_apart() {
        assert!(begins_panic(&plain("core[c5930c85a12de822]::panicking::panic_bounds_check")));
        assert!(begins_panic(&plain("<alloc[3ca501edff3f0c7c]::vec::Vec<_, _>>::remove::assert_failed")));
        assert!(!begins_panic(&plain(
            "<alloc::vec::Vec<T> as core::clone::Clone>::clone::h8db8390c190c060e"
        )));
        assert!(writes_message(&plain("<char as core[c5930c85a12de822]::fmt::Debug>::fmt")));
        assert!(!writes_message(&plain(
            "<alloc::string::String as core[c5930c85a12de822]::fmt::Write>::write_str"
        )));
        assert!(!begins_panic(&plain("backissue::query::rank::rank::h07a0d688b2ad4876")));
    }
}
