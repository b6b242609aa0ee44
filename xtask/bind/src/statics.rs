//! Which constants of a module which code reads: what splitting needs to know of the data.
//!
//! Compiled code names a constant by its address, a number like any other. The linker knows better, and with
//! `--emit-relocs` leaves its notes in what it writes: which statics there are, and which numbers of the code and of the
//! data are addresses of which ([conventions](https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md)).

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use anyhow::{Context, Result, ensure};
use wasmparser::{
    ConstExpr, Data, DataKind, Element, ElementItems, ElementKind, KnownCustom, Linking, Operator, Parser,
    Payload, RelocSectionReader, RelocationEntry, RelocationType, SymbolInfo,
};

/// The statics of a linked module, each known by its place in the list.
#[derive(Default)]
pub struct Statics {
    list: Vec<Static>,
    /// The addresses that code names, with what they are meant to be addresses of. Such a one need not lie within that: a
    /// table by letters is read from 97 places before its beginning.
    named: HashMap<u32, Vec<usize>>,
    /// The slots of the table of functions that code names.
    named_slots: HashSet<u32>,
}

/// Something that has an address.
struct Static {
    addresses: Range<u32>,
    /// Whether nothing can write to it.
    is_constant: bool,
    /// What it has the addresses of.
    points_to: Vec<usize>,
    /// Which slots of the table of functions it names: those of methods, if it is a list of them.
    slots: Vec<u32>,
}

impl Statics {
    /// Reads the linker's notes in what it wrote.
    pub fn read(linked: &[u8]) -> Result<Statics> {
        let notes = Notes::read(linked)?;
        let mut statics = Statics::default();
        let mut places = HashMap::new();
        for (symbol, info) in (0..).zip(&notes.symbols) {
            let SymbolInfo::Data { symbol: Some(defined), .. } = info else { continue };
            let segment = notes.segments.get(defined.index as usize).context("a static is in no segment")?;
            let start = segment.addresses.start + defined.offset;
            let is_constant = notes.constant.get(defined.index as usize).copied().unwrap_or(false);
            places.insert(symbol, statics.list.len());
            statics.list.push(Static {
                addresses: start..start + defined.size,
                is_constant,
                points_to: Vec::new(),
                slots: Vec::new(),
            });
        }
        ensure!(!places.is_empty(), "the linker left no notes");
        let of_static =
            |note: &RelocationEntry| places.get(&note.index).copied().filter(|_| is_address(note));
        for note in &notes.in_code {
            if let Some(place) = of_static(note) {
                let start = statics.list[place].addresses.start;
                statics.named.entry(start.wrapping_add_signed(note.addend as i32)).or_default().push(place);
            }
            statics.named_slots.extend(notes.slot(note));
        }
        for note in &notes.in_data {
            let segment = notes.segments.iter().find(|segment| segment.bytes.contains(&note.offset));
            let Some(segment) = segment else { continue };
            let address = segment.addresses.start + (note.offset - segment.bytes.start);
            let holders: Vec<usize> = statics.around(address).collect();
            for holder in holders {
                let holder = &mut statics.list[holder];
                holder.points_to.extend(of_static(note));
                holder.slots.extend(notes.slot(note));
            }
        }
        Ok(statics)
    }

    /// The statics that code can read in which these numbers are, be they addresses or not.
    pub fn read_by(&self, numbers: &HashSet<u32>) -> HashSet<usize> {
        let mut queue = Vec::new();
        for number in numbers {
            match self.named.get(number) {
                Some(meant) => queue.extend(meant),
                // An optimiser may have added up where something is and where in it.
                None => queue.extend(self.around(*number)),
            }
        }
        self.closure(queue)
    }

    /// The slots of the table of functions that code cannot call in which these numbers are: only constants that it does not
    /// read name them. (A slot that code names is a small number, which stands in any code for this or that.)
    pub fn beyond(&self, numbers: &HashSet<u32>) -> HashSet<u32> {
        let mut slots: HashSet<u32> = self.list.iter().flat_map(|one| &one.slots).copied().collect();
        let mut within = self.read_by(numbers);
        within.extend(self.variable());
        let named = within.iter().flat_map(|&place| &self.list[place].slots);
        named.chain(&self.named_slots).for_each(|slot| _ = slots.remove(slot));
        slots
    }

    /// Those that can be written to, and what they have the addresses of.
    pub fn variable(&self) -> HashSet<usize> {
        self.closure((0..self.list.len()).filter(|&place| !self.list[place].is_constant).collect())
    }

    /// Every constant, with its addresses.
    pub fn constants(&self) -> impl Iterator<Item = (usize, Range<u32>)> {
        let constants = self.list.iter().enumerate().filter(|(_, one)| one.is_constant);
        constants.map(|(place, one)| (place, one.addresses.clone()))
    }

    /// What lies around an address: mostly one, none between two, several where one is part of another.
    fn around(&self, address: u32) -> impl Iterator<Item = usize> {
        (0..self.list.len()).filter(move |&place| self.list[place].addresses.contains(&address))
    }

    /// These, and what they have addresses of, and so on.
    fn closure(&self, mut queue: Vec<usize>) -> HashSet<usize> {
        let mut all = HashSet::new();
        while let Some(place) = queue.pop() {
            if all.insert(place) {
                queue.extend(&self.list[place].points_to);
            }
        }
        all
    }
}

/// What the linker says, as it says it.
#[derive(Default)]
struct Notes<'a> {
    segments: Vec<Segment>,
    /// For each segment whether it is of constants.
    constant: Vec<bool>,
    symbols: Vec<SymbolInfo<'a>>,
    /// The slots of functions by their numbers.
    slots: HashMap<u32, u32>,
    in_code: Vec<RelocationEntry>,
    in_data: Vec<RelocationEntry>,
}

/// A piece of memory that the module fills.
struct Segment {
    addresses: Range<u32>,
    /// Where its bytes are in the section of data.
    bytes: Range<u32>,
}

/// How the linker's names for segments of constants begin.
const CONSTANTS: &str = ".rodata";

impl<'a> Notes<'a> {
    fn read(linked: &'a [u8]) -> Result<Notes<'a>> {
        let mut notes = Notes::default();
        let (mut sections, mut data) = (0, None);
        for payload in Parser::new(0).parse_all(linked) {
            let payload = payload?;
            match &payload {
                Payload::DataSection(section) => {
                    data = Some(sections);
                    let start = section.range().start;
                    for data in section.clone() {
                        notes.segments.push(Segment::of(&data?, start)?);
                    }
                }
                Payload::ElementSection(section) => {
                    section.clone().into_iter().try_for_each(|list| notes.functions(&list?))?;
                }
                Payload::CustomSection(section) => match section.as_known() {
                    KnownCustom::Linking(linking) => {
                        linking.subsections().into_iter().try_for_each(|table| notes.table(table?))?;
                    }
                    KnownCustom::Reloc(section) => {
                        let is_data = Some(section.section_index()) == data;
                        notes.entries(&section, is_data)?;
                    }
                    _ => {}
                },
                _ => {}
            }
            sections += u32::from(payload.as_section().is_some());
        }
        Ok(notes)
    }

    fn table(&mut self, table: Linking<'a>) -> Result<()> {
        match table {
            Linking::SymbolTable(table) => self.symbols = table.into_iter().collect::<Result<_, _>>()?,
            Linking::SegmentInfo(table) => {
                for segment in table {
                    self.constant.push(segment?.name.starts_with(CONSTANTS));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn functions(&mut self, list: &Element<'_>) -> Result<()> {
        if let (ElementKind::Active { offset_expr, .. }, ElementItems::Functions(functions)) =
            (&list.kind, &list.items)
        {
            for (slot, function) in (number(offset_expr)?..).zip(functions.clone()) {
                self.slots.insert(function?, slot);
            }
        }
        Ok(())
    }

    /// The slot that a note is about.
    fn slot(&self, note: &RelocationEntry) -> Option<u32> {
        use RelocationType::{TableIndexI32, TableIndexSleb};
        let symbol = self
            .symbols
            .get(note.index as usize)
            .filter(|_| matches!(note.ty, TableIndexI32 | TableIndexSleb));
        match symbol {
            Some(SymbolInfo::Func { index, .. }) => self.slots.get(index).copied(),
            _ => None,
        }
    }

    fn entries(&mut self, section: &RelocSectionReader<'_>, is_data: bool) -> Result<()> {
        let list = if is_data { &mut self.in_data } else { &mut self.in_code };
        for entry in section.entries() {
            list.push(entry?);
        }
        Ok(())
    }
}

impl Segment {
    /// Of a section of data that begins at `section`.
    fn of(data: &Data<'_>, section: usize) -> Result<Segment> {
        let DataKind::Active { offset_expr, .. } = &data.kind else {
            anyhow::bail!("there is data that waits")
        };
        let start = number(offset_expr)?;
        let len = data.data.len() as u32;
        let end = (data.range.end - section) as u32;
        Ok(Segment { addresses: start..start + len, bytes: end - len..end })
    }
}

/// Where something begins.
fn number(expression: &ConstExpr<'_>) -> Result<u32> {
    match expression.get_operators_reader().read()? {
        Operator::I32Const { value } => Ok(value as u32),
        _ => anyhow::bail!("the address of a segment is not a number"),
    }
}

/// Whether a note is about an address in memory.
fn is_address(note: &RelocationEntry) -> bool {
    use RelocationType::{MemoryAddrI32, MemoryAddrLeb, MemoryAddrSleb};
    matches!(note.ty, MemoryAddrLeb | MemoryAddrSleb | MemoryAddrI32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoder::{DataSection, LinkingSection, Module, SymbolTable};
    use wasm_encoder as encoder;

    impl Statics {
        /// Those with these addresses, whether they are constant, and the slots that they name.
        pub fn of(list: &[(Range<u32>, bool, &[u32])]) -> Statics {
            let list = list.iter().cloned();
            let list = list.map(|(addresses, is_constant, slots)| {
                let (points_to, slots) = (Vec::new(), slots.to_vec());
                Static { addresses, is_constant, points_to, slots }
            });
            Statics { list: list.collect(), ..Statics::default() }
        }
    }

    /// The address of the nth symbol and so many bytes, in the code or at a place of the section of data.
    fn note(ty: RelocationType, offset: u32, symbol: u8, addend: i8) -> Vec<u8> {
        vec![ty as u8, offset as u8, symbol, addend as u8 & 0x7f]
    }

    fn notes(section: u8, notes: &[Vec<u8>]) -> Vec<u8> {
        [&[section, notes.len() as u8][..], &notes.concat()].concat()
    }

    /// As a linker writes it: constants from 1000 on (a list of the two after it, by letters; two words), a variable that
    /// begins with the address of another constant, and that.
    fn linked() -> Vec<u8> {
        let mut data = DataSection::new();
        let list = [1008u32, 1012].map(u32::to_le_bytes).concat();
        data.active(0, &encoder::ConstExpr::i32_const(1000), [&list[..], b"one\0two\0end\0"].concat());
        data.active(0, &encoder::ConstExpr::i32_const(2000), 1016u32.to_le_bytes());
        let mut symbols = SymbolTable::new();
        for (segment, offset, size) in [(0, 0, 8), (0, 8, 4), (0, 12, 4), (1, 0, 4), (0, 16, 4)] {
            let symbol = encoder::DataSymbolDefinition { index: segment, offset, size };
            symbols.data(0, "static", Some(symbol));
        }
        let mut linking = LinkingSection::new();
        linking.symbol_table(&symbols);
        let segments = b"\x02\x0e.rodata.static\0\0\x05.data\0\0";
        let mut raw = Vec::new();
        encoder::Encode::encode(&linking, &mut raw);
        let mut module = Module::new();
        module.section(&data);
        module.section(&linking);
        module.section(&encoder::CustomSection {
            name: "linking".into(),
            data: [&[2, 5, segments.len() as u8][..], segments].concat().into(),
        });
        use RelocationType::{MemoryAddrI32, MemoryAddrSleb};
        // A segment's bytes come after what is before them: number of segments; flags, address, length.
        let in_data =
            [note(MemoryAddrI32, 7, 1, 0), note(MemoryAddrI32, 11, 2, 0), note(MemoryAddrI32, 33, 4, 0)];
        module
            .section(&encoder::CustomSection { name: "reloc.DATA".into(), data: notes(0, &in_data).into() });
        let in_code = [note(MemoryAddrSleb, 0, 0, -8)];
        module
            .section(&encoder::CustomSection { name: "reloc.CODE".into(), data: notes(9, &in_code).into() });
        module.finish()
    }

    fn read_by(numbers: &[u32]) -> Vec<usize> {
        let statics = Statics::read(&linked()).unwrap();
        let mut read: Vec<usize> = statics.read_by(&numbers.iter().copied().collect()).into_iter().collect();
        read.sort();
        read
    }

    #[test]
    fn a_constant_is_read_by_who_has_its_address_or_one_within_it() {
        assert_eq!((read_by(&[1008]), read_by(&[1014, 5, 9999])), (vec![1], vec![2]));
    }

    #[test]
    fn who_reads_a_list_reads_what_is_on_it() {
        assert_eq!(read_by(&[1000]), [0, 1, 2]);
    }

    #[test]
    fn an_address_means_what_the_linker_says_even_outside_it() {
        assert_eq!(read_by(&[992]), [0, 1, 2]);
    }

    #[test]
    fn what_can_be_written_to_is_no_constant_and_keeps_what_it_points_to() {
        let statics = Statics::read(&linked()).unwrap();
        assert_eq!(statics.variable(), HashSet::from([3, 4]));
        let constants: Vec<_> = statics.constants().collect();
        assert_eq!(constants, [(0, 1000..1008), (1, 1008..1012), (2, 1012..1016), (4, 1016..1020)]);
    }

    #[test]
    fn a_module_without_notes_is_refused() {
        assert!(Statics::read(&wat::parse_str("(module)").unwrap()).is_err());
    }
}
