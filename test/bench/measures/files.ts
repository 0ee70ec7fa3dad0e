import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { agentCommand } from '../../support/agent-process.ts'
import { childrenOf } from '../cpu-time.ts'
import type { Measure, Row } from '../measure.ts'
import { memoryOf } from '../memory.ts'
import { timed } from '../timed.ts'

/** Of 32 KiB each on average, as in /usr of a server. */
const FILES = 32_768
const [IN_A_FOLDER, AVERAGE] = [64, 32 * 1024]

/** A file that changed less than two seconds before a pass is read by the next one, too. */
const SETTLED = 2500

/** Milliseconds between two looks at the memory of a pass. */
const INTERVAL = 10

const CACHES = '/proc/sys/vm/drop_caches'

/** The cost of passes through a tree. */
export const files: Measure = {
  name: 'files',
  what: 'digests of 32,768 files of 32 KiB on average, in the page cache: a first pass, a second one of which nothing changed, and sha256sum; --all: also with empty caches, if they can be emptied',
  columns: ['wall s', 'CPU s', 'anonymous MiB'],
  compares: true,
  targets: [
    { subject: 'first pass', column: 'wall s', of: 'find | xargs sha256sum', bound: 'at most', ratio: 1 / 0.9 },
    { subject: 'second pass', column: 'wall s', of: 'first pass', bound: 'at most', ratio: 1 / 3 },
    { subject: 'first pass', column: 'anonymous MiB', bound: 'at most', value: 20 },
    { subject: 'second pass', column: 'anonymous MiB', bound: 'at most', value: 20 },
  ],
  run: async ({ scale, all }) => {
    const folder = mkdtempSync(join(tmpdir(), 'spoor-bench-'))
    try {
      const tree = join(folder, 'tree')
      layTree(tree, Math.ceil(FILES * scale))
      await setTimeout(SETTLED)
      const sum = `find ${tree} -type f -print0 | xargs -0 sha256sum > /dev/null`
      await timed('bash', '-c', sum)
      const state = join(folder, 'state')
      const pass = ['files', 'list', tree, '--state', state]
      const first = await passOf('first pass', pass)
      const second = await passOf('second pass', pass)
      const theirs = await timed('bash', '-c', sum)
      const rows = [first, second, { subject: 'find | xargs sha256sum', values: [theirs.wall, theirs.cpu, undefined] }]
      return all && canEmptyCaches() ? [...rows, ...(await withEmptyCaches(['files', 'list', tree], sum))] : rows
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
}

function layTree(tree: string, count: number): void {
  const content = Buffer.alloc(8 * AVERAGE, 'Some text that is the same in all files.\n')
  for (let number = 0; number < count; number += 1) {
    const folder = join(tree, String(Math.floor(number / IN_A_FOLDER)))
    if (number % IN_A_FOLDER === 0) mkdirSync(folder, { recursive: true })
    // One in ten is large, as in real trees.
    const size = number % 10 === 0 ? 7 * AVERAGE : AVERAGE / 3
    content.writeUInt32LE(number)
    writeFileSync(join(folder, `file-${number}`), content.subarray(0, size))
  }
}

/** Two runs would not be the same pass: memory is looked at from outside while time is taken. */
async function passOf(subject: string, words: readonly string[]): Promise<Row> {
  const [program = '', ...line] = [...agentCommand(), ...words]
  const shell = ['-c', 'TIMEFORMAT="%R %U %S"; time "$@" > /dev/null', 'bash', program, ...line]
  const child = spawn('bash', shell, { env: ENVIRONMENT, stdio: ['ignore', 'ignore', 'pipe'] })
  let [text, peak] = ['', 0]
  child.stderr.setEncoding('utf8').on('data', (piece: string) => (text += piece))
  const timer = setInterval(() => (peak = Math.max(peak, anonymousBelow(child.pid ?? 0))), INTERVAL)
  const [code] = await once(child, 'close')
  clearInterval(timer)
  const [wall = 0, user = 0, system = 0] = text.trim().split(' ').map(Number)
  if (code !== 0) throw new Error(`${subject}: exit code ${String(code)}: ${text}`)
  return { subject, values: [wall, user + system, peak] }
}

const ENVIRONMENT = { ...process.env, LC_ALL: 'C', MALLOC_TRIM_THRESHOLD_: '131072' }

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

function canEmptyCaches(): boolean {
  try {
    accessSync(CACHES, constants.W_OK)
    return true
  } catch {
    return false
  }
}

async function withEmptyCaches(words: readonly string[], sum: string): Promise<readonly Row[]> {
  emptyCaches()
  const ours = await passOf('first pass, empty caches', words)
  emptyCaches()
  const { wall, cpu } = await timed('bash', '-c', sum)
  return [ours, { subject: 'find | xargs sha256sum, empty caches', values: [wall, cpu, undefined] }]
}

function emptyCaches(): void {
  writeFileSync(CACHES, '3')
}
