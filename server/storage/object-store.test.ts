import { mkdtempSync, readdirSync, statSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import { folderStore } from "./object-store.ts";

const folder = () => mkdtempSync(join(tmpdir(), "rustybt-objects-"));
// sha256("abc"), FIPS 180-2 appendix B.1
const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

async function* chunks(...parts: string[]) {
  for (const part of parts) yield Buffer.from(part);
}

test("an object is found under the sha256 of its bytes, stored once", async () => {
  const store = folderStore(folder());
  expect(await store.put(chunks("a", "bc"))).toEqual({ sha256: abc, bytes: 3 });
  expect(await store.put(Buffer.from("abc"))).toEqual({ sha256: abc, bytes: 3 });
  const { stream, bytes } = await store.read(abc);
  expect([String(await buffer(stream)), bytes]).toEqual(["abc", 3]);
});

test("what is too large, or breaks off, leaves nothing behind", async () => {
  const path = folder();
  const store = folderStore(path);
  await expect(store.put(chunks("ab", "cd"), 3)).rejects.toMatchObject({ code: "invalid" });
  const broken = (async function* () {
    yield Buffer.from("ab");
    throw new Error("line lost");
  })();
  await expect(store.put(broken)).rejects.toThrow("line lost");
  expect(readdirSync(path)).toEqual(["incoming"]);
  expect(readdirSync(join(path, "incoming"))).toEqual([]);
});

test("only its owner gets into the folder; whoever is given a link to an object reads it", async () => {
  const path = join(folder(), "home", "objects");
  const store = folderStore(path);
  await store.put(Buffer.from("abc"));
  const rights = (of: string) => (statSync(of).mode & 0o777).toString(8);
  expect([path, join(path, ".."), store.path(abc)].map(rights)).toEqual(["700", "755", "644"]);
});

test("an object is deleted when nobody has stored it again since, and stays otherwise", async () => {
  const store = folderStore(folder());
  await store.put(chunks("abc"));
  const longAgo = new Date("2020-01-01");
  utimesSync(store.path(abc), longAgo, longAgo);
  await store.put(chunks("abc"));
  expect([await store.deleteIfOlder(abc, new Date(Date.now() - 60_000)), await store.has(abc)]).toEqual([false, true]);
  utimesSync(store.path(abc), longAgo, longAgo);
  expect([await store.deleteIfOlder(abc, new Date(Date.now() - 60_000)), await store.has(abc)]).toEqual([true, false]);
  expect(await store.deleteIfOlder(abc, new Date())).toBe(true);
});

test("a missing object and a name that is no sha256 are refused", async () => {
  const store = folderStore(folder());
  await expect(store.read(abc)).rejects.toMatchObject({ code: "not_found" });
  expect(() => store.path("../../etc/passwd")).toThrow("is no sha256");
  expect(await store.has(abc)).toBe(false);
});
