import { plainText } from '../../lib/text/plain-text.ts'
import { OLD_UNIT_NAMES } from '../app-spoor/old-units.ts'
import { ROLES } from '../roles/roles.ts'
import { TARGET } from '../setup/systemctl.ts'
import { type HostOutput, hostOutput } from './host-output.ts'

/** Services that something starts when it is needed: a failed one shows here alone. */
const STARTED_LATER = ['backstop', 'mail-report', 'plugins', 'restart', 'survey'].map(
  (name) => `spoor-agent-${name}.service`,
)

/** The units of the agent that are looked at. */
export const LOOKED_AT: readonly string[] = [
  TARGET,
  ...ROLES.map(({ name }) => `spoor-agent-${name}.service`),
  ...STARTED_LATER,
]

/** What is asked of each: nothing that may hold a secret, as Environment= may. */
const PROPERTIES = [
  'Id',
  'LoadState',
  'ActiveState',
  'SubState',
  'Result',
  'UnitFileState',
  'FragmentPath',
  'DropInPaths',
  'NeedDaemonReload',
  'ExecStart',
  'ExecMainStatus',
  'MainPID',
  'ActiveEnterTimestamp',
  'NRestarts',
  'MemoryCurrent',
  'MemoryHigh',
  'MemoryMax',
  'User',
  'AmbientCapabilities',
  'LimitNOFILE',
  'TasksMax',
  'ProtectHome',
  'PrivateTmp',
  'InaccessiblePaths',
  'TemporaryFileSystem',
  'BindPaths',
  'BindReadOnlyPaths',
]

/** The properties of one unit, as systemctl(1) shows them; those that its systemd does not know are missing. */
export type UnitProperties = Readonly<Record<string, string>>

/** All units by their names, or why systemd does not tell. */
export type ShownUnits = { readonly units: ReadonlyMap<string, UnitProperties> } | { readonly reason: string }

/** Asks systemd of the host whose files are below `root` about the units of the agent and of App::Spoor. */
export async function shownUnits(host: {
  readonly root: string
  readonly signal: AbortSignal
  readonly patience: number
}): Promise<ShownUnits> {
  const words = ['show', '--no-pager', `--property=${PROPERTIES.join(',')}`, ...LOOKED_AT, ...OLD_UNIT_NAMES]
  const output = await hostOutput(['systemctl', ...words], host)
  const units = unitsIn(output)
  if (units.size > 0) return { units }
  if ('reason' in output) return { reason: `systemctl ${output.reason}` }
  const said = plainText(output.stderr.split('\n')[0] ?? '').replace(/\.$/, '')
  return { reason: `systemctl failed (exit code ${output.code}): ${said}` }
}

/** Blocks of `KEY=VALUE`, with an empty line between two units; a key that comes again extends its list. */
function unitsIn(output: HostOutput): ReadonlyMap<string, UnitProperties> {
  if ('reason' in output) return new Map()
  const blocks = output.stdout.split('\n\n').map((block) => {
    const properties: Record<string, string> = {}
    for (const line of block.split('\n')) {
      const at = line.indexOf('=')
      if (at < 1) continue
      const [key, value] = [line.slice(0, at), line.slice(at + 1)]
      properties[key] = properties[key] === undefined ? value : `${properties[key]} ${value}`
    }
    return properties
  })
  return new Map(blocks.flatMap((block) => (block['Id'] === undefined ? [] : [[block['Id'], block]])))
}
