"use client";

import type { ReactNode } from "react";
import type { FillRow } from "rustybt";
import type { OrderExplanation } from "rustybt/explain";
import { formatDecimal, formatPrice, formatTime } from "#app/_lib/format.ts";
import type { BarColumns } from "#server/runs/results/bar-columns.ts";
import { BarPath } from "./bar-path.tsx";
import { ExplainedOrder } from "./explained-order.tsx";
import { Facts } from "./facts.tsx";
import { Sentences } from "./order-panel.tsx";
import { Part } from "./part.tsx";
import { useResultSource } from "./result-source.tsx";
import { RowPanel } from "./row-panel.tsx";

interface FillPanelProps {
  readonly fill: FillRow;
  readonly steps: ReactNode;
  readonly onClose: () => void;
}

/** Why this fill: the bar, the path walked, the rule in words, quantities and the fee's formula. */
export function FillPanel({ fill, steps, onClose }: FillPanelProps) {
  const { overview } = useResultSource();
  return (
    <RowPanel
      title="Why this fill"
      description={`${fill.side === "buy" ? "Bought" : "Sold"} ${formatPrice(fill.quantity)} ${fill.symbol} at ${formatPrice(fill.price)}, ${formatTime(fill.t)} UTC`}
      noun="fill"
      row={fill}
      steps={steps}
      onClose={onClose}
    >
      <ExplainedOrder id={fill.orderId}>{(order) => <Account fill={fill} order={order} />}</ExplainedOrder>
      <p className="text-muted text-note">
        Market orders: {overview.manifest.config.fills.market}. Path inside bars: {overview.manifest.config.fills.path}. Limits:{" "}
        {overview.manifest.config.fills.limit}.
      </p>
    </RowPanel>
  );
}

function Account({ fill, order }: { readonly fill: FillRow; readonly order: OrderExplanation }) {
  const { why } = fill;
  const told = order.fills.find(({ id }) => id === fill.id);
  const [rule, ...more] = told?.because ?? [];
  return (
    <>
      <p className="text-body">{rule}</p>
      <FillBar fill={fill} />
      {more.length > 0 && (
        <section>
          <h3 className="mb-1 font-medium">What led to it</h3>
          <Sentences of={more} />
        </section>
      )}
      <section>
        <h3 className="mb-1 font-medium">Fee</h3>
        <p className="tabular">{told?.feeRule}</p>
      </section>
      <section>
        <h3 className="mb-1 font-medium">The order</h3>
        <p>{order.asked}</p>
      </section>
      <section>
        <h3 className="mb-1 font-medium">Figures</h3>
        <Facts
          facts={[
            ["Fill", fill.id],
            ["Order", `${fill.orderId}, ${order.kind}`],
            ["Rule", why.rule],
            ["Point", why.point],
            why.path === undefined ? undefined : ["Path", why.path === "ohlc" ? "open, high, low, close" : "open, low, high, close"],
            ["Bar", `${formatDecimal(String(why.bar + 1))} of ${fill.symbol} in this run`],
            why.trigger === undefined ? undefined : ["Level", formatPrice(why.trigger)],
            ["Before slippage", formatPrice(why.reference)],
            ["Slippage a unit", formatPrice(fill.slippage)],
            ["Price", formatPrice(fill.price)],
            ["Quantity", formatPrice(fill.quantity)],
            ["Fee", `${formatDecimal(fill.fee)} ${fill.feeCurrency}`],
          ]}
        />
      </section>
    </>
  );
}

function FillBar({ fill }: { readonly fill: FillRow }) {
  const { partNames } = useResultSource();
  const name = `bars/${fill.symbol}`;
  if (!partNames.includes(name)) return null;
  return (
    <Part<BarColumns> name={name} height={230}>
      {(bars) => {
        const at = bars.t.indexOf(Date.parse(fill.t));
        if (bars.every > 1 || at < 0) {
          return <p className="text-muted">The chart shows {bars.every} bars as one, so that this bar cannot be drawn by itself.</p>;
        }
        return (
          <BarPath
            bar={{ open: bars.o[at] ?? 0, high: bars.h[at] ?? 0, low: bars.l[at] ?? 0, close: bars.c[at] ?? 0 }}
            path={fill.why.path}
            point={fill.why.point}
            reference={Number(fill.why.reference)}
            price={Number(fill.price)}
            trigger={fill.why.trigger === undefined ? undefined : Number(fill.why.trigger)}
            side={fill.side}
          />
        );
      }}
    </Part>
  );
}
