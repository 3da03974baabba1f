import type { Metadata } from "next";
import { Suspense } from "react";
import { CompareScreen } from "../../../../components/compare/compare-screen.tsx";

export const metadata: Metadata = { title: "Compare attempts" };

export default async function ComparePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Suspense>
      <CompareScreen key={id} taskId={id} />
    </Suspense>
  );
}
