import assert from 'node:assert/strict'
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { COMMANDS } from '../../agent/commands/every-command.ts'
import { PLUGIN_SOCKET } from '../../agent/probes/command/plugin-socket.ts'
import { SURVEY_PLACES } from '../../agent/probes/survey/survey-places.ts'
import { USER, WATCH_USER } from '../../agent/program.ts'
import { restartPlaces } from '../../agent/restarts/restart-places.ts'
import { unitOf } from '../../agent/roles/role.ts'
import { ROLES } from '../../agent/roles/roles.ts'
import { ROOT } from '../../build/executable/bundle.ts'
import { AGENT } from '../../build/programs/agent-program.ts'
import { PROGRAMS } from '../../build/programs/programs.ts'
import { EXIT } from '../../lib/system/errors.ts'
import { temporaryFolder } from '../support/spool-scene.ts'

const all = new Map(
  PROGRAMS.flatMap(({ folder, units }) =>
    units.files.map((name) => [name, readFileSync(join(ROOT, 'packaging', folder, name), 'utf8')] as const),
  ),
)
/** The units of the agent's roles. */
const units = new Map(ROLES.map((role) => [unitOf(role), all.get(unitOf(role)) ?? '']))

/** Directives of systemd 240 and later that EL 8's systemd 239 ignores with a message in the journal. */
const PASSED_OVER = 'ProtectHostname RestrictSUIDSGID ProtectKernelLogs ProtectClock OOMPolicy'.split(' ')
/** The other directives used, all known to systemd 239 (its systemd.directives(7)). */
const KNOWN =
  'ListenStream SocketUser SocketGroup SocketMode DirectoryMode RemoveOnStop Description Documentation PartOf Wants WantedBy After ConditionPathExists ConditionDirectoryNotEmpty PathChanged OnCalendar RandomizedDelaySec AccuracySec StandardOutput StandardError ReadWritePaths StartLimitIntervalSec StartLimitBurst Type ExecStartPre ExecStart ExecStartPost ExecReload Restart RestartSec RestartPreventExitStatus SuccessExitStatus KillMode TimeoutStartSec TimeoutStopSec Environment User Group AmbientCapabilities CapabilityBoundingSet NoNewPrivileges UMask StateDirectory StateDirectoryMode RuntimeDirectory RuntimeDirectoryMode RuntimeDirectoryPreserve ProtectSystem InaccessiblePaths TemporaryFileSystem BindReadOnlyPaths ProtectHome PrivateTmp PrivateDevices PrivateMounts PrivateUsers PrivateNetwork IPAddressDeny IPAddressAllow RestrictAddressFamilies ProtectControlGroups ProtectKernelTunables ProtectKernelModules RestrictNamespaces RestrictRealtime LockPersonality RemoveIPC KeyringMode SystemCallArchitectures SystemCallFilter SystemCallErrorNumber Nice CPUWeight IOWeight IOSchedulingClass MemoryHigh MemoryMax TasksMax OOMScoreAdjust LimitNOFILE LimitCORE'.split(
    ' ',
  )

test('units use only directives that systemd 239 knows or ignores', () => {
  for (const [name, text] of all) {
    const used = [...text.matchAll(/^(\w+)=/gm)].map(([, directive = '']) => directive)
    assert.deepEqual(
      used.filter((directive) => !KNOWN.includes(directive) && !PASSED_OVER.includes(directive)),
      [],
      name,
    )
  }
})

test('units call existing commands with existing options', async () => {
  for (const [name, text] of units) {
    const calls = [...text.matchAll(/^Exec\w+=-?\/usr\/bin\/spoor-agent (\w+)(?: (--\w+) \w+)?$/gm)]
    assert.equal(calls.length, 2, name)
    for (const [, word = '', option] of calls) {
      const command = await COMMANDS[word]?.()
      assert.ok(
        command?.options.some(({ flags }) => option === undefined || flags.startsWith(`${option} `)),
        name,
      )
    }
  }
})

test('after an exit code that asks for a correction, or says that there is no work, there is no other start', () => {
  for (const [name, text] of units) {
    assert.match(text, new RegExp(`^RestartPreventExitStatus=${EXIT.usage} ${EXIT.noWork} 78$`, 'm'), name)
    assert.match(text, new RegExp(`^SuccessExitStatus=${EXIT.noWork}$`, 'm'), name)
  }
})

test('the hub is started again whatever ends it, but for what a person must correct, and has no rights of its own', () => {
  const unit = all.get('spoor-hub.service') ?? ''
  for (const line of [
    'ExecStart=/usr/bin/spoor-hub serve',
    'ExecReload=/bin/kill -HUP $MAINPID',
    'Restart=always',
    `RestartPreventExitStatus=${EXIT.usage} 78`,
    'User=spoor-hub',
    'CapabilityBoundingSet=',
    'NoNewPrivileges=yes',
    'ProtectSystem=strict',
    'ProtectHome=yes',
  ]) {
    assert.ok(unit.split('\n').includes(line), line)
  }
})

test('the kernel is as far away from the hub as from the agent, but for the call that makes a thread nicer', () => {
  const guards = (name: string): string[] =>
    (all.get(name) ?? '')
      .split('\n')
      .filter((line) =>
        /^(?:Protect(?!Home)|Restrict(?!Address)|SystemCall|Lock|Remove|Keyring|Private[TDM])/.test(line),
      )
  assert.ok(guards('spoor-hub.service').length > 15)
  const [own, shared] = [guards('spoor-hub.service'), guards('spoor-agent-transmitter.service')]
  assert.deepEqual(
    own.filter((line) => !shared.includes(line)),
    ['SystemCallFilter=setpriority'],
  )
  assert.deepEqual(
    own.filter((line) => shared.includes(line)),
    shared,
  )
})

test('directives in both units agree, except for those that tell them apart', () => {
  const apart =
    /^(?:Description|After|Environment|Wants|Exec\w+|AmbientCapabilities|CapabilityBoundingSet|InaccessiblePaths|ReadWritePaths|TemporaryFileSystem|BindReadOnlyPaths|PrivateUsers|PrivateNetwork|OOMPolicy|IPAddress\w+|RestrictAddressFamilies)=|^#|^$/
  const [one = [], other = []] = [...units.values()].map((text) => text.split('\n').filter((line) => !apart.test(line)))
  assert.deepEqual(one, other)
})

/** Paths hidden from every part of the agent. */
const HIDDEN = `
  /home/anna/mail /home1/anna /home2/anna /home3/anna /home10/anna /home20/anna /root/.my.cnf /root/.accesshash /run/user/1000
  /var/cpanel/sessions/raw /var/cpanel/accounting.log.1 /var/cpanel/authn/api_tokens_v2 /var/cpanel/ssl /var/cpanel/domain_keys/private /var/cpanel/userhomes
  /var/lib/mysql/mysql /var/lib/mariadb /var/lib/pgsql/data /var/lib/postgresql/15 /var/lib/redis/dump.rdb /var/lib/mongodb
  /var/spool/exim/input /var/spool/cron/root /var/mail/anna /var/backups/shadow.bak /backup/monthly`

/** Additional paths hidden from the collector because of its capability, and those hidden from the transmitter. */
const HIDDEN_FROM = {
  collector: `
    /etc/spoor/private/api_secret /etc/shadow /etc/shadow- /etc/gshadow /etc/gshadow- /etc/digestshadow /etc/exim.key
    /etc/ssh/ssh_host_ed25519_key /etc/ssl/private/host.key /etc/pki/tls/private/localhost.key /etc/letsencrypt/live
    /etc/dovecot/ssl/dovecot.key /etc/proftpd/anna`,
  transmitter: '/usr/local/cpanel/logs/login_log /etc/apache2/logs/error_log /var/log/maillog',
}

/** Paths that they need. */
const NEEDED =
  '/etc/spoor/spoor.yml /var/lib/spoor/parsed /run/spoor/collector.json /etc/localtime /usr/bin/spoor-agent'
const NEEDED_BY = {
  collector: '/usr/local/cpanel/logs/login_log /var/log/cpanel/login_log /var/cpanel/accounting.log',
  transmitter: '/etc/spoor/private/api_secret /etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem /etc/resolv.conf',
}

function wordsOf(text: string): string[] {
  return text.trim().split(/\s+/)
}

for (const half of ['collector', 'transmitter'] as const) {
  test(`the ${half} sees no homes, sessions, tokens, keys, mail or databases, but everything it needs`, () => {
    const text = units.get(`spoor-agent-${half}.service`) ?? ''
    assert.match(text, /^ProtectHome=yes$/m)
    const lists = [...text.matchAll(/^InaccessiblePaths=(.*)$/gm)].flatMap(([, list = '']) => wordsOf(list))
    // A path missing on a host would keep the service from starting.
    assert.deepEqual(
      lists.filter((path) => !/^-\/[\w./-]+$/.test(path)),
      [],
    )
    // systemd.exec(5) of ProtectHome.
    const hidden = ['/home', '/root', '/run/user', ...lists.map((path) => path.slice(1))]
    const covered = [...text.matchAll(/^TemporaryFileSystem=(\S+):ro$/gm)].map(([, path = '']) => path)
    const bound = new Set([...text.matchAll(/^BindReadOnlyPaths=-(\S+)$/gm)].map(([, path]) => path))
    const isHidden = (path: string): boolean =>
      !bound.has(path) && [...hidden, ...covered].some((each) => path === each || path.startsWith(`${each}/`))
    assert.deepEqual(
      wordsOf(`${HIDDEN} ${HIDDEN_FROM[half]}`).filter((path) => !isHidden(path)),
      [],
    )
    assert.deepEqual(wordsOf(`${NEEDED} ${NEEDED_BY[half]}`).filter(isHidden), [])
  })
}

test('the backstop sees homes and may write to none, and neither the spool nor secrets', () => {
  const text = all.get('spoor-agent-backstop.service') ?? ''
  const lists = [...text.matchAll(/^InaccessiblePaths=(.*)$/gm)].flatMap(([, list = '']) => wordsOf(list))
  // Of cPanel's folder only what `cpanel tell-hooks` reads is bound into an empty one.
  assert.match(text, /^TemporaryFileSystem=\/var\/cpanel:ro$/m)
  const bound = [...text.matchAll(/^BindReadOnlyPaths=(.*)$/gm)].flatMap(([, list = '']) => wordsOf(list))
  assert.deepEqual(
    bound
      .map((path) => path.replace(/^-/, ''))
      .filter((path) => path.startsWith('/var/cpanel'))
      .toSorted(),
    ['/var/cpanel/cpanel.config', '/var/cpanel/hooks'],
  )
  const hidden = [...lists.map((path) => path.slice(1)), '/var/cpanel']
  const isHidden = (path: string): boolean => hidden.some((each) => path === each || path.startsWith(`${each}/`))
  assert.match(text, /^ProtectHome=read-only$/m)
  assert.match(text, /^ProtectSystem=strict$/m)
  assert.match(text, /^PrivateNetwork=yes$/m)
  const secrets = wordsOf(`${HIDDEN} ${HIDDEN_FROM.collector} ${HIDDEN_FROM.transmitter} /var/lib/spoor/sealed`)
  assert.deepEqual(
    secrets.filter((path) => !/^\/(?:home|run\/user|etc\/apache2)/.test(path) && !isHidden(path)),
    [],
  )
  const needed =
    '/etc/userdomains /etc/passwd /etc/valiases /etc/vfilters /etc/spoor/spoor.yml /var/lib/spoor-inbox/backstop'
  assert.deepEqual(wordsOf(`${needed} /var/lib/spoor-backstop /home/anna /home2/anna`).filter(isHidden), [])
})

test("restarts are root's, wait for what the watcher writes, and what a script of cPanel starts goes on without limits", () => {
  const { requests } = restartPlaces({ spool: { path: '/var/lib/spoor' } })
  const [path = '', service = ''] = ['path', 'service'].map((suffix) => all.get(`spoor-agent-restart.${suffix}`))
  const values = (text: string, directive: string): string[] =>
    [...text.matchAll(new RegExp(`^(?:${directive})=(.*)$`, 'gm'))].map(([, value = '']) => value)
  assert.deepEqual(values(path, 'Path\\w+|DirectoryNotEmpty'), [requests])
  assert.deepEqual(values(service, 'ConditionDirectoryNotEmpty'), [requests])
  assert.deepEqual(values(service, 'ExecStart'), ['/usr/bin/spoor-agent restart --due'])
  assert.deepEqual([...values(service, 'User'), ...values(service, 'KillMode')], ['root', 'process'])
  // A daemon started by a script would keep these for good.
  const kept =
    'Protect\\w+|Private\\w+|Restrict\\w+|Capability\\w+|NoNewPrivileges|UMask|Limit(?!Interval)\\w+|Memory\\w+|\\w*Nice'
  assert.deepEqual(values(service, kept), [])
})

test('root looks for the watcher where it asks, tells it where it reads, sees every disk, and has no network', () => {
  const [path = '', service = ''] = ['path', 'service'].map((suffix) => all.get(`spoor-agent-survey.${suffix}`))
  const values = (text: string, directive: string): string[] =>
    [...text.matchAll(new RegExp(`^${directive}=(.*)$`, 'gm'))].map(([, value = '']) => value)
  assert.deepEqual(values(path, 'PathChanged'), [SURVEY_PLACES.requests])
  assert.deepEqual(values(service, 'ConditionDirectoryNotEmpty'), [SURVEY_PLACES.requests])
  assert.deepEqual(values(service, 'ExecStart'), ['/usr/bin/spoor-agent survey --due'])
  assert.deepEqual(values(service, 'RuntimeDirectory'), [SURVEY_PLACES.findings.replace('/run/', '')])
  assert.deepEqual(values(service, 'Group'), [USER])
  assert.deepEqual(values(service, 'InaccessiblePaths'), [])
  assert.deepEqual(
    ['ProtectSystem', 'ProtectHome', 'PrivateNetwork', 'NoNewPrivileges', 'CapabilityBoundingSet'].flatMap(
      (directive) => values(service, directive),
    ),
    ['strict', 'read-only', 'yes', 'yes', 'CAP_DAC_OVERRIDE'],
  )
})

test('plugins are asked for where the watcher asks, by its user alone, and see nothing of the agent, logs or mail', () => {
  const [socket = '', service = ''] = ['socket', 'service'].map((suffix) => all.get(`spoor-agent-plugins.${suffix}`))
  const values = (text: string, directive: string): string[] =>
    [...text.matchAll(new RegExp(`^${directive}=(.*)$`, 'gm'))].map(([, value = '']) => value)
  assert.deepEqual(values(socket, 'ListenStream'), [PLUGIN_SOCKET])
  assert.deepEqual([...values(socket, 'SocketUser'), ...values(socket, 'SocketMode')], [WATCH_USER, '0600'])
  assert.deepEqual(values(service, 'CapabilityBoundingSet'), ['CAP_SETUID CAP_SETGID CAP_KILL CAP_NET_RAW'])
  const hidden = wordsOf(values(service, 'InaccessiblePaths').join(' ')).map((path) => path.slice(1))
  const own = [...AGENT.folders.map(({ path }) => path), ...AGENT.unitFolders].map((path) => `/${path}`)
  const open = ['/etc/spoor', '/etc/spoor/conf.d', '/etc/spoor/drivers.d', '/run/spoor-plugins']
  const seen = [...own, '/var/log/maillog', '/var/spool/exim', '/var/mail/anna', '/backup'].filter(
    (path) => !hidden.some((each) => path === each || path.startsWith(`${each}/`)),
  )
  // Those of the configuration are closed to all but root and the group spoor.
  assert.deepEqual(seen, open)
})

/** The shell script in a unit's ExecStartPost, with another file instead of the process's runtime file. */
function startedScript(text: string, file: string): string {
  const [, script = ''] = /^ExecStartPost=\+\/bin\/sh -c '(.*)'$/m.exec(text) ?? []
  // systemd reduces each pair of backslashes to one (systemd.syntax(7)).
  return script.replaceAll('\\\\', '\\').replace(/\/run\/spoor[\w-]*\/\w+\.json/, file)
}

test('a start waits until the runtime file names the process, or the process is gone', async (t) => {
  const file = join(await temporaryFolder(t), 'told.json')
  const { pid: gone } = spawnSync('true')
  for (const [name, text] of units) {
    const script = startedScript(text, file)
    const ends = (pid: number): number | null =>
      spawnSync('sh', ['-c', script], { env: { ...process.env, MAINPID: String(pid) } }).status
    writeFileSync(file, JSON.stringify({ version: 1, agent: '1.0.0', process: { pid: process.pid, startTime: '1' } }))
    assert.deepEqual([ends(process.pid), ends(gone)], [0, 0], name)
  }
})

test('whatever replaces that file, root reads only a little of a regular file, and never waits', async (t) => {
  const folder = await temporaryFolder(t)
  const file = join(folder, 'told.json')
  const told = JSON.stringify({ process: { pid: process.pid, startTime: '1' } })
  writeFileSync(join(folder, 'elsewhere'), told)
  for (const lay of [
    () => execFileSync('mkfifo', [file]),
    () => symlinkSync('/dev/zero', file),
    () => symlinkSync(join(folder, 'elsewhere'), file),
    () => mkdirSync(file),
    () => (writeFileSync(file, ''), truncateSync(file, 2 ** 40)),
    () => writeFileSync(file, ' '.repeat(8192) + told),
  ]) {
    lay()
    for (const [name, text] of units) {
      const child = spawn('sleep', ['infinity'])
      t.after(() => child.kill())
      // The script waits, with pauses, while the process lives; each look must end before the next.
      const script = startedScript(text, file).replace('sleep 0.1', 'echo; read -r _')
      const waiting = spawn('sh', ['-c', script], { env: { ...process.env, MAINPID: String(child.pid) } })
      t.after(() => waiting.kill('SIGKILL'))
      const ended = new Promise((resolve) => waiting.on('exit', resolve))
      await new Promise((resolve) => waiting.stdout.once('data', resolve))
      child.kill()
      await new Promise((resolve) => child.on('exit', resolve))
      waiting.stdin.write('\n')
      assert.equal(await ended, 0, name)
    }
    rmSync(file, { recursive: true })
  }
})
