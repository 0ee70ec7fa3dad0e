// The real services that are installed here.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tcp } from '../../../../agent/probes/tcp/tcp.ts'
import { startMailServices, unlessMailServices } from '../../../support/mail-services.ts'
import { runProbe } from '../probe-scene.ts'

test('exim4 and dovecot are ok with STARTTLS and TLS', { skip: unlessMailServices() }, async (t) => {
  const { ports } = await startMailServices(t)
  assert.ok(Object.keys(ports).length >= 4)
  for (const [service, port] of Object.entries(ports)) {
    const { verdict, text, certificate, steps } = await runProbe(tcp, { service, port })
    assert.equal(verdict, 'ok', `${service}: ${text}`)
    if (service !== 'lmtp') assert.ok(certificate !== undefined, steps.join('\n'))
  }
})

test(
  'a stopped exim4 has failed: its system takes the connection, and nobody says anything',
  { skip: unlessMailServices() },
  async (t) => {
    const { ports, exim } = await startMailServices(t)
    exim.kill('SIGSTOP')
    const script = [{ send: 'EHLO localhost' }, { expect: '^220 ' }]
    const { verdict, text } = await runProbe(tcp, { port: ports.smtp, script }, '> EHLO localhost')
    assert.equal(verdict, 'failed')
    assert.match(text, /in time$/)
  },
)
