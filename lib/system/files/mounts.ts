import { readFileSync } from 'node:fs'

/** How long what was read of the mounts counts, in milliseconds: many ask in a row. */
const LIFETIME = 1000

/** What is mounted where, as this process sees it. */
export class Mounts {
  readonly #elapsed: () => number
  readonly #read: () => string
  #roots = new Map<string, string>()
  #time = -Infinity

  /** `elapsed`: milliseconds by a clock that never steps; `read`: the text of mountinfo, see proc_pid_mountinfo(5). */
  constructor(elapsed: () => number, read: () => string = () => readFileSync('/proc/self/mountinfo', 'utf8')) {
    this.#elapsed = elapsed
    this.#read = read
  }

  /**
   * What is mounted at this very path, as its path in the file system it comes from; the kernel keeps that up to date
   * when it is renamed, and adds `//deleted` when it is removed. Undefined where the path is no mount point, or nobody
   * can tell.
   */
  rootOf(path: string): string | undefined {
    const now = this.#elapsed()
    if (now - this.#time >= LIFETIME) {
      this.#time = now
      this.#roots = parse(textOf(this.#read))
    }
    return this.#roots.get(path)
  }
}

function textOf(read: () => string): string {
  try {
    return read()
  } catch {
    return ''
  }
}

/** The last line counts of several for one path: it lies over the others. */
function parse(text: string): Map<string, string> {
  const lines = text.split('\n').map((line) => line.split(' '))
  return new Map(lines.map(([, , , root = '', path = '']) => [unescaped(path), unescaped(root)]))
}

/** Blanks, newlines and backslashes stand there in octal. */
function unescaped(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCodePoint(Number.parseInt(octal, 8)))
}
