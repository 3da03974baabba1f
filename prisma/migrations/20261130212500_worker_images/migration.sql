-- AlterTable
ALTER TABLE "Worker" ADD COLUMN     "images" TEXT[] DEFAULT ARRAY[]::TEXT[];
