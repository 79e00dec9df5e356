import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { api, readForPage, requestContext } from "#app/_lib/server-api.ts";
import { Forbidden } from "#app/_ui/forbidden.tsx";
import { PageHead } from "#app/_ui/page-head.tsx";
import { RunProgress } from "../_components/run-progress.tsx";
import { FinishedRun } from "./_components/finished-run.tsx";

interface RunPageProps {
  readonly params: Promise<{ readonly id: string }>;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Read once for the head and the page. */
const readRun = cache(async (id: string) => readForPage((await api()).runs.get({ id })));

export async function generateMetadata({ params }: RunPageProps): Promise<Metadata> {
  const { id } = await params;
  const read = uuid.test(id) ? await readRun(id) : undefined;
  return { title: read !== undefined && "data" in read ? nameOf(read.data) : "Run" };
}

export default async function RunPage({ params }: RunPageProps) {
  const { id } = await params;
  if (!uuid.test(id)) notFound();
  const read = await readRun(id);
  if ("forbidden" in read) return <Forbidden>{read.forbidden}</Forbidden>;
  const run = read.data;
  const { membership } = await requestContext();
  const mayRun = membership !== undefined && ["owner", "admin", "researcher"].includes(membership.role);
  const name = nameOf(run);
  const crumbs = [
    { label: "Runs", href: "/runs" },
    { label: name, href: `/strategies/${run.strategy.id}` },
    { label: run.symbols.length === 1 ? (run.symbols[0] ?? "") : `${run.symbols.length} symbols` },
  ];
  if (run.result === null) {
    return (
      <>
        <PageHead title={name} crumbs={crumbs} note={run.symbols.join(", ")} />
        <RunProgress run={run} mayRun={mayRun} />
      </>
    );
  }
  const overview = await (await api()).runs.overview({ id });
  return (
    <FinishedRun
      runId={id}
      crumbs={crumbs}
      strategy={{ name: run.strategy.name, number: run.strategy.number }}
      symbols={run.symbols}
      partNames={Object.keys(run.result.objects)}
      isPdfReady={run.result.pdfSha256 !== null}
      overview={overview}
      mayRun={mayRun}
    />
  );
}

function nameOf({ strategy }: { readonly strategy: { readonly name: string; readonly number: number } }): string {
  return `${strategy.name} @ ${strategy.number}`;
}
