import * as v from 'valibot'
import { mailAddressFault } from '../../../lib/notify/mail/mail-address.ts'
import { webhookUrlFault } from '../../../lib/notify/webhook/webhook-url.ts'
import { both } from '../../../lib/settings/blame.ts'
import { section } from '../../../lib/settings/section.ts'
import { duration, oneOrList, path, pins, proxy, text } from '../../../lib/settings/value.ts'
import { isLoopbackHost } from '../../../lib/text/loopback.ts'
import { isNetwork } from '../../../lib/text/networks.ts'
import { shortName } from './short-name.ts'

const address = v.pipe(
  text,
  v.rawCheck(({ dataset, addIssue }) => {
    const fault = dataset.typed ? mailAddressFault(dataset.value) : undefined
    if (fault !== undefined) addIssue({ message: fault })
  }),
)

const caFile = v.pipe(
  v.optional(path),
  v.description('Certificates (PEM) of authorities to trust besides those of the system.'),
  v.metadata({ example: '/etc/spoor-hub/ca.pem' }),
)

const timeout = v.pipe(
  v.optional(v.pipe(duration, v.maxValue(300_000, 'is longer than five minutes')), '30s'),
  v.description('How long one try may take.'),
)

const mail = v.pipe(
  section({
    from: v.pipe(
      address,
      v.description('The address that mails come from; where bounces go.'),
      v.metadata({ example: 'spoor@example.com' }),
    ),
    to: v.pipe(
      v.pipe(oneOrList(address), v.maxLength(50, 'holds more than 50 addresses')),
      v.description('Whom they go to: an address or a list.'),
      v.metadata({ example: '[anna@example.com, duty@example.com]' }),
    ),
    host: v.pipe(
      v.optional(
        v.pipe(text, v.regex(/^[\w.:-]{1,253}$/, 'is neither the name nor the address of a host')),
        '127.0.0.1',
      ),
      v.description('The mail server that takes them.'),
      v.metadata({ example: 'mail.example.com' }),
    ),
    port: v.pipe(
      v.optional(
        v.pipe(
          text,
          v.regex(/^[1-9]\d{0,4}$/, 'is not a port'),
          v.transform(Number),
          v.maxValue(65_535, 'is not a port'),
        ),
        '25',
      ),
      v.description('Its port.'),
      v.metadata({ example: '587' }),
    ),
    tls: v.pipe(
      v.optional(v.picklist(['starttls', 'implicit', 'none'], 'is none of starttls, implicit, none')),
      v.description('starttls, implicit or none; default: implicit at port 465, none on this machine, else starttls.'),
      v.metadata({ example: 'starttls' }),
    ),
    user: v.pipe(
      v.optional(text),
      v.description('Whom the hub logs in as there; default: it does not.'),
      v.metadata({ example: 'spoor@example.com' }),
    ),
    password_file: v.pipe(
      v.optional(path),
      v.description('The file with the password and nothing else.'),
      v.metadata({ example: '/etc/spoor-hub/private/mail.password' }),
    ),
    ca_file: caFile,
    timeout,
  }),
  both('user', 'password_file'),
  v.forward(
    v.partialCheck(
      [['host'], ['tls'], ['user']],
      ({ host, tls, user }) => tls !== 'none' || user === undefined || isLoopbackHost(host),
      'would send the password in clear; write tls: starttls or tls: implicit',
    ),
    ['tls'],
  ),
)

const webhook = section({
  url: v.pipe(
    text,
    v.rawCheck(({ dataset, addIssue }) => {
      const fault = dataset.typed ? webhookUrlFault(dataset.value) : undefined
      if (fault !== undefined) addIssue({ message: fault })
    }),
    v.description('Where messages are posted; http:// is only for this machine.'),
    v.metadata({ example: 'https://chat.example.com/hooks/spoor' }),
  ),
  secret_file: v.pipe(
    v.optional(path),
    v.description('The file with the key of the signature; without it nothing is signed.'),
    v.metadata({ example: '/etc/spoor-hub/private/webhook.secret' }),
  ),
  ca_file: caFile,
  pin: v.pipe(
    v.optional(pins),
    v.description("The digest of the server's public key, as curl writes it, or a list: others are refused."),
    v.metadata({ example: 'sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' }),
  ),
  proxy: v.pipe(
    v.optional(proxy),
    v.description('The proxy to reach an https:// server through; default: none.'),
    v.metadata({ example: 'http://proxy.example.com:3128' }),
  ),
  allow: v.pipe(
    v.optional(
      oneOrList(v.pipe(text, v.check(isNetwork, 'is neither an IP address nor a network such as 192.0.2.0/24'))),
    ),
    v.description(
      'Addresses and networks that may be connected to besides the internet: without this a name that leads into your own network is refused.',
    ),
    v.metadata({ example: '[192.0.2.0/24, 127.0.0.1]' }),
  ),
  timeout,
})

const channel = v.pipe(
  section({
    mail: v.optional(mail),
    webhook: v.optional(webhook),
    per_hour: v.pipe(
      v.optional(
        v.pipe(text, v.regex(/^[1-9]\d{0,2}$/, 'is not a whole number from 1 to 999'), v.transform(Number)),
        '20',
      ),
      v.description(
        'How many messages an hour it gets at most, not counting less severe ones; the rest comes together in one.',
      ),
    ),
  }),
  v.partialCheck(
    [['mail'], ['webhook']],
    (given) => given.mail !== undefined || given.webhook !== undefined,
    'needs a section mail or a section webhook; write one of them',
  ),
  v.forward(
    v.partialCheck(
      [['mail'], ['webhook']],
      (given) => given.mail === undefined || given.webhook === undefined,
      'stands beside a section webhook; write one of them, or two channels',
    ),
    ['mail'],
  ),
)

/** The section `alerts.channels`: whom the hub can tell something, and how, by names of the operator's choice. */
export const channels = v.pipe(
  v.optional(v.record(shortName, channel, 'is not a section'), {}),
  v.description('How people are told, by names of your choice: each is a section mail or a section webhook.'),
  v.metadata({
    example: `
  staff:
    mail: { from: spoor@example.com, to: [anna@example.com, duty@example.com] }`,
  }),
)
