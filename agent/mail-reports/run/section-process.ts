import { type ChildProcess, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { messageOf } from '../../../lib/system/errors.ts'
import { onAbort } from '../../../lib/system/on-abort.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import type { SectionOrder } from '../sections/section-order.ts'
import { PartReading } from './part-reading.ts'

/** The most sentences about how a section went, and the most characters of each. */
const MOST_SAID = { sentences: 50, characters: 1000 } as const

/** The longest time that a section may take, in milliseconds: a program of it may take an hour. */
const LONGEST = 4 * 3_600_000

/** After SIGTERM a section has so long to end the program that it started, in milliseconds. */
const GRACE = 5000

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
  longest: number = LONGEST,
): Promise<SectionWriting> {
  const child = spawn(program, [...words, 'report-section'], { detached: true, stdio: ['pipe', 'pipe', 'pipe'] })
  let kill: NodeJS.Timeout | undefined
  // Its program is in a group of its own, which only the section itself can end.
  const end = (): void => {
    signalGroup(child, 'SIGTERM')
    kill ??= setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE)
  }
  const ended = new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(`its process could not be started (${messageOf(error)})`))
    child.once('close', (code, killer) => resolve(code === 0 ? undefined : `its process ended with ${killer ?? code}`))
  })
  let isLate = false
  const limit = setTimeout(() => {
    isLate = true
    end()
  }, longest)
  void ended.then(() => [kill, limit].forEach(clearTimeout))
  const forget = onAbort(signal, end)
  const saying = sentencesOf(child.stderr)
  // Stays open: its end tells the section that this process is gone, however that came.
  child.stdin.on('error', () => undefined).write(`${JSON.stringify(order)}\n`)
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
      // What nobody reads would keep it from being closed.
      child.stdout.resume()
    },
    async result() {
      const [why, said] = await Promise.all([ended, saying])
      forget()
      if (isLate) return { ...reading.size, failure: 'it took too long', said }
      if (fault !== undefined) return { ...reading.size, failure: fault, said }
      if (why === undefined) return { ...reading.size, failure: undefined, said }
      // Its last sentence is why.
      return { ...reading.size, failure: said.at(-1) ?? why, said: said.slice(0, -1) }
    },
  }
}

/** The last sentences; of a line without an end, no more than a sentence is kept. */
async function sentencesOf(stderr: Readable): Promise<readonly string[]> {
  const sentences: string[] = []
  let begun = ''
  const add = (line: string): void => {
    if (sentences.length === MOST_SAID.sentences) sentences.shift()
    sentences.push(plainText(line.replace(/\r$/, '').slice(0, MOST_SAID.characters)))
  }
  for await (const piece of stderr.setEncoding('utf8')) {
    const [first = '', ...others] = String(piece).split('\n')
    begun += first.slice(0, MOST_SAID.characters - begun.length)
    for (const line of others) {
      add(begun)
      begun = line.slice(0, MOST_SAID.characters)
    }
  }
  if (begun !== '') add(begun)
  return sentences
}

function signalGroup({ pid, exitCode, signalCode }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return
  try {
    process.kill(-pid, signal)
  } catch {
    // It ended meanwhile.
  }
}
