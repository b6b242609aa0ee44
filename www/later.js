// @ts-check
/**
 * Modules that are loaded when they are first needed, and again if they did not come:
 *
 *     const tools = later((again) => import("./tools.js" + again));
 *     const { tool } = await tools();
 *
 * Browsers remember of an address that it did not come, until the page is loaded again (whatwg/html#6768). So after a failure
 * there is another address. What the module itself imports by name still has the old one.
 *
 * @template T
 * @param {(again: string) => Promise<T>} load
 * @returns {() => Promise<T>}
 */
export function later(load) {
  let again = "";
  return () =>
    load(again).catch((error) => {
      again += "?again";
      throw error;
    });
}
