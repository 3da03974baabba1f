-- AlterTable
ALTER TABLE "Terminal" ADD COLUMN     "commands" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "leaseUntil" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Snapshot" ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'setup',
ADD COLUMN     "repositoryId" UUID,
ALTER COLUMN "environmentId" DROP NOT NULL;

-- AlterTable
ALTER TABLE "Attempt" ADD COLUMN     "snapshotUse" JSONB;

-- AddForeignKey
ALTER TABLE "Snapshot" ADD CONSTRAINT "Snapshot_repositoryId_fkey" FOREIGN KEY ("repositoryId") REFERENCES "Repository"("id") ON DELETE CASCADE ON UPDATE CASCADE;
