// @ts-check
/**
 * Registers a class unless the name is taken: by a second script tag, or by another copy of the package.
 * @param {string} name @param {CustomElementConstructor} element
 */
export function register(name, element) {
  if (!customElements.get(name)) customElements.define(name, element);
}
