import { Decimal } from "../decimal.ts";
import type { Fill, OrderEvent } from "../strategy/context.ts";
import type { Callbacks } from "./callbacks.ts";
import type { OrderHandles } from "./order-handle.ts";
import type { RunCore } from "./run-core.ts";

/** A fill as the result document has it. */
interface FillText {
  readonly id: string;
  readonly t: string;
  readonly side: "buy" | "sell";
  readonly quantity: string;
  readonly price: string;
  readonly slippage: string;
  readonly fee: string;
}

/** Tells `onFill` and `onOrder` what has happened, in its order. */
export function deliverNotices(core: RunCore, callbacks: Callbacks, handles: OrderHandles, readFill: (index: number) => string): void {
  while (core.notices > 0) {
    const notice = core.nextNotice();
    const order = handles.get(notice.order);
    if (notice.isFill) {
      const text: FillText = JSON.parse(readFill(notice.fill));
      const fill: Fill = {
        id: text.id,
        order,
        orderId: notice.order,
        symbol: order.symbol,
        side: text.side,
        quantity: new Decimal(text.quantity),
        price: new Decimal(text.price),
        slippage: new Decimal(text.slippage),
        fee: new Decimal(text.fee),
        time: Date.parse(text.t),
      };
      callbacks.fill(fill);
    } else {
      const event: OrderEvent = { order, status: notice.status, reason: notice.reason };
      callbacks.order(event);
    }
  }
}
