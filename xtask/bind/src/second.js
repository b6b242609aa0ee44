
/**
 * Adds the functions of the second module to those of the first, which must be there.
 * @param {Response | BufferSource | Promise<Response | BufferSource>} module
 * @returns {Promise<void>}
 */
export async function initSecond(module) {
    const { instance } = await __wbg_load(await module, { ...__wbg_get_imports(), first: wasm });
    wasm = { ...wasm, ...instance.exports };
}
