import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { api, readForPage } from "#app/_lib/server-api.ts";
import { Forbidden } from "#app/_ui/forbidden.tsx";
import { mayResearch } from "../_components/may-research.ts";
import { Workbench } from "./_components/workbench.tsx";

interface Props {
  readonly params: Promise<{ readonly id: string }>;
}

export const metadata: Metadata = { title: "Strategy" };

export default async function StrategyPage({ params }: Props) {
  const { id } = await params;
  if (!z.uuid().safeParse(id).success) notFound();
  const { organisations, strategies } = await api();
  const read = await readForPage(
    strategies.get({ strategyId: id }).then(async (strategy) => {
      const newest = strategy.versions[0];
      if (newest === undefined) throw new Error(`strategy ${id} has no version`);
      const [version, { current }] = await Promise.all([strategies.version({ versionId: newest.id }), organisations.mine()]);
      return { strategy, version, mayEdit: current !== null && mayResearch(current.role) };
    }),
  );
  if ("forbidden" in read) return <Forbidden>{read.forbidden}</Forbidden>;
  return <Workbench strategy={read.data.strategy} newest={read.data.version} mayEdit={read.data.mayEdit} />;
}
