"use client";

import { useQuery } from "@tanstack/react-query";
import { ChartNoAxesCombined, Database, FileCode, Moon, Play, Search, Sun } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { useState } from "react";
import { formatList, formatPercent } from "#app/_lib/format.ts";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { Button } from "#app/_ui/button.tsx";
import { CommandPalette, type PaletteGroup } from "#app/_ui/command-palette.tsx";
import { KeyboardHint } from "#app/_ui/keyboard-hint.tsx";
import { places } from "./places.ts";

/** The search field of the top bar and the palette behind it: pages, commands, and everything of the organisation by its name. */
export function Palette() {
  const [open, setOpen] = useState(false);
  const named = useNamedThings(open);
  const commands = useCommands();
  return (
    <>
      <Button
        className="w-60 justify-start font-normal text-muted max-md:w-8 max-md:border-transparent max-md:px-0"
        onClick={() => setOpen(true)}
      >
        <Search className="max-md:mx-auto" aria-hidden="true" />
        <span className="grow text-left max-md:sr-only">Search or go to</span>
        <span className="max-md:hidden">
          <KeyboardHint keys={["Ctrl", "K"]} />
        </span>
      </Button>
      <CommandPalette open={open} onOpenChange={setOpen} groups={[...commands, ...named.groups]} isLoading={named.isLoading} />
    </>
  );
}

function useCommands(): PaletteGroup[] {
  const router = useRouter();
  const { setTheme } = useTheme();
  return [
    {
      heading: "Go to",
      items: places.map(({ href, label, icon: Icon }) => ({
        id: href,
        label,
        icon: <Icon aria-hidden="true" />,
        onSelect: () => router.push(href),
      })),
    },
    {
      heading: "Do",
      items: [
        { id: "run", label: "New backtest", icon: <Play aria-hidden="true" />, onSelect: () => router.push("/runs/new") },
        { id: "light", label: "Light theme", icon: <Sun aria-hidden="true" />, onSelect: () => setTheme("light") },
        { id: "dark", label: "Dark theme", icon: <Moon aria-hidden="true" />, onSelect: () => setTheme("dark") },
      ],
    },
  ];
}

/** Asked for when the palette opens, not before. */
function useNamedThings(enabled: boolean): { readonly groups: PaletteGroup[]; readonly isLoading: boolean } {
  const trpc = useTRPC();
  const router = useRouter();
  const strategies = useQuery({ ...trpc.strategies.list.queryOptions({}), enabled });
  const datasets = useQuery({ ...trpc.datasets.list.queryOptions({}), enabled });
  const runs = useQuery({ ...trpc.runs.list.queryOptions({ limit: 100 }), enabled });
  const groups = [
    {
      heading: "Strategies",
      items: (strategies.data ?? []).map(({ id, name }) => ({
        id,
        label: name,
        icon: <FileCode aria-hidden="true" />,
        onSelect: () => router.push(`/strategies/${id}`),
      })),
    },
    {
      heading: "Data",
      items: (datasets.data ?? []).map(({ id, name }) => ({
        id,
        label: name,
        icon: <Database aria-hidden="true" />,
        onSelect: () => router.push(`/data/${id}`),
      })),
    },
    {
      heading: "Runs",
      items: (runs.data?.runs ?? []).map(({ id, strategy, symbols, status, result }) => ({
        id,
        label: `${strategy.name} @ ${strategy.number}, ${formatList(symbols)}`,
        note: result === null ? status : formatPercent(result.totalReturn),
        icon: <ChartNoAxesCombined aria-hidden="true" />,
        onSelect: () => router.push(`/runs/${id}`),
      })),
    },
  ];
  return { groups, isLoading: strategies.isLoading || datasets.isLoading || runs.isLoading };
}
