import * as v from 'valibot'
import { isKind } from '../../lib/event/catalogue.ts'
import { both, issuePath } from '../../lib/settings/blame.ts'
import { section } from '../../lib/settings/section.ts'
import { duration, include, oneOrList, origin, path, size, text } from '../../lib/settings/value.ts'
import { isAddressOrNetwork } from './address-list.ts'
import { alerts } from './alerts/alerts-schema.ts'
import { forward } from './forward-schema.ts'
import { isLocal, type ListenAddress, parseListenAddress } from './listen-address.ts'
import { places } from './places-schema.ts'
import { type StorePlace, parseStorePlace } from './store-place.ts'
import { traffic } from './traffic-schema.ts'
import { HUB_DATA, HUB_INCLUDE_FOLDER } from './usual-paths.ts'

// Every option is defined once, here or in the schema of its section: its type, default, sentence and example. The
// loader, the example file, the manual page and the table in docs/hub/configuration.md follow from it.

const listenAddress = v.pipe(
  text,
  v.transform(parseListenAddress),
  v.guard(
    (address): address is ListenAddress => address !== undefined,
    'is neither ADDRESS:PORT with an IP address ([] around IPv6) nor the absolute path of a socket',
  ),
)

const place = v.pipe(text, v.check(isAddressOrNetwork, 'is neither an IP address nor a network such as 192.0.2.0/24'))

const kind = v.pipe(
  v.string(),
  v.check((name: string) => isKind(name), 'is no kind of events: see docs/events.md'),
)

const tls = v.pipe(
  section({
    certificate: v.pipe(
      v.optional(path),
      v.description('The PEM file of the certificate and the intermediate ones; read again when it changes.'),
      v.metadata({ example: '/etc/spoor-hub/private/hub.crt' }),
    ),
    key: v.pipe(
      v.optional(path),
      v.description('The PEM file of its private key.'),
      v.metadata({ example: '/etc/spoor-hub/private/hub.key' }),
    ),
  }),
  both('certificate', 'key'),
)

/** Milliseconds: what agents bring late is to find the minutes before it. */
const SHORTEST_MINUTES = 3_600_000

/** Milliseconds: a local day, which comes when it has ended. */
const SHORTEST_TOTALS = 2 * 86_400_000

const retention = v.pipe(
  section({
    events: v.pipe(v.optional(duration, '90d'), v.description('How long events are kept, by their own time.')),
    kinds: v.pipe(
      v.optional(v.record(kind, duration, 'is not a section'), {}),
      v.description('Kinds of events that are kept for less time than others, each with its own.'),
      v.metadata({ example: '{ login: 30d, login_failed: 14d }' }),
    ),
    incidents: v.pipe(
      v.optional(duration, '90d'),
      v.description('How long incidents are kept after they ended, with the alerts that told them.'),
    ),
    quarantine: v.pipe(v.optional(duration, '30d'), v.description('How long entries in quarantine are kept.')),
    audit: v.pipe(v.optional(duration, '365d'), v.description('How long it is kept who did what.')),
    minutes: v.pipe(
      v.optional(v.pipe(duration, v.minValue(SHORTEST_MINUTES, 'is shorter than 1h')), '2d'),
      v.description('How long the requests of single minutes are kept after they came; their hours stay.'),
    ),
    totals: v.pipe(
      v.optional(v.pipe(duration, v.minValue(SHORTEST_TOTALS, 'is shorter than 2d')), '400d'),
      v.description('How long it is kept what was counted in hours and days.'),
    ),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    const { events, kinds } = dataset.value
    for (const [kind, time] of Object.entries(kinds)) {
      if (time <= events) continue
      const message = 'is longer than retention.events, which all events end with; write less'
      addIssue({ message, path: issuePath(dataset.value, ['kinds', kind]) })
    }
  }),
)

/** Milliseconds: two statuses of an agent. */
const SHORTEST_SILENCE = 10 * 60_000

const entries = section({
  include: v.pipe(
    v.optional(include, `${HUB_INCLUDE_FOLDER}/*.yml`),
    v.description(
      'Further files, each of which overrides those before: a path, relative to the folder of this file, or a list; a * in the last part stands for any characters; none reads no further file.',
    ),
    v.metadata({ example: '[conf.d/*.yml, /etc/hosting/hub.yml]' }),
  ),
  listen: v.pipe(
    v.optional(oneOrList(listenAddress), '127.0.0.1:8460'),
    v.description(
      'Where the hub listens: ADDRESS:PORT, the path of a UNIX socket, or a list of these. Without tls only addresses of this machine are allowed; a socket never speaks TLS.',
    ),
    v.metadata({ example: '[0.0.0.0:8460, "[::]:8460"]' }),
  ),
  tls,
  public_url: v.pipe(
    v.optional(origin),
    v.description('How agents and people reach the hub; default: as they asked for it.'),
    v.metadata({ example: 'https://hub.example.com' }),
  ),
  trusted_proxies: v.pipe(
    v.optional(oneOrList(place)),
    v.description(
      'The address or network of the reverse proxy whose X-Forwarded-For and X-Forwarded-Proto are believed; or a list. Who comes through a UNIX socket is always believed.',
    ),
    v.metadata({ example: '[127.0.0.1, 192.0.2.0/24]' }),
  ),
  metrics_from: v.pipe(
    v.optional(oneOrList(place), '127.0.0.0/8'),
    v.description('The address or network that may read /metrics; or a list.'),
    v.metadata({ example: '[127.0.0.0/8, 192.0.2.17]' }),
  ),
  store: v.pipe(
    v.optional(
      v.pipe(
        text,
        v.transform(parseStorePlace),
        v.guard(
          (place): place is StorePlace => place !== undefined,
          'is neither an absolute path nor postgresql://USER@HOST[:PORT]/DATABASE without a password',
        ),
      ),
      HUB_DATA,
    ),
    v.description(
      'What is kept where: a folder for the embedded store, or postgresql://USER@HOST/DATABASE for PostgreSQL 15 or later.',
    ),
    v.metadata({ example: 'postgresql://spoor@db.example.com/spoor' }),
  ),
  store_password_file: v.pipe(
    v.optional(path),
    v.description('The file with the password for PostgreSQL; others than its owner must not be able to read it.'),
    v.metadata({ example: '/etc/spoor-hub/private/store.password' }),
  ),
  min_free: v.pipe(
    v.optional(size, '512MiB'),
    v.description('Below this much free space the embedded store takes no reports (503), so that agents keep them.'),
  ),
  alerts,
  forward,
  retention,
  traffic,
  places,
  coverage: section({
    silence: v.pipe(
      v.optional(
        v.pipe(duration, v.minValue(SHORTEST_SILENCE, 'is shorter than 10m: agents tell every five minutes')),
        '15m',
      ),
      v.description(
        'After how long without a report or a status of its agent a host counts as silent, and a log that it cannot read as blind.',
      ),
    ),
  }),
})

/** What a configuration file of the hub may hold. */
export const HUB_SCHEMA = v.pipe(
  entries,
  v.forward(
    v.partialCheck(
      [['tls'], ['listen']],
      ({ tls, listen }) => tls.certificate !== undefined || listen.every(isLocal),
      'would send secrets in clear: it names an address that other machines reach; write tls, or listen on 127.0.0.1 behind a proxy',
    ),
    ['listen'],
  ),
)
