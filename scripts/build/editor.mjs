import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { inRoot } from "../setup/root.mjs";
import { step } from "../setup/say.mjs";
import { unlessBuilt } from "./stamp.mjs";

/** What the editor's checker runs on: TypeScript in a web worker, and the types of `rustybt` and of the language. */
export async function buildEditor() {
  await step("Bundling the editor's type checker (esbuild)", () =>
    unlessBuilt("editor", {
      sources: [
        "app/_editor/**",
        "engine/src/**",
        "sdk/src/index.ts",
        "sdk/tsdown.config.ts",
        "scripts/build/editor.mjs",
        "package-lock.json",
      ],
      output: "public/editor/types.json",
      build: async () => {
        const { build } = await import("esbuild");
        mkdirSync(inRoot("public", "editor"), { recursive: true });
        await build({
          entryPoints: [inRoot("app", "_editor", "type-worker.ts")],
          outfile: inRoot("public", "editor", "type-worker.js"),
          bundle: true,
          format: "esm",
          platform: "browser",
          target: "es2022",
          minify: true,
          // TypeScript asks for these only where there is a file system.
          external: ["fs", "path", "os", "inspector", "crypto", "perf_hooks"],
          logLevel: "error",
        });
        writeFileSync(inRoot("public", "editor", "types.json"), JSON.stringify(typeFiles()));
      },
    }),
  );
}

/** A file of the package's types, and those beside it that it imports. */
function packageTypes(name, found = {}) {
  const path = `/node_modules/rustybt/${name}`;
  if (Object.hasOwn(found, path)) return found;
  const text = readFileSync(inRoot("sdk", "dist", name), "utf8");
  found[path] = text;
  for (const [, other] of text.matchAll(/from "\.\/([^"]+)\.js"/g)) packageTypes(`${other}.d.ts`, found);
  return found;
}

// No DOM and no Node: a strategy has neither.
function typeFiles() {
  const files = {
    "/node_modules/rustybt/package.json": '{"name":"rustybt","types":"index.d.ts"}',
    ...packageTypes("index.d.ts"),
    "/node_modules/decimal.js/package.json": '{"name":"decimal.js","types":"decimal.d.ts"}',
    "/node_modules/decimal.js/decimal.d.ts": readFileSync(inRoot("node_modules", "decimal.js", "decimal.d.ts"), "utf8"),
  };
  const wanted = ["es2024"];
  for (const name of wanted) {
    const text = readFileSync(inRoot("node_modules", "typescript", "lib", `lib.${name}.d.ts`), "utf8");
    files[`/lib.${name}.d.ts`] = text;
    for (const [, other] of text.matchAll(/\/\/\/ <reference lib="([^"]+)" \/>/g)) if (!wanted.includes(other)) wanted.push(other);
  }
  return files;
}
