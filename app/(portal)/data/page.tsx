import type { Metadata } from "next";
import { api, readForPage, requestContext } from "#app/_lib/server-api.tsx";
import { Forbidden } from "#app/_ui/forbidden.tsx";
import { PageHead } from "#app/_ui/page-head.tsx";
import { DatasetsTable } from "./_components/datasets-table.tsx";
import { ImportDrawer } from "./_components/import-drawer.tsx";
import { mayImport } from "./_components/may-import.ts";

export const metadata: Metadata = { title: "Data" };

export default async function DataPage() {
  const { membership } = await requestContext();
  const read = await readForPage((await api()).datasets.list({ archived: false }));
  if ("forbidden" in read) return <Forbidden>{read.forbidden}</Forbidden>;
  const isEditor = mayImport(membership);
  return (
    <>
      <PageHead title="Data" actions={isEditor && <ImportDrawer />} />
      <DatasetsTable datasets={read.data} isEditor={isEditor} />
    </>
  );
}
