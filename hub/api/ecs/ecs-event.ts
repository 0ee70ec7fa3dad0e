import { isIP } from 'node:net'
import { isKind } from '../../../lib/event/catalogue.ts'
import { isHubKind } from '../../../lib/event/hub-kinds.ts'
import type { EventSeverity } from '../../../lib/event/severity.ts'
import type { ShownEvent } from '../../contract/event-contract.ts'
import { severityNumber } from '../../store/number-words.ts'
import { sentenceOf } from '../event-sentence.ts'
import { ECS_KINDS, type EcsKind } from './ecs-kinds.ts'
import { ECS_VERSION, namesFor } from './ecs-names.ts'

/** A document of ECS, or a part of it. */
export interface EcsObject {
  [name: string]: EcsValue
}

type EcsValue = string | number | readonly string[] | EcsObject

/** Names in full, such as `source.ip`, and their values. */
export type EcsPairs = readonly (readonly [name: string, value: string | number | readonly string[]])[]

/** What only a later version of the program knows. */
const UNKNOWN: EcsKind = { kind: 'event', category: [], type: ['info'] }

/** An event in the names of the Elastic Common Schema; docs/hub/forward.md has the table. */
export function ecsEvent(event: ShownEvent): EcsObject {
  const { type, time, received, severity, context, mailbox_address: mailbox, fields, ...others } = event
  const sorted = isKind(type) || isHubKind(type) ? ECS_KINDS[type] : UNKNOWN
  const told = { ...others, context, mailbox_address: mailbox, ...fields }
  return ecsDocument([
    ...commonPairs({ time, severity, action: type, sorted }),
    ['event.ingested', isoTime(received)],
    ['event.dataset', 'spoor.event'],
    ...Object.entries(told).flatMap(([field, value]) => pairsFor(field, value, context)),
    ['message', sentenceOf(event)],
  ])
}

/** What every document begins with. */
export function commonPairs(of: {
  readonly time: number
  readonly severity: EventSeverity
  readonly action: string
  readonly sorted: EcsKind
}): EcsPairs {
  const { kind, category, type, outcome } = of.sorted
  return [
    ['@timestamp', isoTime(of.time)],
    ['ecs.version', ECS_VERSION],
    ['event.kind', kind],
    ['event.category', category],
    ['event.type', type],
    ['event.action', of.action],
    ...(outcome === undefined ? [] : [['event.outcome', outcome] as const]),
    ['event.module', 'spoor'],
    ['event.severity', severityNumber(of.severity)],
    ['log.level', of.severity],
  ]
}

/** The document of these names: `source.ip` is `ip` in the object `source`; lists under one name are joined. */
export function ecsDocument(pairs: EcsPairs): EcsObject {
  const root: EcsObject = {}
  for (const [name, value] of pairs) put(root, name.split('.'), value)
  return root
}

function put(into: EcsObject, [first = '', ...rest]: readonly string[], value: EcsPairs[number][1]): void {
  const there = into[first]
  if (rest.length > 0) {
    const below = isObject(there) ? there : {}
    into[first] = below
    put(below, rest, value)
  } else if (Array.isArray(there) && Array.isArray(value)) into[first] = [...new Set([...there, ...value])]
  else into[first] = value
}

function isObject(value: EcsValue | undefined): value is EcsObject {
  return typeof value === 'object' && !Array.isArray(value)
}

function pairsFor(field: string, value: string | number | null, context: string | null): EcsPairs {
  if (value === null) return []
  return (
    namesFor(field)
      .filter((name) => name !== 'user.email' || context === 'mailbox')
      // A text that is no address would make Elasticsearch refuse the document.
      .filter((name) => !name.endsWith('.ip') || isIP(String(value)) !== 0)
      .map((name) => [name, name.startsWith('related.') ? [String(value)] : value])
  )
}

function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}
