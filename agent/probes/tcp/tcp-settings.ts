import * as v from 'valibot'
import { expressionFault } from '../../../lib/patterns/expression.ts'
import { section } from '../../../lib/settings/section.ts'
import { text, truth } from '../../../lib/settings/value.ts'
import { host, ownHost, ownSocket, port } from '../probe-values.ts'
import type { DialogueStep } from './dialogue.ts'
import { KNOWN_SERVICES } from './services.ts'

const names = Object.keys(KNOWN_SERVICES)

const pattern = v.pipe(
  text,
  v.maxLength(1000, 'is longer than 1,000 characters'),
  v.rawCheck(({ dataset, addIssue }) => {
    const fault = dataset.typed ? expressionFault({ text: dataset.value, isFolded: false }) : undefined
    if (fault !== undefined) addIssue({ message: fault })
  }),
)

const step = v.pipe(
  section({
    expect: v.pipe(
      v.optional(pattern),
      v.description('Lines are read up to one that this pattern (RE2) fits.'),
      v.metadata({ example: "'^220 '" }),
    ),
    unless: v.pipe(
      v.optional(pattern),
      v.description('Beside expect: a line that means that the service is out of order.'),
      v.metadata({ example: "'^[45]'" }),
    ),
    send: v.pipe(
      v.optional(v.pipe(v.string('is no text'), v.maxLength(4096, 'is longer than 4,096 characters'))),
      v.description('A line to send; it gets CRLF unless it ends in a line break, or in NUL.'),
      v.metadata({ example: 'QUIT' }),
    ),
    starttls: v.pipe(
      v.optional(v.literal('true', 'is not true')),
      v.description('true: TLS begins here.'),
      v.metadata({ example: 'true' }),
    ),
  }),
  v.check(
    ({ expect, send, starttls }) => [expect, send, starttls].filter((each) => each !== undefined).length === 1,
    'is not one of expect, send, starttls',
  ),
  v.check(({ expect, unless }) => expect !== undefined || unless === undefined, 'has unless without expect'),
  v.transform(({ expect, unless, send }): DialogueStep => {
    if (expect !== undefined) return { expect, unless }
    return send === undefined ? { starttls: true } : { send }
  }),
)

/** The keys of a check that holds a conversation. */
export const tcpSettings = v.pipe(
  section({
    service: v.pipe(
      v.optional(v.picklist(names, `is none of ${names.join(', ')}`)),
      v.description(`The service, whose usual port and conversation apply: ${names.join(', ')}.`),
      v.metadata({ example: 'smtp' }),
    ),
    host: ownHost,
    port: v.pipe(
      v.optional(port),
      v.description('Its port; default: that of the service.'),
      v.metadata({ example: '143' }),
    ),
    socket: ownSocket,
    tls: v.pipe(
      v.optional(truth),
      v.description('Whether it speaks TLS from the beginning; default: as the service does, else false.'),
      v.metadata({ example: 'true' }),
    ),
    tls_name: v.pipe(
      v.optional(host),
      v.description('The name that its certificate should have; default: host, if that is not this machine.'),
      v.metadata({ example: 'mail.example.com' }),
    ),
    script: v.pipe(
      v.optional(v.pipe(v.array(step, 'is no list'), v.maxLength(100, 'holds more than 100 steps')), []),
      v.description('The conversation: a list of expect, send and starttls; without it a connection is enough.'),
      v.metadata({ example: "[{ expect: '^220 ' }, { send: QUIT }]" }),
    ),
  }),
  v.check(
    ({ service, port, socket }) => [service, port, socket].some((each) => each !== undefined),
    'names no port, socket or service',
  ),
  v.check(({ port, socket }) => port === undefined || socket === undefined, 'names both port and socket'),
  v.check(({ service, script }) => service === undefined || script.length === 0, 'names both service and script'),
)

/** What such a check is told. */
export type TcpSettings = v.InferOutput<typeof tcpSettings>
