// Contrast after WCAG 2, where the checks' functions run: in every page, as `window.colour`.

export function colour() {
  const channels = (text) => text.match(/[\d.]+/g).slice(0, 3).map(Number);

  const luminance = (rgb) => {
    const [red, green, blue] = rgb.map((channel) => {
      const v = channel / 255;
      return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };

  /** The contrast of two colours, each `rgb(…)` or three channels: 1 to 21. */
  const contrast = (a, b) => {
    const [low, high] = [a, b]
      .map((one) => luminance(typeof one === 'string' ? channels(one) : one))
      .sort((m, n) => m - n);
    return (high + 0.05) / (low + 0.05);
  };

  /** The colour behind an element. */
  const behind = (element) => {
    for (let outer = element; outer; outer = outer.parentElement) {
      const { backgroundColor } = getComputedStyle(outer);
      if (!/^rgba\(.*, 0\)$/.test(backgroundColor)) return backgroundColor;
    }
    return 'rgb(255, 255, 255)';
  };

  window.colour = { contrast, behind };
}
