import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { HostAnswer } from '../../../contract/host-contract.ts'
import { Command } from '../../parts/copy-button.tsx'
import { Fact } from '../../parts/fact.tsx'
import { Mark } from '../../parts/mark.tsx'
import { Age, DayMoment } from '../../parts/moment.tsx'
import { Shown, useAnswer } from '../../parts/shown.tsx'
import { StateBox } from '../../parts/state-box.tsx'
import { now } from '../../state/now.ts'
import { pathTo } from '../../state/place.ts'
import { lasting, numeral } from '../../words/numbers.ts'
import { PAGE_WORDS } from '../../words/page-words.ts'
import { WORDS } from '../../words/words.ts'
import { useFollowed } from './followed.ts'
import { HealthWord } from './health-word.tsx'
import { healthOf, lastWord } from './host-health.ts'
import { type ShownStatus, shownStatus, type StatusSource } from './shown-status.ts'

const { hosts: words } = PAGE_WORDS

type Host = HostAnswer['host']

/** One host, with all that its agent said last. */
export function HostPage({ name }: { readonly name: string }): JSX.Element {
  const answer = useAnswer<HostAnswer>(`/api/v1/hosts/${encodeURIComponent(name)}`)
  useFollowed(answer)
  useEffect(() => void (document.title = `${name} · ${WORDS.brand}`), [name])
  return (
    <div class="page">
      <p class="crumb">
        <a class="link" href={pathTo('hosts')}>
          {words.crumb}
        </a>
      </p>
      <Shown answer={answer}>{({ host }) => <OneHost host={host} />}</Shown>
    </div>
  )
}

function OneHost({ host }: { readonly host: Host }): JSX.Element {
  const seconds = now.value / 1000
  const health = healthOf(host, seconds)
  const status = host.status === null ? undefined : shownStatus(host.status)
  const last = lastWord(host)
  return (
    <>
      <div class="lead">
        <div>
          <h1>{host.host}</h1>
          <p>
            <HealthWord health={health} />
            {last === undefined ? null : (
              <>
                {' · '}
                {words.said.toLowerCase()} <Age time={last} /> {words.ago}
              </>
            )}
          </p>
        </div>
        <div class="acts">
          <a class="button" href={pathTo('events', {}, new URLSearchParams({ host: host.host }).toString())}>
            {words.itsEvents}
          </a>
        </div>
      </div>
      {health === 'silent' && last !== undefined ? (
        <div class="sheet spaced">
          <StateBox kind="cannotKnow" word={WORDS.states.cannotKnow} title={words.silentSince(lasting(seconds - last))}>
            <p>{words.silentHint}</p>
            <Command text="systemctl status spoor-agent-transmitter && spoor-agent check" />
          </StateBox>
        </div>
      ) : null}
      {health === 'never' ? (
        <div class="sheet spaced">
          <StateBox kind="empty" word={WORDS.states.empty} title={words.neverSaid}>
            <Command text="spoor-agent check" />
          </StateBox>
        </div>
      ) : null}
      <div class="two-columns">
        <div>{status === undefined ? <NoStatus /> : <Says status={status} />}</div>
        <Facts host={host} status={status} />
      </div>
    </>
  )
}

function NoStatus(): JSX.Element {
  return (
    <div class="sheet">
      <StateBox kind="cannotKnow" word={WORDS.states.cannotKnow} title={words.noStatus} />
    </div>
  )
}

/** Its warnings, and the logs that it reads. */
function Says({ status: { warnings, sources } }: { readonly status: ShownStatus }): JSX.Element {
  return (
    <>
      <div class="heading">
        <h2>{words.says}</h2>
      </div>
      <div class="sheet spaced">
        {warnings.length === 0 ? <p class="block soft">{words.noWarnings}</p> : null}
        <ul>
          {warnings.map(({ severity, text }) => (
            <li key={text} class={`block warning is-${severity}`}>
              <Mark name={severity === 'error' ? 'blind' : severity === 'warning' ? 'degraded' : 'none'} />
              <span>{text}</span>
            </li>
          ))}
        </ul>
      </div>
      <div class="heading">
        <h2>{words.sources}</h2>
        <span class="faint">{sources.length}</span>
      </div>
      <div class="sheet scrolls">
        <SourceTable sources={sources} />
      </div>
    </>
  )
}

function SourceTable({ sources }: { readonly sources: readonly StatusSource[] }): JSX.Element {
  const heads = [words.source, words.lines, words.unread, words.events, words.lastEvent]
  return (
    <table class="table sources">
      <caption class="unseen">{words.sources}</caption>
      <thead>
        <tr>
          {heads.map((head, index) => (
            <th key={head} scope="col" class={index > 0 && index < 4 ? 'right' : undefined}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sources.map(({ source, path, lines, unrecognised, events, lastEvent, problem }) => (
          <tr key={`${source} ${path}`} class={problem === undefined ? undefined : 'blind'}>
            <td>
              {source} <code class="faint">{path}</code>
              {problem === undefined ? null : (
                <span class="health down">
                  <Mark name="blind" /> {words.problem}: {problem}
                </span>
              )}
            </td>
            <td class="right" data-head={words.lines}>
              {counted(lines)}
            </td>
            <td class="right" data-head={words.unread}>
              {counted(unrecognised)}
            </td>
            <td class="right" data-head={words.events}>
              {counted(events)}
            </td>
            <td class="soft" data-head={words.lastEvent}>
              {lastEvent === undefined ? (
                <span class="health">
                  <Mark name={problem === undefined ? 'quiet' : 'unknown'} />
                  {problem === undefined ? words.quiet : WORDS.states.cannotKnow}
                </span>
              ) : (
                <Age time={lastEvent / 1000} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function counted(count: number | undefined): string {
  return count === undefined ? WORDS.nothing : numeral(count)
}

/** What the hub knows of it. */
function Facts({ host, status }: { readonly host: Host; readonly status: ShownStatus | undefined }): JSX.Element {
  const { version, label, created, reports, stale, lag, former_names: former, last_event: last } = host
  return (
    <aside aria-label={words.facts}>
      <div class="heading">
        <h2>{words.facts}</h2>
      </div>
      <dl class="sheet facts">
        <Fact name={words.agent}>{version ?? WORDS.nothing}</Fact>
        {label === '' ? null : <Fact name={words.label}>{label}</Fact>}
        <Fact name={words.enrolled}>
          <DayMoment time={created} />
        </Fact>
        <Fact name={words.reports}>{numeral(reports)}</Fact>
        <Fact name={words.lastEvent}>{last === null ? WORDS.nothing : <Age time={last} />}</Fact>
        <Fact name={words.lag}>
          {lag === null ? WORDS.nothing : lasting(lag)}
          {status?.waiting === undefined ? '' : `, ${numeral(status.waiting)} ${words.waits}`}
        </Fact>
        <Count name={words.refused} count={status?.refused ?? 0} />
        <Count name={words.stale} count={stale} />
        {former.length === 0 ? null : <Fact name={words.former}>{former.join(', ')}</Fact>}
        {(status?.roles ?? []).map(({ name, running }) => (
          <Fact key={name} name={name}>
            {running ? words.runs : <span class="health down">{words.stopped}</span>}
          </Fact>
        ))}
      </dl>
    </aside>
  )
}

/** A count that is worth a line only if it is not 0. */
function Count({ name, count }: { readonly name: string; readonly count: number }): JSX.Element | null {
  return count === 0 ? null : <Fact name={name}>{numeral(count)}</Fact>
}
