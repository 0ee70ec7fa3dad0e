import { elapsed, systemClock } from '../../../../lib/system/clock.ts'
import { ActionNeeded, EXIT } from '../../../../lib/system/errors.ts'
import { plainText } from '../../../../lib/text/plain-text.ts'
import type { Section, SectionParts } from '../section.ts'
import { type ReadingTime, readLog } from './log-reading.ts'
import { LostPieces } from './lost-pieces.ts'
import { positionIn, savePosition } from './saved-position.ts'
import { leftOut } from './unusual-faults.ts'
import { UnusualLines } from './unusual-lines.ts'
import { unusualPart } from './unusual-part.ts'
import { readUnusualRules } from './unusual-rules.ts'

/** The section `unusual`: a log's lines since the last report that no rule knows. */
export const unusualSection: Section<'unusual'> = (parts) => tellUnusual(parts, { clock: systemClock, elapsed })

/** The same by another clock. */
export async function tellUnusual(parts: SectionParts<'unusual'>, time: ReadingTime): Promise<void> {
  const { settings, config, next, out, signal } = parts
  const { log: path, isTrimmed, most } = settings
  const rules = await readUnusualRules(settings)
  if (rules.faults.length > 0)
    throw new ActionNeeded(plainText(`unusual of ${path}: ${rules.faults.join('; ')}`), EXIT.usage)
  const lines = new UnusualLines(rules, isTrimmed)
  const lost = new LostPieces()
  const { begin, why } = await beginning(parts)
  const { checkpoint, sentences } = await readLog({
    path,
    ...begin,
    take: (bytes) => lines.take(bytes),
    lose: (gap) => lost.add(gap),
    rate: config.limits.readRate ?? Infinity,
    time,
    signal,
  })
  let isTold = false
  for (const piece of unusualPart({ log: path, lines, lost, isFiltered: rules.filter !== undefined, most })) {
    isTold = true
    await out.write(piece)
  }
  // Rules that are left out are of interest beside the lines that they would have hidden.
  const left = isTold ? leftOut(rules).map((fault) => `unusual of ${path}: ${fault}`) : []
  for (const sentence of [...why, ...sentences, ...left]) parts.say(plainText(sentence))
  if (next !== undefined && checkpoint !== undefined) await savePosition(next, checkpoint)
}

/** Where to begin, and what is to be said of it. */
interface Beginning {
  readonly begin: Pick<Parameters<typeof readLog>[0], 'from' | 'start'>
  readonly why: readonly string[]
}

/** A position that cannot be read costs no line of the log as it is: what was told before is told again. */
async function beginning({ settings: { log, start }, state }: SectionParts<'unusual'>): Promise<Beginning> {
  const saved = await positionIn(state)
  if ('checkpoint' in saved) return { begin: { from: saved.checkpoint, start }, why: [] }
  const why = `unusual: where the last report on ${log} ended cannot be read from ${state}: ${saved.unreadable}. This one tells the log from its beginning, so lines may come again, and those that were rotated away since are missing.`
  return { begin: { from: undefined, start: 'beginning' }, why: [why] }
}
