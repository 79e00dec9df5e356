import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

// Loaded when first used: imported at the top, each brings Node's streams along, together a third of the cost of importing this package.
export const nodeCrypto = (): typeof import("node:crypto") => require("node:crypto");
export const nodeFs = (): typeof import("node:fs") => require("node:fs");
export const nodeZlib = (): typeof import("node:zlib") => require("node:zlib");
