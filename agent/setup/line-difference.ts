/** Most pairs of lines that are compared; beyond them all lines in between count as changed. */
const MOST = 4_000_000

/**
 * How a text becomes another, a line each, without the lines that stay: `@@ line 12` (of the new text), then the lines
 * that go with `-` and those that come with `+`. `shownAs` says what a text is shown as, with as many lines.
 */
export function lineDifference(
  before: string,
  after: string,
  shownAs: (text: string) => string = (text) => text,
): readonly string[] {
  const [old, now] = [linesOf(before), linesOf(after)]
  const [oldShown, nowShown] = [linesOf(shownAs(before)), linesOf(shownAs(after))]
  const shown: string[] = []
  let [i, j] = [0, 0]
  for (const [a, b] of [...commonLines(old, now), [old.length, now.length] as const]) {
    if (i < a || j < b) shown.push(`@@ line ${j + 1}`)
    shown.push(...oldShown.slice(i, a).map((line) => `-${line}`), ...nowShown.slice(j, b).map((line) => `+${line}`))
    ;[i, j] = [a + 1, b + 1]
  }
  return shown
}

function linesOf(text: string): readonly string[] {
  return text.split('\n')
}

/** The pairs of lines that stay, in their order: a longest common subsequence. */
function commonLines(old: readonly string[], now: readonly string[]): readonly (readonly [number, number])[] {
  let start = 0
  while (start < Math.min(old.length, now.length) && old[start] === now[start]) start += 1
  let end = 0
  while (end < Math.min(old.length, now.length) - start && old.at(-1 - end) === now.at(-1 - end)) end += 1
  const alike = (count: number, a: number, b: number): (readonly [number, number])[] =>
    Array.from({ length: count }, (_none, index) => [a + index, b + index] as const)
  const middle = longest(old.slice(start, old.length - end), now.slice(start, now.length - end))
  return [
    ...alike(start, 0, 0),
    ...middle.map(([a, b]) => [a + start, b + start] as const),
    ...alike(end, old.length - end, now.length - end),
  ]
}

function longest(old: readonly string[], now: readonly string[]): readonly (readonly [number, number])[] {
  if (old.length * now.length > MOST) return []
  const width = now.length + 1
  const lengths = new Uint32Array((old.length + 1) * width)
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = now.length - 1; j >= 0; j -= 1)
      lengths[i * width + j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const pairs: (readonly [number, number])[] = []
  for (let [i, j] = [0, 0]; i < old.length && j < now.length;) {
    if (old[i] === now[j]) {
      pairs.push([i, j])
      ;[i, j] = [i + 1, j + 1]
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1
    else j += 1
  }
  return pairs
}
