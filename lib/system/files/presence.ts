import { lstatSync } from 'node:fs'

/** Whether a path exists, even as a dangling link. Throws the system's error if that cannot be told. */
export function isPresent(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}
