import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { messageOf } from '../../lib/system/errors.ts'
import { onAbort } from '../../lib/system/on-abort.ts'

const PLACES = ['/usr/bin/journalctl', '/bin/journalctl'] as const

/** What is kept of what it says on standard error, in characters. */
const MOST_WORDS = 300

/** A journalctl at work. */
export interface Journalctl {
  /**
   * Its standard output, in pieces of at most 64 KiB; it waits while none is asked for, and ends with the iteration.
   */
  readonly pieces: AsyncIterable<Buffer>
  /** Resolves once it has ended: with the reason, or with undefined if it did its work. */
  readonly end: Promise<string | undefined>
}

/** Where systemd's journalctl is on this machine; undefined if it is not there. PATH does not matter. */
export function journalctlHere(): string | undefined {
  return PLACES.find((place) => existsSync(place))
}

/** Starts journalctl with these words; it ends with the signal at the latest. */
export function startJournalctl(
  words: readonly string[],
  signal: AbortSignal,
  program: string | undefined = journalctlHere(),
): Journalctl {
  if (program === undefined) return ended(`journalctl is not there (${PLACES.join(', ')})`)
  if (signal.aborted) return ended(undefined)
  // It gets nothing of our environment, and no shell reads its words.
  const child = spawn(program, words, { cwd: '/', env: { LC_ALL: 'C' }, stdio: ['ignore', 'pipe', 'pipe'] })
  // It changes nothing, so there is nothing that it must finish.
  const kill = (): void => void child.kill('SIGKILL')
  const cancel = onAbort(signal, kill)
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(0, MOST_WORDS)
  })
  const end = new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(messageOf(error)))
    child.once('close', (code, killer) => resolve(reasonOf(code, killer, said)))
  }).finally(cancel)
  return { pieces: piecesOf(child.stdout, kill), end }
}

function ended(reason: string | undefined): Journalctl {
  return { pieces: (async function* () {})(), end: Promise.resolve(reason) }
}

async function* piecesOf(output: AsyncIterable<unknown>, kill: () => void): AsyncGenerator<Buffer> {
  try {
    for await (const piece of output) if (Buffer.isBuffer(piece)) yield piece
  } finally {
    kill()
  }
}

function reasonOf(code: number | null, killer: string | null, said: string): string | undefined {
  if (code === 0) return undefined
  const words = said.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim()
  const how = code === null ? `was ended by ${killer}` : `failed with exit code ${code}`
  return `journalctl ${how}${words === '' ? '' : ` (${words})`}`
}
