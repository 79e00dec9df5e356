import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, test } from "vitest";

test("charts bundle for a browser without Node, the native core or React; with the days of all exchanges below 190 kB", async () => {
  const { outputFiles, metafile } = await build({
    entryPoints: [fileURLToPath(new URL("./index.ts", import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    platform: "browser",
    format: "esm",
  });
  expect(Object.keys(metafile.inputs).filter((path) => /native|react|node-builtins|tables-node/.test(path))).toEqual([]);
  expect(outputFiles[0]?.contents.length).toBeLessThan(190_000);
});
