// Pictures are decoded by the browser itself, on blank pages of its own.

import { colour } from './colour.mjs';

const readers = new WeakMap();

/**
 * Runs a function with the pixels of a PNG and an argument; pixels are `{ width, height, at(x, y) }`, and
 * `window.colour` is at hand.
 */
export async function withPixels(browser, png, look, argument) {
  if (!readers.has(browser)) readers.set(browser, browser.newPage());
  const reader = await readers.get(browser);
  await reader.evaluate(colour);
  return reader.evaluate(
    async ({ source, code, argument }) => {
      const image = new Image();
      image.src = `data:image/png;base64,${source}`;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      const drawing = canvas.getContext('2d');
      drawing.drawImage(image, 0, 0);
      const { width, height, data } = drawing.getImageData(0, 0, image.width, image.height);
      const at = (x, y) => data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3);
      return (0, eval)(`(${code})`)({ width, height, at }, argument);
    },
    { source: png.toString('base64'), code: look.toString(), argument },
  );
}
