"use client";

import { useMutation } from "@tanstack/react-query";
import { apiProblem } from "#app/_lib/api-problem.ts";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Problem } from "#app/_ui/problem.tsx";
import { Said } from "../_components/said.tsx";
import { TextLink } from "../_components/text-link.tsx";

/** A button, because mail programs open links by themselves to look at them. */
export function VerifyForm({ token }: { readonly token: string }) {
  const verify = useMutation(useTRPC().account.verifyEmail.mutationOptions());
  if (verify.isSuccess) {
    return (
      <Said title="Your address is confirmed">
        <p>
          <TextLink href={`/sign-in?email=${encodeURIComponent(verify.data.email)}`}>Sign in</TextLink> with your password.
        </p>
      </Said>
    );
  }
  return (
    <section className="flex flex-col gap-4">
      <h1 className="font-semibold text-title">Confirm your address</h1>
      <p>One click, and your account is ready.</p>
      {verify.isError && (
        <Problem title={apiProblem(verify.error).message}>
          {apiProblem(verify.error).hint} <TextLink href="/sign-in">Sign in</TextLink> to get one.
        </Problem>
      )}
      <Button variant="primary" isBusy={verify.isPending} onClick={() => verify.mutate({ token })}>
        Confirm e-mail address
      </Button>
    </section>
  );
}
