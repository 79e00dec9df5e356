"use client";

import { useDeferredValue, useMemo, useState } from "react";
import { formatDecimal } from "#app/_lib/format.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { Input } from "#app/_ui/input.tsx";
import { RowsPart } from "./part.tsx";
import { ResultTable } from "./result-table.tsx";
import type { RowTable } from "./rows/row-table.ts";
import { tableColumns } from "./table-columns.ts";

export function LogsTab() {
  return (
    <RowsPart name="logs" height={600}>
      {(table) => <Logs table={table} />}
    </RowsPart>
  );
}

function Logs({ table }: { readonly table: RowTable }) {
  const [search, setSearch] = useState("");
  const wanted = useDeferredValue(search);
  const columns = useMemo(() => {
    const { time, count, text } = tableColumns(table);
    return [
      time("t", "Time, UTC", { narrow: "lead" }),
      count("bar", "Bar", { width: "6rem", narrow: "trail", text: (row) => formatDecimal(String(Number(table.value("bar", row)) + 1)) }),
      text("message", "Message", {
        width: "minmax(20rem, 1fr)",
        narrow: "second",
        cell: (row) => <span className="font-mono">{table.text("message", row)}</span>,
      }),
    ];
  }, [table]);
  if (table.count === 0) {
    return (
      <Empty title="The strategy logged nothing">
        What it says with <code className="font-mono">ctx.log()</code> stands here with its bar and day.
      </Empty>
    );
  }
  return (
    <ResultTable
      title="Logs"
      noun="line"
      table={table}
      columns={columns}
      exported={["t", "bar", "message"]}
      where={wanted === "" ? [] : [{ column: "message", has: wanted }]}
      empty="No line has this text."
      about={<p>What the strategy said with ctx.log(), in order.</p>}
      filters={
        <Input
          type="search"
          aria-label="Search the log"
          placeholder="Search"
          className="w-56"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      }
    />
  );
}
