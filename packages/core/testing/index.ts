export { type LocalWorkspace, openLocalWorkspace } from "./local-workspace.ts";
export { type OpenWorkspace, workspaceContract } from "./workspace-contract.ts";
