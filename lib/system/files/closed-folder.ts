import { accessSync, constants } from 'node:fs'
import { dirname } from 'node:path'
import { codeOf } from '../errors.ts'

/** Folders that nobody should open for the agent: homes. */
const HOMES = /^\/(?:root|home\w*)(?:\/|$)/

/**
 * The first folder on the way to a path that this process cannot pass; undefined where it can pass all that are there.
 */
export function closedFolder(path: string): string | undefined {
  const parent = dirname(path)
  if (parent === path) return undefined
  // With the dot, what is no folder is another fault.
  return closedFolder(parent) ?? (accessFault(`${parent}/.`, constants.X_OK) === 'EACCES' ? parent : undefined)
}

/** Whether it is, or is in, somebody's home. */
export function isHome(folder: string): boolean {
  return HOMES.test(folder)
}

/** The system's code where this process has not all rights of `mode` (access(2)) to a path. */
export function accessFault(path: string, mode: number): string | undefined {
  try {
    accessSync(path, mode)
    return undefined
  } catch (error) {
    return codeOf(error)
  }
}
