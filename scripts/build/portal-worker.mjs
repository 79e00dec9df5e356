import { existsSync, renameSync, rmSync } from "node:fs";
import { inRoot } from "../setup/root.mjs";
import { step } from "../setup/say.mjs";
import { unlessBuilt } from "./stamp.mjs";

const ours = ["engine/src/**", "engine/package.json", "sdk/src/**", "tsconfig.json", "package-lock.json"];

/** What runs apart from the portal's own processes: the bundler of strategies, and the engine that runs them in the sandbox. */
export async function buildSandboxRunner() {
  await step("Bundling the sandbox (esbuild)", () =>
    unlessBuilt("sandbox", {
      sources: ["server/sandbox/**", "scripts/build/portal-worker.mjs", ...ours],
      output: ".build/sandbox/main.mjs",
      build: async () => {
        const { build } = await import("esbuild");
        const outdir = inRoot(`.build/sandbox.${process.pid}`);
        // One copy of the engine for runner and strategy: what `rustybt` is to the strategy shares its chunks.
        await build({
          ...common,
          entryPoints: { main: inRoot("server/sandbox/runner/main.ts"), rustybt: inRoot("sdk/src/index.ts") },
          outdir,
          splitting: true,
          minifyWhitespace: true,
          // The strategy's realm loses these; the engine keeps what it was started with.
          inject: [inRoot("server/sandbox/runner/own-globals.ts")],
        });
        await build({
          ...common,
          entryPoints: { bundle: inRoot("server/sandbox/bundler/main.ts") },
          outdir,
          external: ["esbuild"],
        });
        replaceFolder(inRoot(".build/sandbox"), outdir);
      },
    }),
  );
}

/** Whoever reads the folder meanwhile has all files of one build, old or new. */
function replaceFolder(folder, next) {
  const old = `${next}.old`;
  if (existsSync(folder)) renameSync(folder, old);
  renameSync(next, folder);
  rmSync(old, { recursive: true, force: true });
}

/** The worker, for Node's type stripping does not read the mails' and reports' `.tsx`. */
export async function buildWorker() {
  await step("Bundling the worker (esbuild)", () =>
    unlessBuilt("worker", {
      sources: ["server/**", "drizzle/**", "emails/**", "scripts/build/portal-worker.mjs", "package.json", ...ours],
      output: ".build/worker.mjs",
      build: async () => {
        const { build } = await import("esbuild");
        await build({
          ...common,
          entryPoints: { worker: inRoot("server/worker.ts"), "result-thread": inRoot("server/runs/results/result-thread.ts") },
          outdir: inRoot(".build"),
          packages: "external",
          sourcemap: "linked",
        });
      },
    }),
  );
}

const common = {
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node24",
  outExtension: { ".js": ".mjs" },
  logLevel: "warning",
};
