import type { SuggestedEnvironment } from "./suggest-environment.ts";

/**
 * The suggestion with the bundled image where no engine holds the one that would fit, since a task cannot start from that; the reason says
 * how to bring it. `images` are names with tags; null where nobody knows, and then nothing changes.
 */
export function withImagesAtHand(suggestion: SuggestedEnvironment, images: readonly string[] | null): SuggestedEnvironment {
  const { image } = suggestion.environment;
  if (images === null || image == null || images.includes(image)) return suggestion;
  const reasons = suggestion.reasons.map((each) =>
    each.field === "image"
      ? {
          field: "image",
          reason: `${each.reason} ${image} would fit. It is on no worker's Docker Engine: run docker pull ${image} there, then name it here.`,
        }
      : each,
  );
  return { environment: { ...suggestion.environment, image: null }, reasons };
}
