import assert from 'node:assert/strict'
import type { Checks } from './checks.ts'
import type { Container } from './container.ts'
import { commandsOf } from './documented.ts'
import type { Flow } from './flow.ts'

/** The two services, by the command of each. */
const HALVES = ['collector', 'transmitter'] as const

/** A machine with the package installed, and its flow of lines. */
export interface Machine {
  readonly checks: Checks
  readonly container: Container
  readonly flow: Flow
}

/** One property of a unit. */
async function property({ container }: Machine, unit: string, name: string): Promise<string> {
  return container.must(`systemctl show --property=${name} --value spoor-agent-${unit}.service`)
}

/** The states of both services. */
export async function states(machine: Machine): Promise<string[]> {
  return Promise.all(HALVES.map((half) => property(machine, half, 'ActiveState')))
}

/** The main processes of both services. */
export async function pids(machine: Machine): Promise<string[]> {
  return Promise.all(HALVES.map((half) => property(machine, half, 'MainPID')))
}

/** Waits until both services run. */
export async function untilActive(machine: Machine): Promise<void> {
  const isSo = async (): Promise<boolean> => (await states(machine)).every((state) => state === 'active')
  await machine.container.until('both are active', isSo)
}

/** From a fresh package to the first event that arrives. */
export async function checkFirstStart(machine: Machine): Promise<void> {
  const { checks, container, flow } = machine
  await checks.check('a fresh package is neither enabled nor started', async () => {
    assert.equal((await container.run('systemctl is-enabled spoor-agent.target')).text, 'disabled')
    assert.deepEqual(await states(machine), ['inactive', 'inactive'])
  })
  await checks.check('owners and modes are right', async () => {
    const paths =
      '/etc/spoor /etc/spoor/conf.d /etc/spoor/private /etc/spoor/spoor.yml /var/lib/spoor /usr/bin/spoor-agent'
    assert.deepEqual((await container.must(`stat -c '%a %U:%G' ${paths}`)).split('\n'), [
      '750 root:spoor',
      '750 root:spoor',
      '750 root:spoor',
      '640 root:spoor',
      '700 spoor:spoor',
      '755 root:root',
    ])
    assert.match(
      await container.must('getent passwd spoor'),
      /^spoor:x:\d{3}:\d{3}:Spoor agent:\/var\/lib\/spoor:.*nologin$/,
    )
  })
  await checks.check('unconfigured it refuses to start, once, and says what to fill in', async () => {
    assert.notEqual((await container.run('systemctl start spoor-agent-collector')).code, 0)
    const outcome = ['ActiveState', 'ExecMainStatus', 'NRestarts'].map((name) => property(machine, 'collector', name))
    assert.deepEqual(await Promise.all(outcome), ['failed', '2', '0'])
    const said = await container.must('journalctl -u spoor-agent-collector -o cat')
    assert.match(said, /\/etc\/spoor\/spoor\.yml:\d+:\d+: transmission\.host: is empty; write host: /)
    assert.match(said, /transmission\.credentials\.api_identifier: is empty; write /)
    const errors = await container.must('journalctl -u spoor-agent-collector -o cat -p err')
    assert.match(errors, /^\/etc\/spoor\/spoor\.yml:\d+:\d+: transmission\.host: is empty; write host: .*$/m)
  })
  await checks.check('configured as the documentation says it starts', async () => {
    await container.must(
      `sed -i -e 's|^  host:|& ${flow.url}|' -e 's|^    api_identifier:|& ABC123|' -e 's|^  # ca_file:|  ca_file:|' /etc/spoor/spoor.yml`,
    )
    await container.must('cat > /etc/spoor/ca.pem', flow.authority)
    // This test's input arrives through a socket, which cannot be opened as /dev/stdin.
    await container.must(`cat | { ${commandsOf('both: secret')}\n}`, 'secret456\n')
    await container.must(commandsOf('both: start'))
    assert.deepEqual(await states(machine), ['active', 'active'])
    assert.equal(await container.must('systemctl is-active spoor-agent.target'), 'active')
    const told = (priority: string): Promise<string> =>
      container.must(`journalctl -u spoor-agent-collector -o cat -p ${priority}`)
    assert.match(await told('info..info'), /^collector_started: /m)
    assert.doesNotMatch(await told('warning'), /collector_started/)
  })
  await checks.check('a line of a log that only root can read arrives at the API', async () => {
    await flow.write(1)
    await flow.settled()
    const credentials = Buffer.from('ABC123:secret456').toString('base64')
    assert.equal(flow.authorizations[0], `Basic ${credentials}`)
  })
}

/** A replay beside the services, after the first line. */
export async function checkReplay(machine: Machine): Promise<void> {
  const { checks, container, flow } = machine
  await checks.check('what stood in the logs before is reported as documented, and nothing of it twice', async () => {
    assert.match(await container.must(commandsOf('both: replay')), /sealed: 0, in the spool already: 1\./)
    await untilActive(machine)
    await flow.settled()
  })
}

/** Stops, starts and kills through systemd. */
export async function checkControl(machine: Machine): Promise<void> {
  const { checks, container, flow } = machine
  await checks.check('the target stops, starts and restarts both', async () => {
    await container.must('systemctl stop spoor-agent.target')
    await container.until('both are inactive', async () =>
      (await states(machine)).every((state) => state === 'inactive'),
    )
    await flow.write(10)
    await container.must('systemctl start spoor-agent.target')
    await untilActive(machine)
    const before = await pids(machine)
    await container.must('systemctl restart spoor-agent.target')
    await untilActive(machine)
    assert.ok((await pids(machine)).every((pid, index) => pid !== before[index]))
    await flow.settled()
  })
  await checks.check('a reload keeps the processes', async () => {
    const before = await pids(machine)
    await container.must(commandsOf('both: reload'))
    await flow.write(10)
    await flow.settled()
    assert.deepEqual(await pids(machine), before)
  })
  await checks.check('killed, both come back, and nothing is lost or doubled', async () => {
    await flow.during(async () => {
      const before = await pids(machine)
      await container.must(`kill -9 ${before.join(' ')}`)
      await container.until('both have others', async () => {
        const now = await pids(machine)
        return now.every((pid, index) => pid !== '0' && pid !== before[index])
      })
      await untilActive(machine)
    })
    await flow.settled()
  })
  await checks.check('a process that hangs is told by status', async () => {
    const [collector = ''] = await pids(machine)
    await container.must(`kill -STOP ${collector}; touch -d '5 minutes ago' /run/spoor/collector.json`)
    const { code, text } = await container.run('spoor-agent status')
    await container.must(`kill -CONT ${collector}`)
    assert.equal(code, 1)
    assert.match(text, /collector_hangs/)
  })
}

/** A reboot while lines are written. */
export async function checkReboot(machine: Machine): Promise<void> {
  const { checks, container, flow } = machine
  await checks.check('after a reboot both run again, and what was written meanwhile arrives', async () => {
    await flow.write(20)
    await container.powerOff()
    await flow.write(20)
    await container.boot()
    await flow.open()
    await untilActive(machine)
    await flow.settled()
  })
}

/** Waits for the services, unlike a stop of the target. */
const STOP = 'systemctl stop spoor-agent.target spoor-agent-collector spoor-agent-transmitter'

/** A disk for the spool, filled to the last byte. */
export async function checkFullDisk(machine: Machine): Promise<void> {
  const { checks, container, flow } = machine
  await checks.check('on a full disk it waits, and goes on when there is room', async () => {
    await container.must(
      `set -e; ${STOP}; cp -a /var/lib/spoor /root/spool
       mount -t tmpfs -o size=160m,mode=700,uid=$(id -u spoor),gid=$(id -g spoor) spool /var/lib/spoor
       cp -a /root/spool/. /var/lib/spoor; systemctl start spoor-agent.target`,
    )
    await container.run('cat /dev/zero > /var/lib/spoor/fill')
    await flow.write(50)
    await container.until('status tells of it', async () =>
      (await container.run('spoor-agent status')).text.includes('spool_held'),
    )
    assert.deepEqual(await states(machine), ['active', 'active'])
    await container.must('rm /var/lib/spoor/fill')
    await flow.settled()
  })
  await container.must(
    `set -e; ${STOP}; rm -r /root/spool; cp -a /var/lib/spoor /root/spool; umount /var/lib/spoor
     rm -rf /var/lib/spoor/*; cp -a /root/spool/. /var/lib/spoor; rm -r /root/spool; systemctl start spoor-agent.target`,
  )
}

/** Checks that hold at the end of any life. */
export async function checkJournal({ checks, container }: Machine): Promise<void> {
  await checks.check('the journal is free of secrets, and of bugs', async () => {
    const said = await container.must(commandsOf('both: journal'))
    assert.match(said, /collector_started/)
    assert.doesNotMatch(said, /secret456|bug:/)
  })
}
