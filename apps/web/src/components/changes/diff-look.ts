/** How every diff looks, and the workers that colour it. */
export const diffThemes = { dark: "github-dark-high-contrast", light: "github-light-high-contrast" } as const;

export const diffPool = {
  workerFactory: () => new Worker(new URL("@pierre/diffs/worker/worker.js", import.meta.url), { type: "module" }),
  poolSize: 2,
};

export const highlighterOptions = { theme: diffThemes, langs: [] };

export const diffStyles = `
  :host { --diffs-font-family: var(--font-mono); --diffs-header-font-family: var(--font-sans); --diffs-font-size: 12px; --diffs-line-height: 20px; }
  span[style*="#66707b" i] { color: light-dark(#4a525b, #bdc4cc) !important; }
  [data-additions-count] { order: -1; }
  [data-diffs-header] { border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); }
`;
