import { calendarFor, defaultCalendarId } from "../market/calendar.ts";
import { type SessionTimes, sessionTimes } from "../market/session-times.ts";
import type { Manifest, OrderChange, OrderRow, ResultDocument } from "../result/document.ts";
import { durationUs, microsecondsOf } from "../settings/duration.ts";
import { delayParts } from "../settings/latency-settings.ts";
import type { DelayConfig, DelayPart, LatencyConfig } from "../settings/run-config.ts";
import type { Clock } from "./clock.ts";
import type { Findings } from "./findings.ts";

type Kind = Exclude<keyof LatencyConfig, "seed">;

/** A message on its way. */
interface Sent {
  readonly kinds: readonly Kind[];
  readonly us: number;
  readonly step: number;
  readonly path: string;
}

/** Messages (F12): each takes what the settings allow, takes effect once, in its turn, and at the bar its latency leads to. */
export function checkLatency({ orders, fills, manifest }: ResultDocument, clock: Clock, findings: Findings): void {
  const config = manifest.config.latency ?? null;
  const takesTime = config !== null && (["submit", "cancel", "modify", "ack"] as const).some((kind) => delayParts(config[kind]).length > 0);
  findings.equal("manifest.latency", takesTime, manifest.latency !== undefined, "stands here where manifest.config.latency takes time");
  if (config !== null && manifest.latency !== undefined) checkInfo(config, manifest, clock, findings);
  const ownOrders = new Set(fills.filter(({ why }) => why.rule === "closeAtEnd").map(({ orderId }) => orderId));
  for (const { id, tag, reduceOnly } of orders) if (tag === "recall" && reduceOnly) ownOrders.add(id); // M12
  const spans = new Map<string, BarTimes>();
  for (const [i, order] of orders.entries()) {
    const times = spans.get(order.symbol) ?? barTimes(order.symbol, manifest, clock);
    spans.set(order.symbol, times);
    const bars = barsOf(order.symbol, manifest, clock);
    const check = new OrderMessages(`orders[${i}].history`, order, { config, times, clock, findings, bars });
    check.follow(ownOrders.has(order.id));
  }
}

/** First and last step of a symbol that has a bar at each one between them; of others the document does not say which they have. */
function barsOf(symbol: string, { data }: Manifest, clock: Clock): Bars | undefined {
  const source = data.find((one) => one.symbol === symbol);
  const [first, last] = [clock.step(source?.from ?? ""), clock.step(source?.to ?? "")];
  if (first === undefined || last === undefined || source?.rows !== last - first + 1) return undefined;
  return { first, last };
}

interface Bars {
  readonly first: number;
  readonly last: number;
}

/** Open and close of each step's bar, in microseconds. */
interface BarTimes {
  open(step: number): number;
  close(step: number): number;
}

function barTimes(symbol: string, { config, latency }: Manifest, clock: Clock): BarTimes {
  const intervalMs = latency?.bars.find((bar) => bar.symbol === symbol)?.intervalMs ?? null;
  const at = (step: number) => (clock.times[step] ?? Number.POSITIVE_INFINITY) * 1_000;
  if (intervalMs !== null) return { open: at, close: (step) => at(step) + intervalMs * 1_000 };
  const instrument = config.instruments[symbol] ?? config.instruments["*"];
  const calendar = calendarFor(instrument?.calendar ?? config.calendar ?? defaultCalendarId(instrument?.assetClass ?? "equity"));
  let sessions: SessionTimes | undefined;
  const of = (side: keyof SessionTimes) => (step: number) => {
    sessions ??= sessionTimes(clock.times, calendar);
    return (sessions[side][step] ?? Number.POSITIVE_INFINITY) * 1_000;
  };
  return { open: of("opens"), close: of("closes") };
}

function checkInfo(config: LatencyConfig, { data, latency }: Manifest, clock: Clock, findings: Findings): void {
  const bars = latency?.bars ?? [];
  findings.equal(
    "manifest.latency.bars",
    data.map(({ symbol }) => symbol),
    bars.map(({ symbol }) => symbol),
    "bars are those of the data",
  );
  const shortest = clock.times.reduce((least, time, i) => (i === 0 ? least : Math.min(least, time - (clock.times[i - 1] ?? 0))), Infinity);
  const [first] = bars;
  if (bars.length === 1 && first !== undefined && first.intervalMs !== null && first.intervalMs > shortest)
    findings.add("manifest.latency.bars[0].intervalMs", "no bar begins before the one before it has ended", {
      expected: shortest,
      found: first.intervalMs,
    });
  const kinds = [config.submit, config.cancel, config.modify, config.ack];
  const named = kinds.flatMap((delay) => delayParts(delay)).flatMap((part) => (isFile(part) ? [part.path] : []));
  findings.equal(
    "manifest.latency.files",
    [...new Set(named)],
    (latency?.files ?? []).map(({ path }) => path),
    "files are those of the settings",
  );
}

function isFile(part: DelayPart): part is Extract<DelayPart, { model: "file" }> {
  return typeof part !== "string" && part.model === "file";
}

interface MessageParts {
  readonly config: LatencyConfig | null;
  readonly times: BarTimes;
  readonly clock: Clock;
  readonly findings: Findings;
  /** Where a message can take effect, if that is known. */
  readonly bars: Bars | undefined;
}

/** The messages about one order, as its history tells them. */
class OrderMessages {
  readonly #path: string;
  readonly #order: OrderRow;
  readonly #parts: MessageParts;
  readonly #underWay: Sent[] = [];
  /** Step of the last message that took effect: later ones do not overtake it. */
  #arrived = 0;

  constructor(path: string, order: OrderRow, parts: MessageParts) {
    this.#path = path;
    this.#order = order;
    this.#parts = parts;
  }

  follow(isOfEngine: boolean): void {
    const { history, parent } = this.#order;
    const { findings } = this.#parts;
    for (const [i, change] of history.entries()) {
      const path = `${this.#path}[${i}]`;
      // Put on hold, it has taken its message back.
      const isHeld = i > 0 && change.status === "initialized" && change.parent !== undefined;
      if (isHeld && this.#underWay[0]?.kinds.includes("submit")) this.#underWay.shift();
      if (change.arrived) this.#arrive(path, change);
      else if (change.refused !== undefined && this.#parts.config === null)
        findings.add(`${path}.refused`, "changes are refused on arrival where messages take time", { found: change.refused });
      if (change.latency !== undefined) this.#send(path, change, i === 0);
      const [must] = this.#bounds(this.#kindOf(change, i === 0));
      const isLeft = change.latency !== undefined || change.arrived === true || this.#underWay.length > 0;
      const isAsked = (i === 0 && change.status === "accepted" && parent === undefined) || change.reason === "userCancel";
      if (isAsked && must > 0 && !isLeft && !isOfEngine)
        findings.add(`${path}.status`, "what is sent takes effect when it has arrived", { found: change.status });
    }
    const [next] = this.#underWay;
    const { bars } = this.#parts;
    const isOpen = !["denied", "rejected", "filled", "canceled", "expired"].includes(this.#order.status);
    if (bars !== undefined && isOpen && next !== undefined && this.#arrival(next, "close", bars) !== undefined)
      findings.add(`${next.path}.latency`, "a message takes effect before the data end after it has arrived", { found: next.us / 1_000 });
  }

  #kindOf({ status, reason }: OrderChange, isFirst: boolean): readonly Kind[] {
    if (isFirst) return ["submit"];
    if (status === "pendingCancel" || reason === "userCancel") return ["cancel"];
    return status === "pendingReplace" ? ["modify"] : ["cancel", "modify"];
  }

  #send(path: string, change: OrderChange, isFirst: boolean): void {
    const { config, clock, findings } = this.#parts;
    const us = Number(microsecondsOf(change.latency ?? "0", "ms") ?? Number.NaN);
    const kinds = this.#kindOf(change, isFirst);
    const [least, most] = this.#bounds(kinds);
    // One that takes no time still waits for what was sent before it.
    const waits = us === 0 && this.#underWay.length > 0;
    if (config === null || !(waits || (us > 0 && us >= least && us <= most)))
      findings.add(`${path}.latency`, `a latency lies within what manifest.config.latency.${kinds.join(" or .")} gives`, {
        expected: `${least / 1_000} to ${most / 1_000}`,
        found: change.latency,
      });
    // What waits for another order from the start does not arrive by itself.
    if (isFirst && change.status === "initialized") return;
    this.#underWay.push({ kinds, us, step: clock.step(change.t) ?? 0, path });
  }

  #arrive(path: string, { t, status, reason, refused }: OrderChange): void {
    const { clock, findings, bars, times } = this.#parts;
    const sent = this.#underWay.shift();
    const step = clock.step(t) ?? 0;
    if (sent === undefined) {
      findings.add(`${path}.arrived`, "what takes effect was on its way", { found: status });
      return;
    }
    const kind: Kind = reason === "userCancel" ? "cancel" : refused === undefined && isSubmission(sent, status) ? "submit" : "modify";
    if (!sent.kinds.includes(kind)) findings.add(`${path}.status`, `the message sent in ${sent.path} takes effect`, { found: status });
    const expected = bars && (["close", "open"] as const).map((side) => this.#arrival(sent, side, bars));
    const isTooEarly = times.open(step) < times.open(sent.step) + sent.us || step < this.#arrived;
    if (expected === undefined ? isTooEarly : !expected.includes(step))
      findings.add(`${path}.t`, `takes effect at the first bar that opens once the message of ${sent.path} has arrived`, {
        expected: expected && (clock.texts[expected[0] ?? clock.last + 1] ?? "after the last bar"),
        found: t,
      });
    this.#arrived = Math.max(this.#arrived, step);
  }

  /** The step that a message sent at the open or the close of its step leads to; nothing beyond the data. */
  #arrival({ step, us }: Sent, side: "open" | "close", { first, last }: Bars): number | undefined {
    const { times } = this.#parts;
    const moment = times[side](step) + us;
    let at = Math.max(this.#arrived, first, side === "open" ? step : step + 1);
    while (at <= last && times.open(at) < moment) at++;
    return at <= last ? at : undefined;
  }

  /** Least and most microseconds of a message of one of these kinds. */
  #bounds(kinds: readonly Kind[]): readonly [least: number, most: number] {
    const ranges = kinds.map((kind) => rangeOf(this.#parts.config?.[kind] ?? null));
    return [Math.min(...ranges.map(([least]) => least)), Math.max(...ranges.map(([, most]) => most))];
  }
}

function isSubmission({ kinds }: Sent, status: string): boolean {
  return kinds.includes("submit") && ["accepted", "rejected", "expired"].includes(status);
}

function rangeOf(delay: DelayConfig | null): readonly [number, number] {
  const ranges = delayParts(delay).map((part): readonly [number, number] => {
    if (typeof part === "string") return [durationUs(part), durationUs(part)];
    if (part.model === "uniform") return [durationUs(part.min), durationUs(part.max)];
    return part.model === "normal" ? [0, durationUs(part.mean) + 6 * durationUs(part.sd)] : [0, Number.POSITIVE_INFINITY];
  });
  return ranges.reduce(([least, most], [low, high]) => [least + low, most + high], [0, 0] as readonly [number, number]);
}
