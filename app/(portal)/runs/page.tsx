import { Plus } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { api, readForPage } from "#app/_lib/server-api.ts";
import { Button } from "#app/_ui/button.tsx";
import { Forbidden } from "#app/_ui/forbidden.tsx";
import { PageHead } from "#app/_ui/page-head.tsx";
import { cursorOf, filterOf, listInput } from "./_components/run-filter.ts";
import { RunList } from "./_components/run-list.tsx";

export const metadata: Metadata = { title: "Runs" };

interface RunsPageProps {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function RunsPage({ searchParams }: RunsPageProps) {
  const params = await searchParams;
  const [filter, cursor] = [filterOf(params), cursorOf(params)];
  const read = await readForPage((await api()).runs.list(listInput(filter, cursor)));
  if ("forbidden" in read) return <Forbidden>{read.forbidden}</Forbidden>;
  return (
    <>
      <PageHead
        title="Runs"
        actions={
          <Button variant="primary" asChild>
            <Link href="/runs/new">
              <Plus aria-hidden="true" />
              New backtest
            </Link>
          </Button>
        }
      />
      <RunList filter={filter} cursor={cursor} initial={read.data} />
    </>
  );
}
