import { Decimal, isDecimalLike } from "../../decimal.ts";
import { ConfigurationError, StrategyError } from "../../errors.ts";
import { OrderHandle } from "../order-handle.ts";

/** A value as JSON: itself, or a tagged array `[kind, …]`. */
export type PlainState = null | boolean | string | readonly [kind: string, ...rest: unknown[]];

/** What a strategy can hold that belongs to the run: known by a name that the next run has as well. */
export interface RunObjects {
  nameOf(value: object): string | undefined;
  named(name: string): unknown;
  order(id: number): unknown;
}

/** A strategy's own state as plain data. Throws `StrategyError` `snapshot.state` naming the place of what cannot be kept. */
export function encodeState(state: unknown, objects: RunObjects): PlainState {
  const seen = new Map<object, number>();
  const encode = (value: unknown, path: string): PlainState => {
    switch (typeof value) {
      case "string":
        if (!value.isWellFormed()) throw refused(path, "a string with a lone surrogate");
        return value;
      case "boolean":
        return value;
      case "number":
        return ["number", Object.is(value, -0) ? "-0" : String(value)];
      case "bigint":
        return ["bigint", String(value)];
      case "undefined":
        return ["undefined"];
      case "object":
        return value === null ? null : encodeObject(value, path);
      default:
        throw refused(path, `a ${typeof value}`);
    }
  };
  const encodeObject = (value: object, path: string): PlainState => {
    const name = objects.nameOf(value);
    if (name !== undefined) return ["run", name];
    const known = seen.get(value);
    if (known !== undefined) return ["same", known];
    if (value instanceof OrderHandle) return ["order", value.id];
    if (isDecimalLike(value)) return ["decimal", String(value)];
    seen.set(value, seen.size);
    if (Array.isArray(value)) {
      if (Object.keys(value).length !== value.length) throw refused(path, "an array with gaps or further properties");
      return ["array", value.map((item, index) => encode(item, `${path}[${index}]`))];
    }
    if (value instanceof Date) return ["date", value.getTime()];
    if (value instanceof Map) {
      const pairs = [...value].map(([key, item]) => [encode(key, `${path} (a key)`), encode(item, `${path}.get(${shownKey(key)})`)]);
      return ["map", pairs];
    }
    if (value instanceof Set) return ["set", [...value].map((item) => encode(item, `${path} (an item)`))];
    if (ArrayBuffer.isView(value) && value.constructor.name in arrays) {
      return ["numbers", value.constructor.name, Array.from(value as unknown as ArrayLike<number>, (item) => encode(item, path))];
    }
    const prototype = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) throw refused(path, `an instance of ${value.constructor?.name ?? "a class"}`);
    if (Object.getOwnPropertySymbols(value).length > 0) throw refused(path, "an object with a symbol as key");
    const entries = Object.entries(Object.getOwnPropertyDescriptors(value)).map(([key, property]) => {
      const inside = /^[A-Za-z_$][\w$]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
      if (!("value" in property)) throw refused(inside, "a getter or setter");
      return [key, encode(property.value, inside)];
    });
    return ["object", entries];
  };
  return encode(state, "state");
}

/**
 * The state again. `fresh` is what `setup` has just returned: plain objects, arrays, maps and sets that stand at the same place are
 * filled instead of replaced, so that functions of `setup` which hold them see the same ones.
 */
export function decodeState(plain: PlainState, fresh: unknown, objects: RunObjects): unknown {
  const made: object[] = [];
  const decode = (value: PlainState, there: unknown): unknown => {
    if (!isTagged(value)) return value;
    const [kind, ...rest] = value;
    switch (kind) {
      case "number":
        return Number(rest[0]);
      case "bigint":
        return BigInt(rest[0] as string);
      case "undefined":
        return undefined;
      case "decimal":
        return new Decimal(rest[0] as string);
      case "order":
        return objects.order(rest[0] as number);
      case "run":
        return objects.named(rest[0] as string);
      case "same":
        return made[rest[0] as number];
      case "date": {
        const date = new Date(rest[0] as number);
        made.push(date);
        return date;
      }
      case "array": {
        const old = Array.isArray(there) && !Object.isFrozen(there) ? there : [];
        const before = [...old];
        made.push(old);
        old.length = 0;
        for (const [index, item] of (rest[0] as PlainState[]).entries()) old.push(decode(item, before[index]));
        return old;
      }
      case "map": {
        const old = there instanceof Map ? there : new Map();
        const before = new Map(old);
        made.push(old);
        old.clear();
        for (const [key, item] of rest[0] as [PlainState, PlainState][]) {
          const restored = decode(key, undefined);
          old.set(restored, decode(item, before.get(restored)));
        }
        return old;
      }
      case "set": {
        const old = there instanceof Set ? there : new Set();
        made.push(old);
        old.clear();
        for (const item of rest[0] as PlainState[]) old.add(decode(item, undefined));
        return old;
      }
      case "numbers": {
        const [name, items] = rest as [keyof typeof arrays, PlainState[]];
        const values = items.map((item) => decode(item, undefined));
        const Class = arrays[name];
        const old = there instanceof Class && there.length === values.length ? there : new Class(values.length);
        made.push(old);
        for (const [index, item] of values.entries()) old[index] = item as never;
        return old;
      }
      case "object": {
        const old = (isPlainObject(there) && !Object.isFrozen(there) ? there : {}) as Record<string, unknown>;
        const before = { ...old };
        made.push(old);
        for (const key of Object.keys(old)) delete old[key];
        for (const [key, item] of rest[0] as [string, PlainState][]) {
          const restored = decode(item, before[key]);
          Object.defineProperty(old, key, { value: restored, writable: true, enumerable: true, configurable: true });
        }
        return old;
      }
      default:
        throw unreadable(kind);
    }
  };
  return decode(plain, fresh);
}

const arrays = {
  Float64Array,
  Float32Array,
  Int32Array,
  Uint32Array,
  Int16Array,
  Uint16Array,
  Int8Array,
  Uint8Array,
  BigInt64Array,
  BigUint64Array,
} as const;

function isTagged(value: PlainState): value is readonly [kind: string, ...rest: unknown[]] {
  return typeof value === "object" && value !== null;
}

function isPlainObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function shownKey(key: unknown): string {
  return typeof key === "string" ? JSON.stringify(key) : typeof key === "object" ? "an object" : String(key);
}

function refused(path: string, what: string): StrategyError {
  return new StrategyError(`a snapshot cannot keep ${path}: it is ${what}`, {
    code: "snapshot.state",
    hint: "Keep numbers, texts, Decimals, orders, indicators, and arrays, objects, Maps and Sets of them in the state that setup returns.",
    context: { path, value: what },
  });
}

function unreadable(kind: string): ConfigurationError {
  return new ConfigurationError(`the snapshot holds a value of the unknown kind ${JSON.stringify(kind)}`, {
    code: "snapshot.format",
    hint: "Continue it with the version of rustybt that wrote it.",
    context: { kind },
  });
}
