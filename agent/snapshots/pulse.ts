import { utimesSync } from 'node:fs'
import { lstat } from 'node:fs/promises'

/** Milliseconds between two touches of a file to which a process has nothing to add. */
const BEAT = 30_000

/** After so many milliseconds without a touch a process hangs: more than a large log or a slow disk keeps it busy. */
const SILENCE = 90_000

/** Touches a file regularly, and says so each time, until the returned function is called. Keeps no process alive. */
export function startPulse(file: string, onBeat: () => void): () => void {
  const timer = setInterval(() => {
    const now = new Date()
    try {
      // Synchronous: the file is in memory, and a thread would take ten times the work.
      utimesSync(file, now, now)
    } catch {
      // A file that cannot be touched cannot be written either, and the writer says so.
    }
    onBeat()
  }, BEAT).unref()
  return () => clearInterval(timer)
}

/** When the process that should touch this file last did, in milliseconds since the epoch; undefined without it. */
export async function lastBeat(file: string): Promise<number | undefined> {
  return lstat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  )
}

/** Whether the process that last gave a sign of life then has been silent for too long. */
export function isSilentSince(beat: number | undefined): boolean {
  return beat !== undefined && Date.now() - beat > SILENCE
}
