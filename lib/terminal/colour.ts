import type { Writable } from 'node:stream'
import { isTerminal } from './width.ts'

/** What a colour says; there are no others. */
export type Shade = 'good' | 'doubtful' | 'bad'

/** Text in the colour of what it says, or as it is. */
export type Paint = (shade: Shade, text: string) => string

/** Select Graphic Rendition (ECMA-48): green, yellow, red of the terminal's own palette. */
const CODES: Readonly<Record<Shade, number>> = { good: 32, doubtful: 33, bad: 31 }

/** Paints what goes to a stream where its reader wants that, and can see it. */
export function painterOf(stream: Writable, env: NodeJS.ProcessEnv = process.env): Paint {
  if (!isColourful(stream, env)) return (_shade, text) => text
  return (shade, text) => `\u001b[${CODES[shade]}m${text}\u001b[39m`
}

/** How many columns painted text takes. */
export function lengthOf(text: string): number {
  // oxlint-disable-next-line no-control-regex -- the control characters are what this is about
  return text.replaceAll(/\u001b\[\d+m/g, '').length
}

/**
 * By no-color.org, force-color.org and bixense.com/clicolors. Who says no is heard first: a stray code in a file does
 * more harm than a missing colour.
 */
function isColourful(stream: Writable, env: NodeJS.ProcessEnv): boolean {
  const { NO_COLOR = '', FORCE_COLOR = '', CLICOLOR_FORCE = '', CLICOLOR, TERM } = env
  if (NO_COLOR !== '' || isNo(FORCE_COLOR)) return false
  if (FORCE_COLOR !== '' || (CLICOLOR_FORCE !== '' && !isNo(CLICOLOR_FORCE))) return true
  return isTerminal(stream) && TERM !== 'dumb' && CLICOLOR !== '0'
}

function isNo(value: string): boolean {
  return value === '0' || value === 'false'
}
