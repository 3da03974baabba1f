-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "OutboxTopic" ADD VALUE 'terminal';
ALTER TYPE "OutboxTopic" ADD VALUE 'provider_test';
ALTER TYPE "OutboxTopic" ADD VALUE 'judgement';

-- AlterTable
ALTER TABLE "Environment" ADD COLUMN     "dockerfile" TEXT;

-- AlterTable
ALTER TABLE "Task" ADD COLUMN     "providerId" UUID;

-- AlterTable
ALTER TABLE "Turn" ADD COLUMN     "judgement" JSONB,
ADD COLUMN     "pickedAttemptId" UUID;

-- AlterTable
ALTER TABLE "Attempt" ADD COLUMN     "limits" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "sandboxEngineId" TEXT,
ADD COLUMN     "sandboxId" TEXT,
ADD COLUMN     "sandboxKeptUntil" TIMESTAMPTZ(3),
ADD COLUMN     "waiting" JSONB,
ADD COLUMN     "wakeAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Verification" ADD COLUMN     "flaky" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "tests" JSONB;

-- CreateTable
CREATE TABLE "Terminal" (
    "id" UUID NOT NULL,
    "environmentId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "branch" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "workerId" TEXT,
    "failure" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Terminal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Image" (
    "id" UUID NOT NULL,
    "userId" UUID,
    "turnId" UUID,
    "position" INTEGER NOT NULL DEFAULT 0,
    "attemptId" UUID,
    "mediaType" TEXT NOT NULL,
    "content" BYTEA NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "Image_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Provider" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "baseUrl" TEXT NOT NULL,
    "api" TEXT NOT NULL,
    "ciphertext" BYTEA,
    "nonce" BYTEA,
    "keyId" TEXT,
    "models" JSONB NOT NULL DEFAULT '[]',
    "limitedUntil" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "Provider_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ProviderTest" (
    "id" UUID NOT NULL,
    "providerId" UUID,
    "model" TEXT NOT NULL,
    "workerId" TEXT,
    "result" JSONB,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ProviderTest_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Image_turnId_idx" ON "Image"("turnId");

-- CreateIndex
CREATE INDEX "Image_attemptId_idx" ON "Image"("attemptId");

-- CreateIndex
CREATE UNIQUE INDEX "Provider_name_key" ON "Provider"("name");

-- CreateIndex
CREATE INDEX "Attempt_sandboxId_idx" ON "Attempt"("sandboxId");

-- AddForeignKey
ALTER TABLE "Terminal" ADD CONSTRAINT "Terminal_environmentId_fkey" FOREIGN KEY ("environmentId") REFERENCES "Environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Task" ADD CONSTRAINT "Task_providerId_fkey" FOREIGN KEY ("providerId") REFERENCES "Provider"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Image" ADD CONSTRAINT "Image_turnId_fkey" FOREIGN KEY ("turnId") REFERENCES "Turn"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Image" ADD CONSTRAINT "Image_attemptId_fkey" FOREIGN KEY ("attemptId") REFERENCES "Attempt"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ProviderTest" ADD CONSTRAINT "ProviderTest_providerId_fkey" FOREIGN KEY ("providerId") REFERENCES "Provider"("id") ON DELETE CASCADE ON UPDATE CASCADE;
