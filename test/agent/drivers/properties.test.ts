import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import * as fc from 'fast-check'
import { cpanelAccess } from '../../../agent/drivers/cpanel-access.ts'
import { cpanelError } from '../../../agent/drivers/cpanel-error.ts'
import { cpanelLogin } from '../../../agent/drivers/cpanel-login.ts'
import type { Driver, Parsed } from '../../../agent/drivers/driver.ts'
import { LONGEST_LINE } from '../../../agent/follow/scan/longest-line.ts'
import { DRIVERS } from '../../../agent/sources/sources.ts'
import type { Kind } from '../../../lib/event/catalogue.ts'
import { checkedEvent } from '../../../lib/event/check.ts'
import type { EventOf } from '../../../lib/event/event.ts'

const CONTEXT = { zone: 'UTC', now: 1_787_000_000 }

function goodLines(driver: Driver): string[] {
  const text = readFileSync(join(import.meta.dirname, '../../fixtures', driver.name, 'good.log'), 'utf8')
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
}

function eventsOf<K extends Kind>(parsed: Parsed<K>): readonly EventOf<K>[] {
  return typeof parsed === 'string' ? [] : parsed
}

/** What the type of `parse` promises, whatever the line was. */
function assertSound(parsed: Parsed): void {
  if (typeof parsed === 'string') return assert.ok(parsed === 'uninteresting' || parsed === 'unrecognised')
  assert.ok(parsed.length > 0)
  for (const event of parsed) {
    assert.deepEqual(checkedEvent(event), event)
    if ('mailbox_address' in event) assert.match(event.mailbox_address, /^[^\s"[\]()<>\p{Cc}]+$/u)
  }
}

/** Whether the collector, which passes over lines without a needle, sees what `parse` shows. */
function assertFound({ needles }: Driver, line: string, parsed: Parsed): void {
  if (needles === 'every line' || typeof parsed === 'string') return
  assert.ok(
    needles.some((needle) => line.includes(needle)),
    line,
  )
}

/** Bytes as a log may hold them, as the agent decodes them and as they are. */
const noise = fc
  .tuple(fc.uint8Array({ maxLength: 300 }), fc.constantFrom('latin1' as const, 'utf8' as const))
  .map(([bytes, encoding]) => Buffer.from(bytes).toString(encoding))

/** What an attacker would write, in pieces. */
const hostile = fc
  .array(
    fc.oneof(
      noise,
      fc.constantFrom(
        '"',
        '" ',
        ' ',
        ' - ',
        '-',
        '[',
        '] ',
        ': ',
        '?',
        '&',
        '=',
        '/',
        '%',
        '%2',
        '%22',
        '%20',
        '%0a',
        '%ff',
        '+',
        ',',
        '{',
        '}',
        'victim@example.com',
        'victim%40example.com',
        '203.0.113.66',
        'root',
        'HTTP/1.1" 200 0 ',
        '" "s" "203.0.113.66" 2087',
        '[08/18/2020:01:01:01 -0000] ',
        '[2020-08-18 01:01:01 +0000] info [webmaild] ',
        'SUCCESS LOGIN webmaild',
        'FAILED LOGIN cpaneld',
        '" FAILED LOGIN whostmgrd: ',
        '(possessor: root)',
        '"POST /execute/Email/add_forwarder HTTP/1.1" 200 ',
        'emaildest=',
        'email=',
        'domain=',
        'account=',
        'action1=deliver&dest1=',
        '/execute/Tokens/create_full_access?name=',
        '/json-api/passwd?user=',
        '/execute/Email/delete_forwarder?address=victim@example.com&forwarder=x@example.net',
        '[spoor_forward_added] ',
        '{"args":{},"result":[{"email":"victim@example.com","forward":"x@example.net"}]}',
      ),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join('').replaceAll('\n', ' '))

for (const driver of DRIVERS) {
  test(`${driver.name} never throws, and says nothing unsound, on random bytes`, () => {
    const line = fc.oneof(noise, hostile)
    fc.assert(
      fc.property(line, (line) => assertSound(driver.parse(line, CONTEXT))),
      { numRuns: 2000 },
    )
  })

  test(`${driver.name} never throws, and says nothing unsound, on mutated good lines`, () => {
    const line = fc.constantFrom(...goodLines(driver))
    const place = fc.nat({ max: 400 })
    fc.assert(
      fc.property(line, place, place, hostile, (line, start, length, text) => {
        const mutated = line.slice(0, start) + text + line.slice(start + length)
        const parsed = driver.parse(mutated, CONTEXT)
        assertSound(parsed)
        assertFound(driver, mutated, parsed)
      }),
      { numRuns: 2000 },
    )
  })
}

suite('what a client writes never becomes a mailbox or an address', () => {
  const target = hostile.map((text) => text.replaceAll(' ', ''))
  const page = fc.constantFrom(
    '/webmail/x/mail/doaddfwd.html',
    '/execute/Email/add_forwarder',
    '/webmail/x/mail/dodelfwd.html',
    '/execute/Email/passwd_pop',
    '/execute/Email/store_filter',
    '/json-api/cpanel?cpanel_jsonapi_module=Email&cpanel_jsonapi_func=delpop&x',
    '/',
  )

  test('access_log: target, referer, user agent and X-Forwarded-For do not change who, whence and when', () => {
    const tail = fc.tuple(hostile, hostile, hostile)
    fc.assert(
      fc.property(page, target, tail, fc.boolean(), (page, target, [referer, agent, forwardedFor], proxy) => {
        const from = proxy ? `127.0.0.1 proxy` : '192.0.2.10 -'
        const appended = proxy ? `${forwardedFor}, 192.0.2.10` : forwardedFor
        const request = `"POST ${page}?${target} HTTP/1.1" 200 0`
        const line = `${from} anna%40example.com [08/18/2026:13:23:31 -0000] ${request} "${referer}" "${agent}" "s" "${appended}" 2096`
        const [event, ...more] = eventsOf(cpanelAccess.parse(line, CONTEXT))
        assert.deepEqual(more, [])
        assert.equal(event === undefined, page === '/')
        if (event === undefined) return
        const { mailbox_address, ip, time, context } = event
        const expected = { mailbox_address: 'anna@example.com', ip: '192.0.2.10', time: 1787059411, context: 'mailbox' }
        assert.deepEqual({ mailbox_address, ip, time, context }, expected)
      }),
      { numRuns: 2000 },
    )
  })

  test('access_log: an account names a mailbox in the parameters for it, and in no other text', () => {
    fc.assert(
      fc.property(page, hostile, (page, text) => {
        const harmless = text.replaceAll(/[ &]|email|address|%/g, '')
        const line = `192.0.2.10 - shop [08/18/2026:13:23:31 -0000] "POST ${page}?password=${harmless} HTTP/1.1" 200 0 "" "${text}" "s" "-" 2083`
        for (const event of eventsOf(cpanelAccess.parse(line, CONTEXT))) {
          assert.deepEqual(
            [event.mailbox_address, event.context, 'forward_recipient' in event ? event.forward_recipient : null],
            ['shop', 'domain', null],
          )
          if ('named_user' in event) assert.equal(event.named_user, null)
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('login_log: a failed login is never a success, and its address and time are those of the line', () => {
    const layouts = fc.constantFrom<(user: string, request: string) => string>(
      (user, request) =>
        `[2026-08-18 13:23:31 +0000] info [webmaild] 192.0.2.10 - ${user} "${request}" FAILED LOGIN webmaild: no user ${user}`,
      (user, request) =>
        `[2026-08-18 13:23:31 +0000] info [cpsrvd] 192.0.2.10 - ${user} "${request}" DEFERRED LOGIN cpaneld`,
      (user, request) => `192.0.2.10 - ${user} [08/18/2026:13:23:31 -0000] "${request}" FAILED LOGIN cpdavd: no user`,
    )
    fc.assert(
      fc.property(layouts, hostile, hostile, (layout, user, request) => {
        for (const event of eventsOf(cpanelLogin.parse(layout(user, request), CONTEXT))) {
          assert.notEqual(event.type, 'login')
          assert.deepEqual([event.ip, event.time], ['192.0.2.10', 1787059411])
          assert.ok(user.startsWith(event.mailbox_address))
        }
      }),
      { numRuns: 5000 },
    )
  })

  test('login_log: a typed name so long that its line is cut is no success, wherever the cut comes', () => {
    const typed = (padding: string): string[] => [
      `victim@example.com - SUCCESS LOGIN ${padding}`,
      `victim@example.com (possessor: ${padding}) - SUCCESS LOGIN webmaild`,
      `${padding}@example.com - SUCCESS LOGIN webmaild`,
    ]
    for (const name of typed('a').keys()) {
      const line = (length: number): string =>
        `[2026-08-18 13:23:31 +0000] info [webmaild] 192.0.2.10 - ${typed('a'.repeat(length))[name]}`
      const cut = line(LONGEST_LINE - line(0).length)
      assert.equal(cut.length, LONGEST_LINE)
      assert.equal(cpanelLogin.parse(cut, CONTEXT), 'unrecognised')
    }
  })

  test('error_log: the mailbox is the one of the answer, whatever the call was given', () => {
    fc.assert(
      fc.property(fc.dictionary(hostile, hostile), hostile, (args, text) => {
        const data = { args, result: [{ email: 'anna@example.com', forward: 'to@example.net' }], user: text }
        const line = `[2026-08-18 13:23:31 +0000] info [spoor_forward_added] ${JSON.stringify(data)}`
        const [event] = eventsOf(cpanelError.parse(line, CONTEXT))
        assert.deepEqual([event?.mailbox_address, event?.forward_recipient], ['anna@example.com', 'to@example.net'])
      }),
    )
  })
})
