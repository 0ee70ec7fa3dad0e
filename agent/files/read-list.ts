import { ActionNeeded } from '../../lib/system/errors.ts'
import type { ByteText } from './byte-text.ts'
import { LineCutter } from './forms/lines.ts'
import { ListParser } from './forms/list-parser.ts'
import type { Algorithm, ListHead, Listed } from './listed.ts'

/** Where a list comes from. */
export interface ListSource {
  /** For people. */
  readonly name: string
  /** Its bytes; may be called twice if it is a file. */
  readonly pieces: () => AsyncIterable<Buffer>
  readonly isFile: boolean
}

/** A list that was read to its end once, and is all right. */
export interface ReadList {
  readonly head: ListHead
  /** Whether it tells of folders, links and rights, and not of files alone. */
  readonly isWhole: boolean
  /** How its first digest was made. */
  readonly algorithm: Algorithm
  /** In the order of the bytes of their names. */
  readonly entries: () => AsyncIterable<Listed> | Iterable<Listed>
}

/** The exit code where a list cannot be read: AIDE's for errors of input and output; 1 to 7 tell of differences. */
export const UNREADABLE = 18

/** Lines in memory at most: those of a pipe, and of a list that is in no order. */
const MOST_HELD = 2_000_000

/**
 * Reads a list to its end, so that whatever is wrong with it is known before anything is compared. A file in order is
 * not kept in memory, and read again. Throws `ActionNeeded` (exit 18) with what is wrong.
 */
export async function readList(source: ListSource): Promise<ReadList> {
  const { parser, held, isInOrder, algorithm } = await survey(source)
  const { head, isWhole } = parser
  const found = { head, isWhole, algorithm }
  if (held === undefined && isInOrder) return { ...found, entries: () => entriesOf(source, new ListParser()) }
  const sorted = inOrder(held ?? (await holdAll(source)), source)
  return { ...found, entries: () => sorted }
}

/** What a first look at all lines finds; `held` has the entries of what cannot be read again. */
interface Survey {
  readonly parser: ListParser
  readonly held: Listed[] | undefined
  readonly isInOrder: boolean
  readonly algorithm: Algorithm
}

async function survey(source: ListSource): Promise<Survey> {
  const parser = new ListParser()
  const held: Listed[] | undefined = source.isFile ? undefined : []
  let [last, isInOrder]: [ByteText | undefined, boolean] = [undefined, true]
  let algorithm: Algorithm | undefined
  for await (const listed of entriesOf(source, parser)) {
    isInOrder &&= last === undefined || last < listed.name
    last = listed.name
    algorithm ??= listed.digest?.algorithm
    if (held !== undefined) hold(held, listed, source)
  }
  if (parser.isCut) throw wrong(source, 'the list is cut off: its end is missing')
  if (last === undefined && !parser.isWhole) throw wrong(source, 'it lists no file')
  return { parser, held, isInOrder, algorithm: algorithm ?? 'sha256' }
}

async function* entriesOf(source: ListSource, parser: ListParser): AsyncGenerator<Listed, void, void> {
  const cutter = new LineCutter()
  let number = 0
  for await (const piece of source.pieces()) {
    const lines = cutter.cut(piece)
    if (lines === undefined) throw wrong(source, `line ${number + 1} is none of a list of files`)
    for (const line of lines) {
      number += 1
      const listed = parser.read(line)
      if (listed === undefined) throw wrong(source, `line ${number} is none of a list of files`)
      if (listed !== 'nothing') yield listed
    }
  }
  if (cutter.rest !== '') throw wrong(source, 'the list is cut off: its last line has no end')
}

async function holdAll(source: ListSource): Promise<Listed[]> {
  const held: Listed[] = []
  for await (const listed of entriesOf(source, new ListParser())) hold(held, listed, source)
  return held
}

function hold(held: Listed[], listed: Listed, source: ListSource): void {
  if (held.length >= MOST_HELD)
    throw wrong(source, `more than ${MOST_HELD} lines are sorted by no list of files; sort it`)
  held.push(listed)
}

function inOrder(held: Listed[], source: ListSource): readonly Listed[] {
  held.sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0))
  if (held.some(({ name }, index) => name === held[index + 1]?.name)) throw wrong(source, 'it names a file twice')
  return held
}

function wrong({ name }: ListSource, what: string): ActionNeeded {
  return new ActionNeeded(`${name}: ${what}.`, UNREADABLE)
}
