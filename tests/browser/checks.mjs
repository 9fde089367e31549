// The checks, each with the faults it must find.

import axe from './checks/axe.mjs';
import chartMarks from './checks/chart_marks.mjs';
import chartText from './checks/chart_text.mjs';
import conformance from './checks/conformance.mjs';
import isolation from './checks/isolation.mjs';
import keyboard from './checks/keyboard.mjs';
import paper from './checks/paper.mjs';
import reflow from './checks/reflow.mjs';
import spacing from './checks/spacing.mjs';
import structure from './checks/structure.mjs';

export const CHECKS = [
  isolation,
  structure,
  conformance,
  axe,
  reflow,
  spacing,
  keyboard,
  chartText,
  chartMarks,
  paper,
];
