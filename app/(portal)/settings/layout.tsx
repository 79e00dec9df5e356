import type { ReactNode } from "react";
import { PageHead } from "#app/_ui/page-head.tsx";
import { SettingsNav } from "./_components/settings-nav.tsx";

export default function SettingsLayout({ children }: { readonly children: ReactNode }) {
  return (
    <>
      <PageHead title="Settings" />
      <SettingsNav />
      <div className="mt-4">{children}</div>
    </>
  );
}
