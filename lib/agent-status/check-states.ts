/**
 * How a check can be, the worst first. `unknown`: nothing can be said; `flapping`: it changes too often to be told of
 * each change; `blocked`: what it comes `after` is down; `maintenance`: nobody wants to know now; `off`: what it checks
 * is switched off.
 */
export const CHECK_STATES = [
  'down',
  'flapping',
  'warning',
  'late',
  'unknown',
  'blocked',
  'maintenance',
  'up',
  'off',
] as const

/** How a check is. */
export type CheckState = (typeof CHECK_STATES)[number]
