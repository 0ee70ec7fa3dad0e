import { readFileSync } from 'node:fs'

/** Lifetime of the cached mount table, in milliseconds: callers often ask several times in a row. */
const LIFETIME = 1000

/** The mount table as this process sees it. */
export class Mounts {
  readonly #elapsed: () => number
  readonly #read: () => string
  #roots = new Map<string, string>()
  #time = -Infinity

  /** `elapsed`: milliseconds on a clock that never steps; `read`: the text of mountinfo, see proc_pid_mountinfo(5). */
  constructor(elapsed: () => number, read: () => string = () => readFileSync('/proc/self/mountinfo', 'utf8')) {
    this.#elapsed = elapsed
    this.#read = read
  }

  /**
   * The root of what is mounted at exactly this path, as a path in its own file system. The kernel updates it when it
   * is renamed and appends `//deleted` when it is removed. Undefined if the path is not a mount point, or if the mount
   * table cannot be read.
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

/** Of several lines for one path the last counts: it is mounted over the others. */
function parse(text: string): Map<string, string> {
  const lines = text.split('\n').map((line) => line.split(' '))
  return new Map(lines.map(([, , , root = '', path = '']) => [mountPath(path), mountPath(root)]))
}

/** A path of mountinfo, which writes blanks, newlines and backslashes in octal. */
export function mountPath(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCodePoint(Number.parseInt(octal, 8)))
}
