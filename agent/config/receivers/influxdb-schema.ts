import * as v from 'valibot'
import { origin, path, text } from '../../../lib/settings/value.ts'
import { connection, enabled } from './connection-schema.ts'
import { totalsKinds } from './totals-schema.ts'

const common = {
  type: v.literal('influxdb'),
  enabled,
  host: v.pipe(
    origin,
    v.description('The server: https://, its host and, unless it is 443, its port. http:// is only for this machine.'),
    v.metadata({ example: 'https://influx.example.com:8086' }),
  ),
}

/** The keys of an InfluxDB server that takes lines at `/write`: 1.x, and what follows it, such as VictoriaMetrics. */
export const influxdbOneEntries = {
  ...common,
  version: v.pipe(
    v.optional(v.literal('1'), '1'),
    v.description('For influxdb: 1 for a database with user and password, 2 for a bucket with a token.'),
    v.metadata({ example: '2' }),
  ),
  database: v.pipe(text, v.description('For influxdb of version 1: the database.'), v.metadata({ example: 'spoor' })),
  user: v.pipe(
    v.optional(v.pipe(text, v.excludes(':', 'holds a colon, which Basic authentication cannot carry'))),
    v.description('For influxdb of version 1: the user, who needs no more than WRITE on it; default: none.'),
    v.metadata({ example: 'spoor' }),
  ),
  password_file: v.pipe(
    v.optional(path),
    v.description('A file with the password of this user and nothing else.'),
    v.metadata({ example: '/etc/spoor/private/influx_password' }),
  ),
  ...connection,
  totals: totalsKinds,
}

/** The keys of an InfluxDB server that takes lines at `/api/v2/write`: 2.x and 3.x. */
export const influxdbTwoEntries = {
  ...common,
  version: v.literal('2'),
  org: v.pipe(text, v.description('For influxdb of version 2: the organization.'), v.metadata({ example: 'hosting' })),
  bucket: v.pipe(text, v.description('For influxdb of version 2: the bucket.'), v.metadata({ example: 'spoor' })),
  token_file: v.pipe(
    path,
    v.description('For influxdb of version 2: a file with a token that may write into it, and nothing else.'),
    v.metadata({ example: '/etc/spoor/private/influx_token' }),
  ),
  ...connection,
  totals: totalsKinds,
}
