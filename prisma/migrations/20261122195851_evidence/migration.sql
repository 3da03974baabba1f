-- AlterTable
ALTER TABLE "Check" ADD COLUMN     "report" TEXT;

-- AlterTable
ALTER TABLE "Task" ADD COLUMN     "cardAttemptId" UUID,
ADD COLUMN     "cardIndex" INTEGER;

-- CreateIndex
CREATE UNIQUE INDEX "Task_cardAttemptId_cardIndex_key" ON "Task"("cardAttemptId", "cardIndex");
