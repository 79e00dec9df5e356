import { Empty } from "#app/_ui/empty.tsx";

export default function ShareNotFound() {
  return (
    <main className="mx-auto max-w-160 p-6 pt-16">
      <Empty level={1} title="There is no such link">
        Check that the whole address was copied, or ask whoever sent it for a new one.
      </Empty>
    </main>
  );
}
