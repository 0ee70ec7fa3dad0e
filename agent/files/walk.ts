import { type BigIntStats, closeSync, constants, fstatSync, lstatSync, openSync, opendirSync } from 'node:fs'
import { codeOf } from '../../lib/system/errors.ts'
import { type ByteText, type SystemPath, systemPath } from './byte-text.ts'
import { isBelow } from './exclusion.ts'

/** What a walk comes to. */
export type Found = WalkedFile | Unknown

/** Something that stands at a path. */
export interface WalkedFile {
  readonly name: ByteText
  /** Leads to it while the walk stands at it, whatever is moved on the way there. */
  readonly path: SystemPath
  readonly stats: BigIntStats
}

/** A path of which nothing is known, or, with `/` at its end, what is below it. */
export interface Unknown {
  readonly name: ByteText
  readonly reason: string
}

/** What is walked through. */
export interface Walk {
  /** Absolute paths without `/` at the end; `/` itself. */
  readonly trees: readonly ByteText[]
  readonly isExcluded: (path: ByteText) => boolean
  /** The trees are below this folder; '' for the host itself. */
  readonly below: ByteText
  /** What tests change. */
  readonly bounds?: WalkBounds
}

/** Of a tree, which somebody else may fill. */
interface WalkBounds {
  /** Folders in each other; each is held open. */
  readonly depth: number
  /** Names in one folder: all are in memory, to be sorted. */
  readonly names: number
}

const BOUNDS: WalkBounds = { depth: 500, names: 1_000_000 }

/** A folder whose names are walked through. */
interface Level {
  /** Undefined for the trees themselves. */
  readonly folder: number | undefined
  readonly device: bigint | undefined
  /** What stands before a name, in its path and for the system. */
  readonly prefix: ByteText
  readonly at: string
  readonly names: readonly ByteText[]
  next: number
  /** Folders whose content comes later: `a`, `a.b`, `a/c` is the order of bytes. The last one comes first. */
  readonly waiting: { readonly name: ByteText; readonly path: SystemPath }[]
}

const FOLDER = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW | constants.O_NONBLOCK

/**
 * Walks through trees, in the order of the bytes of all paths. No link is followed, and no folder on another device
 * entered, unless it is one of the trees. Each folder is held open while what is in it is walked through, so that
 * nobody can move the walk elsewhere. Throws the system's error if the machine has no file descriptors left.
 */
export function* walk(parts: Walk): Generator<Found, void, void> {
  const walker = new Walker(parts)
  try {
    for (let step = walker.step(); step !== 'end'; step = walker.step()) if (step !== undefined) yield step
  } finally {
    walker.close()
  }
}

/** Where a walk stands: in a folder, which is in a folder, each of them open. */
class Walker {
  readonly #parts: Walk
  readonly #bounds: WalkBounds
  readonly #stack: Level[] = []

  constructor(parts: Walk) {
    this.#parts = parts
    this.#bounds = parts.bounds ?? BOUNDS
    this.#beginIn('')
  }

  /** The next thing that is found; undefined if there is none at the next name. */
  step(): Found | 'end' | undefined {
    const level = this.#stack.at(-1)
    if (level === undefined) return 'end'
    const name = level.names[level.next]
    const folder = level.waiting.at(-1)
    if (folder !== undefined && (name === undefined || prefixOf(level, folder.name) < level.prefix + name)) {
      level.waiting.pop()
      return this.#enter(level, folder)
    }
    level.next += 1
    if (name !== undefined) return this.#at(level, name)
    this.#stack.pop()
    if (level.folder !== undefined) closeSync(level.folder)
    return undefined
  }

  close(): void {
    for (const { folder } of this.#stack) if (folder !== undefined) closeSync(folder)
  }

  #at(level: Level, name: ByteText): Found | undefined {
    const whole = level.prefix + name
    if (this.#parts.isExcluded(whole)) return undefined
    const found = standingAt(whole, systemPath(level.at + name))
    if (found === undefined) return level.folder === undefined ? { name: whole, reason: 'nothing is there' } : undefined
    if ('stats' in found && found.stats.isDirectory()) level.waiting.push({ name, path: found.path })
    return found
  }

  #enter(level: Level, folder: Level['waiting'][number]): Unknown | undefined {
    const isTree = this.#parts.trees.includes(level.prefix + folder.name)
    const isDeep = this.#stack.length > this.#bounds.depth
    const entered = isDeep
      ? `more than ${this.#bounds.depth} folders in each other`
      : enter(level, folder, isTree, this.#bounds)
    if (typeof entered === 'object') this.#stack.push(entered)
    else if (entered === ELSEWHERE) this.#beginIn(prefixOf(level, folder.name))
    else return { name: prefixOf(level, folder.name), reason: entered }
    return undefined
  }

  /** Begins with the trees in a folder that is not entered itself. */
  #beginIn(folder: ByteText): void {
    const names = outermost(this.#parts.trees, folder)
    const at = this.#parts.below
    if (names.length > 0)
      this.#stack.push({ folder: undefined, device: undefined, prefix: '', at, names, next: 0, waiting: [] })
  }
}

/** What stands at a path, a link itself; undefined where nothing does. */
export function standingAt(name: ByteText, path: SystemPath): Found | undefined {
  try {
    return { name, path, stats: lstatSync(path, { bigint: true }) }
  } catch (error) {
    const code = codeOf(error)
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : { name, reason: reasonOf(error) }
  }
}

/** Why the system gave an error, in a word; throws it if the fault is this process's. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error)
  const isSystems = error instanceof Error && 'errno' in error
  if (code === undefined || !isSystems || code === 'EMFILE' || code === 'ENFILE') throw error
  return REASONS[code] ?? code
}

/** What stood there when the walk came by. */
export const GONE = 'it is gone'

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOENT: GONE,
  ELOOP: 'changed while being read',
  ENOTDIR: 'changed while being read',
  EIO: 'the disk cannot read it',
}

function prefixOf({ prefix }: Level, name: ByteText): ByteText {
  return name === '/' ? name : `${prefix}${name}/`
}

/** The trees in a folder that are in no other one there. */
function outermost(trees: readonly ByteText[], folder: ByteText): readonly ByteText[] {
  const inside = [...new Set(trees.filter((tree) => tree.startsWith(folder)))].sort()
  return inside.filter((tree) => !inside.some((other) => other !== tree && isBelow(tree, [other])))
}

/** What is on another device than the folder that it is in. */
const ELSEWHERE = 'another device'

/** A folder, open and listed; otherwise why not. */
function enter(
  level: Level,
  { name, path }: Level['waiting'][number],
  isTree: boolean,
  bounds: WalkBounds,
): Level | string {
  let folder: number
  try {
    folder = openSync(path, FOLDER)
  } catch (error) {
    return reasonOf(error)
  }
  try {
    const device = fstatSync(folder, { bigint: true }).dev
    const isElsewhere = !isTree && level.device !== undefined && level.device !== device
    const names = isElsewhere ? ELSEWHERE : namesIn(folder, bounds.names)
    if (typeof names === 'object') {
      const at = `/proc/self/fd/${folder}/`
      return { folder, device, prefix: prefixOf(level, name), at, names, next: 0, waiting: [] }
    }
    closeSync(folder)
    return names
  } catch (error) {
    closeSync(folder)
    return reasonOf(error)
  }
}

function namesIn(folder: number, most: number): readonly ByteText[] | string {
  const listed = opendirSync(`/proc/self/fd/${folder}/.`, { encoding: 'latin1', bufferSize: 256 })
  try {
    const names: ByteText[] = []
    for (let entry = listed.readSync(); entry !== null; entry = listed.readSync()) {
      if (names.length >= most) return `more than ${most} names in one folder`
      names.push(entry.name)
    }
    return names.sort()
  } finally {
    listed.closeSync()
  }
}
