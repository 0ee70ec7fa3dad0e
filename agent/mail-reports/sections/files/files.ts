import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { counted } from '../../../../lib/terminal/count.ts'
import { byteTextOf } from '../../../files/byte-text.ts'
import { coverageOf, differences } from '../../../files/comparison.ts'
import { patternOf } from '../../../files/exclusion.ts'
import { LIST_FORMS } from '../../../files/forms/list-forms.ts'
import type { ListHead, Listed } from '../../../files/listed.ts'
import type { Stamped } from '../../../files/listing.ts'
import { explainedIfKnown } from '../../../files/packages/explained.ts'
import { headOf, type Pass, passAfter, savedBefore } from '../../../files/pass.ts'
import { PassWriter } from '../../../files/state/pass-writer.ts'
import type { SavedPass } from '../../../files/state/saved-pass.ts'
import type { Section, SectionParts } from '../section.ts'
import { changesText, type FileChanges, sumOf } from './changes-text.ts'
import { fileEvents } from './file-events.ts'
import { HeldDifferences } from './held-differences.ts'
import { inStretches } from './in-stretches.ts'
import { PartBytes } from './part-bytes.ts'
import { notesFor, untoldOf } from './untold-events.ts'

type Parts = SectionParts<'files'>

/**
 * Lists files with their digests, and tells what changed since the list of the report before. What changed stands
 * before the list and is known only after the walk, so the list is written from what the walk saved.
 */
export const filesSection: Section<'files'> = async (parts) => {
  const { settings, state, now, signal, say } = parts
  const request = {
    trees: settings.trees.map((tree) => byteTextOf(resolve(tree))),
    excluded: settings.exclude.map(patternOf),
    isFull: false,
    signal,
    now,
    complain: say,
  }
  const saved = savedBefore(state, request)
  const writer = writerFor(parts, headOf(request))
  try {
    const { head, entries, full } = passAfter(saved, request, writer)
    const changes = await changesSince(saved, { head, entries }, parts)
    const list = await written(parts, head, changes, writer)
    if (parts.next === undefined) return
    const notes = await notesOf(parts, saved, changes)
    await writer?.finish({ began: now, full, list: list ?? head.before ?? 'none' }, notes)
  } finally {
    writer?.abandon()
    saved?.close()
  }
}

/** What the walk saves: to be kept, or, if nothing is to change, in a file without a name. */
function writerFor({ next, settings }: Parts, head: ListHead): PassWriter | undefined {
  if (next !== undefined) return new PassWriter(next, head)
  if (settings.report === 'changes') return undefined
  const folder = mkdtempSync(join(tmpdir(), 'spoor-files-'))
  try {
    return new PassWriter(join(folder, 'pass'), head)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Walks, and compares with the pass before. */
async function changesSince(
  saved: SavedPass | undefined,
  { head, entries }: Pick<Pass, 'head' | 'entries'>,
  { signal, say }: Parts,
): Promise<FileChanges> {
  const old = saved?.head
  const sides = [
    { entries: listedIn(saved?.entries() ?? []), covers: coverageOf(old ?? NOTHING, true) },
    { entries: listedIn(entries), covers: coverageOf(head, true) },
  ] as const
  const held = new HeldDifferences()
  for await (const difference of differences(...sides)) held.add(difference)
  const since = old?.made
  const by = since === undefined ? undefined : await explainedIfKnown(held.kept, { root: '', since, signal }, say)
  return { held, by, since }
}

/** What a list covers that is not there. */
const NOTHING: ListHead = { trees: [], excluded: [] }

async function* listedIn(entries: AsyncIterable<Stamped> | Iterable<Stamped>): AsyncGenerator<Listed, void, void> {
  for await (const { listed } of entries) yield listed
}

/** Writes the part; resolves with its SHA-256, undefined if there is nothing to tell. */
async function written(
  { settings, out, say, signal }: Parts,
  head: ListHead,
  changes: FileChanges,
  writer: PassWriter | undefined,
): Promise<string | undefined> {
  const unknown = changes.held.counts.unknown
  const part = new PartBytes(out)
  if (settings.report === 'changes') {
    if (changes.since === undefined) say('What is there now is taken as known; the next report tells what changed.')
    if (sumOf(changes.held.counts) === 0) return undefined
    for (const line of changesText(changes)) await part.write(`${line}\n`)
    await part.write(`SHA-256 of the report before this one: ${head.before ?? 'none'}\n`)
  } else {
    const form = LIST_FORMS[settings.format]
    for (const line of changesText(changes)) await part.write(form.remark(line))
    await part.write(form.head(head))
    let count = 0
    for await (const { listed } of inStretches(writer?.added() ?? [], signal)) {
      count += 1
      await part.write(form.line(listed))
    }
    await part.write(form.end(count))
  }
  if (unknown > 0) say(`${counted(unknown, 'path')} could not be read.`)
  return part.end()
}

/** The events of this report, and those of reports before that nobody could leave yet, as notes of the pass. */
async function notesOf(
  { state, now, say }: Parts,
  saved: SavedPass | undefined,
  { held, by, since }: FileChanges,
): Promise<ReturnType<typeof notesFor>['notes']> {
  const before = saved === undefined ? [] : await untoldOf(saved, state)
  const { notes: all, lost } = notesFor(before, since === undefined ? [] : fileEvents(held, by, now), now)
  if (lost > 0) say(`${counted(lost, 'event')} will never be told: too many wait to be left in the inbox.`)
  return all
}
