// What a hook tells and what a look finds of the same thing can be joined.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hookedEvents } from '../../../agent/hook/hooked-events.ts'
import type { Event } from '../../../lib/event/event.ts'
import { createBackstopHost } from '../../support/backstop-host.ts'
import { documentOf, hookNamed } from '../../support/hook-documents.ts'

/** What a rule joins by. */
function joined(event: Event | undefined): readonly unknown[] {
  const fields: Readonly<Record<string, unknown>> = { ...event }
  const names = ['context', 'mailbox_address', 'domain', 'forward_recipient', 'filter_action']
  return names.map((name) => fields[name] ?? null)
}

const FOR_ALL = { account: '', action2: '' }
const FOR_ONE = { account: 'info@example.com', action2: '' }

test('forwards, default addresses and filters are found with what a hook tells of them', async (t) => {
  for (const [hook, args, path, text] of [
    [
      'UAPI::Email::add_forwarder',
      { email: 'info', domain: 'example.com', fwdemail: 'drop@mail.example' },
      'etc/valiases/example.com',
      'info@example.com: drop@mail.example\n',
    ],
    [
      'UAPI::Email::set_default_address',
      { domain: 'example.com', fwdemail: 'drop@mail.example' },
      'etc/valiases/example.com',
      '*: drop@mail.example\n',
    ],
    [
      'UAPI::Email::add_domain_forwarder',
      { domain: 'example.com', destdomain: 'mail.example' },
      'etc/vdomainaliases/example.com',
      'example.com: mail.example\n',
    ],
    [
      'UAPI::Email::store_filter',
      { ...FOR_ONE, action1: 'deliver', dest1: 'drop@mail.example' },
      'home/shop/etc/example.com/info/filter',
      'if\n $header_from: contains "a"\nthen\n deliver "drop@mail.example"\nendif\n',
    ],
    [
      'UAPI::Email::store_filter',
      { ...FOR_ONE, action1: 'save', dest1: '/dev/null' },
      'home/shop/etc/example.com/info/filter',
      'if\n $header_from: contains "a"\nthen\n save "/dev/null" 660\nendif\n',
    ],
    [
      'UAPI::Email::store_filter',
      { ...FOR_ONE, action1: 'pipe', dest1: '|/bin/x' },
      'home/shop/etc/example.com/info/filter',
      'if $header_from: contains "a" then pipe "/bin/x" endif\n',
    ],
    [
      'UAPI::Email::store_filter',
      { ...FOR_ALL, action1: 'save', dest1: '$home/mail/x' },
      'etc/vfilters/example.com',
      'if $header_from: contains "a" then save "$home/mail/x" 660 endif\n',
    ],
  ] as const) {
    const host = await createBackstopHost(t)
    await host.look()
    host.put(path, text)
    const { events } = await host.look()
    const document = JSON.parse(JSON.stringify(documentOf(hookNamed(hook), args)).replaceAll('exampleu', 'shop'))
    const [told] = hookedEvents(document, 5)
    assert.deepEqual(events.map(joined), [joined(told)], JSON.stringify(told))
  }
})
