import { OrderError } from "../errors.ts";

/** What a row of a batch does. `amend` sets price and open quantity, `NaN` leaves one as it is. */
export const batchActions = { limit: 0, market: 1, cancel: 2, amend: 3, ioc: 4, fok: 5, postOnly: 6 } as const;

/** Many messages in columns, a row each; prices in ticks and quantities in lots, whole numbers up to 2^53. */
export interface BatchColumns {
  /** Values of `batchActions`. */
  readonly action: Uint8Array;
  /** 0 buys, 1 sells; of orders alone. */
  readonly side: Uint8Array;
  readonly price: Float64Array;
  readonly quantity: Float64Array;
  /** The order a cancel or an amend is of. New orders are numbered on in the order of their rows. */
  readonly order: Float64Array;
  /** Most that is shown, 0 for all. */
  readonly display?: Float64Array;
  /** 0 is nobody. */
  readonly owner?: Uint32Array;
}

export interface BatchResult {
  /** Columns with one value a trade: the orders, price in ticks, quantity in lots, and the row it happened at. */
  readonly trades: {
    readonly taker: Float64Array;
    readonly maker: Float64Array;
    readonly price: Float64Array;
    readonly quantity: Float64Array;
    readonly row: Float64Array;
  };
  /** Number of the first order of the batch; the others follow. */
  readonly firstOrder: number;
  readonly lastOrder: number;
  /** Cancels and amends of orders that did not rest any more. */
  readonly missed: number;
}

const kinds = {
  action: Uint8Array,
  side: Uint8Array,
  price: Float64Array,
  quantity: Float64Array,
  order: Float64Array,
  display: Float64Array,
  owner: Uint32Array,
} as const;

export function checkColumns(columns: BatchColumns): void {
  for (const [name, Kind] of Object.entries(kinds)) {
    const column: unknown = Reflect.get(columns, name);
    if (column instanceof Kind || (column === undefined && (name === "display" || name === "owner"))) continue;
    throw new OrderError(`the column ${name} of a batch is no ${Kind.name}`, {
      code: "order.batch",
      hint: "Columns are typed arrays: action and side Uint8Array, price, quantity, order and display Float64Array, owner Uint32Array.",
      context: { column: name },
    });
  }
}
