import type { JSX } from 'preact'
import type { ShownHost } from '../../../contract/host-contract.ts'
import { Command } from '../../parts/copy-button.tsx'
import { StateBox } from '../../parts/state-box.tsx'
import { now } from '../../state/now.ts'
import { HOSTS_WORDS as words } from '../../words/hosts-words.ts'
import { lasting } from '../../words/numbers.ts'
import { WORDS } from '../../words/words.ts'
import { adviceFor } from './advice.ts'
import { markOfHealth } from './health-word.tsx'
import { type FleetSight, type HostHealth, lastWord } from './host-health.ts'

interface HostTroubleParts {
  readonly host: ShownHost
  readonly health: HostHealth
  readonly sight: FleetSight | undefined
}

/** What is wrong with a host, and what to do. */
export function HostTrouble({ host, health, sight }: HostTroubleParts): JSX.Element | null {
  const advice = adviceFor(host.host, health, sight)
  if (advice === undefined) return null
  const isUnknown = health === 'silent' || health === 'untold' || sight?.word === 'blind' || sight?.word === 'gap'
  return (
    <div class="sheet spaced">
      <StateBox
        kind={isUnknown ? 'cannotKnow' : 'amiss'}
        mark={isUnknown ? undefined : markOfHealth(health)}
        word={isUnknown ? WORDS.states.cannotKnow : words.health[health]}
        title={titleOf({ host, health, sight })}
      >
        {health === 'silent' ? <p>{words.silentHint}</p> : null}
        <p>
          {advice.text} <span class="faint">({advice.isForHub ? words.onHub : words.onHost(host.host)})</span>
        </p>
        <Command text={advice.command} />
      </StateBox>
    </div>
  )
}

function titleOf({ host, health, sight }: HostTroubleParts): string {
  if (health === 'silent') return words.isSilent(lasting(now.value / 1000 - (lastWord(host) ?? 0)))
  if (health === 'never') return words.notHeard
  if (health === 'untold') return words.noStatus
  if (health === 'revoked' || sight === undefined) return words.isRevoked
  return sight.why === '' ? words.advice.degraded : reasonOf(sight)
}

/** Why it is as it is, with the source if it is only one. */
function reasonOf({ word, why, sources }: FleetSight): string {
  const [first, ...others] = sources.filter((source) => source.word === word && source.why === why)
  const isOne = first !== undefined && others.length === 0
  // The name of a source stays as it is.
  return isOne ? ended(`${first.source} ${first.path}: ${why}`) : ended(`${why.charAt(0).toUpperCase()}${why.slice(1)}`)
}

/** The hub's reasons are parts of sentences. */
function ended(text: string): string {
  return text.endsWith('.') ? text : `${text}.`
}
