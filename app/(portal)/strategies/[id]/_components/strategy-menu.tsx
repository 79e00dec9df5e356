"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { Button } from "#app/_ui/button.tsx";
import { ConfirmDangerous } from "#app/_ui/confirm-dangerous.tsx";
import type { StrategyWithVersions } from "./types.ts";

export function StrategyMenu({ strategy }: { readonly strategy: StrategyWithVersions }) {
  const router = useRouter();
  const archive = useMutation(useTRPC().strategies.archive.mutationOptions());
  return (
    <ConfirmDangerous
      trigger={<Button variant="ghost">Archive</Button>}
      title="Archive strategy"
      consequence={`${strategy.name} leaves the library. Its versions and the results of its runs stay.`}
      name={strategy.name}
      verb="Archive strategy"
      onConfirm={async () => {
        await archive.mutateAsync({ strategyId: strategy.id });
        router.push("/strategies");
      }}
    />
  );
}
