/** How much of something is done; without a share, that it goes on. */
export function ProgressLine({ label, share }: { readonly label: string; readonly share?: number }) {
  const percent = share === undefined ? undefined : Math.floor(share * 100);
  return (
    <div className="flex w-full max-w-90 flex-col gap-1">
      <div className="flex justify-between gap-4">
        <span className="min-w-0 truncate">{label}</span>
        {percent !== undefined && <span className="tabular text-muted">{percent} %</span>}
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        className="h-1 overflow-hidden rounded-md bg-line"
      >
        <div
          className={`h-full bg-accent ${percent === undefined ? "w-1/3 animate-pulse" : ""}`}
          style={percent === undefined ? {} : { width: `${percent}%` }}
        />
      </div>
    </div>
  );
}
