-- AlterTable
ALTER TABLE "Environment" ADD COLUMN     "branch" TEXT;
