"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ChevronsUpDown } from "lucide-react";
import { useRouter } from "next/navigation";
import { apiProblem } from "#app/_lib/api-problem.ts";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Menu, MenuChoice, MenuLabel } from "#app/_ui/menu.tsx";
import { toast } from "#app/_ui/toast.tsx";

export interface ShellMembership {
  readonly organizationId: string;
  readonly organizationName: string;
  readonly role: string;
}

interface OrganisationSwitchProps {
  readonly memberships: readonly ShellMembership[];
  readonly current: ShellMembership;
}

export function OrganisationSwitch({ memberships, current }: OrganisationSwitchProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const change = useMutation(
    trpc.organisations.switch.mutationOptions({
      onSuccess: () => {
        // Nothing of the organisation that was left may stay on a screen.
        queryClient.clear();
        router.push("/runs");
        router.refresh();
      },
      onError: (error) => toast.error("The organisation was not switched", { description: apiProblem(error).message }),
    }),
  );
  if (memberships.length < 2) return <span className="min-w-0 truncate font-medium">{current.organizationName}</span>;
  return (
    <Menu
      align="start"
      trigger={
        <Button variant="ghost" className="min-w-0 shrink" isBusy={change.isPending}>
          <span className="truncate">{current.organizationName}</span>
          <ChevronsUpDown className="text-muted" aria-hidden="true" />
          <span className="sr-only">Switch organisation</span>
        </Button>
      }
    >
      <MenuLabel>Organisation</MenuLabel>
      <MenuChoice
        value={current.organizationId}
        onValueChange={(organizationId) => change.mutate({ organizationId })}
        options={memberships.map(({ organizationId, organizationName, role }) => ({
          value: organizationId,
          label: organizationName,
          note: role,
        }))}
      />
    </Menu>
  );
}
