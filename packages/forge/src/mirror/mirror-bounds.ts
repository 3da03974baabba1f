/** How large a repository may be: bytes of its mirror here, and files in the tree of one commit. */
export type MirrorBounds = { bytes: number; files: number };

export const MIRROR_BOUNDS: MirrorBounds = { bytes: 5 * 2 ** 30, files: 1_000_000 };
