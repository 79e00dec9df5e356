import { Missing } from "#app/_ui/missing.tsx";

export default function NotFound() {
  return <Missing noun="page" href="/runs" back="To the runs" />;
}
