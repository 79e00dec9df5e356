import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inRoot } from "../setup/root.mjs";
import { run, tryRun } from "../setup/run.mjs";
import { Stop, step } from "../setup/say.mjs";
import { filesOf } from "./parts.mjs";

const work = inRoot(".build", "mutation");
const native = join(work, "native");
const target = join(work, "target");
const copied = ["Cargo.toml", "Cargo.lock", "rust-toolchain.toml", "crates"];
/** Line tables help nobody here; some optimisation makes a thousand test runs bearable. */
const profile = { CARGO_PROFILE_DEV_DEBUG: "0", CARGO_PROFILE_DEV_OPT_LEVEL: "1" };

const theSwitch = `
mod mutant {
    use std::sync::LazyLock;
    static CHOSEN: LazyLock<u32> = LazyLock::new(|| std::env::var("RUSTYBT_MUTANT").ok().and_then(|number| number.parse().ok()).unwrap_or(0));
    pub fn on(number: u32) -> bool {
        *CHOSEN == number
    }
}
`;

/**
 * One build of a part with all its mutants in it: `{ mutants, binaries, addon }`. Mutants that do not compile are found by the compiler's
 * errors and left out, the others keep their numbers.
 */
export async function mutatedBuild(part) {
  const mutator = await builtMutator();
  const leftOut = new Set();
  let mutants = [];
  await step(`Writing mutants of native/${part.folder} and leaving out those that do not compile (cargo check)`, async () => {
    for (let round = 1; ; round++) {
      mutants = await written(part, mutator, leftOut);
      const errors = await errorsOf(part);
      if (errors.length === 0) break;
      const before = leftOut.size;
      for (const number of errors.flatMap(numbersAt)) leftOut.add(number);
      if (leftOut.size === before || round === 40) throw new Stop(`The mutants do not compile: ${errors[0].message}`);
    }
    return `${mutants.length - leftOut.size} mutants, ${leftOut.size} more do not compile`;
  });
  let binaries = [];
  let addon = "";
  await step("Building the tests and the addon with the mutants (cargo test --no-run, cargo build)", async () => {
    binaries = executables(await cargo(["test", "--no-run", "-p", part.package]));
    addon = library(await cargo(["build", "-p", "node"]));
  });
  return { mutants: mutants.filter(({ number }) => !leftOut.has(number)), leftOut: leftOut.size, binaries, addon };
}

async function builtMutator() {
  const folder = inRoot("scripts", "mutation", "mutator");
  await step("Building the mutator (cargo build)", () =>
    run("cargo", ["build", "--release", "--locked", "--quiet"], {
      cwd: folder,
      env: { ...process.env, CARGO_TARGET_DIR: join(work, "mutator") },
    }),
  );
  return join(work, "mutator", "release", "mutator");
}

async function written(part, mutator, leftOut) {
  mkdirSync(work, { recursive: true });
  rmSync(native, { recursive: true, force: true });
  for (const name of copied) cpSync(inRoot("native", name), join(native, name), { recursive: true });
  const files = filesOf(part, native);
  const mutants = JSON.parse(await run(mutator, [JSON.stringify([...leftOut]), ...files], { cwd: native, stdout: "capture" }));
  appendFileSync(join(native, "crates", part.package, "src", "lib.rs"), theSwitch);
  writeFileSync(join(work, "mutants.json"), JSON.stringify(mutants, null, 1));
  return mutants;
}

async function errorsOf(part) {
  const { stdout } = await tryRun("cargo", ["check", "--quiet", "-p", part.package, "--message-format=json"], {
    cwd: native,
    env: environment(),
    stdout: "capture",
  });
  return messagesOf(stdout)
    .filter(({ reason, message }) => reason === "compiler-message" && message.level === "error" && message.spans.length > 0)
    .map(({ message }) => ({ message: message.rendered, spans: message.spans }));
}

/** The mutant whose text an error points into: the nearest choice before it. */
function numbersAt({ spans }) {
  return spans
    .filter(({ is_primary: isPrimary }) => isPrimary)
    .flatMap(({ file_name: file, byte_start: start }) => {
      const before = readFileSync(join(native, file)).subarray(0, start).toString("utf8");
      const numbers = [...before.matchAll(/crate::mutant::on\((\d+)\)/g)];
      return numbers.length === 0 ? [] : [Number(numbers.at(-1)[1])];
    });
}

function cargo(args) {
  return run("cargo", [...args, "--quiet", "--message-format=json-render-diagnostics"], {
    cwd: native,
    env: environment(),
    stdout: "capture",
  });
}

function environment() {
  // A mutant may be seen to overflow: that is for its tests to find.
  const lints = "-Awarnings -Aarithmetic-overflow -Aunconditional-panic -Aunconditional-recursion";
  return { ...process.env, ...profile, RUSTFLAGS: lints, CARGO_TARGET_DIR: target };
}

function executables(messages) {
  return messagesOf(messages)
    .filter(({ reason, executable, profile }) => reason === "compiler-artifact" && executable && profile.test)
    .map(({ executable, manifest_path: manifest }) => ({ program: executable, cwd: join(manifest, "..") }));
}

function library(messages) {
  const found = messagesOf(messages).find(({ reason, target }) => reason === "compiler-artifact" && target.name === "rustybt_node");
  const addon = join(work, "mutants.node");
  cpSync(
    found.filenames.find((name) => name.endsWith(".so")),
    addon,
  );
  return addon;
}

function messagesOf(text) {
  return text
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));
}
