"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";

/** Whether something that opens is open: by its own button, or because the page's address asks for it (`/strategies?new`). */
export function useOpenByAddress(name: string): [isOpen: boolean, setOpen: (open: boolean) => void] {
  const [isOpen, setOpen] = useState(false);
  const router = useRouter();
  const path = usePathname();
  const isAsked = useSearchParams().has(name);
  return [
    isOpen || isAsked,
    (open) => {
      setOpen(open);
      if (!open && isAsked) router.replace(path);
    },
  ];
}
