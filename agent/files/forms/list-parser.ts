import type { ByteText } from '../byte-text.ts'
import type { ListHead, Listed } from '../listed.ts'
import { readMailLogLine } from './maillog-form.ts'
import { readSumLine, type SumLine } from './sha256sum-form.ts'

/** Trees and patterns of a head. */
const MOST_IN_HEAD = 1000

/** Reads the lines of a list, whatever its form. */
export class ListParser {
  readonly #trees: ByteText[] = []
  readonly #excluded: ByteText[] = []
  #made: number | undefined
  #before: string | undefined
  #isTitled = false
  #rights: Extract<SumLine, { is: 'rights' }> | undefined
  #end: number | undefined
  #count = 0
  /** Of the last file that was read: what its line has beyond the columns of a list. */
  stamp = ''

  /** What the list says of itself, as far as it was read. */
  get head(): ListHead {
    const [made, before] = [this.#made, this.#before]
    return {
      ...(made === undefined ? {} : { made }),
      ...(before === undefined ? {} : { before }),
      trees: this.#trees,
      excluded: this.#excluded,
    }
  }

  /** Whether the list tells of folders, links and rights, too. */
  get isWhole(): boolean {
    return this.#isTitled
  }

  /** Whether something is missing at the end of what was read. */
  get isCut(): boolean {
    return (this.#isTitled && this.#end === undefined) || this.#rights !== undefined
  }

  /** What a line lists; `nothing` if it is none that lists; undefined if it is no line of a list. */
  read(line: ByteText): Listed | 'nothing' | undefined {
    if (line === '' || (line.startsWith('#') && !line.startsWith('#\t'))) return 'nothing'
    if (this.#end !== undefined) return undefined
    const read = readSumLine(line)
    if (read !== undefined) return this.#take(read)
    const listed = readMailLogLine(line)
    return listed === 'no file' ? 'nothing' : listed && this.#counted(listed)
  }

  #take(read: SumLine): Listed | 'nothing' | undefined {
    const rights = this.#rights
    const isFile = read.is === 'entry' && read.listed.digest !== undefined
    if (rights !== undefined && !isFile) return undefined
    switch (read.is) {
      case 'title':
        this.#isTitled = true
        return 'nothing'
      case 'head':
        return this.#note(read.key, read.value) ? 'nothing' : undefined
      case 'rights':
        this.#rights = read
        return 'nothing'
      case 'end':
        this.#end = read.count
        return read.count === this.#count ? 'nothing' : undefined
      case 'entry':
        return this.#entry(read.listed)
      default:
        return read satisfies never
    }
  }

  /** A file has its rights from the line before. */
  #entry(listed: Listed): Listed {
    const rights = this.#rights
    this.#rights = undefined
    this.stamp = rights?.stamp ?? ''
    return this.#counted({ ...listed, ...rights?.of })
  }

  #counted(listed: Listed): Listed {
    this.#count += 1
    return listed
  }

  #note(key: 'made' | 'before' | 'tree' | 'exclude', value: ByteText): boolean {
    if (key === 'made') this.#made = Math.floor(Date.parse(value) / 1000)
    else if (key === 'before') this.#before = value
    else (key === 'tree' ? this.#trees : this.#excluded).push(value)
    return !Number.isNaN(this.#made) && this.#trees.length + this.#excluded.length <= MOST_IN_HEAD
  }
}
