import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { ShownRule, ShownSnooze, SnoozesAnswer } from '../../../contract/alert-contract.ts'
import { ActWords } from '../../parts/act-words.tsx'
import { DayMoment } from '../../parts/moment.tsx'
import { Shown, useAnswer } from '../../parts/shown.tsx'
import { StateBox } from '../../parts/state-box.tsx'
import { Act } from '../../state/act.ts'
import { useFollowed } from '../../state/followed.ts'
import { useKeys } from '../../state/keys.ts'
import { place, queried } from '../../state/navigator.ts'
import { now } from '../../state/now.ts'
import { pathTo } from '../../state/place.ts'
import { me } from '../../state/session.ts'
import { ALERT_WORDS } from '../../words/alert-words.ts'
import { WORDS } from '../../words/words.ts'
import { incidentKindWord } from './rule-sentence.ts'
import { SnoozeDialog } from './snooze-dialog.tsx'
import { EndSnooze, EndedSnoozes } from './snooze-end.tsx'

const { snoozes: words } = ALERT_WORDS

interface SnoozeListParts {
  readonly rules: readonly ShownRule[]
}

/** What is not told for the time being, until when, and why; with those that have ended if they are asked for. */
export function SnoozeList({ rules }: SnoozeListParts): JSX.Element {
  const hasEnded = place.value?.query.get('ended') === 'yes'
  const answer = useAnswer<SnoozesAnswer>(`/api/v1/snoozes?all=${hasEnded ? 'yes' : 'no'}`)
  useFollowed(answer)
  const isAdding = useSignal(false)
  const desk = useMemo(() => new EndedSnoozes(() => answer.again()), [])
  const adding = useMemo(() => new Act(), [])
  const mayAdd = me.value?.rights.judge === true
  const add = (): void => {
    isAdding.value = true
  }
  const keys = [{ keys: 's', words: words.add.toLowerCase(), run: add, inBar: true }]
  useKeys(WORDS.keys.here, mayAdd ? keys : [])
  const seconds = Math.floor(now.value / 1000)
  return (
    <>
      <div class="line-up">
        {mayAdd ? (
          <button type="button" class="button first" title={`${words.add} (s)`} onClick={add}>
            {words.add} <kbd>s</kbd>
          </button>
        ) : (
          <p class="faint">{words.onlyAnalysts}</p>
        )}
        <ActWords act={adding} />
        <a class="link fill" href={queried({ ended: hasEnded ? undefined : 'yes' })}>
          {hasEnded ? words.hideEnded : words.showEnded}
        </a>
      </div>
      <div class="sheet">
        <Shown answer={answer}>
          {({ snoozes }) => {
            // One that was ended just now stays where it is, with its undo.
            const shown = desk.with(snoozes)
            if (shown.length === 0)
              return (
                <StateBox kind="empty" word={WORDS.states.empty} title={words.none}>
                  <p>{words.noneHint}</p>
                </StateBox>
              )
            return <SnoozeTable snoozes={shown} seconds={seconds} desk={desk} mayEnd={mayAdd} />
          }}
        </Shown>
      </div>
      {isAdding.value ? (
        <SnoozeDialog
          rules={rules}
          act={adding}
          onClose={() => {
            isAdding.value = false
            adding.drop()
          }}
          onDone={() => answer.again()}
        />
      ) : null}
    </>
  )
}

interface SnoozeTableParts {
  readonly snoozes: readonly ShownSnooze[]
  readonly seconds: number
  readonly desk: EndedSnoozes
  readonly mayEnd: boolean
}

function SnoozeTable({ snoozes, seconds, desk, mayEnd }: SnoozeTableParts): JSX.Element {
  const { what, kind, until, who, why, end } = words.heads
  return (
    <div class="scrolls">
      <table class="table snoozes">
        <caption class="unseen">{ALERT_WORDS.tabs.snoozes}</caption>
        <thead>
          <tr>
            {[what, kind, until, who, why, ...(mayEnd ? [end] : [])].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {snoozes.map((snooze) => {
            const isOver = snooze.ended !== null || snooze.until <= seconds
            return (
              <tr key={snooze.id} class={isOver ? 'over' : undefined}>
                <td>
                  <Snoozed snooze={snooze} />
                </td>
                <td class="soft">{snooze.kind === null ? words.everything : heldKinds(snooze.kind)}</td>
                <td>
                  <DayMoment time={snooze.until} />{' '}
                  <span class="faint">{isOver ? endOf(snooze) : words.left(snooze.until - seconds)}</span>
                </td>
                <td class="soft">{snooze.who}</td>
                <td class="reason">{snooze.reason === '' ? <i class="faint">{words.noReason}</i> : snooze.reason}</td>
                {mayEnd ? (
                  <td>
                    <EndSnooze snooze={snooze} isOver={isOver} desk={desk} />
                  </td>
                ) : null}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function heldKinds(kinds: string): string {
  return kinds.split(',').map(incidentKindWord).join(', ')
}

function endOf({ ended }: ShownSnooze): string {
  return ended === null ? words.over.toLowerCase() : words.endedEarly
}

/** What is snoozed, as a link where it has a page. */
function Snoozed({ snooze: { what, which } }: { readonly snooze: ShownSnooze }): JSX.Element {
  const name = Object.entries(words.whats).find(([word]) => word === what)?.[1] ?? what
  const href = pageOf(what, which)
  const shown = what === 'kind' ? incidentKindWord(which) : which
  return (
    <>
      <span class="faint">{name}</span>{' '}
      {href === undefined ? (
        <b>{shown}</b>
      ) : (
        <a class="to" href={href}>
          {shown}
        </a>
      )}
    </>
  )
}

/** `mx1.example.com:imap` as the page of services opens it. */
function serviceQuery(which: string): string {
  const [host = '', ...check] = which.split(':')
  return new URLSearchParams({ host, check: check.join(':') }).toString()
}

function pageOf(what: string, which: string): string | undefined {
  switch (what) {
    case 'incident':
      return pathTo('incident', { id: which })
    case 'host':
      return pathTo('host', { name: which })
    case 'service':
      return pathTo('services', {}, serviceQuery(which))
    case 'mailbox':
      return pathTo('mailbox', { address: which })
    case 'address':
      return which.includes('/') ? undefined : pathTo('address', { ip: which })
    case 'rule':
      return pathTo('alerts', {}, new URLSearchParams({ rule: which }).toString())
    default:
      return undefined
  }
}
