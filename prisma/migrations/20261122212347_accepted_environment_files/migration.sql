-- AlterTable
ALTER TABLE "Repository" ADD COLUMN     "acceptedFiles" TEXT[] DEFAULT ARRAY[]::TEXT[];
