import type { OrderRow, ResultDocument, UnfilledRow, WaitRow } from "../result/document.ts";
import { type OrderWait, orderWaits, splitMoments } from "../result/order-waits.ts";
import { compareDecimals } from "../settings/decimal-text.ts";
import type { RunConfig } from "../settings/run-config.ts";
import type { Clock } from "./clock.ts";
import type { Findings } from "./findings.ts";

/** Reasons that come with what was missing. */
const lacks: Readonly<Record<string, "money" | "quantity">> = {
  insufficientCash: "money",
  insufficientMargin: "money",
  shortNotAllowed: "quantity",
  noLocate: "quantity",
};

/**
 * Why orders did not fill: which orders, when they stood open and on which terms follows from the log; prices can only be held against
 * each other and against what would have filled.
 */
export function checkUnfilled({ unfilled, orders, actions, manifest }: ResultDocument, clock: Clock, findings: Findings): void {
  if (unfilled === undefined) return;
  const byId = new Map(orders.map((order) => [order.id, order]));
  const splits = splitMoments(actions);
  let last = 0;
  for (const [i, row] of unfilled.entries()) {
    const path = `unfilled[${i}]`;
    const order = byId.get(row.order);
    if (order === undefined || order.status === "filled" || row.order <= last) {
      findings.add(`${path}.order`, "an order that did not fill, each once and in their order", { found: row.order });
      continue;
    }
    last = row.order;
    checkRefusal(`${path}.refused`, order, row, findings);
    checkWaits(`${path}.waits`, order, row.waits ?? [], {
      clock,
      config: manifest.config,
      splits,
      isAlone: manifest.data.length === 1,
      detailed: new Set(manifest.data.flatMap(({ symbol, detail }) => (detail === undefined ? [] : [symbol]))),
      findings,
    });
  }
  const told = new Set(unfilled.map(({ order }) => order));
  for (const order of orders) {
    if (order.status === "filled" || told.has(order.id) || !isRefused(order)) continue;
    findings.add("unfilled", `what order ${order.id} lacked is told`, { expected: order.id });
  }
}

function isRefused({ status, reason }: OrderRow): boolean {
  return (status === "rejected" || status === "canceled") && reason !== undefined && Object.hasOwn(lacks, reason);
}

function checkRefusal(path: string, order: OrderRow, { refused }: UnfilledRow, findings: Findings): void {
  const { reason, history, status } = order;
  if (!isRefused(order)) {
    if (refused !== undefined) findings.add(path, "only an order that the account refused lacked something", { found: reason });
    return;
  }
  if (refused === undefined) {
    findings.add(path, "what the refused order lacked is told", { expected: reason });
    return;
  }
  findings.equal(`${path}.t`, history.at(-1)?.t, refused.t, "it lacked it when it was refused");
  findings.equal(`${path}.of`, lacks[reason ?? ""], refused.of, "what it lacked follows from the reason");
  if (refused.of === "quantity" && status === "rejected") {
    findings.equal(`${path}.needed`, order.quantity, refused.needed, "a sale needs what it sells");
  }
  if (compareDecimals(refused.needed, refused.available) <= 0) {
    findings.add(path, "it needed more than was available", { expected: `less than ${refused.needed}`, found: refused.available });
  }
}

interface WaitParts {
  readonly clock: Clock;
  readonly config: RunConfig;
  readonly splits: ReadonlySet<string>;
  /** With one symbol every point of the clock is a bar of it. */
  readonly isAlone: boolean;
  /** Symbols whose path is that of finer bars, which need not reach the range of their bar (F8). */
  readonly detailed: ReadonlySet<string>;
  readonly findings: Findings;
}

function checkWaits(path: string, order: OrderRow, waits: readonly WaitRow[], parts: WaitParts): void {
  const { clock, splits, isAlone, findings } = parts;
  const stepOf = (t: string): number => clock.step(t) ?? 0;
  const saidBefore = (atOpen: boolean) => orderWaits(order, { stepOf, last: clock.last, splits }, atOpen);
  const key = ({ from, to }: { from: number | undefined; to: number | undefined }): string => `${from} ${to}`;
  // Whether an order was said before an open is not in the log: either way must fit.
  const expected = [saidBefore(false), saidBefore(true)];
  const fitting = expected.find((list) =>
    waits.every(({ from, to }) => list.some((wait) => key(wait) === key({ from: clock.step(from), to: clock.step(to) }))),
  );
  if (fitting === undefined || (isAlone && fitting.length !== waits.length)) {
    const shown = (expected[0] ?? []).map(({ from, to }) => `${clock.texts[from]} to ${clock.texts[to]}`);
    findings.add(path, "when the order stood open follows from its history", { expected: shown.join(", "), found: waits.length });
    return;
  }
  for (const [i, wait] of waits.entries()) {
    const [from, to] = [stepOf(wait.from), stepOf(wait.to)];
    const known = fitting.find((each) => each.from === from && each.to === to);
    if (known !== undefined) checkWait(`${path}[${i}]`, order, wait, known, parts);
  }
}

function checkWait(path: string, order: OrderRow, wait: WaitRow, known: OrderWait, parts: WaitParts): void {
  const { clock, config, isAlone, detailed, findings } = parts;
  const points = known.to - known.from + 1;
  for (const name of ["status", "limit", "stop", "ifTouched", "activation"] as const)
    findings.equal(`${path}.${name}`, known[name], wait[name], "follows from the order's history");
  if (isAlone ? wait.bars !== points : wait.bars < 1 || wait.bars > points) {
    findings.add(`${path}.bars`, "bars between the first and the last point", { expected: points, found: wait.bars });
  }
  for (const name of ["lowTime", "highTime"] as const) {
    const step = clock.step(wait[name]);
    if (step === undefined || step < known.from || step > known.to)
      findings.add(`${path}.${name}`, "lies within the wait", { found: wait[name] });
  }
  if (compareDecimals(wait.low, wait.high) > 0)
    findings.add(`${path}.low`, "is not above the high", { expected: wait.high, found: wait.low });
  if ((wait.withoutVolume ?? 0) > wait.bars) findings.add(`${path}.withoutVolume`, "is at most the bars", { found: wait.withoutVolume });
  const beyond = detailed.has(order.symbol) ? undefined : wouldHaveFilled(order, wait, config);
  if (beyond !== undefined) findings.add(`${path}.${beyond}`, "a price that far would have filled the order", { found: wait[beyond] });
}

/** With plain fills a resting limit order is never touched, in any bar but the one in which the account refused it. */
function wouldHaveFilled(order: OrderRow, { status, limit, low, high }: WaitRow, config: RunConfig): "low" | "high" | undefined {
  const { limit: rule, volumeLimit, market: _market, path: _path, ...others } = config.fills;
  const isPlain = rule === "touch" && volumeLimit === null && [...Object.values(others)].every(isOff);
  if (
    !isPlain ||
    config.slippage.model === "volumeShare" ||
    order.kind !== "limit" ||
    status !== "accepted" ||
    limit === undefined ||
    isRefused(order)
  )
    return undefined;
  if (!["GTC", "DAY"].includes(order.tif) || Object.keys(order).some((name) => !plainTerms.includes(name))) return undefined;
  if (order.side === "buy") return compareDecimals(low, limit) <= 0 ? "low" : undefined;
  return compareDecimals(high, limit) >= 0 ? "high" : undefined;
}

function isOff(setting: unknown): boolean {
  return setting === undefined || setting === null || setting === "allow";
}

const plainTerms: readonly string[] = [
  ...["id", "symbol", "side", "quantity", "kind", "tif", "status", "reason", "filled", "fees", "averagePrice", "history"],
  ...["limit", "tag", "fit"],
];
