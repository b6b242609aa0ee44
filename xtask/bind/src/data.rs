//! The data of a module that is split: constants go with the functions that read them.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use anyhow::{Context, Result};
use walrus::ir::{Const, Load, Store, Value, Visitor, dfs_in_order};
use walrus::{ConstExpr, Data, DataKind, FunctionId, Module};

use crate::statics::Statics;

/// For each of so many modules the constants that its functions read, given in which module each function is.
pub fn used(
    whole: &Module,
    statics: &Statics,
    homes: &HashMap<FunctionId, usize>,
    modules: usize,
) -> Vec<HashSet<usize>> {
    let mut numbers = vec![Numbers::default(); modules];
    for (id, function) in whole.funcs.iter_local() {
        if let Some(home) = homes.get(&id) {
            dfs_in_order(&mut numbers[*home], function, function.entry_block());
        }
    }
    let mut used: Vec<HashSet<usize>> =
        numbers.iter().map(|Numbers(numbers)| statics.read_by(numbers)).collect();
    // Who reads what can be written to is not asked: it stays where it is.
    used[0].extend(statics.variable());
    used
}

/// The numbers that a function names, among which are the addresses of what it reads.
#[derive(Clone, Default)]
pub struct Numbers(pub HashSet<u32>);

impl Visitor<'_> for Numbers {
    fn visit_const(&mut self, constant: &Const) {
        if let Value::I32(value) = constant.value {
            self.0.insert(value as u32);
        }
    }

    fn visit_load(&mut self, load: &Load) {
        self.0.extend(u32::try_from(load.arg.offset));
    }

    fn visit_store(&mut self, store: &Store) {
        self.0.extend(u32::try_from(store.arg.offset));
    }
}

/// Overwrites with zeros the constants that are not at one of these addresses.
pub fn blank_others(first: &mut Module, statics: &Statics, own: &[Range<u32>]) {
    let ids: Vec<_> = first.data.iter().map(Data::id).collect();
    for id in ids {
        let data = first.data.get_mut(id);
        let Some(start) = address(data) else { continue };
        let old = data.value.clone();
        let within = |addresses: &Range<u32>| {
            let [from, to] = [addresses.start, addresses.end].map(|address| address.checked_sub(start));
            Some(from? as usize..to? as usize).filter(|range| range.end <= old.len())
        };
        for range in statics.constants().filter_map(|(_, addresses)| within(&addresses)) {
            data.value[range].fill(0);
        }
        for range in own.iter().filter_map(within) {
            data.value[range.clone()].copy_from_slice(&old[range]);
        }
    }
}

/// As close as this, two pieces of data are one, with what is between them: to begin another takes so many bytes.
const GAP: u32 = 8;

/// Leaves of a module's data what is at these addresses. (All are of constants, and so is what is in a small gap: whichever
/// module brings it, and however late, it is the same.)
pub fn keep(later: &mut Module, mut own: Vec<Range<u32>>) -> Result<()> {
    let mut old = Vec::new();
    for data in later.data.iter() {
        let start = address(data).context("there is data that waits")?;
        old.push((data.id(), start, data.value.clone()));
    }
    old.iter().for_each(|(id, ..)| later.data.delete(*id));
    let Some(memory) = later.memories.iter().next().map(|memory| memory.id()) else { return Ok(()) };
    later.memories.get_mut(memory).data_segments.clear();
    own.sort_by_key(|addresses| addresses.start);
    let mut runs: Vec<Range<u32>> = Vec::new();
    for addresses in own {
        match runs.last_mut().filter(|last| last.end + GAP >= addresses.start) {
            Some(last) => last.end = last.end.max(addresses.end),
            None => runs.push(addresses),
        }
    }
    for run in runs {
        let bytes = old.iter().find_map(|(_, start, bytes)| {
            let from = run.start.checked_sub(*start)? as usize;
            bytes.get(from..from + run.len())
        });
        let bytes = bytes.context("a constant is not in the data")?.to_vec();
        let offset = ConstExpr::Value(Value::I32(run.start as i32));
        let data = later.data.add(DataKind::Active { memory, offset }, bytes);
        later.memories.get_mut(memory).data_segments.insert(data);
    }
    Ok(())
}

/// Where a segment of data begins.
fn address(data: &Data) -> Option<u32> {
    match data.kind {
        DataKind::Active { offset: ConstExpr::Value(Value::I32(start)), .. } => Some(start as u32),
        _ => None,
    }
}

/// Takes out the data that is nothing but zeros, which memory has anyway.
pub fn drop_zeros(module: &mut Module) {
    let zeros =
        module.data.iter().filter(|data| address(data).is_some() && data.value.iter().all(|byte| *byte == 0));
    for id in zeros.map(Data::id).collect::<Vec<_>>() {
        module.data.delete(id);
        module.memories.iter_mut().for_each(|memory| _ = memory.data_segments.remove(&id));
    }
}
