import { accessSync, constants } from 'node:fs'
import { dirname } from 'node:path'
import { codeOf } from '../errors.ts'

/** Home folders, which nobody should open up for the agent. */
const HOMES = /^\/(?:root|home\w*)(?:\/|$)/

/** The first folder on the way to a path that this process may not enter; undefined if it may enter all that exist. */
export function closedFolder(path: string): string | undefined {
  const parent = dirname(path)
  if (parent === path) return undefined
  // The trailing dot makes a path that is not a folder fail with another code.
  return closedFolder(parent) ?? (accessFault(`${parent}/.`, constants.X_OK) === 'EACCES' ? parent : undefined)
}

/** Whether the folder is a home folder or lies in one. */
export function isHome(folder: string): boolean {
  return HOMES.test(folder)
}

/** The system's error code if this process lacks any right of `mode` (access(2)) to a path. */
export function accessFault(path: string, mode: number): string | undefined {
  try {
    accessSync(path, mode)
    return undefined
  } catch (error) {
    return codeOf(error)
  }
}
