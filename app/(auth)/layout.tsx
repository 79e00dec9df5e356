import type { ReactNode } from "react";
import { ApiProvider } from "#app/_lib/trpc.tsx";

/** Pages for whoever is not signed in: one narrow column, nothing else. */
export default function AuthLayout({ children }: { readonly children: ReactNode }) {
  return (
    <ApiProvider>
      <main className="mx-auto flex min-h-dvh w-full max-w-90 flex-col justify-center gap-6 p-4">
        <header>
          <p className="font-semibold text-title">RustyBT</p>
          <p className="text-muted">Backtests you can audit.</p>
        </header>
        {children}
      </main>
    </ApiProvider>
  );
}
