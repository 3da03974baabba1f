-- AlterTable
ALTER TABLE "EnvironmentSecret" ADD COLUMN     "header" TEXT,
ADD COLUMN     "hosts" TEXT[] DEFAULT ARRAY[]::TEXT[];
