import { Decimal, exactOf, formatExact } from "../decimal.ts";
import { ConfigurationError } from "../errors.ts";
import { suggestion } from "../settings/nearest-name.ts";
import { type DecimalParam, type FloatParam, type IntParam, type Param, type ParamDefinitions, rangeText } from "./param.ts";

export type PlainParam = string | number | boolean;

export interface ResolvedParams {
  /** As `ctx.params` has them: decimals as `Decimal`. */
  readonly values: Readonly<Record<string, PlainParam | Decimal>>;
  /** As the result document has them: decimals as canonical strings. */
  readonly plain: Readonly<Record<string, PlainParam>>;
}

/**
 * The values a run uses: what was given where it is valid, defaults for the rest. Numbers may come as text (from a command line).
 *
 * Throws `ConfigurationError` `params.unknown`, `params.type`, `params.range` or `params.choice` with the parameter, the value and what is allowed.
 */
export function resolveParams(definitions: ParamDefinitions, given: Readonly<Record<string, unknown>>): ResolvedParams {
  const known = Object.keys(definitions);
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    const list = known.length === 0 ? "this strategy has no parameters" : `known: ${known.join(", ")}`;
    throw new ConfigurationError(`unknown parameter "${name}"${suggestion(name, known)} (${list})`, {
      code: "params.unknown",
      hint: known.length === 0 ? "Leave it out, or declare it in defineStrategy({ params })." : `Use one of ${known.join(", ")}.`,
      context: { parameter: name, value: given[name], known },
    });
  }
  const values: Record<string, PlainParam | Decimal> = {};
  const plain: Record<string, PlainParam> = {};
  for (const name of known) {
    const definition = definitions[name];
    if (definition === undefined) continue;
    const value = plainValue(name, definition, given[name] ?? definition.default);
    plain[name] = value;
    values[name] = definition.kind === "decimal" ? new Decimal(String(value)) : value;
  }
  return { values: Object.freeze(values), plain: Object.freeze(plain) };
}

function plainValue(name: string, definition: Param, given: unknown): PlainParam {
  switch (definition.kind) {
    case "int":
    case "float":
      return numberValue(name, definition, given);
    case "decimal":
      return decimalValue(name, definition, given);
    case "choice": {
      const found = definition.choices.find((choice) => choice === given || String(choice) === given);
      if (found !== undefined) return found;
      const list = definition.choices.map((choice) => JSON.stringify(choice)).join(", ");
      throw problem("choice", name, given, `is not one of ${list}`, { choices: definition.choices });
    }
    case "bool":
      if (given === true || given === "true") return true;
      if (given === false || given === "false") return false;
      throw problem("type", name, given, "is not true or false");
  }
}

function numberValue(name: string, definition: IntParam | FloatParam, given: unknown): number {
  const isText = typeof given === "string" && exactOf(given) !== undefined;
  const value = isText ? Number(given) : given;
  if (typeof value !== "number" || !Number.isFinite(value)) throw problem("type", name, given, "is not a number");
  if (definition.kind === "int" && !Number.isSafeInteger(value)) throw problem("type", name, given, "is not a whole number");
  const { min, max } = definition;
  if ((min !== undefined && value < min) || (max !== undefined && value > max)) {
    throw problem("range", name, given, `is outside ${rangeText(min, max)}`, { min, max });
  }
  return value;
}

function decimalValue(name: string, definition: DecimalParam, given: unknown): string {
  const exact = exactOf(given);
  if (exact === undefined) throw problem("type", name, given, "is not a decimal");
  const text = formatExact(exact.mantissa, exact.scale);
  const value = new Decimal(text);
  const { min, max } = definition;
  if ((min !== undefined && value.lt(min)) || (max !== undefined && value.gt(max))) {
    throw problem("range", name, given, `is outside ${rangeText(min, max)}`, { min, max });
  }
  return text;
}

function problem(
  code: "type" | "range" | "choice",
  name: string,
  value: unknown,
  what: string,
  allowed: Readonly<Record<string, unknown>> = {},
): ConfigurationError {
  const shown = typeof value === "string" ? JSON.stringify(value) : String(value);
  return new ConfigurationError(`parameter ${name}: ${shown} ${what}`, {
    code: `params.${code}`,
    hint: `Give ${name} a value that its declaration allows.`,
    context: { parameter: name, value, ...allowed },
  });
}
