import { join } from "node:path";
import { build } from "esbuild";

/** The loop's process as one file, as the other contender is one binary: finding six hundred modules would be most of its start. */
export async function bundleOurAgent(folder: string): Promise<string> {
  const outfile = join(folder, "our-agent.mjs");
  await build({
    entryPoints: [join(import.meta.dirname, "our-agent.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node24",
    // Bundled CommonJS asks for Node's own modules through it.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    logLevel: "error",
  });
  return outfile;
}
