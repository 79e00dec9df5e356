"use client";

import { Moon, Search, Sun } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { useState } from "react";
import { Button } from "#app/_ui/button.tsx";
import { CommandPalette } from "#app/_ui/command-palette.tsx";
import { KeyboardHint } from "#app/_ui/keyboard-hint.tsx";
import { places } from "./places.ts";

/** The search field of the top bar and the palette behind it. */
export function Palette() {
  const [open, setOpen] = useState(false);
  const router = useRouter();
  const { setTheme } = useTheme();

  const groups = [
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
      heading: "Display",
      items: [
        { id: "light", label: "Light theme", icon: <Sun aria-hidden="true" />, onSelect: () => setTheme("light") },
        { id: "dark", label: "Dark theme", icon: <Moon aria-hidden="true" />, onSelect: () => setTheme("dark") },
      ],
    },
  ];

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
      <CommandPalette open={open} onOpenChange={setOpen} groups={groups} />
    </>
  );
}
