/** The word nearest to `text`: it differs by at most two letters, ignoring case; undefined if there is none. */
export function nearest(text: string, words: readonly string[]): string | undefined {
  // Words whose lengths differ by more than two cannot be near, and the distance takes time in proportion to both
  // lengths.
  const near = words
    .filter((word) => Math.abs(word.length - text.length) <= 2)
    .map((word) => ({ word, distance: distance(text.toLowerCase(), word) }))
    .filter(({ distance }) => distance <= 2)
    .sort((a, b) => a.distance - b.distance)
  return near[0]?.word
}

/** Levenshtein distance: letters to insert, delete or change. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (const [row, letter] of Array.from(a).entries()) {
    const current = [row + 1]
    for (const [column, other] of Array.from(b).entries()) {
      const changed = (previous[column] ?? 0) + (letter === other ? 0 : 1)
      current.push(Math.min(changed, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1))
    }
    previous = current
  }
  return previous[b.length] ?? 0
}
