import { expect, test } from "vitest";
import { soak } from "./soak.ts";

/** `ORACLE_SEED` runs other scenarios than the usual ones; `npm run soak:oracle` runs more of them. */
const first = Number(process.env.ORACLE_SEED ?? 1);
const blocks = Array.from({ length: 20 }, (_, block) => ({ from: first + block * 100, to: first + block * 100 + 99 }));

test.each(blocks)(
  "[E4] engine and oracle write the same event log on random scenarios $from to $to",
  { timeout: 600_000 },
  async ({ from, to }) => {
    const { scenarios, fills, failures } = await soak(from, to);
    expect(failures.map(({ report }) => report).join("\n\n")).toBe("");
    // Scenarios are worth something only if they trade.
    expect(fills).toBeGreaterThan(scenarios * 3);
  },
);
