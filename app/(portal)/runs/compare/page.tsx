import type { Metadata } from "next";
import Link from "next/link";
import { z } from "zod";
import { formatDate, formatList } from "#app/_lib/format.ts";
import { api, readForPage } from "#app/_lib/server-api.ts";
import { Button } from "#app/_ui/button.tsx";
import { Empty } from "#app/_ui/empty.tsx";
import { Forbidden } from "#app/_ui/forbidden.tsx";
import { PageHead } from "#app/_ui/page-head.tsx";
import { Comparison } from "./_components/comparison.tsx";
import { compareMetrics } from "./compared-runs.ts";

export const metadata: Metadata = { title: "Compare runs" };

const most = 6;

interface ComparePageProps {
  readonly searchParams: Promise<{ readonly ids?: string }>;
}

export default async function ComparePage({ searchParams }: ComparePageProps) {
  const asked = z.array(z.uuid()).safeParse([...new Set((await searchParams).ids?.split(","))]);
  const ids = asked.success ? asked.data.slice(0, most) : [];
  const caller = await api();
  const read = await readForPage(Promise.all(ids.map((id) => caller.runs.get({ id }))));
  if ("forbidden" in read) return <Forbidden>{read.forbidden}</Forbidden>;
  const finished = read.data.filter(({ result }) => result !== null);
  const crumbs = [{ label: "Runs", href: "/runs" }, { label: "Compare" }];
  if (finished.length < 2) {
    return (
      <>
        <PageHead title="Compare runs" crumbs={crumbs} />
        <Empty
          title="Two finished runs are needed"
          action={
            <Button asChild>
              <Link href="/runs?status=succeeded">Choose runs</Link>
            </Button>
          }
        >
          Select two to {most} finished runs in the list and choose Compare.
        </Empty>
      </>
    );
  }
  const runs = await Promise.all(
    finished.map(async ({ id, strategy, symbols }, place) => {
      const overview = await caller.runs.overview({ id });
      const name = `${place + 1}. ${strategy.name} @ ${strategy.number}`;
      const { from, to } = overview.summary;
      return { id, name, note: `${formatList(symbols)}, ${formatDate(from)} to ${formatDate(to)}`, overview };
    }),
  );
  return (
    <>
      <PageHead title="Compare runs" crumbs={crumbs} />
      <Comparison
        runs={runs.map(({ id, name, note }) => ({ id, name, note }))}
        metrics={compareMetrics(runs)}
        curves={runs.map(({ name, overview: { curve, summary } }) => ({
          name,
          days: curve.daily.days,
          equity: curve.daily.equity.map(Number),
          startValue: Number(summary.startValue),
        }))}
      />
    </>
  );
}
