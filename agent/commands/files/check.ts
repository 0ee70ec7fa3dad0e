import { resolve } from 'node:path'
import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import { counted } from '../../../lib/terminal/count.ts'
import { bufferOf, type ByteText, byteTextOf } from '../../files/byte-text.ts'
import { coverageOf, type Difference, differences, type Side } from '../../files/comparison.ts'
import { ContentReader } from '../../files/content.ts'
import { exclusion, isBelow } from '../../files/exclusion.ts'
import type { Listed } from '../../files/listed.ts'
import { listing } from '../../files/listing.ts'
import { explainedIfKnown } from '../../files/packages/explained.ts'
import { type ReadList, readList } from '../../files/read-list.ts'
import { type Found, standingAt, walk } from '../../files/walk.ts'
import { sayAside, type FilesAction, type FilesParts } from './action.ts'
import { comparing } from './exit-code.ts'
import { listSource } from './list-source.ts'
import { DifferenceReport } from './report.ts'

/** Differences in memory, to be compared with packages; what comes after is shown in full. */
const MOST_HELD = 100_000

/** Compares a host with a list. */
export const checkFiles: FilesAction = {
  usage: 'check <list> [path...]',
  summary: 'Tell what is new, removed or changed on this host since a list was made; - is standard input.',
  options: ['--root', '--all'],
  run: (parts) => comparing('check', () => checked(parts)),
}

async function checked({ paths, options, io }: FilesParts): Promise<number> {
  const [file, ...named] = paths
  if (file === undefined) throw new ActionNeeded('files check: name the list', EXIT.usage)
  const list = await readList(listSource(file, io))
  const trees = treesOf(list, named)
  const typed = options['root']
  const root = typed === undefined ? '' : byteTextOf(resolve(String(typed)).replace(/^\/$/, ''))
  const report = new DifferenceReport(io)
  const outside = { count: 0 }
  const found = differences(...sidesOf(list, trees, root, outside, io.signal))
  const held: Difference[] = []
  for await (const difference of found) {
    if (held.length < MOST_HELD) held.push(difference)
    else report.show(difference)
  }
  await showHeld(held, list, root, report, { options, io })
  if (trees.length === 0)
    sayAside(
      io,
      `${file}: the list does not say which folders it is of, so new files are not known; name the folders after it.`,
    )
  if (outside.count > 0)
    sayAside(io, `${file}: ${counted(outside.count, 'entry', 'entries')} outside these folders were not looked at.`)
  return report.end()
}

function treesOf({ head: { trees } }: ReadList, named: readonly string[]): readonly ByteText[] {
  if (named.length === 0) return trees
  if (trees.length === 0) return named.map((path) => byteTextOf(resolve(path)))
  throw new ActionNeeded('files check: the list says itself which folders it is of; name none', EXIT.usage)
}

/** The list, and the host as far as the list goes: everything in its folders, or the files that it names. */
function sidesOf(
  { head, isWhole, algorithm, entries }: ReadList,
  trees: readonly ByteText[],
  root: ByteText,
  outside: { count: number },
  signal: AbortSignal,
): [Side, Side] {
  const { excluded } = head
  const found =
    trees.length === 0 ? namedIn(entries(), root) : walk({ trees, isExcluded: exclusion(excluded), below: root })
  const reader = new ContentReader([algorithm], signal)
  const listed = listing(found, { reader, algorithm, signal, began: Date.now() })
  return [
    { entries: within(entries(), trees, outside), covers: coverageOf({ trees, excluded }, isWhole) },
    { entries: withoutStamps(listed), covers: () => true },
  ]
}

async function* namedIn(entries: ReturnType<ReadList['entries']>, root: ByteText): AsyncGenerator<Found, void, void> {
  for await (const { name } of entries) {
    const found = standingAt(
      name,
      bufferOf(name.startsWith('/') ? root + name : `${root === '' ? '' : `${root}/`}${name}`),
    )
    if (found !== undefined) yield found
  }
}

/** The entries in these trees; what is outside is counted. */
async function* within(
  entries: ReturnType<ReadList['entries']>,
  trees: readonly ByteText[],
  outside: { count: number },
): AsyncGenerator<Listed, void, void> {
  for await (const listed of entries) {
    if (trees.length === 0 || isBelow(listed.name, trees)) yield listed
    else outside.count += 1
  }
}

async function* withoutStamps(stamped: ReturnType<typeof listing>): AsyncGenerator<Listed, void, void> {
  for await (const { listed } of stamped) yield listed
}

async function showHeld(
  held: readonly Difference[],
  { head: { made } }: ReadList,
  root: ByteText,
  report: DifferenceReport,
  { options, io }: Pick<FilesParts, 'options' | 'io'>,
): Promise<void> {
  const complain = (sentence: string): void => sayAside(io, sentence)
  const host = made === undefined ? undefined : { root, since: made, signal: io.signal }
  const by = host === undefined ? undefined : await explainedIfKnown(held, host, complain)
  for (const difference of held) {
    const name = by?.get(difference)
    if (name === undefined || options['all'] === true) report.show(difference, name)
    else report.count(difference)
  }
  if (by !== undefined && by.size > 0 && options['all'] !== true) report.sumUpPackages(by.size, by.values())
}
