import * as v from 'valibot'
import { digest } from '../../lib/event/digest.ts'
import { type HubKind, hubDefinitionOf } from '../../lib/event/hub-kinds.ts'
import { foreignJson } from '../../lib/text/foreign-json.ts'
import type { GeoPlaces } from '../places/geo-places.ts'
import type { PlaceNews, PlaceNumbers } from '../places/place-memory.ts'
import { notePlaces } from '../store/change/note-places.ts'
import { kindNumber, severityNumber } from '../store/number-words.ts'
import type { Store } from '../store/store.ts'
import type { KeptEvent, NewEvent } from '../store/tables.ts'
import { type UsedMailbox, usedMailbox } from './used-mailbox.ts'

const DAY = 86_400

/** So many uses are remembered as noted lately, so that a login like the one before costs the store nothing. */
const MOST_NOTED = 20_000

/** What is asked for the places of addresses, and where all is kept. */
export interface PlaceParts {
  readonly store: Store
  readonly places: GeoPlaces
  /** Asked anew each time. */
  readonly numbers: () => PlaceNumbers
}

/**
 * Tells when a mailbox or account is used from a country, or over an operator, that is new for it: as events of the
 * host, which are heard in their turn. The same events heard again, by another hub too, tell the same again, so that it
 * is kept once whatever fails in between.
 */
export class NewPlaces {
  readonly #parts: PlaceParts
  /** The last time of each use that was noted, the longest unused first. */
  readonly #noted = new Map<string, number>()

  constructor(parts: PlaceParts) {
    this.#parts = parts
  }

  /** Hears some events; what they tell is kept when this resolves. */
  async hear(events: readonly KeptEvent[]): Promise<void> {
    const { store, places, numbers } = this.#parts
    const used = events
      .map((event) => usedMailbox(event, places))
      .filter((found) => found !== undefined)
      .filter((found) => !this.#isNoted(found))
    if (used.length === 0) return
    const { learning, memory } = numbers()
    const news = await store.change(notePlaces, { uses: used.map(({ use }) => use), learning, memory })
    const told = used.flatMap((found, index) => {
      const said = news[index] ?? null
      return said === null ? [] : [toldPlace(found, said)]
    })
    for (const [agent, own] of Map.groupBy(told, (event) => event.agent)) {
      const received = Math.max(...own.map((event) => event.received))
      await store.keep({ agent, received, events: [], quarantined: [], stale: 0, told: own, isOwn: true })
    }
    for (const found of used) this.#note(found)
  }

  #isNoted(found: UsedMailbox): boolean {
    const noted = this.#noted.get(textOf(found))
    return noted !== undefined && Math.abs(found.use.time - noted) < DAY
  }

  #note(found: UsedMailbox): void {
    const text = textOf(found)
    const [oldest] = this.#noted.keys()
    if (oldest !== undefined && this.#noted.size >= MOST_NOTED) this.#noted.delete(oldest)
    this.#noted.delete(text)
    this.#noted.set(text, found.use.time)
  }
}

function textOf({ use: { mailbox, agent, country, provider } }: UsedMailbox): string {
  return JSON.stringify([mailbox, agent, country, provider])
}

const KIND: Readonly<Record<PlaceNews['what'], HubKind>> = {
  country: 'login_new_country',
  provider: 'login_new_provider',
}

/** What lets people, and the agent on the host, find the line of the login. */
const LINE = v.fallback(
  v.pipe(
    foreignJson,
    v.object({
      service: v.optional(v.string()),
      log: v.optional(v.string()),
      generation: v.optional(v.string()),
      offset: v.optional(v.number()),
    }),
  ),
  {},
)

function toldPlace({ event, place }: UsedMailbox, { what, knownDays }: PlaceNews): NewEvent {
  const { id, time, received, service, agent, context, mailbox, ip } = event
  const { country, asNumber, asName } = place
  const told = { country, as_number: asNumber, as_name: asName, known_days: knownDays, parts: id }
  const fields = Object.entries({ ...told, ...v.parse(LINE, event.fields) }).filter(([, value]) => value !== null)
  const kind = KIND[what]
  return {
    id: `~${digest('hub', `${agent}`, kind, id)}`,
    time,
    received,
    kind: kindNumber(kind),
    context,
    severity: severityNumber(hubDefinitionOf(kind).severity),
    service,
    agent,
    mailbox,
    ip,
    fields: JSON.stringify(Object.fromEntries(fields)),
  }
}
