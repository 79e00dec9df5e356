import { Missing } from "#app/_ui/missing.tsx";

export default function NotFound() {
  return (
    <main className="mx-auto max-w-160 p-6 pt-16">
      <Missing noun="page" href="/runs" back="To the runs" />
    </main>
  );
}
