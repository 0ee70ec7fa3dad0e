import * as v from 'valibot'
import { VERSION } from '../../lib/command-line/version.ts'
import type { HubConfig } from '../config/load.ts'
import type { SettingsAnswer } from '../contract/settings-contract.ts'
import { PLACE_PARTS } from '../places/geo-place.ts'
import { type ApiRoute, jsonRoute } from './api-route.ts'
import { seconds } from './event-shape.ts'

const lasting = v.pipe(v.number(), v.description('In seconds.'))

const answer: v.GenericSchema<SettingsAnswer> = v.object({
  version: v.string(),
  started: v.pipe(seconds, v.description('When the hub that answers started.')),
  store: v.object({
    kind: v.picklist(['embedded', 'postgresql']),
    place: v.pipe(v.string(), v.description('The folder, or servers and database.')),
  }),
  public_url: v.nullable(v.string()),
  trusted_proxies: v.array(v.string()),
  retention: v.object({
    events: lasting,
    kinds: v.record(v.string(), lasting),
    incidents: lasting,
    quarantine: lasting,
    audit: lasting,
    minutes: v.pipe(v.number(), v.description('Of the requests of single minutes, in seconds; their hours stay.')),
    totals: v.pipe(v.number(), v.description('Of what was counted in hours and days, in seconds.')),
    places: lasting,
  }),
  silence: lasting,
  places: v.array(
    v.object({
      part: v.picklist(PLACE_PARTS),
      file: v.string(),
      built: v.nullable(v.pipe(seconds, v.description('As the file says; null if it does not.'))),
    }),
  ),
  forward: v.pipe(v.array(v.string()), v.description('The names of the servers that events are forwarded to.')),
})

/** `GET /api/v1/settings`. */
export const settingsRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/settings',
    summary: 'How the hub is configured, without anything secret.',
    parameters: {},
    answer,
  },
  async (_, { config, clock, places }) => {
    const { retention, coverage, forward, store } = config
    return {
      version: VERSION,
      started: Math.floor(clock.now() / 1000 - process.uptime()),
      store: placeOf(store),
      public_url: config.public_url ?? null,
      trusted_proxies: config.trusted_proxies ?? [],
      retention: { ...retentionOf(retention), places: config.places.memory },
      silence: coverage.silence / 1000,
      places: places.inUse(),
      forward: forward.map(({ name }) => name),
    }
  },
)

/** Of the URL of a database, which has no password, all but the user and how to connect. */
function placeOf(store: HubConfig['store']): SettingsAnswer['store'] {
  if ('folder' in store) return { kind: 'embedded', place: store.folder }
  return { kind: 'postgresql', place: store.url.replace(/^\w+:\/\/(?:[^@/]*@)?/, '').replace(/\?.*$/, '') }
}

/** The configuration has milliseconds. */
function retentionOf({
  kinds,
  events,
  incidents,
  quarantine,
  audit,
  minutes,
  totals,
}: HubConfig['retention']): Omit<SettingsAnswer['retention'], 'places'> {
  return {
    events: events / 1000,
    kinds: Object.fromEntries(Object.entries(kinds).map(([kind, time]) => [kind, time / 1000])),
    incidents: incidents / 1000,
    quarantine: quarantine / 1000,
    audit: audit / 1000,
    minutes: minutes / 1000,
    totals: totals / 1000,
  }
}
