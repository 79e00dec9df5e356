import { StrategyError } from "../errors.ts";
import type { MarketView } from "../run/market-view.ts";
import { columnOf, cursorOf, isSeries, type Series } from "../run/series.ts";
import { suggestion } from "../settings/nearest-name.ts";
import { isPlainObject } from "../settings/setting-groups.ts";
import type { Prices } from "../strategy/context.ts";
import { type RunUniverse, stayOn } from "../universe/run-universe.ts";
import { argumentError } from "./arguments.ts";
import type { Board } from "./board.ts";
import { ClassifierColumn } from "./classifier-column.ts";
import { datedList, lastKnown } from "./dated-values.ts";
import { FactorColumn } from "./factor-column.ts";
import { FilterColumn } from "./filter-column.ts";
import type { Classifier, Factor, FactorOptions, Filter, Pipeline } from "./pipeline.ts";

type PriceName = keyof Prices;

export interface PipelineParts {
  readonly board: Board;
  /** Handles of the symbols' own columns, in the board's scope. */
  readonly data: MarketView;
  readonly universe: RunUniverse | undefined;
}

/** `pipeline` of one run. */
export class RunPipeline implements Pipeline {
  readonly #board: Board;
  readonly #data: MarketView;
  readonly #members: RunUniverse | undefined;
  readonly #prices = new Map<PriceName, Factor>();

  constructor({ board, data, universe }: PipelineParts) {
    this.#board = board;
    this.#data = data;
    this.#members = universe;
  }

  get open(): Factor {
    return this.#price("open");
  }

  get high(): Factor {
    return this.#price("high");
  }

  get low(): Factor {
    return this.#price("low");
  }

  get close(): Factor {
    return this.#price("close");
  }

  get volume(): Factor {
    return this.#price("volume");
  }

  get universe(): Filter {
    return new FilterColumn(this.#board, "universe", () => this.#board.everyMember());
  }

  factor(indicator: (prices: Prices, symbol: string) => Series, { missing = "nan" }: FactorOptions = {}): Factor {
    const board = this.#board;
    board.assertSetup("factor");
    if (typeof indicator !== "function") throw argumentError("factor", indicator, "a function such as ({ close }) => sma(close, 20)");
    if (missing !== "nan" && missing !== "last") throw argumentError("factor", missing, 'missing: "nan" or "last"');
    const columns = board.symbols.names.map((symbol) => {
      const prices = this.#data.of(symbol);
      const series = indicator(prices, symbol);
      if (!isSeries(series))
        throw argumentError(
          "factor",
          series,
          `an indicator of ${symbol}`,
          "Return one handle, such as sma(close, 20) or macd(close, 12, 26, 9).signal.",
        );
      if (cursorOf(series) !== cursorOf(prices.close)) throw argumentError("factor", symbol, "an indicator of that very symbol");
      return columnOf(series);
    });
    const cells = board.source(columns, missing === "last");
    return new FactorColumn(board, "factor", () => cells);
  }

  column(values: unknown): Factor {
    const board = this.#board;
    board.assertSetup("column");
    const given = bySymbol("column", values);
    const cells = board.dated((symbol) => {
      const { symbol: name } = board.symbols.at(symbol);
      const own = given[name];
      const known = lastKnown(own === undefined ? [] : datedList("column", name, own, isNumber, "a finite number"));
      return (day) => known(day) ?? Number.NaN;
    });
    board.keepSource(cells);
    return new FactorColumn(board, "column", () => cells);
  }

  classifier(groups: unknown): Classifier {
    const board = this.#board;
    board.assertSetup("classifier");
    const labels = new Map<string, number>();
    const code = (label: string | undefined): number => {
      if (label === undefined) return Number.NaN;
      const known = labels.get(label) ?? labels.size;
      labels.set(label, known);
      return known;
    };
    const labelOn = typeof groups === "string" ? this.#labelsOf(groups) : labelsIn(board, bySymbol("classifier", groups));
    const cells = board.dated((symbol) => {
      const label = labelOn(symbol);
      return (day) => code(label(day));
    });
    return new ClassifierColumn(board, [...labels.keys()], cells);
  }

  #price(name: PriceName): Factor {
    const known = this.#prices.get(name);
    if (known !== undefined) return known;
    const made = this.factor((prices) => prices[name]);
    this.#prices.set(name, made);
    return made;
  }

  /** A column of the universe's file. */
  #labelsOf(name: string): (symbol: number) => (day: number) => string | undefined {
    const known = this.#members?.labels ?? [];
    if (!known.includes(name)) {
      const there =
        this.#members === undefined ? "the run has no universe" : `the universe has ${known.join(", ") || "no further columns"}`;
      throw new StrategyError(`pipeline.classifier(${JSON.stringify(name)}): ${there}${suggestion(name, known)}`, {
        code: "pipeline.unknownLabel",
        hint: 'Name a column of the universe\'s file, or give the groups: pipeline.classifier({ AAPL: "Technology" }).',
        context: { label: name, known },
      });
    }
    return (symbol) => (day) => stayOn(this.#members?.stays[symbol] ?? [], day)?.labels[name];
  }
}

function labelsIn(board: Board, given: Readonly<Record<string, unknown>>): (symbol: number) => (day: number) => string | undefined {
  return (symbol) => {
    const { symbol: name } = board.symbols.at(symbol);
    const own = given[name];
    return lastKnown(own === undefined ? [] : datedList("classifier", name, own, isText, "a name of a group"));
  };
}

function bySymbol(call: string, values: unknown): Readonly<Record<string, unknown>> {
  if (isPlainObject(values)) return values;
  throw argumentError(call, values, 'an object by symbol such as { AAPL: …, MSFT: { "2014-06-09": … } }');
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
