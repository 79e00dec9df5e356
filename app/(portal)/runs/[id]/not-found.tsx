import { Missing } from "#app/_ui/missing.tsx";

export default function RunNotFound() {
  return <Missing noun="run" href="/runs" back="To the runs" />;
}
