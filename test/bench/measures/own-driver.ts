import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestHost } from '../../support/test-host.ts'
import type { Measure } from '../measure.ts'
import { read, readNothing } from '../reading.ts'

const OWN = 'an own driver with 5 patterns'
const BUILT_IN = 'the built-in driver sshd'

/** What the built-in driver looks for in the lines of sshd. */
const DRIVER = `
start: beginning
patterns:
  - { pattern: 'sshd\\[\\d+\\]: Accepted \\w+ for (?P<mailbox_address>\\S+) from (?P<ip>\\S+) port', kind: login, context: domain, service: ssh }
  - { pattern: 'sshd\\[\\d+\\]: Failed password for (?P<mailbox_address>\\S+) from (?P<ip>\\S+) port', kind: login_failed, context: domain, service: ssh, fields: { login_fault: password } }
  - { pattern: 'sshd\\[\\d+\\]: Failed publickey for (?P<mailbox_address>\\S+) from (?P<ip>\\S+) port', kind: login_failed, context: domain, service: ssh }
  - { pattern: 'sshd\\[\\d+\\]: Invalid user (?P<mailbox_address>\\S+) from (?P<ip>\\S+) port', kind: login_failed, context: domain, service: ssh, fields: { login_fault: user } }
  - { pattern: 'sshd\\[\\d+\\]: User (?P<mailbox_address>\\S+) from (?P<ip>\\S+) not allowed because', kind: login_failed, context: domain, service: ssh, fields: { login_fault: forbidden } }
`

/** The speed of a driver that the operator wrote. */
export const ownDriver: Measure = {
  name: 'own-driver',
  what: 'an auth.log of 2,000,000 lines, of which one in ten is a refused login, and the last alone an event that is reported; without what a start with empty logs took in the same run',
  columns: ['lines/s', 'CPU s per million lines'],
  targets: [
    { subject: OWN, column: 'lines/s', bound: 'at least', value: 200_000 },
    { subject: OWN, column: 'CPU s per million lines', of: BUILT_IN, bound: 'at most', ratio: 2 },
  ],
  run: async ({ scale }) => {
    const lines = Math.ceil(2_000_000 * scale)
    const text = Array.from({ length: lines }, (_, number) => authLine(number, number === lines - 1)).join('')
    const start = await readNothing()
    const measured = async (lay: (host: TestHost, log: string) => void): Promise<readonly number[]> => {
      const whole = await read((host) => {
        const log = join(host.folder, 'auth.log')
        writeFileSync(log, text)
        appendFileSync(host.config, 'events: [login]\n')
        lay(host, log)
      }, text.length)
      return [lines / (whole.wall - start.wall), ((whole.cpu - start.cpu) / lines) * 1e6]
    }
    const own = await measured(({ folder }, log) => {
      mkdirSync(join(folder, 'drivers.d'), { mode: 0o755 })
      writeFileSync(join(folder, 'drivers.d/logins.yml'), `path: ${log}${DRIVER}`, { mode: 0o600 })
    })
    const builtIn = await measured(({ config }, log) =>
      appendFileSync(config, `logs: [{ driver: sshd, path: ${log}, start: beginning }]\n`),
    )
    return [
      { subject: OWN, values: own },
      { subject: BUILT_IN, values: builtIn },
    ]
  },
}

const USUAL = [
  'CRON[4711]: pam_unix(cron:session): session opened for user root(uid=0) by (uid=0)',
  'CRON[4711]: pam_unix(cron:session): session closed for user root',
  'sshd[812]: Connection closed by 192.0.2.10 port 40022 [preauth]',
  'systemd-logind[501]: New session 4712 of user shop.',
  'sudo: shop : TTY=pts/0 ; PWD=/home/shop ; USER=root ; COMMAND=/usr/bin/systemctl status nginx',
]

const REFUSED = [
  'Failed password for root from 192.0.2.10 port 40022 ssh2',
  'Invalid user admin from 198.51.100.7 port 51514',
  'Failed password for shop from 2001:db8::10 port 40022 ssh2',
  'User backup from 203.0.113.9 not allowed because not listed in AllowUsers',
]

/** Ten lines a second. */
function authLine(number: number, isLast: boolean): string {
  const time = new Date(Date.UTC(2026, 10, 20) + number * 100).toISOString().slice(11, 19)
  const said = isLast
    ? 'sshd[812]: Accepted publickey for shop from 192.0.2.10 port 40022 ssh2: ED25519 SHA256:x'
    : number % 10 === 0
      ? `sshd[812]: ${REFUSED[(number / 10) % REFUSED.length]}`
      : USUAL[number % USUAL.length]
  return `Nov 20 ${time} web1 ${said}\n`
}
