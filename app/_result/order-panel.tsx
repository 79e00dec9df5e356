"use client";

import type { ReactNode } from "react";
import type { OrderRow } from "rustybt";
import type { FillExplanation, OrderExplanation } from "rustybt/explain";
import { formatPrice, formatTime } from "#app/_lib/format.ts";
import { ExplainedOrder } from "./explained-order.tsx";
import { Facts } from "./facts.tsx";
import { RowPanel } from "./row-panel.tsx";

interface OrderPanelProps {
  readonly order: OrderRow;
  readonly steps: ReactNode;
  readonly onClose: () => void;
}

/** One order accounted for: what was asked, what became of it, why it filled or did not. */
export function OrderPanel({ order, steps, onClose }: OrderPanelProps) {
  const { history: _, ...terms } = order;
  return (
    <RowPanel
      title={`Order ${order.id}`}
      description={`${order.side === "buy" ? "Buy" : "Sell"} ${formatPrice(order.quantity)} ${order.symbol}, ${order.kind}`}
      noun="order"
      row={order}
      steps={steps}
      onClose={onClose}
    >
      <ExplainedOrder id={order.id}>{(explanation) => <Account explanation={explanation} />}</ExplainedOrder>
      <section>
        <h3 className="mb-1 font-medium">Terms</h3>
        <Facts facts={Object.entries(terms).map(([name, value]) => [name, shown(value)])} />
      </section>
    </RowPanel>
  );
}

function Account({ explanation: { summary, asked, life, fills, whyNot } }: { readonly explanation: OrderExplanation }) {
  return (
    <>
      <p className="text-body">{summary}</p>
      {whyNot.length > 0 && (
        <section>
          <h3 className="mb-1 font-medium">{fills.length === 0 ? "Why it did not fill" : "Why it did not fill whole"}</h3>
          <Sentences of={whyNot} />
        </section>
      )}
      <section>
        <h3 className="mb-1 font-medium">Asked</h3>
        <p>{asked}</p>
      </section>
      <section>
        <h3 className="mb-2 font-medium">What became of it</h3>
        <ol className="tabular flex flex-col gap-2 border-l pl-4">
          {life.map(({ text }, index) => (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: an order may come to the same status twice at one time
              key={index}
              className="relative before:absolute before:top-2 before:-left-[1.1875rem] before:size-1.5 before:rounded-full before:bg-muted"
            >
              {text}
            </li>
          ))}
        </ol>
      </section>
      {fills.length > 0 && (
        <section>
          <h3 className="mb-2 font-medium">{fills.length === 1 ? "Why it filled" : "Why each part filled"}</h3>
          <ol className="flex flex-col gap-4">
            {fills.map((fill) => (
              <li key={fill.id}>
                <WhyFill fill={fill} />
              </li>
            ))}
          </ol>
        </section>
      )}
    </>
  );
}

function WhyFill({ fill: { id, t, quantity, price, because, feeRule } }: { readonly fill: FillExplanation }) {
  return (
    <>
      <p className="tabular text-muted">
        Fill {id}: {formatPrice(quantity)} at {formatPrice(price)}, {formatTime(t)} UTC
      </p>
      <Sentences of={[...because, `Fee: ${feeRule}`]} />
    </>
  );
}

/** Sentences of an account, one under the other. */
export function Sentences({ of }: { readonly of: readonly string[] }) {
  return (
    <ul className="tabular flex list-disc flex-col gap-1 pl-4">
      {of.map((sentence) => (
        <li key={sentence} className="break-words">
          {sentence}
        </li>
      ))}
    </ul>
  );
}

function shown(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return /^-?\d+(\.\d+)?$/.test(text) ? formatPrice(text) : text;
}
