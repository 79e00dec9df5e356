import type { Amount } from "../decimal.ts";
import type {
  AccountConfig,
  BorrowConfig,
  DelayConfig,
  DividendsConfig,
  FillsConfig,
  FinancingConfig,
  InstrumentConfig,
  InterestConfig,
  LatencyConfig,
  LimitsConfig,
  ParamInput,
  PlainCommission,
  ProbabilityConfig,
  RateSourceConfig,
  RunConfig,
  SlippageConfig,
  TierConfig,
  TieredCommission,
} from "./run-config.ts";

/** What a model cannot do without: these have no default. */
type Needed = "rate" | "cost" | "bps" | "coefficient";

/** Decimals of a config may be given as text, number, bigint or Decimal; what has a default may be left out. */
type Loose<T> = T extends { readonly model: infer M }
  ? { readonly model: M } & { readonly [K in Extract<keyof T, Needed>]: LooseValue<T[K]> } & {
      readonly [K in Exclude<keyof T, "model" | Needed>]?: LooseValue<T[K]> | undefined;
    }
  : { readonly [K in keyof T]?: LooseValue<T[K]> | undefined };

// A plain `string` of a config is a decimal or a name; unions of literals stay as they are.
type LooseValue<V> = string extends V ? V | Amount : V;

type Plain = Exclude<PlainCommission, TieredCommission>;

interface LooseTiered extends Omit<Loose<TieredCommission>, "by" | "charge" | "window" | "tiers"> {
  readonly model: "tiered";
  readonly by: TieredCommission["by"];
  readonly charge: TieredCommission["charge"];
  readonly window: string;
  readonly tiers: readonly (
    | TierConfig
    | { readonly [K in "from" | "rate"]: Amount }
    | { readonly [K in "from" | "maker" | "taker"]: Amount }
  )[];
}

type LoosePlain = Loose<Plain> | LooseTiered | string;

interface LooseSchedule {
  readonly model: "schedule";
  readonly entries: readonly { readonly from?: string | null | undefined; readonly commission: LoosePlain }[];
}

interface LooseFills extends Omit<Loose<FillsConfig>, "probability"> {
  readonly probability?: Loose<ProbabilityConfig> | null | undefined;
}

type LooseLatency = { readonly [K in Exclude<keyof LatencyConfig, "seed">]?: DelayConfig | null | undefined } & {
  readonly seed?: number | null | undefined;
};

/**
 * Settings of a run, as `backtest({...})` takes them beside `strategy` and `data`. Everything may be left out; `docs/settings.md` lists
 * values and defaults. Amounts are text, number (read as its shortest decimal), bigint or Decimal; ratios are fractions.
 *
 * @example
 * const settings: RunSettings = { cash: "25000", slippage: { model: "bps", bps: 2 }, fills: { market: "nextClose" } };
 */
export interface RunSettings {
  readonly cash?: Amount | undefined;
  readonly currency?: string | null | undefined;
  readonly instruments?: Readonly<Record<string, Loose<InstrumentConfig>>> | undefined;
  /** A model, or its shorthand such as `"perShare:0.005,min=1"`. */
  readonly commission?: LoosePlain | LooseSchedule | undefined;
  /** Money of the account for one unit of a commission's own currency: a rate, or a CSV `date,rate`. */
  readonly rates?: Readonly<Record<string, Amount | RateSourceConfig>> | string | null | undefined;
  /** A model, or its shorthand such as `"bps:2"`. */
  readonly slippage?: Loose<SlippageConfig> | string | undefined;
  readonly fills?: LooseFills | undefined;
  readonly bounds?: boolean | undefined;
  readonly closeAtEnd?: boolean | undefined;
  readonly account?: Loose<AccountConfig> | undefined;
  readonly limits?: Loose<LimitsConfig> | undefined;
  readonly borrow?: Loose<BorrowConfig> | null | undefined;
  readonly financing?: Loose<FinancingConfig> | null | undefined;
  readonly interest?: Loose<InterestConfig> | null | undefined;
  /** By kind of message; a duration alone, such as `"20ms"`, is that of submit, cancel and modify. */
  readonly latency?: LooseLatency | string | null | undefined;
  readonly actions?: string | null | undefined;
  readonly universe?: string | null | undefined;
  readonly dividends?: Loose<DividendsConfig> | null | undefined;
  readonly benchmark?: string | null | undefined;
  readonly calendar?: string | null | undefined;
  readonly from?: string | null | undefined;
  readonly to?: string | null | undefined;
  readonly seed?: number | undefined;
  readonly symbols?: RunConfig["symbols"] | undefined;
  readonly params?: Readonly<Record<string, ParamInput | bigint>> | undefined;
}
