import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Driver } from '../../../agent/drivers/driver.ts'
import { WorkMeter } from '../../support/work.ts'

// What is loaded after it is counted.
const meter = new WorkMeter()
const { cpanelAccess } = await import('../../../agent/drivers/cpanel-access.ts')
const { cpanelAccounting } = await import('../../../agent/drivers/cpanel-accounting.ts')
const { cpanelApiTokens } = await import('../../../agent/drivers/cpanel-api-tokens.ts')
const { cpanelError } = await import('../../../agent/drivers/cpanel-error.ts')
const { cpanelLogin } = await import('../../../agent/drivers/cpanel-login.ts')
const { cpanelSession } = await import('../../../agent/drivers/cpanel-session.ts')
const { dovecot } = await import('../../../agent/drivers/dovecot.ts')
const { eximMain } = await import('../../../agent/drivers/exim-main.ts')
const { pureFtpd } = await import('../../../agent/drivers/pure-ftpd.ts')
const { sshd } = await import('../../../agent/drivers/sshd.ts')
const { DRIVERS } = await import('../../../agent/sources/sources.ts')
const { parseLine } = await import('../../../agent/drivers/line.ts')

const DOVECOT = 'Aug 18 13:23:31 web1 dovecot: imap-login: '
const EXIM = '2026-08-18 13:23:31 1x9hqp-000000076Qy-1Ug8 '
const HOOK = '[2026-08-18 13:23:31 +0000] info [spoor_forward_added] '

const TOKEN = `[2026-08-18 13:23:31 +0000] info [cpaneld] HTTP Status: ['200'], User: ['a'], Token Name: ['b'], Request: ['`

const shapes: readonly [Driver, (length: number) => string][] = [
  ...[
    '%',
    '%41',
    ' ',
    '"',
    '" ',
    ' [08/18/2026:13:23:31 -0000] "',
    '/../',
    '&email=',
    '[',
    '{"a":[',
    '\u00e9',
    ' - ',
  ].flatMap((piece) =>
    DRIVERS.map((driver): [Driver, (length: number) => string] => [driver, (length) => repeat(piece, length)]),
  ),
  [cpanelAccess, (length) => accessLine(repeat('%61', length))],
  [cpanelAccess, (length) => accessLine(`/execute/Email/add_forwarder?${repeat('email=a%40b&', length)}`)],
  [
    cpanelAccess,
    (length) => accessLine(`/xml-api/cpanel?${repeat('cpanel_xmlapi_module=Email&cpanel_xmlapi_func=x&', length)}`),
  ],
  [
    cpanelAccess,
    (length) => accessLine(`/execute/Email/store_filter?${repeat('action1=deliver&dest1=a%40b&', length)}`),
  ],
  [cpanelAccess, (length) => accessLine(`/execute/Email/add_pop?domain=example.com&email=${repeat('a.', length)}`)],
  [cpanelAccess, (length) => accessLine(`/execute/Email/add_domain_forwarder?domain=${repeat('a.', length)}`)],
  [cpanelAccess, (length) => accessLine(repeat('/a/..', length))],
  [cpanelAccess, (length) => accessLine(repeat(' a', length))],
  [cpanelAccess, (length) => accessLine(`${repeat(' ', length)}"`)],
  [cpanelAccess, (length) => accessLine(`${repeat('a', length)}://`)],
  [cpanelAccess, (length) => accessLine(`/ ${repeat('a', length)}" x`)],
  [cpanelAccess, (length) => accessLine(`${repeat('a', length)}" x`)],
  [cpanelAccess, (length) => `${accessLine('/execute/Email/add_forwarder')}${repeat('", "', length)}" 2096`],
  [cpanelLogin, (length) => `192.0.2.10 - a [08/18/2026:13:23:31 -0000] "${repeat(' [08/18/2026:', length)}`],
  [
    cpanelLogin,
    (length) => `[2026-08-18 13:23:31 +0000] info [webmaild] 192.0.2.10 - a "${repeat('" FAILED LOGIN ', length)}`,
  ],
  [
    cpanelSession,
    (length) => `[2026-08-18 13:23:31 +0000] info [cpaneld] 192.0.2.10 NEW a:b ${repeat(',method=,app=', length)}`,
  ],
  [cpanelSession, (length) => `192.0.2.10 [08/18/2026:13:23:31 -0000] NEW ${repeat(':', length)}`],
  [cpanelApiTokens, (length) => `${TOKEN}${repeat("'], User: ['", length)}`],
  [cpanelApiTokens, (length) => `${TOKEN}GET ${repeat('/a/..', length)}`],
  [cpanelAccounting, (length) => `Thu Sep 24 16:42:01 2026:CREATE${repeat(':root', length)}`],
  ...['>, method=PLAIN', 'user=<', ', rip=', '(auth failed, 1 attempts', '>'].flatMap(
    (piece): [Driver, (length: number) => string][] => [
      [dovecot, (length) => `${DOVECOT}Login: user=<${repeat(piece, length)}`],
      [dovecot, (length) => `${DOVECOT}${repeat(piece, length)}user=<a>, rip=192.0.2.1`],
    ],
  ),
  ...[
    '\\"',
    '" ',
    '"a',
    ' A=x:',
    ' P=local',
    ' X=a',
    ' X="a"',
    ' for ',
    '" for ',
    'a ',
    '(',
    ' (a)',
    ' <a>',
    ' F=a',
    ' R=',
  ].flatMap((piece): [Driver, (length: number) => string][] =>
    [
      '<= ',
      '<= "',
      '<= a H=(x) [192.0.2.1] P=esmtpsa',
      '<= a H=(x) [192.0.2.1] P=a',
      '<= a U=a P=local S=1 T="x"',
      '=> a',
      '** a ',
    ].map((start) => [eximMain, (length) => `${EXIM}${start}${repeat(piece, length)}`]),
  ),
  ...['(set_id=', ': 535 ', ' I=a', '[1]', ') '].map((piece): [Driver, (length: number) => string] => [
    eximMain,
    (length) =>
      `2026-08-18 13:23:31 dovecot_login authenticator failed for (x) [192.0.2.1]: 535 ${repeat(piece, length)}`,
  ]),
  [pureFtpd, (length) => `Aug 18 13:23:31 web1 pure-ftpd: (${repeat('a@', length)}`],
  [pureFtpd, (length) => `Aug 18 13:23:31 web1 pure-ftpd: message repeated 2 times: [ ${repeat(']', length)}x`],
  ...[' from a port 1 ssh2', ' from a', ' not allowed because'].flatMap((piece) =>
    ['Invalid user ', 'Failed password for ', 'Accepted password for ', 'User '].map(
      (start): [Driver, (length: number) => string] => [
        sshd,
        (length) => `Aug 18 13:23:31 web1 sshd[1]: ${start}${repeat(piece, length)}x`,
      ],
    ),
  ),
  [cpanelError, (length) => `${HOOK}${repeat('{"args":', length)}`],
  [cpanelError, (length) => `${HOOK}${repeat('[', length)}`],
]

function accessLine(target: string): string {
  return `192.0.2.10 - shop [08/18/2026:13:23:31 -0000] "POST ${target} HTTP/1.1" 200 0 "`
}

function repeat(piece: string, length: number): string {
  return piece.repeat(Math.ceil(length / piece.length))
}

/** How many times as much work a line is that is four times as long as one of that length. */
function growth(
  meter: WorkMeter,
  parse: (line: string) => void,
  shape: (length: number) => string,
  length = 16_384,
): number {
  const [once = 0, fourTimes = 0] = [length, 4 * length].map((length) => {
    const line = shape(length)
    return meter.count(() => parse(line))
  })
  return fourTimes / (once + 1000)
}

suite('work grows with the length of a line, not with its square', () => {
  for (const [driver, shape] of shapes) {
    test(`${driver.name}: ${shape(1).slice(0, 90)}…`, () => {
      const grown = growth(meter, (line) => parseLine(driver, Buffer.from(line), { zone: 'UTC', now: 0 }), shape)
      assert.ok(grown < 5, `${grown} times as much`)
    })
  }
})

suite('work that grows with the square is seen to', async () => {
  const meter = new WorkMeter([new URL('../../support/quadratic.ts', import.meta.url).href])
  const { QUADRATIC } = await import('../../support/quadratic.ts')
  for (const [way, parse] of Object.entries(QUADRATIC)) {
    test(way, () => {
      const grown = growth(meter, parse, (length) => repeat('[', length), 512)
      assert.ok(grown > 8, `${grown} times as much`)
    })
  }
})
