import { wrap } from '../../lib/terminal/wrap.ts'

const [INDENT, WIDTH] = ['      ', 110]

let steps = 0

/** Tells the next step, in a sentence. */
export function tell(sentence: string): void {
  steps += 1
  process.stdout.write(`\n${String(steps).padStart(2)}. ${wrap(sentence, WIDTH).trimEnd()}\n`)
}

/** Shows what goes with it, below. */
export function show(text: string): void {
  for (const line of text.trimEnd().split('\n')) {
    const [own = ''] = /^ */.exec(line) ?? []
    const lines = wrap(line.trim(), WIDTH - own.length).split('\n')
    process.stdout.write(lines.map((each) => `${INDENT}${own}${each}`.trimEnd() + '\n').join(''))
  }
}

/** A long line as one that fits, with its beginning. */
export function shortened(text: string): string {
  return text.length > 100 ? `${text.slice(0, 97)}...` : text
}
