import { openLocalWorkspace, workspaceContract } from "../testing/index.ts";

workspaceContract("local folder", async () => {
  const workspace = await openLocalWorkspace();
  return { workspace, [Symbol.asyncDispose]: () => workspace[Symbol.asyncDispose]() };
});
