/** All that the program's packages use of node:assert, which takes a millisecond to load. */
export function equal(actual: unknown, expected: unknown, message: string): void {
  if (actual !== expected) throw new TypeError(message)
}
