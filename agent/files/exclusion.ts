import { type ByteText, byteTextOf } from './byte-text.ts'

/** A pattern as somebody wrote it; a `/` at its end means nothing. */
export function patternOf(written: string): ByteText {
  return byteTextOf(written.replace(/\/$/, ''))
}

/**
 * Tells which paths these patterns name. `*` and `?` stand for any characters, or one, of a name, `**` for any number
 * of folders; a pattern that does not begin with `/` may begin in any folder. The time is linear in the path for one
 * pattern: whoever makes up names gains nothing.
 */
export function exclusion(patterns: readonly ByteText[]): (path: ByteText) => boolean {
  const all = patterns.map((pattern) => (pattern.startsWith('/') ? pattern.slice(1) : `**/${pattern}`).split('/'))
  return (path) => {
    if (all.length === 0) return false
    const names = path.replace(/^\//, '').split('/')
    return all.some((pattern) => isLike(pattern, names, isNameLike, '**'))
  }
}

function isNameLike(part: string, name: string): boolean {
  if (!/[*?]/.test(part)) return part === name
  return isLike(part.split(''), name.split(''), (one, other) => one === '?' || one === other, '*')
}

/** Compares from left to right; after a wildcard only the last one is ever tried again. */
function isLike(
  pattern: readonly string[],
  parts: readonly string[],
  isSame: (one: string, other: string) => boolean,
  wildcard: string,
): boolean {
  let [at, part, star, from] = [0, 0, -1, 0]
  while (part < parts.length) {
    const one = pattern[at]
    if (one === wildcard) {
      star = at
      at += 1
      from = part
    } else if (one !== undefined && isSame(one, parts[part] ?? '')) {
      at += 1
      part += 1
    } else if (star === -1) {
      return false
    } else {
      at = star + 1
      from += 1
      part = from
    }
  }
  return pattern.slice(at).every((one) => one === wildcard)
}

/** Whether a path is one of these trees, or in it. */
export function isBelow(path: ByteText, trees: readonly ByteText[]): boolean {
  return trees.some((tree) => path === tree || path.startsWith(tree === '/' ? tree : `${tree}/`))
}
