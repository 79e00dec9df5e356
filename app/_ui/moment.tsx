"use client";

import { useEffect, useState } from "react";

/** A moment in the reader's zone; what the server renders is UTC, for it does not know the reader. */
export function Moment({ at }: { readonly at: Date }) {
  const [text, setText] = useState(`${at.toISOString().slice(0, 16).replace("T", " ")} UTC`);
  useEffect(() => {
    setText(new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "short" }).format(at));
  }, [at]);
  return (
    <time dateTime={at.toISOString()} title={`${at.toISOString().slice(0, 19).replace("T", " ")} UTC`}>
      {text}
    </time>
  );
}
