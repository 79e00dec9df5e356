import { Missing } from "#app/_ui/missing.tsx";

export default function NotFound() {
  return <Missing noun="dataset" href="/data" back="All data" />;
}
