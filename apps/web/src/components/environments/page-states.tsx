import Link from "next/link";
import { ApiError, errorSentence } from "../../client/api-error.ts";
import { AppHeader } from "../shell/app-header.tsx";
import { buttonStyle } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { Skeleton } from "../ui/skeleton.tsx";

/** While the page's data is read. */
export function PageSkeleton() {
  return (
    <>
      <AppHeader />
      <main aria-busy className="mx-auto max-w-4xl space-y-5 px-4 pt-8 sm:px-6">
        <Skeleton className="h-5 w-48" />
        <Skeleton className="h-8 w-64" />
        <Skeleton className="h-40" />
        <Skeleton className="h-40" />
      </main>
    </>
  );
}

/** What is asked for is not there, or could not be read. `error` null: there is no such thing. */
export function PageMissing({ error }: { error: Error | null }) {
  const isMissing = error === null || (error instanceof ApiError && (error.status === 404 || error.status === 400));
  return (
    <>
      <AppHeader />
      <main className="mx-auto max-w-md px-4 pt-24 sm:px-6">
        <Notice tone={isMissing ? "info" : "bad"} title={isMissing ? "There is nothing here" : "This could not be read"}>
          {isMissing ? "It was removed, or the address is not complete." : errorSentence(error)}
        </Notice>
        <Link href="/repositories" className={`${buttonStyle({})} mt-4`}>
          All repositories
        </Link>
      </main>
    </>
  );
}
