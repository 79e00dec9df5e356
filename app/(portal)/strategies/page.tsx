import type { Metadata } from "next";
import { api, readForPage } from "#app/_lib/server-api.tsx";
import { Forbidden } from "#app/_ui/forbidden.tsx";
import { PageHead } from "#app/_ui/page-head.tsx";
import { NewStrategy } from "./_components/new-strategy.tsx";
import { StrategiesTable } from "./_components/strategies-table.tsx";

export const metadata: Metadata = { title: "Strategies" };

export default async function StrategiesPage() {
  const { strategies } = await api();
  const read = await readForPage(Promise.all([strategies.list({}), strategies.templates()]));
  if ("forbidden" in read) return <Forbidden>{read.forbidden}</Forbidden>;
  const [list, templates] = read.data;
  return (
    <>
      <PageHead title="Strategies" actions={<NewStrategy templates={templates} />} />
      <StrategiesTable strategies={list} />
    </>
  );
}
