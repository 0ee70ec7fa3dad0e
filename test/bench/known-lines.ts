// Tells the lines of a log that rules know from the others, and how much memory that takes:
// known-lines LOG [RULES]
import { createReadStream, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { logLine } from '../../lib/patterns/lead-in.ts'
import { LineRules } from '../../lib/patterns/line-rules.ts'
import { readRules } from '../../lib/patterns/rule-files.ts'

/** Lines between two looks at the memory. */
const EVERY = 50_000

async function main(log: string, path: string): Promise<void> {
  const rules = new LineRules((await readRules(path)).rules)
  let [lines, unknown, most] = [0, 0, 0]
  for await (const text of createInterface({ input: createReadStream(log), crlfDelay: 0 })) {
    if (rules.knows(logLine(text)) === undefined) unknown += 1
    if (lines % EVERY === 0) most = Math.max(most, anonymous())
    lines += 1
  }
  process.stdout.write(`${JSON.stringify({ lines, unknown, anonymous: Math.max(most, anonymous()) })}\n`)
}

/** In MiB. */
function anonymous(): number {
  return Number(/^RssAnon:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1]) / 1024
}

void main(process.argv[2] ?? '', process.argv[3] ?? '')
