import assert from 'node:assert/strict'
import { appendFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { spawnAgent } from '../support/agent-process.ts'
import { createTestHost } from '../support/test-host.ts'
import { LOGIN, type MailHost } from './mail-host.ts'

/** What stands in the lines, and must stand in no mail. */
const SECRETS = ['cpsess0123456789', 'SECRETBROWSER', 'Quarterly numbers']

/** Whom the mail is about. */
const VICTIM = 'anna@shop.example'

/** What the logs say of a takeover: a guessed password, then a forward. */
function takeoverLines(): {
  readonly login: readonly string[]
  readonly access: readonly string[]
  readonly error: readonly string[]
} {
  const begin = Date.now() - 120_000
  const iso = (second: number): string => new Date(begin + second * 1000).toISOString().slice(0, 19).replace('T', ' ')
  const [year, month, day] = iso(61).slice(0, 10).split('-')
  const info = (second: number): string => `[${iso(second)} +0000] info [webmaild] 203.0.113.66 - ${VICTIM}`
  const failed = (second: number): string =>
    `${info(second)} "POST /login/ HTTP/1.1" FAILED LOGIN webmaild: user password incorrect`
  const added = {
    args: { domain: '', email: 'anna', fwdopt: 'fwd', fwdemail: 'drop@mail.example' },
    result: [{ domain: 'shop.example', email: VICTIM, forward: 'drop@mail.example' }],
    user: 'shop',
  }
  return {
    login: [...Array.from({ length: 20 }, (_, second) => failed(second)), `${info(30)} - SUCCESS LOGIN webmaild`],
    access: [
      `203.0.113.66 - anna%40shop.example [${month}/${day}/${year}:${iso(61).slice(11)} -0000] "POST /${SECRETS[0]}/execute/Email/add_forwarder?subject=${SECRETS[2]?.replace(' ', '+')} HTTP/1.1" 200 0 "-" "${SECRETS[1]}" "s" "-" 2096`,
    ],
    error: [`[${iso(61)} +0000] info [spoor_forward_added] ${JSON.stringify(added)}`],
  }
}

/**
 * An agent without a hub reads of a takeover and tells it through exim4; resolves with the mail as `inbox` reads it.
 */
export async function agentTells(
  server: MailHost,
  inbox: () => Promise<readonly string[]>,
  say: (text: string) => void,
): Promise<void> {
  const host = await createTestHost({ api: 'http://127.0.0.1:9' })
  const password = join(host.folder, 'password')
  await writeFile(password, `${LOGIN.password}\n`, { mode: 0o600 })
  const relay = `host: localhost, port: ${server.smtp}, tls: starttls, user: ${LOGIN.user}, password_file: ${password}, ca_file: ${server.caFile}`
  const to = '[duty@example.com, gone@example.com]'
  await appendFile(
    host.config,
    `alerts: [{ name: ops, min_severity: critical, mail: { from: spoor@example.com, to: ${to}, ${relay} } }]\n`,
  )
  const before = (await inbox()).length
  const agent = spawnAgent(['run', '--config', host.config])
  try {
    await agent.untilLine(/source_found: error/)
    const lines = takeoverLines()
    const began = Date.now()
    for (const log of ['login', 'access', 'error'] as const) await host.write(log, ...lines[log])
    await agent.untilLine(/alert_refused/)
    const mail = (await inbox()).slice(before).at(-1) ?? ''
    assert.ok(Date.now() - began < 60_000)
    const text = mail.replaceAll('=\r\n', '')
    assert.match(text, /^Subject: \[spoor\] mailbox anna@shop\.example on /m)
    assert.match(text, /mailbox_takeover/)
    for (const secret of [...SECRETS, LOGIN.password]) assert.ok(!text.includes(secret), secret)
    assert.match(agent.output.stderr, /alert_refused: ops: .*gone@example\.com: .*no such user/)
    assert.ok(!agent.output.stderr.includes(LOGIN.password))
    say(`an agent without a hub told a takeover ${Math.round((Date.now() - began) / 1000)} s after its last line`)
  } finally {
    agent.kill('SIGTERM')
    await agent.exited
    await host.remove()
  }
}
