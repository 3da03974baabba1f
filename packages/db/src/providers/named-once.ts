import { InvalidInputError } from "@slipway/core";
import { Prisma } from "../generated/client.ts";

/** Tells a provider's second use of a name in words. */
export async function namedOnce<Result>(name: string, write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== "P2002") throw error;
    const message = `There is a provider called ${name} already.`;
    throw new InvalidInputError(message, [{ path: "name", message }], { cause: error });
  }
}
