"use client";

import { ThemeProvider as NextThemes } from "next-themes";
import type { ReactNode } from "react";

/** Light, dark, or as the reader's system. The nonce lets its script run before the first paint. */
export function ThemeProvider({ nonce, children }: { readonly nonce: string | undefined; readonly children: ReactNode }) {
  return (
    <NextThemes attribute="class" defaultTheme="system" disableTransitionOnChange {...(nonce === undefined ? {} : { nonce })}>
      {children}
    </NextThemes>
  );
}
