import { createHash } from "node:crypto";
import { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inRoot } from "../setup/root.mjs";
import { run, tryRun } from "../setup/run.mjs";
import { Stop, step } from "../setup/say.mjs";
import { filesOf } from "./parts.mjs";

const work = inRoot(".build", "mutation");
const native = join(work, "native");
const target = join(work, "target");
/** What was written last, so that the same sources are not written and compiled again. */
const state = join(work, "state.json");
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
 * One build of a part with all its mutants in it: `{ mutants, leftOut, binaries }`. Mutants that do not compile are found by the compiler's
 * errors and left out, the others keep their numbers.
 */
export async function mutatedBuild(part) {
  const { mutants, leftOut } = await thatCompile(part, await builtMutator());
  let binaries = [];
  await step(`Building the tests of ${part.package} with the mutants (cargo test --no-run)`, async () => {
    binaries = executables(await cargo(["test", "--no-run", "-p", part.package]));
  });
  return { mutants: mutants.filter(({ number }) => !leftOut.includes(number)), leftOut: leftOut.length, binaries };
}

/** The addon of the mutated sources as they stand. */
export async function mutatedAddon() {
  let addon = "";
  await step("Building the addon with the mutants (cargo build)", async () => {
    addon = library(await cargo(["build", "-p", "node"]));
  });
  return addon;
}

async function thatCompile(part, mutator) {
  const key = fingerprint(part, mutator);
  const last = existsSync(state) ? JSON.parse(readFileSync(state, "utf8")) : {};
  if (last.key === key) return last;
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
  const found = { key, mutants, leftOut: [...leftOut] };
  writeFileSync(state, JSON.stringify(found));
  return found;
}

/** Changes with any source of native/ and with the mutator. */
function fingerprint({ folder }, mutator) {
  const hash = createHash("sha256").update(folder).update(readFileSync(mutator));
  for (const name of copied) {
    const path = inRoot("native", name);
    const files = statSync(path).isDirectory()
      ? readdirSync(path, { recursive: true })
          .sort()
          .map((file) => join(path, file))
      : [path];
    for (const file of files) if (statSync(file).isFile()) hash.update(file).update(readFileSync(file));
  }
  return hash.digest("hex");
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
