/** A key as printed on it. */
export function KeyboardHint({ keys }: { readonly keys: readonly string[] }) {
  return (
    <span className="inline-flex gap-0.5" aria-hidden="true">
      {keys.map((key) => (
        <kbd key={key} className="min-w-5 rounded-[4px] border bg-panel px-1 text-center font-sans text-muted text-note">
          {key}
        </kbd>
      ))}
    </span>
  );
}
