import { format } from "node:util";
import { StrategyError } from "@rustybt/engine";
import { type AmbientName, ambientGlobals, ambientMembers, currentDate } from "../../../sdk/src/cli/strategy/ambient-names.ts";
import { writeWhole } from "./write-whole.ts";

const later: AmbientName = {
  brings: "runs after the callback has ended",
  instead: "Do everything before the callback returns, or use ctx.schedule.",
};
const garbage: AmbientName = { brings: "tells when memory is collected", instead: "Keep what is needed in the strategy's state." };
const other: AmbientName = { brings: "is nothing a strategy needs", instead: "A strategy gets everything through ctx." };

const reasons: Readonly<Record<string, AmbientName>> = {
  ...ambientGlobals,
  setTimeout: later,
  setInterval: later,
  setImmediate: later,
  WeakRef: garbage,
  FinalizationRegistry: garbage,
};

// The language itself, and what is plain computing beside it.
const kept = new Set([
  ...[
    "globalThis",
    "global",
    "Infinity",
    "NaN",
    "undefined",
    "Object",
    "Array",
    "Boolean",
    "Number",
    "BigInt",
    "String",
    "Symbol",
    "Math",
    "Date",
  ],
  ...["JSON", "Intl", "Map", "Set", "WeakMap", "WeakSet", "Promise", "Proxy", "Reflect", "RegExp", "Iterator", "AsyncIterator", "Temporal"],
  ...["Error", "AggregateError", "EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError", "SuppressedError"],
  ...["ArrayBuffer", "DataView", "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array"],
  ...["Float16Array", "Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array", "DisposableStack", "AsyncDisposableStack"],
  ...[
    "parseFloat",
    "parseInt",
    "isFinite",
    "isNaN",
    "encodeURI",
    "encodeURIComponent",
    "decodeURI",
    "decodeURIComponent",
    "escape",
    "unescape",
  ],
  ...[
    "console",
    "structuredClone",
    "TextEncoder",
    "TextDecoder",
    "URL",
    "URLSearchParams",
    "atob",
    "btoa",
    "Buffer",
    "clearTimeout",
    "clearInterval",
  ],
  ...["clearImmediate", "queueMicrotask"],
]);

/**
 * Takes clock, chance, machine and network out of the realm the strategy is about to be loaded into. The runner and the engine go on with
 * what they were started with (`own-globals.ts`). It keeps results reproducible; what keeps the host safe is outside of this process.
 */
export function closeRealm(): void {
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (kept.has(name)) continue;
    if (name === "Function") continue;
    const ambient = Object.hasOwn(reasons, name) ? reasons[name] : other;
    // Removed first: to look at it, or to define over it, would load what some of these names stand for.
    Reflect.deleteProperty(globalThis, name);
    replace(globalThis, name, refusing(name, ambient ?? other));
  }
  for (const [name, members] of Object.entries(ambientMembers)) {
    const holder: unknown = Reflect.get(globalThis, name);
    if (typeof holder !== "object" && typeof holder !== "function") continue;
    if (holder === null) continue;
    for (const [member, ambient] of Object.entries(members)) {
      if (Object.hasOwn(holder, member)) replace(holder, member, refusing(`${name}.${member}`, ambient));
    }
  }
  closeDate();
  closeCodeFromText();
  replace(globalThis, "console", printing());
  fixLanguage();
}

/** What the engine and this runner go on using stays what it is. Prototypes that code of a strategy may rightly shadow only take nothing new. */
function fixLanguage(): void {
  const whole = [
    JSON,
    Math,
    Reflect,
    Array,
    Map,
    Set,
    WeakMap,
    String,
    Number,
    BigInt,
    Promise,
    RegExp,
    Uint8Array,
    Float64Array,
    BigInt64Array,
  ];
  for (const each of whole) {
    Object.freeze(each);
    if ("prototype" in each) Object.freeze(each.prototype);
  }
  for (const each of [Object, Function, Error]) Object.preventExtensions(each.prototype);
}

function refuse(what: string, { brings, instead }: AmbientName): never {
  throw new StrategyError(`${what} ${brings}`, { code: "strategy.ambient", hint: instead, context: { name: what } });
}

/** `typeof` may look; every other use is refused, and there is nothing behind it. */
function refusing(what: string, ambient: AmbientName): unknown {
  const no = (): never => refuse(what, ambient);
  const traps = {
    get: (_: object, key: string | symbol) => refuse(`${what}.${String(key)}`, ambient),
    apply: no,
    construct: no,
    set: no,
    has: no,
  };
  const more = {
    ownKeys: no,
    getPrototypeOf: no,
    getOwnPropertyDescriptor: no,
    defineProperty: no,
    deleteProperty: no,
    setPrototypeOf: no,
  };
  return new Proxy(function nothing() {}, { ...traps, ...more });
}

function closeDate(): void {
  const original = globalThis.Date;
  const date = new Proxy(original, {
    apply: () => refuse("Date()", currentDate),
    construct(target, args, newTarget) {
      if (args.length === 0) refuse("new Date() without an argument", currentDate);
      return Reflect.construct(target, args, newTarget);
    },
  });
  replace(globalThis, "Date", date);
  replace(original.prototype, "constructor", date);
}

/** Every kind of function can make more of its kind from text, through its prototype's constructor. */
function closeCodeFromText(): void {
  const no = (): never => refuse("Function", reasons.Function ?? other);
  for (const sample of [() => undefined, async () => undefined, function* () {}, async function* () {}]) {
    const prototype: object = Object.getPrototypeOf(sample);
    const original: unknown = Reflect.get(prototype, "constructor");
    if (typeof original !== "function") continue;
    // Only making code is refused: `instanceof Function` is nobody's harm.
    const closed = new Proxy(original, { apply: no, construct: no });
    replace(prototype, "constructor", closed);
    if (original === globalThis.Function) replace(globalThis, "Function", closed);
  }
}

/** What a strategy prints goes to stderr, and to nobody's streams. */
function printing(): object {
  const print = (...parts: unknown[]): void => {
    writeWhole(2, Buffer.from(`${format(...parts)}\n`));
  };
  return { log: print, info: print, debug: print, warn: print, error: print, trace: print, dir: print, table: print };
}

function replace(holder: object, name: string, value: unknown): void {
  Object.defineProperty(holder, name, { value, writable: true, configurable: true, enumerable: false });
}
