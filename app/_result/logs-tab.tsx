"use client";

import { useDeferredValue, useMemo, useState } from "react";
import { formatDecimal, formatTime } from "#app/_lib/format.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { Input } from "#app/_ui/input.tsx";
import { VirtualTable } from "#app/_ui/virtual-table.tsx";
import { columnOf, rowsWhere } from "./columns.ts";
import { Part } from "./part.tsx";
import type { RowColumns } from "./result-source.tsx";
import { TableHead } from "./table-head.tsx";

export function LogsTab() {
  return (
    <Part<RowColumns> name="logs" height={600}>
      {(part) => <Logs part={part} />}
    </Part>
  );
}

function Logs({ part }: { readonly part: RowColumns }) {
  const [search, setSearch] = useState("");
  const wanted = useDeferredValue(search.toLowerCase());
  const [t, bar, message] = [columnOf<string>(part, "t"), columnOf<number>(part, "bar"), columnOf<string>(part, "message")];
  const rows = useMemo(
    () => (wanted === "" ? undefined : rowsWhere(part.count, (row) => (message[row] ?? "").toLowerCase().includes(wanted))),
    [part.count, message, wanted],
  );
  if (part.count === 0) {
    return (
      <Empty title="The strategy logged nothing">
        What it says with <code className="font-mono">ctx.log()</code> stands here with its bar and day.
      </Empty>
    );
  }
  return (
    <>
      <TableHead
        title="Logs"
        part={part}
        names={["t", "bar", "message"]}
        order={() => rows}
        about={<p>What the strategy said with ctx.log(), in order.</p>}
      >
        <Input
          type="search"
          aria-label="Search the log"
          placeholder="Search"
          className="w-56"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <span className="text-muted">{formatDecimal(String(rows?.length ?? part.count))} lines</span>
      </TableHead>
      <VirtualTable
        label="Log"
        count={part.count}
        rows={rows}
        empty="No line has this text."
        columns={[
          { id: "t", label: "Time, UTC", width: "9rem", narrow: "lead", text: (row) => formatTime(t[row] ?? "") },
          {
            id: "bar",
            label: "Bar",
            align: "right",
            width: "6rem",
            narrow: "trail",
            text: (row) => formatDecimal(String((bar[row] ?? 0) + 1)),
          },
          {
            id: "message",
            label: "Message",
            width: "minmax(20rem, 1fr)",
            narrow: "second",
            text: (row) => message[row] ?? "",
            cell: (row) => <span className="font-mono">{message[row]}</span>,
          },
        ]}
      />
    </>
  );
}
