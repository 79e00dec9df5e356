import type { ReactNode } from "react";
import { ApiProvider } from "#app/_lib/trpc.tsx";

export default function ShareLayout({ children }: { readonly children: ReactNode }) {
  return <ApiProvider>{children}</ApiProvider>;
}
