export {
  type ExplainedResult,
  explain,
  type FillExplanation,
  type LifeStep,
  type OrderExplanation,
  reasonSentence,
  ruleSentence,
} from "@rustybt/engine/explain";
