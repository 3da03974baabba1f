import { CreateMessageInput, CreateTaskInput } from "@slipway/core";
import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { inputFaults } from "./input-faults.ts";

const repositoryId = "0190a0de-0000-7000-8000-000000000000";

describe("inputFaults", () => {
  it.each([
    [{ repositoryId }, [{ path: "prompt", message: "prompt is missing." }]],
    [{ repositoryId, prompt: " " }, [{ path: "prompt", message: "Write what the agent should do." }]],
    [{ repositoryId, prompt: "a\u0000b" }, [{ path: "prompt", message: expect.stringContaining("U+0000, line 1") }]],
    [{ repositoryId, prompt: "x", attempts: 9 }, [{ path: "attempts", message: "attempts must be at most 8." }]],
    [{ repositoryId, prompt: "x", admin: true }, [{ path: "", message: 'There is no field "admin" here.' }]],
    [
      { repositoryId: "1", prompt: { not: "" } },
      [
        { path: "repositoryId", message: "This is not an id." },
        { path: "prompt", message: "prompt must be text." },
      ],
    ],
  ])("names each fault of %j in a sentence", (input, fields) => {
    expect(faultsOf(CreateTaskInput, input)).toEqual(fields);
  });

  it("tells the fault of the alternative that was meant", () => {
    expect(faultsOf(CreateMessageInput, { text: "a\u202Eb" })).toEqual([{ path: "text", message: expect.stringContaining("U+202E") }]);
  });
});

function faultsOf(schema: z.ZodType, input: unknown) {
  const parsed = schema.safeParse(input);
  return parsed.success ? [] : inputFaults(parsed.error).fields;
}
