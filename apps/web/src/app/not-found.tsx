import Link from "next/link";
import { buttonStyle } from "../components/ui/button.tsx";

export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col items-center justify-center gap-4 px-6 text-center">
      <h1 className="font-semibold text-lg">There is nothing at this address</h1>
      <Link href="/" className={buttonStyle()}>
        Back to the tasks
      </Link>
    </main>
  );
}
