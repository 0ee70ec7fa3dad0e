import * as v from 'valibot'
import { wordsOf } from '../../lib/event/words.ts'
import type { ShownPart } from '../contract/incident-contract.ts'
import type { Hub } from '../http/route.ts'
import { conclusionParts } from '../store/ask/conclusion-parts.ts'
import { hostsOf } from '../store/ask/hosts-of.ts'
import type { ConcludedPart } from '../store/concluded-part.ts'
import { keptFields } from '../store/heard-of.ts'
import { kindWord } from '../store/number-words.ts'
import { publicId } from './event-id.ts'
import { seconds } from './event-shape.ts'

const ofLine = v.nullable(v.union([v.string(), v.number()]))

/** What an event and a part of a conclusion have in common, as the API shows it. */
export const PART = {
  event: v.pipe(v.string(), v.description('The id of the event, or of what the hub concluded.')),
  time: seconds,
  host: v.nullable(v.pipe(v.string(), v.description('Who told it; null for what the hub concluded.'))),
  type: v.string(),
  words: v.pipe(v.string(), v.description('What happened, in a few words.')),
  mailbox_address: v.nullable(v.string()),
  ip: v.nullable(v.string()),
  log: v.pipe(ofLine, v.description('The log of its host that has its line, with generation and offset.')),
  generation: ofLine,
  offset: ofLine,
} as const

/** What a conclusion follows from, as the API shows it. */
export const shownParts: v.GenericSchema<ShownPart[]> = v.pipe(
  v.array(v.pipe(v.object(PART), v.title('Part'))),
  v.description(
    'Of a conclusion: what it follows from, the oldest first. Of many that were counted only the newest, and only what is kept.',
  ),
)

/** Where an address is, as the API shows it. */
export const shownPlaceWords = v.nullable(
  v.pipe(v.string(), v.description('Where its address is now, in words, by the databases in places.')),
)

/** What each of these follows from, as the API shows it, by the ids of those that are conclusions. */
export async function showParts(
  { store }: Pick<Hub, 'store'>,
  conclusions: readonly ConcludedPart[],
): Promise<ReadonlyMap<string, ShownPart[]>> {
  const found = await store.ask(conclusionParts, conclusions)
  const agents = new Set(found.flatMap(([, parts]) => parts.map(({ agent }) => agent)))
  const hosts = new Map(await store.ask(hostsOf, [...agents]))
  return new Map(found.map(([id, parts]) => [id, parts.map((part) => showConcluded(part, hosts))]))
}

/** An event or a conclusion in the words of the API. */
export function showConcluded(part: ConcludedPart, hosts: ReadonlyMap<number, string>): ShownPart {
  const { log = null, generation = null, offset = null, ...fields } = v.parse(keptFields, part.fields)
  const type = kindWord(part.kind) ?? 'unknown'
  return {
    event: publicId(part),
    time: part.time,
    host: hosts.get(part.agent) ?? null,
    type,
    words: wordsOf({ ...fields, id: part.id, type, mailbox_address: part.mailbox, ip: part.ip }),
    mailbox_address: part.mailbox,
    ip: part.ip,
    log,
    generation,
    offset,
  }
}
