import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { applyPatches } from "./patches.mjs";

const patch = `--- a/src/index.js
+++ b/src/index.js
@@ -1,3 +1,4 @@
 one
-two
+zwei
+zweieinhalb
 three
@@ -10,2 +11,2 @@
 ten

-eleven
+elf
`;

function folders({ source, version = "1.0.0" }) {
  const folder = mkdtempSync(join(tmpdir(), "rustybt-patches-"));
  const [patches, modules] = [join(folder, "patches"), join(folder, "node_modules")];
  mkdirSync(patches);
  mkdirSync(join(modules, "thing", "src"), { recursive: true });
  writeFileSync(join(patches, "thing+1.0.0.patch"), patch.replace("ten\n\n", "ten\n \n"));
  writeFileSync(join(modules, "thing", "package.json"), JSON.stringify({ version }));
  const file = join(modules, "thing", "src", "index.js");
  writeFileSync(file, source);
  return { apply: () => applyPatches(patches, modules), read: () => readFileSync(file, "utf8") };
}

test("a patch is applied once, however often it is asked for", () => {
  const { apply, read } = folders({ source: "one\ntwo\nthree\nfour\nten\n\neleven\n" });
  apply();
  apply();
  expect(read()).toBe("one\nzwei\nzweieinhalb\nthree\nfour\nten\n\nelf\n");
});

test("a file in which the old text is missing, or there twice, is left as it is", () => {
  for (const source of ["one\nthree\n", "one\ntwo\nthree\none\ntwo\nthree\nten\n\neleven\n"]) {
    const { apply, read } = folders({ source });
    expect(apply).toThrow("thing+1.0.0.patch does not fit");
    expect(read()).toBe(source);
  }
});

test("another version of the package is refused by both numbers", () => {
  const { apply } = folders({ source: "", version: "1.0.1" });
  expect(apply).toThrow("patches/thing+1.0.0.patch is for thing 1.0.0; 1.0.1 is installed.");
});
