import type { OrderRow } from "../result/document.ts";
import { compareDecimals } from "../settings/decimal-text.ts";
import type { LimitsConfig, RunConfig } from "../settings/run-config.ts";
import type { Findings } from "./findings.ts";

const limitOf: Readonly<Record<string, keyof LimitsConfig>> = {
  limitOrderQuantity: "orderQuantity",
  limitOrderValue: "orderValue",
  limitPosition: "position",
  limitPositionValue: "positionValue",
  limitExposure: "exposure",
  limitOpenOrders: "openOrders",
  limitDailyLoss: "dailyLoss",
};

/** An order that a limit refused (O25): the run has that limit, and the first limit of the list that it breaks is the one named. */
export function checkLimits(orders: readonly OrderRow[], { limits }: RunConfig, findings: Findings): void {
  for (const [i, { status, reason, quantity }] of orders.entries()) {
    const limit = reason !== undefined && Object.hasOwn(limitOf, reason) ? limitOf[reason] : undefined;
    if (limit === undefined) continue;
    const path = `orders[${i}].reason`;
    if (limits[limit] === null) findings.add(path, `no order breaks limits.${limit}, which is not set`, { found: reason });
    if (status !== "rejected" && status !== "canceled") findings.add(path, "a limit refuses an order or cancels it", { found: status });
    // One that waited for another order was checked with the part it began with.
    if (limits.orderQuantity === null || status !== "rejected") continue;
    const isLarge = compareDecimals(quantity, limits.orderQuantity) > 0;
    if (isLarge !== (limit === "orderQuantity"))
      findings.add(path, `an order breaks limits.orderQuantity, ${limits.orderQuantity}, with more than that`, { found: quantity });
  }
}
