"use client";

import { Button, type ButtonProps } from "./button.tsx";
import { Tooltip } from "./tooltip.tsx";

interface IconButtonProps extends Omit<ButtonProps, "size" | "aria-label"> {
  /** What it does: read by screen readers and shown on hover and focus. */
  readonly label: string;
  readonly side?: "top" | "right" | "bottom" | "left";
}

export function IconButton({ label, side = "bottom", variant = "ghost", ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} side={side}>
      <Button size="icon" variant={variant} aria-label={label} {...rest} />
    </Tooltip>
  );
}
