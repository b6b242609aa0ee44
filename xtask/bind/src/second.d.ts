
/**
 * Adds the functions of the second module to those of the first, which must be there.
 */
export function initSecond(module: Response | BufferSource | Promise<Response | BufferSource>): Promise<void>;
