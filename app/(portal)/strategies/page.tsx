import type { Metadata } from "next";
import Link from "next/link";
import { api, readForPage } from "#app/_lib/server-api.ts";
import { Button } from "#app/_ui/button.tsx";
import { Forbidden } from "#app/_ui/forbidden.tsx";
import { PageHead } from "#app/_ui/page-head.tsx";
import { mayResearch } from "./_components/may-research.ts";
import { NewStrategy } from "./_components/new-strategy.tsx";
import { StrategiesTable } from "./_components/strategies-table.tsx";

export const metadata: Metadata = { title: "Strategies" };

interface Props {
  readonly searchParams: Promise<{ readonly show?: string }>;
}

export default async function StrategiesPage({ searchParams }: Props) {
  const { show } = await searchParams;
  const isArchived = show === "archived";
  const { organisations, strategies } = await api();
  const read = await readForPage(Promise.all([strategies.list({ isArchived }), strategies.templates(), organisations.mine()]));
  if ("forbidden" in read) return <Forbidden>{read.forbidden}</Forbidden>;
  const [list, templates, { current }] = read.data;
  const newStrategy = current !== null && mayResearch(current.role) && <NewStrategy templates={templates} />;
  return (
    <>
      <PageHead
        title={isArchived ? "Archived strategies" : "Strategies"}
        {...(isArchived ? { crumbs: [{ label: "Strategies", href: "/strategies" }, { label: "Archived" }] } : {})}
        actions={
          !isArchived && (
            <>
              <Button variant="ghost" asChild>
                <Link href="/strategies?show=archived">Archived</Link>
              </Button>
              {list.length > 0 && newStrategy}
            </>
          )
        }
      />
      <StrategiesTable strategies={list} isArchived={isArchived} action={newStrategy} />
    </>
  );
}
