import Link from "next/link";

/** On every page of an installation whose strategies run without the sandbox: what that gives up. */
export function SandboxOff() {
  return (
    <p role="note" className="border-b border-warn bg-panel px-4 py-1.5 text-warn sm:px-6">
      The sandbox is off: strategies run with the rights of the portal's own user, can read its files and reach the network.{" "}
      <Link href="/settings/system" className="underline underline-offset-2">
        What that means
      </Link>
    </p>
  );
}
