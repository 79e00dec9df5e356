/**
 * What each reason of the native core means (`Reason` in `native/crates/engine/src/model.rs`), as whole sentences. A new reason without
 * its sentence here is red in `explain-order.test.ts`.
 */
export const reasonWords: Readonly<Record<string, string>> = {
  insufficientCash: "The account had too little cash for it (SPEC O5).",
  insufficientMargin: "The account's equity above its margin was too small for it (SPEC O5).",
  shortNotAllowed: "A cash account sells no more than it holds; short sales need account.type margin (SPEC O11).",
  userCancel: "The strategy cancelled it.",
  ocoFilled: "The order it was linked with had filled, so nothing was left for this one (SPEC E13).",
  parentClosed: "The order it hung on ended without a fill, so there was nothing to protect (SPEC O8).",
  positionFlat: "The position it was to close was gone by then (SPEC O11).",
  dayEnd: "It was good for the day, and the session of its first eligible bar ended (SPEC O6).",
  immediateOrCancel: "It was immediate-or-cancel: what could not fill at the first point it could act at was cancelled (SPEC O6).",
  fillOrKill: "It was fill-or-kill and could not fill whole at the first point it could act at (SPEC O6).",
  offTickAfterSplit: "After a split its price was no longer a multiple of the tick (SPEC M6).",
  offLotAfterSplit: "After a split its quantity was no longer a multiple of the lot (SPEC M6).",
  missedPrint: "The one open or close it was for came and went without filling it (SPEC O14).",
  gtdEnd: "It was good till a date, and that had come (SPEC O19).",
  wouldTake: "It was post-only, and at the first print it could act at it would have filled at once (SPEC O20).",
  reduceOnly: "It was reduce-only, and there was no position on the other side to reduce (SPEC O21).",
  ouoClosed: "The order it was linked with was closed, and it goes where that one goes (SPEC O17).",
  noLocate: "No more of it could be borrowed to sell short (SPEC M12).",
  selfTrade: "It would have traded with another order of the same account, which fills.selfTrade prevents (SPEC O22).",
  limitOrderQuantity: "It was for more units than limits.orderQuantity allows (SPEC O25).",
  limitOrderValue: "It was worth more than limits.orderValue allows (SPEC O25).",
  limitPosition: "With it, and with what was open on its side, the position could have gone beyond limits.position (SPEC O25).",
  limitPositionValue:
    "With it, and with what was open on its side, the position could have been worth more than limits.positionValue allows (SPEC O25).",
  limitExposure: "With it the gross exposure could have gone beyond limits.exposure times the equity (SPEC O25).",
  limitOpenOrders: "As many orders were open as limits.openOrders allows (SPEC O25).",
  limitDailyLoss: "The day had lost more than limits.dailyLoss allows, and it would not have reduced a position (SPEC O25).",
  tooLate: "The change came too late: by then the order had filled as much, or a split had made its terms those of old shares (SPEC F12).",
  delisted: "Its symbol was delisted (SPEC A3).",
  merged: "The shares of its symbol were exchanged in a merger (SPEC A4).",
  symbolChanged: "Its symbol changed to one of another tick or lot (SPEC A2).",
  endOfRun: "The run ended, and closeAtEnd expires what still rests (SPEC F7).",
};

/** The sentence of a reason; one that a newer version has written is shown by its name. */
export function reasonSentence(reason: string): string {
  return reasonWords[reason] ?? `The reason given is ${reason}.`;
}
