"use client";

import { useMutation } from "@tanstack/react-query";
import { z } from "zod";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { AccountForm } from "../_components/account-form.tsx";
import { TextLink } from "../_components/text-link.tsx";

const Values = z.object({ password: z.string().min(1, "Enter the password.") });

/** A form, because mail programs open links by themselves to look at them. */
export function VerifyForm({ token }: { readonly token: string }) {
  const verify = useMutation(useTRPC().account.verifyEmail.mutationOptions());
  return (
    <AccountForm
      title="Confirm your address"
      schema={Values}
      defaultValues={{ password: "" }}
      fields={[
        {
          name: "password",
          label: "Password",
          type: "password",
          autoComplete: "current-password",
          hint: "The one you signed up with. Your account is ready then.",
          aside: <TextLink href="/forgot">Forgot password</TextLink>,
        },
      ]}
      verb="Confirm e-mail address"
      onSubmit={async ({ password }) => {
        await verify.mutateAsync({ token, password });
        // A new document, so that nothing of a session before stays in memory.
        window.location.assign("/runs");
      }}
    >
      <p>
        The link does not work? <TextLink href="/sign-in">Sign in</TextLink> to get a new one.
      </p>
    </AccountForm>
  );
}
