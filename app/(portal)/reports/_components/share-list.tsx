"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { apiProblem } from "#app/_lib/api-problem.ts";
import { formatDate, formatDecimal, formatList } from "#app/_lib/format.ts";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { Badge } from "#app/_ui/badge.tsx";
import { Button } from "#app/_ui/button.tsx";
import { ConfirmDangerous } from "#app/_ui/confirm-dangerous.tsx";
import { Empty } from "#app/_ui/empty.tsx";
import { type Column, Table } from "#app/_ui/table.tsx";
import { toast } from "#app/_ui/toast.tsx";
import type { ShareListItem } from "#server/shares/index.ts";

const columns: readonly Column<ShareListItem>[] = [
  { id: "run", label: "Run", narrow: "lead", cell: ({ run }) => `${run.strategyName} @ ${run.versionNumber}` },
  { id: "symbols", label: "Symbols", narrow: "second", cell: ({ run }) => formatList(run.symbols) },
  {
    id: "state",
    label: "State",
    narrow: "trail",
    text: ({ state }) => state,
    cell: ({ state }) => <Badge tone={state === "open" ? "accent" : "neutral"}>{state}</Badge>,
  },
  { id: "code", label: "Shows code", narrow: "hidden", cell: ({ showCode }) => (showCode ? "yes" : "no") },
  {
    id: "views",
    label: "Views",
    align: "right",
    narrow: "second",
    cell: ({ views }) => formatDecimal(String(views)),
    sortBy: ({ views }) => views,
  },
  {
    id: "expires",
    label: "Ends",
    narrow: "second",
    cell: ({ expiresAt }) => (expiresAt === null ? "when revoked" : formatDate(expiresAt.toISOString())),
  },
  {
    id: "created",
    label: "Created",
    narrow: "hidden",
    cell: ({ createdAt, createdBy }) => `${formatDate(createdAt.toISOString())} by ${createdBy}`,
    sortBy: ({ createdAt }) => createdAt.getTime(),
  },
  {
    id: "revoke",
    label: "Revoke",
    isLabelHidden: true,
    align: "right",
    narrow: "trail",
    cell: (share) => (share.state === "open" ? <Revoke share={share} /> : null),
  },
];

/** Links to runs of this organisation. */
export function ShareList({ initial }: { readonly initial: readonly ShareListItem[] }) {
  const trpc = useTRPC();
  const { data } = useQuery({ ...trpc.shares.list.queryOptions({}), initialData: [...initial] });
  return (
    <section aria-label="Shared links">
      {data.length === 0 ? (
        <>
          <h2 className="mb-2 font-semibold text-body">Shared links</h2>
          <Empty title="No run is shared">
            A link shows a result to people without an account, until it expires or is revoked. Open a finished run and choose Share.
          </Empty>
        </>
      ) : (
        <Table
          label="Shared links"
          columns={columns}
          rows={data}
          rowKey={({ id }) => id}
          rowHref={({ run }) => `/runs/${run.id}`}
          head={<h2 className="font-semibold text-body">Shared links</h2>}
          about={<p>Links that show a result to people without an account. Views are counted each time one is opened.</p>}
        />
      )}
    </section>
  );
}

function Revoke({ share }: { readonly share: ShareListItem }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const revoke = useMutation(trpc.shares.revoke.mutationOptions());
  return (
    // Above the row's own link.
    <span className="relative z-10">
      <ConfirmDangerous
        trigger={
          <Button size="sm" variant="ghost" className="text-loss">
            Revoke
          </Button>
        }
        title="Revoke this link"
        consequence={`Whoever has it sees nothing more of ${share.run.strategyName} @ ${share.run.versionNumber}. It cannot be opened again; the run itself stays.`}
        name={share.run.strategyName}
        verb="Revoke link"
        onConfirm={async () => {
          try {
            await revoke.mutateAsync({ id: share.id });
          } catch (error) {
            throw new Error(apiProblem(error).message, { cause: error });
          }
          await queryClient.invalidateQueries({ queryKey: trpc.shares.list.queryKey() });
          toast("The link was revoked");
        }}
      />
    </span>
  );
}
