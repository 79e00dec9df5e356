import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { requestContext } from "#app/_lib/server-api.ts";
import { ApiProvider } from "#app/_lib/trpc.tsx";
import { Forbidden } from "#app/_ui/forbidden.tsx";
import { env } from "#server/lib/env.ts";
import { AccountMenu } from "./_shell/account-menu.tsx";
import { DisplayMenu } from "./_shell/display-menu.tsx";
import { JobsIndicator } from "./_shell/jobs-indicator.tsx";
import { OrganisationSwitch } from "./_shell/organisation-switch.tsx";
import { Palette } from "./_shell/palette.tsx";
import { Rail } from "./_shell/rail.tsx";
import { SandboxOff } from "./_shell/sandbox-off.tsx";
import { mayResearch } from "./strategies/_components/may-research.ts";

/** The frame of every signed-in page. It sends strangers to sign-in; what they may read is decided by each procedure. */
export default async function PortalLayout({ children }: { readonly children: ReactNode }) {
  const { session, memberships, membership } = await requestContext();
  if (session === undefined) redirect("/sign-in");
  return (
    <ApiProvider>
      <a
        href="#content"
        className="sr-only rounded-md border bg-bg px-3 py-2 text-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50"
      >
        Skip to content
      </a>
      <Rail />
      <div className="flex min-h-dvh flex-col pb-14 sm:pb-0 sm:pl-(--rail)">
        <header className="sticky top-0 z-20 flex h-12 items-center gap-2 border-b bg-bg px-4">
          <div className="flex min-w-0 grow items-center">
            {membership !== undefined && <OrganisationSwitch memberships={memberships} current={membership} />}
          </div>
          {membership !== undefined && <JobsIndicator />}
          <Palette
            mayResearch={membership !== undefined && mayResearch(membership.role)}
            hasOutbox={env().isDemo && env().smtpUrl === undefined}
          />
          <DisplayMenu />
          <AccountMenu name={session.name} email={session.email} />
        </header>
        {env().sandbox === "off" && <SandboxOff />}
        <main id="content" tabIndex={-1} className="grow p-4 outline-none sm:p-6">
          {membership === undefined ? <Forbidden>You belong to no organisation. Ask the owner of one to add you.</Forbidden> : children}
        </main>
      </div>
    </ApiProvider>
  );
}
