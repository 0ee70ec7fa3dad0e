import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** Which system calls of the agent to trace, and what to make of them, in strace's words. */
export interface Tracing {
  /** `write` or `openat,rename`. */
  readonly calls: string
  /** Only calls on these files; by default all. */
  readonly paths?: readonly string[]
  /** `error=ENOSPC`, `retval=1`, `signal=KILL:when=3`; by default they are only recorded. */
  readonly effect?: string
  /** How many bytes of each text are recorded; by default 32. */
  readonly bytes?: number
}

function wordsOf({ calls, paths = [], effect, bytes = 32 }: Tracing): string[] {
  const fault = effect === undefined ? [] : ['-e', `inject=${calls}:${effect}`]
  return ['-f', '-y', '-s', `${bytes}`, '-e', `trace=${calls}`, ...fault, ...paths.flatMap((path) => ['-P', path])]
}

/** The command that runs a program with a fault from its first call on. */
export function underFault(tracing: Tracing): string[] {
  return ['strace', '-D', '-qq', '-o', '/dev/null', ...wordsOf(tracing)]
}

/** Resolves when a running process is traced, with a function that ends that and returns the record of the calls. */
export async function trace(pid: number, tracing: Tracing): Promise<() => Promise<string>> {
  const strace = spawn('strace', ['-p', `${pid}`, ...wordsOf(tracing)])
  const ended = once(strace, 'close')
  let said = ''
  const attached = new Promise<void>((resolve) => {
    strace.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text
      // By then all threads are.
      if (said.includes(' attached')) resolve()
    })
  })
  await Promise.race([attached, ended])
  if (!said.includes(' attached')) throw new Error(`strace does not work: ${said}`)
  return async () => {
    strace.kill('SIGTERM')
    await ended
    return said
  }
}
