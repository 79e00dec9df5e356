import type { ReactNode } from "react";

/** A gain or a loss: by sign, arrow and colour. */
export function SignedAmount({ value, text }: { readonly value: string | number; readonly text: ReactNode }) {
  const number = Number(value);
  if (number === 0) return <span>{text}</span>;
  return (
    <span className={number > 0 ? "text-gain" : "text-loss"}>
      <span aria-hidden="true" className="mr-1 text-[0.7em]">
        {number > 0 ? "▲" : "▼"}
      </span>
      {text}
    </span>
  );
}
