"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { settingsPages } from "../../_shell/places.ts";

export function SettingsNav() {
  const path = usePathname();
  return (
    <nav aria-label="Settings" className="overflow-x-auto border-b [scrollbar-width:none]">
      <ul className="flex gap-1 max-xs:gap-0">
        {settingsPages.map(({ href, label }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={path === href ? "page" : undefined}
              className="flex h-9 items-center border-transparent border-b-2 px-2.5 text-muted max-xs:px-1.5 focus-visible:-outline-offset-2 hover:text-text aria-[current]:border-accent aria-[current]:font-medium aria-[current]:text-text pointer-coarse:h-10"
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
