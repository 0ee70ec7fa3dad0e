/** The states of Nagios plugins, by exit code (Monitoring Plugins development guidelines). */
const STATES = ['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'] as const

/** What a Nagios plugin says. */
export interface NagiosOutput {
  /** The first line, without performance data. */
  readonly summary: Buffer
  /** Further lines for people. */
  readonly text: Buffer
  /** Numbers for programs: what follows `|` in the first line, and what follows the first `|` after it. */
  readonly numbers: readonly Buffer[]
}

/** The state that an exit code means; any other code, and none, is UNKNOWN. */
export function nagiosState(code: number | undefined): string {
  return STATES[code ?? STATES.length] ?? 'UNKNOWN'
}

/** Reads the output of a Nagios plugin. */
export function nagiosOutput(stdout: Buffer): NagiosOutput {
  const [first, rest] = splitAt(stdout, '\n')
  const [summary, firstNumbers] = splitAt(first, '|')
  const [text, numbers] = splitAt(rest, '|')
  return { summary, text, numbers: [firstNumbers, numbers].filter(({ length }) => length > 0) }
}

/** What stands before and after the first of these characters. */
function splitAt(bytes: Buffer, character: string): readonly [Buffer, Buffer] {
  const at = bytes.indexOf(character)
  return at < 0 ? [bytes, bytes.subarray(bytes.length)] : [bytes.subarray(0, at), bytes.subarray(at + 1)]
}
