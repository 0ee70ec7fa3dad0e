import { isIP, isIPv4 } from 'node:net'
import * as v from 'valibot'
import { KINDS } from '../../lib/event/catalogue.ts'
import type { Context } from '../../lib/event/event.ts'
import { FIELDS } from '../../lib/event/fields.ts'
import { section } from '../../lib/settings/section.ts'
import { text } from '../../lib/settings/value.ts'

const CONTEXTS = Object.keys(FIELDS.context.values).filter(isContext)

/** An address, or a network in CIDR notation. */
const network = v.pipe(
  text,
  v.check(isNetwork, 'is neither an address nor a network such as 192.0.2.0/24 or 2001:db8::/32'),
)

/** The list `ignore`: an event that meets every condition of one item is never reported. */
export const ignore = v.pipe(
  v.optional(
    v.array(
      v.pipe(
        section({
          type: v.pipe(
            v.optional(v.picklist(KINDS, `is not a kind of event (${KINDS.join(', ')})`)),
            v.description('The kind of event.'),
            v.metadata({ example: 'login_failed' }),
          ),
          mailbox: v.pipe(
            v.optional(v.pipe(text, v.maxLength(320, 'is longer than 320 characters'))),
            v.description('The mailbox or the account; a * stands for any characters.'),
            v.metadata({ example: 'monitoring@*' }),
          ),
          ip: v.pipe(
            v.optional(network),
            v.description("The client's address, or the network it is in."),
            v.metadata({ example: '192.0.2.0/24' }),
          ),
          context: v.pipe(
            v.optional(v.picklist(CONTEXTS, `is none of ${CONTEXTS.join(', ')}`)),
            v.description(`Whom the event concerns (${CONTEXTS.join(', ')}).`),
            v.metadata({ example: 'domain' }),
          ),
        }),
        v.check(
          (conditions) => Object.values(conditions).some((condition) => condition !== undefined),
          'holds no condition; write type, mailbox, ip or context',
        ),
      ),
    ),
    [],
  ),
  v.description('Events that go to no receiver: those that meet every condition of one of these items.'),
  v.metadata({ example: '\n  - type: login\n    mailbox: monitoring@*\n    ip: 192.0.2.0/24' }),
)

function isContext(name: string): name is Context {
  return Object.hasOwn(FIELDS.context.values, name)
}

function isNetwork(written: string): boolean {
  const [address = '', bits] = written.split('/', 2)
  if (isIP(address) === 0 || written.split('/').length > 2) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (isIPv4(address) ? 32 : 128))
}
