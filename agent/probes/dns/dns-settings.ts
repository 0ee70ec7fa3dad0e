import * as v from 'valibot'
import { section } from '../../../lib/settings/section.ts'
import { oneOrList, text, truth } from '../../../lib/settings/value.ts'
import { ownHost, port } from '../probe-values.ts'
import { isDnsName } from './name.ts'
import type { RecordType } from './record-type.ts'

const TYPES: readonly RecordType[] = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'PTR', 'SOA', 'TXT']

const query = v.pipe(
  text,
  v.transform((written) => written.replace(/\.$/, '')),
  v.check(isDnsName, 'is not a name of DNS'),
)

/** The keys of a check of a name server. */
export const dnsSettings = v.pipe(
  section({
    host: ownHost,
    port: v.pipe(v.optional(port, '53'), v.description('Its port.'), v.metadata({ example: '5353' })),
    query: v.pipe(
      v.optional(query),
      v.description('The name that is asked for and must be known; default: the root, of which any answer will do.'),
      v.metadata({ example: 'example.com' }),
    ),
    record: v.pipe(
      v.optional(v.picklist(TYPES, `is none of ${TYPES.join(', ')}`), 'SOA'),
      v.description(`The type of record: ${TYPES.join(', ')}.`),
      v.metadata({ example: 'A' }),
    ),
    transport: v.pipe(
      v.optional(oneOrList(v.picklist(['udp', 'tcp'], 'is neither udp nor tcp'))),
      v.description('How it is asked: udp, tcp or a list of both, which is the default.'),
      v.metadata({ example: 'udp' }),
    ),
    answer: v.pipe(
      v.optional(oneOrList(text)),
      v.description('What must be among the answers: an address, a name, a text, or a list of these.'),
      v.metadata({ example: '192.0.2.1' }),
    ),
    authoritative: v.pipe(
      v.optional(truth, 'false'),
      v.description('Whether it must be one of the name servers of the zone, and say so.'),
      v.metadata({ example: 'true' }),
    ),
  }),
  v.check(({ query, answer }) => query !== undefined || answer === undefined, 'has answer without query'),
)

/** What such a check is told. */
export type DnsSettings = v.InferOutput<typeof dnsSettings>
