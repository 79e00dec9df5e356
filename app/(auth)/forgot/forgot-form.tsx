"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { z } from "zod";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { AccountForm } from "../_components/account-form.tsx";
import { Said } from "../_components/said.tsx";
import { TextLink } from "../_components/text-link.tsx";

const Values = z.object({ email: z.email("Enter an e-mail address.") });

export function ForgotForm() {
  const [sentTo, setSentTo] = useState<string>();
  const request = useMutation(useTRPC().account.requestReset.mutationOptions());
  if (sentTo !== undefined) {
    return (
      <Said title="Look into your mailbox">
        <p>
          If <strong>{sentTo}</strong> has an account, a mail with a link is on its way. It works for an hour.
        </p>
        <p>
          <TextLink href="/sign-in">Back to sign-in</TextLink>
        </p>
      </Said>
    );
  }
  return (
    <AccountForm
      title="Forgot password"
      schema={Values}
      defaultValues={{ email: "" }}
      fields={[{ name: "email", label: "E-mail", type: "email", autoComplete: "username", hint: "We send a link to set a new one." }]}
      verb="Send link"
      onSubmit={async (values) => {
        await request.mutateAsync(values);
        setSentTo(values.email);
      }}
    >
      <p>
        <TextLink href="/sign-in">Back to sign-in</TextLink>
      </p>
    </AccountForm>
  );
}
