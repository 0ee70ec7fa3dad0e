import type { Writable } from 'node:stream'
import { isTerminal } from './width.ts'

/** Meanings that colours express. */
export type Shade = 'good' | 'doubtful' | 'bad'

/** Colours text by meaning, or returns it unchanged. */
export type Paint = (shade: Shade, text: string) => string

/** Select Graphic Rendition (ECMA-48): green, yellow, red of the terminal's own palette. */
const CODES: Readonly<Record<Shade, number>> = { good: 32, doubtful: 33, bad: 31 }

/** A painter for a stream: it colours if the reader wants colours and can see them. */
export function painterOf(stream: Writable, env: NodeJS.ProcessEnv = process.env): Paint {
  if (!isColourful(stream, env)) return unpainted
  return (shade, text) => `\u001b[${CODES[shade]}m${text}\u001b[39m`
}

/** The painter of those who see no colours. */
export const unpainted: Paint = (_shade, text) => text

/** Width of painted text, in columns. */
export function lengthOf(text: string): number {
  // oxlint-disable-next-line no-control-regex -- the control characters are what this is about
  return text.replaceAll(/\u001b\[\d+m/g, '').length
}

/**
 * Follows no-color.org, force-color.org and bixense.com/clicolors. A no wins: a stray code in a file does more harm
 * than a missing colour.
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
