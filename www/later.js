// @ts-check
/**
 * Modules that are loaded when they are first needed, and again if they did not come:
 *
 *     const tools = later(() => import("./tools.js"), "elements/tools.js");
 *     const { tool } = await tools();
 *
 * Browsers remember of an address that it did not come, until the page is loaded again (whatwg/html#6768). So after a failure
 * there is another address. The first is written out, because that is what bundlers follow. What the module itself imports by
 * name still has the old one.
 *
 * @template T
 * @param {() => Promise<T>} load
 * @param {string} file from here
 * @returns {() => Promise<T>}
 */
export function later(load, file) {
  let failures = 0;
  return () =>
    (failures ? import(`./${file}?${failures}`) : load()).catch((error) => {
      failures++;
      throw error;
    });
}
