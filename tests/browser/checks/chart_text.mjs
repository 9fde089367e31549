// The words in charts: every one reads at 4.5:1 against what is painted under it, in every scheme (forced
// colours leave SVG as it is), is 11 px high or more, stands alone and inside of its chart.

import { changed, withStyle } from '../edit.mjs';
import { withPixels } from '../pixels.mjs';

const RATIO = 4.5;
const SMALLEST = 11;
/** Which part of the ground may fail: the antialiased edges of what a word stands upon. */
const EDGES = 0.04;

export default {
  name: 'chart text',

  async find({ browser, page }) {
    const problems = [];
    const hiding = await page.addStyleTag({ content: '.chart text { opacity: 0 !important; }' });
    for (const chart of await page.locator('svg.chart:visible').all()) {
      const { name, texts } = await chart.evaluate(readTexts);
      problems.push(...placing(texts, name));
      if (texts.length === 0) continue;
      const png = await chart.screenshot();
      const pale = await withPixels(browser, png, readGrounds, { texts, ratio: RATIO, edges: EDGES });
      problems.push(...pale.map((problem) => `${name}: ${problem}`));
    }
    await hiding.evaluate((element) => element.remove());
    return problems;
  },

  faults: [
    {
      what: 'a text in the colour of its bar',
      change: withStyle('.chart .o1 { fill: #1d5a90 !important; }'),
      finds: /reads at 1\.\d+:1/,
    },
    {
      what: 'texts that stay dark on the dark page',
      change: (html) => changed(html, '.chart .t, .chart .tb { fill: #e6e9ed; }', ''),
      view: '1600 px, dark',
      finds: /reads at 1\.\d+:1/,
    },
    {
      what: 'texts that stay dark in forced colours',
      change: (html) => changed(html, /\.chart \.t, \.chart \.tm,[^}]*CanvasText; }/, ''),
      view: '1600 px, forced, dark',
      finds: /reads at 1\.\d+:1/,
    },
    {
      what: 'a wide chart on a small screen',
      change: withStyle('.chart.wide { display: block !important; } .chart.narrow { display: none !important; }'),
      view: '320 px, light',
      finds: /is \d+\.\d px high/,
    },
    {
      what: 'a text twice in one place',
      change: (html) => changed(html, /(<text class="t"[^>]*>)([^<]*)<\/text>/, '$1$2</text>$1doppelt</text>'),
      finds: /lies upon „doppelt“|„doppelt“ lies upon/,
    },
    {
      what: 'a text that leaves its chart',
      change: (html) => changed(html, /(<text class="t"[^>]*>)/, `$1${'weit über den Rand '.repeat(9)}`),
      finds: /leaves the chart/,
    },
    {
      what: 'an upright text',
      change: withStyle('.chart .t { rotate: 90deg; transform-box: fill-box; }'),
      finds: /is turned/,
    },
  ],
};

/** Runs in the page: the texts of a chart, from capitals to descenders, in px of the chart's own box. */
function readTexts(chart) {
  const edge = chart.getBoundingClientRect();
  const texts = [...chart.querySelectorAll('text')].map((element) => {
    const style = getComputedStyle(element);
    const { a, b, d, f } = element.getScreenCTM();
    const size = parseFloat(style.fontSize) * d;
    const { left, right } = element.getBoundingClientRect();
    const baseline = element.y.baseVal[0].value * d + f - edge.top;
    return {
      text: element.textContent,
      fill: style.fill,
      shown: style.visibility === 'visible' && style.fillOpacity === '1',
      size: parseFloat(style.fontSize) * Math.hypot(a, b),
      turned: b !== 0,
      left: left - edge.left,
      right: right - edge.left,
      top: baseline - 0.74 * size,
      bottom: baseline + 0.2 * size,
      width: edge.width,
      height: edge.height,
    };
  });
  const name = chart.querySelector('title').id;
  return { name, texts };
}

/** Sizes, directions, edges and neighbours. */
function placing(texts, name) {
  const problems = [];
  texts.forEach((one, index) => {
    const say = (problem) => problems.push(`${name}: „${one.text}“ ${problem}`);
    if (!one.shown) say('is not shown');
    if (one.size < SMALLEST - 0.05) say(`is ${one.size.toFixed(1)} px high`);
    if (one.turned) say('is turned');
    const { width, height } = one;
    if (one.left < -0.5 || one.top < -0.5 || one.right > width + 0.5 || one.bottom > height + 0.5) say('leaves the chart');
    for (const other of texts.slice(index + 1)) {
      const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      if (across > 0.5 && down > 0.5) say(`lies upon „${other.text}“`);
    }
  });
  return problems;
}

/** Runs on the chart's picture without its texts. */
function readGrounds(pixels, { texts, ratio, edges }) {
  const problems = [];
  for (const { text, fill, left, right, top, bottom } of texts) {
    const found = [];
    for (let y = Math.max(0, Math.round(top)); y < Math.min(pixels.height, bottom); y += 1) {
      for (let x = Math.max(0, Math.round(left)); x < Math.min(pixels.width, right); x += 1) {
        found.push(window.colour.contrast(fill, [...pixels.at(x, y)]));
      }
    }
    found.sort((a, b) => a - b);
    const telling = found[Math.floor(found.length * edges)] ?? 0;
    if (telling < ratio) problems.push(`„${text}“ reads at ${telling.toFixed(2)}:1`);
  }
  return problems;
}
