import type { Metadata } from "next";
import { ResetForm } from "./reset-form.tsx";

export const metadata: Metadata = { title: "Set a new password", referrer: "no-referrer" };

export default async function ResetPage({ searchParams }: { readonly searchParams: Promise<{ readonly token?: string }> }) {
  const { token } = await searchParams;
  return <ResetForm token={typeof token === "string" ? token : ""} />;
}
