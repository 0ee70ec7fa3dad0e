import { codeOf } from '../../lib/system/errors.ts'
import { readRegularFileSync } from '../../lib/system/files/regular-file.ts'

/**
 * What is in a file; `unknown` for what is no regular file, or has more than `most` bytes. Undefined where it is gone,
 * or may not be read. Throws the system's error where reading fails.
 */
export function itemsIn<T>(
  path: string,
  most: number,
  read: (text: string) => readonly T[],
  unknown: T,
): readonly T[] | undefined {
  try {
    return read(readRegularFileSync(path, { most }).text)
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT' || code === 'EACCES') return undefined
    if (code !== undefined && code !== 'ENXIO') throw error
    return [unknown]
  }
}
