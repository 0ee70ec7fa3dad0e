import { counting } from './numbers.ts'

/** `srv07, srv19 and 3 others`. */
export function naming(names: readonly string[], all: number): string {
  const shown = names.slice(0, all > 3 ? 2 : 3)
  const rest = all - shown.length
  if (rest > 0) return `${shown.join(', ')} and ${counting(rest, 'other', 'others')}`
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}
