"use client";

import { useQuery } from "@tanstack/react-query";
import {
  Archive,
  ChartNoAxesCombined,
  Database,
  FileCode,
  FilePlus,
  LogOut,
  Mail,
  Moon,
  PanelLeftClose,
  PanelLeftOpen,
  Play,
  Search,
  Settings,
  Sun,
  SunMoon,
  Upload,
} from "lucide-react";
import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { type ReactNode, useState } from "react";
import { useRail } from "#app/_lib/display-settings.ts";
import { formatList, formatPercent } from "#app/_lib/format.ts";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { Button } from "#app/_ui/button.tsx";
import { CommandPalette, type PaletteGroup } from "#app/_ui/command-palette.tsx";
import { KeyboardHint } from "#app/_ui/keyboard-hint.tsx";
import { places, settingsPages } from "./places.ts";
import { useSignOut } from "./use-sign-out.ts";

interface PaletteProps {
  /** Whether the reader's role may start runs, write strategies and import data. */
  readonly mayResearch: boolean;
  /** Mails are kept here instead of being sent. */
  readonly hasOutbox: boolean;
}

/** The search field of the top bar and the palette behind it: pages, commands, and everything of the organisation by its name. */
export function Palette({ mayResearch, hasOutbox }: PaletteProps) {
  const [open, setOpen] = useState(false);
  const named = useNamedThings(open);
  const commands = useCommands({ mayResearch, hasOutbox });
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

function useCommands({ mayResearch, hasOutbox }: PaletteProps): PaletteGroup[] {
  const router = useRouter();
  const { setTheme } = useTheme();
  const [rail, setRail] = useRail();
  const { mutate: signOut } = useSignOut();
  const go = (href: string, label: string, icon: ReactNode, keywords: readonly string[] = []) => ({
    id: href,
    label,
    icon,
    keywords,
    onSelect: () => router.push(href),
  });
  const act = (id: string, label: string, icon: ReactNode, onSelect: () => void, keywords: readonly string[] = []) => ({
    id,
    label,
    icon,
    keywords,
    onSelect,
  });
  return [
    {
      heading: "Go to",
      items: [
        ...places.map(({ href, label, icon: Icon }) => go(href, label, <Icon aria-hidden="true" />)),
        ...settingsPages.slice(1).map(({ href, label }) => go(href, `Settings: ${label}`, <Settings aria-hidden="true" />, ["settings"])),
        go("/strategies?show=archived", "Archived strategies", <Archive aria-hidden="true" />),
        go("/data?archived", "Archived data", <Archive aria-hidden="true" />),
        ...(hasOutbox ? [go("/outbox", "Outbox", <Mail aria-hidden="true" />, ["mail"])] : []),
      ],
    },
    {
      heading: "Do",
      items: [
        ...(mayResearch
          ? [
              go("/runs/new", "New backtest", <Play aria-hidden="true" />, ["run"]),
              go("/strategies?new", "New strategy", <FilePlus aria-hidden="true" />, ["write", "template"]),
              go("/data?import", "Import data", <Upload aria-hidden="true" />, ["upload", "csv", "dataset"]),
            ]
          : []),
        act("light", "Light theme", <Sun aria-hidden="true" />, () => setTheme("light")),
        act("dark", "Dark theme", <Moon aria-hidden="true" />, () => setTheme("dark")),
        act("system", "Theme of the system", <SunMoon aria-hidden="true" />, () => setTheme("system")),
        rail === "narrow"
          ? act("rail", "Widen the rail", <PanelLeftOpen aria-hidden="true" />, () => setRail("wide"))
          : act("rail", "Narrow the rail", <PanelLeftClose aria-hidden="true" />, () => setRail("narrow")),
        act("sign-out", "Sign out", <LogOut aria-hidden="true" />, () => signOut()),
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
