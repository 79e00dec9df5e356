"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { z } from "zod";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { AccountForm } from "../_components/account-form.tsx";
import { Said } from "../_components/said.tsx";
import { TextLink } from "../_components/text-link.tsx";

const Values = z.object({ password: z.string().min(8, "Use 8 characters or more.").max(128, "Use 128 characters or fewer.") });

export function ResetForm({ token }: { readonly token: string }) {
  const [email, setEmail] = useState<string>();
  const reset = useMutation(useTRPC().account.resetPassword.mutationOptions());
  if (email !== undefined) {
    return (
      <Said title="Your password is changed">
        <p>All sessions were signed out.</p>
        <p>
          <TextLink href={`/sign-in?email=${encodeURIComponent(email)}`}>Sign in</TextLink> with the new one.
        </p>
      </Said>
    );
  }
  return (
    <AccountForm
      title="Set a new password"
      schema={Values}
      defaultValues={{ password: "" }}
      fields={[
        {
          name: "password",
          label: "New password",
          type: "password",
          autoComplete: "new-password",
          hint: "8 characters or more; a sentence is fine.",
        },
      ]}
      verb="Set password"
      onSubmit={async ({ password }) => {
        const done = await reset.mutateAsync({ token, password });
        setEmail(done.email);
      }}
    >
      <p>
        The link does not work? <TextLink href="/forgot">Ask for a new one</TextLink>
      </p>
    </AccountForm>
  );
}
