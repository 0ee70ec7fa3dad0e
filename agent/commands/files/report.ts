import type { Io } from '../../../lib/command-line/command.ts'
import type { Difference } from '../../files/comparison.ts'
import { differenceLine, packagesLine, sumsSentence } from '../../files/difference-words.ts'
import { UNREADABLE } from '../../files/read-list.ts'

/** What AIDE's exit codes add up of. */
const BITS = { new: 1, removed: 2, changed: 4 } as const

/** Prints differences, and counts them. */
export class DifferenceReport {
  readonly #io: Io
  readonly #counts = { new: 0, removed: 0, changed: 0, unknown: 0 }

  constructor(io: Io) {
    this.#io = io
  }

  /** Prints one; `by` names the package that explains it. */
  show(difference: Difference, by?: string): void {
    this.count(difference)
    this.#io.stdout.write(differenceLine(difference, by))
  }

  /** Counts one that is not printed. */
  count({ is }: Difference): void {
    this.#counts[is] += 1
  }

  /** Says in one line what updates explain. */
  sumUpPackages(files: number, packages: Iterable<string>): void {
    this.#io.stdout.write(`${packagesLine(files, packages)} (--all shows each file)\n`)
  }

  /** Prints the sums, and returns the exit code: 0 means that all was compared, and is the same. */
  end(): number {
    const { new: added, removed, changed, unknown } = this.#counts
    this.#io.stdout.write(`${sumsSentence(this.#counts)}\n`)
    const code = (added > 0 ? BITS.new : 0) + (removed > 0 ? BITS.removed : 0) + (changed > 0 ? BITS.changed : 0)
    return code === 0 && unknown > 0 ? UNREADABLE : code
  }
}
