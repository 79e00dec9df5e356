import { readdirSync } from "node:fs";
import { join } from "node:path";

/** What is mutated, relative to native/, and the crate whose tests look at it first. */
export const parts = {
  money: { package: "money", folder: "crates/money/src" },
  account: { package: "engine", folder: "crates/engine/src/account" },
  matching: { package: "engine", folder: "crates/engine/src/matching" },
  orders: { package: "engine", folder: "crates/engine/src/orders" },
};

/** The files of a part in a copy of native/; tests and the crate's root (which gets the switch) are left as they are. */
export function filesOf({ folder }, native) {
  return readdirSync(join(native, folder), { recursive: true })
    .filter((name) => name.endsWith(".rs") && !/(^|\/)(lib\.rs|tests?\/.*|.*tests\.rs)$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}
