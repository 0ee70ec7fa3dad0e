import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { EventsAnswer } from '../../../contract/event-contract.ts'
import type { HostsAnswer } from '../../../contract/host-contract.ts'
import { Command } from '../../parts/copy-button.tsx'
import { Mark } from '../../parts/mark.tsx'
import { DayMoment } from '../../parts/moment.tsx'
import { Shown, useAnswer } from '../../parts/shown.tsx'
import { WHAT_EVER } from '../../shell/navigation.ts'
import { kindLabel } from '../../words/kind-words.ts'
import { WORDS } from '../../words/words.ts'
import { enrolCommands } from './enrol-commands.ts'

const { firstHost } = WORDS

/** How often the hub is asked whether somebody came, in milliseconds. */
const PAUSE = 2000

/** The commands that enrol a server, until its first event has come; it goes on by itself. */
export function FirstHostPage(): JSX.Element {
  const hosts = useAnswer<HostsAnswer>('/api/v1/hosts')
  const events = useAnswer<EventsAnswer>('/api/v1/events?limit=1')
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.hidden) return
      hosts.again()
      events.again()
    }, PAUSE)
    return () => clearInterval(timer)
  }, [])
  const { onHub, onServer } = enrolCommands(location.origin)
  return (
    <div class="entry">
      <p class="crumb">{firstHost.step}</p>
      <Shown answer={hosts}>
        {({ hosts: all }) => {
          const [host] = all
          const event = events.known.value.value?.events[0]
          const title = event === undefined ? firstHost.titleWaiting(host?.host ?? '') : firstHost.titleDone
          return (
            <>
              <h1>{host === undefined ? firstHost.title : title}</h1>
              <p class="soft">{firstHost.how}</p>
              <h2 class="faint">{firstHost.onHub}</h2>
              <Command text={onHub} />
              <h2 class="faint">{firstHost.onServer}</h2>
              <Command text={onServer} />
              <ol class="steps sheet">
                <Step isSeen time={undefined} words={firstHost.hub} />
                {host === undefined ? (
                  <Step words={firstHost.notYet} more={firstHost.goesOn} />
                ) : (
                  <Step isSeen time={host.created} words={firstHost.enrolled(host.host, agentOf(host.version))} />
                )}
                {event === undefined ? (
                  <Step words={firstHost.event} more={firstHost.goesOn} />
                ) : (
                  <Step isSeen time={event.time} words={firstHost.came(kindLabel(event.type))} />
                )}
              </ol>
              {event === undefined ? (
                <p class="entry-note">
                  {firstHost.nothing} <code>spoor-agent check</code>
                </p>
              ) : (
                <p class="entry-note">
                  <a class="button first" href={WHAT_EVER}>
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
