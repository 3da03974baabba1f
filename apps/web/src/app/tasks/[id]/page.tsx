import { Suspense } from "react";
import { TaskScreen } from "../../../components/task/task-screen.tsx";

export default async function TaskPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Suspense>
      <TaskScreen key={id} taskId={id} />
    </Suspense>
  );
}
