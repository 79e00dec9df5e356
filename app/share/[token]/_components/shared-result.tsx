"use client";

import { FileDown } from "lucide-react";
import Link from "next/link";
import { useMemo } from "react";
import { formatDate, shortHash } from "#app/_lib/format.ts";
import { Facts } from "#app/_result/facts.tsx";
import { VerifySteps } from "#app/_result/hash-with-verify.tsx";
import { Digest } from "#app/_result/manifest-tab.tsx";
import { ResultTitle } from "#app/_result/result-title.tsx";
import { ResultView } from "#app/_result/result-view.tsx";
import { Button } from "#app/_ui/button.tsx";
import { CopyButton } from "#app/_ui/copy-button.tsx";
import type { Tab } from "#app/_ui/tabs.tsx";
import type { SharedRun } from "#server/shares/index.ts";
import { DisplayMenu } from "../../../(portal)/_shell/display-menu.tsx";

/** The run page without editing, and how it was made. */
export function SharedResult({ token, shared }: { readonly token: string; readonly shared: SharedRun }) {
  const { strategy, symbols, overview, partNames, isPdfReady, expiresAt, files } = shared;
  const documentUrl = `/api/shares/${token}/document`;
  const source = useMemo(
    () => ({ overview, partsUrl: `/api/shares/${token}/parts`, partNames, fileName: `rustybt-${shortHash(overview.hash)}` }),
    [overview, token, partNames],
  );
  const moreTabs: Tab[] = files === undefined ? [] : [{ id: "code", label: "Code", content: <Code files={files} /> }];
  return (
    <>
      <header className="flex h-12 items-center justify-between gap-4 border-b px-4">
        <Link href="/" className="font-semibold text-body">
          RustyBT
        </Link>
        <div className="flex items-center gap-2">
          {expiresAt !== null && (
            <span className="text-muted max-sm:hidden">This link ends on {formatDate(new Date(expiresAt).toISOString())}</span>
          )}
          <DisplayMenu />
        </div>
      </header>
      <main className="mx-auto max-w-380 p-4 sm:p-6">
        <ResultTitle
          strategyName={strategy.name}
          versionNumber={strategy.number}
          symbols={symbols}
          overview={overview}
          documentUrl={documentUrl}
          actions={
            isPdfReady && (
              <Button asChild>
                <a href={`/api/shares/${token}/pdf`} download>
                  <FileDown aria-hidden="true" />
                  PDF
                </a>
              </Button>
            )
          }
        />
        <p className="mb-5 max-w-180 text-muted">
          A hypothetical backtest, simulated on past prices with the benefit of hindsight. No order reached a market, and past results do
          not tell future ones.
        </p>
        <ResultView source={source} moreTabs={moreTabs} />
        <HowMade shared={shared} documentUrl={documentUrl} />
      </main>
    </>
  );
}

/** What decides the result, and how a reader checks it without trusting this page. */
function HowMade({ shared: { overview }, documentUrl }: { readonly shared: SharedRun; readonly documentUrl: string }) {
  const { manifest, assumptions, hash, seal } = overview;
  return (
    <section aria-label="How this was made" className="mt-10 border-t pt-6">
      <h2 className="mb-4 font-semibold text-body">How this was made</h2>
      <div className="grid gap-8 lg:grid-cols-3">
        <div>
          <h3 className="mb-2 font-medium">Fingerprints</h3>
          <Facts
            facts={[
              ["Hash", <Digest key="hash" value={hash} />],
              ["Seal", <Digest key="seal" value={seal} />],
              manifest.strategy.sha256 === null ? undefined : ["Code", <Digest key="code" value={manifest.strategy.sha256} />],
              ...manifest.data.map(({ symbol, sha256 }) => [symbol, <Digest key={symbol} value={sha256} />] as const),
              ["Engine", manifest.engine],
            ]}
          />
        </div>
        <div>
          <h3 className="mb-2 font-medium">Assumptions</h3>
          <ul className="flex list-disc flex-col gap-1 pl-4">
            {assumptions.map(({ code, message }) => (
              <li key={`${code} ${message}`}>{message}</li>
            ))}
          </ul>
        </div>
        <div>
          <h3 className="mb-2 font-medium">Verify</h3>
          <VerifySteps hash={hash} documentUrl={documentUrl} />
        </div>
      </div>
    </section>
  );
}

function Code({ files }: { readonly files: NonNullable<SharedRun["files"]> }) {
  return (
    <div className="flex flex-col gap-6">
      {files.map(({ path, text }) => (
        <section key={path} aria-label={path}>
          <div className="mb-1 flex items-center gap-2">
            <h2 className="font-mono">{path}</h2>
            <CopyButton text={text} label={`Copy ${path}`} />
          </div>
          <pre
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
            tabIndex={0}
            className="max-h-160 overflow-auto rounded-md border bg-panel p-3 font-mono text-note"
          >
            {text}
          </pre>
        </section>
      ))}
    </div>
  );
}
