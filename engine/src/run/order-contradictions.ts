import { OrderError } from "../errors.ts";
import { showValue } from "../settings/settings-error.ts";
import type { SymbolRules } from "./symbol-rules.ts";

/** What an option cannot stand beside, and one of what it needs. The types of `OrderOptions` say the same in the editor. */
interface Rule {
  readonly code: string;
  readonly excludes: readonly string[];
  readonly needs?: readonly string[];
  /** What would be right. */
  readonly hint: string;
}

const rules: Readonly<Record<string, Rule>> = {
  at: {
    code: "order.at",
    excludes: ["stop", "trail", "trailPercent"],
    hint: "An order for the open or the close is a market order, or with limit a limit order, for that one print.",
  },
  ifTouched: {
    code: "order.option",
    excludes: ["stop", "trail", "trailPercent", "at", "marketToLimit"],
    hint: "Give ifTouched alone (market if touched) or with limit (limit if touched).",
  },
  marketToLimit: {
    code: "order.option",
    excludes: ["limit", "stop", "trail", "trailPercent", "at"],
    hint: "A market-to-limit order takes its limit from its first fill.",
  },
  activation: {
    code: "order.option",
    excludes: [],
    needs: ["trail", "trailPercent"],
    hint: "activation is where a trailing stop wakes: give trail or trailPercent with it.",
  },
  trailLimit: {
    code: "order.option",
    excludes: [],
    needs: ["trail", "trailPercent"],
    hint: "trailLimit is how far beyond its level a trailing stop becomes a limit: give trail or trailPercent with it.",
  },
  display: {
    code: "order.option",
    excludes: ["stop", "ifTouched", "trail", "trailPercent", "at", "marketToLimit"],
    needs: ["limit"],
    hint: "Only a plain limit order can show a part of itself: ctx.order(1000, { limit: 99, display: 100 }).",
  },
  postOnly: {
    code: "order.postOnly",
    excludes: ["stop", "ifTouched", "trail", "trailPercent", "at", "marketToLimit"],
    needs: ["limit"],
    hint: "Only a plain limit order can be post-only: ctx.order(10, { limit: 99, postOnly: true }).",
  },
};

/** Throws `OrderError` for options that contradict each other, naming both with their values. */
export function refuseContradictions(options: Readonly<Record<string, unknown>>, { symbol }: SymbolRules): void {
  const has = (option: string) => options[option] !== undefined && options[option] !== false;
  for (const [option, { code, excludes, needs, hint }] of Object.entries(rules)) {
    if (!has(option)) continue;
    const beside = excludes.find(has);
    if (beside !== undefined) {
      throw contradiction(
        code,
        `${symbol}: ${shown(options, option)} cannot stand beside ${shown(options, beside)}`,
        hint,
        option,
        options,
      );
    }
    if (needs !== undefined && !needs.some(has)) {
      throw contradiction(code, `${symbol}: ${shown(options, option)} needs ${needs.join(" or ")}`, hint, option, options);
    }
  }
  const { tif, expires } = options;
  if (expires !== undefined ? tif !== undefined && tif !== "GTD" : tif === "GTD") {
    const message = expires === undefined ? 'tif "GTD" needs expires' : `${shown(options, "tif")} cannot stand beside expires`;
    throw contradiction("order.expires", `${symbol}: ${message}`, 'Give expires alone, or with tif: "GTD".', "expires", options);
  }
}

function contradiction(
  code: string,
  message: string,
  hint: string,
  option: string,
  options: Readonly<Record<string, unknown>>,
): OrderError {
  return new OrderError(message, { code, hint, context: { option, value: options[option], options: Object.keys(options) } });
}

function shown(options: Readonly<Record<string, unknown>>, option: string): string {
  return `${option} ${showValue(options[option])}`;
}
