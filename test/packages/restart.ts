import assert from 'node:assert/strict'
import type { Machine } from './life.ts'

const CHECK = '{ name: victim, type: unit, unit: victim, interval: 5s, failures: 1, restart: systemctl victim }'
const CONFIG = '/etc/spoor/conf.d/restart.yml'
const REQUESTS = '/var/lib/spoor-watch/restarts'

/** A service that is killed, and comes back as its check asks for. */
export async function checkRestart({ checks, container }: Pick<Machine, 'checks' | 'container'>): Promise<void> {
  const calls = (): Promise<string> => container.must('journalctl -u spoor-agent-restart -o cat')
  await container.must(
    `printf '[Service]\\nExecStart=/bin/sleep infinity\\n' > /etc/systemd/system/victim.service
     printf 'checks:\\n  - ${CHECK}\\n' > ${CONFIG}; chgrp spoor ${CONFIG}; chmod 640 ${CONFIG}
     systemctl daemon-reload; systemctl start victim spoor-agent-watcher`,
  )
  await checks.check('a service that was killed is restarted by root, as the watcher asks for', async () => {
    assert.equal(await container.must('systemctl is-active spoor-agent-restart.path'), 'active')
    await container.must('systemctl kill -s KILL victim')
    await container.until('it is restarted', async () => /^service_restarted: restarted/m.test(await calls()))
    assert.equal(await container.must('systemctl is-active victim'), 'active')
    const record = '/var/lib/spoor-restart /var/lib/spoor-restart/restarts.json'
    assert.equal(await container.must(`stat -c '%a %U:%G' ${record}`), '2750 root:spoor\n640 root:spoor')
  })
  await checks.check(
    'what the user of the watcher leaves there is refused, and starts nothing again and again',
    async () => {
      await container.must(
        `setpriv --reuid spoor-watch --clear-groups sh -c 'mkdir -p ${REQUESTS}/x/y; echo x > ${REQUESTS}/z'`,
      )
      await container.until('it is refused', async () => /^restart_request_refused/m.test(await calls()))
      await container.until('the unit rests', async () => {
        return (await container.must('systemctl show -P ActiveState spoor-agent-restart')) === 'inactive'
      })
      assert.equal(await container.must('systemctl is-active spoor-agent-restart.path'), 'active')
    },
  )
  await container.must(
    `systemctl stop spoor-agent-watcher victim; rm -rf ${REQUESTS} ${CONFIG} /etc/systemd/system/victim.service
     systemctl daemon-reload`,
  )
}
