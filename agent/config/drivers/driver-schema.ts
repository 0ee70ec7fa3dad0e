import * as v from 'valibot'
import { issuePath } from '../../../lib/settings/blame.ts'
import { type Option, optionsOf } from '../../../lib/settings/option.ts'
import { section } from '../../../lib/settings/section.ts'
import type { Path } from '../../../lib/settings/tree.ts'
import { oneOrList, text, truth, zone } from '../../../lib/settings/value.ts'
import { canMeet } from '../logs/meeting-paths.ts'
import { log } from '../value.ts'
import { patternSchema, stampForm } from './pattern-schema.ts'
import { usedPattern } from './written-pattern.ts'

/** Bounds of one driver. */
const MOST = { alternatives: 64, needles: 64, samples: 200, paths: 16 } as const

const needle = v.pipe(text, v.regex(/^[ -~]{2,}$/, 'is not at least two characters of ASCII'))

function isTexts(written: unknown): written is Readonly<Record<string, string>> {
  const isSection = typeof written === 'object' && written !== null && !Array.isArray(written)
  return isSection && Object.values(written).every((value) => typeof value === 'string')
}

const sample = section({
  line: v.pipe(v.string('is not one value'), v.metadata({ example: "'a line of the log'" })),
  says: v.pipe(
    v.unknown(),
    v.check((says) => says === 'nothing' || isTexts(says), 'is neither nothing nor a section with kind and fields'),
    v.transform((says) => (isTexts(says) ? says : null)),
    v.metadata({ plain: true, example: '{ kind: login_failed, ip: 192.0.2.10 }' }),
  ),
})

const entries = section({
  path: v.pipe(
    oneOrList(log),
    v.maxLength(MOST.paths, `holds more than ${MOST.paths} paths`),
    v.metadata({ example: '/var/log/shop.log' }),
  ),
  zone: v.pipe(v.optional(zone), v.metadata({ example: 'Europe/Vienna' })),
  time: v.pipe(v.optional(stampForm, 'syslog'), v.metadata({ example: 'syslog' })),
  start: v.optional(v.picklist(['end', 'beginning'], 'is neither end nor beginning'), 'end'),
  optional: v.optional(truth, 'false'),
  send: v.optional(truth, 'false'),
  lines: v.pipe(v.optional(v.literal('all', 'is not all')), v.metadata({ example: 'all' })),
  needles: v.pipe(
    v.optional(v.pipe(oneOrList(needle), v.maxLength(MOST.needles, `holds more than ${MOST.needles} needles`))),
    v.metadata({ example: "'login failed'" }),
  ),
  patterns: v.optional(v.array(patternSchema), []),
  samples: v.optional(
    v.pipe(v.array(sample), v.maxLength(MOST.samples, `holds more than ${MOST.samples} samples`)),
    [],
  ),
})

/** A file of an own driver as it is written, each option checked by itself. */
export type WrittenDriver = v.InferOutput<typeof entries>

/** A file of an own driver. */
export const DRIVER_SCHEMA = v.pipe(
  entries,
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    for (const { path, message } of faultsOf(dataset.value))
      addIssue(path.length === 0 ? { message } : { message, path: issuePath(dataset.value, path) })
  }),
)

/** What such a file may hold. */
export const DRIVER_OPTIONS: Option = optionsOf(DRIVER_SCHEMA)

interface Fault {
  readonly path: Path
  readonly message: string
}

/** What is wrong with options seen together. */
function* faultsOf({ path, lines, patterns, send, time }: WrittenDriver): Generator<Fault, void, void> {
  const second = path.findIndex((each, index) => path.slice(0, index).some((other) => canMeet(each, other)))
  if (second !== -1)
    yield { path: ['path', String(second)], message: 'overlaps with another path; leave one of them out' }
  if (lines === undefined && patterns.length === 0)
    yield { path: [], message: 'has no patterns; write patterns:, or lines: all' }
  if (lines !== undefined && patterns.length > 0)
    yield { path: ['lines'], message: 'stands beside patterns; write one of them' }
  if (lines !== undefined && send !== 'true')
    yield { path: ['lines'], message: 'ships each line of the log; write send: true too, or patterns instead' }
  if (patterns.reduce((sum, { pattern }) => sum + pattern.length, 0) > MOST.alternatives)
    yield { path: ['patterns'], message: `holds more than ${MOST.alternatives} expressions; write several drivers` }
  for (const [index, written] of patterns.entries()) {
    const read = usedPattern(written, time)
    if ('message' in read) yield { path: ['patterns', String(index), read.option], message: read.message }
  }
}
