// Changes of a text that are changes: where nothing is found to change, the test is at fault.

export function changed(text, from, to) {
  const result = text.replace(from, to);
  if (result === text) throw new Error(`nothing to change: ${from}`);
  return result;
}

/** A page with rules added to the end of its style sheet. */
export const withStyle = (rules) => (html) => changed(html, '</style>', () => `${rules}\n</style>`);

/** A page with markup added to the end of its main part. */
export const withMarkup = (markup) => (html) => changed(html, '</main>', () => `${markup}</main>`);
