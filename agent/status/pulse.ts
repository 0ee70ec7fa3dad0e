import { utimesSync } from 'node:fs'
import { lstat } from 'node:fs/promises'

/** How often a process touches its file though it has nothing to tell, in milliseconds. */
const BEAT = 30_000

/** After so many milliseconds without that it hangs: more than it is kept waiting by a large log or a slow disk. */
const SILENCE = 90_000

/**
 * Touches a file now and then, and tells of it, until what is returned is called; does not keep the process alive.
 */
export function startPulse(file: string, onBeat: () => void): () => void {
  const timer = setInterval(() => {
    const now = new Date()
    try {
      // The file is in memory: for a tenth of the work of asking a thread.
      utimesSync(file, now, now)
    } catch {
      // What cannot be touched cannot be written either, which is told where it is written.
    }
    onBeat()
  }, BEAT).unref()
  return () => clearInterval(timer)
}

/** Whether the process that should touch this file now and then has not done so for too long. */
export async function isSilent(file: string): Promise<boolean> {
  return lstat(file).then(
    ({ mtimeMs }) => Date.now() - mtimeMs > SILENCE,
    () => false,
  )
}
