import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { promisify } from 'node:util'
import * as fc from 'fast-check'
import { nextSteps, type Situation } from '../../../../hub/incidents/next/next-steps.ts'
import type { Happening } from '../../../../hub/incidents/next/todo.ts'
import { hostile } from '../../../support/hostile-text.ts'

const ANN = 'ann@example.com'
const THIEF = '203.0.113.7'

/** A step of a kind, at so many seconds. */
function step(kind: string, time: number, change: Partial<Happening> = {}): Happening {
  return { kind, time, noted: time + 1, mailbox: ANN, ip: THIEF, fields: {}, ...change }
}

function forward(recipient: string, time: number): Happening {
  return step('forward_added', time, { fields: { forward_recipient: recipient } })
}

const TAKEOVER = [
  step('login_burst', 10),
  step('login_after_burst', 20),
  step('filter_stored', 30, { fields: { filter_action: 'discard' } }),
  forward('thief@example.net', 40),
  step('mail_burst', 50, { ip: null, fields: { count: 1912 } }),
  step('mailbox_suspended', 60, { ip: null, fields: { suspended: 'outgoing' } }),
]

/** What is to be done, with `✓` where it is done. */
function todosOf(situation: Partial<Situation> & { readonly steps: readonly Happening[] }): readonly string[] {
  return shownOf(situation).map(
    ({ what, of, done }) => `${done === null ? '' : '✓ '}${what}${of === '' ? '' : ` ${of}`}`,
  )
}

function shownOf(
  situation: Partial<Situation> & { readonly steps: readonly Happening[] },
): ReturnType<typeof nextSteps> {
  const incident = { kind: 'compromise', subject: ANN, subjectType: 'mailbox', hosts: 1, successes: 1 } as const
  return nextSteps({ incident, opened: [], notes: [], ...situation })
}

test('after a takeover: out with the intruder first, then what was left, the customer last', () => {
  assert.deepEqual(todosOf({ steps: TAKEOVER }), [
    'Set a new password for ann@example.com.',
    'End what is still open for ann@example.com.',
    'Remove the forward to thief@example.net.',
    'Delete the filter that was stored.',
    'Look at the mail that waits from ann@example.com.',
    'Let it send again once all else is done.',
    'Tell the customer by telephone.',
  ])
  assert.deepEqual(
    shownOf({ steps: TAKEOVER }).flatMap(({ commands }) => commands),
    [
      'doveadm kick ann@example.com',
      'uapi --user="$(/usr/local/cpanel/scripts/whoowns example.com)" Email delete_forwarder address=ann%40example.com forwarder=thief%40example.net',
      'uapi --user="$(/usr/local/cpanel/scripts/whoowns example.com)" Email list_filters account=ann%40example.com',
      'uapi --user="$(/usr/local/cpanel/scripts/whoowns example.com)" Email list_filters',
      String.raw`exiqgrep -f '<ann@example\.com>'`,
      'uapi --user="$(/usr/local/cpanel/scripts/whoowns example.com)" Email unsuspend_outgoing email=ann%40example.com',
    ],
  )
})

test('an autoresponder that was set is removed by a command, if the mailbox can stand in one', () => {
  const { commands } =
    shownOf({ steps: [step('autoresponder_added', 10)] }).find(({ what }) => /autor/.test(what)) ?? {}
  assert.deepEqual(commands, [
    'uapi --user="$(/usr/local/cpanel/scripts/whoowns example.com)" Email delete_auto_responder email=ann%40example.com',
  ])
})

test('what the hub sees done is ticked with time and name, unless it happens again', () => {
  const removed = step('forward_removed', 70, {
    ip: '192.0.2.9',
    fields: { forward_recipient: 'thief@example.net', actor: 'reseller-north' },
  })
  const changed = step('mailbox_password_changed', 80, { ip: '192.0.2.9' })
  const steps = [...TAKEOVER, removed, changed]
  const done = shownOf({ steps }).filter(({ done: is }) => is !== null)
  assert.deepEqual(
    done.map(({ what, done: is }) => [what, is]),
    [
      ['Set a new password', { at: 80, by: '192.0.2.9', seen: true }],
      ['Remove the forward', { at: 70, by: 'reseller-north', seen: true }],
    ],
  )
  const again = [...steps, step('login_after_burst', 90), forward('thief@example.net', 91)]
  assert.deepEqual(
    shownOf({ steps: again }).filter(({ done: is }) => is !== null),
    [],
  )
})

test('a password that the intruder changed, and a forward to elsewhere that was removed, are no end of it', () => {
  const steps = [
    ...TAKEOVER,
    step('mailbox_password_changed', 70),
    step('forward_removed', 71, { fields: { forward_recipient: 'other@example.net' } }),
    step('forward_removed', 72),
  ]
  assert.deepEqual(
    shownOf({ steps }).filter(({ done }) => done !== null),
    [],
  )
})

test('what a person says is done counts, until he says otherwise or it happens again', () => {
  const note = (detail: string, at: number): Situation['notes'][number] => ({ at, actor: 'mira', detail })
  const [password] = shownOf({ steps: TAKEOVER })
  assert.ok(password)
  const { tick, untick } = password
  assert.equal(tick, 'Done: Set a new password for ann@example.com.')
  const doneWith = (notes: Situation['notes'], steps = TAKEOVER): unknown => shownOf({ steps, notes })[0]?.done
  assert.deepEqual(doneWith([note(tick, 100)]), { at: 100, by: 'mira', seen: false })
  assert.deepEqual(doneWith([note(untick, 110), note(tick, 100)]), null)
  assert.deepEqual(doneWith([note(tick, 120), note(untick, 110), note(tick, 100)]), {
    at: 120,
    by: 'mira',
    seen: false,
  })
  assert.deepEqual(doneWith([note(`${tick} I think.`, 100)]), null)
  // The login was before the note, but was heard of only after it.
  assert.deepEqual(doneWith([note(tick, 100)], [...TAKEOVER, step('login_after_burst', 90, { noted: 101 })]), null)
})

test('each forward is a line of its own, up to a bound; one that no log names is looked for', () => {
  const many = Array.from({ length: 400 }, (_, index) => forward(`thief${index}@example.net`, 100 + index))
  const todos = todosOf({ steps: [...TAKEOVER, ...many] })
  assert.equal(todos.filter((line) => line.startsWith('Remove the forward to')).length, 5)
  assert.equal(todos.filter((line) => line === 'Look through the forwards.').length, 1)
  assert.ok(todos.length < 15)
  assert.ok(JSON.stringify(shownOf({ steps: [...TAKEOVER, ...many] })).length < 20_000)
  const half = [step('login_after_burst', 10), step('forward_added_partial_ip', 20)]
  assert.ok(todosOf({ steps: half }).includes('Look through the forwards.'))
})

test('the notice to the customer names what is his alone', () => {
  const other = step('forward_added', 45, {
    mailbox: 'bob@example.org',
    fields: { forward_recipient: 'x@example.org' },
  })
  const actor = step('mailbox_password_changed', 70, { fields: { actor: 'reseller-north' } })
  const { en = '', de = '' } = shownOf({ steps: [...TAKEOVER, other, actor] }).at(-1)?.notice ?? {}
  assert.match(en, /^Somebody else has probably used ann@example\.com\.\n/)
  assert.match(en, /Mail was set to go to thief@example\.net, too\./)
  assert.match(en, /to 1,912 recipients or more/)
  assert.match(de, /^Eine fremde Person hatte wahrscheinlich Zugriff auf ann@example\.com\.\n/)
  assert.match(de, /Eine Weiterleitung an thief@example\.net wurde eingerichtet\./)
  assert.match(de, /01\.01\.1970, 00:00 Uhr \(UTC\): Es wurden ungewöhnlich viele E-Mails .* 1\.912 Empfänger\./)
  for (const foreign of ['bob', 'x@example.org', 'reseller'])
    assert.ok(!en.includes(foreign) && !de.includes(foreign), foreign)
})

test('the notice says the same in each language: as many lines, also of many steps', () => {
  for (const times of [0, 1, 40]) {
    const steps = [...TAKEOVER, ...Array.from({ length: times }, () => step('autoresponder_added', 70))]
    const { en = '', de = '' } = shownOf({ steps }).at(-1)?.notice ?? {}
    assert.ok(en !== de && en.split('\n').length > 8)
    assert.equal(en.split('\n').length, de.split('\n').length)
  }
})

test('after an attack: the mailboxes that were opened, then the address', () => {
  const incident = { kind: 'attack', subject: THIEF, subjectType: 'address', hosts: 14, successes: 9 } as const
  const opened = ['a@example.com', 'b@example.com']
  const shown = shownOf({ incident, opened, steps: [step('login_burst', 10), step('login', 20)] })
  assert.deepEqual(
    shown.map(({ what, of }) => `${what} ${of}`),
    ['Check the 9 mailboxes that somebody got into.', `Block ${THIEF}, unless you know whose it is.`],
  )
  assert.match(shown[0]?.where ?? '', /^a@example\.com, b@example\.com, 7 more\./)
  assert.deepEqual(shown[1]?.commands, [`whmapi1 create_cphulk_record list_name=black ip=${THIEF}`])
})

test('a blind spot says what to mend, and what is mended; misuse says what to find out', () => {
  const host = { subject: 'web1.example.com', subjectType: 'host', hosts: 1, successes: 0 } as const
  const steps = [
    step('source_blind', 10, { fields: { source: 'ftp', log: '/var/log/messages', problem: 'permission denied' } }),
    step('source_blind', 11, { fields: { source: 'exim', log: '/var/log/exim_mainlog', problem: 'gone' } }),
    step('source_seen', 20, { fields: { source: 'exim', log: '/var/log/exim_mainlog' } }),
  ]
  assert.deepEqual(todosOf({ incident: { kind: 'blind_spot', ...host }, steps }), [
    'Have the agent read /var/log/messages again.',
    '✓ Have the agent read /var/log/exim_mainlog again.',
  ])
  const foreign = [step('foreign_host', 10, { fields: { named_host: 'web2.example.com' } })]
  assert.deepEqual(
    shownOf({ incident: { kind: 'misuse', ...host }, steps: foreign }).map(({ commands }) => commands),
    [['spoor-hub agents rename web1.example.com web2.example.com'], ['spoor-hub agents revoke web1.example.com']],
  )
})

test('whatever others wrote, a command means that text, or is not there', async () => {
  const run = promisify(execFile)
  await fc.assert(
    fc.asyncProperty(hostile, async (typed) => {
      fc.pre(!typed.includes('\u0000'))
      const [command] =
        shownOf({ steps: [forward(typed, 1)] }).find(({ what }) => what === 'Remove the forward')?.commands ?? []
      assert.ok(command)
      // The shell takes the command apart as root's would; the account is asked of a program that is not here.
      const words = command.replace(/^uapi --user="[^"]*"/, 'uapi')
      const { stdout } = await run('/bin/sh', ['-c', `uapi() { printf '%s\\0' "$@"; }\n${words}`])
      const values = stdout.split('\u0000').slice(0, -1)
      assert.equal(values.length, 4)
      assert.equal(decodeURIComponent(values[3] ?? ''), `forwarder=${typed.toWellFormed()}`)
    }),
    { numRuns: 60 },
  )
  for (const subject of [
    '$(id)@example.com',
    '-a@example.com',
    'a@example.com;id',
    'a@$(id)',
    '*@example.com',
    'a b@c.d',
  ]) {
    const incident = { kind: 'compromise', subject, subjectType: 'mailbox', hosts: 1, successes: 1 } as const
    assert.deepEqual(
      shownOf({ incident, steps: TAKEOVER }).flatMap(({ commands }) => commands),
      [],
      subject,
    )
  }
})
