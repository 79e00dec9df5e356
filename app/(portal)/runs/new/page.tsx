import type { Metadata } from "next";
import { z } from "zod";
import { api, readForPage, requestContext } from "#app/_lib/server-api.ts";
import { Forbidden } from "#app/_ui/forbidden.tsx";
import { PageHead } from "#app/_ui/page-head.tsx";
import { NewRunForm } from "../_components/new-run-form.tsx";

export const metadata: Metadata = { title: "New backtest" };

interface NewRunPageProps {
  /** `like`: a run to start from; `version`, `dataset`: what is chosen already. */
  readonly searchParams: Promise<{ readonly like?: string; readonly version?: string; readonly dataset?: string }>;
}

export default async function NewRunPage({ searchParams }: NewRunPageProps) {
  const { like, version, dataset } = await searchParams;
  const known = z.uuid().safeParse(like);
  const read = await readForPage((await api()).runs.form(known.success ? { like: known.data } : {}));
  if ("forbidden" in read) return <Forbidden>{read.forbidden}</Forbidden>;
  const { membership } = await requestContext();
  if (membership?.role === "viewer" || membership?.role === "billing") {
    return <Forbidden>Backtests are started by researchers, admins and owners; your role is {membership.role}.</Forbidden>;
  }
  return (
    <div className="max-w-160">
      <PageHead title="New backtest" crumbs={[{ label: "Runs", href: "/runs" }, { label: "New backtest" }]} />
      <NewRunForm
        form={read.data}
        {...(version === undefined ? {} : { versionId: version })}
        {...(dataset === undefined ? {} : { datasetId: dataset })}
      />
    </div>
  );
}
