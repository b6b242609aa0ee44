/**
 * Loads the first module, or adds the functions of a later one to those that are there, among which must be all that it comes after.
 * @param {Response | BufferSource | WebAssembly.Module} module
 * @returns {Promise<void>}
 */
export async function load(module) {
    // What a later module needs of those before it: what they export, and functions of their table by number.
    const functions = Array.from({ length: wasm?.t.length ?? 0 }, (_, slot) => wasm.t.get(slot));
    const imports = { ...__wbg_get_imports(), first: { ...wasm, ...functions } };
    // A host that does not say what it sends gets what it sends compiled once it is here, not on its way.
    const isOther = module instanceof Response && module.headers.get("Content-Type") !== "application/wasm";
    const source = isOther ? await module.arrayBuffer() : module;
    const loaded = source instanceof Response ? await WebAssembly.instantiateStreaming(source, imports) : await WebAssembly.instantiate(source, imports);
    const { exports } = loaded.instance ?? loaded;
    wasm = { ...wasm, ...exports };
    exports.__wbindgen_start?.();
}
