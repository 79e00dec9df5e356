import type { Metadata } from "next";
import { api, readForPage } from "#app/_lib/server-api.ts";
import { Forbidden } from "#app/_ui/forbidden.tsx";
import { PageHead } from "#app/_ui/page-head.tsx";
import { ReportList } from "./_components/report-list.tsx";
import { ShareList } from "./_components/share-list.tsx";

export const metadata: Metadata = { title: "Reports" };

export default async function ReportsPage() {
  const caller = await api();
  const read = await readForPage(Promise.all([caller.shares.list({}), caller.runs.list({ statuses: ["succeeded"], limit: 50 })]));
  if ("forbidden" in read) return <Forbidden>{read.forbidden}</Forbidden>;
  const [shares, { runs }] = read.data;
  return (
    <>
      <PageHead title="Reports" note="Tear sheets of finished runs, and the links that were sent out." />
      <div className="flex flex-col gap-8">
        <ShareList initial={shares} />
        <ReportList runs={runs} />
      </div>
    </>
  );
}
