"use client";

import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useRail } from "#app/_lib/display-settings.ts";
import { Tooltip } from "#app/_ui/tooltip.tsx";
import { places } from "./places.ts";

/** The rail at the left; under 640 px the bar at the bottom. */
export function Rail() {
  const path = usePathname();
  const [rail, setRail] = useRail();
  const isNarrow = rail === "narrow";
  const Toggle = isNarrow ? PanelLeftOpen : PanelLeftClose;
  const toggleText = isNarrow ? "Widen the rail" : "Narrow the rail";

  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-30 flex border-t bg-panel sm:inset-y-0 sm:right-auto sm:w-(--rail) sm:flex-col sm:border-t-0 sm:border-r"
    >
      <Link href="/runs" className="hidden h-12 items-center gap-2 px-4 font-semibold text-body sm:flex" aria-label="RustyBT: to the runs">
        <Mark />
        <span className="in-data-[rail=narrow]:hidden">RustyBT</span>
      </Link>
      <ul className="flex grow sm:flex-col sm:gap-0.5 sm:p-2">
        {places.map(({ href, label, icon: Icon }) => {
          const isHere = path === href || path.startsWith(`${href}/`);
          const link = (
            <Link
              href={href}
              aria-current={isHere ? "page" : undefined}
              aria-label={label}
              className="flex h-14 flex-col items-center justify-center gap-0.5 rounded-md text-muted text-note hover:text-text focus-visible:-outline-offset-2 aria-[current]:text-accent sm:h-8 sm:flex-row sm:justify-start sm:gap-2.5 sm:px-3 sm:text-base sm:aria-[current]:bg-bg sm:hover:bg-bg sm:aria-[current]:font-medium sm:aria-[current]:text-text"
            >
              <Icon className="size-4.5 shrink-0 sm:size-4" aria-hidden="true" />
              <span className="sm:in-data-[rail=narrow]:hidden">{label}</span>
            </Link>
          );
          return (
            <li key={href} className="min-w-0 grow sm:grow-0">
              {isNarrow ? (
                <Tooltip text={label} side="right">
                  {link}
                </Tooltip>
              ) : (
                link
              )}
            </li>
          );
        })}
      </ul>
      <div className="hidden p-2 sm:block">
        <Tooltip text={toggleText} side="right">
          <button
            type="button"
            aria-label={toggleText}
            onClick={() => setRail(isNarrow ? "wide" : "narrow")}
            className="flex h-8 w-10 items-center justify-center rounded-md text-muted hover:bg-bg hover:text-text"
          >
            <Toggle className="size-4" aria-hidden="true" />
          </button>
        </Tooltip>
      </div>
    </nav>
  );
}

function Mark() {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true" className="shrink-0">
      <path d="M2 15.5 7 9.5l4 3L18 3.5" fill="none" stroke="var(--accent)" strokeWidth="2" strokeLinejoin="round" />
      <path d="M2 18.5h16" stroke="var(--muted)" strokeWidth="1.25" />
    </svg>
  );
}
