import Link from "next/link";
import { Button } from "./button.tsx";
import { Empty } from "./empty.tsx";

/** Not there, or of another organisation: the page does not say which. */
export function Missing({ noun, href, back }: { readonly noun: string; readonly href: string; readonly back: string }) {
  return (
    <Empty
      level={1}
      title={`This ${noun} is not here`}
      action={
        <Button asChild>
          <Link href={href}>{back}</Link>
        </Button>
      }
    >
      It may have been removed, the address may be incomplete, or it belongs to another organisation of yours: switch at the top of the
      page.
    </Empty>
  );
}
