// Where the words of the page stand. `textProblems` runs in the page.

/**
 * Words that lie upon other words, are cut off by their box, or stand outside the page. Charts and what is
 * only spoken are left out.
 */
export function textProblems() {
  const problems = [];
  const boxes = [];
  const shorten = (text) => text.trim().replace(/\s+/g, ' ').slice(0, 40);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (node.data.trim() === '' || parent.closest('svg, .spoken, .skip')) continue;
    if (!parent.checkVisibility({ visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const scrolls = inScrollBox(parent);
    for (const { left, right, top, bottom } of range.getClientRects()) {
      if (right - left < 1) continue;
      const box = { left, right, top: top + scrollY, bottom: bottom + scrollY, text: shorten(node.data), node };
      boxes.push(box);
      if (!scrolls && (right > innerWidth + 1 || left < -1)) problems.push(`outside the page: „${box.text}“`);
      clip(box, parent);
    }
  }

  function inScrollBox(element) {
    for (let outer = element; outer && outer !== document.body; outer = outer.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(outer).overflowX)) return true;
    }
    return false;
  }

  // a box that hides what does not fit may not hold words that do not fit
  function clip(box, parent) {
    for (let outer = parent; outer && outer !== document.body; outer = outer.parentElement) {
      const style = getComputedStyle(outer);
      const hides = (value) => value === 'hidden' || value === 'clip';
      if (!hides(style.overflowX) && !hides(style.overflowY)) continue;
      const edge = outer.getBoundingClientRect();
      const [top, bottom] = [edge.top + scrollY, edge.bottom + scrollY];
      if (box.right > edge.right + 1 || box.left < edge.left - 1 || box.bottom > bottom + 1 || box.top < top - 1) {
        problems.push(`cut off: „${box.text}“`);
      }
    }
  }

  // rows of one text may be close together; words of two texts may not share more than a hair
  boxes.sort((a, b) => a.top - b.top);
  boxes.forEach((box, index) => {
    for (let other = index + 1; other < boxes.length && boxes[other].top < box.bottom; other += 1) {
      const next = boxes[other];
      const across = Math.min(box.right, next.right) - Math.max(box.left, next.left);
      const down = Math.min(box.bottom, next.bottom) - next.top;
      const height = Math.min(box.bottom - box.top, next.bottom - next.top);
      if (box.node !== next.node && across > 1 && down > 0.3 * height) {
        problems.push(`„${box.text}“ lies upon „${next.text}“`);
      }
    }
  });
  return problems;
}
