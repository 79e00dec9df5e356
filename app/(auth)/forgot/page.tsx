import type { Metadata } from "next";
import { env } from "#server/lib/env.ts";
import { OutboxNote } from "../_components/outbox-note.tsx";
import { ForgotForm } from "./forgot-form.tsx";

export const metadata: Metadata = { title: "Forgot password" };

export default function ForgotPage() {
  return (
    <>
      <ForgotForm />
      {env().isDemo && <OutboxNote />}
    </>
  );
}
