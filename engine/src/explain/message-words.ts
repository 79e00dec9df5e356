import type { OrderChange } from "../result/document.ts";
import { reasonSentence } from "./reason-words.ts";

const sentWords: Readonly<Record<string, readonly [what: string, setting: string]>> = {
  pendingCancel: ["the cancel", "cancel"],
  pendingReplace: ["the change", "modify"],
};

/** What each event of an order's life says of messages: how long one takes that is sent, and why one takes effect just then (SPEC F12). */
export function messageWords(history: readonly OrderChange[]): string[] {
  const underWay: { readonly what: string; readonly setting: string; readonly latency: string }[] = [];
  return history.map(({ status, latency, arrived, refused, parent }, i) => {
    const words: string[] = [];
    // Put on hold, it has taken its message back.
    if (i > 0 && status === "initialized" && parent !== undefined && underWay[0]?.setting === "submit") underWay.shift();
    if (arrived) {
      const sent = underWay.shift();
      if (sent !== undefined)
        words.push(
          `${sent.what} arrived before the open of this bar, because it took ${sent.latency} ms (latency.${sent.setting}, SPEC F12)`,
        );
    }
    if (refused !== undefined) words.push(`the change was refused. ${reasonSentence(refused).replace(/\.$/, "")}`);
    if (latency !== undefined) {
      const [what, setting] = i === 0 ? ["the order", "submit"] : (sentWords[status] ?? ["the message", "cancel or modify"]);
      if (i > 0 || status !== "initialized") underWay.push({ what, setting, latency });
      words.push(`${what} takes ${latency} ms`);
    }
    return words.map((word) => `, ${word}`).join("");
  });
}
