// Runs a WASI program as `cargo test` runs a test binary: node wasi.mjs PROGRAM.wasm ARGUMENT...
// Its root is the folder $WASI_ROOT, or the one that this is run in.
import { readFile } from "node:fs/promises";
import { WASI } from "node:wasi";

const [file, ...rest] = process.argv.slice(2);
const wasi = new WASI({ version: "preview1", args: [file, ...rest], env: {}, preopens: { "/": process.env.WASI_ROOT ?? process.cwd() }, returnOnExit: true });
const module = await WebAssembly.compile(await readFile(file));

// Each import goes through a function of ours, because V8 calls Node's own through a short cut in which a garbage
// collection crashes the process (https://github.com/nodejs/node/issues/46777, in Node 20 to 22 at least).
const imports = Object.fromEntries(Object.entries(wasi.wasiImport).map(([name, call]) => [name, (...values) => call(...values)]));
const instance = await WebAssembly.instantiate(module, { wasi_snapshot_preview1: imports });
process.exitCode = wasi.start(instance);
