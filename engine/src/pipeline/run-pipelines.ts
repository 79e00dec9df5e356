import { MarketView, type SymbolBars } from "../run/market-view.ts";
import type { Members } from "../run/members.ts";
import type { RunCore } from "../run/run-core.ts";
import type { SeriesScope } from "../run/series.ts";
import type { RunUniverse } from "../universe/run-universe.ts";
import { outsideSetup } from "./arguments.ts";
import { Board } from "./board.ts";
import type { Pipeline } from "./pipeline.ts";
import { RunPipeline } from "./run-pipeline.ts";

export interface RunPipelinesParts {
  readonly core: RunCore;
  readonly days: Int32Array;
  readonly members: Members;
  readonly bars: readonly SymbolBars[];
  readonly lastBars: readonly (Int32Array | undefined)[];
  readonly universe: RunUniverse | undefined;
}

/** The pipeline of a run, made when `setup` first asks for it. */
export class RunPipelines {
  readonly #parts: RunPipelinesParts;
  readonly #scope: SeriesScope = { inSetup: true, indicators: [] };
  #board: Board | undefined;
  #pipeline: Pipeline | undefined;

  constructor(parts: RunPipelinesParts) {
    this.#parts = parts;
  }

  open(): Pipeline {
    if (!this.#scope.inSetup) throw outsideSetup("ctx.pipeline");
    if (this.#pipeline !== undefined) return this.#pipeline;
    const { core, days, members, bars, lastBars, universe } = this.#parts;
    const board = new Board({ symbols: core.symbols, clock: core.clock, days, members, scope: this.#scope, lastBars });
    this.#board = board;
    this.#pipeline = new RunPipeline({ board, data: new MarketView(core.symbols, bars, this.#scope), universe });
    return this.#pipeline;
  }

  /** `setup` is over. Answers the first step on which every source has a value. */
  close(): number {
    this.#scope.inSetup = false;
    return this.#board?.firstDefined() ?? 0;
  }

  /** Whether there is something to wait for. */
  get hasSources(): boolean {
    return this.#board !== undefined;
  }

  /** Everything that `setup` has made, in that order. */
  get made(): readonly object[] {
    return this.#board?.made ?? [];
  }
}
