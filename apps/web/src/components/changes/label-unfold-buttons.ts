/**
 * Names the viewer's buttons that unfold unchanged lines: it draws them without a name, in the open shadow root of each file, and draws
 * them anew while one scrolls. Returns what ends it.
 */
export function labelUnfoldButtons(root: HTMLElement): () => void {
  const watched = new WeakSet<ShadowRoot>();
  const label = () => {
    for (const { shadowRoot } of root.querySelectorAll("diffs-container")) {
      if (shadowRoot === null) continue;
      if (!watched.has(shadowRoot)) observer.observe(shadowRoot, { childList: true, subtree: true });
      watched.add(shadowRoot);
      for (const button of shadowRoot.querySelectorAll("[data-expand-button]:not([aria-label])")) {
        button.setAttribute("aria-label", "Show unchanged lines");
      }
    }
  };
  const observer = new MutationObserver(label);
  observer.observe(root, { childList: true, subtree: true });
  label();
  return () => observer.disconnect();
}
