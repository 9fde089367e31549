// Who reads: three widths, and the colours people choose or are given. 320 by 256 is a desktop window of
// 1280 by 1024 at 400 % (WCAG 1.4.10).

const SIZES = [
  { width: 320, height: 256 },
  { width: 768, height: 1024 },
  { width: 1600, height: 1000 },
];

const COLOURS = [
  { colours: 'light', colorScheme: 'light', forcedColors: 'none' },
  { colours: 'dark', colorScheme: 'dark', forcedColors: 'none' },
  { colours: 'forced, light', colorScheme: 'light', forcedColors: 'active' },
  { colours: 'forced, dark', colorScheme: 'dark', forcedColors: 'active' },
];

export const VIEWS = SIZES.flatMap((size) =>
  COLOURS.map((colours) => ({ ...size, ...colours, name: `${size.width} px, ${colours.colours}` })),
);

/** The view of these words, such as `320 px, light`. */
export function view(name) {
  const found = VIEWS.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`no view ${name}`);
  return found;
}

/** What does not depend on the view is looked at once. */
export const ONCE = view('1600 px, light');
