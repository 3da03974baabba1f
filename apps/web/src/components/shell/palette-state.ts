type Listener = (open: boolean) => void;
const listeners = new Set<Listener>();

/** Opens the command palette from anywhere; the palette itself listens. */
export function openPalette(): void {
  for (const listener of listeners) listener(true);
}

export function onPalette(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
