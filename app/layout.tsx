import "./globals.css";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { displaySettingsScript } from "#app/_lib/display-settings-script.ts";
import { inter, jetbrainsMono } from "#app/_lib/fonts.ts";
import { ThemeProvider } from "#app/_lib/theme.tsx";
import { Toaster } from "#app/_ui/toast.tsx";
import { TooltipProvider } from "#app/_ui/tooltip.tsx";

export const metadata: Metadata = { title: { default: "RustyBT", template: "%s · RustyBT" }, description: "Backtests you can audit." };

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#0e1116" },
  ],
};

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <html lang="en" className={`${inter.variable} ${jetbrainsMono.variable}`} suppressHydrationWarning>
      <head>
        <script nonce={nonce} suppressHydrationWarning>
          {displaySettingsScript}
        </script>
      </head>
      <body>
        <ThemeProvider nonce={nonce}>
          <TooltipProvider>{children}</TooltipProvider>
          <Toaster />
        </ThemeProvider>
      </body>
    </html>
  );
}
