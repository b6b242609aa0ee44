/** node minify.mjs DIR: makes every script below a folder small, in place. What a module exports keeps its name. Style sheets
 * are template literals in a variable or an export of their own (`... = \`` to `\`;`): their spaces go too. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { minify } from "terser";

const [folder] = process.argv.slice(2);
for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
  if (!name.endsWith(".js")) continue;
  const file = join(folder, name);
  const source = readFileSync(file, "utf8").replace(/(?<= = `)\n.*?(?=`;\n)/gs, css);
  const { code } = await minify(source, { module: true, ecma: 2020, compress: { passes: 2 } });
  writeFileSync(file, `${code}\n`);
}

/** A style sheet without the spaces that mean nothing. @param {string} text */
function css(text) {
  return text.trim().replace(/\s+/g, " ").replace(/ ?([{};,]) ?/g, "$1").replaceAll(": ", ":").replaceAll(";}", "}");
}
