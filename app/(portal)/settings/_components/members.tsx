"use client";

import { Badge } from "#app/_ui/badge.tsx";
import { DataActions } from "#app/_ui/data-actions.tsx";
import { Moment } from "#app/_ui/moment.tsx";
import { Table } from "#app/_ui/table.tsx";
import { Section } from "./section.tsx";

interface Member {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly since: Date;
}

const rights: readonly (readonly [role: string, may: string])[] = [
  ["owner", "everything"],
  ["admin", "everything but what concerns the owner: members, names, the audit log"],
  ["researcher", "strategies, data, runs and shared links"],
  ["viewer", "reading"],
  ["billing", "reading, later invoices"],
];

export function Members({ members, ownId }: { readonly members: readonly Member[]; readonly ownId: string | undefined }) {
  return (
    <Section
      title="Members"
      isWide
      actions={
        <DataActions
          title="Members"
          fileName="members"
          table={() => ({
            head: ["Name", "E-mail", "Role", "Since"],
            rows: () => members.map(({ name, email, role, since }) => [name, email, role, since.toISOString()]),
          })}
          about={
            <>
              <p>Whoever belongs to this organisation, and what the role lets them do:</p>
              <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1">
                {rights.map(([role, may]) => (
                  <div key={role} className="contents">
                    <dt className="font-medium">{role}</dt>
                    <dd className="text-muted">{may}</dd>
                  </div>
                ))}
              </dl>
            </>
          }
        />
      }
    >
      <Table
        label="Members"
        rows={members}
        rowKey={({ userId }) => userId}
        columns={[
          {
            id: "name",
            label: "Name",
            cell: ({ name, userId }) => (
              <span className="inline-flex flex-wrap items-center gap-2">
                {name} {userId === ownId && <Badge tone="accent">you</Badge>}
              </span>
            ),
            sortBy: ({ name }) => name,
            narrow: "lead",
          },
          { id: "email", label: "E-mail", cell: ({ email }) => email, sortBy: ({ email }) => email },
          { id: "role", label: "Role", cell: ({ role }) => role, sortBy: ({ role }) => role, narrow: "trail" },
          {
            id: "since",
            label: "Since",
            cell: ({ since }) => <Moment at={since} />,
            sortBy: ({ since }) => since.getTime(),
            narrow: "hidden",
          },
        ]}
      />
    </Section>
  );
}
