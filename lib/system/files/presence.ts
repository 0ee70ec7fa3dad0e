import { lstatSync } from 'node:fs'

/**
 * Whether something is at a path, be it a link that leads nowhere. Throws the system's error where that cannot be told.
 */
export function isPresent(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}
