import { ChartNoAxesCombined, Database, FileCode, FileText, Settings } from "lucide-react";

/** Where the rail, the bottom bar and the palette lead. */
export const places = [
  { href: "/runs", label: "Runs", icon: ChartNoAxesCombined },
  { href: "/strategies", label: "Strategies", icon: FileCode },
  { href: "/data", label: "Data", icon: Database },
  { href: "/reports", label: "Reports", icon: FileText },
  { href: "/settings", label: "Settings", icon: Settings },
] as const;

/** What the settings are made of. */
export const settingsPages = [
  { href: "/settings", label: "Account" },
  { href: "/settings/organisation", label: "Organisation" },
  { href: "/settings/audit", label: "Audit" },
  { href: "/settings/appearance", label: "Appearance" },
  { href: "/settings/system", label: "System" },
] as const;
