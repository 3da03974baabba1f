-- AlterTable
ALTER TABLE "Message" ADD COLUMN     "attemptId" UUID,
ADD COLUMN     "question" TEXT;

-- AddForeignKey
ALTER TABLE "Message" ADD CONSTRAINT "Message_attemptId_fkey" FOREIGN KEY ("attemptId") REFERENCES "Attempt"("id") ON DELETE CASCADE ON UPDATE CASCADE;
