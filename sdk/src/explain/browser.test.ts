import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, test } from "vitest";

test("rustybt/explain bundles for a browser without Node and the native core, below 60 kB", async () => {
  const { outputFiles, metafile } = await build({
    entryPoints: [fileURLToPath(new URL("./index.ts", import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    platform: "browser",
    format: "esm",
  });
  expect(Object.keys(metafile.inputs).filter((path) => /native|react|node-builtins|\/run\//.test(path))).toEqual([]);
  expect(outputFiles[0]?.contents.length).toBeLessThan(60_000);
});
