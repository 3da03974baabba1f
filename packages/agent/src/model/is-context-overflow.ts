/** Compatible servers have no code for it. */
const tooLong = /context (?:length|window|size)|maximum context|prompt is too long|input is too long|too many (?:input )?tokens/i;

/** Whether an error says that the conversation does not fit into the model's context. */
export function isContextOverflow(error: { status: number | undefined; words: readonly string[]; message: string }): boolean {
  if (error.words.includes("context_length_exceeded") || error.status === 413) return true;
  return mayBeTooLong(error.status) && tooLong.test(error.message);
}

function mayBeTooLong(status: number | undefined): boolean {
  return status === undefined || status === 400 || status === 422 || status >= 500;
}
