-- CreateIndex
CREATE INDEX "Terminal_environmentId_userId_createdAt_idx" ON "Terminal"("environmentId", "userId", "createdAt");

-- CreateIndex
CREATE INDEX "Terminal_state_idx" ON "Terminal"("state");

-- CreateIndex
CREATE INDEX "Task_environmentId_idx" ON "Task"("environmentId");
