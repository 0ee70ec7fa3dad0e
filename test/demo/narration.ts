let steps = 0

/** Tells the next step, in a sentence. */
export function tell(sentence: string): void {
  steps += 1
  process.stdout.write(`\n${String(steps).padStart(2)}. ${sentence}\n`)
}

/** Shows what goes with it, below. */
export function show(text: string): void {
  for (const line of text.trimEnd().split('\n')) process.stdout.write(`      ${line}`.trimEnd() + '\n')
}

/** A long line as one that fits, with its beginning. */
export function shortened(text: string): string {
  return text.length > 110 ? `${text.slice(0, 107)}...` : text
}
