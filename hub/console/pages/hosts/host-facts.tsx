import type { JSX } from 'preact'
import type { HostAnswer } from '../../../contract/host-contract.ts'
import { Fact } from '../../parts/fact.tsx'
import { Age, DayMoment } from '../../parts/moment.tsx'
import { HOSTS_WORDS as words } from '../../words/hosts-words.ts'
import { lasting, numeral } from '../../words/numbers.ts'
import { WORDS } from '../../words/words.ts'
import type { HostHealth } from './host-health.ts'
import { ManageHost } from './manage-host.tsx'
import { SaidThen } from './said-then.tsx'
import type { ShownStatus } from './shown-status.ts'

interface HostFactsParts {
  readonly host: HostAnswer['host']
  readonly status: ShownStatus | undefined
  readonly health: HostHealth
  /** When it said so, if it may be otherwise now. */
  readonly then: number | undefined
  readonly onChanged: () => void
}

/** What the hub knows of a host, and what an admin can do with it. */
export function HostFacts({ host, status, health, then, onChanged }: HostFactsParts): JSX.Element {
  const { version, label, created, reports, stale, lag, former_names: former, last_event: last } = host
  return (
    <aside aria-label={words.facts}>
      <div class="heading">
        <h2>{words.facts}</h2>
        <SaidThen at={then} />
      </div>
      <dl class="sheet facts spaced">
        <Fact name={words.agent}>{version ?? WORDS.nothing}</Fact>
        {label === '' ? null : <Fact name={words.label}>{label}</Fact>}
        <Fact name={words.enrolled}>
          <DayMoment time={created} />
        </Fact>
        <Fact name={words.reports}>{numeral(reports)}</Fact>
        <Fact name={words.lastEvent}>
          {last === null ? (
            WORDS.nothing
          ) : (
            <>
              <Age time={last} /> {words.ago}
            </>
          )}
        </Fact>
        <Fact name={words.lag}>
          {lag === null ? WORDS.nothing : lasting(lag)}
          {status?.waiting === undefined ? '' : `, ${words.waits(status.waiting)}`}
        </Fact>
        <Count name={words.refused} count={status?.refused ?? 0} />
        <Count name={words.stale} count={stale} />
        {former.length === 0 ? null : <Fact name={words.former}>{former.join(', ')}</Fact>}
        {(status?.roles ?? []).map(({ name, running }) => (
          <Fact key={name} name={name}>
            <Running isRunning={running} isPast={then !== undefined} />
          </Fact>
        ))}
      </dl>
      <ManageHost host={host.host} isRevoked={health === 'revoked'} onChanged={onChanged} />
    </aside>
  )
}

/** Whether a role of the agent runs, or ran when it said so last. */
function Running({ isRunning, isPast }: { readonly isRunning: boolean; readonly isPast: boolean }): JSX.Element {
  if (isRunning) return <>{isPast ? words.ran : words.runs}</>
  return <span class="health down">{isPast ? words.hadStopped : words.stopped}</span>
}

/** A count that is worth a line only if it is not 0. */
function Count({ name, count }: { readonly name: string; readonly count: number }): JSX.Element | null {
  return count === 0 ? null : <Fact name={name}>{numeral(count)}</Fact>
}
