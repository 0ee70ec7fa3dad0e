import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { ChannelsAnswer, ShownChannel } from '../../../contract/alert-contract.ts'
import { Mark } from '../../parts/mark.tsx'
import { Age } from '../../parts/moment.tsx'
import { pathTo } from '../../state/place.ts'
import { me } from '../../state/session.ts'
import { ALERT_WORDS } from '../../words/alert-words.ts'
import { ChannelTest, TestDesk } from './channel-test.tsx'
import { ConfiguredIn } from './rule-list.tsx'

const { channels: words } = ALERT_WORDS

interface ChannelListParts {
  readonly channels: ChannelsAnswer['channels']
  /** Hears that something was sent. */
  readonly onTest: () => void
}

/** Every channel with its recipients, how it fares, and its test. */
export function ChannelList({ channels, onTest }: ChannelListParts): JSX.Element {
  const mayTest = me.value?.rights.manage === true
  return (
    <>
      {channels.length === 0 ? null : (
        <ul class="sheet">
          {channels.map((channel) => (
            <OneChannel key={channel.name} channel={channel} mayTest={mayTest} onTest={onTest} />
          ))}
        </ul>
      )}
      {mayTest ? null : <p class="faint configured">{words.onlyAdmins}</p>}
      <ConfiguredIn />
    </>
  )
}

interface OneChannelParts {
  readonly channel: ShownChannel
  readonly mayTest: boolean
  readonly onTest: () => void
}

function OneChannel({ channel, mayTest, onTest }: OneChannelParts): JSX.Element {
  const { name, kind, recipients, per_hour: perHour } = channel
  const desk = useMemo(() => new TestDesk(name), [name])
  return (
    <li class="block channel">
      <div>
        <h2>{name}</h2>
        <p class="faint">{words.kinds[kind]}</p>
      </div>
      <div>
        <ul>
          {recipients.map((recipient) => (
            <li key={recipient} class="recipient">
              {recipient}
            </li>
          ))}
        </ul>
        <p class="faint">{words.perHour(perHour)}</p>
      </div>
      <div>
        <ChannelState channel={channel} />
        <p class="faint">{dayOf(channel)}</p>
      </div>
      {mayTest ? <ChannelTest desk={desk} name={name} onTest={onTest} /> : null}
    </li>
  )
}

/** What went over a channel in a day: `12 delivered, 1 failed`. */
function dayOf({ delivered, failed, waiting, held }: ShownChannel): string {
  const counts = [
    [delivered, words.delivered],
    [failed, words.failed],
    [waiting, words.waiting],
    [held, words.held],
  ] as const
  const parts = counts.flatMap(([count, say]) => (count === 0 ? [] : [say(count)]))
  return `${words.day}: ${parts.length === 0 ? words.nothing : parts.join(', ')}`
}

/** Whether a channel works, by what became of its last messages. */
function ChannelState({ channel }: { readonly channel: ShownChannel }): JSX.Element {
  const { last_delivered: success, last_failure: failure } = channel
  const isFailing = failure !== null && failure.at >= (success ?? 0)
  if (success === null && failure === null)
    return (
      <p class="receipt">
        <Mark name="unknown" /> {words.untried}
      </p>
    )
  return (
    <>
      <p class={isFailing ? 'receipt is-lost' : 'receipt'}>
        <Mark name={isFailing ? 'blind' : 'seen'} />
        <span>
          {isFailing ? words.fails : words.works}
          {success === null ? null : (
            <span class="faint">
              , {words.lastDelivered} <Age time={success} /> {words.ago}
            </span>
          )}
        </span>
      </p>
      {failure === null ? null : (
        <p class={isFailing ? 'answer' : 'answer faint'}>
          <a class="link" href={pathTo('alerts', {}, `alert=${failure.alert}`)}>
            {words.lastFailure}
          </a>{' '}
          <Age time={failure.at} /> {words.ago}, {failure.recipient}: {failure.answer}
        </p>
      )}
    </>
  )
}
