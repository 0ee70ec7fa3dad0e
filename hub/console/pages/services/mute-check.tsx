import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import type { ShownSnooze } from '../../../contract/alert-contract.ts'
import { ActWords } from '../../parts/act-words.tsx'
import { Mark } from '../../parts/mark.tsx'
import { DayMoment } from '../../parts/moment.tsx'
import { SnoozeFields } from '../../parts/snooze-fields.tsx'
import { Act } from '../../state/act.ts'
import { me } from '../../state/session.ts'
import { addSnooze, endSnooze, snoozeOf, watchSnoozes } from '../../state/snoozes.ts'
import { SERVICES_WORDS } from '../../words/services-words.ts'
import { WORDS } from '../../words/words.ts'
import { serviceName } from './service-name.ts'

const { mute: words } = SERVICES_WORDS

interface MuteCheckParts {
  readonly host: string
  readonly check: string
}

/** Whether the hub tells of a check, until when not, and the way to change that. */
export function MuteCheck({ host, check }: MuteCheckParts): JSX.Element {
  const which = serviceName(host, check)
  const act = useMemo(() => new Act(), [which])
  const isOpen = useSignal(false)
  useEffect(watchSnoozes, [])
  const snooze = snoozeOf({ what: 'service', which })
  const mayMute = me.value?.rights.judge === true
  const end = ({ id }: Pick<ShownSnooze, 'id'>): Promise<void> =>
    act.run(
      () => endSnooze(id),
      () => ({ words: words.ended }),
    )
  return (
    <section class="record-part mute">
      <h2>{words.title}</h2>
      {snooze === undefined ? <p class="soft">{words.told}</p> : <Muted snooze={snooze} />}
      {mayMute ? (
        <div class="line-up">
          {snooze !== undefined ? (
            <button type="button" class="button small" onClick={() => void end(snooze)}>
              {words.end}
            </button>
          ) : isOpen.value ? null : (
            <button
              type="button"
              class="button small"
              title={`${words.mute} (m)`}
              onClick={() => (isOpen.value = true)}
            >
              {words.mute} <kbd>m</kbd>
            </button>
          )}
          <ActWords act={act} />
        </div>
      ) : (
        <p class="faint">{words.onlyAnalysts}</p>
      )}
      {mayMute && snooze === undefined && isOpen.value ? (
        <MuteForm which={which} act={act} onEnd={end} onClose={() => (isOpen.value = false)} />
      ) : null}
    </section>
  )
}

function Muted({ snooze: { until, who, reason } }: { readonly snooze: ShownSnooze }): JSX.Element {
  return (
    <p class="muted">
      <Mark name="paused" />{' '}
      <span>
        <b>
          {words.until} <DayMoment time={until} />
        </b>{' '}
        {words.by(who)}
        {reason === '' ? null : `: ${reason}`}
      </span>
    </p>
  )
}

interface MuteFormParts {
  readonly which: string
  readonly act: Act
  readonly onEnd: (snooze: Pick<ShownSnooze, 'id'>) => Promise<void>
  readonly onClose: () => void
}

function MuteForm({ which, act, onEnd, onClose }: MuteFormParts): JSX.Element {
  const [span, reason] = [useSignal('14400'), useSignal('')]
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    const until = Math.floor(Date.now() / 1000) + Number(span.value)
    const why = reason.value.trim()
    await act.run(
      () => addSnooze({ what: 'service', which, until, ...(why === '' ? {} : { reason: why }) }),
      ({ id }) => ({ words: words.muted, undo: () => onEnd({ id }) }),
    )
    if (act.state.peek().is === 'done') onClose()
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <SnoozeFields spans={words.spans} span={span} reason={reason} />
      <p class="faint">{words.hint}</p>
      <div class="line-up">
        <button class="button small first" aria-disabled={act.state.value.is === 'asking'}>
          {words.go}
        </button>
        <button type="button" class="button small" onClick={onClose}>
          {WORDS.cancel}
        </button>
      </div>
    </form>
  )
}
