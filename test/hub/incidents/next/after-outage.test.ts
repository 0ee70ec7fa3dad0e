import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { promisify } from 'node:util'
import * as fc from 'fast-check'
import { nextSteps } from '../../../../hub/incidents/next/next-steps.ts'
import type { Happening } from '../../../../hub/incidents/next/todo.ts'
import { hostile } from '../../../support/hostile-text.ts'

/** A step of a check at so many seconds. */
function step(kind: string, time: number, fields: Happening['fields'] = {}): Happening {
  const said = { check: 'imap', finding: 'connection refused' }
  return { kind, time, noted: time + 1, mailbox: null, ip: null, fields: { ...said, ...fields } }
}

function todosOf(
  kind: 'outage' | 'expiry',
  steps: readonly Happening[],
  subject = 'web1.example.com:imap',
): ReturnType<typeof nextSteps> {
  const subjectType = subject.includes(':') ? 'service' : 'host'
  const incident = { kind, subject, subjectType, hosts: 1, successes: 0 } as const
  return nextSteps({ incident, steps, opened: [], notes: [] })
}

const RESTART = { restart: 'systemctl dovecot', restart_outcome: 'failed' }

test('a service that is down: what the check sees, step by step, and how its unit is if that is known', () => {
  const [todo, ...others] = todosOf('outage', [step('service_down', 10)])
  assert.deepEqual(others, [])
  assert.equal(`${todo?.what} ${todo?.of}`, 'Find out why imap of web1.example.com is down.')
  assert.equal(todo?.where, 'It found: connection refused. On web1.example.com, this shows each step of the check:')
  assert.deepEqual([todo.commands, todo.done], [['spoor-agent checks run imap'], null])
  const restarted = todosOf('outage', [step('service_down', 10), step('service_restarted', 11, RESTART)])
  assert.deepEqual(restarted[0]?.commands, ['spoor-agent checks run imap', 'systemctl status dovecot'])
  assert.match(restarted[0].where, /The agent has tried one restart, and the last one failed\./)
})

test('restarts that were given up are allowed again by a command, which the recovery makes needless', () => {
  const steps = [
    step('service_down', 10),
    step('service_restarted', 11, RESTART),
    step('service_given_up', 900, RESTART),
  ]
  const [, again] = todosOf('outage', steps)
  assert.equal(`${again?.what} ${again?.of}`, 'Let the agent restart imap of web1.example.com again.')
  assert.deepEqual(again?.commands, ['spoor-agent checks reset imap'])
  const done = todosOf('outage', [...steps, step('service_recovered', 990)]).map(({ done: is }) => is?.at)
  assert.deepEqual(done, [990, 990])
})

test('disks, reboots and networks have something of their own to do', () => {
  const said = (kind: string, subject?: string): unknown => {
    const [todo] = todosOf('outage', [step(kind, 10)], subject)
    return [`${todo?.what} ${todo?.of}`, todo?.commands]
  }
  assert.deepEqual(said('disk_filling'), [
    'Make room on the disk of web1.example.com that is nearly full.',
    ['spoor-agent checks run imap', 'df -h', 'df -i'],
  ])
  assert.deepEqual(said('reboot_required'), [
    'Reboot web1.example.com when that disturbs nobody.',
    ['spoor-agent checks run imap'],
  ])
  assert.deepEqual(said('network_down', 'web1.example.com'), [
    'Give web1.example.com its network back.',
    ['ip -brief address', 'ip route'],
  ])
})

test('a certificate is renewed, and the check sees it', () => {
  const expires = step('certificate_expires', 10, { days_left: 6 })
  const [todo] = todosOf('expiry', [expires])
  assert.equal(`${todo?.what} ${todo?.of}`, 'Renew the certificate of imap on web1.example.com.')
  assert.deepEqual([todo?.commands, todo?.done], [['spoor-agent checks run imap'], null])
  const [renewed] = todosOf('expiry', [expires, step('certificate_renewed', 20)])
  assert.deepEqual(renewed?.done, { at: 20, by: '', seen: true })
  assert.deepEqual(todosOf('expiry', [step('certificate_renewed', 20)]), [])
  assert.deepEqual(todosOf('outage', [step('service_recovered', 20)]), [])
})

test('whatever somebody tells as a check or as what is restarted, a command runs nothing but what it says', async () => {
  const run = promisify(execFile)
  await fc.assert(
    fc.asyncProperty(hostile, hostile, async (check, unit) => {
      const steps = [step('service_down', 10), step('service_given_up', 11, { restart: `systemctl ${unit}` })]
      const commands = todosOf('outage', steps, `web1.example.com:${check}`).flatMap((todo) => todo.commands)
      // Each becomes words that are no options, of one command.
      for (const command of commands) {
        const shell = `spoor-agent() { printf '%s\\0' "$@"; }\nsystemctl() { printf '%s\\0' "$@"; }\n${command}`
        const { stdout } = await run('/bin/bash', ['-c', shell])
        const words = stdout.split('\u0000').slice(0, -1)
        assert.ok(
          words.length <= 3 && words.every((word) => /^[\w@.:-]+$/.test(word) && !word.startsWith('-')),
          command,
        )
      }
    }),
    { numRuns: 60 },
  )
  for (const check of ['$(id)', '-a', 'a b', 'imap;id', 'a\nb', 'x'.repeat(40)])
    assert.deepEqual(todosOf('outage', [step('service_down', 10)], `web1.example.com:${check}`)[0]?.commands, [], check)
  for (const restart of ['systemctl --now', 'systemctl a b', 'systemctl $(id)', 'cpanel exim', 'reboot'])
    assert.equal(todosOf('outage', [step('service_down', 10, { restart })])[0]?.commands.length, 1, restart)
})
