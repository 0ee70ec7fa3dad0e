import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import * as fc from 'fast-check'
import { cpanelAccess } from '../../../agent/drivers/cpanel-access.ts'
import { cpanelError } from '../../../agent/drivers/cpanel-error.ts'
import { cpanelLogin } from '../../../agent/drivers/cpanel-login.ts'
import { dovecot } from '../../../agent/drivers/dovecot.ts'
import type { Parsed } from '../../../agent/drivers/driver.ts'
import { eximMain } from '../../../agent/drivers/exim-main.ts'
import { pureFtpd } from '../../../agent/drivers/pure-ftpd.ts'
import { sshd } from '../../../agent/drivers/sshd.ts'
import { LONGEST_LINE } from '../../../agent/follow/scan/longest-line.ts'
import type { Kind } from '../../../lib/event/catalogue.ts'
import type { EventOf } from '../../../lib/event/event.ts'
import { hostile } from '../../support/hostile-text.ts'

const CONTEXT = { zone: 'UTC', now: 1_787_000_000 }

function eventsOf<K extends Kind>(parsed: Parsed<K>): readonly EventOf<K>[] {
  return typeof parsed === 'string' ? [] : parsed
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

  test('maillog: a refused name is neither a success nor an address', () => {
    fc.assert(
      fc.property(hostile, (name) => {
        const line = `Aug 18 13:23:31 web1 dovecot: imap-login: Disconnected (auth failed, 1 attempts in 2 secs): user=<${name}>, method=PLAIN, rip=192.0.2.10, lip=192.0.2.1, TLS, session=<a>`
        for (const event of eventsOf(dovecot.parse(line, CONTEXT))) {
          assert.deepEqual(
            [event.type, event.ip, event.mailbox_address, 'attempts' in event && event.attempts],
            ['login_failed', '192.0.2.10', name, 1],
          )
        }
      }),
      { numRuns: 5000 },
    )
  })

  test('exim_mainlog: sender, HELO, id and subject choose neither who hands mail in nor whence', () => {
    const anybody = fc.tuple(hostile, hostile, hostile, hostile, fc.boolean())
    fc.assert(
      fc.property(anybody, ([sender, helo, id, subject, knows]) => {
        const password = knows ? 'P=esmtpsa X=TLS1.3 CV=no A=dovecot_login:anna@example.com' : 'P=esmtps X=TLS1.3 CV=no'
        const quoted = `"${sender.replaceAll(/["\\]/g, String.raw`\$&`)}"@example.net`
        const written = subject.replaceAll(/["\\]/g, String.raw`\$&`)
        const line = `2026-08-18 13:23:31 1x9hqp-000000076Qy-1Ug8 <= ${quoted} H=(${helo}) [192.0.2.10]:1 ${password} S=5 id=${id} T="${written}" for a@example.net b@example.net`
        const parsed = eximMain.parse(line, CONTEXT)
        const understood = !/[()"=]/.test(helo)
        if (understood) assert.equal(typeof parsed, knows ? 'object' : 'string', line)
        for (const event of eventsOf(parsed)) {
          assert.ok(event.type === 'mail_submitted')
          assert.deepEqual([event.mailbox_address, event.ip, event.recipients], ['anna@example.com', '192.0.2.10', 2])
        }
      }),
      { numRuns: 5000 },
    )
  })

  test('exim_mainlog: a refused name and a HELO choose neither the address nor another kind of event', () => {
    fc.assert(
      fc.property(hostile, hostile, (helo, name) => {
        const line = `2026-08-18 13:23:31 dovecot_login authenticator failed for (${helo}) [192.0.2.10]:1: 535 Incorrect authentication data (set_id=${name})`
        for (const event of eventsOf(eximMain.parse(line, CONTEXT))) {
          assert.deepEqual([event.type, event.mailbox_address], ['login_failed', name])
          assert.equal('ip' in event && event.ip, '192.0.2.10')
        }
      }),
      { numRuns: 5000 },
    )
  })

  test('syslog: names that were refused by FTP and SSH are no successes, and their address is that of the line', () => {
    const ways = fc.constantFrom<(name: string) => string>(
      (name) => `pure-ftpd[1]: (?@192.0.2.10) [WARNING] Authentication failed for user [${name}]`,
      (name) => `sshd[1]: Invalid user ${name} from 192.0.2.10 port 50123`,
      (name) => `sshd[1]: Failed password for invalid user ${name} from 192.0.2.10 port 50123 ssh2`,
    )
    fc.assert(
      fc.property(ways, hostile, (way, name) => {
        const line = `Aug 18 13:23:31 web1 ${way(name)}`
        for (const driver of [pureFtpd, sshd]) {
          for (const event of eventsOf(driver.parse(line, CONTEXT))) {
            assert.deepEqual([event.type, event.ip, event.mailbox_address], ['login_failed', '192.0.2.10', name])
          }
        }
      }),
      { numRuns: 5000 },
    )
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
