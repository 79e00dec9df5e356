"use client";

import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { Download, ShieldCheck } from "lucide-react";
import { apiProblem } from "#app/_lib/api-problem.ts";
import { csvText } from "#app/_lib/csv.ts";
import { saveFile } from "#app/_lib/save-file.ts";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { Button } from "#app/_ui/button.tsx";
import { DataActions } from "#app/_ui/data-actions.tsx";
import { Moment } from "#app/_ui/moment.tsx";
import { Problem } from "#app/_ui/problem.tsx";
import { Table } from "#app/_ui/table.tsx";
import { toast } from "#app/_ui/toast.tsx";
import type { AppRouter } from "#server/api/root.ts";
import { changeText } from "./change-text.ts";
import { Section } from "./section.tsx";

type Page = inferRouterOutputs<AppRouter>["audit"]["list"];
type Entry = Page["rows"][number];

interface AuditLogProps {
  readonly first: Page;
  /** Of members, by user. Who has left is shown by id. */
  readonly names: Readonly<Record<string, string>>;
}

const head = ["Number", "Time", "Actor", "Action", "Target", "Before", "After", "Previous hash", "Hash"];

export function AuditLog({ first, names }: AuditLogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const read = (before: number | undefined) =>
    queryClient.fetchQuery(trpc.audit.list.queryOptions(before === undefined ? {} : { before }, { staleTime: 0 }));
  const pages = useInfiniteQuery({
    queryKey: ["audit pages"],
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next }) => next,
    initialData: { pages: [first], pageParams: [undefined] },
    refetchOnMount: false,
  });
  const entries = pages.data.pages.flatMap(({ rows }) => rows);

  const verify = useMutation({ mutationFn: () => queryClient.fetchQuery(trpc.audit.verify.queryOptions(undefined, { staleTime: 0 })) });
  const download = useMutation({
    mutationFn: async () => {
      const all: Entry[] = [];
      for (let before: number | undefined, isMore = true; isMore; ) {
        const page = await read(before);
        all.push(...page.rows);
        before = page.next;
        isMore = before !== undefined;
      }
      saveFile("audit-log.csv", csvText(head, all.map(row)));
    },
    onError: (error) => toast.error("The audit log was not downloaded", { description: apiProblem(error).message }),
  });
  const actorOf = ({ actor }: Entry) => names[actor] ?? (actor === "anonymous" ? "somebody not signed in" : actor);

  return (
    <Section
      title="Audit log"
      note="What was done in this organisation, and sign-ins of its members. Entries are added and read, never changed."
      isWide
      actions={
        <div className="flex flex-wrap items-center gap-2">
          <Button onClick={() => download.mutate()} isBusy={download.isPending}>
            <Download aria-hidden="true" />
            Download all
          </Button>
          <Button onClick={() => verify.mutate()} isBusy={verify.isPending}>
            <ShieldCheck aria-hidden="true" />
            Verify chain
          </Button>
          <DataActions
            title="Audit log"
            fileName="audit-log-shown"
            table={() => ({ head, rows: () => entries.map(row) })}
            about={
              <p>
                Each entry's hash is the sha256 of its content and of the hash before it. A changed, missing or reordered entry breaks the
                chain from there on. “Download all” has every hash, so that the chain can be checked elsewhere.
              </p>
            }
          />
        </div>
      }
    >
      <div aria-live="polite">
        {verify.data !== undefined && verify.data.brokenAt === undefined && (
          <p className="text-gain">
            The chain holds over all entries: {verify.data.entries} of {verify.data.entries}.
          </p>
        )}
        {verify.data?.brokenAt !== undefined && (
          <Problem title={`The chain is broken at entry ${verify.data.brokenAt}`}>
            Those before it hold. Somebody changed the database beside the portal: compare it with a backup.
          </Problem>
        )}
        {verify.isError && <Problem title={apiProblem(verify.error).message}>{apiProblem(verify.error).hint}</Problem>}
      </div>
      <Table
        label="Audit log"
        rows={entries}
        rowKey={({ seq }) => String(seq)}
        columns={[
          { id: "seq", label: "Number", cell: ({ seq }) => seq, align: "right", narrow: "hidden" },
          {
            id: "at",
            label: "Time",
            cell: ({ at }) => (
              <span className="whitespace-nowrap">
                <Moment at={at} />
              </span>
            ),
            narrow: "trail",
          },
          { id: "actor", label: "By", cell: actorOf, sortBy: actorOf },
          {
            id: "action",
            label: "Action",
            cell: ({ action }) => <code className="font-mono">{action}</code>,
            sortBy: ({ action }) => action,
            narrow: "lead",
          },
          {
            id: "change",
            label: "Change",
            cell: ({ before, after, target }) => (
              <span
                className="inline-block max-w-120 truncate align-bottom text-muted max-xs:max-w-[calc(100vw-7rem)]"
                title={`${target}\n${changeText(before, after)}`}
              >
                {changeText(before, after) || target}
              </span>
            ),
          },
        ]}
      />
      {pages.hasNextPage && (
        <Button className="self-start" onClick={() => void pages.fetchNextPage()} isBusy={pages.isFetchingNextPage}>
          Show older entries
        </Button>
      )}
      {pages.isError && <Problem title={apiProblem(pages.error).message}>{apiProblem(pages.error).hint}</Problem>}
    </Section>
  );
}

function row({ seq, at, actor, action, target, before, after, previousHash, hash }: Entry) {
  return [seq, at.toISOString(), actor, action, target, jsonText(before), jsonText(after), previousHash, hash];
}

function jsonText(value: unknown): string {
  return value === null || value === undefined ? "" : JSON.stringify(value);
}
