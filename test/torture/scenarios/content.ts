import { appendFileSync, closeSync, openSync, writeSync } from 'node:fs'
import { copyTruncate, renameAway } from '../rotation.ts'
import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

/** What is in the log, and how it gets there. */
export const content: readonly Scenario[] = [
  {
    name: 'partial_lines',
    what: 'Lines come in 3 pieces, with pauses from 10 to 700 ms between them.',
    run: async (stage) => {
      await stage.start()
      await stage.writeAndRead(20)
      for (const pause of [10, 50, 100, 200, 350, 700]) {
        await writeInPieces(stage, pause)
      }
      await stage.read()
    },
  },
  {
    name: 'partial_then_rotate',
    what: 'A line is unfinished at the rename; its end is written to the old file 0.3 s later.',
    run: async (stage) => {
      await stage.start()
      await stage.writeAndRead(40)
      const old = openSync(stage.log, 'a')
      const line = stage.ledger.next(1)
      writeSync(old, line.slice(0, 60))
      renameAway(stage.log)
      stage.write(50)
      await stage.wait(300)
      writeSync(old, line.slice(60))
      closeSync(old)
      await stage.writeAndRead(50)
    },
  },
  {
    name: 'no_final_newline',
    what: 'The last line of a file that is renamed never gets its newline; it counts after 10 s.',
    run: async (stage) => {
      await stage.start()
      await stage.writeAndRead(20)
      appendFileSync(stage.log, stage.ledger.next(1).trimEnd())
      renameAway(stage.log)
      stage.write(50)
      await stage.read()
    },
  },
  {
    name: 'utf8_split',
    what: 'Characters of 2 to 4 bytes, written byte by byte or across the ends of reads; and bytes that are not UTF-8.',
    run: async (stage) => {
      const form = { user: 'jürgen-€-😀-', note: 'über-5€-😀' }
      await stage.start()
      const bytes = Buffer.from(stage.ledger.next(5, form))
      for (const [index, byte] of bytes.entries()) {
        appendFileSync(stage.log, Buffer.of(byte))
        if (index % 20 === 0) await stage.wait(1)
      }
      await stage.read()
      stage.write(2000, stage.log, form)
      const broken = Buffer.from(stage.ledger.next(80, { note: '~'.repeat(40) }))
      for (let at = broken.indexOf('~'), byte = 0; at !== -1; at = broken.indexOf('~', at), byte += 1) {
        broken[at] = 0x80 + (byte % 0x80)
      }
      appendFileSync(stage.log, broken)
      await stage.read()
    },
  },
  {
    name: 'long_line',
    what: 'A line of 5 MB without an event, among others.',
    run: async (stage) => {
      await stage.start()
      await stage.writeAndRead(50)
      appendFileSync(stage.log, `${'x'.repeat(5_000_000)}\n${stage.ledger.next(50)}`)
      await stage.writeAndRead(50)
    },
  },
  {
    name: 'endless_line',
    what: 'A line of 500 MB among others; the agent needs no extra memory for it.',
    slow: true,
    run: async (stage) => {
      await stage.start()
      await stage.writeAndRead(50)
      const before = stage.peakMemory()
      const piece = Buffer.alloc(1_000_000, 'x')
      for (let written = 0; written < 500; written += 1) {
        appendFileSync(stage.log, piece)
        if (written % 10 === 0) await stage.wait(1)
      }
      appendFileSync(stage.log, `\n${stage.ledger.next(50)}`)
      await stage.read()
      const more = stage.peakMemory() - before
      if (more > 32) throw new Error(`the agent needed ${more} MiB more`)
    },
  },
  {
    name: 'nul_bytes',
    what: 'NULs inside lines, and holes of 64 KiB between lines, written together with lines and before them.',
    run: async (stage) => {
      await stage.start()
      await stage.writeAndRead(50)
      const hole = '\0'.repeat(65_536)
      appendFileSync(stage.log, stage.ledger.next(30, { note: 'a\0\0\0b' }) + hole + stage.ledger.next(25))
      appendFileSync(stage.log, hole)
      await stage.wait(100)
      await stage.writeAndRead(75)
    },
  },
  {
    name: 'sparse_truncate',
    what: 'Copied and truncated under a writer without O_APPEND: it continues at its old offset, after a hole of NULs; once of 600 KiB.',
    run: async (stage) => {
      await stage.start()
      const writer = openSync(stage.log, 'w')
      for (const lines of [100, 6000]) {
        writeSync(writer, stage.ledger.next(lines))
        await stage.read()
        copyTruncate(stage.log)
        writeSync(writer, stage.ledger.next(100))
        await stage.read()
      }
      closeSync(writer)
    },
  },
]

/** Two lines, split at one third and at two thirds. */
async function writeInPieces(stage: Stage, pause: number): Promise<void> {
  const text = stage.ledger.next(2)
  const third = Math.floor(text.length / 3)
  for (const piece of [text.slice(0, third), text.slice(third, 2 * third), text.slice(2 * third)]) {
    appendFileSync(stage.log, piece)
    await stage.wait(pause)
  }
}
