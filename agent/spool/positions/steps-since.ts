import { type Checkpoint, type Position, resumesAt } from '../../follow/checkpoint.ts'
import type { Cover } from '../reports/report-file.ts'

/** What a step says of its log. */
type SealedStep = Pick<Cover['steps'][number], 'range' | 'next' | 'left'>

/**
 * The steps of one log that were sealed after the rules' state was saved. They name the files that came since, and the
 * fingerprints by which each is found, wherever a rotation moved it.
 */
export class StepsSince {
  #last: Checkpoint | undefined
  /** The files that the steps name, oldest first, each at its last position. */
  #files: readonly Position[] = []
  /** For each generation, the lowest offset that was read. */
  readonly #from = new Map<string, number>()

  /** Adds a step, the newest first. */
  add({ range, next, left }: SealedStep): void {
    if (range !== undefined) {
      this.#from.set(range.generation, Math.min(range.from, this.#from.get(range.generation) ?? Infinity))
    }
    if (next === undefined) return
    const files = left === undefined ? next.files : [left, ...next.files]
    this.#files = this.#last === undefined ? files : withOlder(this.#files, files)
    this.#last ??= next
  }

  /**
   * Where reading resumes so that rules hear again what came after `saved`: at the last step, with all files in which
   * something has to be heard again, each from where that begins.
   */
  resumed(saved: Checkpoint | undefined): Checkpoint | undefined {
    const last = this.#last
    if (last === undefined) return saved
    if (last.files.some(({ inode }) => inode === '')) return withoutFiles(saved, last)
    const files = this.#files.flatMap((file) => {
      const { again: _again, waits, ended, ...position } = file
      const from = this.#heard(file, saved)
      const heard = from < file.offset ? { ...position, again: from } : position
      if (last.files.includes(file)) return [{ ...heard, ...(ended && { ended }), ...(waits && { waits }) }]
      return from < file.offset ? [{ ...heard, ended: true as const }] : []
    })
    return { ...last, files }
  }

  /** Up to where rules had heard a file when they were saved; Infinity if they need not hear any of it again. */
  #heard(file: Position, saved: Checkpoint | undefined): number {
    const before = saved?.files.find((each) => each.offset > 0 && each.offset <= file.offset && isSame(each, file))
    return before === undefined ? (this.#from.get(file.generation) ?? Infinity) : resumesAt(before)
  }
}

/** Adds the files of an earlier step that are in no later one, each after those that it came after. */
function withOlder(files: readonly Position[], older: readonly Position[]): readonly Position[] {
  const all = [...files]
  let at = 0
  for (const file of older) {
    const inPlace = all.findIndex((each) => each.inode === file.inode && isSame(file, each))
    const known = inPlace === -1 ? all.findIndex((each) => isSame(file, each) && !holds(older, each)) : inPlace
    if (known === -1) all.splice(at, 0, file)
    at = known === -1 ? at + 1 : known + 1
  }
  return all
}

/** Whether a position in the same file and content is among some. */
function holds(files: readonly Position[], { inode, generation }: Position): boolean {
  return files.some((each) => each.inode === inode && each.generation === generation)
}

/**
 * Whether a later position is in the same content as one before: in the same file, or in a copy. The generation is
 * unknown as long as nothing was read.
 */
function isSame(before: Position, later: Position): boolean {
  if (before.generation === later.generation && later.generation !== '') {
    return before.inode === later.inode || before.offset <= later.offset
  }
  const isUnknown = before.generation === '' || later.generation === ''
  return isUnknown && before.inode === later.inode && before.offset <= later.offset
}

/**
 * A journal is read again from where rules had heard it; a stream, whose generation never changes, cannot be: its
 * offset only counts.
 */
function withoutFiles(saved: Checkpoint | undefined, last: Checkpoint): Checkpoint {
  const isStream = saved?.files.at(-1)?.generation === last.files.at(-1)?.generation
  return saved === undefined || isStream ? last : saved
}
