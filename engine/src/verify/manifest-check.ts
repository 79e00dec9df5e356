import { assumptionsOf } from "../result/assumptions.ts";
import type { Assumption, ResultDocument } from "../result/document.ts";
import { compare, exact } from "../result/exact.ts";
import type { AccountEvent } from "../result/log-event.ts";
import type { Clock } from "./clock.ts";
import type { Findings } from "./findings.ts";

/** Holds manifest, settings and assumptions against each other, the account line and the clock. */
export function checkManifest(
  { manifest, assumptions, benchmark }: ResultDocument,
  account: AccountEvent,
  clock: Clock,
  findings: Findings,
): void {
  const { config, data, seed } = manifest;
  findings.equal("manifest.seed", config.seed, seed, "the seed is that of the settings");
  findings.equal("manifest.config.cash", account.cash, config.cash, "the account begins with the cash of the settings");
  if (config.currency !== null)
    findings.equal("manifest.config.currency", account.currency, config.currency, "the account has the currency of the settings");
  findings.equal("manifest.config.account.type", account.account, config.account.type, "the account has the type of the settings");
  findings.equal("manifest.config.account.lots", account.lots, config.account.lots, "the account has the lot rule of the settings");
  findings.equal(
    "manifest.data",
    account.instruments.map(({ symbol }) => symbol),
    data.map(({ symbol }) => symbol),
    "the data are those of the account's instruments",
  );
  for (const [i, { symbol, assetClass, multiplier, lot, currency }] of account.instruments.entries()) {
    const key = symbol in config.instruments ? symbol : "*";
    const path = `manifest.config.instruments.${key}`;
    const rules = config.instruments[key];
    findings.equal(`${path}.assetClass`, assetClass, rules?.assetClass, `the settings agree with events[0].instruments[${i}]`);
    for (const [name, logged, set] of [
      ["multiplier", multiplier, rules?.multiplier],
      ["lot", lot, rules?.lot],
    ] as const) {
      if (set === undefined || compare(exact(logged), exact(set)) !== 0) {
        findings.add(`${path}.${name}`, `the settings agree with events[0].instruments[${i}]`, { expected: logged, found: set });
      }
    }
    if (currency !== account.currency && config.rates?.[currency] === undefined)
      findings.add(
        `events[0].instruments[${i}].currency`,
        "instruments trade in the account's currency, or in one that manifest.config.rates names",
        {
          expected: account.currency,
          found: currency,
        },
      );
  }
  findings.equal(
    "manifest.slippage",
    config.slippage.model === "custom",
    manifest.slippage !== undefined,
    "the source of a slippage function stands here when manifest.config.slippage is custom",
  );
  for (const kind of ["borrow", "financing"] as const) {
    const named = config[kind]?.file ?? undefined;
    findings.equal(`manifest.${kind}.file`, named, manifest[kind]?.file, `dated rates are those of manifest.config.${kind}.file`);
  }
  if (manifest.actions !== undefined && config.actions === null)
    findings.add("manifest.actions", "tables of actions are named where manifest.config.actions is", { found: manifest.actions });
  for (const [i, { currency, source }] of (manifest.rates ?? []).entries()) {
    const set = config.rates?.[currency];
    const file = typeof set === "object" && "file" in set ? set.file : undefined;
    findings.equal(`manifest.rates[${i}].source`, file, source, "files of rates are those of manifest.config.rates");
  }
  findings.equal(
    "manifest.universe.source",
    config.universe ?? undefined,
    manifest.universe?.source,
    "members by date are those of manifest.config.universe",
  );
  checkData(data, clock, findings);
  checkAssumptions(
    assumptionsOf(
      config,
      data.map(({ symbol }) => symbol),
    ),
    assumptions,
    findings,
  );
  findings.equal("benchmark", config.benchmark ?? undefined, benchmark?.symbol, "the benchmark is that of the settings");
}

const settingCodes = [
  "fills.",
  "commission.",
  "slippage.",
  "borrow.",
  "interest.",
  "latency.",
  "bounds.",
  "closeAtEnd.",
  "data.",
  "calendar.",
];

function checkAssumptions(derived: readonly Assumption[], found: readonly Assumption[], findings: Findings): void {
  const ofSettings = found.filter(({ code }) => settingCodes.some((prefix) => code.startsWith(prefix)));
  findings.rows("assumptions", derived, ofSettings, () => "follows from manifest.config");
}

function checkData(data: ResultDocument["manifest"]["data"], clock: Clock, findings: Findings): void {
  let rows = 0;
  for (const [i, source] of data.entries()) {
    const [from, to] = [clock.step(source.from), clock.step(source.to)];
    if (from === undefined) findings.add(`manifest.data[${i}].from`, "the first bar lies on the clock", { found: source.from });
    if (to === undefined) findings.add(`manifest.data[${i}].to`, "the last bar lies on the clock", { found: source.to });
    if (from === undefined || to === undefined) continue;
    rows += source.rows;
    if (source.rows > to - from + 1) {
      findings.add(`manifest.data[${i}].rows`, "there are at most as many bars as points from the first to the last", {
        expected: to - from + 1,
        found: source.rows,
      });
    }
  }
  if (data.length === 1) findings.equal("manifest.data[0].rows", clock.texts.length, data[0]?.rows, "one symbol has a bar at every point");
  else if (rows < clock.texts.length)
    findings.add("manifest.data", "every point of the clock is a bar of some symbol", { expected: clock.texts.length, found: rows });
  if (!data.some(({ from }) => clock.step(from) === 0))
    findings.add("manifest.data", "some symbol begins with the clock", { expected: clock.texts[0] });
  if (!data.some(({ to }) => clock.step(to) === clock.last))
    findings.add("manifest.data", "some symbol ends with the clock", { expected: clock.texts[clock.last] });
}
