import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { messageOf } from '../../../lib/system/errors.ts'
import { onAbort } from '../../../lib/system/on-abort.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import type { SectionOrder } from '../sections/section-order.ts'
import { PartReading } from './part-reading.ts'

/** The most sentences about how a section went, and the most characters of each. */
const MOST_SAID = { sentences: 50, characters: 1000 } as const

/** How the writing of a section went. */
export interface SectionResult {
  /** Bytes of its part, and bytes that were left out, as there were too many. */
  readonly bytes: number
  readonly cut: number
  /** Why it failed, in a sentence. */
  readonly failure: string | undefined
  /** Other sentences about how it went. */
  readonly said: readonly string[]
}

/** A section that is being written. */
export interface SectionWriting {
  /** Its media type and content, which has to be read to its end; undefined if it has nothing to tell. */
  readonly part: { readonly media: string; readonly content: AsyncIterable<Buffer> } | undefined
  /** How it went, once the content is read. Never rejects. */
  readonly result: () => Promise<SectionResult>
  /** Ends its process if its part was not read to the end. */
  readonly abandon: () => void
}

/** Starts the process of a section with what starts this program; resolves when it has begun to write, or ended. */
export async function writeSection(
  [program = '', ...words]: readonly string[],
  order: SectionOrder,
  signal: AbortSignal,
): Promise<SectionWriting> {
  const child = spawn(program, [...words, 'report-section'], { detached: true, stdio: ['pipe', 'pipe', 'pipe'] })
  const end = (): void => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) killGroup(child.pid)
  }
  const ended = new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(`its process could not be started (${messageOf(error)})`))
    child.once('close', (code, killer) => resolve(code === 0 ? undefined : `its process ended with ${killer ?? code}`))
  })
  const forget = onAbort(signal, end)
  const saying = sentencesOf(child.stderr)
  child.stdin.on('error', () => undefined).end(JSON.stringify(order))
  const reading = new PartReading(child.stdout)
  const [part, fault] = await reading.begin().then(
    (begun) => [begun, undefined] as const,
    (error: unknown) => [undefined, messageOf(error)] as const,
  )
  if (fault !== undefined) end()
  return {
    part,
    abandon: () => {
      if (!child.stdout.readableEnded) end()
    },
    async result() {
      const [why, said] = await Promise.all([ended, saying])
      forget()
      if (fault !== undefined) return { ...reading.size, failure: fault, said }
      if (why === undefined) return { ...reading.size, failure: undefined, said }
      // Its last sentence is why.
      return { ...reading.size, failure: said.at(-1) ?? why, said: said.slice(0, -1) }
    },
  }
}

async function sentencesOf(stderr: Readable): Promise<readonly string[]> {
  const sentences: string[] = []
  for await (const line of createInterface({ input: stderr, crlfDelay: Infinity })) {
    if (sentences.length === MOST_SAID.sentences) sentences.shift()
    sentences.push(plainText(line.slice(0, MOST_SAID.characters)))
  }
  return sentences
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It ended meanwhile.
  }
}
