import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { requestContext } from "#app/_lib/server-api.ts";
import { env } from "#server/lib/env.ts";
import { OutboxNote } from "../_components/outbox-note.tsx";
import { SignInForm } from "./sign-in-form.tsx";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: { readonly searchParams: Promise<{ readonly email?: string }> }) {
  const { session } = await requestContext();
  if (session !== undefined) redirect("/runs");
  const { email } = await searchParams;
  return (
    <>
      <SignInForm email={typeof email === "string" ? email : ""} />
      {env().isDemo && <OutboxNote />}
    </>
  );
}
