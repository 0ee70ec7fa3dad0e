import { HOSTS_WORDS } from '../../words/hosts-words.ts'
import type { FleetSight, HostHealth } from './host-health.ts'

/** What to do about a host: why, and a command, on the host unless it is for the hub. */
export interface Advice {
  readonly text: string
  readonly command: string
  readonly isForHub: boolean
}

type Trouble = keyof typeof HOSTS_WORDS.advice

/** What says why, on the host. */
const COMMANDS: Readonly<Record<Exclude<Trouble, 'revoked'>, string>> = {
  silent: 'systemctl status spoor-agent-transmitter; spoor-agent check',
  never: 'systemctl status spoor-agent-transmitter; spoor-agent check',
  down: 'systemctl status spoor-agent-collector; spoor-agent check',
  blind: 'spoor-agent check',
  late: 'spoor-agent check --connect; spoor-agent status',
  gap: 'spoor-agent status',
  degraded: 'spoor-agent status',
}

/** What to do about a host as it is; undefined if nothing is wrong. */
export function adviceFor(host: string, health: HostHealth, sight: FleetSight | undefined): Advice | undefined {
  const trouble = troubleOf(health, sight)
  if (trouble === undefined) return undefined
  const { [trouble]: text } = HOSTS_WORDS.advice
  return trouble === 'revoked'
    ? { text, command: `spoor-hub token create --host ${host}`, isForHub: true }
    : { text, command: COMMANDS[trouble], isForHub: false }
}

/** What is wrong; of a degraded host that which its sources say, if they do. */
function troubleOf(health: HostHealth, sight: FleetSight | undefined): Trouble | undefined {
  if (health === 'healthy') return undefined
  if (health === 'untold') return 'never'
  if (health !== 'degraded') return health
  return sight?.word === 'blind' || sight?.word === 'gap' ? sight.word : 'degraded'
}
