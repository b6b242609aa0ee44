/**
 * A static host for the tests: serves a folder with types, ETag, ranges and brotli, writes down what was asked, can be stopped
 * and started on the same port, and can damage files on the way.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".xml": "application/xml",
  ".bi": "application/octet-stream",
};

/** Compressed once for all tests: quality 11 takes half a second on the wasm, during which nothing else is answered. @type {Map<string, Buffer>} */
const compressed = new Map();

/** @param {Buffer} bytes @param {string} tag */
function brotli(bytes, tag) {
  let packed = compressed.get(tag);
  if (!packed) {
    packed = brotliCompressSync(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    });
    compressed.set(tag, packed);
  }
  return packed;
}

/** The rules of a `_headers` file: a path on a line of its own, indented headers below it. @param {string} text */
function rules(text) {
  /** @type {Map<string, Record<string, string>>} */
  const found = new Map();
  let path = "";
  for (const line of text.split("\n")) {
    const header = /^\s+([\w-]+):\s*(.+)$/.exec(line);
    if (header) found.set(path, { ...found.get(path), [header[1]]: header[2] });
    else if (line.startsWith("/")) path = line.trim();
  }
  return found;
}

export class StaticHost {
  /** What was asked, in order, `bytes` as sent. @type {{path: string, status: number, bytes: number}[]} */
  requests = [];
  /** Every address that was asked, in order, with what stands after `?`. @type {string[]} */
  asked = [];
  /** Changes a file on its way, or holds it up; the key is a part of its path. @type {Map<string, (bytes: Buffer) => Buffer | undefined | Promise<Buffer>>} */
  damage = new Map();
  /** Files that the folder has not, by their paths. @type {Map<string, Buffer>} */
  added = new Map();
  /** Whether it gives a part of a file where a part is asked for. */
  ranges = true;
  #port = 0;
  #server;

  /** @param {string} root */
  constructor(root) {
    this.root = root;
  }

  get url() {
    return `http://127.0.0.1:${this.#port}`;
  }

  async start() {
    const text = await readFile(join(this.root, "_headers"), "utf8").catch(() => "");
    this.headers = rules(text);
    this.#server = createServer((request, response) => void this.#answer(request, response));
    await new Promise((done) => this.#server.listen(this.#port, "127.0.0.1", done));
    this.#port = this.#server.address().port;
    return this;
  }

  async stop() {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  async #answer(request, response) {
    const { pathname } = new URL(request.url, "http://host");
    this.asked.push(request.url);
    let path = decodeURIComponent(pathname);
    if (path.endsWith("/")) path += "index.html";
    const file = join(this.root, normalize(path));
    /** @type {Buffer | undefined} */
    let bytes = file.startsWith(this.root) ? await readFile(file).catch(() => this.added.get(path)) : undefined;
    for (const [part, change] of this.damage) {
      if (bytes && path.includes(part)) bytes = await change(Buffer.from(bytes));
    }
    const headers = { "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff", ...this.headers.get(path) };
    if (!bytes) return this.#send(response, path, 404, headers, Buffer.from("Not found\n"));
    const tag = createHash("sha256").update(bytes).digest("base64url").slice(0, 22);
    headers["Content-Type"] = TYPES[extname(file)] ?? "application/octet-stream";
    headers["ETag"] = `"${tag}"`;
    if (request.headers["if-none-match"] === headers["ETag"]) {
      return this.#send(response, path, 304, headers, Buffer.alloc(0));
    }
    const current = (request.headers["if-range"] ?? headers["ETag"]) === headers["ETag"];
    const range = this.ranges && current && /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
    if (range) {
      const part = bytes.subarray(Number(range[1]), Number(range[2]) + 1);
      headers["Content-Range"] = `bytes ${range[1]}-${Number(range[1]) + part.length - 1}/${bytes.length}`;
      return this.#send(response, path, 206, headers, part);
    }
    // Browsers accept brotli only over https; what is counted is what a reader's https host would send.
    const accepted = /\bbr\b/.test(request.headers["accept-encoding"] ?? "");
    if (accepted) headers["Content-Encoding"] = "br";
    this.#send(response, path, 200, headers, accepted ? brotli(bytes, tag) : bytes, () => brotli(bytes, tag).length);
  }

  #send(response, path, status, headers, body, packed = () => body.length) {
    // Compressed only when a test asks: before each answer it made pages wait seconds for a busy machine.
    this.requests.push({ path, status, get bytes() { return packed(); } });
    response.writeHead(status, headers).end(body);
  }
}
