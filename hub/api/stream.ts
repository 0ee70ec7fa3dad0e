import * as v from 'valibot'
import type { ShownEvent } from '../contract/event-contract.ts'
import { HttpError, PROBLEMS } from '../http/errors.ts'
import type { HubRequest, PersonRequest } from '../http/route.ts'
import { type Store, StoreUnavailable } from '../store/store.ts'
import { type ApiRoute, apiRoute } from './api-route.ts'
import { ArrivalPages } from './arrival-pages.ts'
import { ArrivalReader } from './arrival-reader.ts'
import { ecsEvent } from './ecs/ecs-event.ts'
import { filterOf, SPAN, WHICH } from './event-parameters.ts'
import { piecesOf } from './frame-pieces.ts'
import { IncidentChanges } from './incidents/incident-changes.ts'
import { NewestArrival } from './newest-arrival.ts'
import { SOUGHT, takeSought } from './sought-parameters.ts'
import { StreamPlaces } from './stream-places.ts'

/** How many streams are open at the same time, and how long each, in milliseconds. */
const [MOST_STREAMS, LONGEST] = [200, 15 * 60_000]

/**
 * How often the store is asked, after how long without an event a comment is sent, and how often it is asked whether
 * the client may still see all this, in milliseconds.
 */
const [PAUSE, QUIET, CHECK] = [1000, 15_000, 10_000]

const SHAPES = { json: (event: ShownEvent): object => event, ecs: ecsEvent }

const tell = v.pipe(
  v.picklist(['events', 'incidents', 'both'], 'is none of events, incidents, both'),
  v.description('incidents: those that are new or changed, as events named incident.'),
)

/** `GET /api/v1/stream`. */
export function streamRoute(): ApiRoute {
  const places = new StreamPlaces(MOST_STREAMS)
  const shared = new WeakMap<Store, Shared>()
  return apiRoute(
    {
      path: '/api/v1/stream',
      summary:
        'New events as they come, as server-sent events. The header Last-Event-ID continues after the arrival with that number.',
      parameters: {
        ...SPAN,
        ...WHICH,
        ...SOUGHT,
        format: v.optional(v.picklist(['json', 'ecs'], 'is neither json nor ecs'), 'json'),
        tell: v.optional(tell, 'events'),
      },
      answer: ['text/event-stream'],
    },
    async ({ format, tell: what, ...asked }, request) => {
      const { others, ...sought } = takeSought(asked)
      const filter = { ...(await filterOf(request, others)), ...sought }
      const { newest, pages, news } = sharedOf(shared, request.store)
      const number = await newest.number(request)
      // A number above all others is from before the store was restored.
      const after = Math.min(lastEventId(request) ?? number, number)
      const reader = new ArrivalReader(request, { newest, pages, filter, after, format, shape: SHAPES[format] })
      const sources = [
        ...(what === 'incidents' ? [] : [() => reader.next()]),
        ...(what === 'events' ? [] : [await incidentsNext(request, news)]),
      ]
      places.take(request.signal)
      return {
        status: 200,
        headers: { 'x-accel-buffering': 'no' },
        body: {
          type: 'text/event-stream',
          text: streamed(request, () => reader.place, sources),
        },
      }
    },
  )
}

/** What all streams of a store ask it together. */
interface Shared {
  readonly newest: NewestArrival
  readonly pages: ArrivalPages
  readonly news: IncidentChanges
}

function sharedOf(all: WeakMap<Store, Shared>, store: Store): Shared {
  const shared = all.get(store) ?? {
    newest: new NewestArrival(),
    pages: new ArrivalPages(),
    news: new IncidentChanges(),
  }
  all.set(store, shared)
  return shared
}

function lastEventId({ headers }: HubRequest): number | undefined {
  const id = headers['last-event-id']
  if (id === undefined || id === '') return undefined
  if (typeof id === 'string' && /^\d{1,15}$/.test(id)) return Number(id)
  throw new HttpError(PROBLEMS.wrongParameter, { detail: 'Last-Event-ID is no number of an arrival.' })
}

/** The next frames; none if nothing of what came fits, undefined if nothing came. Rejects with `StoreUnavailable`. */
type NextFrames = () => Promise<readonly Uint8Array[] | undefined>

/** Tells what becomes of incidents from now on. */
async function incidentsNext(request: HubRequest, news: IncidentChanges): Promise<NextFrames> {
  let place = await news.place(request)
  return async () => {
    const next = await news.after(request, place)
    ;({ place } = next)
    return next.frames === '' ? undefined : piecesOf([next.frames])
  }
}

/** What is not read is not made: a slow client holds nothing but its place, and the server ends it when it stalls. */
async function* streamed(
  { clock, signal, stopping, mayGoOn }: PersonRequest,
  place: () => number,
  sources: readonly NextFrames[],
): AsyncGenerator<string | Uint8Array> {
  const start = clock.now()
  let told = start
  let checked = start
  yield `retry: 3000\nid: ${place()}\n\n`
  while (!signal.aborted && !stopping.aborted && clock.now() - start < LONGEST) {
    if (clock.now() - checked >= CHECK) {
      checked = clock.now()
      if ((await nextOf(mayGoOn)) === false) return
    }
    let isIdle = true
    for (const source of sources) {
      const frames = await nextOf(source)
      if (frames !== undefined) isIdle = false
      if (frames === undefined || frames.length === 0) continue
      told = clock.now()
      yield* frames
    }
    if (clock.now() - told >= QUIET) {
      told = clock.now()
      yield `: nothing new\nid: ${place()}\n\n`
    }
    if (isIdle) await clock.sleep(PAUSE, signal)
  }
}

/** A store that is away for a while ends no stream: browsers would not come back after a 503. */
async function nextOf<T>(source: () => Promise<T>): Promise<T | undefined> {
  try {
    return await source()
  } catch (error) {
    if (error instanceof StoreUnavailable) return undefined
    throw error
  }
}
