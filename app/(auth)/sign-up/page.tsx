import type { Metadata } from "next";
import { api } from "#app/_lib/server-api.ts";
import { env } from "#server/lib/env.ts";
import { OutboxNote } from "../_components/outbox-note.tsx";
import { Said } from "../_components/said.tsx";
import { TextLink } from "../_components/text-link.tsx";
import { SignUpForm } from "./sign-up-form.tsx";

export const metadata: Metadata = { title: "Sign up" };

export default async function SignUpPage() {
  const closed = await (await api()).account.signUpClosed();
  return (
    <>
      {closed === null ? (
        <SignUpForm />
      ) : (
        <Said title="Sign up">
          <p>{closed.message}</p>
          <p className="break-words text-muted">{closed.hint}</p>
          <p>
            You have an account? <TextLink href="/sign-in">Sign in</TextLink>
          </p>
        </Said>
      )}
      {env().isDemo && <OutboxNote />}
    </>
  );
}
