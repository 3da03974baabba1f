import { workspaceContract } from "@slipway/core/testing";
import { openTestSandbox } from "./open-test-sandbox.ts";

workspaceContract("Docker sandbox", openTestSandbox);
