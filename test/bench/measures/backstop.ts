import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { look } from '../../../agent/backstop/backstop.ts'
import type { Measure, Row } from '../measure.ts'

/** 10,000 domains of so many accounts, each with three mailboxes, a filter and a script. */
const ACCOUNTS = [2000, 10_000]
const DOMAINS = 10_000

/** The cost of looks at forwards and filters of 10,000 domains. */
export const backstop: Measure = {
  name: 'backstop',
  what: 'looks at the forwards and filters of 10,000 domains of 2,000 and of 10,000 accounts, of which nothing changes; needs root',
  columns: ['CPU s', 'wall s'],
  targets: [
    { subject: 'later, 2000 accounts', column: 'CPU s', of: 'first, 2000 accounts', bound: 'at most', ratio: 0.5 },
    { subject: 'first, 10000 accounts', column: 'CPU s', of: 'first, 2000 accounts', bound: 'at most', ratio: 2 },
  ],
  run: async () => {
    if (process.geteuid?.() !== 0) return []
    const rows: Row[] = []
    for (const accounts of ACCOUNTS) rows.push(...(await looksAt(accounts)))
    return rows
  },
}

async function looksAt(accounts: number): Promise<readonly Row[]> {
  const root = mkdtempSync(join(tmpdir(), 'spoor-bench-'))
  try {
    layHost(root, accounts)
    const first = await lookAt(root, `first, ${accounts} accounts`, 1)
    return [first, await lookAt(root, `later, ${accounts} accounts`, 2)]
  } finally {
    rmSync(root, { recursive: true })
  }
}

async function lookAt(root: string, subject: string, hours: number): Promise<Row> {
  const [cpu, wall] = [process.cpuUsage(), performance.now()]
  const now = Date.now() + hours * 3_600_000
  await look({
    root,
    state: join(root, 'state'),
    inbox: join(root, 'inbox'),
    record: undefined,
    now,
    tell: () => undefined,
  })
  const { user, system } = process.cpuUsage(cpu)
  return { subject, values: [(user + system) / 1e6, (performance.now() - wall) / 1000] }
}

function layHost(root: string, accounts: number): void {
  chmodSync(root, 0o755)
  mkdirSync(join(root, 'inbox'))
  const [passwd, domains]: [string[], string[]] = [[], []]
  for (let account = 0; account < accounts; account += 1) {
    const [name, uid] = [`u${account}`, 20_000 + account]
    passwd.push(`${name}:x:${uid}:${uid}::/home/${name}:/bin/false\n`)
    for (let number = 0; number < DOMAINS / accounts; number += 1) {
      const domain = `d${account}-${number}.example`
      domains.push(`${domain}: ${name}\n`)
      layDomain(root, domain, join(root, 'home', name), uid)
    }
  }
  writeFileSync(join(root, 'etc/passwd'), passwd.join(''))
  writeFileSync(join(root, 'etc/userdomains'), domains.join(''))
}

function layDomain(root: string, domain: string, home: string, uid: number): void {
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    for (let each = path; each.startsWith(home); each = dirname(each)) chownSync(each, uid, uid)
  }
  put(
    join(root, 'etc/valiases', domain),
    `*: :fail: No\ninfo@${domain}: x@mail.example\nbob@${domain}: y@mail.example\n`,
  )
  put(join(root, 'etc/vfilters', domain), '')
  for (const mailbox of ['info', 'sales', 'bob']) {
    put(`${home}/etc/${domain}/${mailbox}/.keep`, '')
    put(`${home}/mail/${domain}/${mailbox}/.keep`, '')
  }
  put(`${home}/etc/${domain}/info/filter`, 'if $h_from: contains "a" then save "$home/mail/x" 660 endif\n')
  put(`${home}/mail/${domain}/bob/sieve/roundcube.sieve`, 'if header :contains "from" "x" { fileinto "a"; }')
}
