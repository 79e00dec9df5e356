"use client";

import dynamic from "next/dynamic";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { ChartGroup } from "#app/_charts/chart-group.tsx";
import { formatDecimal } from "#app/_lib/format.ts";
import { Skeleton } from "#app/_ui/skeleton.tsx";
import { type Tab, Tabs } from "#app/_ui/tabs.tsx";
import type { EquityColumns } from "#server/runs/results/equity-columns.ts";
import { AssumptionsTab } from "./assumptions-tab.tsx";
import { BoundsStrip } from "./bounds-strip.tsx";
import { BoundsTab } from "./bounds-tab.tsx";
import { CostsTab } from "./costs-tab.tsx";
import { Headline } from "./headline.tsx";
import { LogsTab } from "./logs-tab.tsx";
import { ManifestTab } from "./manifest-tab.tsx";
import { MetricsTab } from "./metrics-tab.tsx";
import { Part } from "./part.tsx";
import { resultCurve } from "./result-curve.ts";
import { partUrl, type ResultSource, ResultSourceProvider, usePart } from "./result-source.tsx";
import { warmRowsWorker } from "./rows/row-table.ts";
import { TradesTab } from "./trades-tab.tsx";
import { WarnStrip } from "./warn-strip.tsx";

const EquityPanel = dynamic(() => import("./equity-panel.tsx").then((panel) => panel.EquityPanel), {
  ssr: false,
  loading: () => <PanelSkeleton />,
});
const OrdersTab = dynamic(() => import("./orders-tab.tsx").then((tab) => tab.OrdersTab), {
  ssr: false,
  loading: () => <Skeleton className="h-150 w-full" />,
});
const FillsTab = dynamic(() => import("./fills-tab.tsx").then((tab) => tab.FillsTab), {
  ssr: false,
  loading: () => <Skeleton className="h-225 w-full" />,
});
const MonthlyTab = dynamic(() => import("./monthly-tab.tsx").then((tab) => tab.MonthlyTab), {
  ssr: false,
  loading: () => <Skeleton className="h-120 w-full" />,
});
const ExposureTab = dynamic(() => import("./exposure-tab.tsx").then((tab) => tab.ExposureTab), {
  ssr: false,
  loading: () => <Skeleton className="h-120 w-full" />,
});

/** Of equity over drawdown with readout and titles. */
const panelHeight = 520;

interface ResultViewProps {
  readonly source: ResultSource;
  /** Tabs after the others, such as the code of a share that shows it. */
  readonly moreTabs?: readonly Tab[];
}

/** A finished run: figures, warnings, equity over drawdown, and everything behind them. */
export function ResultView({ source, moreTabs = [] }: ResultViewProps) {
  return (
    <ResultSourceProvider source={source}>
      <ChartGroup>
        <Result source={source} moreTabs={moreTabs} />
      </ChartGroup>
    </ResultSourceProvider>
  );
}

function Result({ source, moreTabs }: Required<ResultViewProps>) {
  const { overview, fileName, partsUrl } = source;
  const [tab, setTab] = useState("trades");
  useEffect(warmRowsWorker, []);
  const { data } = usePart<EquityColumns>("equity");
  const curve = useMemo(() => (data === undefined ? undefined : resultCurve(overview, data)), [overview, data]);
  const { bounds, summary } = overview;
  const { trades, orders, fills } = summary;
  const count = (n: number): string => formatDecimal(String(n));
  const ofCurve = (content: (known: NonNullable<typeof curve>) => ReactNode): ReactNode =>
    curve === undefined ? <Skeleton className="h-120 w-full" /> : content(curve);
  const tabs: Tab[] = [
    { id: "trades", label: "Trades", count: count(trades), content: <TradesTab /> },
    { id: "orders", label: "Orders", count: count(orders), content: <OrdersTab /> },
    { id: "fills", label: "Fills", count: count(fills), content: <FillsTab /> },
    { id: "metrics", label: "Metrics", content: <MetricsTab /> },
    { id: "monthly", label: "Monthly", content: ofCurve((known) => <MonthlyTab curve={known} />) },
    { id: "exposure", label: "Exposure", content: ofCurve((known) => <ExposureTab curve={known} />) },
    { id: "costs", label: "Costs", content: <CostsTab /> },
    ...(bounds === undefined ? [] : [{ id: "bounds", label: "Bounds", content: <BoundsTab bounds={bounds} /> }]),
    { id: "logs", label: "Logs", content: <LogsTab /> },
    { id: "assumptions", label: "Assumptions", count: count(overview.assumptions.length), content: <AssumptionsTab /> },
    { id: "manifest", label: "Manifest", content: <ManifestTab /> },
    ...moreTabs,
  ];
  return (
    <div className="flex flex-col gap-5">
      {
        // On their way while the page's scripts are.
        ["equity", "trades"].map((name) => (
          <link key={name} rel="preload" as="fetch" crossOrigin="anonymous" href={partUrl(partsUrl, name)} />
        ))
      }
      <Headline overview={overview} curve={curve} />
      {bounds !== undefined && <BoundsStrip bounds={bounds} summary={summary} onShow={() => setTab("bounds")} />}
      <WarnStrip warnings={overview.warnings} />
      <div style={{ minHeight: panelHeight }}>
        <Part<EquityColumns> name="equity" height={panelHeight}>
          {() => (curve === undefined ? null : <EquityPanel overview={overview} curve={curve} fileName={fileName} />)}
        </Part>
      </div>
      <Tabs label="Parts of the result" tabs={tabs} value={tab} onValueChange={setTab} />
    </div>
  );
}

function PanelSkeleton() {
  return (
    <div style={{ height: panelHeight }}>
      <Skeleton className="size-full" />
    </div>
  );
}
