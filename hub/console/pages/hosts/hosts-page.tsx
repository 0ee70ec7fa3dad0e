import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { HostsAnswer, ShownHost } from '../../../contract/host-contract.ts'
import { Age } from '../../parts/moment.tsx'
import { Shown, useAnswer } from '../../parts/shown.tsx'
import { StateBox } from '../../parts/state-box.tsx'
import { useKeys } from '../../state/keys.ts'
import { goTo } from '../../state/navigator.ts'
import { now } from '../../state/now.ts'
import { pathTo } from '../../state/place.ts'
import { stepThroughLinks } from '../../state/step-through-links.ts'
import { lasting } from '../../words/numbers.ts'
import { PAGE_WORDS } from '../../words/page-words.ts'
import { WORDS } from '../../words/words.ts'
import { useFollowed } from './followed.ts'
import { headline } from './headline.ts'
import { HealthWord } from './health-word.tsx'
import { countHealths, HEALTHS, type HostHealth, healthOf, lastWord } from './host-health.ts'

const { hosts: words } = PAGE_WORDS

/** Every host, the worst first. */
export function HostsPage(): JSX.Element {
  const answer = useAnswer<HostsAnswer>('/api/v1/hosts')
  useFollowed(answer)
  useEffect(() => void (document.title = `${words.title} · ${WORDS.brand}`), [])
  return (
    <div class="page">
      <Shown answer={answer}>{({ hosts }) => (hosts.length === 0 ? <NoHosts /> : <HostList hosts={hosts} />)}</Shown>
    </div>
  )
}

function NoHosts(): JSX.Element {
  const acts = (
    <a class="button" href={pathTo('firstHost')}>
      {words.add}
    </a>
  )
  return (
    <>
      <h1>{words.empty}</h1>
      <div class="sheet">
        <StateBox kind="empty" word={WORDS.states.empty} title={words.empty} acts={acts}>
          <p>{words.emptyHint}</p>
        </StateBox>
      </div>
    </>
  )
}

function HostList({ hosts }: { readonly hosts: readonly ShownHost[] }): JSX.Element {
  const text = useSignal('')
  const seconds = Math.floor(now.value / 1000)
  const has = (name: string): boolean => name.toLowerCase().includes(text.value.trim().toLowerCase())
  const shown = hosts.filter(({ host, label, former_names: former }) => [host, label, ...former].some(has))
  const ill = shown
    .filter((host) => healthOf(host, seconds) !== 'healthy')
    .toSorted((a, b) => HEALTHS.indexOf(healthOf(a, seconds)) - HEALTHS.indexOf(healthOf(b, seconds)))
  const well = shown.filter((host) => healthOf(host, seconds) === 'healthy')
  useKeys(WORDS.keys.here, [
    { keys: 'j', words: WORDS.keys.down, run: () => stepThroughLinks(1), inBar: true },
    { keys: 'k', words: WORDS.keys.up, run: () => stepThroughLinks(-1), inBar: true },
    { keys: 'a', words: words.add.toLowerCase(), run: () => goTo(pathTo('firstHost')), inBar: true },
  ])
  return (
    <>
      <div class="lead">
        <div>
          <h1>{headline(countHealths(hosts, seconds), hosts.length)}</h1>
          <p>{words.note}</p>
        </div>
        <div class="acts">
          <input
            class="filter"
            aria-label={words.filter}
            placeholder={words.filter}
            value={text.value}
            maxLength={100}
            onInput={({ currentTarget }) => (text.value = currentTarget.value)}
          />
          <a class="button first" href={pathTo('firstHost')} title={`${words.add} (a)`}>
            {words.add} <kbd>a</kbd>
          </a>
        </div>
      </div>
      <div class="sheet scrolls">
        {shown.length === 0 ? (
          <StateBox kind="noMatch" word={WORDS.states.noMatch} title={words.noneCalled(text.value)} />
        ) : (
          <HostTable ill={ill} well={well} seconds={seconds} />
        )}
      </div>
    </>
  )
}

interface HostTableParts {
  readonly ill: readonly ShownHost[]
  readonly well: readonly ShownHost[]
  readonly seconds: number
}

function HostTable({ ill, well, seconds }: HostTableParts): JSX.Element {
  const hasLabels = [...ill, ...well].some(({ label }) => label !== '')
  const heads = [
    words.host,
    words.state,
    words.agent,
    words.said,
    words.lag,
    words.lastEvent,
    ...(hasLabels ? [words.label] : []),
  ]
  return (
    <table class="table hosts">
      <caption class="unseen">{words.title}</caption>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      {[
        { title: words.want, hosts: ill },
        { title: words.well, hosts: well },
      ].map(({ title, hosts }) =>
        hosts.length === 0 ? null : (
          <tbody key={title}>
            <tr class="band">
              <td colSpan={heads.length}>
                {title} · {hosts.length}
              </td>
            </tr>
            {hosts.map((host) => (
              <HostRow key={host.host} host={host} health={healthOf(host, seconds)} hasLabel={hasLabels} />
            ))}
          </tbody>
        ),
      )}
    </table>
  )
}

interface HostRowParts {
  readonly host: ShownHost
  readonly health: HostHealth
  readonly hasLabel: boolean
}

function HostRow({ host: shown, health, hasLabel }: HostRowParts): JSX.Element {
  const { host, version, lag, last_event: last, label } = shown
  const said = lastWord(shown)
  return (
    <tr>
      <td>
        <a class="to" href={pathTo('host', { name: host })}>
          {host}
        </a>
      </td>
      <td>
        <HealthWord health={health} />
      </td>
      <td class="soft">{version ?? WORDS.nothing}</td>
      <td class="soft">{said === undefined ? WORDS.nothing : <Age time={said} />}</td>
      <td class="soft">{lag === null || health === 'silent' ? WORDS.nothing : lasting(lag)}</td>
      <td class="soft">{last === null ? WORDS.nothing : <Age time={last} />}</td>
      {hasLabel ? <td class="soft">{label}</td> : null}
    </tr>
  )
}
