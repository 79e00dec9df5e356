"use client";

import { useMutation } from "@tanstack/react-query";
import { apiProblem } from "#app/_lib/api-problem.ts";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { toast } from "#app/_ui/toast.tsx";

export function useSignOut() {
  return useMutation(
    useTRPC().account.signOut.mutationOptions({
      // A whole new page: nothing that was loaded stays in memory.
      onSuccess: () => window.location.assign("/sign-in"),
      onError: (error) => toast.error("Not signed out", { description: apiProblem(error).message }),
    }),
  );
}
