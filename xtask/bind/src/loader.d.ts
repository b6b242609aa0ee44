/**
 * Loads the first module, or adds the functions of a later one to those that are there, among which must be all that it comes after.
 */
export function load(module: Response | BufferSource | WebAssembly.Module): Promise<void>;
