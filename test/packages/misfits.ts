import assert from 'node:assert/strict'
import { unwrapped } from '../support/unwrapped.ts'
import type { Machine } from './life.ts'
import { untilActive } from './life.ts'

const CONFIG = '/etc/spoor/spoor.yml'

/** Hosts on which the services cannot or must not work: they say so and are not restarted for ever. */
export async function checkMisfits(machine: Machine): Promise<void> {
  const { checks, container, flow } = machine
  await checks.check('root is told by check of a secret that the transmitter could not read', async () => {
    await container.must('chmod 600 /etc/spoor/private/api_secret')
    const { code, text } = await container.run('spoor-agent check')
    const refused =
      /^\/etc\/spoor\/private\/api_secret: cannot be read by user spoor \(EACCES\); type: (.*)\n\(Checked as user spoor, /m
    const [, command = 'false'] = refused.exec(unwrapped(text)) ?? []
    await container.must('chmod 640 /etc/spoor/private/api_secret; spoor-agent check')
    assert.deepEqual([code, command], [2, 'chmod 0640 /etc/spoor/private/api_secret'])
  })
  await checks.check(
    'what configuration management puts into conf.d is checked like the rest, and what is said to type mends it',
    async () => {
      const site = '/etc/spoor/conf.d/10-site.yml'
      await container.must(`umask 022; echo 'host: { labels: { site: vienna } }' > ${site}`)
      const { code, text } = await container.run('spoor-agent check')
      const command = `chown root:spoor ${site} && chmod 0640 ${site}`
      assert.equal(code, 2)
      assert.ok(
        unwrapped(text).includes(
          `${site}: has mode 644, so that others than its owner could read or write it; type: ${command}\n`,
        ),
        text,
      )
      await container.must(`${command} && spoor-agent check && rm ${site}`)
    },
  )
  await checks.check('an account that somebody logs in to is not worked as, though it is called spoor', async () => {
    const shell = await container.must('getent passwd spoor | cut -d: -f7')
    const refused = await refusal(machine, 'usermod -s /bin/bash spoor', `usermod -s ${shell} spoor`)
    assert.match(refused, /The agent runs as spoor, but somebody can log in to that account/)
  })
  await checks.check('a runtime folder that the unit does not wait in is refused at once', async () => {
    const misfit = `cp -p ${CONFIG} /root/kept; sed -i 's|^runtime:.*|runtime: {path: /var/lib/spoor/run}|' ${CONFIG}`
    const refused = await refusal(machine, misfit, `mv /root/kept ${CONFIG}`)
    assert.match(refused, /runtime\.path: is \/var\/lib\/spoor\/run, but the unit of systemd waits/)
    await untilActive(machine)
    await flow.write(1)
    await flow.settled()
  })
}

/** The transmitter's message when it refuses to start after `misfit`; `undo` makes it run again. */
async function refusal({ container }: Machine, misfit: string, undo: string): Promise<string> {
  await container.must(`systemctl stop spoor-agent-transmitter; ${misfit}`)
  const began = await container.must('date +%s')
  try {
    assert.notEqual((await container.run('systemctl start spoor-agent-transmitter')).code, 0)
    const show = 'systemctl show spoor-agent-transmitter --value --property'
    assert.equal(await container.must(`${show} ExecMainStatus; ${show} NRestarts`), '2\n0')
    return await container.must(`journalctl -u spoor-agent-transmitter -o cat --since @${began}`)
  } finally {
    await container.must(`${undo}; systemctl start spoor-agent-transmitter`)
  }
}
