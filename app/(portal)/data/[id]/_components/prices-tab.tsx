"use client";

import { useState } from "react";
import { Select } from "#app/_ui/select.tsx";
import { PriceChart } from "./price-chart.tsx";
import { PriceRows } from "./price-rows.tsx";
import type { DatasetVersion } from "./types.ts";

/** One symbol's bars as candles and as rows. */
export function PricesTab({ version }: { readonly version: DatasetVersion }) {
  const { symbols } = version;
  const [name, setName] = useState(symbols[0]?.symbol);
  const symbol = symbols.find((one) => one.symbol === name);
  if (symbol === undefined) return null;
  return (
    <div className="flex flex-col gap-4">
      <h2 className="sr-only">Prices</h2>
      {symbols.length > 1 && (
        <div className="w-60 max-w-full">
          <Select
            aria-label="Symbol"
            value={name}
            onValueChange={setName}
            options={symbols.map((one) => ({ value: one.symbol, label: one.symbol }))}
          />
        </div>
      )}
      <PriceChart key={`chart ${symbol.symbol}`} versionId={version.id} symbol={symbol} />
      <PriceRows key={`rows ${symbol.symbol}`} versionId={version.id} symbol={symbol} />
    </div>
  );
}
