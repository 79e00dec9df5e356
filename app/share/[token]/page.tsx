import { TRPCError } from "@trpc/server";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { api } from "#app/_lib/server-api.ts";
import { SharedResult } from "./_components/shared-result.tsx";

interface SharePageProps {
  readonly params: Promise<{ readonly token: string }>;
}

// A link is for those it was sent to: nothing of it belongs into an index.
export async function generateMetadata({ params }: SharePageProps): Promise<Metadata> {
  const { strategy } = await view((await params).token);
  return { title: `${strategy.name} @ ${strategy.number}`, robots: { index: false, follow: false }, referrer: "no-referrer" };
}

export default async function SharePage({ params }: SharePageProps) {
  const { token } = await params;
  return <SharedResult token={token} shared={await view(token)} />;
}

/** Once for the head and the page: opening a link counts a view. */
const view = cache(async (token: string) => {
  try {
    return await (await api()).shares.view({ token });
  } catch (error) {
    // A link that ended is answered by the proxy with 410; one that ends while this page is made is as if it had never been.
    if (error instanceof TRPCError && (error.code === "NOT_FOUND" || error.code === "BAD_REQUEST")) notFound();
    throw error;
  }
});
