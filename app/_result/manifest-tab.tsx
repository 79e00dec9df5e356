"use client";

import type { ReactNode } from "react";
import { formatAmount, formatDate, formatDecimal, formatPrice, shortHash } from "#app/_lib/format.ts";
import { CopyButton } from "#app/_ui/copy-button.tsx";
import { Table } from "#app/_ui/table.tsx";
import { Facts } from "./facts.tsx";
import { useResultSource } from "./result-source.tsx";

/** Everything that decides the result: strategy, parameters, data, settings, engine. The same of it gives the same hash. */
export function ManifestTab() {
  const { overview } = useResultSource();
  const { manifest, positions, summary, hash, seal } = overview;
  return (
    <div className="grid gap-8 xl:grid-cols-2">
      <Block title="Fingerprints" copy={() => JSON.stringify({ hash, seal, manifest }, null, 2)}>
        <Facts
          facts={[
            ["Hash", <Digest key="hash" value={hash} />],
            ["Seal", <Digest key="seal" value={seal} />],
            ["Strategy", manifest.strategy.name],
            manifest.strategy.sha256 === null ? undefined : ["Code", <Digest key="code" value={manifest.strategy.sha256} />],
            ["Clock", <Digest key="clock" value={manifest.clock.sha256} />],
            ["Engine", `${manifest.engine}, native core ${manifest.nativeCore}`],
            ["Seed", String(manifest.seed)],
            ["Reproducible", manifest.reproducible ? "yes" : "no: the strategy was allowed what a second run cannot repeat"],
            [
              "Points",
              `${formatDecimal(String(manifest.clock.points))}, ${formatDate(manifest.clock.from)} to ${formatDate(manifest.clock.to)}`,
            ],
          ]}
        />
      </Block>
      <Block title="Parameters" copy={() => JSON.stringify(manifest.params, null, 2)}>
        {Object.keys(manifest.params).length === 0 ? (
          <p className="text-muted">The strategy has none.</p>
        ) : (
          <Facts
            facts={Object.entries(manifest.params).map(([name, value]) => [
              name,
              <code key={name} className="font-mono">
                {String(value)}
              </code>,
            ])}
          />
        )}
      </Block>
      <Block title="Data" copy={() => JSON.stringify(manifest.data, null, 2)} isWide>
        <Table
          label="Data"
          rows={manifest.data}
          rowKey={({ symbol }) => symbol}
          columns={[
            { id: "symbol", label: "Symbol", cell: ({ symbol }) => symbol, narrow: "lead", className: "font-medium" },
            { id: "rows", label: "Bars", align: "right", cell: ({ rows }) => formatDecimal(String(rows)), narrow: "trail" },
            { id: "from", label: "From", cell: ({ from }) => formatDate(from), narrow: "second" },
            { id: "to", label: "To", cell: ({ to }) => formatDate(to), narrow: "second" },
            { id: "timezone", label: "Time zone", cell: ({ timezone }) => timezone, narrow: "hidden" },
            { id: "source", label: "Source", cell: ({ source }) => source, narrow: "hidden" },
            { id: "sha256", label: "sha256", cell: ({ sha256 }) => <Digest value={sha256} />, narrow: "second" },
          ]}
        />
      </Block>
      {positions.length > 0 && (
        <Block title="Open at the end" copy={() => JSON.stringify(positions, null, 2)} isWide>
          <Table
            label="Open positions"
            rows={positions}
            rowKey={({ symbol }) => symbol}
            columns={[
              { id: "symbol", label: "Symbol", cell: ({ symbol }) => symbol, narrow: "lead", className: "font-medium" },
              { id: "quantity", label: "Quantity", align: "right", cell: ({ quantity }) => formatPrice(quantity), narrow: "lead" },
              {
                id: "averagePrice",
                label: "Average price",
                align: "right",
                cell: ({ averagePrice }) => formatPrice(averagePrice),
                narrow: "second",
              },
              { id: "lastPrice", label: "Last price", align: "right", cell: ({ lastPrice }) => formatPrice(lastPrice), narrow: "second" },
              {
                id: "marketValue",
                label: `Value, ${summary.currency}`,
                align: "right",
                cell: ({ marketValue }) => formatAmount(marketValue, summary.currency),
                narrow: "trail",
              },
              {
                id: "unrealized",
                label: `Unrealised, ${summary.currency}`,
                align: "right",
                cell: ({ unrealized }) => formatAmount(unrealized, summary.currency),
                narrow: "second",
              },
            ]}
          />
        </Block>
      )}
      <Block title="Settings" copy={() => JSON.stringify(manifest.config, null, 2)} isWide>
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
          tabIndex={0}
          className="max-h-96 overflow-auto rounded-md border bg-panel p-3 font-mono text-note"
        >
          {JSON.stringify(manifest.config, null, 2)}
        </pre>
      </Block>
    </div>
  );
}

interface BlockProps {
  readonly title: string;
  readonly copy: () => string;
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

function Block({ title, copy, isWide = false, children }: BlockProps) {
  return (
    <section aria-label={title} className={isWide ? "xl:col-span-2" : ""}>
      <div className="mb-1 flex min-h-6 items-center gap-2">
        <h2 className="font-medium">{title}</h2>
        <CopyButton text={copy} label={`Copy ${title.toLowerCase()} as JSON`} />
      </div>
      {children}
    </section>
  );
}

export function Digest({ value }: { readonly value: string }) {
  return (
    <span className="inline-flex items-center gap-1">
      <code className="font-mono" title={value}>
        {shortHash(value)}
      </code>
      <CopyButton text={value} label="Copy the whole digest" />
    </span>
  );
}
