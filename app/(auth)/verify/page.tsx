import type { Metadata } from "next";
import { VerifyForm } from "./verify-form.tsx";

export const metadata: Metadata = { title: "Confirm your address", referrer: "no-referrer" };

export default async function VerifyPage({ searchParams }: { readonly searchParams: Promise<{ readonly token?: string }> }) {
  const { token } = await searchParams;
  return <VerifyForm token={typeof token === "string" ? token : ""} />;
}
