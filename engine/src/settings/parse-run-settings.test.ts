import { Decimal as OtherDecimal } from "decimal.js";
import { expect, test } from "vitest";
import { ConfigurationError } from "../errors.ts";
import { parseRunSettings, type RunSettings } from "./index.ts";

function refusal(input: unknown): ConfigurationError {
  try {
    parseRunSettings(input as RunSettings, "run.json");
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error(`accepted ${JSON.stringify(input)}`);
}

test("without settings every default of the specification is filled in", () => {
  expect(parseRunSettings()).toEqual({
    cash: "100000",
    currency: null,
    instruments: { "*": { assetClass: "equity", tick: "0.01", lot: "1", multiplier: "1", pip: null, currency: null, calendar: null } },
    commission: { model: "none" },
    rates: null,
    slippage: { model: "none" },
    fills: {
      market: "nextOpen",
      path: "adaptive",
      limit: "touch",
      volumeLimit: null,
      selfTrade: "allow",
      probability: null,
      partial: null,
    },
    bounds: false,
    closeAtEnd: false,
    account: {
      type: "cash",
      initialMargin: null,
      maintenanceMargin: null,
      lots: "fifo",
      marginCall: null,
      conversion: "auto",
      conversionBps: null,
    },
    limits: {
      orderQuantity: null,
      orderValue: null,
      position: null,
      positionValue: null,
      exposure: null,
      openOrders: null,
      dailyLoss: null,
    },
    borrow: null,
    financing: null,
    interest: null,
    latency: null,
    dividends: null,
    actions: null,
    universe: null,
    benchmark: null,
    calendar: null,
    from: null,
    to: null,
    seed: 1,
    symbols: null,
    params: {},
  });
});

test("a config is valid input and gives itself again", () => {
  const config = parseRunSettings({
    cash: 2500,
    instruments: { "*": { assetClass: "future", multiplier: 50 }, EURUSD: { assetClass: "forex" } },
    commission: "perShare:0.005,min=1,max=9.5,unit=0.01,rounding=half-up",
    slippage: { model: "volumeShare" },
    account: { type: "margin" },
    from: "2014-01-01",
    to: "2014-06-09T09:30:00-04:00",
    symbols: ["B", "A"],
    params: { fast: 3 },
  });
  expect(parseRunSettings(config)).toEqual(config);
});

test.each([
  [100000, "100000"],
  ["1e5", "100000"],
  [" 0100.50 ", "100.5"],
  ["+7", "7"],
  [0.1, "0.1"],
  [12345678901234n, "12345678901234"],
  [new OtherDecimal("250.750"), "250.75"],
  [".5", "0.5"],
] as const)("cash %s is kept as %s", (given, kept) => {
  expect(parseRunSettings({ cash: given }).cash).toBe(kept);
});

test.each([
  ["percent:0.0005", { model: "percent", rate: "0.0005", unit: null, rounding: "half-even", currency: null }],
  [
    "perShare:0.005,min=1",
    { model: "perShare", rate: "0.005", minimum: "1", maximum: null, unit: null, rounding: "half-even", currency: null },
  ],
  ["perTrade:4.95", { model: "perTrade", cost: "4.95", unit: null, rounding: "half-even", currency: null }],
  [
    "perContract:0.85,exchangeFee=1.2",
    { model: "perContract", cost: "0.85", exchangeFee: "1.2", unit: null, rounding: "half-even", currency: null },
  ],
  ["percent:rate=0.001,unit=0.01,rounding=up", { model: "percent", rate: "0.001", unit: "0.01", rounding: "up", currency: null }],
  [
    "tiered:by=quantity,charge=perShare,window=030d,tiers=0:0.0035/0.004+3e5:0.002/0.003,marginal=false,min=.35,currency=EUR",
    {
      model: "tiered",
      by: "quantity",
      charge: "perShare",
      window: "30d",
      tiers: [
        { from: "0", maker: "0.0035", taker: "0.004" },
        { from: "300000", maker: "0.002", taker: "0.003" },
      ],
      marginal: false,
      minimum: "0.35",
      maximum: null,
      unit: null,
      rounding: "half-even",
      currency: "EUR",
    },
  ],
  [
    '{"model": "schedule", "entries": [{"commission": "perTrade:9.950"}, {"from": "2010-01-01", "commission": {"model": "none"}}]}',
    {
      model: "schedule",
      entries: [
        { from: null, commission: { model: "perTrade", cost: "9.95", unit: null, rounding: "half-even", currency: null } },
        { from: "2010-01-01", commission: { model: "none" } },
      ],
    },
  ],
  ["none", { model: "none" }],
] as const)("commission %s is understood", (shorthand, config) => {
  expect(parseRunSettings({ commission: shorthand }).commission).toEqual(config);
});

test.each([
  ["bps:2", { model: "bps", bps: "2" }],
  ["spread:4.5", { model: "spread", bps: "4.5" }],
  ["volumeShare:0.1,impact=0.2", { model: "volumeShare", limit: "0.1", impact: "0.2" }],
] as const)("slippage %s is understood", (shorthand, config) => {
  expect(parseRunSettings({ slippage: shorthand }).slippage).toEqual(config);
});

test("rates may be a text, where a word that is no number is a file", () => {
  expect(parseRunSettings({ rates: "EUR=1.0850, CHF=rates/chf.csv,GBP=2024.csv" }).rates).toEqual({
    CHF: { file: "rates/chf.csv" },
    EUR: "1.085",
    GBP: { file: "2024.csv" },
  });
});

test("a parameter of -0 is 0, which JSON can keep", () => {
  expect(Object.is(parseRunSettings({ params: { fast: -0 } }).params.fast, 0)).toBe(true);
});

test("[E2] each asset class has its own order tick and lot", () => {
  const steps = (assetClass: "etf" | "forex" | "crypto" | "perpetual" | "future" | "index" | "option") => {
    const { tick, lot, multiplier } = parseRunSettings({ instruments: { "*": { assetClass } } }).instruments["*"] ?? {};
    return [tick, lot, multiplier];
  };
  expect(steps("etf")).toEqual(["0.01", "1", "1"]);
  expect(steps("forex")).toEqual(["0.00001", "1", "1"]);
  expect(steps("crypto")).toEqual(["0.00000001", "0.00000001", "1"]);
  for (const assetClass of ["perpetual", "future", "index", "option"] as const) expect(steps(assetClass)).toEqual(["0.01", "1", "1"]);
});

test("a symbol starts from the rules for all, and from its own class when it names another", () => {
  const { instruments } = parseRunSettings({
    instruments: { "*": { assetClass: "crypto", currency: "USDT", tick: "0.5" }, BTC: { lot: "0.001" }, SPY: { assetClass: "etf" } },
  });
  expect(instruments.BTC).toEqual({
    assetClass: "crypto",
    tick: "0.5",
    lot: "0.001",
    multiplier: "1",
    pip: null,
    currency: "USDT",
    calendar: null,
  });
  expect(instruments.SPY).toEqual({
    assetClass: "etf",
    tick: "0.01",
    lot: "1",
    multiplier: "1",
    pip: null,
    currency: "USDT",
    calendar: null,
  });
});

test("[M2] a margin account takes 0.5 and 0.25 unless told otherwise, and the maintenance margin follows a lower initial one", () => {
  expect(parseRunSettings({ account: { type: "margin" } }).account).toEqual({
    type: "margin",
    initialMargin: "0.5",
    maintenanceMargin: "0.25",
    lots: "fifo",
    marginCall: "liquidate",
    conversion: "auto",
    conversionBps: null,
  });
  expect(parseRunSettings({ account: { type: "margin", initialMargin: 0.1 } }).account).toMatchObject({
    initialMargin: "0.1",
    maintenanceMargin: "0.1",
  });
});

test("instants are kept in UTC, dates as they are", () => {
  const config = parseRunSettings({ from: "2014-06-09T09:30:00-04:00", to: "2014-12-31" });
  expect([config.from, config.to]).toEqual(["2014-06-09T13:30:00Z", "2014-12-31"]);
});

const tiers = { model: "tiered", by: "value", charge: "percent", window: "30d", tiers: "0:0.1" };
const later = { from: "2011-01-01", commission: "none" };

test.each([
  [{ commission: "percent:5" }, "settings.range", 'commission.rate is "5"', /fractions/],
  [{ commission: { model: "percent", rate: "5%" } }, "settings.type", 'commission.rate is "5%"', /0\.05 for 5 %/],
  [{ commission: { model: "percent", rate: 1 } }, "settings.range", "commission.rate is 1", /fractions/],
  [{ commission: { model: "percent" } }, "settings.missingKey", "commission.rate", /percent:0\.0005/],
  [{ commission: { rate: 1 } }, "settings.missingKey", "commission.model", /model/],
  [{ commission: "tiered:1" }, "settings.syntax", 'cannot read "1"', /tiers=0:0\.001\+50000:0\.0008/],
  [{ commission: "tiered" }, "settings.missingKey", "commission.by", /tiered:by=value/],
  [{ commission: { ...tiers, window: "0d" } }, "settings.type", 'commission.window is "0d"', /from 1 to 3660/],
  [{ commission: { ...tiers, tiers: "0" } }, "settings.type", 'commission.tiers is "0"', /0:0\.001\+50000/],
  [{ commission: { ...tiers, tiers: [] } }, "settings.type", "commission.tiers is []", /in a flag/],
  [{ commission: { ...tiers, tiers: "5:0.1" } }, "settings.range", 'commission.tiers[0].from is "5"', /begins at 0/],
  [{ commission: { ...tiers, tiers: "0:0.1+9:0.2+9:0.3" } }, "settings.range", "expected more than 9", /ascend/],
  [{ commission: { ...tiers, tiers: "0:0.1+9:5" } }, "settings.range", 'commission.tiers[1].rate is "5"', /fractions/],
  [{ commission: { ...tiers, tiers: [{ from: 0, maker: 0.1 }] } }, "settings.missingKey", "commission.tiers[0].taker", /maker/],
  [
    { commission: { ...tiers, tiers: [{ from: 0, rate: 0.1, taker: 0.1 }] } },
    "settings.unknownKey",
    "commission.tiers[0].taker",
    /from, rate/,
  ],
  [{ commission: '{"model": "tiered"' }, "settings.syntax", "is not JSON", /shell/],
  [{ commission: { model: "schedule" } }, "settings.missingKey", "commission.entries", /"entries"/],
  [{ commission: { model: "schedule", entries: [{ from: "2010-01-01", commission: "none" }] } }, "settings.range", "has no from", /ascend/],
  [
    { commission: { model: "schedule", entries: [{ commission: "none" }, { commission: "none" }] } },
    "settings.missingKey",
    "commission.entries[1].from",
    /ascend/,
  ],
  [
    { commission: { model: "schedule", entries: [later, { ...later, from: "2010-01-01" }, later] } },
    "settings.range",
    "entries[0].from",
    /ascend/,
  ],
  [
    { commission: { model: "schedule", entries: [{ commission: "none" }, later, later] } },
    "settings.range",
    "expected a date after 2011-01-01",
    /ascend/,
  ],
  [{ commission: { model: "schedule", entries: [{ commission: { model: "schedule" } }] } }, "settings.choice", "unknown model", /tiered/],
  [{ rates: { EUR: 0 } }, "settings.range", "rates.EUR is 0", /above 0/],
  [{ rates: { eur: 1 } }, "settings.unknownKey", "rates.eur", /capitals/],
  [{ rates: { EUR: { path: "a.csv" } } }, "settings.type", "rates.EUR", /settings\.md/],
  [{ rates: "EUR" }, "settings.syntax", 'cannot read "EUR"', /EUR=1\.085/],
  [{ commission: "toString" }, "settings.choice", "unknown model", /Choose/],
  [{ slippage: { model: "constructor" } }, "settings.choice", "unknown model", /Choose/],
  [{ commission: "precent:0.1" }, "settings.choice", "did you mean percent?", /Choose/],
  [{ commission: "perShare:0.005,1" }, "settings.syntax", 'cannot read "1"', /perShare:0\.005/],
  [{ commission: { model: "percent", rate: 0.1, minimum: 1 } }, "settings.unknownKey", "commission.minimum", /rate, unit, rounding/],
  [{ slippage: { model: "cubeRoot" } }, "settings.choice", 'slippage.model is "cubeRoot"', /bps, spread, volumeShare/],
  [{ slippage: { model: "squareRoot" } }, "settings.missingKey", "slippage.coefficient", /squareRoot:0.5/],
  [{ slippage: "volatility:0.5,window=0" }, "settings.range", 'slippage.window is "0"', /from 1 to 10000/],
  [{ slippage: "bps:10000" }, "settings.range", 'slippage.bps is "10000"', /below 10000/],
  [{ cash: 0 }, "settings.range", "cash is 0", /above 0/],
  [{ cash: "-0" }, "settings.range", 'cash is "-0"', /above 0/],
  [{ cash: "ten" }, "settings.type", 'cash is "ten"', /decimal/],
  [{ cash: Number.NaN }, "settings.type", "cash is NaN", /decimal/],
  [{ cash: "1,000" }, "settings.type", 'cash is "1,000"', /thousands/],
  [{ cash: "1e99" }, "settings.type", "cash", /decimal/],
  [{ cash: "0.1234567891" }, "settings.range", "10 digits behind the point", /rounded silently/],
  [{ cash: null }, "settings.type", "cash is null", /decimal/],
  [{ currency: "usd" }, "settings.type", 'currency is "usd"', /capitals/],
  [{ fills: { market: "nextopen" } }, "settings.choice", "did you mean nextOpen?", /thisClose/],
  [{ fills: { path: "nearest" } }, "settings.choice", 'fills.path is "nearest"', /worst/],
  [{ bounds: true, fills: { path: "ohlc" } }, "settings.conflict", 'fills.path is "ohlc"', /Leave fills.path out/],
  [{ fills: { probability: { market: "1.5" } } }, "settings.range", 'fills.probability.market is "1.5"', /fractions/],
  [{ fills: { probability: { stops: 1 } } }, "settings.unknownKey", "fills.probability.stops", /limitThrough/],
  [{ fills: { probability: 0.5 } }, "settings.type", "fills.probability is 0.5", /settings.md/],
  [{ fills: { partial: 0 } }, "settings.range", "fills.partial is 0", /fractions/],
  [{ bounds: "yes" }, "settings.type", 'bounds is "yes"', /true or false/],
  [{ fills: { volumeLimit: 2.5 } }, "settings.range", "fills.volumeLimit is 2.5", /fractions/],
  [{ fills: "nextOpen" }, "settings.type", 'fills is "nextOpen"', /settings\.md/],
  [{ closeAtEnd: "yes" }, "settings.type", 'closeAtEnd is "yes"', /true or false/],
  [{ account: { lots: "random" } }, "settings.choice", 'account.lots is "random"', /fifo/],
  [{ account: { initialMargin: 0.3 } }, "settings.conflict", "a cash account has no margin", /account\.type/],
  [
    { account: { type: "margin", initialMargin: 0.3, maintenanceMargin: 0.4 } },
    "settings.conflict",
    "account.maintenanceMargin",
    /at most/,
  ],
  [{ instruments: { AAPL: { ticks: "0.01" } } }, "settings.unknownKey", "did you mean tick?", /tick, lot/],
  [{ instruments: { AAPL: { tick: 0 } } }, "settings.range", "instruments.AAPL.tick is 0", /above 0/],
  [{ instruments: { AAPL: { assetClass: "stock" } } }, "settings.choice", 'instruments.AAPL.assetClass is "stock"', /equity/],
  [{ calendar: "XLOM" }, "settings.choice", 'calendar is "XLOM"', /rustybt calendar/],
  [{ from: "2014-02-30" }, "settings.type", 'from is "2014-02-30"', /YYYY-MM-DD/],
  [{ from: "2014-06-09T10:00:00" }, "settings.type", "from", /Z or an offset/],
  [{ from: "2015-01-01", to: "2014-01-01" }, "settings.conflict", 'lies after to, which is "2014-01-01"', /not after/],
  [{ from: "2015-01-01T10:00:00Z", to: "2015-01-01T09:00:00Z" }, "settings.conflict", "lies after to", /not after/],
  [{ seed: 1.5 }, "settings.range", "seed is 1.5", /whole number/],
  [{ seed: -1 }, "settings.range", "seed is -1", /whole number/],
  [{ symbols: ["A", "A"] }, "settings.conflict", "A is named twice", /once/],
  [{ symbols: [] }, "settings.type", "symbols is []", /commas/],
  [{ params: { fast: { value: 1 } } }, "settings.type", "params.fast", /settings\.md/],
  [{ comission: "none" }, "settings.unknownKey", "did you mean commission?", /cash, currency/],
  [{ timezone: "UTC" }, "settings.unknownKey", "how price files are read", /readCsv/],
  [[], "settings.type", "settings is []", /settings\.md/],
])("%j is refused as %s", (input, code, message, hint) => {
  const error = refusal(input);
  expect(error.code).toBe(code);
  expect(error.message).toContain(message);
  expect(error.message).toContain("(from run.json)");
  expect(error.hint).toMatch(hint);
  expect(error.context).toMatchObject({ source: "run.json" });
});

test.each(["funding", "allocator"])("%s belongs to a later version and is refused by name", (key) => {
  const error = refusal({ [key]: {} });
  expect(error.code).toBe("settings.notAvailable");
  expect(error.message).toContain("is not available in this version");
  expect(error.hint).toContain("cash, currency, instruments");
});

test.each([
  [{ borrow: {} }, "settings.missingKey", "borrow", "says no rate; it needs rate, or file", "--set borrow.rate=0.03"],
  [{ financing: { dayCount: "30/360" } }, "settings.missingKey", "financing", "rate, or long and short, or file", "--set financing.rate"],
  [{ interest: { dayCount: "actual/365" } }, "settings.missingKey", "interest", "rate, or credit and debit", "--set interest.rate"],
  [{ borrow: { rate: "0.1", file: "b.csv" } }, "settings.conflict", "borrow.file", "borrow.rate says already", "Leave out one"],
  [{ borrow: { file: "b.csv", symbols: ["X"] } }, "settings.conflict", "borrow.symbols", "the file says which symbols", "borrow.symbols"],
  [{ financing: { rate: "0.1", short: "0" } }, "settings.conflict", "financing.short", "financing.rate says already", "Leave out one"],
  [{ interest: { rate: "0.1", debit: "0.2" } }, "settings.conflict", "interest.debit", "interest.rate says already", "Leave out one"],
  [{ interest: { credit: "2%" } }, "settings.type", "interest.credit", "a fraction from -10 to 10", "0.05 for 5 %"],
  [{ borrow: { rate: 12 } }, "settings.range", "borrow.rate", "a fraction from -10 to 10", "Ratios are fractions"],
  [{ borrow: { rate: "0.1", dayCount: "act/360" } }, "settings.choice", "borrow.dayCount", '"actual/360"', "30/360"],
  [{ borrow: { rate: "0.1", symbols: ["A", "A"] } }, "settings.conflict", "borrow.symbols", "A is named twice", "every symbol once"],
  [{ borrow: "0.1" }, "settings.type", "borrow", "an object with the keys rate, file, dayCount, symbols", ""],
])("what holding costs is said once and clearly: %j", (input, code, key, message, hint) => {
  const error = refusal(input);
  expect(error.code).toBe(code);
  expect(error.context).toMatchObject({ key });
  expect(error.message).toContain(message);
  expect(error.hint ?? "").toContain(hint);
});

test("rates of holding are read as any decimal, and give themselves again", () => {
  const config = parseRunSettings({
    borrow: { rate: 0.03, symbols: ["X"] },
    financing: { long: "5e-2", short: -0.01, dayCount: "30/360" },
    interest: { credit: "0.020", debit: null },
  });
  expect(config).toMatchObject({
    borrow: { rate: "0.03", file: null, dayCount: "actual/360", symbols: ["X"] },
    financing: { rate: null, long: "0.05", short: "-0.01", file: null, dayCount: "30/360", model: "rate", tripleDay: "wednesday" },
    interest: { rate: null, credit: "0.02", debit: null, dayCount: "actual/360" },
  });
  expect(parseRunSettings(config)).toEqual(config);
});

test("names from Object.prototype are no settings", () => {
  expect(refusal({ toString: 1 }).code).toBe("settings.unknownKey");
  expect(refusal(JSON.parse('{"__proto__": 1}')).code).toBe("settings.unknownKey");
});
