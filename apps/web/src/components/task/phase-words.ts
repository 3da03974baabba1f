import type { Phase } from "@slipway/core";

/** What each phase is called while it is under way. */
export const phaseWords: Record<Phase, string> = {
  queued: "Waiting for a worker",
  image: "Preparing the image",
  repository: "Fetching the repository",
  sandbox: "Starting the sandbox",
  setup: "Running the setup",
  working: "Working",
  collecting: "Collecting the change",
  checks: "Running the checks",
  finished: "Finishing",
};

/** What each phase is called in a list of them. */
export const phaseNames: Record<Phase, string> = {
  queued: "Queue",
  image: "Image",
  repository: "Repository",
  sandbox: "Sandbox",
  setup: "Setup",
  working: "Agent",
  collecting: "Change",
  checks: "Checks",
  finished: "Finish",
};
