import type { JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { ShownCheck } from '../../../contract/check-contract.ts'
import { CheckStateMark } from '../../parts/check-mark.tsx'
import { Command } from '../../parts/copy-button.tsx'
import { Age, DayMoment } from '../../parts/moment.tsx'
import { ValueRow } from '../../parts/value-row.tsx'
import { checkStateNow } from '../../state/check-state.ts'
import { now } from '../../state/now.ts'
import { pathTo } from '../../state/place.ts'
import { CHECK_WORDS } from '../../words/check-words.ts'
import { SERVICES_WORDS } from '../../words/services-words.ts'
import { shellQuoted } from '../../words/shell-quoted.ts'
import { daysUntil } from './certificates.ts'
import { EventsOfCheck } from './check-history.tsx'
import { CheckIncidents } from './check-incidents.tsx'
import { MuteCheck } from './mute-check.tsx'
import { SeenFrom } from './seen-from.tsx'
import { ShutCheck } from './shut-button.tsx'
import { TookBars } from './took-bars.tsx'

const { panel: words } = SERVICES_WORDS

interface CheckPanelParts {
  readonly check: ShownCheck
  readonly checks: readonly ShownCheck[]
  readonly round: number
}

/** One check: how it is and since when, what it found, from where else it is seen, and what can be done. */
export function CheckPanel({ check: shown, checks, round }: CheckPanelParts): JSX.Element {
  const { host, check, finding, since } = shown
  const element = useRef<HTMLDivElement>(null)
  // Who opens it from the wall is led into it.
  useLayoutEffect(() => {
    if (document.activeElement?.closest('.services') != null) element.current?.focus({ preventScroll: true })
  }, [host, check])
  return (
    <div class="record check-panel" ref={element} tabIndex={-1}>
      <header class="record-head">
        <CheckStateMark state={checkStateNow(shown)} />
        <b>{check}</b>
        <ShutCheck />
      </header>
      <p class="record-story">
        <b>{check}</b> {words.on} <b>{host}</b>{' '}
        {shown.silent ? (
          words.isUnknown
        ) : (
          <>
            {words.hasBeen(CHECK_WORDS.states[shown.state])} <Age time={since} />
          </>
        )}
        .
      </p>
      {shown.silent ? <p class="record-part soft">{SERVICES_WORDS.wasThen(CHECK_WORDS.states[shown.state])}</p> : null}
      <section class="record-part">
        <h2>{words.found}</h2>
        <p class="found-text">{finding}</p>
      </section>
      <CheckValues check={shown} />
      <MuteCheck host={host} check={check} />
      <CheckIncidents host={host} check={check} />
      <SeenFrom check={shown} checks={checks} />
      <section class="record-part">
        <h2>{words.history}</h2>
        <EventsOfCheck host={host} check={check} round={round} />
      </section>
      <section class="record-part">
        <h2>
          {words.run} <span class="faint">{words.runOn(host)}</span>
        </h2>
        <Command text={`spoor-agent checks run ${shellQuoted(check)}`} />
      </section>
    </div>
  )
}

function CheckValues({ check: shown }: { readonly check: ShownCheck }): JSX.Element {
  const { host, type, target, since, ran, recent, certificate } = shown
  return (
    <dl class="values">
      <ValueRow name={words.host}>
        <a class="link" href={pathTo('host', { name: host })}>
          {host}
        </a>
      </ValueRow>
      <ValueRow name={words.target}>
        {target ?? words.itsHost} <span class="faint">{type}</span>
      </ValueRow>
      <ValueRow name={words.since}>
        <DayMoment time={since} />
      </ValueRow>
      <ValueRow name={words.ran}>
        {ran === null ? (
          words.notRun
        ) : (
          <span>
            <Age time={ran} /> {words.ago}
          </span>
        )}
      </ValueRow>
      {recent.length === 0 ? null : (
        <ValueRow name={words.took}>
          <TookBars recent={recent} />
        </ValueRow>
      )}
      {certificate === null ? null : (
        <ValueRow name={words.certificate}>
          {CHECK_WORDS.daysLeft(daysUntil(certificate, Math.floor(now.value / 60_000) * 60))}
          <span class="faint">
            <DayMoment time={certificate} />
          </span>
        </ValueRow>
      )}
    </dl>
  )
}
