import type { Metadata } from "next";
import { NewEnvironmentScreen } from "../../../components/environments/new-environment-screen.tsx";

export const metadata: Metadata = { title: "New environment" };

type Search = Promise<{ repository?: string | string[]; suggest?: string | string[] }>;

export default async function NewEnvironmentPage({ searchParams }: { searchParams: Search }) {
  const { repository, suggest } = await searchParams;
  return <NewEnvironmentScreen repositoryId={typeof repository === "string" ? repository : ""} suggested={suggest !== undefined} />;
}
