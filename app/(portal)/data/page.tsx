import type { Metadata } from "next";
import Link from "next/link";
import { api, readForPage, requestContext } from "#app/_lib/server-api.ts";
import { Button } from "#app/_ui/button.tsx";
import { Forbidden } from "#app/_ui/forbidden.tsx";
import { PageHead } from "#app/_ui/page-head.tsx";
import { DatasetsTable } from "./_components/datasets-table.tsx";
import { ImportDrawer } from "./_components/import-drawer.tsx";
import { mayImport } from "./_components/may-import.ts";

export const metadata: Metadata = { title: "Data" };

interface DataPageProps {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function DataPage({ searchParams }: DataPageProps) {
  const archived = (await searchParams).archived !== undefined;
  const { membership } = await requestContext();
  const read = await readForPage((await api()).datasets.list({ archived }));
  if ("forbidden" in read) return <Forbidden>{read.forbidden}</Forbidden>;
  const isEditor = mayImport(membership);
  return (
    <>
      <PageHead
        title={archived ? "Archived data" : "Data"}
        actions={
          <>
            <Button variant="ghost" asChild>
              <Link href={archived ? "/data" : "/data?archived"}>{archived ? "All data" : "Archived"}</Link>
            </Button>
            {isEditor && <ImportDrawer />}
          </>
        }
      />
      <DatasetsTable datasets={read.data} isEditor={isEditor} isArchive={archived} />
    </>
  );
}
