import {
  BrokerError,
  ConfigurationError,
  DataError,
  type ErrorDetails,
  InternalError,
  OrderError,
  RustyBtError,
  StrategyError,
} from "./errors.ts";
import { nodeModule } from "./node-builtins.ts";

declare const handle: unique symbol;
/** One symbol's bars in native memory. */
export interface TableHandle {
  readonly [handle]: "table";
}
/** A read price file in native memory. */
export interface CsvHandle {
  readonly [handle]: "csv";
}
/** A column file that is not written yet, in native memory. */
export interface ColumnFileHandle {
  readonly [handle]: "columnFile";
}
/** A read column file in native memory. */
export interface ColumnsHandle {
  readonly [handle]: "columns";
}
/** A read table of corporate actions in native memory. */
export interface ActionsHandle {
  readonly [handle]: "actions";
}
/** The exchange days of a clock's steps in native memory. */
export interface DaysHandle {
  readonly [handle]: "days";
}
/** A limit order book in native memory. */
export interface BookHandle {
  readonly [handle]: "book";
}
/** One run in native memory. */
export interface SessionHandle {
  readonly [handle]: "session";
}

/** The cold functions of the native core. JSON in, JSON out; see `native/crates/node`. */
export interface NativeModule {
  version(): string;
  vocabulary(): string;
  /** Reads a price file on a worker thread; options are JSON as in `market::CsvOptions`. */
  readCsv(path: string, options: string): Promise<CsvHandle>;
  csvInfo(csv: CsvHandle): string;
  csvTable(csv: CsvHandle, index: number): TableHandle;
  /** Bars from memory; columns are JSON as in `market::TextColumns`. */
  barsFromText(columns: string): CsvHandle;
  /** JSON as in `market::CsvSample`: the first rows of a price file, also of one that `readCsv` refuses. */
  sampleCsv(path: string, options: string): Promise<string>;
  /** `description` is JSON `{symbols, warnings}`. */
  columnFile(tables: readonly TableHandle[], description: string): Promise<ColumnFileHandle>;
  /** JSON `{bytes, pieces}`. */
  columnFileSize(file: ColumnFileHandle): string;
  columnFilePiece(file: ColumnFileHandle, number: number): Uint8Array;
  columnFileWrite(file: ColumnFileHandle, path: string): Promise<void>;
  readColumns(path: string): Promise<ColumnsHandle>;
  /** JSON `{symbols, warnings}`. */
  columnsInfo(columns: ColumnsHandle): string;
  columnsTable(columns: ColumnsHandle, index: number): TableHandle;
  tableColumn(table: TableHandle, name: ColumnName): Float64Array;
  /** The first `keep` bars as they are, then `after` more at their own times: flat at the last close, or noise of the seed. */
  tableAltered(table: TableHandle, keep: number, after: number, seed?: number): TableHandle;
  clockDays(days: Int32Array): DaysHandle;
  clockTimes(tables: readonly TableHandle[], ranges: string): Float64Array;
  /** A symbol that `actions` names takes its corporate actions from there instead of its price file. */
  createSession(
    config: string,
    tables: readonly TableHandle[],
    ranges: string,
    days: DaysHandle,
    actions: ActionsHandle | undefined,
    slippage?: ((fill: string) => string) | undefined,
    /** Finer bars, one table a symbol, null where it has none. */
    detail?: readonly (TableHandle | null)[] | undefined,
  ): SessionHandle;
  readActions(path: string): ActionsHandle;
  /** JSON `[{type, exDay, amount?, ratio?}]` of the columns of a price file. */
  tableActions(table: TableHandle): string;
  /** JSON `{files: [{name, format, sha256, rows}], actions: [{symbol, type, exDay, file, line, …}]}`, days since 1970-01-01. */
  actionsInfo(actions: ActionsHandle): string;
  bindSession(session: SessionHandle): HotCalls;
  sessionInfo(session: SessionHandle): string;
  /** A handle of a finished run that tells the garbage collector its size. */
  sessionOver(session: SessionHandle): SessionHandle;
  sessionLastBars(session: SessionHandle, symbol: number): Int32Array;
  /** JSON `{plan, value, quantity, rate}`: what the fee of an order said now would go by. */
  sessionFeeStanding(session: SessionHandle): string;
  sessionPosition(session: SessionHandle, symbol: number): string;
  /** The account's money for one unit of the symbol's currency, at the last close. */
  sessionRate(session: SessionHandle, symbol: number): string;
  /** The balance of a currency, by its number: 0 is the account's. */
  sessionCash(session: SessionHandle, currency: number): string;
  sessionFill(session: SessionHandle, index: number): string;
  sessionStatement(session: SessionHandle, kind: string): string;
  /** JSON `[[step, symbol, reason]]`, empty without `bounds`. */
  sessionDecidingBars(session: SessionHandle): string;
  /** JSON, an entry a range: `null` or `[bars, withoutVolume, low, lowTime, high, highTime]`; three numbers a range: symbol, first and last step. */
  sessionPriceRanges(session: SessionHandle, ranges: Uint32Array): string;
  /** JSON `[[symbol, bars with detail, those it does not fit]]`. */
  sessionDetailFits(session: SessionHandle): string;
  sessionTotals(session: SessionHandle): string;
  sessionHash(session: SessionHandle): string;
  sessionEvents(session: SessionHandle): string;
  sessionEventsFile(session: SessionHandle, path: string): string;
  sessionCounts(session: SessionHandle): string;
  sessionColumn(session: SessionHandle, name: string): Float64Array;
  sessionCurve(session: SessionHandle, steps: Uint32Array): string;
  /** `[depth, peak, trough, recovery, held, ratios, sum, lowest, …equity at the ascending steps]`; a step of -1 is none. */
  sessionCurveFacts(session: SessionHandle, samples: Uint32Array): Float64Array;
  /** JSON, see `result/known-facts.ts`; `null` when the trades must be read one by one. */
  sessionTradeFacts(session: SessionHandle): string | null;
  /** Writes the lines of an indicator into `lines`; with `table` its one input is that column from bar `from` on. */
  indicator(
    name: string,
    values: readonly Float64Array[],
    numbers: readonly number[],
    lines: readonly Float64Array[],
    table?: TableHandle,
    column?: ColumnName,
    from?: number,
  ): void;
  /** Replays a recording on a worker thread; options as in `replay::Options`, the answer as `orderbook/replay-book.ts` has it. */
  replayBook(path: string, options: string): Promise<string>;
  orderBook(): BookHandle;
  /** JSON `{reasons, eventWidth}`, as `orderbook/book-event.ts` has them. */
  orderBookWords(): string;
  /** Events as rows (`orderbook/book-event.ts`), the first of them `[-1, order, 0, …]`. */
  orderBookSubmit(
    book: BookHandle,
    action: number,
    side: number,
    price: number,
    quantity: number,
    display: number,
    owner: number,
    selfTrade: number,
  ): Float64Array;
  orderBookCancel(book: BookHandle, order: number): Float64Array;
  /** NaN leaves a price or an open quantity as it is. */
  orderBookAmend(book: BookHandle, order: number, price: number, open: number): Float64Array;
  orderBookBeginAuction(book: BookHandle): void;
  /** `[price, volume, surplus, 0, …]` as the first row, then events; `onlyLook` leaves the book as it is. */
  orderBookUncross(book: BookHandle, reference: number, onlyLook: boolean): Float64Array;
  /** Price, shown quantity and orders of each level. */
  orderBookDepth(book: BookHandle, side: number, count: number): BigInt64Array;
  /** JSON `[[id, side, price, open, shown, display, filled, owner]]`. */
  orderBookOrders(book: BookHandle, side: number, count: number, order?: number): string;
  /** `[orders, quantity]` before the order at its price; empty when it does not rest. */
  orderBookPosition(book: BookHandle, order: number): BigInt64Array;
  /** `[orders at rest, 1 in an auction, last price or NaN, last order]`. */
  orderBookFacts(book: BookHandle): Float64Array;
  /** Takers, makers, prices, quantities and rows of the trades, and `[first order, last order, missed]`. */
  orderBookBatch(
    book: BookHandle,
    actions: Uint8Array,
    sides: Uint8Array,
    prices: Float64Array,
    quantities: Float64Array,
    orders: Float64Array,
    displays: Float64Array | undefined,
    owners: Uint32Array | undefined,
    selfTrade: number,
  ): readonly [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  /** Puts one column a symbol side by side, a row a step; with the last closed bar of each step where a symbol lacks some. */
  sectionSource(columns: readonly Float64Array[], lastBars: readonly (Int32Array | undefined)[], carries: boolean, out: Float64Array): void;
  /** Kernels of `signals::values_into` and `mask_into` over such tables. */
  sectionValues(
    kernel: string,
    width: number,
    inputs: readonly Float64Array[],
    masks: readonly Uint8Array[],
    numbers: readonly number[],
    out: Float64Array,
  ): void;
  sectionMask(
    kernel: string,
    inputs: readonly Float64Array[],
    masks: readonly Uint8Array[],
    numbers: readonly number[],
    out: Uint8Array,
  ): void;
}

export type ColumnName = "time" | "open" | "high" | "low" | "close" | "volume";

/** Calls bound to one run; arguments and answers travel through `block` (`run/block.ts` names the places). */
export interface HotCalls {
  readonly block: ArrayBuffer;
  /** Everything up to the last closed bar is matched; answers the horizon and whether there are notices. */
  advance(): void;
  /** Corporate actions of the step that opens; orders made now are eligible at its open. */
  begin(): void;
  /** After the callback: fills at this close. */
  end(): void;
  submit(tag?: string): void;
  bracket(tag?: string): void;
  cancel(): void;
  modify(): void;
  oco(): void;
  ouo(): void;
  hold(): void;
  order(): void;
  openOrders(): void;
  sizing(): void;
  portfolio(): void;
  notice(): void;
  finish(): void;
  /** `FROM TO MANTISSA`, numbers of currencies. */
  convert(text?: string): void;
}

let loaded: NativeModule | undefined;

/** The native core, loaded on first use. Throws `ConfigurationError` `native.platform` or `native.missing`. */
export function native(): NativeModule {
  loaded ??= load();
  return loaded;
}

const platformPackages: Readonly<Record<string, string>> = { "linux-x64": "rustybt-linux-x64-gnu" };

function load(): NativeModule {
  const platform = `${process.platform}-${process.arch}`;
  const name = platformPackages[platform];
  if (name === undefined) {
    throw new ConfigurationError(`rustybt has no native core for ${platform}`, {
      code: "native.platform",
      hint: `It runs on ${Object.keys(platformPackages).join(", ")}.`,
      context: { platform },
    });
  }
  try {
    return nodeModule().createRequire(import.meta.url)(name);
  } catch (cause) {
    const isMissing = cause instanceof Error && "code" in cause && cause.code === "MODULE_NOT_FOUND";
    throw new ConfigurationError(
      isMissing ? `the native core ${name} is not installed` : `the native core ${name} cannot be loaded: ${messageOf(cause)}`,
      {
        code: isMissing ? "native.missing" : "native.broken",
        hint: isMissing
          ? `It comes with rustybt as an optional dependency. Run "npm install --include=optional", or "npm install ${name}"; inside the repository "npm run build".`
          : "Reinstall it: remove node_modules and run npm install. On Linux it needs glibc 2.31 or newer.",
        context: { package: name, platform },
        cause,
      },
    );
  }
}

interface NativeErrorBody {
  readonly code: string;
  readonly message: string;
  readonly hint?: string | null;
  readonly context?: Readonly<Record<string, unknown>>;
}

type ErrorClass = new (message: string, details: ErrorDetails) => RustyBtError;

const classes: Readonly<Record<string, ErrorClass>> = {
  broker: BrokerError,
  configuration: ConfigurationError,
  settings: ConfigurationError,
  indicator: ConfigurationError,
  signals: ConfigurationError,
  actions: DataError,
  csv: DataError,
  data: DataError,
  money: RustyBtError,
  order: OrderError,
  strategy: StrategyError,
};

/** What the native core threw, as one of our errors; anything else comes back as it is. */
export function fromNative(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof RustyBtError) return error;
  const body = parseBody(error.message);
  if (body !== undefined) {
    const Class = classes[body.code.split(".", 1)[0] ?? ""] ?? InternalError;
    const hint = typeof body.hint === "string" && body.hint !== "" ? { hint: body.hint } : {};
    return new Class(body.message, { code: body.code, ...hint, context: body.context ?? {} });
  }
  if (!("code" in error) || error.code !== "GenericFailure") return error;
  return new InternalError(`the native core stopped: ${error.message}`, {
    code: "internal.panic",
    hint: "Please report this with the strategy and the data.",
    cause: error,
  });
}

/** Calls into the native core and rethrows what it threw as one of our errors. */
export function callNative<T>(call: (core: NativeModule) => T): T {
  try {
    return call(native());
  } catch (error) {
    throw fromNative(error);
  }
}

function parseBody(message: string): NativeErrorBody | undefined {
  if (!message.startsWith("{")) return undefined;
  try {
    const body: unknown = JSON.parse(message);
    return isBody(body) ? body : undefined;
  } catch {
    return undefined; // a message that only looks like JSON is not ours
  }
}

function isBody(body: unknown): body is NativeErrorBody {
  return typeof body === "object" && body !== null && "code" in body && typeof body.code === "string" && "message" in body;
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
