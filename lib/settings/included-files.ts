import { stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { ActionNeeded, codeOf, EXIT } from '../system/errors.ts'
import { entriesOf } from '../system/files/folder-entries.ts'
import { isPresent } from '../system/files/presence.ts'
import { realPath } from '../system/files/real-path.ts'
import { ownName } from '../system/users/passwd.ts'
import { plainText } from '../text/plain-text.ts'
import { readPrivateFile } from './private-file.ts'
import { accessOfOthers, type Reader, remedyFor, remedyForRefusal } from './reader.ts'

/** More files than this are a mistake. */
const MOST_FILES = 100

/** Names probably meant to end in `.yml`. */
const NEARLY = /^[^.].*\.(?:yaml|YML)$/

/** Where to look for further files of a configuration. */
export interface Places {
  /** The main file. */
  readonly main: string
  /** Paths, absolute or relative to the folder of the main file; at most one `*`, in the last part. */
  readonly places: readonly string[]
  /** Whether this is the default: then the folder may be missing. */
  readonly isUsual: boolean
  readonly reader: Reader | undefined
}

/** The further files that were found. */
export interface Included {
  /** In the order they are applied. */
  readonly files: readonly { readonly path: string; readonly text: string }[]
  /** Files beside them that only their names keep from being read. */
  readonly passedOver: readonly string[]
}

/**
 * Reads the further files of a configuration in the order of the places, and the files of one folder by the bytes of
 * their names. Checks owner and mode of each file and its folder as for the main file. Throws `ActionNeeded` (exit 2)
 * with everything that is wrong.
 */
export async function readIncluded({ main, places, isUsual, reader }: Places): Promise<Included> {
  const meant: Meant[] = []
  const passedOver: string[] = []
  for (const place of places.map((each) => resolve(dirname(main), each))) {
    const [folder, pattern] = [dirname(place), basename(place)]
    const isPattern = pattern.includes('*')
    const names = isPattern ? await namesInFolder(folder, isUsual, reader) : [pattern]
    for (const name of names) {
      const path = join(folder, name)
      if (fits(name, pattern)) meant.push({ path, isPattern })
      else if (NEARLY.test(name)) passedOver.push(path)
    }
  }
  if (meant.length > MOST_FILES) {
    throw refusal(main, `include matches ${meant.length} files; at most ${MOST_FILES} are read`)
  }
  const files = await allOf(meant.map((each) => readUnlessGone(each, reader)))
  return { files: files.filter((file) => file !== undefined), passedOver }
}

interface Meant {
  readonly path: string
  readonly isPattern: boolean
}

/** As in a shell: `*` stands for any characters but does not match a name that begins with a dot. */
function fits(name: string, pattern: string): boolean {
  const [before = '', after] = pattern.split('*')
  if (after === undefined) return name === pattern
  if (name.startsWith('.') || name.length < before.length + after.length) return false
  return name.startsWith(before) && name.endsWith(after)
}

/**
 * The names in a folder of a configuration, in the order of their bytes; none if it may be missing and is. Refuses one
 * that others can write to: they could move a file of root's into it, or remove one.
 */
export async function namesInFolder(
  folder: string,
  isUsual: boolean,
  reader: Reader | undefined,
): Promise<readonly string[]> {
  try {
    const stats = await stat(folder)
    const faults = accessOfOthers(stats, 0o022, reader)
    if (faults.length > 0) throw refusal(folder, `${faults.join(', and ')}; ${remedyFor(folder, stats, reader, true)}`)
    const names: string[] = []
    for await (const entries of entriesOf(realPath(folder))) names.push(...entries.map(({ name }) => name))
    return names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  } catch (error) {
    switch (codeOf(error)) {
      case undefined:
        throw error
      case 'ENOENT':
        if (isUsual) return []
        throw refusal(folder, 'is not there; make this folder, or correct include')
      case 'EACCES':
        throw refusal(folder, `cannot be listed by user ${ownName()} (EACCES); ${remedyForRefusal(folder, true)}`)
      default:
        throw refusal(folder, `cannot be listed (${codeOf(error)}); correct include`)
    }
  }
}

/** Undefined if the file has gone since it was listed. */
async function readUnlessGone(
  { path, isPattern }: Meant,
  reader: Reader | undefined,
): Promise<Included['files'][number] | undefined> {
  try {
    return { path, text: await readPrivateFile(path, reader) }
  } catch (error) {
    if (isPattern && error instanceof Error && codeOf(error.cause) === 'ENOENT' && !isPresent(path)) return undefined
    throw error
  }
}

/** All results; throws everything that went wrong as one error. */
async function allOf<T>(work: readonly Promise<T>[]): Promise<readonly T[]> {
  const ends = await Promise.allSettled(work)
  const reasons = ends.flatMap((end): unknown[] => (end.status === 'rejected' ? [end.reason] : []))
  const faults = reasons.filter((reason) => reason instanceof ActionNeeded)
  if (faults.length < reasons.length) throw reasons.find((reason) => !(reason instanceof ActionNeeded))
  if (faults.length > 0) throw new ActionNeeded(faults.map(({ message }) => message).join('\n'), EXIT.usage)
  return ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []))
}

function refusal(path: string, fault: string): ActionNeeded {
  return new ActionNeeded(plainText(`${path}: ${fault}`), EXIT.usage)
}
