"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { z } from "zod";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { AccountForm } from "../_components/account-form.tsx";
import { Said } from "../_components/said.tsx";
import { TextLink } from "../_components/text-link.tsx";

const Values = z.object({
  name: z.string().trim().min(1, "Say how you want to be called.").max(80),
  email: z.email("Enter an e-mail address."),
  password: z.string().min(8, "Use 8 characters or more.").max(128, "Use 128 characters or fewer."),
});

export function SignUpForm() {
  const [sentTo, setSentTo] = useState<string>();
  const signUp = useMutation(useTRPC().account.signUp.mutationOptions());
  if (sentTo !== undefined) {
    return (
      <Said title="Look into your mailbox">
        <p>
          We have sent a mail to <strong>{sentTo}</strong>. Press the link in it to confirm your address; it works for an hour.
        </p>
        <p>
          Nothing there? Look among the unwanted mails, or <TextLink href="/sign-up">sign up again</TextLink>.
        </p>
      </Said>
    );
  }
  return (
    <AccountForm
      title="Sign up"
      schema={Values}
      defaultValues={{ name: "", email: "", password: "" }}
      fields={[
        { name: "name", label: "Name", type: "text", autoComplete: "name" },
        { name: "email", label: "E-mail", type: "email", autoComplete: "username" },
        {
          name: "password",
          label: "Password",
          type: "password",
          autoComplete: "new-password",
          hint: "8 characters or more; a sentence is fine.",
        },
      ]}
      verb="Create account"
      onSubmit={async (values) => {
        await signUp.mutateAsync(values);
        setSentTo(values.email);
      }}
    >
      <p>
        You have an account? <TextLink href="/sign-in">Sign in</TextLink>
      </p>
    </AccountForm>
  );
}
