import type { Metadata } from "next";
import { Empty } from "#app/_ui/empty.tsx";

export const metadata: Metadata = { title: "Link ended", robots: { index: false } };

/** In place of a shared run whose link was revoked or has expired; the address stays that of the link, the status is 410. */
export default function ShareEnded() {
  return (
    <main className="mx-auto max-w-160 p-6 pt-16">
      <Empty level={1} title="This link has ended">
        It was revoked, or its time is over. Whoever sent it can make a new one.
      </Empty>
    </main>
  );
}
