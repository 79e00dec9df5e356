"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { apiProblem } from "#app/_lib/api-problem.ts";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { Badge } from "#app/_ui/badge.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Moment } from "#app/_ui/moment.tsx";
import { Table } from "#app/_ui/table.tsx";
import { toast } from "#app/_ui/toast.tsx";
import { browserName } from "./browser-name.ts";
import { Section } from "./section.tsx";

interface ListedSession {
  readonly id: string;
  readonly userAgent: string;
  readonly ipPrefix: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly isCurrent: boolean;
}

export function Sessions({ sessions }: { readonly sessions: readonly ListedSession[] }) {
  const router = useRouter();
  const revoke = useMutation(
    useTRPC().account.revokeSession.mutationOptions({
      onError: (error) => toast.error("The session was not signed out", { description: apiProblem(error).message }),
      onSettled: () => router.refresh(),
    }),
  );
  const others = sessions.filter(({ isCurrent }) => !isCurrent);
  const revokeOthers = () => {
    for (const { id } of others) revoke.mutate({ id });
  };

  return (
    <Section
      title="Sessions"
      note="Browsers that are signed in. A session ends after a week without use, and 30 days after its sign-in."
      isWide
      actions={
        others.length > 1 && (
          <Button onClick={revokeOthers} isBusy={revoke.isPending}>
            Sign out all others
          </Button>
        )
      }
    >
      <Table
        label="Sessions"
        rows={sessions}
        rowKey={({ id }) => id}
        columns={[
          {
            id: "browser",
            label: "Browser",
            cell: ({ userAgent, isCurrent }) => (
              <span className="inline-flex flex-wrap items-center gap-2" title={userAgent}>
                {browserName(userAgent)} {isCurrent && <Badge tone="accent">this browser</Badge>}
              </span>
            ),
            narrow: "lead",
          },
          { id: "network", label: "Network", cell: ({ ipPrefix }) => <code className="font-mono">{ipPrefix}</code> },
          {
            id: "from",
            label: "Signed in",
            cell: ({ createdAt }) => <Moment at={createdAt} />,
            sortBy: ({ createdAt }) => createdAt.getTime(),
          },
          {
            id: "seen",
            label: "Last seen",
            cell: ({ lastSeenAt }) => <Moment at={lastSeenAt} />,
            sortBy: ({ lastSeenAt }) => lastSeenAt.getTime(),
            narrow: "hidden",
          },
          {
            id: "end",
            label: "Sign out",
            isLabelHidden: true,
            align: "right",
            narrow: "trail",
            cell: ({ id, userAgent, isCurrent }) =>
              !isCurrent && (
                <Button
                  size="sm"
                  onClick={() => revoke.mutate({ id })}
                  isBusy={revoke.isPending && revoke.variables.id === id}
                  aria-label={`Sign out ${browserName(userAgent)}`}
                >
                  Sign out
                </Button>
              ),
          },
        ]}
      />
    </Section>
  );
}
