import { openArchive } from "../../pkg/archive.js";

let archive;
let last = "";

export async function load(base) {
  archive = await openArchive(`${base}site/`, { eager: true });
  performance.mark("bytes");
}

export async function search(query, limit) {
  last = query;
  const { hits } = await archive.search(query, { limit, typing: true, excerpts: 0 });
  return hits.map(({ id, score }) => ({ id: Number(id), score }));
}

/** What a list shows of each hit: the same search, with its passages. */
export async function resolve({ length }) {
  const { hits } = await archive.search(last, { limit: length, typing: true });
  return hits.map(({ id, title, url, snippet }) => ({ id: Number(id), title, url, excerpt: snippet.text }));
}
