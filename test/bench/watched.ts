import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { childrenOf } from './cpu-time.ts'
import { memoryOf } from './memory.ts'

/** Milliseconds between two looks at the memory of a command. */
const INTERVAL = 10

const ENVIRONMENT = { ...process.env, LC_ALL: 'C', MALLOC_TRIM_THRESHOLD_: '131072' }

/** Runs a command to its end, in seconds and MiB: what it took, and the most anonymous memory, seen from outside. */
export async function watched(
  command: readonly string[],
): Promise<{ readonly wall: number; readonly cpu: number; readonly anonymous: number }> {
  const shell = ['-c', 'TIMEFORMAT="%R %U %S"; time "$@" > /dev/null', 'bash', ...command]
  const child = spawn('bash', shell, { env: ENVIRONMENT, stdio: ['ignore', 'ignore', 'pipe'] })
  let [text, peak] = ['', 0]
  child.stderr.setEncoding('utf8').on('data', (piece: string) => (text += piece))
  const timer = setInterval(() => (peak = Math.max(peak, anonymousBelow(child.pid ?? 0))), INTERVAL)
  const [code] = await once(child, 'close')
  clearInterval(timer)
  const last = text.trim().split('\n').at(-1) ?? ''
  const [wall = 0, user = 0, system = 0] = last.split(' ').map(Number)
  if (code !== 0) throw new Error(`${command.join(' ')}: exit code ${String(code)}: ${text}`)
  return { wall, cpu: user + system, anonymous: peak }
}

/** 0 where the process begins or ends. */
function anonymousBelow(shell: number): number {
  try {
    const below = childrenOf(shell)
    // An ending process has no memory any more.
    return memoryOf(below).anonymous || 0
  } catch {
    return 0
  }
}
