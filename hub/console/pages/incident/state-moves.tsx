import { useSignal } from '@preact/signals'
import { Fragment, type JSX } from 'preact'
import type { IncidentStateWord } from '../../../contract/incident-contract.ts'
import { DeedWords } from '../../parts/deed-words.tsx'
import { EndDialog, useEndDraft } from '../../parts/end-dialog.tsx'
import type { IncidentWish } from '../../state/change-incident.ts'
import { me } from '../../state/session.ts'
import { INCIDENT_WORDS as words } from '../../words/incident-words.ts'
import type { IncidentControls } from './controls.ts'

/** Where an incident can go from where it stands. */
const MOVES: Readonly<Record<IncidentStateWord, readonly IncidentStateWord[]>> = {
  open: ['contained', 'resolved', 'dismissed'],
  contained: ['resolved', 'dismissed', 'open'],
  resolved: ['open'],
  dismissed: ['open'],
}

const WAY = ['open', 'contained', 'resolved'] as const

/** Where it stands on its way, and the buttons that take it on. */
export function StateMoves({ controls }: { readonly controls: IncidentControls }): JSX.Element {
  const { incident, deeds, take } = controls
  const { state } = incident
  const asked = useSignal<IncidentStateWord | undefined>(undefined)
  const draft = useEndDraft()
  const move = async (wish: IncidentWish & { readonly state: IncidentStateWord }): Promise<void> => {
    asked.value = undefined
    if (await deeds.state.run(incident, wish, words.moved[wish.state], take)) draft.clear()
  }
  return (
    <>
      <p>
        {state === 'dismissed' ? (
          <b>{words.states.dismissed}</b>
        ) : (
          WAY.map((each, index) => (
            <Fragment key={each}>
              {index === 0 ? '' : <span class="faint"> → </span>}
              {each === state ? (
                <b aria-current="step">{words.states[each]}</b>
              ) : (
                <span class="faint">{words.states[each].toLowerCase()}</span>
              )}
            </Fragment>
          ))
        )}
      </p>
      {me.value?.rights.judge === true ? (
        <p class="state-moves">
          {MOVES[state].map((to) => (
            <button
              key={to}
              type="button"
              class="button small"
              title={words.end.meaning[to]}
              onClick={() => (asked.value = to)}
            >
              {words.moves[to]}
              {to === 'open' ? '' : '…'}
            </button>
          ))}
          <DeedWords deed={deeds.state} />
        </p>
      ) : null}
      {asked.value === undefined ? null : (
        <EndDialog
          draft={draft}
          to={asked.value}
          assessment={incident.assessment}
          onClose={() => (asked.value = undefined)}
          onDone={(wish) => void move(wish)}
        />
      )}
    </>
  )
}
