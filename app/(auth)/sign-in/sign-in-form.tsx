"use client";

import { useMutation } from "@tanstack/react-query";
import { z } from "zod";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { AccountForm } from "../_components/account-form.tsx";
import { TextLink } from "../_components/text-link.tsx";

const Values = z.object({ email: z.email("Enter an e-mail address."), password: z.string().min(1, "Enter the password.") });

export function SignInForm({ email }: { readonly email: string }) {
  const signIn = useMutation(useTRPC().account.signIn.mutationOptions());
  return (
    <AccountForm
      title="Sign in"
      schema={Values}
      defaultValues={{ email, password: "" }}
      fields={[
        { name: "email", label: "E-mail", type: "email", autoComplete: "username" },
        {
          name: "password",
          label: "Password",
          type: "password",
          autoComplete: "current-password",
          aside: <TextLink href="/forgot">Forgot password</TextLink>,
        },
      ]}
      verb="Sign in"
      onSubmit={async (values) => {
        await signIn.mutateAsync(values);
        // A new document, so that nothing of a session before stays in memory.
        window.location.assign("/runs");
      }}
    >
      <p>
        No account yet? <TextLink href="/sign-up">Sign up</TextLink>
      </p>
    </AccountForm>
  );
}
