import assert from 'node:assert/strict'
import { hubCommandsOf } from './documented.ts'
import type { Machine } from './life.ts'
import { NOT_OURS, offer } from './lives.ts'
import { tried, type Trials } from './probe.ts'
import { LATER_STEP, type Stock } from './stock.ts'

const URL = 'file:///mnt/stock/current'

/** A machine in which the hub lives without an agent. */
type HubMachine = Pick<Machine, 'checks' | 'container'>

/** What differs between the two kinds of packages. */
interface Manager {
  readonly name: 'apt' | 'dnf'
  /** Forgets what repositories offered that are no longer there. */
  readonly forget: string
  /** Says whether every file of the package is as it was packed. */
  readonly verify: string
  /** Where the new configuration lies after an upgrade, and the changed one after a removal. */
  readonly beside: string
  readonly left: string
}

/** The deb from the first installation to the purge. */
export function hubWithApt(machine: HubMachine, stock: Stock): Promise<void> {
  return live(machine, stock, {
    name: 'apt',
    forget: 'rm -rf /var/lib/apt/lists/*',
    verify: 'dpkg --verify spoor-hub',
    beside: '/etc/spoor-hub/hub.yml.dpkg-dist',
    left: '/etc/spoor-hub/hub.yml',
  })
}

/** The rpm likewise. */
export function hubWithDnf(machine: HubMachine, stock: Stock): Promise<void> {
  return live(machine, stock, {
    name: 'dnf',
    forget: 'dnf clean all',
    verify: 'rpm --verify spoor-hub',
    beside: '/etc/spoor-hub/hub.yml.rpmnew',
    left: '/etc/spoor-hub/hub.yml.rpmsave',
  })
}

async function live(machine: HubMachine, stock: Stock, manager: Manager): Promise<void> {
  const { checks, container } = machine
  checks.section(`The hub with ${manager.name}, in the same machine`)
  await offer(stock, 'first')
  await container.must(manager.forget)
  await checks.check('it installs as the documentation says', async () => {
    await container.must(hubCommandsOf(`${manager.name}: install`, URL))
    await container.must(manager.verify)
  })
  await checkFresh(machine)
  await checkHubSandbox(machine)
  await checkService(machine)
  await checkUpgrade(machine, stock, manager)
  await checkRemoval(machine, manager)
}

async function checkFresh({ checks, container }: HubMachine): Promise<void> {
  await checks.check('a fresh package is neither enabled nor started', async () => {
    assert.equal((await container.run('systemctl is-enabled spoor-hub')).text, 'disabled')
    assert.equal((await container.run('systemctl is-active spoor-hub')).text, 'inactive')
  })
  await checks.check('owners and modes are right', async () => {
    const paths = '/etc/spoor-hub{,/conf.d,/private,/hub.yml} /var/lib/spoor-hub /usr/bin/spoor-hub'
    assert.deepEqual((await container.must(`bash -c "stat -c '%a %U:%G' ${paths}"`)).split('\n'), [
      '750 root:spoor-hub',
      '750 root:spoor-hub',
      '750 root:spoor-hub',
      '640 root:spoor-hub',
      '700 spoor-hub:spoor-hub',
      '755 root:root',
    ])
    const user = /^spoor-hub:x:\d{3}:\d{3}:Spoor hub:\/var\/lib\/spoor-hub:.*nologin$/
    assert.match(await container.must('getent passwd spoor-hub'), user)
  })
  await checks.check('its configuration is valid as it is, for root and for the user of the service', async () => {
    await container.must('spoor-hub check')
    await container.must('runuser -u spoor-hub -- spoor-hub check')
  })
  await checks.check('what is wrong with it stops a start once and for all, and stands in the journal', async () => {
    await container.must(`echo 'listen: nowhere' > /etc/spoor-hub/conf.d/wrong.yml
      chown root:spoor-hub /etc/spoor-hub/conf.d/wrong.yml; chmod 640 /etc/spoor-hub/conf.d/wrong.yml`)
    await container.run('systemctl start spoor-hub')
    const show = 'systemctl show spoor-hub --value --property'
    await container.until('it has failed', async () => (await container.must(`${show} ActiveState`)) === 'failed')
    assert.equal(await container.must(`${show} ExecMainStatus; ${show} NRestarts`), '2\n0')
    assert.notEqual(await container.must(hubCommandsOf('both: journal')), '')
    await container.must('rm /etc/spoor-hub/conf.d/wrong.yml; systemctl reset-failed spoor-hub')
  })
}

const TRIALS: Trials = {
  configuration: '[ -n "$(cat /etc/spoor-hub/hub.yml)" ]',
  'its secrets': '[ -n "$(cat /etc/spoor-hub/private/probe)" ]',
  'secrets of others': '[ -n "$(cat /etc/shadow /etc/spoor/private/* /root/probe)" ]',
  'open files of others': '[ -n "$(cat /home/probe /var/log/probe /var/mail/probe /var/lib/pgsql/probe)" ]',
  'writes its store': 'touch /var/lib/spoor-hub/probe && rm /var/lib/spoor-hub/probe',
  'makes sockets': 'touch /run/spoor-hub/probe',
  'writes elsewhere': 'touch /etc/spoor-hub/conf.d/probe || touch /var/cache/probe || touch /usr/probe',
  'listens on a low port': 'python3 -c "import socket; socket.create_server((\\"127.0.0.1\\", 443))"',
  listens: 'python3 -c "import socket; socket.create_server((\\"127.0.0.1\\", 8460))"',
  'reaches the outside': 'exec 3<>/dev/tcp/192.0.2.1/8444',
}

/** Checks what the unit lets a process do, with a script instead of the hub. */
async function checkHubSandbox({ checks, container }: HubMachine): Promise<void> {
  await container.must(
    `for path in /home /var/log /var/mail /var/lib/pgsql /root; do mkdir -p $path; echo open > $path/probe; done
     chmod 600 /root/probe; install -m 640 -g spoor-hub /root/probe /etc/spoor-hub/private/probe
     ip address add 192.0.2.1/32 dev lo 2>/dev/null || true; systemctl is-active outside || systemd-run --quiet --unit=outside python3 -m http.server --bind 192.0.2.1 8444 --directory /mnt`,
  )
  await container.until('the outside listens', async () => (await container.run('curl -s 192.0.2.1:8444')).code === 0)
  await checks.check('it has its configuration, its store and the network, and nothing else', async () => {
    assert.deepEqual(await tried(container, 'spoor-hub.service', TRIALS), [
      'configuration',
      'its secrets',
      'writes its store',
      'makes sockets',
      'listens',
      'reaches the outside',
    ])
  })
  await container.must('rm -f /home/probe /var/log/probe /var/mail/probe /var/lib/pgsql/probe /root/probe')
  await checks.check('systemd-analyze verify is silent, and security content', async () => {
    assert.equal(await container.must('systemd-analyze verify /usr/lib/systemd/system/spoor-hub.service'), '')
    const text = await container.must('systemd-analyze --no-pager security spoor-hub.service')
    assert.ok(Number(/exposure level for \S+: ([\d.]+)/.exec(text)?.[1]) <= 2)
  })
}

/** The main process of the service; 0 if there is none. */
function pidIn({ container }: HubMachine): Promise<string> {
  return container.must('systemctl show spoor-hub --value --property MainPID')
}

/** Waits until another process than this one is the service, and answers. */
async function untilOther(machine: HubMachine, before: string): Promise<void> {
  const { container } = machine
  await container.until('it has another process', async () => !['0', before].includes(await pidIn(machine)))
  await container.until('it answers', async () => (await container.run('curl -sf 127.0.0.1:8460/healthz')).code === 0)
}

/** The service from its first start to a kill. */
async function checkService(machine: HubMachine): Promise<void> {
  const { checks, container } = machine
  await checks.check('it starts and reloads as the documentation says', async () => {
    await container.must(hubCommandsOf('both: start'))
    await untilOther(machine, '0')
    const before = await pidIn(machine)
    await container.must(hubCommandsOf('both: reload'))
    await container.must('curl -sf 127.0.0.1:8460/healthz')
    assert.equal(await pidIn(machine), before)
  })
  await checks.check('killed, it comes back', async () => {
    const before = await pidIn(machine)
    await container.must('systemctl kill --signal=KILL spoor-hub')
    await untilOther(machine, before)
  })
}

async function checkUpgrade(machine: HubMachine, stock: Stock, { name, beside }: Manager): Promise<void> {
  const { checks, container } = machine
  await checks.check('an upgrade restarts it, and keeps the configuration and the store', async () => {
    await offer(stock, 'second')
    const before = await pidIn(machine)
    await container.must('echo "# changed" >> /etc/spoor-hub/hub.yml; touch /var/lib/spoor-hub/kept')
    await container.must(hubCommandsOf(`${name}: upgrade`))
    await untilOther(machine, before)
    assert.equal(await container.must('spoor-hub --version'), `spoor-hub ${stock.hub.newer.version}`)
    assert.match(await container.must('cat /etc/spoor-hub/hub.yml'), /^# changed$/m)
    assert.match(await container.must(`cat ${beside}`), /^# Of the newer version\.$/m)
    await container.must('test -e /var/lib/spoor-hub/kept')
  })
  await checks.check('the upgrade brought the store to the schema of the newer version', async () => {
    assert.match(await container.must('spoor-hub status --json'), /"health": "healthy"/)
    assert.equal(await container.must('spoor-hub migrate'), 'The schema is up to date.')
    await container.must(`grep -aq ${LATER_STEP} /var/lib/spoor-hub/hub.db*`)
    assert.doesNotMatch(await container.must(hubCommandsOf('both: journal')), /schema of an earlier version/)
  })
}

async function checkRemoval({ checks, container }: HubMachine, { name, left }: Manager): Promise<void> {
  await checks.check('a removal stops it, and keeps configuration and store', async () => {
    await container.must(hubCommandsOf(`${name}: remove`))
    assert.equal((await container.run('pgrep -x spoor-hub')).code, 1)
    await container.must(`test -e ${left} && test -e /var/lib/spoor-hub/kept && test ! -e /run/spoor-hub`)
    assert.equal((await container.run('systemctl --failed --no-legend')).text, '')
  })
  await checks.check('after a purge as the documentation says nothing is left', async () => {
    await container.must(hubCommandsOf(`${name}: purge`))
    await container.must('! getent passwd spoor-hub || userdel spoor-hub')
    const find = "find /etc /usr /var/lib /run -xdev -name '*spoor-hub*'"
    assert.equal(await container.must(`${find} | grep -vE '${NOT_OURS}' || :`), '')
  })
}
