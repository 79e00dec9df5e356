import { OrderError } from "../errors.ts";
import { showValue } from "../settings/settings-error.ts";
import { canonicalTimeBound } from "../settings/time-bound.ts";
import { flag } from "./block.ts";
import type { OrderNumbers } from "./order-options.ts";
import type { SymbolRules } from "./symbol-rules.ts";

const dayMs = 86_400_000;
/** Years 0001 to 9999, which is what a result can write. */
const [earliest, latest] = [Date.parse("0001-01-01T00:00:00Z"), Date.parse("9999-12-31T23:59:59.999Z")];

/** Reads `expires`: a date is that whole exchange day, an instant the first bar start that is too late. */
export function readExpires(value: unknown, rules: SymbolRules, into: OrderNumbers): void {
  const text = typeof value === "string" ? canonicalTimeBound(value) : undefined;
  if (text?.length === 10) {
    into.expires = Date.parse(`${text}T00:00:00Z`) / dayMs;
    into.flags |= flag.expiresDay;
    return;
  }
  const time = text !== undefined ? Date.parse(text) : value instanceof Date ? value.getTime() : value;
  if (typeof time !== "number" || !Number.isInteger(time) || time < earliest || time > latest) {
    const shown = showValue(value);
    throw new OrderError(`${rules.symbol}: expires is ${shown}, which is neither a date nor an instant`, {
      code: "order.expires",
      hint: 'Give "2024-06-28" (through that exchange day), "2024-06-28T15:30:00Z", a Date, or whole milliseconds UTC such as ctx.time + 3_600_000.',
      context: { symbol: rules.symbol, option: "expires", value: shown },
    });
  }
  into.expires = time;
  into.flags |= flag.expiresAt;
}
