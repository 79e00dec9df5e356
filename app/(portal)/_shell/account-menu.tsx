"use client";

import { CircleUser, LogOut, UserCog } from "lucide-react";
import Link from "next/link";
import { Button } from "#app/_ui/button.tsx";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "#app/_ui/menu.tsx";
import { useSignOut } from "./use-sign-out.ts";

export function AccountMenu({ name, email }: { readonly name: string; readonly email: string }) {
  const signOut = useSignOut();
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
