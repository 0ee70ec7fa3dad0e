import type { Writable } from 'node:stream'

/**
 * Control sequences of xterm (ctlseqs) that every terminal of today knows: the alternate screen, the cursor, and what
 * to erase.
 */
const ENTER = '\u001b[?1049h\u001b[?25l'
const LEAVE = '\u001b[?25h\u001b[?1049l'
const HOME = '\u001b[H'
const REST_OF_LINE = '\u001b[K'
const REST_OF_SCREEN = '\u001b[J'

/** A screen of its own on a terminal, as editors have: what stood there comes back when it is left. */
export class AlternateScreen {
  readonly #stdout: Writable

  constructor(stdout: Writable) {
    this.#stdout = stdout
    stdout.write(ENTER)
  }

  /** Shows lines in place of those before, without flicker. Of more than fit, the first. */
  draw(lines: readonly string[], height: number): void {
    const shown = lines.slice(0, height).map((line) => line + REST_OF_LINE)
    this.#stdout.write(`${HOME}${shown.join('\r\n')}${REST_OF_SCREEN}`)
  }

  /** Brings back what stood there. */
  leave(): void {
    this.#stdout.write(LEAVE)
  }
}
