
/**
 * Adds the functions of a later module to those that are there, among which must be all that it comes after.
 */
export function initLater(module: Response | BufferSource | Promise<Response | BufferSource>): Promise<void>;
