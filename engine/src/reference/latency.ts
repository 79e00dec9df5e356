import { type Delay, dateOf, type ScenarioDelay, type ScenarioLatency } from "./scenario.ts";
import { splitmix64, splitmixFrom } from "./splitmix.ts";

/** A kind of message (SPEC F12). */
export type Leg = "submit" | "cancel" | "modify" | "ack";

/** What latencies are drawn from: settings, messages numbered so far, and how far each file has been read. */
export interface Draws {
  readonly settings: ScenarioLatency;
  /** The run's own seed, where latency has none. */
  readonly seed: number;
  numbered: number;
  read: Record<string, number>;
}

const legs = ["network", "broker", "exchange"] as const;

const delayOf = (delay: ScenarioDelay | undefined): readonly Delay[] => {
  if (delay === undefined) return [];
  if (typeof delay === "string" || "model" in delay) return [delay];
  return legs.flatMap((leg) => delay[leg] ?? []);
};

/** Numbers a message and draws how many microseconds it takes; nothing for a kind that takes no time. */
export function drawLatency(draws: Draws, leg: Leg): number | undefined {
  const parts = delayOf(draws.settings[leg]);
  if (parts.length === 0) return undefined;
  draws.numbered += 1;
  const random = splitmixFrom(splitmix64(splitmix64(BigInt(draws.settings.seed ?? draws.seed)) ^ BigInt(draws.numbered)));
  return parts.reduce((sum, part, index) => sum + Number(timeOfPart(draws, part, `${leg} ${index}`, random)), 0);
}

function timeOfPart(draws: Draws, part: Delay, place: string, random: Generator<bigint, never>): bigint {
  if (typeof part === "string") return microseconds(part);
  switch (part.model) {
    case "uniform": {
      const [least, most] = [microseconds(part.min), microseconds(part.max)];
      return least + ((random.next().value * (most - least + 1n)) >> 64n);
    }
    case "normal": {
      let sum = 0n;
      for (let index = 0; index < 12; index++) sum += random.next().value >> 32n;
      const drawn = microseconds(part.mean) + ((microseconds(part.sd) * (sum - (6n << 32n))) >> 32n);
      return drawn > 0n ? drawn : 0n;
    }
    case "file": {
      const at = draws.read[place] ?? 0;
      draws.read[place] = (at + 1) % part.ms.length;
      return microseconds(`${part.ms[at] ?? "0"}ms`);
    }
  }
}

const units = { us: 1n, ms: 1_000n, s: 1_000_000n, m: 60_000_000n, h: 3_600_000_000n } as const;

function microseconds(duration: string): bigint {
  const [, whole = "", fraction = "", unit = ""] = /^(\d+)(?:\.(\d+))?(us|ms|s|m|h)$/.exec(duration) ?? [];
  const us = BigInt(whole + fraction) * (units[unit as keyof typeof units] ?? 0n);
  return us / 10n ** BigInt(fraction.length);
}

/** When a day's bar opens and closes, in microseconds UTC: XNYS in summer, futures from midnight to midnight. */
export interface Hours {
  readonly opens: (day: number) => number;
  readonly closes: (day: number) => number;
}

const hour = 3_600_000_000;

export function hoursOf(settled: boolean): Hours {
  const at = (hours: number) => (day: number) => Date.parse(`${dateOf(day)}T00:00:00Z`) * 1_000 + hours * hour;
  return settled ? { opens: at(0), closes: at(24) } : { opens: at(13.5), closes: at(20) };
}
