import { Missing } from "#app/_ui/missing.tsx";

export default function StrategyNotFound() {
  return <Missing noun="strategy" href="/strategies" back="To the strategies" />;
}
