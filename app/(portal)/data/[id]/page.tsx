import type { Metadata } from "next";
import { api, readForPage, requestContext } from "#app/_lib/server-api.ts";
import { Forbidden } from "#app/_ui/forbidden.tsx";
import { mayImport } from "../_components/may-import.ts";
import { DatasetView } from "./_components/dataset-view.tsx";

interface Props {
  readonly params: Promise<{ readonly id: string }>;
}

export const metadata: Metadata = { title: "Dataset" };

export default async function DatasetPage({ params }: Props) {
  const { id } = await params;
  const { membership } = await requestContext();
  const read = await readForPage((await api()).datasets.get({ datasetId: id }));
  if ("forbidden" in read) return <Forbidden>{read.forbidden}</Forbidden>;
  return <DatasetView key={read.data.versions[0]?.id} dataset={read.data} isEditor={mayImport(membership)} />;
}
