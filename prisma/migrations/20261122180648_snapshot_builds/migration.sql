-- AlterTable
ALTER TABLE "Snapshot" ADD COLUMN     "commit" TEXT,
ADD COLUMN     "engineId" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "epoch" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "failure" JSONB,
ADD COLUMN     "finishedAt" TIMESTAMPTZ(3),
ADD COLUMN     "leaseUntil" TIMESTAMPTZ(3),
ADD COLUMN     "parts" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "reason" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "retiredAt" TIMESTAMPTZ(3),
ADD COLUMN     "workerId" TEXT;

-- CreateIndex
CREATE INDEX "Snapshot_environmentId_createdAt_idx" ON "Snapshot"("environmentId", "createdAt");

-- CreateIndex
CREATE INDEX "Snapshot_engineId_state_idx" ON "Snapshot"("engineId", "state");

-- CreateIndex
CREATE INDEX "Attempt_snapshotId_idx" ON "Attempt"("snapshotId");
