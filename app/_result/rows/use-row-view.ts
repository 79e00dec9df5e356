import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { VirtualSort } from "#app/_ui/virtual-table.tsx";
import type { RowTable } from "./row-table.ts";
import type { RowTest, SortAs } from "./row-view.ts";

/** Rows of a table that pass all tests, in the order the reader asked for. The worker finds them; until then those before are shown. */
export function useRowView(table: RowTable, where: readonly RowTest[], sortAs: Readonly<Record<string, SortAs>>) {
  const [sort, setSort] = useState<VirtualSort>();
  const asked = {
    where,
    sort: sort === undefined ? undefined : { column: sort.id, as: sortAs[sort.id] ?? "text", isDown: sort.isDown },
  };
  const isWhole = where.length === 0 && sort === undefined;
  const query = useQuery({
    queryKey: ["rows", table.id, asked],
    queryFn: async () => ({ rows: await table.view(asked), sort }),
    enabled: !isWhole,
    placeholderData: keepPreviousData,
    structuralSharing: false,
    networkMode: "always",
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 30_000,
  });
  const shown = isWhole ? undefined : query.data;
  return {
    rows: shown?.rows,
    count: shown?.rows.length ?? table.count,
    /** As the rows are, not as they will be. */
    sort: shown?.sort,
    isBusy: query.isFetching,
    error: isWhole ? null : query.error,
    retry: () => void query.refetch(),
    onSort: (id: string) => setSort({ id, isDown: sort?.id === id ? !sort.isDown : true }),
  };
}
