import { VERSION } from '../../../lib/command-line/version.ts'
import type { Role } from '../../roles/role.ts'
import { ROLES } from '../../roles/roles.ts'
import { TARGET } from '../../setup/systemctl.ts'
import type { Status } from '../../status/status.ts'
import { type Symptom, doubtful, failing, untold, well } from '../diagnosis.ts'
import type { Examination } from '../examination.ts'
import { LOOKED_AT, type UnitProperties } from '../shown-units.ts'

/** States of a unit file that lead to a start at boot, or need none (systemctl(1), is-enabled). */
const STARTED = /^(?:enabled|enabled-runtime|static|alias|indirect|generated|linked|linked-runtime)?$/

const WHY_DOWN = 'What this service does is not done until it runs.'

/** Whether the units of the agent are enabled, run, and are what the package brought. */
export const unitStates: Examination = {
  name: 'units',
  usesNetwork: false,
  examine: async ({ units, loaded, status }) => {
    const shown = await units()
    if ('reason' in shown) return [untold(`How the units are cannot be told: ${shown.reason}.`)]
    const all = LOOKED_AT.flatMap((name) => [{ name, properties: shown.units.get(name) ?? {} }])
    const config = loaded?.config ?? {}
    const needed = new Set<string>(ROLES.filter((role) => role.hasWork(config)).map(unitName))
    const wanted = all.filter(({ name }) => name === TARGET || needed.has(name))
    return [
      ...wanted.flatMap(({ name, properties }) => standing(name, properties)),
      ...all.filter(({ name }) => !needed.has(name)).flatMap(({ name, properties }) => failure(name, properties)),
      ...all.flatMap(({ name, properties }) => changes(name, properties)),
      ...ROLES.flatMap((role) => otherVersion(role, status)),
    ]
  },
}

function unitName({ name }: Pick<Role, 'name'>): string {
  return `spoor-agent-${name}.service`
}

/** Whether a unit that has work is there, is started at boot, and runs. */
function standing(name: string, properties: UnitProperties): readonly Symptom[] {
  const { LoadState: load, UnitFileState: file = '', ActiveState: active, SubState: sub } = properties
  if (load === 'masked') return [failing(`${name} is masked.`, WHY_DOWN, `systemctl unmask ${name}`)]
  if (load !== 'loaded') {
    const what = `${name} is not installed.`
    return [failing(what, 'The packages bring the units; without them nothing starts the agent.')]
  }
  const atBoot = STARTED.test(file)
    ? []
    : [doubtful(`${name} is ${file}.`, 'It is not started at the next boot.', `systemctl enable ${name}`)]
  if (active === 'active') return [well(`${name} runs${file === '' ? '' : `, and is ${file}`}.`), ...atBoot]
  const failed = failure(name, properties)
  if (failed.length > 0) return [...failed, ...atBoot]
  const how = sub === 'auto-restart' ? 'ends again and again, and waits for its next start' : `is ${active}`
  const remedy = sub === 'auto-restart' ? logOf(name) : `systemctl start ${name}`
  return [failing(`${name} ${how}.`, WHY_DOWN, remedy), ...atBoot]
}

function failure(
  name: string,
  { ActiveState: active, Result: result, ...further }: UnitProperties,
): readonly Symptom[] {
  if (active !== 'failed') return []
  const code = result === 'exit-code' ? ` ${further['ExecMainStatus']}` : ''
  const what = `${name} has failed (${result ?? 'no reason'}${code}).`
  return [failing(what, WHY_DOWN, logOf(name), `systemctl reset-failed ${name}`, `systemctl start ${name}`)]
}

function logOf(name: string): string {
  return `journalctl --unit=${name} --lines=50 --no-pager`
}

/** What somebody changed: drop-ins, another program, or a file that systemd has not read yet. */
function changes(name: string, properties: UnitProperties): readonly Symptom[] {
  const { LoadState, DropInPaths = '', NeedDaemonReload, ExecStart } = properties
  if (LoadState !== 'loaded') return []
  const isChanged = NeedDaemonReload === 'yes'
  return [
    ...(DropInPaths === '' ? [] : [well(`${name} has drop-ins: ${DropInPaths.split(' ').join(', ')}.`)]),
    ...(isChanged
      ? [
          doubtful(
            `The file of ${name}, or one of its drop-ins, was changed since systemd read it.`,
            'What it says now does not count yet.',
            'systemctl daemon-reload',
            `systemctl restart ${name}`,
          ),
        ]
      : []),
    ...otherProgram(name, ExecStart),
  ]
}

function otherProgram(name: string, start: string | undefined): readonly Symptom[] {
  const role = ROLES.find((each) => unitName(each) === name)
  const [, started = ''] = /argv\[\]=([^;]*)/.exec(start ?? '') ?? []
  if (role === undefined || start === undefined || started.trim() === `/usr/bin/spoor-agent ${role.command}`) return []
  const why = 'It runs with another program or other options than the package says, and perhaps another configuration.'
  return [doubtful(`${name} has another ExecStart than the package: ${started.trim()}`, why, `systemctl cat ${name}`)]
}

/** A service that still runs the version from before an upgrade. */
function otherVersion({ name }: (typeof ROLES)[number], status: Status): readonly Symptom[] {
  const { running, version } = status[name] ?? { running: false }
  if (!running || version === undefined || version === VERSION) return []
  const what = `The ${name} that runs is version ${version}, and ${VERSION} is installed.`
  return [
    doubtful(what, 'An upgrade counts once the service was restarted.', `systemctl restart ${unitName({ name })}`),
  ]
}
