// Loaded when first used: imported at the top, each brings Node's streams along, together a third of the cost of importing this package.
// Node's own modules need no `createRequire`, whose paths cost more than the modules' names.
export const nodeCrypto = (): typeof import("node:crypto") => process.getBuiltinModule("node:crypto");
export const nodeFs = (): typeof import("node:fs") => process.getBuiltinModule("node:fs");
export const nodeModule = (): typeof import("node:module") => process.getBuiltinModule("node:module");
export const nodeZlib = (): typeof import("node:zlib") => process.getBuiltinModule("node:zlib");
