import { readdirSync } from "node:fs";
import { join } from "node:path";

const engineTests = ["engine/src/spec", "engine/src/conformance", "engine/src/reference", "engine/src/result", "engine/src/verify"];

/** What is mutated, relative to native/, and the tests that look at it: those of its crate, then those that drive it through the addon. */
export const parts = {
  money: { package: "money", folder: "crates/money/src", tests: engineTests },
  account: { package: "engine", folder: "crates/engine/src/account", tests: engineTests },
  matching: { package: "engine", folder: "crates/engine/src/matching", tests: engineTests },
  orders: { package: "engine", folder: "crates/engine/src/orders", tests: engineTests },
};

/** The files of a part in a copy of native/; tests and the crate's root (which gets the switch) are left as they are. */
export function filesOf({ folder }, native) {
  return readdirSync(join(native, folder), { recursive: true })
    .filter((name) => name.endsWith(".rs") && !/(^|\/)(lib\.rs|tests?\/.*|.*tests\.rs)$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}
