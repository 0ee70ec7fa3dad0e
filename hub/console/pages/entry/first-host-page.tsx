import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { HostsAnswer, ShownHost } from '../../../contract/host-contract.ts'
import { Command } from '../../parts/copy-button.tsx'
import { Mark } from '../../parts/mark.tsx'
import { DayMoment } from '../../parts/moment.tsx'
import { Shown, useAnswer } from '../../parts/shown.tsx'
import type { Answer } from '../../state/answer.ts'
import { pathTo } from '../../state/place.ts'
import { me } from '../../state/session.ts'
import { WORDS } from '../../words/words.ts'
import { enrolCommands } from './enrol-commands.ts'
import { FirstToken } from './first-token.tsx'

const { firstHost } = WORDS

/** How often the hub is asked whether somebody came, in milliseconds. */
const PAUSE = 2000

/** The hosts that were there when the page was opened; empty if none of them had told an event yet. */
function useKnownHosts(hosts: Answer<HostsAnswer>): ReadonlySet<string> | undefined {
  const known = useRef<ReadonlySet<string> | undefined>(undefined)
  const { value } = hosts.known.value
  if (known.current === undefined && value !== undefined) {
    const isFirst = value.hosts.every(({ last_event: last }) => last === null)
    known.current = new Set(isFirst ? [] : value.hosts.map(({ host }) => host))
  }
  return known.current
}

/** The commands that enrol a server, the first or a further one, until its first event has come. */
export function FirstHostPage(): JSX.Element {
  const hosts = useAnswer<HostsAnswer>('/api/v1/hosts')
  const known = useKnownHosts(hosts)
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) hosts.again()
    }, PAUSE)
    return () => clearInterval(timer)
  }, [])
  const isFirst = known === undefined || known.size === 0
  const mayMake = me.value?.rights.manage === true
  const { onHub, onServer } = enrolCommands(location.origin)
  return (
    <div class="entry">
      <p class="crumb">{isFirst ? firstHost.step : firstHost.another}</p>
      <Shown answer={hosts}>
        {({ hosts: all }) => {
          const host = all.find((each) => known?.has(each.host) !== true)
          return (
            <>
              <h1>{titleOf(host, isFirst)}</h1>
              <p class="soft">{firstHost.how}</p>
              <h2 class="faint">{mayMake ? firstHost.token : firstHost.onHub}</h2>
              {mayMake ? <FirstToken /> : <Command text={onHub} />}
              <h2 class="faint">{firstHost.onServer}</h2>
              <Command text={onServer} />
              <Steps host={host} />
              {host === undefined || host.last_event === null ? (
                <p class="entry-note">
                  {firstHost.nothing} <code>spoor-agent check</code>
                </p>
              ) : (
                <p class="entry-note">
                  <a
                    class="button first"
                    href={pathTo('events', {}, new URLSearchParams({ host: host.host }).toString())}
                  >
                    {firstHost.look}
                  </a>
                </p>
              )}
            </>
          )
        }}
      </Shown>
    </div>
  )
}

function titleOf(host: ShownHost | undefined, isFirst: boolean): string {
  if (host === undefined) return isFirst ? firstHost.title : firstHost.titleAnother
  return host.last_event === null ? firstHost.titleWaiting(host.host) : firstHost.titleDone
}

/** What has come of it so far. */
function Steps({ host }: { readonly host: ShownHost | undefined }): JSX.Element {
  return (
    <ol class="steps sheet">
      <Step isSeen words={firstHost.hub} />
      {host === undefined ? (
        <Step words={firstHost.notYet} more={firstHost.goesOn} />
      ) : (
        <Step isSeen time={host.created} words={firstHost.enrolled(host.host, agentOf(host.version))} />
      )}
      {host === undefined || host.last_event === null ? (
        <Step words={firstHost.event} more={firstHost.goesOn} />
      ) : (
        <Step isSeen time={host.last_event} words={firstHost.came} />
      )}
    </ol>
  )
}

function agentOf(version: string | null): string {
  return version === null ? '' : `, agent ${version}`
}

interface StepParts {
  readonly words: string
  readonly more?: string
  readonly isSeen?: boolean
  readonly time?: number | undefined
}

/** One step of the first run: filled once it is seen. */
function Step({ words, more, isSeen = false, time }: StepParts): JSX.Element {
  return (
    <li class={isSeen ? 'story-step' : 'story-step hollow-step'}>
      <div class="step-time">{time === undefined ? isSeen ? '' : firstHost.waiting : <DayMoment time={time} />}</div>
      <div class="rail">
        <Mark name={isSeen ? 'seen' : 'none'} />
      </div>
      <div class="step-body">
        <p>{words}</p>
        {more === undefined ? null : <p>{more}</p>}
      </div>
    </li>
  )
}
