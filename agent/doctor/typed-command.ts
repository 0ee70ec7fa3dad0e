/** Programs whose name begins a command in a sentence. */
const PROGRAM = /^(?:systemctl|spoor-agent|chown|chmod|install|mv) /

/** What a sentence of `check` or `status` says, and the commands that it says to type. */
export interface Advised {
  readonly what: string
  readonly remedy: readonly string[]
}

/**
 * Takes the commands out of a sentence, so that they stand alone: what follows `; type: `, or a colon. Any other advice
 * stays where it is.
 */
export function advisedIn(text: string): Advised {
  const [what = '', ...typed] = text.split('; type: ')
  if (typed.length > 0) return { what: `${what}.`, remedy: [typed.join('; type: ').replace(/\.$/, '')] }
  const [sentence, last] = lastOf(text)
  if (last !== undefined) return { what: sentence, remedy: [last] }
  const pieces = text.split(/: |; type /)
  const commands = pieces.filter((piece) => PROGRAM.test(piece)).map((piece) => piece.split(';')[0] ?? piece)
  return { what: text, remedy: commands.map((command) => command.replace(/\.$/, '')) }
}

/** A sentence whose end is a few words and a command: `. Start it: systemctl start …`. */
function lastOf(text: string): readonly [sentence: string, command?: string] {
  const colon = text.lastIndexOf(': ')
  const stop = Math.max(text.lastIndexOf('. ', colon), text.lastIndexOf('? ', colon))
  const command = text.slice(colon + 2)
  if (stop === -1 || colon - stop > 40 || !PROGRAM.test(command) || command.includes(';')) return [text]
  return [text.slice(0, stop + 1), command.replace(/\.$/, '')]
}
