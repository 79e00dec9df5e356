"use client";

import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";
import { useFieldControl } from "./field.tsx";

export const controlStyle =
  "w-full rounded-md border bg-bg px-2.5 text-text placeholder:text-muted hover:border-muted aria-invalid:border-loss disabled:cursor-not-allowed disabled:opacity-50 pointer-coarse:text-[16px]";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input className={classNames(controlStyle, "h-8 pointer-coarse:h-10", className)} {...useFieldControl()} {...rest} />;
}
