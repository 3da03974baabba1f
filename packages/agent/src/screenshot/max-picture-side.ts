/** In pixels. A provider refuses the whole request over a longer side, and the picture would stand in every later one. */
export const maxPictureSide = 8_000;
