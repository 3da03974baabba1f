import { defineConfig } from "prisma/config";

/** `prisma generate` never connects; the URL only has to parse. */
export default defineConfig({
  schema: "prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DATABASE_URL ?? "postgresql://localhost/none" },
});
