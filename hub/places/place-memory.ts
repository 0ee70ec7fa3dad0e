const DAY = 86_400

/** Beyond this one is forgotten: somebody who travels much, or a program, has more. */
const MOST_PLACES = 64

/** A country and an operator from which a mailbox was used; times in seconds. */
export interface UsedPlace {
  /** Empty if no database told. */
  readonly country: string
  /** The number of the autonomous system; 0 if no database told. */
  readonly provider: number
  readonly first: number
  readonly last: number
  /** The event that was the first. */
  readonly eventId: string
}

/** A use of a mailbox from a place. */
export interface PlaceUse extends Pick<UsedPlace, 'country' | 'provider' | 'eventId'> {
  readonly time: number
}

/** For how long places are only learned, and remembered after their last use; in seconds. */
export interface PlaceNumbers {
  readonly learning: number
  readonly memory: number
}

/** What is new about a place. */
export interface PlaceNews {
  readonly what: 'country' | 'provider'
  /** Since when others are known. */
  readonly knownDays: number
}

/** What a use changes. */
export interface PlaceOutcome {
  /** The places as they are now; the same array if nothing changes. */
  readonly places: readonly UsedPlace[]
  readonly news: PlaceNews | undefined
}

/**
 * What a use of a mailbox means, and what is remembered of it. A use that made its place new makes it so again, however
 * often it is heard and whatever was heard since.
 */
export function afterUse(known: readonly UsedPlace[], use: PlaceUse, numbers: PlaceNumbers): PlaceOutcome {
  const places = known.filter(({ last }) => last + numbers.memory > use.time)
  const same = places.find(({ country, provider }) => country === use.country && provider === use.provider)
  if (same === undefined) {
    const { country, provider, time, eventId } = use
    const place = { country, provider, first: time, last: time, eventId }
    return { places: [...withRoom(places), place], news: newsOf(places, use, numbers) }
  }
  if (same.eventId === use.eventId) return { places: known, news: newsOf(places, use, numbers) }
  const isNoted = use.time < same.last + DAY && use.time > same.first - DAY
  if (isNoted && places.length === known.length) return { places: known, news: undefined }
  const used = { ...same, first: Math.min(same.first, use.time), last: Math.max(same.last, use.time) }
  return { places: places.map((place) => (place === same ? used : place)), news: undefined }
}

function newsOf(places: readonly UsedPlace[], use: PlaceUse, { learning }: PlaceNumbers): PlaceNews | undefined {
  const before = places.filter((place) => isBefore(place, use))
  for (const what of ['country', 'provider'] as const) {
    const told = before.filter((place) => Boolean(place[what]))
    const since = Math.min(...told.map(({ first }) => first))
    const isNew = Boolean(use[what]) && told.every((place) => place[what] !== use[what])
    if (isNew && use.time - since >= learning) return { what, knownDays: Math.floor((use.time - since) / DAY) }
  }
  return undefined
}

/** Whether a place was known when the mailbox was used: of the same second, the order of the ids decides. */
function isBefore({ first, eventId }: UsedPlace, use: PlaceUse): boolean {
  return first === use.time ? eventId < use.eventId : first < use.time
}

/** Those of a single day go first: many new ones push out no usual one. Then the longest unused. */
function withRoom(places: readonly UsedPlace[]): readonly UsedPlace[] {
  const isUsual = ({ first, last }: UsedPlace): boolean => last - first >= DAY
  const byUse = (a: UsedPlace, b: UsedPlace): number => Number(isUsual(a)) - Number(isUsual(b)) || a.last - b.last
  return places.length < MOST_PLACES ? places : places.toSorted(byUse).slice(1 - MOST_PLACES)
}
