import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { ChannelsAnswer, RulesAnswer } from '../../../contract/alert-contract.ts'
import { Command } from '../../parts/copy-button.tsx'
import { useCurrentInView } from '../../parts/current-in-view.ts'
import { Shown, useAnswer } from '../../parts/shown.tsx'
import { StateBox } from '../../parts/state-box.tsx'
import type { Answer } from '../../state/answer.ts'
import { useFollowed } from '../../state/followed.ts'
import { useKeys } from '../../state/keys.ts'
import { goTo, place } from '../../state/navigator.ts'
import { pathTo } from '../../state/place.ts'
import { ALERT_WORDS } from '../../words/alert-words.ts'
import { WORDS } from '../../words/words.ts'
import { ChannelList } from './channel-list.tsx'
import { alertsHeadline } from './headline.ts'
import { MessageList } from './message-list.tsx'
import { RuleList } from './rule-list.tsx'
import { SnoozeList } from './snooze-list.tsx'
import { WhyTold } from './why-told.tsx'

const { title, tabs } = ALERT_WORDS

type Tab = keyof typeof tabs

const TABS = Object.keys(tabs).filter(isTab)

/** Who is told of what: messages with receipts, rules, channels, snoozes, and why something was told or not. */
export function AlertsPage(): JSX.Element {
  const channels = useAnswer<ChannelsAnswer>('/api/v1/channels')
  const rules = useAnswer<RulesAnswer>('/api/v1/rules')
  useFollowed(channels)
  useFollowed(rules)
  useEffect(() => void (document.title = `${title} · ${WORDS.brand}`), [])
  useKeys(
    WORDS.keys.here,
    TABS.map((tab, index) => ({
      keys: String(index + 1),
      words: tabs[tab].toLowerCase(),
      run: () => goTo(addressOf(tab)),
    })),
  )
  const wanted = place.value?.query.get('show') ?? ''
  const tab = isTab(wanted) ? wanted : 'messages'
  const nav = useCurrentInView(tab)
  const { value: told } = channels.known.value
  return (
    <div class="page">
      <div class="lead">
        <h1>{told === undefined ? title : alertsHeadline(told)}</h1>
      </div>
      {told?.channels.length === 0 ? <HowToBegin /> : null}
      <nav class="tabs page-tabs" aria-label={title} ref={nav}>
        {TABS.map((each, index) => (
          <a
            key={each}
            href={addressOf(each)}
            title={`${tabs[each]} (${index + 1})`}
            aria-current={each === tab ? 'page' : undefined}
          >
            {tabs[each]}
          </a>
        ))}
      </nav>
      <Told tab={tab} channels={channels} rules={rules} />
    </div>
  )
}

interface ToldParts {
  readonly tab: Tab
  readonly channels: Answer<ChannelsAnswer>
  readonly rules: Answer<RulesAnswer>
}

/** What stands below a tab: what needs no channels is there without them. */
function Told({ tab, channels, rules }: ToldParts): JSX.Element {
  if (tab === 'snoozes') return <SnoozeList rules={rules.known.value.value?.rules ?? []} />
  if (tab === 'why') return <WhyTold />
  return (
    <Shown answer={channels}>
      {({ channels: all }) => (
        <>
          {tab === 'messages' ? <MessageList channels={all} rules={rules} /> : null}
          {tab === 'rules' ? <RuleList answer={rules} channels={all} /> : null}
          {tab === 'channels' ? <ChannelList channels={all} onTest={() => channels.again()} /> : null}
        </>
      )}
    </Shown>
  )
}

/** How a hub that tells nobody is taught to. */
function HowToBegin(): JSX.Element {
  const { empty } = ALERT_WORDS
  return (
    <div class="sheet spaced">
      <StateBox kind="empty" word={WORDS.states.empty} title={empty.title}>
        <p>{empty.hint}</p>
        <p>
          <code>{empty.file}</code>
        </p>
        <Command text={empty.lines} />
        <Command text={empty.commands} />
        <p>{empty.rules}</p>
      </StateBox>
    </div>
  )
}

function addressOf(tab: Tab): string {
  return pathTo('alerts', {}, tab === 'messages' ? '' : `show=${tab}`)
}

function isTab(word: string): word is Tab {
  return Object.hasOwn(tabs, word)
}
