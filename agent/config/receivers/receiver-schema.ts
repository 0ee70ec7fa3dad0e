import * as v from 'valibot'
import { both } from '../../../lib/settings/blame.ts'
import { section, sectionOfType } from '../../../lib/settings/section.ts'
import { influxdbOneEntries, influxdbTwoEntries } from './influxdb-schema.ts'
import { jsonLinesEntries } from './json-lines-schema.ts'
import { otlpEntries } from './otlp-schema.ts'
import { receiverName } from './receiver-name.ts'
import { spoorApiEntries } from './spoor-api-schema.ts'

/** The section `transmission`: the Spoor API. */
export const transmission = v.optional(v.pipe(section(spoorApiEntries), both('cert_file', 'key_file')))

const name = v.pipe(receiverName, v.metadata({ example: 'hub' }))

const type = v.pipe(
  v.optional(v.literal('spoor-api'), 'spoor-api'),
  v.description(
    'What it is: spoor-api, which gets events and, as a hub, totals; or influxdb, otlp or json-lines, which get totals alone.',
  ),
  v.metadata({ example: 'influxdb' }),
)

const receiver = v.variant(
  'type',
  [
    v.pipe(sectionOfType('spoor-api', { name, type, ...spoorApiEntries }), both('cert_file', 'key_file')),
    v.variant('version', [
      v.pipe(
        sectionOfType('influxdb, version 1', { name, ...influxdbOneEntries }),
        both('cert_file', 'key_file'),
        both('user', 'password_file'),
      ),
      v.pipe(sectionOfType('influxdb, version 2', { name, ...influxdbTwoEntries }), both('cert_file', 'key_file')),
    ]),
    v.pipe(sectionOfType('otlp', { name, ...otlpEntries }), both('cert_file', 'key_file')),
    sectionOfType('json-lines', { name, ...jsonLinesEntries }),
  ],
  ({ path }) =>
    path?.[0]?.key === 'version' ? 'is neither 1 nor 2' : 'is none of spoor-api, influxdb, otlp, json-lines',
)

/** The list `receivers`: further Spoor APIs, and whatever gets totals, each with a name. */
export const receivers = v.pipe(
  v.optional(v.array(receiver), []),
  v.description('Further receivers, each with a name: Spoor APIs with the keys of transmission, or another type.'),
  v.metadata({
    example: `
  - name: hub
    host: https://hub.example.com
    credentials: { api_identifier: YOUR-IDENTIFIER, api_secret_file: /etc/spoor/private/hub_secret }`,
  }),
)
