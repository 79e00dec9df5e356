/** Reasons of the engine (SPEC O, E12, E13) as the rest of a sentence. */
const texts: Readonly<Record<string, string>> = {
  insufficientCash: "there was not enough cash",
  insufficientMargin: "there was not enough margin",
  shortNotAllowed: "the account may not sell short",
  dayEnd: "the day it was good for ended",
  immediateOrCancel: "what could not fill at once was cancelled",
  fillOrKill: "it could not fill whole at once",
  noNextBar: "there was no further bar",
  offTickAfterSplit: "its price is not on a tick after the split",
  offLotAfterSplit: "its quantity is not in lots after the split",
  endOfRun: "the run ended",
  ocoFilled: "the order linked to it filled",
  parentClosed: "the order it depended on was closed",
  positionFlat: "the position it protected was closed",
  limitOrderQuantity: "it was larger than limits.orderQuantity allows",
  limitOrderValue: "it was worth more than limits.orderValue allows",
  limitPosition: "the position would have gone beyond limits.position",
  limitPositionValue: "the position would have been worth more than limits.positionValue allows",
  limitExposure: "exposure would have gone beyond limits.exposure",
  limitOpenOrders: "as many orders were open as limits.openOrders allows",
  limitDailyLoss: "the day had lost more than limits.dailyLoss allows",
  userCancel: "the strategy cancelled it",
};

export function reasonText(reason: string): string {
  return texts[reason] ?? reason.replaceAll(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
}
