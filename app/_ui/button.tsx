import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";

const buttonStyle = cva(
  "inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md border font-medium transition-colors disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0 pointer-coarse:min-h-10",
  {
    variants: {
      variant: {
        primary: "border-accent bg-accent text-on-accent hover:not-disabled:opacity-90",
        secondary: "border-line bg-bg text-text hover:not-disabled:bg-panel",
        ghost: "border-transparent bg-transparent text-text hover:not-disabled:bg-panel",
        danger: "border-loss bg-bg text-loss hover:not-disabled:bg-panel",
      },
      size: { md: "h-8 px-3", sm: "h-7 px-2 text-note", icon: "size-8 p-0 pointer-coarse:min-w-10" },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

export interface ButtonProps extends ComponentProps<"button">, VariantProps<typeof buttonStyle> {
  /** Renders its only child, such as a link, in the button's place. */
  readonly asChild?: boolean;
  /** Work is under way: the button says so and does not take a second click. */
  readonly isBusy?: boolean;
}

/** One primary button a page; its text is a verb. */
export function Button({
  variant,
  size,
  asChild = false,
  isBusy = false,
  className,
  children,
  disabled,
  type = "button",
  ...rest
}: ButtonProps) {
  const style = classNames(buttonStyle({ variant, size }), className);
  if (asChild) {
    return (
      <Slot.Root className={style} {...rest}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button type={type} className={style} disabled={disabled === true || isBusy} aria-busy={isBusy || undefined} {...rest}>
      {isBusy && <LoaderCircle className="animate-spin" aria-hidden="true" />}
      {children}
    </button>
  );
}
