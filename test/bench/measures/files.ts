import { accessSync, constants, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { agentCommand } from '../../support/agent-process.ts'
import type { Measure, Row } from '../measure.ts'
import { timed } from '../timed.ts'
import { watched } from '../watched.ts'

/** Of 32 KiB each on average, as in /usr of a server. */
const FILES = 32_768
const [IN_A_FOLDER, AVERAGE] = [64, 32 * 1024]

/** A file that changed less than two seconds before a pass is read by the next one, too. */
const SETTLED = 2500

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
  const { wall, cpu, anonymous } = await watched([...agentCommand(), ...words])
  return { subject, values: [wall, cpu, anonymous] }
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
