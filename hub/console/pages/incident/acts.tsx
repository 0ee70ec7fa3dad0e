import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Claim } from '../../parts/claim.tsx'
import { COPIED_FOR } from '../../parts/copy-button.tsx'
import { DeedWords } from '../../parts/deed-words.tsx'
import { Snooze } from '../../parts/snooze.tsx'
import { now } from '../../state/now.ts'
import { say } from '../../state/said.ts'
import { me } from '../../state/session.ts'
import { INCIDENT_PAGE_WORDS as words } from '../../words/incident-page-words.ts'
import type { IncidentControls } from './controls.ts'
import { OwnerPick } from './owner-pick.tsx'
import { StateMoves } from './state-moves.tsx'

/** Whose it is and where it stands, and the buttons that change that. */
export function Acts({ controls }: { readonly controls: IncidentControls }): JSX.Element {
  const { incident, deeds, take } = controls
  const mayJudge = me.value?.rights.judge === true
  return (
    <div class="block">
      <div class="incident-acts">
        {mayJudge ? <Claim incident={incident} deed={deeds.claim} onAnswer={take} /> : null}
        {mayJudge ? <Snooze incident={incident.id} /> : null}
        <Share />
      </div>
      {mayJudge ? null : <p class="soft">{words.viewer}</p>}
      <dl class="incident-facts">
        <dt>{words.state}</dt>
        <dd>
          <StateMoves controls={controls} />
        </dd>
        <dt>{words.assignee}</dt>
        <dd>
          {mayJudge ? <OwnerPick controls={controls} /> : (incident.assignee ?? words.nobodyYet)}
          <DeedWords deed={deeds.owner} />
        </dd>
      </dl>
    </div>
  )
}

/** Copies the address of the page, which shows the same to whoever gets it. */
function Share(): JSX.Element {
  const [state, until] = [useSignal(''), useSignal(0)]
  const share = async (): Promise<void> => {
    state.value = await navigator.clipboard.writeText(location.href).then(
      () => words.shared,
      () => words.notShared,
    )
    until.value = Date.now() + COPIED_FOR
    say(state.value)
  }
  return (
    <button type="button" class="button share" title={`${words.keys.share} (y)`} onClick={() => void share()}>
      {until.value > now.value ? state.value : words.share} <kbd>y</kbd>
    </button>
  )
}
