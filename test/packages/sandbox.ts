import assert from 'node:assert/strict'
import { type Machine, pids } from './life.ts'
import { tried, type Trials } from './probe.ts'

const OUTSIDE = '192.0.2.1'

/** Files of others, some of them readable by everybody. */
const HIDDEN = ['/root/.my.cnf', '/backup/monthly/1', '/var/lib/mysql/ibdata1'].concat(
  ['sessions/raw/root', 'authn/api_tokens_v2/root.json'].map((name) => `/var/cpanel/${name}`),
)

/** Hidden as well, except from the backstop. */
const HOMES = ['/home/anna/mail/1', '/home2/anna/mail/1']

/** The one file of /var/cpanel that the collector reads. */
const ACCOUNTING = '/var/cpanel/accounting.log'

/** Checks what the units let a process do, with a script instead of the agent. */
export async function checkSandbox(machine: Machine): Promise<void> {
  const { checks, container } = machine
  await container.must(
    `for path in ${[...HOMES, ...HIDDEN].join(' ')}; do mkdir -p $(dirname $path); echo hidden > $path; done; ip address add ${OUTSIDE}/32 dev lo
     systemd-run --quiet --unit=outside python3 -m http.server --bind ${OUTSIDE} 8444 --directory /mnt
     echo told > ${ACCOUNTING}; chmod 600 ${ACCOUNTING}
     cd /usr/local/cpanel/logs; cp login_log world_log; chmod 644 world_log`,
  )
  await container.until('the outside listens', async () => (await container.run(`curl -s ${OUTSIDE}:8444`)).code === 0)
  await checks.check('the processes are those of spoor, one with one capability, the other with none', async () => {
    const capabilities = (await pids(machine)).map((pid) =>
      container.must(`ps -o user= -p ${pid}; grep -E '^Cap(Eff|Bnd|Amb)' /proc/${pid}/status | cut -f2 | sort -u`),
    )
    assert.deepEqual(await Promise.all(capabilities), ['spoor\n0000000000000004', 'spoor\n0000000000000000'])
  })
  await checks.check(
    'the collector reads logs of root, and neither secrets nor mail, and writes to its spool alone',
    async () => {
      assert.deepEqual(await tried(container, 'spoor-agent-collector.service', TRIALS), [
        'log',
        'world-readable log',
        'log among secrets',
        'configuration',
        'writes its spool',
        'leaves events',
      ])
    },
  )
  await checks.check('the backstop reads homes, and no secrets and no logs, and writes events alone', async () => {
    const done = await tried(container, 'spoor-agent-backstop.service', TRIALS)
    // Nothing keeps root from a process in a user namespace that root made, as the transmitter is (PrivateUsers=).
    assert.deepEqual(
      done.filter((each) => each !== 'secret, by way of another process'),
      ['configuration', 'mail in a home', 'leaves events'],
    )
  })
  await checks.check('the collector reaches no network, even without its namespace', async () => {
    const done = await tried(
      container,
      'spoor-agent-collector.service',
      TRIALS,
      'PrivateNetwork=no\nRestrictAddressFamilies=AF_INET',
    )
    assert.deepEqual(
      done.filter((each) => each.startsWith('reaches')),
      ['reaches loopback'],
    )
  })
  await checks.check('the transmitter reaches the API and reads no log', async () => {
    assert.deepEqual(await tried(container, 'spoor-agent-transmitter.service', TRIALS), [
      'configuration',
      'secret',
      'secret, by way of another process',
      'writes its spool',
      'reaches loopback',
      'reaches the outside',
    ])
  })
  await checks.check('systemd-analyze verify is silent, and security content', async () => {
    assert.equal(await container.must('systemd-analyze verify /usr/lib/systemd/system/spoor-agent*'), '')
    const score = async (half: string): Promise<number> => {
      const text = await container.must(`systemd-analyze --no-pager security spoor-agent-${half}.service`)
      return Number(/exposure level for \S+: ([\d.]+)/.exec(text)?.[1])
    }
    assert.ok((await score('collector')) <= 1.8)
    assert.ok((await score('transmitter')) <= 1.5)
    assert.ok((await score('backstop')) <= 2.5)
    assert.ok((await score('mail-report')) <= 3.5)
    assert.ok((await score('survey')) <= 2.5)
    assert.ok((await score('plugins')) <= 4)
  })
}

const TRIALS: Trials = {
  log: '[ -n "$(cat /usr/local/cpanel/logs/login_log)" ]',
  'world-readable log': '[ -n "$(cat /usr/local/cpanel/logs/world_log)" ]',
  'log among secrets': `[ -n "$(cat ${ACCOUNTING})" ] && [ "$(ls -A /var/cpanel)" = accounting.log ]`,
  configuration: '[ -n "$(cat /etc/spoor/spoor.yml)" ]',
  secret: '[ -n "$(cat /etc/spoor/private/api_secret)" ]',
  'secret, by way of another process': '[ -n "$(cat /proc/[0-9]*/root/etc/spoor/private/api_secret)" ]',
  passwords: '[ -n "$(cat /etc/shadow)" ]',
  'what is hidden': `[ -n "$(cat ${HIDDEN.join(' ')})" ]`,
  'mail in a home': `[ -n "$(cat ${HOMES.join(' ')})" ]`,
  'writes its spool': 'touch /var/lib/spoor/probe && rm /var/lib/spoor/probe',
  // The collector removes it, too, as it is no event.
  'leaves events': 'touch /var/lib/spoor-inbox/backstop/probe && rm -f /var/lib/spoor-inbox/backstop/probe',
  'writes elsewhere':
    'touch /home/anna/probe || touch /etc/spoor/probe || touch /usr/local/cpanel/logs/login_log || touch /var/cache/probe || touch /var/cpanel/probe',
  'reaches loopback': 'exec 3<>/dev/tcp/127.0.0.1/8443',
  'reaches the outside': `exec 3<>/dev/tcp/${OUTSIDE}/8444`,
}
