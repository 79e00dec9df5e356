import type { AppError } from "#server/lib/errors.ts";
import { type Cursor, formatCursor } from "./cursor.ts";

export interface StreamedEvent extends Cursor {
  readonly kind: string;
  readonly body: unknown;
}

export interface EventSource {
  /** The next events after a place, and whether none will follow them. */
  read(after: Cursor): Promise<{ readonly events: readonly StreamedEvent[]; readonly isLast: boolean }>;
  /** Calls `wake` whenever there may be something new; answers how to stop that. */
  subscribe(wake: () => void): () => void;
}

export interface StreamOptions {
  readonly after: Cursor;
  readonly signal: AbortSignal;
  /** A comment goes out when nothing else did for this long, so that no proxy takes the stream for dead. */
  readonly commentMs?: number;
  /** Why the reader may not go on, if so; asked for every `checkMs` while the stream is open. */
  readonly whyEnded?: () => Promise<AppError | undefined>;
  readonly checkMs?: number;
}

/** The kind of the last event of a reader who may not go on; its body is `{code, message}`, and it has no id. */
const endedKind = "ended";

const encoder = new TextEncoder();

/**
 * Server-sent events of one run from a place on, until its last one. Events are read from the database and only there: a notification that
 * is lost, doubled or early changes nothing but the moment of the next look.
 */
export function eventStream(
  source: EventSource,
  { after, signal, commentMs = 15_000, whyEnded = async () => undefined, checkMs = 3_000 }: StreamOptions,
): ReadableStream<Uint8Array> {
  let place = after;
  let isDirty = true;
  let checkedAt = performance.now();
  let saidAt = performance.now();
  let wakeReader: (() => void) | undefined;
  const wake = () => {
    isDirty = true;
    wakeReader?.();
  };
  let unsubscribe = () => {};
  const end = () => {
    unsubscribe();
    signal.removeEventListener("abort", wake);
  };

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        unsubscribe = source.subscribe(wake);
        signal.addEventListener("abort", wake);
        controller.enqueue(encoder.encode("retry: 1000\n\n"));
      },
      async pull(controller) {
        try {
          while (!signal.aborted) {
            if (performance.now() - checkedAt >= checkMs) {
              const ended = await whyEnded();
              if (ended !== undefined) {
                const { code, message } = ended;
                controller.enqueue(encoder.encode(`event: ${endedKind}\ndata: ${JSON.stringify({ code, message })}\n\n`));
                break;
              }
              checkedAt = performance.now();
            }
            if (!isDirty) {
              const now = performance.now();
              const pauseMs = Math.max(0, Math.min(saidAt + commentMs - now, checkedAt + checkMs - now));
              await new Promise<void>((resolve) => {
                const timer = setTimeout(done, pauseMs);
                function done() {
                  clearTimeout(timer);
                  wakeReader = undefined;
                  resolve();
                }
                wakeReader = done;
              });
              if (signal.aborted) break;
              if (!isDirty) {
                if (performance.now() - saidAt < commentMs) continue;
                // The look that goes with the comment finds what a lost notification would have announced.
                isDirty = true;
                saidAt = performance.now();
                controller.enqueue(encoder.encode(": still here\n\n"));
                return;
              }
            }
            isDirty = false;
            const { events, isLast } = await source.read(place);
            const last = events.at(-1);
            if (last !== undefined) {
              place = { epoch: last.epoch, seq: last.seq };
              isDirty = true;
              saidAt = performance.now();
              controller.enqueue(encoder.encode(events.map(eventText).join("")));
              return;
            }
            if (isLast) break;
          }
          end();
          controller.close();
        } catch (error) {
          end();
          controller.error(error);
        }
      },
      cancel: end,
    },
    { highWaterMark: 1 },
  );
}

function eventText({ epoch, seq, kind, body }: StreamedEvent): string {
  return `id: ${formatCursor({ epoch, seq })}\nevent: ${kind}\ndata: ${JSON.stringify(body)}\n\n`;
}
