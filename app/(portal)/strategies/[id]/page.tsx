import type { Metadata } from "next";
import { api, readForPage } from "#app/_lib/server-api.tsx";
import { Forbidden } from "#app/_ui/forbidden.tsx";
import { Workbench } from "./_components/workbench.tsx";

interface Props {
  readonly params: Promise<{ readonly id: string }>;
}

export const metadata: Metadata = { title: "Strategy" };

export default async function StrategyPage({ params }: Props) {
  const { id } = await params;
  const { strategies } = await api();
  const read = await readForPage(
    strategies.get({ strategyId: id }).then(async (strategy) => {
      const newest = strategy.versions[0];
      if (newest === undefined) throw new Error(`strategy ${id} has no version`);
      return { strategy, version: await strategies.version({ versionId: newest.id }) };
    }),
  );
  if ("forbidden" in read) return <Forbidden>{read.forbidden}</Forbidden>;
  return <Workbench strategy={read.data.strategy} newest={read.data.version} />;
}
