"use client";

import { useMutation } from "@tanstack/react-query";
import { CircleUser, LogOut, UserCog } from "lucide-react";
import Link from "next/link";
import { apiProblem } from "#app/_lib/api-problem.ts";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "#app/_ui/menu.tsx";
import { toast } from "#app/_ui/toast.tsx";

export function AccountMenu({ name, email }: { readonly name: string; readonly email: string }) {
  const trpc = useTRPC();
  const signOut = useMutation(
    trpc.account.signOut.mutationOptions({
      // A whole new page: nothing that was loaded stays in memory.
      onSuccess: () => window.location.assign("/sign-in"),
      onError: (error) => toast.error("Not signed out", { description: apiProblem(error).message }),
    }),
  );
  return (
    <Menu
      trigger={
        <Button variant="ghost" size="icon" aria-label={`Account of ${name}`} isBusy={signOut.isPending}>
          {!signOut.isPending && <CircleUser aria-hidden="true" />}
        </Button>
      }
    >
      <MenuLabel>
        <span className="block truncate font-medium text-base text-text">{name}</span>
        <span className="block truncate">{email}</span>
      </MenuLabel>
      <MenuSeparator />
      <MenuItem asChild>
        <Link href="/settings">
          <UserCog aria-hidden="true" />
          Settings
        </Link>
      </MenuItem>
      <MenuItem onSelect={() => signOut.mutate()}>
        <LogOut aria-hidden="true" />
        Sign out
      </MenuItem>
    </Menu>
  );
}
