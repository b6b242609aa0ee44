import { openArchive } from "../../pkg/archive.js";

let archive;
let last = [];

export async function load(base) {
  archive = await openArchive(`${base}site/`, { eager: true });
  performance.mark("bytes");
}

export async function search(query, limit) {
  last = (await archive.search(query, { limit, typing: true })).hits;
  return last.map(({ id, score }) => ({ id: Number(id), score }));
}

/** The hits have their excerpts already. */
export const resolve = async () =>
  last.map(({ id, title, url, snippet }) => ({ id: Number(id), title, url, excerpt: snippet.text }));
