import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { selectionFindings } from '../../../agent/check/selection.ts'
import type { IgnoreRule } from '../../../agent/config/config.ts'
import { exampleReceiver } from '../../support/example-config.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

const RECEIVER = exampleReceiver('https://localhost:9')

test('a receiver that can get no event is named, and no other', async () => {
  const receivers = [
    RECEIVER,
    { ...RECEIVER, option: 'receivers.a', events: 'all', minSeverity: 'medium' },
    { ...RECEIVER, option: 'receivers.b', events: ['login'], minSeverity: 'medium' },
    { ...RECEIVER, option: 'receivers.c', events: ['log_gap'], contexts: ['mailbox', 'domain'] },
  ] as const
  const findings = await selectionFindings({ receivers, ignore: [] })
  assert.deepEqual(
    findings.map(({ state, text }) => [state, text.slice(0, 25)]),
    [
      ['warning', 'receivers.b gets no event'],
      ['warning', 'receivers.c gets no event'],
    ],
  )
})

async function saidOf(condition: IgnoreRule['condition'], localDomains?: string): Promise<readonly string[]> {
  const findings = await selectionFindings({ receivers: [], ignore: [{ name: 'one', condition }] }, localDomains)
  return findings.map(({ text }) => text)
}

test('a rule that trusts nearly everybody is warned of, and none that trusts a network that somebody can have', async () => {
  for (const condition of [
    { ip: ['0.0.0.0/0'] },
    { ip: ['::/0'], type: ['login'] },
    { ip: ['192.0.2.1', '192.0.2.0/7'] },
    { ip: ['2001:db8::/6'] },
    { mailbox: ['**'] },
  ] as const)
    assert.match((await saidOf(condition)).join(), /^ignore\.one trusts nearly everybody \(/, JSON.stringify(condition))
  for (const condition of [
    { ip: ['192.0.2.0/8', '2001:db8::/7', '192.0.2.1'] },
    { mailbox: ['*@example.com'] },
    { actor: ['*'], type: ['login'] },
    { type: ['login_failed'] },
    { recipient_domain: 'own' },
  ] as const)
    assert.deepEqual(await saidOf(condition), [], JSON.stringify(condition))
})

test('a rule that no kind of event can meet is warned of', async () => {
  for (const condition of [
    { type: ['log_gap'], ip: ['192.0.2.1'] },
    { type: ['log_gap'], context: ['mailbox'] },
    { type: ['mailbox_takeover'], ip: ['192.0.2.1'] },
    { type: ['login_failed'], actor: ['root'] },
    { recipient_domain: 'own', service: ['imap'] },
    { type: ['login', 'login_failed'], recipient_domain: 'own' },
  ] as const)
    assert.match((await saidOf(condition)).join(), /^ignore\.one leaves out nothing:/, JSON.stringify(condition))
})

test('local domains that cannot be read are warned of, where a rule needs them', async (t) => {
  const file = join(await temporaryFolder(t), 'localdomains')
  assert.match((await saidOf({ recipient_domain: 'local' }, file)).join(), /localdomains cannot be read \(ENOENT/)
  assert.deepEqual(await saidOf({ recipient_domain: 'own' }, file), [])
  await writeFile(file, 'example.com\n')
  assert.deepEqual(await saidOf({ recipient_domain: 'local' }, file), [])
})
