-- AlterTable
ALTER TABLE "Image" ADD COLUMN     "messageId" UUID;

-- CreateIndex
CREATE INDEX "Image_messageId_idx" ON "Image"("messageId");

-- AddForeignKey
ALTER TABLE "Image" ADD CONSTRAINT "Image_messageId_fkey" FOREIGN KEY ("messageId") REFERENCES "Message"("id") ON DELETE CASCADE ON UPDATE CASCADE;
