import { basename, dirname, normalize } from 'node:path'

/** Whether two paths, each perhaps with `*` in its last part, can mean the same file. */
export function canMeet(one: string, other: string): boolean {
  const [a, b] = [normalize(one), normalize(other)]
  return dirname(a) === dirname(b) && namesMeet(basename(a), basename(b))
}

/** Dynamic programming from the ends of both names: each cell tells whether two suffixes can be the same text. */
function namesMeet(one: string, other: string): boolean {
  let below: boolean[] = []
  for (let i = one.length; i >= 0; i -= 1) {
    const row: boolean[] = []
    for (let j = other.length; j >= 0; j -= 1) {
      const isAny = one[i] === '*' || other[j] === '*'
      row[j] = isAny
        ? below[j] === true || row[j + 1] === true
        : one[i] === other[j] && (i === one.length || below[j + 1] === true)
    }
    below = row
  }
  return below[0] === true
}
