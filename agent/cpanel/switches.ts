/**
 * What `chkservd.conf` says of a service: a line `NAME:1` or `NAME:0`, no line, or lines whose meaning is unclear.
 */
export type Switch = 'on' | 'off' | 'missing' | 'unclear'

/** What the text of `chkservd.conf` says of a service. */
export function switchOf(text: string, name: string): Switch {
  const [line, second] = linesOf(text, name)
  if (line === undefined) return 'missing'
  if (second !== undefined) return 'unclear'
  return line === `${name}:1` ? 'on' : line === `${name}:0` ? 'off' : 'unclear'
}

/**
 * The text with one line for the service; 0 stays 0, as an administrator chose it in WHM's Service Manager. The line
 * goes before whatever follows the last newline, so a last line without one stays last, and removing ours restores it.
 */
export function withSwitch(text: string, name: string): string {
  const known = switchOf(text, name)
  if (known === 'on' || known === 'off') return text
  const value = linesOf(text, name).at(-1)?.trimEnd() === `${name}:0` ? 0 : 1
  return withoutSwitch(text, name).split('\n').toSpliced(-1, 0, `${name}:${value}`).join('\n')
}

/** The text without lines for the service; all others stay as they are. */
export function withoutSwitch(text: string, name: string): string {
  const lines = text.split('\n')
  return lines.filter((line) => !isFor(line, name)).join('\n')
}

function linesOf(text: string, name: string): string[] {
  return text.split('\n').filter((line) => isFor(line, name))
}

function isFor(line: string, name: string): boolean {
  return line.startsWith(`${name}:`)
}
