import { type AmbientName, ambientGlobals, ambientMembers, currentDate } from "./ambient-names.ts";
import { refusedSource, type SourcePlace } from "./refused-source.ts";

/** Tells whether a frame's file belongs to the strategy, and how errors show it; undefined for anyone else's code. */
export type StrategyFile = (url: string) => string | undefined;

export interface AmbientGuard {
  /** Gives the host its globals back. */
  remove(): void;
}

/**
 * Refuses clock, chance, machine and network to strategy code while it runs, also where no check of the source could see it. Who asks is
 * told from the call stack, so the host's own code goes on as before. It keeps mistakes out, it is no sandbox.
 */
export function installAmbientGuard(strategyFile: StrategyFile): AmbientGuard {
  const undo: (() => void)[] = [];
  const replace = (target: object, key: string, value: unknown): void => {
    const before = Object.getOwnPropertyDescriptor(target, key);
    Object.defineProperty(target, key, { value, writable: true, configurable: true, enumerable: before?.enumerable ?? false });
    undo.unshift(() => (before === undefined ? Reflect.deleteProperty(target, key) : Object.defineProperty(target, key, before)));
  };
  let isAsking = false;
  const check = (what: string, ambient: AmbientName): void => {
    // Finding out who asks may itself use what is guarded, with the strategy still on the stack.
    if (isAsking) return;
    isAsking = true;
    let place: SourcePlace | undefined;
    try {
      place = callerInStrategy(strategyFile);
    } finally {
      isAsking = false;
    }
    if (place !== undefined) throw refusedSource(what, ambient, place);
  };

  for (const [name, ambient] of Object.entries(ambientGlobals)) {
    const original: unknown = Reflect.get(globalThis, name);
    if (isGuardable(original)) replace(globalThis, name, guarded(original, name, ambient, check));
  }
  for (const [name, members] of Object.entries(ambientMembers)) {
    const holder: unknown = Reflect.get(globalThis, name);
    if (!isGuardable(holder)) continue;
    for (const [member, ambient] of Object.entries(members)) {
      const original: unknown = Reflect.get(holder, member);
      if (isGuardable(original)) replace(holder, member, guarded(original, `${name}.${member}`, ambient, check));
    }
  }
  guardDate(replace, check);
  guardCodeFromText(replace, check);
  return {
    remove() {
      for (const step of undo) step();
    },
  };
}

type Replace = (target: object, key: string, value: unknown) => void;
type Check = (what: string, ambient: AmbientName) => void;

// A library may look whether `process` exists; only using it is refused, so the value itself stays an object or function.
function guarded(original: object, name: string, ambient: AmbientName, check: Check): object {
  return new Proxy(original, {
    apply(target, self, args) {
      check(name, ambient);
      return Reflect.apply(target as () => unknown, self, args);
    },
    construct(target, args) {
      check(name, ambient);
      return Reflect.construct(target as new () => object, args);
    },
    get(target, key) {
      const isFunction = typeof target === "function";
      if (typeof key === "string" && !isFunction) check(`${name}.${key}`, ambient);
      const value: unknown = Reflect.get(target, key, target);
      const isFixed = Reflect.getOwnPropertyDescriptor(target, key)?.configurable === false;
      return typeof value === "function" && !isFunction && !isFixed ? value.bind(target) : value;
    },
  });
}

function guardDate(replace: Replace, check: Check): void {
  const original = Date;
  const date = new Proxy(original, {
    apply(target) {
      check("Date()", currentDate);
      return target();
    },
    construct(target, args, newTarget) {
      if (args.length === 0) check("new Date() without an argument", currentDate);
      return Reflect.construct(target, args, newTarget);
    },
  });
  replace(globalThis, "Date", date);
  replace(original.prototype, "constructor", date);
}

// Every kind of function can make more of its kind from text, through its prototype's constructor.
function guardCodeFromText(replace: Replace, check: Check): void {
  const samples = [() => undefined, async () => undefined, function* () {}, async function* () {}];
  for (const sample of samples) {
    const prototype: object = Object.getPrototypeOf(sample);
    const original: unknown = Reflect.get(prototype, "constructor");
    const ambient = ambientGlobals.Function;
    if (isGuardable(original) && ambient !== undefined) replace(prototype, "constructor", guarded(original, "Function", ambient, check));
  }
}

function isGuardable(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** Where the strategy asked from: the nearest frame of the stack that lies in a file, if that file is the strategy's. */
function callerInStrategy(strategyFile: StrategyFile): SourcePlace | undefined {
  const { prepareStackTrace, stackTraceLimit } = Error;
  let frames: readonly NodeJS.CallSite[] = [];
  try {
    Error.stackTraceLimit = 50;
    Error.prepareStackTrace = (_, sites) => {
      frames = sites;
      return "";
    };
    // Formatting happens when the property is read.
    void new Error("who asks").stack;
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
    Error.stackTraceLimit = stackTraceLimit;
  }
  for (const frame of frames) {
    const url = frame.getScriptNameOrSourceURL() ?? frame.getEvalOrigin();
    if (url === undefined || url === null || url.startsWith("node:") || url === import.meta.url) continue;
    const file = strategyFile(url);
    return file === undefined ? undefined : { file, line: frame.getLineNumber() ?? undefined };
  }
  return undefined;
}
