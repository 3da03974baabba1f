/** What the model reads as the result of a call that did not run, or not to its end. */
export const interruptedResult =
  "Interrupted: the attempt stopped while this call ran, and nobody saw how it ended. Look at the state of things before you repeat it.";
export const notRunResult = "Not run: the attempt stopped before this call. Call it again if it is still wanted.";
export const notRunAfterFinish = "Not run: finish had been called.";
export const notRunAfterQuestion = "Not run: the person was asked first. Call it again if it is still wanted.";
export const awaitedResult = "The person has not answered yet.";
export const overtakenResult =
  "The person has not answered this question; what they wrote before they could see it follows. Ask again if that leaves it open.";
export const unansweredResult =
  "The person went on without an answer. Decide with your best judgement, and say in the summary what you assumed.";
