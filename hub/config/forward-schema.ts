import * as v from 'valibot'
import { kindsLike } from '../../lib/event/kind-pattern.ts'
import { SEVERITIES } from '../../lib/event/severity.ts'
import { both, issuePath } from '../../lib/settings/blame.ts'
import { section } from '../../lib/settings/section.ts'
import { oneOrList, path, text } from '../../lib/settings/value.ts'
import { parseSyslogAddress, type SyslogAddress } from './syslog-address.ts'

/** The word among kinds of events that means the changes of incidents. */
export const INCIDENT_WORD = 'incident'

const entries = section({
  name: v.pipe(
    text,
    v.regex(/^[a-z][a-z0-9-]{0,31}$/, 'is not a name (a letter, then up to 31 of a-z 0-9 -)'),
    v.description('What it is called in status and metrics; its place in the store has this name, too.'),
    v.metadata({ example: 'siem' }),
  ),
  to: v.pipe(
    text,
    v.transform(parseSyslogAddress),
    v.guard(
      (address): address is SyslogAddress => address !== undefined,
      'is neither tls://HOST[:PORT] nor, as it is in clear, tcp:// with an address of this machine and a port',
    ),
    v.description(
      'The server: tls://HOST[:PORT], where the port is 6514 unless you write another; tcp:// is only for this machine.',
    ),
    v.metadata({ example: 'tls://siem.example.com:6514' }),
  ),
  ca_file: v.pipe(
    v.optional(path),
    v.description('Certificates (PEM) of authorities to trust besides those of the system.'),
    v.metadata({ example: '/etc/spoor-hub/siem-ca.pem' }),
  ),
  certificate: v.pipe(
    v.optional(path),
    v.description('The certificate (PEM) that the hub presents to that server.'),
    v.metadata({ example: '/etc/spoor-hub/private/siem.crt' }),
  ),
  key: v.pipe(
    v.optional(path),
    v.description('Its private key (PEM).'),
    v.metadata({ example: '/etc/spoor-hub/private/siem.key' }),
  ),
  format: v.pipe(
    v.optional(v.picklist(['ecs', 'text'], 'is neither ecs nor text'), 'ecs'),
    v.description('What a message holds: a document of ECS as JSON, or one line for people.'),
  ),
  severity: v.pipe(
    v.optional(v.picklist(SEVERITIES, `is none of ${SEVERITIES.join(', ')}`), 'info'),
    v.description('The least severity.'),
  ),
  kinds: v.pipe(
    v.optional(
      oneOrList(
        v.pipe(
          text,
          v.check(
            (word) => word === INCIDENT_WORD || kindsLike(word).length > 0,
            'is neither a kind of event nor incident',
          ),
        ),
      ),
    ),
    v.description(
      'The kinds of events, or a list; a * at the end stands for any letters, and incident for the changes of incidents. All of these by default.',
    ),
    v.metadata({ example: '[incident, mailbox_takeover*]' }),
  ),
})

const target = v.pipe(
  entries,
  both('certificate', 'key'),
  v.forward(
    v.check(
      ({ to, ...files }) => to.tls || (files.ca_file ?? files.certificate) === undefined,
      'is tcp://, which uses no certificates; write tls://, or leave them out',
    ),
    ['to'],
  ),
)

/** The list `forward`: where else everything goes. */
export const forward = v.pipe(
  v.optional(
    v.pipe(
      v.array(target),
      v.maxLength(8, 'holds more than 8 items'),
      v.rawCheck(({ dataset, addIssue }) => {
        if (!dataset.typed) return
        const names = dataset.value.map(({ name }) => name)
        const second = names.findIndex((name, index) => names.indexOf(name) !== index)
        if (second === -1) return
        const message = 'is the name of an item before it; write another name'
        addIssue({ message, path: issuePath(dataset.value, [String(second), 'name']) })
      }),
    ),
    [],
  ),
  v.description('The servers of syslog that get events and the changes of incidents as well.'),
  v.metadata({ example: '\n  - name: siem\n    to: tls://siem.example.com:6514\n    severity: low' }),
)

/** A server of syslog to forward to. */
export type ForwardTarget = v.InferOutput<typeof target>
