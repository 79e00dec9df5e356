"use client";

import { useQuery } from "@tanstack/react-query";
import { CandleChart } from "#app/_charts/candle-chart.tsx";
import { ChartFrame } from "#app/_charts/chart-frame.tsx";
import { ChartGroup } from "#app/_charts/chart-group.tsx";
import { formatDate, formatPrice, formatTime } from "#app/_lib/format.ts";
import { Button } from "#app/_ui/button.tsx";
import { Problem } from "#app/_ui/problem.tsx";
import { Skeleton } from "#app/_ui/skeleton.tsx";

interface BarColumns {
  readonly t: readonly number[];
  readonly o: readonly number[];
  readonly h: readonly number[];
  readonly l: readonly number[];
  readonly c: readonly number[];
  readonly v: readonly number[];
  readonly every: number;
}

interface PriceChartProps {
  readonly versionId: string;
  readonly symbol: { readonly symbol: string; readonly from: string; readonly to: string };
}

const height = 360;
const noMarks: readonly never[] = [];

export function PriceChart({ versionId, symbol: { symbol, from, to } }: PriceChartProps) {
  const query = useQuery({
    queryKey: ["bars", versionId, symbol],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<BarColumns> => {
      const answer = await fetch(`/api/datasets/${versionId}/bars/${encodeURIComponent(symbol)}`, { signal });
      if (answer.ok) return answer.json();
      const { error } = (await answer.json()) as { error: { message: string } };
      throw new Error(error.message);
    },
  });
  if (query.isPending) return <Skeleton className="h-100" />;
  if (query.isError) {
    return (
      <Problem title="The chart cannot be shown" action={<Button onClick={() => void query.refetch()}>Try again</Button>}>
        {query.error.message}
      </Problem>
    );
  }
  const bars = query.data;
  const sentence = `${symbol} from ${formatDate(from)} to ${formatDate(to)}: the first close is ${formatPrice(bars.c[0] ?? 0)}, the last ${formatPrice(bars.c.at(-1) ?? 0)}.`;
  return (
    <ChartGroup>
      <ChartFrame
        title={symbol}
        sentence={sentence}
        note={bars.every > 1 ? `Each candle is ${bars.every} bars of the data.` : undefined}
        about="Open, high, low and close of each bar as they stand in the file. Dividends and splits are not worked into them."
        fileName={`${symbol}-bars`}
        table={{
          columns: [
            { id: "time", label: "Time (UTC)", align: "left" },
            { id: "open", label: "Open", align: "right" },
            { id: "high", label: "High", align: "right" },
            { id: "low", label: "Low", align: "right" },
            { id: "close", label: "Close", align: "right" },
          ],
          rows: bars.t.map((time, at) => [
            formatTime(time),
            formatPrice(bars.o[at] ?? 0),
            formatPrice(bars.h[at] ?? 0),
            formatPrice(bars.l[at] ?? 0),
            formatPrice(bars.c[at] ?? 0),
          ]),
        }}
      >
        <CandleChart label={sentence} bars={bars} marks={noMarks} onSelect={() => {}} height={height} />
      </ChartFrame>
    </ChartGroup>
  );
}
