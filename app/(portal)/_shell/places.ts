import { ChartNoAxesCombined, Database, FileCode, FileText, Settings } from "lucide-react";

/** Where the rail, the bottom bar and the palette lead. */
export const places = [
  { href: "/runs", label: "Runs", icon: ChartNoAxesCombined },
  { href: "/strategies", label: "Strategies", icon: FileCode },
  { href: "/data", label: "Data", icon: Database },
  { href: "/reports", label: "Reports", icon: FileText },
  { href: "/settings", label: "Settings", icon: Settings },
] as const;
