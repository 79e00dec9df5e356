/** Place of an event in a run's stream: attempts follow each other, each counts its own events. Text form `epoch.seq`. */
export interface Cursor {
  readonly epoch: number;
  readonly seq: number;
}

export const beforeAll: Cursor = { epoch: -1, seq: -1 };

/** Where a reader wants to go on: what its browser says of the last event, or what the page asked for when it opened the stream anew. */
export function placeAskedFor(request: Request): string | null {
  return request.headers.get("last-event-id") ?? new URL(request.url).searchParams.get("after");
}

/** Reads the id of an event; whatever is no place of ours means from the beginning. */
export function parseCursor(text: string | null | undefined): Cursor {
  const match = /^(\d{1,9})\.(\d{1,9})$/.exec(text ?? "");
  return match === null ? beforeAll : { epoch: Number(match[1]), seq: Number(match[2]) };
}

export function formatCursor({ epoch, seq }: Cursor): string {
  return `${epoch}.${seq}`;
}
