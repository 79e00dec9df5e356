import type { Metadata } from "next";
import { env } from "#server/lib/env.ts";
import { readSeenSandbox } from "#server/sandbox/seen-sandbox.ts";
import { SandboxLayers } from "../_components/sandbox-layers.tsx";
import { Section } from "../_components/section.tsx";

export const metadata: Metadata = { title: "System" };
export const dynamic = "force-dynamic";

/** What this installation was started with, as far as its users should know. */
export default function SystemPage() {
  const { sandbox, smtpUrl, isDemo, publicUrl, uploadLimitBytes, folders } = env();
  const facts: readonly (readonly [name: string, value: string, note: string])[] = [
    ["Address", publicUrl.origin, "links in mails and shared links begin with it (PUBLIC_URL)"],
    [
      "Sandbox",
      sandbox === "off" ? "off" : "required",
      sandbox === "off"
        ? "RUSTYBT_SANDBOX=off"
        : "every job is probed before its code is loaded; a layer that is missing refuses the job with the command that installs it",
    ],
    [
      "Mail",
      smtpUrl === undefined ? "kept in the outbox" : "sent",
      smtpUrl === undefined ? "SMTP_URL is not set" : "by the server of SMTP_URL",
    ],
    [
      "Demo",
      isDemo ? "yes" : "no",
      isDemo ? "whoever reaches this portal reads its mails at /outbox; set RUSTYBT_DEMO=0 for real accounts" : "",
    ],
    ["Largest upload", `${Math.round(uploadLimitBytes / 1024 / 1024)} MB`, "RUSTYBT_UPLOAD_LIMIT_MB"],
  ];
  return (
    <>
      <Section title="System" note="How this installation was started. Whoever runs it changes these with environment variables.">
        {sandbox === "off" && (
          <div role="note" className="rounded-md border border-warn p-4">
            <h3 className="font-semibold text-warn">The sandbox is off</h3>
            <p>Strategies run as plain processes of the portal's own user. They can:</p>
            <ul className="list-disc pl-5">
              <li>read and change the files of that user, the portal's secret and database among them,</li>
              <li>reach the network,</li>
              <li>use memory and processor without a limit of the system.</li>
            </ul>
            <p>That is meant for a developer's own machine and own strategies. Start without RUSTYBT_SANDBOX=off to close it.</p>
          </div>
        )}
        <dl className="rounded-md border">
          {facts.map(([name, value, note]) => (
            <div key={name} className="grid gap-x-4 border-b px-3 py-2 last:border-b-0 sm:grid-cols-[140px_1fr]">
              <dt className="text-muted">{name}</dt>
              <dd>
                {value}
                {note !== "" && <span className="block text-muted text-note">{note}</span>}
              </dd>
            </div>
          ))}
        </dl>
      </Section>
      {sandbox === "required" && <SandboxLayers seen={readSeenSandbox(folders.sandbox)} />}
    </>
  );
}
