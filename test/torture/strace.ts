import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** What becomes of some system calls of the agent, in strace's words. */
export interface Fault {
  /** `write` or `openat,rename`. */
  readonly calls: string
  /** `error=ENOSPC`, `retval=1`, `signal=KILL:when=3`. */
  readonly effect: string
  /** Only calls on these files; without any, all. */
  readonly paths?: readonly string[]
}

function wordsOf({ calls, effect, paths = [] }: Fault): string[] {
  return ['-f', '-e', `inject=${calls}:${effect}`, ...paths.flatMap((path) => ['-P', path])]
}

/** The words that run a program with a fault from its first call on. */
export function underFault(fault: Fault): string[] {
  return ['strace', '-D', '-qq', '-o', '/dev/null', ...wordsOf(fault)]
}

/** The words that run a program and record its calls to a file, with the paths of what they work on. */
export function underRecorder(file: string, calls: readonly string[], paths: readonly string[] = []): string[] {
  const words = ['-f', '--seccomp-bpf', '-y', '-s', '12', '-e', `trace=${calls.join(',')}`]
  return ['strace', '-D', '-qq', '-o', file, ...words, ...paths.flatMap((path) => ['-P', path])]
}

/** Resolves when a fault works on a running process; what it resolves with ends that. */
export async function inject(pid: number, fault: Fault): Promise<() => Promise<void>> {
  const strace = spawn('strace', ['-p', `${pid}`, '-o', '/dev/null', ...wordsOf(fault)])
  const ended = once(strace, 'close')
  strace.stderr.setEncoding('utf8')
  const [said] = await Promise.race([once(strace.stderr, 'data'), ended])
  if (!/ attached/.test(String(said))) throw new Error(`strace does not work: ${said}`)
  // All threads are attached by then; what it says at the end would fill the pipe.
  strace.stderr.resume()
  return async () => {
    strace.kill('SIGTERM')
    await ended
  }
}
