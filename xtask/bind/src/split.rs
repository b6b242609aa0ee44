//! Splits a bound module in two that share one memory, so that a page which only searches does not load what reading takes.
//!
//! The first module has everything that its exports can reach; the second has what only the second's exports reach, and
//! imports the rest from the first: functions, memory, tables, globals. Data stays in the first, because which function
//! reads which bytes cannot be seen. The plan is that of Binaryen's wasm-split, which the npm package lacks; here the
//! second's functions are no stubs in the first, so they cannot be called before it is loaded (see `second.js`).
//!
//! What a table of functions holds can be called by whoever makes an indirect call of its type, and by nobody else. That
//! also tells what nobody can call: the standard library leaves the functions of its messages in the table.

use std::collections::{HashMap, HashSet};

use anyhow::{Result, bail, ensure};
use walrus::ir::{CallIndirect, CallRef, ReturnCallIndirect, ReturnCallRef, Value, Visitor, dfs_in_order};
use walrus::{
    ConstExpr, DataKind, ElementItems, ElementKind, ExportItem, FunctionId, FunctionKind, GlobalKind,
    ImportId, ImportKind, ImportedFunction, Module, TableId, TypeId, ValType, passes,
};

use crate::names::Names;

/// What the second module calls the first in its imports; `second.js` says the same.
const FIRST: &str = "first";

/// The two modules.
pub struct Halves {
    /// Everything but what the other has.
    pub first: Module,
    /// The functions of the class that was named, and what only they need.
    pub second: Module,
}

/// Splits a module: the functions that wasm-bindgen exports for the class `class` go to the second.
pub fn split(wasm: &[u8], class: &str) -> Result<Halves> {
    let mut first = Module::from_buffer(wasm)?;
    let mut second = Module::from_buffer(wasm)?;
    let prefixes = [format!("{class}_"), format!("__wbg_{class}_")];
    let is_second = |name: &str| prefixes.iter().any(|prefix| name.starts_with(prefix));

    let slots = Slots::read(&first)?;
    let stays = reached(&first, &slots, |name| !is_second(name));
    let used = reached(&first, &slots, |_| true);
    ensure!(used.len() > stays.len(), "nothing is exported for the class `{class}`");

    // The same bytes were read twice, so the nth function of one module is the nth of the other.
    let ids: Vec<FunctionId> = first.funcs.iter().map(|function| function.id()).collect();
    let twins: HashMap<FunctionId, FunctionId> =
        ids.iter().copied().zip(second.funcs.iter().map(|function| function.id())).collect();

    let going: Vec<(u32, FunctionId)> =
        slots.of(|function| used.contains(&function) && !stays.contains(&function));
    let going = going.into_iter().map(|(slot, function)| (slot, twins[&function])).collect();
    let staying = slots.of(|function| stays.contains(&function));

    keep_exports(&mut first, |name| !is_second(name));
    fill(&mut first, slots.table, staying);
    keep_exports(&mut second, is_second);
    let table = first.tables.iter().position(|table| slots.table == Some(table.id()));
    let table = table.and_then(|place| second.tables.iter().nth(place)).map(|table| table.id());
    fill(&mut second, table, going);
    second.start = None;

    let staying = ids.iter().filter(|id| stays.contains(id)).map(|id| (ExportItem::Function(*id), twins[id]));
    let mut shared = import_functions(&mut second, staying);
    shared.extend(import_state(&first, &mut second)?);
    passes::gc::run(&mut first);
    passes::gc::run(&mut second);
    tie(&mut first, &mut second, &shared, tag(wasm))?;
    export_shared(&mut first, &mut second, shared);
    Ok(Halves { first, second })
}

/// Lets the second find its memory only in the first that it was split from, under a name that no other first has: halves of
/// two builds, as a cache may pair them, do not link.
fn tie(first: &mut Module, second: &mut Module, shared: &[Shared], tag: String) -> Result<()> {
    let memory = shared.iter().find(|(item, _)| matches!(item, ExportItem::Memory(_)));
    let Some((item, import)) = memory else { bail!("there is no memory to share") };
    first.exports.add(&tag, *item);
    second.imports.get_mut(*import).name = tag;
    Ok(())
}

/// A name for these bytes: FNV-1a, 32 bits, in hexadecimal.
pub fn tag(bytes: &[u8]) -> String {
    let hash =
        bytes.iter().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
    format!("{hash:08x}")
}

/// The table of functions.
struct Slots {
    table: Option<TableId>,
    functions: Vec<(u32, FunctionId)>,
    /// Whether JavaScript sees the table, and could call anything in it.
    open: bool,
}

impl Slots {
    fn read(module: &Module) -> Result<Slots> {
        let mut slots = Slots { table: None, functions: Vec::new(), open: false };
        for element in module.elements.iter() {
            let ElementKind::Active { table, offset: ConstExpr::Value(Value::I32(start)) } = &element.kind
            else {
                bail!("a list of functions is not written to a table at the start");
            };
            let ElementItems::Functions(functions) = &element.items else {
                bail!("a table is not filled with functions by name");
            };
            ensure!(slots.table.is_none_or(|seen| seen == *table), "there are two tables of functions");
            slots.table = Some(*table);
            slots.functions.extend((*start as u32..).zip(functions.iter().copied()));
        }
        slots.open = slots.table.is_some_and(|table| {
            let imported = module.tables.get(table).import.is_some();
            imported || module.exports.get_exported_table(table).is_some()
        });
        Ok(slots)
    }

    fn of(&self, wanted: impl Fn(FunctionId) -> bool) -> Vec<(u32, FunctionId)> {
        self.functions.iter().copied().filter(|(_, function)| wanted(*function)).collect()
    }
}

/// What can run in a module, whoever calls its exports.
pub fn reached_from_outside(module: &Module) -> Result<HashSet<FunctionId>> {
    Ok(reached(module, &Slots::read(module)?, |_| true))
}

/// What can run, if only these exports are called.
fn reached(module: &Module, slots: &Slots, exported: impl Fn(&str) -> bool) -> HashSet<FunctionId> {
    let exports = module.exports.iter().filter(|export| exported(&export.name));
    let mut queue: Vec<FunctionId> = exports
        .filter_map(|export| match export.item {
            ExportItem::Function(function) => Some(function),
            _ => None,
        })
        .chain(module.start)
        .chain(slots.functions.iter().filter(|_| slots.open).map(|(_, function)| *function))
        .collect();
    let signature = |id: TypeId| {
        let (params, results) = module.types.params_results(id);
        (params.to_vec(), results.to_vec())
    };
    let mut called: HashSet<(Vec<ValType>, Vec<ValType>)> = HashSet::new();
    let mut reached = HashSet::new();
    while !queue.is_empty() {
        while let Some(function) = queue.pop() {
            if !reached.insert(function) {
                continue;
            }
            if let FunctionKind::Local(local) = &module.funcs.get(function).kind {
                let mut uses = Uses::default();
                dfs_in_order(&mut uses, local, local.entry_block());
                queue.extend(uses.functions);
                called.extend(uses.types.into_iter().map(signature));
            }
        }
        queue = slots
            .of(|function| {
                !reached.contains(&function) && called.contains(&signature(module.funcs.get(function).ty()))
            })
            .into_iter()
            .map(|(_, function)| function)
            .collect();
    }
    reached
}

/// What a function names, and of which types its indirect calls are.
#[derive(Default)]
struct Uses {
    functions: Vec<FunctionId>,
    types: Vec<TypeId>,
}

impl Visitor<'_> for Uses {
    fn visit_function_id(&mut self, function: &FunctionId) {
        self.functions.push(*function);
    }

    fn visit_call_indirect(&mut self, call: &CallIndirect) {
        self.types.push(call.ty);
    }

    fn visit_return_call_indirect(&mut self, call: &ReturnCallIndirect) {
        self.types.push(call.ty);
    }

    fn visit_call_ref(&mut self, call: &CallRef) {
        self.types.push(call.ty);
    }

    fn visit_return_call_ref(&mut self, call: &ReturnCallRef) {
        self.types.push(call.ty);
    }
}

fn keep_exports(module: &mut Module, wanted: impl Fn(&str) -> bool) {
    let unwanted: Vec<_> =
        module.exports.iter().filter(|export| !wanted(&export.name)).map(|export| export.id()).collect();
    unwanted.into_iter().for_each(|export| module.exports.delete(export));
}

/// Fills the table of functions with these and no others, run by run.
fn fill(module: &mut Module, table: Option<TableId>, slots: Vec<(u32, FunctionId)>) {
    let Some(table) = table else { return };
    let old: Vec<_> = module.elements.iter().map(|element| element.id()).collect();
    old.into_iter().for_each(|element| module.elements.delete(element));
    module.tables.get_mut(table).elem_segments.clear();
    for run in slots.chunk_by(|(before, _), (slot, _)| before + 1 == *slot) {
        let offset = ConstExpr::Value(Value::I32(run[0].0 as i32));
        let functions = run.iter().map(|(_, function)| *function).collect();
        let element =
            module.elements.add(ElementKind::Active { table, offset }, ElementItems::Functions(functions));
        module.tables.get_mut(table).elem_segments.insert(element);
    }
}

/// Something of the first module, and how the second imports it.
type Shared = (ExportItem, ImportId);

/// Makes imports of functions that stay in the first module; those that JavaScript provides are imports already.
fn import_functions(
    second: &mut Module,
    functions: impl Iterator<Item = (ExportItem, FunctionId)>,
) -> Vec<Shared> {
    let mut shared = Vec::new();
    for (item, twin) in functions {
        let function = second.funcs.get(twin);
        if let FunctionKind::Local(local) = &function.kind {
            let ty = local.ty();
            let import = second.imports.add(FIRST, "", ImportKind::Function(twin));
            second.funcs.get_mut(twin).kind = FunctionKind::Import(ImportedFunction { import, ty });
            shared.push((item, import));
        }
    }
    shared
}

/// Makes imports of memory, tables and globals, and leaves their contents to the first module.
fn import_state(first: &Module, second: &mut Module) -> Result<Vec<Shared>> {
    let mut shared = Vec::new();
    let data: Vec<_> = second.data.iter().map(|data| (data.id(), &data.kind)).collect();
    ensure!(data.iter().all(|(_, kind)| matches!(kind, DataKind::Active { .. })), "there is data that waits");
    let data: Vec<_> = data.into_iter().map(|(id, _)| id).collect();
    data.into_iter().for_each(|data| second.data.delete(data));
    for (memory, twin) in first.memories.iter().zip(second.memories.iter_mut()) {
        twin.data_segments.clear();
        let import = second.imports.add(FIRST, "", ImportKind::Memory(twin.id()));
        twin.import = Some(import);
        shared.push((ExportItem::Memory(memory.id()), import));
    }
    for (table, twin) in first.tables.iter().zip(second.tables.iter_mut()) {
        let import = second.imports.add(FIRST, "", ImportKind::Table(twin.id()));
        twin.import = Some(import);
        shared.push((ExportItem::Table(table.id()), import));
    }
    let twins: Vec<_> = second.globals.iter().map(|global| global.id()).collect();
    for (global, twin) in first.globals.iter().zip(twins) {
        let import = second.imports.add(FIRST, "", ImportKind::Global(twin));
        second.globals.get_mut(twin).kind = GlobalKind::Import(import);
        shared.push((ExportItem::Global(global.id()), import));
    }
    Ok(shared)
}

/// Exports what the second module still imports after everything unused was taken out, under names of a letter or two.
fn export_shared(first: &mut Module, second: &mut Module, shared: Vec<Shared>) {
    let wanted: HashSet<ImportId> = second.imports.iter().map(|import| import.id()).collect();
    let mut names = Names::default();
    for (item, import) in shared {
        if !wanted.contains(&import) || !second.imports.get(import).name.is_empty() {
            continue;
        }
        let same = |other: &ExportItem| match (item, other) {
            (ExportItem::Function(a), ExportItem::Function(b)) => a == *b,
            (ExportItem::Memory(a), ExportItem::Memory(b)) => a == *b,
            (ExportItem::Table(a), ExportItem::Table(b)) => a == *b,
            (ExportItem::Global(a), ExportItem::Global(b)) => a == *b,
            _ => false,
        };
        let known = first.exports.iter().find(|export| same(&export.item)).map(|export| export.name.clone());
        let name = known.unwrap_or_else(|| {
            let name = names.next(|name| first.exports.iter().any(|export| export.name == name));
            first.exports.add(&name, item);
            name
        });
        second.imports.get_mut(import).name = name;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasmi::{Engine, Instance, Linker, Store};

    /// Two exports for searching, two for reading, and everything that they can have in common.
    const WHOLE: &str = r#"(module
        (import "js" "seen" (func $seen (param i32)))
        (import "js" "shown" (func $shown (param i32)))
        (type $number (func (param i32) (result i32)))
        (type $constant (func (result i32)))
        (type $message (func (param i64)))
        (memory (export "memory") 1)
        (table $functions 8 funcref)
        (global $stack (mut i32) (i32.const 1000))
        (elem (table $functions) (i32.const 1) func $double $seven $unheard $negate)
        (data (i32.const 8) "\2a")
        (func $double (type $number) (i32.mul (local.get 0) (i32.const 2)))
        (func $negate (type $number) (i32.sub (i32.const 0) (local.get 0)))
        (func $seven (type $constant) (i32.const 7))
        (func $unheard (type $message) (call $seen (i32.wrap_i64 (local.get 0))))
        (func $push (result i32)
            (global.set $stack (i32.sub (global.get $stack) (i32.const 16)))
            (global.get $stack))
        (func $shared (param i32) (result i32) (i32.add (local.get 0) (i32.load (i32.const 8))))
        (func $own (param i32) (result i32) (i32.xor (call $shared (local.get 0)) (i32.mul (call $push) (global.get $stack))))
        (func (export "engine_search") (param i32) (result i32)
            (call $seen (local.get 0))
            (call_indirect $functions (type $number) (call $shared (local.get 0)) (i32.const 1)))
        (func (export "engine_top") (result i32) (call $push))
        (func (export "reader_article") (param i32) (result i32)
            (call $shown (local.get 0))
            (i32.store (i32.const 16) (call $own (local.get 0)))
            (i32.add
                (call_indirect $functions (type $constant) (i32.const 2))
                (call_indirect $functions (type $number) (i32.load (i32.const 16)) (i32.const 4))))
        (func (export "__wbg_reader_free") (param i32) (drop (call $push))))"#;

    type Told = Vec<(&'static str, i32)>;

    fn host(engine: &Engine) -> (Store<Told>, Linker<Told>) {
        let mut linker = Linker::new(engine);
        for name in ["seen", "shown"] {
            linker
                .func_wrap("js", name, move |mut caller: wasmi::Caller<'_, Told>, told: i32| {
                    caller.data_mut().push((name, told));
                })
                .unwrap();
        }
        (Store::new(engine, Vec::new()), linker)
    }

    fn halves() -> Halves {
        split(&wat::parse_str(WHOLE).unwrap(), "reader").unwrap()
    }

    fn exports(module: &Module) -> Vec<&str> {
        module.exports.iter().map(|export| export.name.as_str()).collect()
    }

    #[test]
    fn the_two_answer_as_the_whole_did() {
        let engine = Engine::default();
        let (mut store, linker) = host(&engine);
        let whole = wasmi::Module::new(&engine, wat::parse_str(WHOLE).unwrap()).unwrap();
        let whole = linker.instantiate_and_start(&mut store, &whole).unwrap();
        let expected = ask(&mut store, &whole, &whole);

        let mut halves = halves();
        let (mut store, mut linker) = host(&engine);
        let first = wasmi::Module::new(&engine, halves.first.emit_wasm()).unwrap();
        let second = wasmi::Module::new(&engine, halves.second.emit_wasm()).unwrap();
        let first = linker.instantiate_and_start(&mut store, &first).unwrap();
        linker.instance(&mut store, FIRST, first).unwrap();
        let second = linker.instantiate_and_start(&mut store, &second).unwrap();
        assert_eq!(ask(&mut store, &first, &second), expected);
    }

    /// The answers to a few questions, by turns, and what JavaScript was told.
    fn ask(store: &mut Store<Told>, first: &Instance, second: &Instance) -> (Vec<i32>, Told) {
        let search = first.get_typed_func::<i32, i32>(&*store, "engine_search").unwrap();
        let top = first.get_typed_func::<(), i32>(&*store, "engine_top").unwrap();
        let article = second.get_typed_func::<i32, i32>(&*store, "reader_article").unwrap();
        let mut answers = Vec::new();
        for number in [3, -5, 40_000] {
            answers.push(search.call(&mut *store, number).unwrap());
            answers.push(article.call(&mut *store, number).unwrap());
            answers.push(top.call(&mut *store, ()).unwrap());
        }
        (answers, store.data().clone())
    }

    #[test]
    fn each_has_what_it_needs_and_nothing_else() {
        let Halves { first, second } = halves();
        assert_eq!(exports(&second), ["reader_article", "__wbg_reader_free"]);
        assert!(exports(&first).iter().all(|name| !name.contains("reader")), "{:?}", exports(&first));
        assert!(exports(&first).starts_with(&["memory", "engine_search", "engine_top"]));
        let from = |module: &Module, name: &str| {
            let imports = module.imports.iter().filter(|import| import.module == name);
            imports.map(|import| import.name.clone()).collect::<Vec<_>>()
        };
        // Of JavaScript what each calls: the message that nobody can ask for has gone, and its call with it.
        assert_eq!((from(&first, "js"), from(&second, "js")), (vec!["seen".into()], vec!["shown".into()]));
        // shared, push, the memory, the table, the stack pointer.
        assert_eq!(from(&second, FIRST).len(), 5);
        let local = |module: &Module| module.funcs.iter_local().count();
        // search, top, shared, push, double, negate; article, free, own, seven.
        assert_eq!((local(&first), local(&second)), (6, 4));
        assert_eq!((first.data.iter().count(), second.data.iter().count()), (1, 0));
    }

    #[test]
    fn the_second_cannot_be_had_without_the_first() {
        let engine = Engine::default();
        let (mut store, linker) = host(&engine);
        let second = wasmi::Module::new(&engine, halves().second.emit_wasm()).unwrap();
        assert!(linker.instantiate_and_start(&mut store, &second).is_err());
    }

    #[test]
    fn halves_of_two_builds_do_not_link() {
        let engine = Engine::default();
        let (mut store, mut linker) = host(&engine);
        let other = split(&wat::parse_str(WHOLE.replace("i32.const 7", "i32.const 6")).unwrap(), "reader");
        let first = wasmi::Module::new(&engine, other.unwrap().first.emit_wasm()).unwrap();
        let second = wasmi::Module::new(&engine, halves().second.emit_wasm()).unwrap();
        let first = linker.instantiate_and_start(&mut store, &first).unwrap();
        linker.instance(&mut store, FIRST, first).unwrap();
        assert!(linker.instantiate_and_start(&mut store, &second).is_err());
    }

    #[test]
    fn a_table_that_javascript_sees_keeps_its_functions() {
        let open = WHOLE.replace("(table $functions 8", "(table $functions (export \"functions\") 8");
        let Halves { first, .. } = split(&wat::parse_str(open).unwrap(), "reader").unwrap();
        assert_eq!(first.funcs.iter_local().count(), 8);
    }

    #[test]
    fn the_same_module_gives_the_same_bytes() {
        let bytes = || {
            let mut halves = halves();
            (halves.first.emit_wasm(), halves.second.emit_wasm())
        };
        assert_eq!(bytes(), bytes());
    }

    #[test]
    fn a_class_without_functions_is_an_error() {
        assert!(split(&wat::parse_str(WHOLE).unwrap(), "writer").is_err());
    }
}
