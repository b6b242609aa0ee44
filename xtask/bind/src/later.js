
/**
 * Adds the functions of a later module to those that are there, among which must be all that it comes after.
 * @param {Response | BufferSource | Promise<Response | BufferSource>} module
 * @returns {Promise<void>}
 */
export async function initLater(module) {
    const { instance } = await __wbg_load(await module, { ...__wbg_get_imports(), first: wasm });
    wasm = { ...wasm, ...instance.exports };
}
