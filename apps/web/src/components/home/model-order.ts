import type { ModelChoice, Models } from "@slipway/core";

/** Names a model among those of all providers. */
export function modelKey({ name, provider }: Pick<ModelChoice, "name" | "provider">): string {
  return `${provider.id ?? ""}|${name}`;
}

/** What was used last stands first, the latest on top; the others follow by provider, as they were connected. */
export function orderModels(items: readonly ModelChoice[], recent: readonly string[]): ModelChoice[] {
  const rank = (model: ModelChoice) => {
    const used = recent.indexOf(modelKey(model));
    return used === -1 ? recent.length : used;
  };
  return items.toSorted((a, b) => rank(a) - rank(b));
}

/** The chosen model while it is there, else the one that was used last, else the default one. */
export function chosenModel(models: Models, { asked, recent }: { asked: string | null; recent: readonly string[] }): ModelChoice | null {
  const byKey = new Map(models.items.map((model) => [modelKey(model), model]));
  const known = [asked, ...recent].flatMap((key) => (key === null ? [] : (byKey.get(key) ?? [])));
  return known[0] ?? models.items[0] ?? null;
}
