import * as v from 'valibot'
import { KINDS } from '../../lib/event/catalogue.ts'
import type { Service } from '../../lib/event/event.ts'
import { FIELDS } from '../../lib/event/fields.ts'
import { section } from '../../lib/settings/section.ts'
import { oneOrList, text } from '../../lib/settings/value.ts'
import { isNetwork } from '../../lib/text/networks.ts'
import { context, noneOf } from './wish-schema.ts'

/** More rules, or more values in one of their lists, would have each event compared for too long. */
const MOST = 256

const SERVICES = Object.keys(FIELDS.service.values).filter(isService)

/** A text in which a * stands for any characters. */
const pattern = v.pipe(text, v.maxLength(320, 'is longer than 320 characters'))

/** An address, or a network in CIDR notation. */
const network = v.pipe(
  text,
  v.check(isNetwork, 'is neither an address nor a network such as 192.0.2.0/24 or 2001:db8::/32'),
)

const CONDITIONS = {
  type: v.pipe(
    v.optional(bounded(v.picklist(KINDS, noneOf(KINDS, 'is not a kind of event')))),
    v.description('The kind of event, or a list of kinds.'),
    v.metadata({ example: 'login_failed' }),
  ),
  mailbox: v.pipe(
    v.optional(bounded(pattern)),
    v.description('The mailbox or the account, or a list; a * stands for any characters.'),
    v.metadata({ example: 'monitoring@*' }),
  ),
  ip: v.pipe(
    v.optional(bounded(network)),
    v.description("The client's address or the network it is in, or a list."),
    v.metadata({ example: '[192.0.2.0/24, 2001:db8::/32]' }),
  ),
  actor: v.pipe(
    v.optional(bounded(pattern)),
    v.description(
      'Who did it in the place of the user, as with single sign-on, or a list; a * stands for any characters.',
    ),
    v.metadata({ example: 'root' }),
  ),
  context: v.pipe(
    v.optional(bounded(context)),
    v.description('Whom the event concerns (mailbox, domain, system), or a list.'),
    v.metadata({ example: 'domain' }),
  ),
  service: v.pipe(
    v.optional(bounded(v.picklist(SERVICES, `is none of ${SERVICES.join(', ')}`))),
    v.description(`The service that was used (${SERVICES.join(', ')}), or a list.`),
    v.metadata({ example: 'imap' }),
  ),
  recipient_domain: v.pipe(
    v.optional(v.picklist(['own', 'local'], 'is neither own nor local')),
    v.description(
      "Where a forward leads: own (the mailbox's own domain), or local (that, or a domain in /etc/localdomains).",
    ),
    v.metadata({ example: 'own' }),
  ),
}

/** The list `ignore`: an event that meets every condition of one item is never reported. */
export const ignore = v.pipe(
  v.optional(
    v.pipe(
      v.array(
        v.pipe(
          section({
            name: v.pipe(
              v.optional(
                v.pipe(text, v.regex(/^[a-z][a-z0-9-]{0,31}$/, 'is not a name (a letter, then up to 31 of a-z 0-9 -)')),
              ),
              v.description('What it is called in status and metrics: a letter, then up to 31 of a-z 0-9 -.'),
              v.metadata({ example: 'own-networks' }),
            ),
            ...CONDITIONS,
          }),
          v.check(
            (written) => Object.entries(written).some(([key, value]) => key !== 'name' && value !== undefined),
            `holds no condition; write ${Object.keys(CONDITIONS).join(', ')}`,
          ),
        ),
      ),
      v.maxLength(MOST, `holds more than ${MOST} items`),
    ),
    [],
  ),
  v.description('Events that go to no receiver: those that meet every condition of one of these items.'),
  v.metadata({ example: '\n  - name: own-networks\n    type: login\n    ip: [192.0.2.0/24, 2001:db8::/32]' }),
)

// oxlint-disable-next-line typescript/explicit-function-return-type -- valibot infers the type, which is the point
function bounded<T>(item: v.GenericSchema<unknown, T>) {
  return v.pipe(oneOrList(item), v.maxLength(MOST, `holds more than ${MOST} values`))
}

function isService(name: string): name is Service {
  return Object.hasOwn(FIELDS.service.values, name)
}
