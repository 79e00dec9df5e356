export { type ExplainedResult, explain, type FillExplanation, type LifeStep, type OrderExplanation } from "@rustybt/engine/explain";
