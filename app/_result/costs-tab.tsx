"use client";

import dynamic from "next/dynamic";
import { useMemo } from "react";
import { costsTable, costWaterfall } from "rustybt/charts";
import { ChartFrame } from "#app/_charts/chart-frame.tsx";
import { formatAmount, formatDecimal } from "#app/_lib/format.ts";
import { DataActions } from "#app/_ui/data-actions.tsx";
import { Skeleton } from "#app/_ui/skeleton.tsx";
import { type Column, Table } from "#app/_ui/table.tsx";
import type { RunOverview } from "#server/runs/results/overview.ts";
import { useResultSource } from "./result-source.tsx";
import { SpecTable } from "./spec-table.tsx";

const BarChart = dynamic(() => import("#app/_charts/bar-chart.tsx").then((charts) => charts.BarChart), {
  ssr: false,
  loading: () => <Skeleton className="h-60 w-full" />,
});

type Currency = NonNullable<RunOverview["summary"]["byCurrency"]>[number];

const amountColumn = (id: "cash" | "fees" | "realized" | "pnl" | "value" | "pnlBase", label: string): Column<Currency> => ({
  id,
  label,
  align: "right",
  cell: (row) => formatDecimal(row[id]),
  narrow: id === "cash" ? "trail" : "second",
  sortBy: (row) => Number(row[id]),
});

const currencyColumns = (own: string): readonly Column<Currency>[] => [
  { id: "currency", label: "Currency", cell: ({ currency }) => currency, narrow: "lead", sortBy: ({ currency }) => currency },
  amountColumn("cash", "Cash"),
  amountColumn("fees", "Fees"),
  amountColumn("realized", "Realized"),
  amountColumn("pnl", "Profit"),
  {
    id: "rate",
    label: `Last rate, ${own}`,
    align: "right",
    cell: ({ rate }) => (rate === undefined ? "" : formatDecimal(rate)),
    narrow: "hidden",
  },
  amountColumn("value", `Held, ${own}`),
  amountColumn("pnlBase", `Profit, ${own}`),
];

type Balance = RunOverview["ledger"]["balances"][number];

const balanceColumns: readonly Column<Balance>[] = [
  { id: "account", label: "Account", cell: ({ account }) => account, narrow: "lead", sortBy: ({ account }) => account },
  { id: "asset", label: "Asset", cell: ({ asset }) => asset, narrow: "second", sortBy: ({ asset }) => asset },
  {
    id: "balance",
    label: "Balance",
    align: "right",
    cell: ({ balance }) => formatDecimal(balance),
    narrow: "trail",
    sortBy: ({ balance }) => Number(balance),
  },
];

export function CostsTab() {
  const { overview, fileName } = useResultSource();
  const { summary, ledger } = overview;
  // Results of earlier versions know fees and slippage only.
  const kinds = useMemo(() => (summary.costs === undefined ? undefined : costsTable(summary)), [summary]);
  const waterfall = useMemo(() => costWaterfall(summary), [summary]);
  return (
    <div className="grid gap-8 xl:grid-cols-2">
      <ChartFrame
        title={waterfall.title}
        unit={waterfall.y.unit}
        sentence={waterfall.sentence}
        note={waterfall.note}
        table={waterfall.table}
        fileName={`${fileName}-costs`}
        about={<p>What the price moves made, what each kind of cost took, what is left. The steps sum exactly to the net profit.</p>}
      >
        <BarChart spec={waterfall} height={240} formatValue={(value) => formatAmount(value, summary.currency)} />
      </ChartFrame>
      {kinds !== undefined && (
        <SpecTable
          spec={kinds}
          fileName={`${fileName}-costs-by-kind`}
          about="Every kind of cost this run could have, as the summary of the result has it. Below zero is what was earned."
        />
      )}
      {summary.byCurrency !== undefined && (
        <section aria-label="Currencies">
          <h2 className="mb-1 font-medium">By currency</h2>
          <Table
            label="By currency"
            columns={currencyColumns(summary.currency)}
            rows={summary.byCurrency}
            rowKey={({ currency }) => currency}
            about={
              <p>
                Cash, fees and profit of each currency in itself; what is held and the profit also at the last rate. Changes of rates
                brought {formatAmount(summary.fx ?? "0", summary.currency)} more: together they are the net profit.
              </p>
            }
            fileName={`${fileName}-currencies`}
          />
        </section>
      )}
      <section aria-label="Ledger">
        <div className="mb-1 flex min-h-6 items-center justify-between">
          <h2 className="font-medium">Ledger at the end</h2>
          <DataActions
            title="Ledger"
            fileName={`${fileName}-ledger`}
            about={<p>Double entry: every event posts amounts that sum to zero in each asset, so that these balances do too.</p>}
            table={() => ({
              head: ["account", "asset", "balance"],
              rows: () => ledger.balances.map(({ account, asset, balance }) => [account, asset, balance]),
            })}
          />
        </div>
        <Table
          label="Ledger at the end"
          columns={balanceColumns}
          rows={ledger.balances}
          rowKey={({ account, asset }) => `${account} ${asset}`}
        />
      </section>
    </div>
  );
}
