/** What charts and reports need of the engine: exact quotients, exchange days and the types of a result. Pure TypeScript, no native core, no Node. */
export { type Exact, exactOf } from "./decimal.ts";
export { dayMs, formatDay, monthOf } from "./market/calendar-date.ts";
export type { Bounds, BoundsModel, BoundsRun, DecidingBar } from "./result/bounds.ts";
export { canonicalJson } from "./result/canonical-json.ts";
export type {
  Costs,
  DataSource,
  EquityPoint,
  FillRow,
  Manifest,
  MetricUnit,
  MetricValue,
  OrderRow,
  ResultDocument,
  Sidecar,
  Summary,
  TradeRow,
} from "./result/document.ts";
export {
  add,
  compare,
  divide,
  drawdownText,
  exact,
  multiply,
  negate,
  ratioText,
  returnText,
  roundedQuotient,
  subtract,
  textOf,
} from "./result/exact.ts";
export { parseRfc3339, rfc3339 } from "./result/rfc3339.ts";
export { daysOfClock } from "./verify/exchange-days.ts";
