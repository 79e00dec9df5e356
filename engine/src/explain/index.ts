/** The account of one order, for a page as well as for a program: nothing of Node, nothing native. */
export type { FillExplanation } from "./explain-fill.ts";
export { type ExplainedResult, explain, type LifeStep, type OrderExplanation } from "./explain-order.ts";
export { reasonSentence } from "./reason-words.ts";
export { ruleSentence } from "./rule-words.ts";
