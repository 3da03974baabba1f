import {
  ATTEMPT_STATES,
  type AttemptState,
  type CreateDeliveryInput,
  DeliveryState,
  RepositoryKind,
  TaskMode,
  VerificationOutcome,
  VerificationSide,
} from "@slipway/core";
import { expect, expectTypeOf, test } from "vitest";
import * as enums from "./generated/enums.ts";
import type { OutboxRow } from "./operations/take-outbox.ts";
import type { UserRole } from "./people/person.ts";

test("the database's enums and the vocabulary's unions are the same", () => {
  expectTypeOf<enums.AttemptState>().toEqualTypeOf<AttemptState>();
  expectTypeOf<enums.TaskMode>().toEqualTypeOf<TaskMode>();
  expectTypeOf<enums.RepositoryKind>().toEqualTypeOf<RepositoryKind>();
  expectTypeOf<enums.VerificationSide>().toEqualTypeOf<VerificationSide>();
  expectTypeOf<enums.VerificationOutcome>().toEqualTypeOf<VerificationOutcome>();
  expectTypeOf<enums.DeliveryState>().toEqualTypeOf<DeliveryState>();
  expectTypeOf<enums.DeliveryKind>().toEqualTypeOf<CreateDeliveryInput["kind"]>();
  expectTypeOf<enums.UserRole>().toEqualTypeOf<UserRole>();
  expectTypeOf<enums.OutboxTopic>().toEqualTypeOf<OutboxRow["topic"]>();
  // The types are checked by tsc alone; the values are checked here too.
  expect(Object.values(enums.AttemptState).sort()).toEqual([...ATTEMPT_STATES].sort());
  expect(Object.values(enums.TaskMode).sort()).toEqual([...TaskMode.options].sort());
  expect(Object.values(enums.RepositoryKind).sort()).toEqual([...RepositoryKind.options].sort());
  expect(Object.values(enums.VerificationSide).sort()).toEqual([...VerificationSide.options].sort());
  expect(Object.values(enums.VerificationOutcome).sort()).toEqual([...VerificationOutcome.options].sort());
  expect(Object.values(enums.DeliveryState).sort()).toEqual([...DeliveryState.options].sort());
});
