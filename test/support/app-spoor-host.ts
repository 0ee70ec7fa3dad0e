import { statSync } from 'node:fs'
import { appendFile, chown, mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { TestContext } from 'node:test'
import { type AppSpoorSteps, appSpoorSteps } from '../../agent/app-spoor/app-spoor-steps.ts'
import type { Look, SetupStep } from '../../agent/setup/step.ts'
import { type FakeCpanel, createFakeCpanel, REGISTRY } from './fake-cpanel.ts'

/** App::Spoor's units; a process of each. */
export const OLD_UNITS = {
  'spoor-login-follower.service': 101,
  'spoor-access-follower.service': 102,
  'spoor-error-follower.service': 103,
  'spoor-transmitter.service': 104,
} as const

/** The logs that it follows. */
export const LOGS = ['login', 'access', 'error'] as const

/** The user of the agent's services: somebody else than root, where root runs the tests. */
export const AGENT_USER = process.geteuid?.() === 0 ? 12_345 : (process.geteuid?.() ?? 0)

/** A cPanel host on which App::Spoor runs, and the packages of the agent are installed. */
export interface AppSpoorHost extends FakeCpanel {
  /** All calls of systemctl that change something, one each, and of the agent: `start UNIT`. */
  readonly calls: () => Promise<readonly string[]>
  /** The units that run, or are enabled. */
  readonly units: (state: 'active' | 'enabled') => Promise<readonly string[]>
  /** Moves App::Spoor's place in a log, as if it had read. */
  readonly oldReads: (log: (typeof LOGS)[number], offset: number) => Promise<void>
  readonly steps: (options?: Options) => AppSpoorSteps
}

interface Options {
  readonly retryFailed?: boolean
  /** What happens while time passes. */
  readonly onSleep?: (milliseconds: number) => Promise<void>
}

/** App::Spoor's configuration, exactly as its installer writes it. */
const CONFIG = `---
followers:
${['access', 'error', 'login']
  .map(
    (log) => `  ${log}:
    debug: 1
    maxinterval: 10
    name: /usr/local/cpanel/logs/${log}_log
    transformer: bin/login_log_transformer.pl
`,
  )
  .join('')}transmission:
  credentials:
    api_identifier: ABC123
    api_secret: secret456
  endpoints:
    report: /api/reports
  host: https://spoor.example.com
`

/** An event as App::Spoor leaves it. */
export const PARSED =
  '{"type":"login","event":"login","log_time":1537372956,"scope":"webmaild","ip":"192.0.2.10","status":"success","credential":"anna@example.com","context":"mailbox"}'

/** The size of each log. */
const SIZE = 100

/** Makes such a host; all of App::Spoor's is root's alone, as its installer leaves it. */
export async function createAppSpoorHost(t: TestContext): Promise<AppSpoorHost> {
  const host = await createFakeCpanel(t)
  const { path, put } = host
  const write = async (below: string, content: string, mode = 0o600): Promise<void> => {
    await mkdir(dirname(path(below)), { recursive: true })
    await writeFile(path(below), content, { mode })
  }
  await write('etc/passwd', `root:x:0:0::/root:/bin/sh\nspoor:x:${AGENT_USER}:${AGENT_USER}::/:/usr/sbin/nologin\n`)
  for (const folder of ['etc/spoor', 'var/lib/spoor']) await mkdir(path(folder), { recursive: true, mode: 0o700 })
  for (const folder of ['parsed', 'transmitted', 'transmission_failed'])
    await mkdir(path(`var/lib/spoor/${folder}`), { mode: 0o700 })
  await write('etc/spoor/spoor.yml', CONFIG)
  await write('var/lib/spoor/parsed/login.1537372956.1000001.json', PARSED)
  // What a crash between touch and write leaves, on which its transmitter dies again and again.
  await write('var/lib/spoor/parsed/access.1537372957.1000002.json', '')
  await write('var/lib/spoor/transmission_failed/login.1537372950.1000003.json', PARSED)
  await write('var/cpanel/perl5/lib/SpoorForwardHook.pm', 'package SpoorForwardHook;\n', 0o644)
  for (const function_ of ['add', 'delete'])
    await appendFile(path(REGISTRY), `Cpanel|UAPI::Email::${function_}_forwarder|post|module|SpoorForwardHook::f|0\n`)
  for (const log of LOGS) await write(`usr/local/cpanel/logs/${log}_log`, `${'x'.repeat(SIZE - 1)}\n`)
  await mkdir(path('state'))
  for (const [unit, pid] of Object.entries(OLD_UNITS)) {
    const [, log = ''] = /^spoor-(\w+)-follower/.exec(unit) ?? []
    const program = log === '' ? 'spoor_entry_transmitter' : `spoor_log_follower ${log}`
    await write(`etc/systemd/system/${unit}`, `[Service]\nType=simple\nExecStart=/usr/local/bin/${program}\n`, 0o644)
    for (const state of ['active', 'enabled']) await put(`state/${unit}.${state}`, '')
    await write(
      `proc/${pid}/cmdline`,
      ['/usr/bin/perl', '-T', ...`/usr/local/bin/${program}`.split(' '), ''].join('\0'),
    )
    if (log === '') continue
    await mkdir(path(`proc/${pid}/fd`))
    await symlink(path(`usr/local/cpanel/logs/${log}_log`), path(`proc/${pid}/fd/3`))
    await write(`proc/${pid}/fdinfo/3`, `pos:\t${SIZE}\nflags:\t0100000\n`)
  }
  await host.program('usr/bin/systemctl', systemctl(host.root))
  await host.program('usr/bin/spoor-agent', `echo "spoor-agent $*" >> ${path('calls')}`)
  return {
    ...host,
    calls: async () => linesOf(await readFile(path('calls'), 'utf8').catch(() => '')),
    units: async (state) =>
      (await readdir(path('state')))
        .filter((name) => name.endsWith(`.${state}`))
        .map((name) => name.slice(0, -state.length - 1))
        .toSorted(),
    oldReads: (log, offset) =>
      writeFile(path(`proc/${OLD_UNITS[`spoor-${log}-follower.service`]}/fdinfo/3`), `pos:\t${offset}\n`),
    steps: ({ retryFailed = false, onSleep = async () => undefined } = {}) =>
      appSpoorSteps({ root: host.root, retryFailed, clock: { now: () => 0, sleep: onSleep } }),
  }
}

/** Looks and applies what it finds, change for change; resolves with the look. */
export async function applied(step: SetupStep, most = Infinity): Promise<Look> {
  const { signal } = new AbortController()
  const look = await step.look(signal)
  for (const change of look.changes.slice(0, most)) await change.apply(signal)
  return look
}

/** Gives a path, and with a folder all in it, to a user; only root can. */
export async function giveAll(folder: string, user: number): Promise<void> {
  await chown(folder, user, user)
  for (const name of await readdir(folder, { recursive: true })) await chown(join(folder, name), user, user)
}

/** Owner and mode of a path, as `OWNER MODE`. */
export function rightsOf(path: string): string {
  const { uid, mode } = statSync(path)
  return `${uid} ${(mode & 0o7777).toString(8)}`
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '')
}

/**
 * systemctl with states: a file for each unit that is active, or enabled. The collector begins at the ends of the logs
 * that have no position, and saves that. A file `fails-N` makes the Nth change fail, before anything is done.
 */
function systemctl(root: string): string {
  const positions = LOGS.map((log) => {
    const file = `/usr/local/cpanel/logs/${log}_log`
    return `${log} ${file}`
  })
  return `
cd ${root} || exit 1
action=$1; shift
case $action in
  is-active) [ -e "state/$1.active" ] && echo active || { echo inactive; exit 3; }; exit ;;
  is-enabled) [ -e "state/$1.enabled" ] && echo enabled || { echo disabled; exit 1; }; exit ;;
  show)
    shift 2
    case $1 in
      ${Object.entries(OLD_UNITS)
        .map(([unit, pid]) => `${unit}) pid=${pid} ;;`)
        .join('\n      ')}
    esac
    [ -e "state/$1.active" ] && echo $pid || echo 0
    exit ;;
esac
now=
[ "$1" != --now ] || { now=yes; shift; }
echo "$action\${now:+ --now} $*" >> calls
[ ! -e "fails-$(wc -l < calls)" ] || { echo "Job failed: no reason" >&2; exit 1; }
start() {
  : > "state/$1.active"
  case $1 in
    spoor-agent.target) start spoor-agent-collector.service; start spoor-agent-transmitter.service ;;
    spoor-agent-collector.service) [ -e silent ] || [ -e var/lib/spoor/checkpoints.json ] || read_logs ;;
    *-follower.service|spoor-transmitter.service)
      [ "$(stat -c '%u %a' etc/spoor)" = "$(id -u) 700" ] || rm "state/$1.active" ;;
  esac
}
stop() {
  rm -f "state/$1.active"
  case $1 in
    ${Object.entries(OLD_UNITS)
      .map(([unit, pid]) => `${unit}) rm -rf proc/${pid} ;;`)
      .join('\n    ')}
    spoor-agent.target) stop spoor-agent-collector.service; stop spoor-agent-transmitter.service ;;
  esac
}
read_logs() {
  separator= text=
  for each in ${positions.map((each) => `'${each}'`).join(' ')}; do
    set -- $each
    inode=$(stat -c %i ".$2") size=$(stat -c %s ".$2")
    text="$text$separator\\"$1\\":{\\"$2\\":{\\"files\\":[{\\"inode\\":\\"$inode\\",\\"generation\\":\\"g\\",\\"offset\\":$size,\\"skipping\\":false,\\"seam\\":{\\"length\\":0,\\"sha256\\":\\"\\",\\"end\\":0,\\"lines\\":[]}}]}}"
    separator=,
  done
  umask 077
  echo "{\\"version\\":1,\\"sequence\\":0,\\"sources\\":{$text}}" > var/lib/spoor/checkpoints.json
}
for unit; do
  case $action in
    start) start "$unit" ;;
    stop) stop "$unit" ;;
    enable) : > "state/$unit.enabled"; [ -z "$now" ] || start "$unit" ;;
    disable) rm -f "state/$unit.enabled"; [ -z "$now" ] || stop "$unit" ;;
  esac
done`
}
