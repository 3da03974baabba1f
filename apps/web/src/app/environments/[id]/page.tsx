import type { Metadata } from "next";
import { EnvironmentScreen } from "../../../components/environments/environment-screen.tsx";

export const metadata: Metadata = { title: "Environment" };

export default async function EnvironmentPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <EnvironmentScreen key={id} environmentId={id} />;
}
