import assert from 'node:assert/strict'
import { cp, rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { WANTED_HOOKS } from '../../agent/cpanel/hooks.ts'
import { manageHooks } from '../support/fake-cpanel.ts'
import { documentOf, hookNamed } from '../support/hook-documents.ts'
import { checkApart, checkDnfTold } from './apart.ts'
import { checkBackstop } from './backstop.ts'
import { commandsOf } from './documented.ts'
import { APP_SPOOR } from './images.ts'
import {
  checkControl,
  checkFirstStart,
  checkFullDisk,
  checkJournal,
  checkReboot,
  checkReplay,
  type Machine,
  pids,
  states,
  untilActive,
} from './life.ts'
import { checkMailReport } from './mail-report.ts'
import { checkMisfits } from './misfits.ts'
import { checkAptRefusals, checkDnfRefusals } from './refusals.ts'
import { checkRestart } from './restart.ts'
import { checkSandbox } from './sandbox.ts'
import { checkSetup } from './setup.ts'
import { checkSources } from './sources.ts'
import type { Stock } from './stock.ts'

/** The fake's registry of hooks. */
const REGISTRY = '/usr/local/cpanel/registry'

const URL = 'file:///mnt/stock/current'

/** The deb from the first installation to the purge. */
export async function liveWithApt(machine: Machine, stock: Stock): Promise<void> {
  const { checks, container } = machine
  checks.section('apt, in a machine with systemd and without a network')
  await container.must('rm -rf /etc/apt/sources.list /etc/apt/sources.list.d/*')
  await offer(stock, 'first')
  await checks.check('it installs as the documentation says', () => container.must(commandsOf('apt: install', URL)))
  await checks.check('every file of the package is there', () => container.must('dpkg --verify spoor-agent'))
  await checkFirstStart(machine)
  await checkReplay(machine)
  await checkMisfits(machine)
  await checkSandbox(machine)
  await checkSources(machine)
  await checkBackstop(machine)
  await checkMailReport(machine)
  await checkRestart(machine)
  await checkApart(machine)
  await checkAptRefusals(machine, stock)
  await checkUpgrade(machine, stock, 'apt', '/etc/spoor/spoor.yml.dpkg-dist')
  await checkControl(machine)
  await checkReboot(machine)
  await checkFullDisk(machine)
  await checkDowngrade(machine, stock, 'apt')
  await checkSetup(machine)
  await checkJournal(machine)
  await checkRemoval(machine, 'apt', '/etc/spoor/spoor.yml')
  await checks.check('a purge leaves nothing but the user', async () => {
    await container.must(commandsOf('apt: purge'))
    assert.equal(
      await container.must(`find /etc /usr /var/lib /run -xdev -name '*spoor*' | grep -vE '${NOT_OURS}' || :`),
      '',
    )
    assert.match(await container.must('getent passwd spoor'), /^spoor:/)
  })
  await container.must('userdel spoor')
}

/** The rpm, as far as it differs. */
export async function liveWithDnf(machine: Machine, stock: Stock): Promise<void> {
  const { checks, container } = machine
  checks.section('dnf, in the same machine')
  await container.must(
    `mkdir -p /etc/yum.repos.d /etc/dnf/vars; echo 9 > /etc/dnf/vars/releasever
     printf '[main]\\ngpgcheck=1\\nassumeyes=1\\nmetadata_expire=0\\nplugins=0\\n' > /etc/dnf/dnf.conf
     printf '[stub]\\nname=stub\\nbaseurl=file:///mnt/stock/stub\\ngpgcheck=0\\n' > /etc/yum.repos.d/stub.repo`,
  )
  await offer(stock, 'first')
  await checks.check('it installs as the documentation says', () => container.must(commandsOf('dnf: install', URL)))
  await checks.check('every file of the package is there', () => container.must('rpm --verify spoor-agent'))
  await checkFirstStart(machine)
  await checkDnfTold(machine)
  await checkDnfRefusals(machine, stock)
  await checkUpgrade(machine, stock, 'dnf', '/etc/spoor/spoor.yml.rpmnew')
  await checkControl(machine)
  await checkDowngrade(machine, stock, 'dnf')
  await checkJournal(machine)
  await checkRemoval(machine, 'dnf', '/etc/spoor/spoor.yml.rpmsave')
  await checks.check('a package that was carried there installs, but not one that is not signed', async () => {
    await container.must(`${APP_SPOOR}; mkdir /root/carried; cp /mnt/stock/current/spoor.asc /root/carried`)
    await container.must(`cp /mnt/stock/${relative(stock.folder, stock.agent.older.rpms.x64)} /root/carried`)
    const refused = await container.run(`cd /root/carried\n${commandsOf('dnf: file')}`)
    assert.match(refused.text, /is not signed/)
    assert.notEqual(refused.code, 0)
    await container.must(
      `rm /root/carried/*.rpm; cp $(ls /mnt/stock/current/rpm/x86_64/spoor-agent-*.rpm | tail -1) /root/carried`,
    )
    await container.must(`cd /root/carried\n${commandsOf('dnf: file')}`)
  })
  await checks.check('what App::Spoor has left, as root, becomes what the services can read and write', async () => {
    assert.equal(await container.must('stat -c "%a %U:%G" /etc/spoor/spoor.yml'), '640 root:spoor')
    assert.equal(await container.must('cat /etc/spoor/spoor.yml'), 'a: b')
    assert.equal(await container.must('stat -c %U:%G /var/lib/spoor/parsed/report'), 'spoor:spoor')
    await container.must('dnf remove spoor-agent')
  })
  await checks.check('what the documentation removes by hand is all that was left', async () => {
    await container.must(commandsOf('dnf: purge'))
    assert.equal(
      await container.must(`find /etc /usr /var/lib /run -xdev -name '*spoor*' | grep -vE '${NOT_OURS}' || :`),
      '',
    )
  })
}

/** Paths of repositories, and what this test adds. */
export const NOT_OURS = 'keyrings|sources.list.d|yum.repos.d|/apt/lists/'

/** Offers repositories at the place where the machine looks for packages. */
export async function offer({ folder }: Stock, name: string): Promise<void> {
  await rm(join(folder, 'current'), { recursive: true, force: true })
  await cp(join(folder, name), join(folder, 'current'), { recursive: true })
}

async function checkUpgrade(machine: Machine, stock: Stock, manager: string, beside: string): Promise<void> {
  const { checks, container, flow } = machine
  await checks.check('an upgrade under load restarts both, and nothing is lost or doubled', async () => {
    await offer(stock, 'second')
    // Readable only by its owner, which an upgrade must keep.
    await container.must('chown spoor:spoor /etc/spoor/spoor.yml; chmod 600 /etc/spoor/spoor.yml')
    // As if the version before had not had it.
    await container.must('systemctl stop spoor-agent-backstop.timer')
    const before = await pids(machine)
    await flow.during(async () => {
      await container.must(commandsOf(`${manager}: upgrade`))
      await untilActive(machine)
    })
    assert.ok((await pids(machine)).every((pid, index) => pid !== before[index]))
    await flow.settled()
    assert.equal(await container.must('spoor-agent --version'), `spoor-agent ${stock.agent.newer.version}`)
    assert.equal(await container.must('systemctl is-enabled spoor-agent.target'), 'enabled')
    assert.equal(await container.must('systemctl is-active spoor-agent-backstop.timer'), 'active')
    assert.equal(await container.must('systemctl show --property=NeedDaemonReload --value spoor-agent-collector'), 'no')
  })
  await checks.check('the configuration that was changed is kept, and the new one lies beside it', async () => {
    assert.match(await container.must('cat /etc/spoor/spoor.yml'), /host: https:\/\/localhost/)
    assert.match(await container.must(`cat ${beside}`), /# Of the newer version/)
    assert.equal(await container.must('stat -c "%a %U:%G" /etc/spoor/spoor.yml'), '600 spoor:spoor')
  })
}

async function checkDowngrade(machine: Machine, stock: Stock, manager: string): Promise<void> {
  const { checks, container, flow } = machine
  await checks.check('a downgrade restarts what runs, and leaves stopped what does not run', async () => {
    await container.must('systemctl stop spoor-agent-transmitter')
    await flow.write(10)
    await container.must(commandsOf(`${manager}: downgrade`).replace('VERSION', stock.agent.older.version))
    await container.until('the collector runs', async () => (await states(machine))[0] === 'active')
    assert.deepEqual(await states(machine), ['active', 'inactive'])
    assert.match(await container.must('spoor-agent --version'), /-rc\.1$/)
    await container.must('systemctl start spoor-agent-transmitter')
    await flow.settled()
  })
}

async function checkRemoval(machine: Machine, manager: string, config: string): Promise<void> {
  const { checks, container } = machine
  await checks.check('cPanel runs the hook once it is registered, and what it tells is sealed', async () => {
    await layOutCpanel(machine)
    await container.must('spoor-agent cpanel register')
    assert.equal(await container.must(`wc -l < ${REGISTRY}`), String(WANTED_HOOKS.length))
    assert.equal(await container.must('stat -c "%a %U:%G" /usr/lib/spoor-agent/cpanel-hook'), '755 root:root')
    const document = documentOf(hookNamed('UAPI::Email::add_forwarder'))
    assert.equal(await container.must('/usr/lib/spoor-agent/cpanel-hook', JSON.stringify(document)), '1 spoor')
    await container.until('the event of the hook is sealed', async () => {
      return (await container.run('grep -rq drop@mail.example /var/lib/spoor/sealed')).code === 0
    })
  })
  await checks.check('a removal tells cPanel, then stops what runs, and keeps configuration and spool', async () => {
    const before = await pids(machine)
    await container.must(
      "sed -i 's|^  host:.*|  host:|' /etc/spoor/spoor.yml; ! systemctl restart spoor-agent-transmitter",
    )
    await container.must(commandsOf(`${manager}: remove`))
    assert.equal(await container.must('cat /etc/chkserv.d/chkservd.conf'), 'named:1')
    assert.equal(await container.must(`cat ${REGISTRY}; ls -d /run/spoor-hook 2>/dev/null || true`), '')
    assert.match(await container.must('tail -n 2 /root/chkservd'), /^active\nfailed$/)
    assert.equal((await container.run(`ps -p ${before.join(',')} -o pid=`)).text, '')
    await container.must(
      `test -f ${config} && test -f /etc/spoor/private/api_secret && test -d /var/lib/spoor/transmitted`,
    )
    assert.equal((await container.run('systemctl --failed --no-legend')).text, '')
  })
}

/**
 * The part of cPanel that the agent knows: a chkservd that prints the state of the services at each start, and the
 * registry of hooks.
 */
async function layOutCpanel({ container }: Machine): Promise<void> {
  await container.must(
    `mkdir -p /etc/chkserv.d /usr/local/cpanel/scripts; echo 11.130 > /usr/local/cpanel/version; echo named:1 > /etc/chkserv.d/chkservd.conf
     cd /usr/local/cpanel/scripts; cat > restartsrv_chkservd; chmod 755 restartsrv_chkservd; rm -f /root/chkservd`,
    '#!/bin/sh\nsystemctl is-active spoor-agent-collector spoor-agent-transmitter >> /root/chkservd\nexit 0\n',
  )
  await container.must(
    `mkdir -p /usr/local/cpanel/bin; cd /usr/local/cpanel/bin; cat > manage_hooks; chmod 755 manage_hooks; touch ${REGISTRY}`,
    `#!/bin/sh\n${manageHooks(REGISTRY)}`,
  )
}
