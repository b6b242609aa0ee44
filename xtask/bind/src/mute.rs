//! Takes the messages of panics out of a compiled module.
//!
//! The standard library comes compiled, with a panic handler that words a message, hands it to a hook that prints to
//! nowhere (a browser has no standard error), and traps. All that can be seen of it is the trap. So the functions that
//! begin a panic are made to trap at once, after the example of wasm-snip (the Rust and WebAssembly working group,
//! 2017); `wasm-opt` then takes out what words messages and what they are told, and splitting the data that only they read.
//! Ways of writing down what messages are about go too, if nothing else is written by them. A bound that does not hold stops
//! the engine as before.

use std::collections::HashSet;

use walrus::ir;
use walrus::{ExportItem, FunctionId, FunctionKind, Module};

/// The beginnings of the names of functions that only ever panic, and of what they hand their messages to.
const PANICS: [&str; 16] = [
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
    "wasm_bindgen::throw_str",
    "<std::panicking::panic_handler::",
];

/// What `format!` and the like call.
const WRITE: &str = "core::fmt::write";

/// What JavaScript calls a closure by, which it can only if it is exported. Each type of closure that js-sys could take leaves
/// one in the table, because what described it to wasm-bindgen had its address.
const CLOSURE: &str = "wasm_bindgen::convert::closures::_::invoke::";

/// Whether the module tells somebody of a panic: a development build with the feature `panic-messages`.
pub fn reports_panics(module: &Module) -> bool {
    let mut names = module.funcs.iter().filter_map(|function| function.name.as_deref());
    names.any(|name| name.contains("console_error_panic_hook"))
}

/// Makes what begins a panic trap at once.
pub fn panics(module: &mut Module) {
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

#[cfg(test)]
mod tests {
    use super::*;

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
