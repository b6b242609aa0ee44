//! Splits a bound module in several that share one memory, so that a page loads what it uses.
//!
//! The first module has everything that its exports can reach; each later one has what only the exports of one group reach,
//! and imports the rest from those before it: functions, memory, tables, globals. The functions stand in the table for that, and
//! are imported by the numbers of their slots: of two hundred an export each, by a name, is 0.9 K as sent, a slot each 0.4 K. Constants go with the functions that read
//! them, and those that nobody reads are blanked (`statics.rs`). The plan is that of Binaryen's wasm-split, which the npm
//! package lacks; here a later module's functions are no stubs in the first, so they cannot be called before it is loaded (see
//! `loader.js`).
//!
//! What a table of functions holds can be called by whoever makes an indirect call of its type and has the number of its slot
//! (of a method: who reads the list that it is on), and by nobody else. That also tells what nobody can call: the standard library leaves the functions of its messages in the table.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::Hash;
use std::ops::Range;

use anyhow::{Context, Result, bail, ensure};
use walrus::ir::{CallIndirect, CallRef, ReturnCallIndirect, ReturnCallRef, Value, Visitor, dfs_in_order};
use walrus::{
    ConstExpr, ElementItems, ElementKind, ExportItem, FunctionId, FunctionKind, GlobalId, GlobalKind,
    ImportId, ImportKind, ImportedFunction, MemoryId, Module, RefType, TableId, TypeId, ValType, passes,
};

use crate::data::{self, Numbers};
use crate::names::Names;
use crate::statics::Statics;

/// What a later module calls those before it in its imports; `loader.js` says the same.
const EARLIER: &str = "first";
/// The export of the table in which the functions stand that later modules import; `loader.js` says the same.
const TABLE: &str = "t";

/// Functions that go to a module of their own: the methods whose names begin in one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group<'a> {
    /// How they begin, as JavaScript has it: the group `reader` has `readerArticle`.
    pub name: &'a str,
    /// The group whose module comes before this one's, if that is not only the first.
    after: Option<&'a str>,
}

impl<'a> Group<'a> {
    /// From `reader` or, if its module comes after that of `results`, from `reader:results`.
    pub fn read(argument: &'a str) -> Self {
        match argument.split_once(':') {
            Some((name, after)) => Group { name, after: Some(after) },
            None => Group { name: argument, after: None },
        }
    }

    /// Whether it has what wasm-bindgen exports under this name: `CLASS_METHOD`.
    fn has(&self, export: &str) -> bool {
        let method = export.split_once('_').and_then(|(_, method)| method.strip_prefix(self.name));
        method.is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_lowercase()))
    }
}

/// Splits a module: the first, then one for each group. The functions that are exported of a group go to its module
/// with what only they need. What several modules need goes to the one among them that the others come after, or else to the
/// first.
pub fn split(wasm: &[u8], statics: &Statics, groups: &[Group]) -> Result<Vec<Module>> {
    let whole = Piece::read(wasm)?;
    let slots = Slots::read(&whole.module)?;
    let before = before(groups)?;
    let homes = homes(&whole.module, &slots, statics, groups, &before)?;
    let home = |function: &FunctionId| homes.get(function).copied();
    let constants = settle(data::used(&whole.module, statics, &homes, before.len()), &before);

    let mut pieces = Vec::new();
    for place in 0..=groups.len() {
        let mut piece = Piece::read(wasm)?;
        match place.checked_sub(1) {
            None => keep_exports(&mut piece.module, |name| !groups.iter().any(|group| group.has(name))),
            Some(group) => {
                keep_exports(&mut piece.module, |name| groups[group].has(name));
                piece.module.start = None;
            }
        }
        let own = slots.functions.iter().filter(|(_, function)| home(function) == Some(place));
        let own: Vec<(u32, usize)> = own.map(|(slot, function)| (*slot, whole.nth(*function))).collect();
        let table = slots.table.and_then(|table| whole.tables.iter().position(|other| *other == table));
        piece.empty_table(table);
        piece.fill(table, &own);
        let own = statics.constants().filter(|(constant, _)| constants.get(constant) == Some(&place));
        let own: Vec<Range<u32>> = own.map(|(_, addresses)| addresses).collect();
        if place == 0 {
            data::blank_others(&mut piece.module, statics, &own);
        } else {
            data::keep(&mut piece.module, own)?;
        }
        pieces.push(piece);
    }

    let tag = tag(wasm);
    let mut names = Names::default();
    let table = slots.table.and_then(|table| whole.tables.iter().position(|other| *other == table));
    if let Some(nth) = table {
        let first = &mut pieces[0];
        first.module.exports.add(TABLE, first.tables[nth]);
    }
    let mut imported = Vec::new();
    for place in 1..pieces.len() {
        let (earlier, later) = pieces.split_at_mut(place);
        let later = &mut later[0];
        let mut shared = Vec::new();
        for (nth, function) in whole.functions.iter().enumerate() {
            if let Some(home) = home(function).filter(|home| *home != place)
                && let Some(import) = import_function(later, nth)
            {
                imported.push(Shared { place, home, item: nth, import });
            }
        }
        import_state(later, place, &mut shared);
        passes::gc::run(&mut later.module);
        tie(earlier, later, &shared, &tag)?;
        export_state(earlier, later, shared, &mut names);
    }
    share_functions(&mut pieces, &whole, &slots, imported)?;
    let mut modules: Vec<Module> = pieces.into_iter().map(|piece| piece.module).collect();
    // Only now is it known what the later ones need of it.
    passes::gc::run(&mut modules[0]);
    Ok(modules)
}

/// For each module those that come before it, the first left out.
fn before(groups: &[Group]) -> Result<Vec<Vec<usize>>> {
    let mut before: Vec<Vec<usize>> = vec![Vec::new()];
    for (place, group) in (1..).zip(groups) {
        let mut after = Vec::new();
        if let Some(name) = group.after {
            let known = groups[..place - 1].iter().position(|other| other.name == name);
            let known =
                known.with_context(|| format!("`{}` comes after nothing that is there", group.name))? + 1;
            after = before[known].clone();
            after.push(known);
        }
        before.push(after);
    }
    Ok(before)
}

/// In which module each function that can run is: 0 is the first.
fn homes(
    whole: &Module,
    slots: &Slots,
    statics: &Statics,
    groups: &[Group],
    before: &[Vec<usize>],
) -> Result<HashMap<FunctionId, usize>> {
    let mut used = vec![reached(whole, slots, statics, |name| !groups.iter().any(|group| group.has(name)))];
    for group in groups {
        let own = reached(whole, slots, statics, |name| group.has(name));
        let is_new = own.iter().any(|function| used.iter().all(|other| !other.contains(function)));
        ensure!(is_new, "nothing is exported of the group `{}`", group.name);
        used.push(own);
    }
    Ok(settle(used, before))
}

/// Where everything goes, given what each module uses: to the module that alone uses it, or to the one that the others which
/// use it come after, or else to the first.
fn settle<T: Eq + Hash>(used: Vec<HashSet<T>>, before: &[Vec<usize>]) -> HashMap<T, usize> {
    let mut homes = HashMap::new();
    for (place, used) in used.into_iter().enumerate() {
        for one in used {
            let home = homes.entry(one).or_insert(place);
            if *home != place && !before[place].contains(home) {
                *home = 0;
            }
        }
    }
    homes
}

/// The whole module, or one of those that are made of it. All are read from the same bytes, so that the nth function of one
/// is the nth of the other.
struct Piece {
    module: Module,
    functions: Vec<FunctionId>,
    memories: Vec<MemoryId>,
    tables: Vec<TableId>,
    globals: Vec<GlobalId>,
}

impl Piece {
    fn read(wasm: &[u8]) -> Result<Piece> {
        let module = Module::from_buffer(wasm)?;
        Ok(Piece {
            functions: module.funcs.iter().map(|function| function.id()).collect(),
            memories: module.memories.iter().map(|memory| memory.id()).collect(),
            tables: module.tables.iter().map(|table| table.id()).collect(),
            globals: module.globals.iter().map(|global| global.id()).collect(),
            module,
        })
    }

    /// The function's place.
    fn nth(&self, function: FunctionId) -> usize {
        self.functions.iter().position(|other| *other == function).unwrap_or(usize::MAX)
    }

    /// Takes all functions out of the nth table.
    fn empty_table(&mut self, table: Option<usize>) {
        let Some(nth) = table else { return };
        let old: Vec<_> = self.module.elements.iter().map(|element| element.id()).collect();
        old.into_iter().for_each(|element| self.module.elements.delete(element));
        self.module.tables.get_mut(self.tables[nth]).elem_segments.clear();
    }

    /// Puts functions in slots of the nth table, run by run.
    fn fill(&mut self, table: Option<usize>, slots: &[(u32, usize)]) {
        let Some(nth) = table else { return };
        let table = self.tables[nth];
        for run in slots.chunk_by(|(before, _), (slot, _)| before + 1 == *slot) {
            let offset = ConstExpr::Value(Value::I32(run[0].0 as i32));
            let functions = run.iter().map(|(_, nth)| self.functions[*nth]).collect();
            let kind = ElementKind::Active { table, offset };
            let element = self.module.elements.add(kind, ElementItems::Functions(functions));
            self.module.tables.get_mut(table).elem_segments.insert(element);
        }
    }

    fn item(&self, item: Item) -> ExportItem {
        match item {
            Item::Memory(nth) => ExportItem::Memory(self.memories[nth]),
            Item::Table(nth) => ExportItem::Table(self.tables[nth]),
            Item::Global(nth) => ExportItem::Global(self.globals[nth]),
        }
    }
}

/// Something of a module, by its place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Item {
    Memory(usize),
    Table(usize),
    Global(usize),
}

/// What a module, that at `place`, imports from one before it.
struct Shared<T> {
    place: usize,
    home: usize,
    item: T,
    import: ImportId,
}

/// Lets a later module find its memory only in the first that it was split from, under a name that no other first has: modules
/// of two builds, as a cache may pair them, do not link.
fn tie(earlier: &mut [Piece], later: &mut Piece, shared: &[Shared<Item>], tag: &str) -> Result<()> {
    let memory = shared.iter().find(|shared| matches!(shared.item, Item::Memory(_)));
    let is_used = |import: &ImportId| later.module.imports.iter().any(|used| used.id() == *import);
    let Some(Shared { home, item, import, .. }) = memory.filter(|shared| is_used(&shared.import)) else {
        bail!("there is no memory to share")
    };
    let piece = &mut earlier[*home];
    if !piece.module.exports.iter().any(|export| export.name == tag) {
        let item = piece.item(*item);
        piece.module.exports.add(tag, item);
    }
    later.module.imports.get_mut(*import).name = tag.to_owned();
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

    /// The signatures of the functions, by their slots; none of one that JavaScript provides.
    fn signatures(&self, module: &Module) -> BTreeMap<u32, Option<Signature>> {
        let mut signatures = BTreeMap::new();
        for (slot, function) in &self.functions {
            let function = module.funcs.get(*function);
            let is_local = matches!(function.kind, FunctionKind::Local(_));
            signatures.insert(*slot, is_local.then(|| signature(module, function.ty())));
        }
        signatures
    }
}

type Signature = (Vec<ValType>, Vec<ValType>);

fn signature(module: &Module, id: TypeId) -> Signature {
    let (params, results) = module.types.params_results(id);
    (params.to_vec(), results.to_vec())
}

/// Fails unless what the linker wrote of the slots holds for a module that was made of what it wrote.
pub fn same_slots(wasm: &[u8], linked: &[u8]) -> Result<()> {
    let signatures = |wasm: &[u8]| -> Result<_> {
        let module = Module::from_buffer(wasm)?;
        Ok(Slots::read(&module)?.signatures(&module))
    };
    let [bound, linked] = [signatures(wasm)?, signatures(linked)?];
    // What wasm-bindgen only has described to it, a cast say, JavaScript provides in the end.
    let is_same = |slot: &u32| match (bound.get(slot), linked.get(slot)) {
        (Some(bound), Some(linked)) => bound.is_none() || bound == linked,
        _ => false,
    };
    let other = bound.keys().chain(linked.keys()).find(|slot| !is_same(slot));
    ensure!(
        other.is_none(),
        "slot {} of the table of functions is not what the linker put there, so its notes do not hold",
        other.copied().unwrap_or_default()
    );
    Ok(())
}

/// What can run, if only these exports are called.
fn reached(
    module: &Module,
    slots: &Slots,
    statics: &Statics,
    exported: impl Fn(&str) -> bool,
) -> HashSet<FunctionId> {
    let exports = module.exports.iter().filter(|export| exported(&export.name));
    let mut queue: Vec<FunctionId> = exports
        .filter_map(|export| match export.item {
            ExportItem::Function(function) => Some(function),
            _ => None,
        })
        .chain(module.start)
        .chain(slots.functions.iter().filter(|_| slots.open).map(|(_, function)| *function))
        .collect();
    let mut called: HashSet<Signature> = HashSet::new();
    let mut reached = HashSet::new();
    let mut numbers = Numbers::default();
    while !queue.is_empty() {
        while let Some(function) = queue.pop() {
            if !reached.insert(function) {
                continue;
            }
            if let FunctionKind::Local(local) = &module.funcs.get(function).kind {
                let mut uses = Uses::default();
                dfs_in_order(&mut uses, local, local.entry_block());
                queue.extend(uses.functions);
                called.extend(uses.types.into_iter().map(|id| signature(module, id)));
                dfs_in_order(&mut numbers, local, local.entry_block());
            }
        }
        let beyond = statics.beyond(&numbers.0);
        let of_table = slots.functions.iter().filter(|(slot, _)| !beyond.contains(slot));
        queue = of_table
            .map(|(_, function)| *function)
            .filter(|function| {
                !reached.contains(function)
                    && called.contains(&signature(module, module.funcs.get(*function).ty()))
            })
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

/// Makes the nth function an import, if it is none already: one that JavaScript provides.
fn import_function(later: &mut Piece, nth: usize) -> Option<ImportId> {
    let id = later.functions[nth];
    let FunctionKind::Local(local) = &later.module.funcs.get(id).kind else { return None };
    let ty = local.ty();
    let import = later.module.imports.add(EARLIER, "", ImportKind::Function(id));
    later.module.funcs.get_mut(id).kind = FunctionKind::Import(ImportedFunction { import, ty });
    Some(import)
}

/// Makes imports of memory, tables and globals.
fn import_state(later: &mut Piece, place: usize, shared: &mut Vec<Shared<Item>>) {
    let Piece { module, memories, tables, globals, .. } = later;
    let mut share = |item: Item, import: ImportId| shared.push(Shared { place, home: 0, item, import });
    for (nth, &id) in memories.iter().enumerate() {
        let import = module.imports.add(EARLIER, "", ImportKind::Memory(id));
        module.memories.get_mut(id).import = Some(import);
        share(Item::Memory(nth), import);
    }
    for (nth, &id) in tables.iter().enumerate() {
        let import = module.imports.add(EARLIER, "", ImportKind::Table(id));
        module.tables.get_mut(id).import = Some(import);
        share(Item::Table(nth), import);
    }
    for (nth, &id) in globals.iter().enumerate() {
        let import = module.imports.add(EARLIER, "", ImportKind::Global(id));
        module.globals.get_mut(id).kind = GlobalKind::Import(import);
        share(Item::Global(nth), import);
    }
}

/// Exports the memory, tables and globals that a later module still imports after everything unused was taken out, under names of
/// a letter or two that no other module has for something else: the script puts the exports of all together.
fn export_state(earlier: &mut [Piece], later: &mut Piece, shared: Vec<Shared<Item>>, names: &mut Names) {
    let wanted = imports(&later.module);
    for Shared { home, item, import, .. } in shared {
        if !wanted.contains(&import) || !later.module.imports.get(import).name.is_empty() {
            continue;
        }
        let item = earlier[home].item(item);
        let same = |other: &ExportItem| match (item, other) {
            (ExportItem::Memory(a), ExportItem::Memory(b)) => a == *b,
            (ExportItem::Table(a), ExportItem::Table(b)) => a == *b,
            (ExportItem::Global(a), ExportItem::Global(b)) => a == *b,
            _ => false,
        };
        let exports = &mut earlier[home].module.exports;
        let known = exports.iter().find(|export| same(&export.item)).map(|export| export.name.clone());
        let name = known.unwrap_or_else(|| {
            let name = names.next(|name| exports.iter().any(|export| export.name == name));
            exports.add(&name, item);
            name
        });
        later.module.imports.get_mut(import).name = name;
    }
}

/// Gives each function that later modules still import a slot of the table, which is what they import it by. (One that is called by
/// its number too has a slot already.)
fn share_functions(
    pieces: &mut [Piece],
    whole: &Piece,
    slots: &Slots,
    mut imported: Vec<Shared<usize>>,
) -> Result<()> {
    let wanted: Vec<HashSet<ImportId>> = pieces.iter().map(|piece| imports(&piece.module)).collect();
    imported.retain(|shared| wanted[shared.place].contains(&shared.import));
    if imported.is_empty() {
        return Ok(());
    }
    let table = slots.table.context("there is no table for the functions that are shared")?;
    let nth = whole.tables.iter().position(|other| *other == table).context("there is no table")?;
    let mut known: HashMap<usize, u32> =
        slots.functions.iter().map(|(slot, function)| (whole.nth(*function), *slot)).collect();
    // Those of a module one after another, in the order that they will stand in: by type.
    let order = |shared: &Shared<usize>| {
        (shared.home, whole.module.funcs.get(whole.functions[shared.item]).ty(), shared.item)
    };
    imported.sort_by_key(order);
    let mut end = whole.module.tables.get(table).initial as u32;
    let mut filled = vec![Vec::new(); pieces.len()];
    for Shared { place, home, item, import } in imported {
        let slot = *known.entry(item).or_insert_with(|| {
            filled[home].push((end, item));
            end += 1;
            end - 1
        });
        pieces[place].module.imports.get_mut(import).name = slot.to_string();
    }
    for (piece, filled) in pieces.iter_mut().zip(filled) {
        if let Some(table) = piece.module.tables.iter_mut().find(|table| table.id() == piece.tables[nth]) {
            (table.initial, table.maximum) = (end.into(), Some(end.into()));
        } else if !filled.is_empty() {
            // It calls nothing by its number, and had no use for the table until now.
            let size = u64::from(end);
            let kind = RefType::FUNCREF;
            piece.tables[nth] =
                piece.module.add_import_table(EARLIER, TABLE, false, size, Some(size), kind).0;
        }
        piece.fill(Some(nth), &filled);
    }
    Ok(())
}

fn imports(module: &Module) -> HashSet<ImportId> {
    module.imports.iter().map(|import| import.id()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasmi::{Engine, Instance, Linker, Store};

    /// Two exports for searching, two for reading, one for showing and one for marking, and everything that they can have in
    /// common.
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
        (data (i32.const 8) "\2a\00\00\00\05\00\00\00\00\00\00\00\07\00\00\00\0b\00\00\00")
        (func $double (type $number) (i32.mul (local.get 0) (i32.const 2)))
        (func $negate (type $number) (i32.sub (i32.const 0) (local.get 0)))
        (func $seven (type $constant) (i32.const 7))
        (func $unheard (type $message) (call $seen (i32.wrap_i64 (local.get 0))))
        (func $push (result i32)
            (global.set $stack (i32.sub (global.get $stack) (i32.const 16)))
            (global.get $stack))
        (func $shared (param i32) (result i32) (i32.add (local.get 0) (i32.load (i32.const 8))))
        (func $own (param i32) (result i32) (i32.xor (call $shared (local.get 0)) (i32.mul (call $push) (i32.load (i32.const 20)))))
        (func (export "engine_search") (param i32) (result i32)
            (call $seen (local.get 0))
            (call_indirect $functions (type $number) (call $shared (local.get 0)) (i32.const 1)))
        (func (export "engine_top") (result i32) (call $push))
        (func (export "engine_readerArticle") (param i32) (result i32)
            (call $shown (local.get 0))
            (i32.store (i32.const 16) (call $own (local.get 0)))
            (i32.add
                (call_indirect $functions (type $constant) (i32.const 2))
                (call_indirect $functions (type $number) (i32.load (i32.const 16)) (i32.const 4))))
        (func (export "engine_readerFree") (param i32) (drop (call $push)))
        (func $view (param i32) (result i32) (i32.add (call $shared (local.get 0)) (i32.load (i32.const 12))))
        (func $both (param i32) (result i32) (i32.mul (local.get 0) (i32.const 11)))
        (func (export "engine_resultsShow") (param i32) (result i32) (call $view (local.get 0)))
        (func (export "engine_readerShow") (param i32) (result i32) (call $both (call $view (local.get 0))))
        (func (export "engine_marksOf") (param i32) (result i32) (i32.sub (call $both (local.get 0)) (i32.load (i32.const 8)))))"#;

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

    const GROUPS: [&str; 3] = ["results", "reader:results", "marks"];

    fn groups() -> Vec<Group<'static>> {
        GROUPS.map(Group::read).into()
    }

    /// What is searched with, what is shown, what can be written to, what is read with, and what nobody asks for.
    fn statics() -> Statics {
        Statics::of(&[
            (8..12, true, &[]),
            (12..16, true, &[]),
            (16..20, false, &[]),
            (20..24, true, &[4]),
            (24..28, true, &[]),
        ])
    }

    fn pieces(whole: &str) -> Vec<Module> {
        split(&wat::parse_str(whole).unwrap(), &statics(), &groups()).unwrap()
    }

    fn exports(module: &Module) -> Vec<&str> {
        module.exports.iter().map(|export| export.name.as_str()).collect()
    }

    /// Loads these of the modules in this order.
    fn load(
        modules: &mut [Module],
        order: &[usize],
        store: &mut Store<Told>,
        linker: &mut Linker<Told>,
    ) -> Result<Vec<Instance>> {
        let mut loaded = Vec::new();
        for &place in order {
            let module = wasmi::Module::new(linker.engine(), modules[place].emit_wasm())?;
            let instance = linker.instantiate_and_start(&mut *store, &module)?;
            linker.instance(&mut *store, EARLIER, instance)?;
            loaded.push(instance);
            // As loader.js does.
            let Some(table) = loaded[0].get_table(&*store, TABLE) else { continue };
            for slot in 0..table.size(&*store) {
                let held = table.get(&*store, slot).unwrap();
                if let wasmi::Nullable::Val(function) = held.unwrap_func() {
                    let _ = linker.define(EARLIER, &slot.to_string(), *function);
                }
            }
        }
        Ok(loaded)
    }

    #[test]
    fn together_they_answer_as_the_whole_did() {
        let engine = Engine::default();
        let (mut store, linker) = host(&engine);
        let whole = wasmi::Module::new(&engine, wat::parse_str(WHOLE).unwrap()).unwrap();
        let whole = linker.instantiate_and_start(&mut store, &whole).unwrap();
        let expected = ask(&mut store, &[whole]);

        let mut modules = pieces(WHOLE);
        for order in [[0, 1, 2, 3], [0, 3, 1, 2], [0, 1, 3, 2]] {
            let (mut store, mut linker) = host(&engine);
            let loaded = load(&mut modules, &order, &mut store, &mut linker).unwrap();
            assert_eq!(ask(&mut store, &loaded), expected);
        }
    }

    /// The answers to a few questions, by turns, and what JavaScript was told.
    fn ask(store: &mut Store<Told>, loaded: &[Instance]) -> (Vec<i32>, Told) {
        let mut answers = Vec::new();
        for number in [3, -5, 40_000] {
            for name in [
                "engine_search",
                "engine_readerArticle",
                "engine_resultsShow",
                "engine_readerShow",
                "engine_marksOf",
            ] {
                let function = loaded
                    .iter()
                    .find_map(|instance| instance.get_typed_func::<i32, i32>(&*store, name).ok());
                answers.push(function.unwrap().call(&mut *store, number).unwrap());
            }
            let top = loaded
                .iter()
                .find_map(|instance| instance.get_typed_func::<(), i32>(&*store, "engine_top").ok());
            answers.push(top.unwrap().call(&mut *store, ()).unwrap());
        }
        (answers, store.data().clone())
    }

    #[test]
    fn each_has_what_it_needs_and_nothing_else() {
        let modules = pieces(WHOLE);
        let [first, results, reader, marks] = &modules[..] else { panic!("{}", modules.len()) };
        assert_eq!(exports(reader), ["engine_readerArticle", "engine_readerFree", "engine_readerShow"]);
        // What reading shows with is there to show results, and in the table for it.
        assert_eq!(exports(results), ["engine_resultsShow"]);
        assert_eq!(exports(marks), ["engine_marksOf"]);
        assert!(exports(first).iter().all(|name| !name.contains("reader")), "{:?}", exports(first));
        assert!(exports(first).starts_with(&["memory", "engine_search", "engine_top"]));
        let from = |module: &Module, name: &str| {
            let imports = module.imports.iter().filter(|import| import.module == name);
            imports.map(|import| import.name.clone()).collect::<Vec<_>>()
        };
        // Of JavaScript what each calls: the message that nobody can ask for has gone, and its call with it.
        assert_eq!((from(first, "js"), from(reader, "js")), (vec!["seen".into()], vec!["shown".into()]));
        // shared, push, view, both, the memory, the table.
        assert_eq!(from(reader, EARLIER).len(), 6);
        let local = |module: &Module| module.funcs.iter_local().count();
        // search, top, shared, push, double, and both, which neither of two modules has for the other; article, free, own, seven,
        // show, and negate, whose slot is named by a constant that only own reads.
        assert_eq!((local(first), local(reader)), (6, 6));
        assert_eq!((local(results), local(marks)), (2, 1));
        let data = |module: &Module| module.data.iter().map(|data| data.value.clone()).collect::<Vec<_>>();
        assert_eq!(data(first), [[&[42][..], &[0; 19]].concat()]);
        assert_eq!((data(results), data(reader)), (vec![vec![5, 0, 0, 0]], vec![vec![7, 0, 0, 0]]));
        assert!(data(marks).is_empty());
    }

    #[test]
    fn a_later_one_cannot_be_had_without_those_before() {
        let engine = Engine::default();
        let mut modules = pieces(WHOLE);
        for order in [&[1][..], &[2], &[0, 2]] {
            let (mut store, mut linker) = host(&engine);
            assert!(load(&mut modules, order, &mut store, &mut linker).is_err(), "{order:?}");
        }
    }

    #[test]
    fn modules_of_two_builds_do_not_link() {
        let engine = Engine::default();
        let mut modules = pieces(WHOLE);
        modules[0] = pieces(&WHOLE.replace("i32.const 7", "i32.const 6")).remove(0);
        for later in [1, 3] {
            let (mut store, mut linker) = host(&engine);
            assert!(load(&mut modules, &[0, later], &mut store, &mut linker).is_err());
        }
    }

    #[test]
    fn slots_that_are_not_the_linkers_are_noticed() {
        let check =
            |bound: &str| same_slots(&wat::parse_str(bound).unwrap(), &wat::parse_str(WHOLE).unwrap());
        assert!(check(WHOLE).is_ok());
        let provided = WHOLE.replace("1) func $double", "1) func $ten").replace(
            r#"(import "js" "seen""#,
            r#"(import "js" "ten" (func $ten (param i32) (result i32))) (import "js" "seen""#,
        );
        assert!(check(&provided).is_ok());
        for (old, new) in [
            ("(i32.const 1) func", "(i32.const 2) func"),
            ("$seven $unheard", "$unheard $seven"),
            ("$unheard $negate", "$unheard"),
            ("$negate)", "$negate $double)"),
        ] {
            assert!(WHOLE.contains(old));
            assert!(check(&WHOLE.replacen(old, new, 1)).is_err(), "{new}");
        }
    }

    #[test]
    fn a_table_that_javascript_sees_keeps_its_functions() {
        let open = WHOLE.replace("(table $functions 8", "(table $functions (export \"functions\") 8");
        assert_eq!(pieces(&open)[0].funcs.iter_local().count(), 9);
    }

    #[test]
    fn the_same_module_gives_the_same_bytes() {
        let bytes = || pieces(WHOLE).iter_mut().map(Module::emit_wasm).collect::<Vec<_>>();
        assert_eq!(bytes(), bytes());
    }

    #[test]
    fn a_group_without_functions_or_after_an_unknown_one_is_an_error() {
        let whole = wat::parse_str(WHOLE).unwrap();
        for group in ["writer", "reader:writer"] {
            assert!(split(&whole, &statics(), &[Group::read(group)]).is_err(), "{group}");
        }
    }
}
