//! Puts the functions of a finished module in an order that packs well.
//!
//! Which order they stand in makes no difference to what they do, but brotli says in fewer bits what was said a little
//! before: of the types it reads one after another those that are alike cost nothing, and so do the beginnings of functions
//! that are written alike.

use std::cmp::Reverse;
use std::convert::Infallible;

use anyhow::{Context, Result};
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{CodeSectionReader, FunctionSectionReader, Parser, Payload, TypeRef};

/// What a function looks like tells its place, and changes by the places of those that it calls: a few times is enough.
const ROUNDS: usize = 3;

/// The same module with its functions in that order.
pub fn order(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut wasm = wasm.to_vec();
    for _ in 0..ROUNDS {
        let mut order = Order::of(&wasm)?;
        let mut module = Module::new();
        order
            .parse_core_module(&mut module, Parser::new(0), &wasm)
            .context("the module cannot be written again")?;
        wasm = module.finish();
    }
    Ok(wasm)
}

/// The functions of a module, those that are imported left out.
struct Order {
    /// How many are imported: they come before all others.
    imported: u32,
    /// From place to place as they will stand, their places as they stood.
    old: Vec<usize>,
    /// Where each will stand.
    new: Vec<u32>,
}

impl Order {
    fn of(wasm: &[u8]) -> Result<Order> {
        let (mut imported, mut types, mut bodies) = (0, Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(wasm) {
            match payload? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::FunctionSection(functions) => {
                    types = functions.into_iter().collect::<Result<Vec<u32>, _>>()?
                }
                Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
                _ => {}
            }
        }
        let old = alike_together(&types, &bodies);
        let mut new = vec![0; old.len()];
        for (place, &was) in (0..).zip(&old) {
            new[was] = place;
        }
        Ok(Order { imported, old, new })
    }
}

impl Reencode for Order {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error> {
        let own = function.checked_sub(self.imported);
        Ok(own.map_or(function, |own| self.imported + self.new[own as usize]))
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error> {
        let types = section.into_iter().collect::<Result<Vec<u32>, _>>()?;
        self.old.iter().for_each(|&was| _ = functions.function(types[was]));
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error> {
        let bodies = section.into_iter().collect::<Result<Vec<_>, _>>()?;
        for was in self.old.clone() {
            utils::parse_function_body(self, code, bodies[was].clone())?;
        }
        Ok(())
    }
}

/// The places of functions in their order: type by type, and behind each the one of its type that is most like it.
fn alike_together(types: &[u32], bodies: &[&[u8]]) -> Vec<usize> {
    let sequences: Vec<_> = bodies.iter().map(|body| sequences(body)).collect();
    let mut left: Vec<usize> = (0..types.len().min(bodies.len())).collect();
    // Taken from the end.
    left.sort_by_key(|&place| Reverse((types[place], bodies[place])));
    let mut order: Vec<usize> = Vec::new();
    while let Some(&next) = left.last() {
        let of_type = left.iter().rposition(|&place| types[place] != types[next]).map_or(0, |at| at + 1);
        let at = match order.last() {
            Some(&last) => (of_type..left.len())
                .max_by_key(|&at| likeness(&sequences[last], &sequences[left[at]]))
                .unwrap_or(of_type),
            None => left.len() - 1,
        };
        order.push(left.remove(at));
    }
    order
}

/// So many bytes are a sequence: about what brotli finds worth a reference.
const SEQUENCE: usize = 4;

/// The sequences in these bytes, sorted, each once.
fn sequences(bytes: &[u8]) -> Vec<[u8; SEQUENCE]> {
    let mut all: Vec<_> = bytes.array_windows().copied().collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// How much two functions have in common, in thousandths of all that they have.
fn likeness(one: &[[u8; SEQUENCE]], other: &[[u8; SEQUENCE]]) -> usize {
    let (mut ours, mut theirs, mut common) = (one.iter().peekable(), other.iter().peekable(), 0);
    while let (Some(a), Some(b)) = (ours.peek(), theirs.peek()) {
        let (is_behind, is_ahead) = (a <= b, a >= b);
        common += usize::from(is_behind && is_ahead);
        is_behind.then(|| ours.next());
        is_ahead.then(|| theirs.next());
    }
    common * 2_000 / (one.len() + other.len()).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasmi::{Engine, Linker, Store};

    /// Of two types by turns, an import before them, with calls of every kind.
    const WAT: &str = r#"(module
        (import "js" "ten" (func $ten (result i32)))
        (type $number (func (param i32) (result i32)))
        (type $constant (func (result i32)))
        (table 2 funcref)
        (elem (i32.const 0) func $double $twenty)
        (func $triple (type $number) (i32.mul (local.get 0) (i32.const 3)))
        (func $twenty (type $constant) (i32.add (call $ten) (call $ten)))
        (func $double (type $number) (i32.add (local.get 0) (local.get 0)))
        (func (export "ask") (type $constant)
            (i32.add
                (call $triple (call_indirect (type $number) (i32.const 1) (i32.const 0)))
                (call_indirect (type $constant) (i32.const 1)))))"#;

    fn types(wasm: &[u8]) -> Vec<u32> {
        let functions = Parser::new(0).parse_all(wasm).find_map(|payload| match payload {
            Ok(Payload::FunctionSection(functions)) => functions.into_iter().collect::<Result<_, _>>().ok(),
            _ => None,
        });
        functions.unwrap()
    }

    #[test]
    fn functions_of_a_type_stand_together_and_do_what_they_did() {
        let wasm = wat::parse_str(WAT).unwrap();
        let ordered = order(&wasm).unwrap();
        assert!(!types(&wasm).is_sorted() && types(&ordered).is_sorted(), "{:?}", types(&ordered));
        for wasm in [wasm, ordered] {
            let engine = Engine::default();
            let (mut store, mut linker) = (Store::new(&engine, ()), Linker::new(&engine));
            linker.func_wrap("js", "ten", || 10).unwrap();
            let module = wasmi::Module::new(&engine, &wasm).unwrap();
            let instance = linker.instantiate_and_start(&mut store, &module).unwrap();
            let ask = instance.get_typed_func::<(), i32>(&store, "ask").unwrap();
            assert_eq!(ask.call(&mut store, ()).unwrap(), 26);
        }
    }

    #[test]
    fn what_is_in_order_stays_as_it_is() {
        let ordered = order(&wat::parse_str(WAT).unwrap()).unwrap();
        assert_eq!(order(&ordered).unwrap(), ordered);
    }
}
