import type { Metadata } from "next";
import { RepositoryScreen } from "../../../components/repositories/repository-screen.tsx";

export const metadata: Metadata = { title: "Repository" };

export default async function RepositoryPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <RepositoryScreen key={id} repositoryId={id} />;
}
