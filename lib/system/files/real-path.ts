import { realpathSync } from 'node:fs'

/** Resolves every link in a path; returns the path itself if it leads nowhere. */
export function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
