"use client";

import { useTheme } from "next-themes";
import { Toaster as Sonner } from "sonner";

export { toast } from "sonner";

/** Where short confirmations appear. What the reader must act on stands on the page instead. */
export function Toaster() {
  const { theme = "system" } = useTheme();
  return (
    <Sonner
      theme={theme as "light" | "dark" | "system"}
      position="bottom-right"
      duration={4000}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast: "flex w-80 items-start gap-2 rounded-md border bg-panel p-3 text-text shadow-menu text-base",
          title: "font-medium",
          description: "text-muted",
          actionButton: "ml-auto font-medium text-accent",
          error: "border-loss",
          icon: "mt-0.5 shrink-0",
        },
      }}
    />
  );
}
