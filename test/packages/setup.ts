import assert from 'node:assert/strict'
import { outcomeIn } from '../support/host-to-set-up.ts'
import { type Machine, states, untilActive } from './life.ts'

/** Sets a host up anew with one command, and once more, and undoes it: units, files and reports of a real systemd. */
export async function checkSetup(machine: Machine): Promise<void> {
  const { checks, container, flow } = machine
  const options = `--api ${flow.url} --identifier ABC123 --secret-file /root/secret --ca-file /etc/spoor/ca.pem`
  const setup = `spoor-agent setup --yes --json --exit-code ${options}`
  await checks.check('a host without a configuration is set up by one command, and goes on where it was', async () => {
    await container.must('spoor-agent teardown; rm /etc/spoor/spoor.yml /etc/spoor/private/api_secret')
    await container.must('umask 077; cat > /root/secret', 'secret456\n')
    const { code, text } = await container.run(setup)
    assert.equal(code, 4, text)
    const { steps } = outcomeIn({ stdout: text })
    assert.ok(steps.every(({ state }) => state !== 'failed'))
    assert.deepEqual(await states(machine), ['active', 'active'])
    assert.equal(await container.must('systemctl is-enabled spoor-agent.target'), 'enabled')
    const paths = '/etc/spoor/spoor.yml /etc/spoor/private/api_secret'
    assert.equal(await container.must(`stat -c '%a %U:%G' ${paths}`), '640 root:spoor\n640 root:spoor')
    await flow.write(1)
    await flow.settled()
  })
  await checks.check('set up once more it changes nothing', async () => {
    const { code, text } = await container.run(setup)
    assert.deepEqual([code, outcomeIn({ stdout: text }).changed], [0, false], text)
  })
  await checks.check('services reread a configuration that was changed by hand', async () => {
    await container.must("sed -i 's|^events:.*|events: [takeover, login]|' /etc/spoor/spoor.yml")
    const { code, text } = await container.run(setup)
    assert.equal(code, 4, text)
    assert.equal((await container.run(setup)).code, 0)
    await flow.write(1)
    await flow.settled()
  })
  await checks.check('teardown stops it and keeps its files, and setup takes up where it was', async () => {
    const { code, text } = await container.run('spoor-agent teardown --json --exit-code')
    assert.equal(code, 4, text)
    assert.deepEqual(await states(machine), ['inactive', 'inactive'])
    assert.equal((await container.run('systemctl is-enabled spoor-agent.target')).text, 'disabled')
    assert.equal((await container.run('spoor-agent teardown --exit-code')).code, 0)
    await flow.write(1)
    assert.equal((await container.run('spoor-agent setup --yes --exit-code')).code, 4)
    await untilActive(machine)
    await flow.settled()
  })
  await container.must('rm /root/secret')
}
