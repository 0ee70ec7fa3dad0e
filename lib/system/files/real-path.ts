import { realpathSync } from 'node:fs'

/** Where a path leads when every link in it is followed; the path itself where it leads nowhere. */
export function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
