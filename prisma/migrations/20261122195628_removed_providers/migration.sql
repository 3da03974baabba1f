-- AlterTable
ALTER TABLE "Provider" ADD COLUMN     "deletedAt" TIMESTAMPTZ(3);
