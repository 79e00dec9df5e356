import type { Metadata } from "next";
import { env } from "#server/lib/env.ts";
import { OutboxNote } from "../_components/outbox-note.tsx";
import { SignUpForm } from "./sign-up-form.tsx";

export const metadata: Metadata = { title: "Sign up" };

export default function SignUpPage() {
  return (
    <>
      <SignUpForm />
      {env().isDemo && <OutboxNote />}
    </>
  );
}
